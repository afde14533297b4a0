//! The HTTP face: JSON API and storefront.

pub mod storefront;
