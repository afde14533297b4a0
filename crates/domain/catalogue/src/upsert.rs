//! Documents into the database: matched with what is there, checked, written only where they differ.
//!
//! One call is one batch within the caller's transaction: a refused document
//! never stops the others. Price history and change rows are written along.

pub(crate) mod categories;
pub(crate) mod check;
pub(crate) mod merge;
pub(crate) mod products;
mod removal;
pub(crate) mod resolve;
pub(crate) mod vehicles;
pub(crate) mod write;

pub use categories::upsert_categories;
pub use products::upsert_products;
pub use removal::remove_products;
pub use vehicles::upsert_vehicles;
