//! The shelf: an immutable snapshot of what is for sale, from which every public read is answered.

mod apply;
mod borrowed;
mod chunked;
mod collation;
mod columns;
mod cursor;
mod derive;
mod dictionary;
mod facets;
mod filter;
mod hash_index;
mod keeper;
mod list;
mod load;
mod matches;
#[cfg(test)]
mod model;
mod nearest;
mod news;
mod number_set;
mod orders;
mod posting;
mod product_ref;
mod record;
mod related;
mod saved;
mod scope;
mod snapshot;
mod sort_key;
mod tables;
mod vehicle_tree;
mod version;
mod words;

pub use borrowed::{CrossReferenceRef, FitmentRef, SpecificationRef, SpecificationValueRef};
pub use facets::{Facet, FacetValue};
pub use filter::ProductFilter;
pub use keeper::Shelf;
pub(crate) use list::page_limit;
pub use list::{ListQuery, ProductPage, Sort, list_products};
pub use matches::Matches;
pub use number_set::NumberSet;
pub use product_ref::ProductRef;
pub use related::{Related, related};
pub(crate) use scope::Scope;
pub use snapshot::{ShelfData, Snapshot};
pub use vehicle_tree::{VehicleLevel, VehicleNode};
