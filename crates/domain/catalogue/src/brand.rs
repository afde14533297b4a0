//! Brands.

kernel::typed_id! {
    /// Names a brand.
    pub struct BrandId;
}

/// Who makes or labels a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Its id.
    pub id: BrandId,
    /// Its dense number: the index of its column on the shelf.
    pub number: u32,
    /// Its path segment, unique.
    pub slug: String,
    /// As it writes itself, the same in all languages.
    pub name: String,
}
