//! Categories: a tree of any depth.

use kernel::LocalizedText;

kernel::typed_id! {
    /// Names a category.
    pub struct CategoryId;
}

/// A shelf of the shop, possibly within another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its dense number: the index of its column on the shelf.
    pub number: u32,
    /// The category that holds it; `None` at the top.
    pub parent_id: Option<CategoryId>,
    /// Its path segment, unique.
    pub slug: String,
    /// Its name in each language.
    pub names: LocalizedText,
    /// Its place among its siblings, ascending.
    pub position: i32,
    /// The name of the drawing that stands for it and for its products without a picture.
    pub drawing: Option<String>,
}
