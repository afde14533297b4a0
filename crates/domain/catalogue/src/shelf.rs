//! The shelf: an immutable snapshot of what is for sale, from which every public read is answered.

mod list;
mod product_ref;
mod snapshot;

pub use list::{Facet, FacetValue, ListQuery, ProductFilter, ProductPage, Sort, list_products};
pub use product_ref::ProductRef;
pub use snapshot::{ShelfData, Snapshot};
