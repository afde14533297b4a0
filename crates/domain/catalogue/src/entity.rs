//! The tables as SeaORM sees them. Nothing of this leaves the crate.

pub(crate) mod brand;
pub(crate) mod category;
pub(crate) mod fitment;
pub(crate) mod price_change;
pub(crate) mod product;
pub(crate) mod vehicle;
