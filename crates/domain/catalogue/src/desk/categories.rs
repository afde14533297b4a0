//! Use cases: the category tree, grown, pruned and rearranged at the desk.

use audit::Entry;
use db::WriteTx;
use kernel::{LocalizedText, Permission, boxed};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Desk;
use crate::product_patch::texts;
use crate::store::{category, product_groups};
use crate::upsert::categories::{NUMBERS, is_within, normalise};
use crate::upsert::merge::merge_texts;
use crate::upsert::write::wait_for_turn;
use crate::{CatalogueError, Category, CategoryDocument, CategoryId, Patched, Refusal, TextPatch};

/// Some fields of a category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CategoryPatch {
    /// Its name in each language.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub names: Patched<TextPatch>,
    /// Its path segment; cleared, it is made of its name.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub slug: Patched<String>,
    /// The name of the drawing that stands for it.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub drawing: Patched<String>,
}

/// Where a category is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryPlace {
    /// Beside this one, before it.
    Before(CategoryId),
    /// Beside this one, after it.
    After(CategoryId),
    /// Within this one, behind what is there; `None` = at the top.
    Into(Option<CategoryId>),
}

/// A category and how many products stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryAtDesk {
    /// The category.
    pub category: Category,
    /// Products that are not deleted, without those of the categories within.
    pub products: u64,
}

/// All categories: siblings in their order, no order between others.
#[boxed]
pub async fn list_categories_at_desk(desk: &Desk<'_>) -> Result<Vec<CategoryAtDesk>, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let conn = desk.db.reader();
    let counts = product_groups::count_by_category(conn).await?;
    let mut categories = category::list_all(conn).await?;
    categories.sort_by_key(|category| (category.position, category.number));
    let rows = categories.into_iter().map(|category| {
        let products = counts.get(&category.id).copied().unwrap_or(0);
        CategoryAtDesk { category, products }
    });
    Ok(rows.collect())
}

/// Adds a category at `place`.
///
/// # Errors
/// [`CatalogueError::Refused`] by the first wrong field, [`CatalogueError::Taken`] if the slug is.
#[boxed]
pub async fn create_category(
    desk: &Desk<'_>,
    patch: &CategoryPatch,
    place: CategoryPlace,
) -> Result<Category, CatalogueError> {
    let (tx, mut tree) = begin(desk).await?;
    let mut new = Category {
        id: CategoryId::new(desk.clock),
        number: db::allot_numbers(&tx, NUMBERS, 1).await?.start,
        parent_id: None,
        slug: String::new(),
        names: LocalizedText::default(),
        position: 0,
        drawing: None,
    };
    lay(&mut new, patch, &tree)?;
    let id = new.id;
    tree.push(new);
    put(&mut tree, id, place)?;
    write(desk, "category.create", tx, tree, id).await
}

/// Changes a category's names, slug or drawing.
///
/// # Errors
/// [`CatalogueError::NoSuch`], and those of [`create_category`].
#[boxed]
pub async fn edit_category(
    desk: &Desk<'_>,
    id: CategoryId,
    patch: &CategoryPatch,
) -> Result<Category, CatalogueError> {
    let (tx, mut tree) = begin(desk).await?;
    let mut edited = find(&tree, id)?.clone();
    lay(&mut edited, patch, &tree)?;
    if let Some(category) = tree.iter_mut().find(|category| category.id == id) {
        *category = edited;
    }
    write(desk, "category.edit", tx, tree, id).await
}

/// Puts a category with all within it to another place.
///
/// # Errors
/// [`CatalogueError::NotNow`] if the place lies within the category itself.
#[boxed]
pub async fn move_category(
    desk: &Desk<'_>,
    id: CategoryId,
    place: CategoryPlace,
) -> Result<Category, CatalogueError> {
    let (tx, mut tree) = begin(desk).await?;
    find(&tree, id)?;
    put(&mut tree, id, place)?;
    write(desk, "category.move", tx, tree, id).await
}

/// Takes a category away in which nothing stands.
///
/// # Errors
/// [`CatalogueError::NotNow`] if products or categories do.
#[boxed]
pub async fn delete_category(desk: &Desk<'_>, id: CategoryId) -> Result<(), CatalogueError> {
    let (tx, tree) = begin(desk).await?;
    let before = find(&tree, id)?;
    if tree.iter().any(|category| category.parent_id == Some(id)) {
        return Err(CatalogueError::NotNow("categories stand within it; move them first"));
    }
    if product_groups::any_in_category(tx.conn(), id).await? {
        return Err(CatalogueError::NotNow("products stand in it, deleted ones count too; move them first"));
    }
    category::delete(&tx, id).await?;
    record(&tx, &[before]).await?;
    let entry = Entry::new("category.delete", "category", id).before(told(before));
    desk.commit(tx, entry).await
}

/// Begins to write: nobody else changes categories or puts products into them until this ends.
async fn begin(desk: &Desk<'_>) -> Result<(WriteTx, Vec<Category>), CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    db::allot_numbers(&tx, NUMBERS, 0).await?;
    let tree = category::list_all(tx.conn()).await?;
    Ok((tx, tree))
}

fn find(tree: &[Category], id: CategoryId) -> Result<&Category, CatalogueError> {
    tree.iter().find(|category| category.id == id).ok_or(CatalogueError::NoSuch("category"))
}

/// Lays a patch over a category, by the rules of what comes in by file.
fn lay(category: &mut Category, patch: &CategoryPatch, tree: &[Category]) -> Result<(), CatalogueError> {
    let mut names = category.names.clone();
    merge_texts(&mut names, texts(&patch.names));
    let document = normalise(&CategoryDocument {
        slug: patch.slug.or_empty(String::new()).unwrap_or_else(|| category.slug.clone()),
        names,
        drawing: patch.drawing.or_empty(String::new()).or_else(|| category.drawing.clone()),
        ..CategoryDocument::default()
    })?;
    if document.names.is_empty() {
        return Err(Refusal::new("names", "", "a category needs a name").into());
    }
    if tree.iter().any(|other| other.slug == document.slug && other.id != category.id) {
        let reason = "another category has this slug";
        return Err(CatalogueError::Taken { field: "slug", value: document.slug, reason });
    }
    category.names = LocalizedText::default();
    merge_texts(&mut category.names, document.names);
    category.slug = document.slug;
    category.drawing = document.drawing;
    Ok(())
}

/// Puts the category `id` of the tree to `place` and numbers its siblings anew.
fn put(tree: &mut [Category], id: CategoryId, place: CategoryPlace) -> Result<(), CatalogueError> {
    let parent = match place {
        CategoryPlace::Before(beside) | CategoryPlace::After(beside) => find(tree, beside)?.parent_id,
        CategoryPlace::Into(parent) => parent,
    };
    if let Some(parent) = parent {
        find(tree, parent)?;
        if is_within(tree.iter(), parent, id) {
            return Err(CatalogueError::NotNow("a category cannot stand within itself"));
        }
    }
    let mut siblings: Vec<(i32, u32, CategoryId)> = tree
        .iter()
        .filter(|category| category.parent_id == parent && category.id != id)
        .map(|category| (category.position, category.number, category.id))
        .collect();
    siblings.sort_unstable();
    let at = |beside: CategoryId| siblings.iter().position(|(_, _, id)| *id == beside);
    let index = match place {
        CategoryPlace::Before(beside) => at(beside),
        CategoryPlace::After(beside) => at(beside).map(|index| index + 1),
        CategoryPlace::Into(_) => Some(siblings.len()),
    };
    // Beside itself it stays where it is.
    let Some(index) = index else { return Ok(()) };
    siblings.insert(index, (0, 0, id));
    let positions: FxHashMap<CategoryId, i32> =
        siblings.iter().zip(0..).map(|((_, _, id), position)| (*id, position)).collect();
    for category in tree.iter_mut() {
        if category.id == id {
            category.parent_id = parent;
        }
        if let Some(position) = positions.get(&category.id) {
            category.position = *position;
        }
    }
    Ok(())
}

/// Writes what differs.
async fn write(
    desk: &Desk<'_>,
    action: &'static str,
    tx: WriteTx,
    tree: Vec<Category>,
    id: CategoryId,
) -> Result<Category, CatalogueError> {
    let before: FxHashMap<CategoryId, Category> =
        category::list_all(tx.conn()).await?.into_iter().map(|category| (category.id, category)).collect();
    let changed: Vec<&Category> =
        tree.iter().filter(|category| before.get(&category.id) != Some(category)).collect();
    let written = find(&tree, id)?.clone();
    if changed.is_empty() {
        return Ok(written);
    }
    category::insert_or_update(&tx, &changed).await?;
    record(&tx, &changed).await?;
    let entry = Entry::new(action, "category", id);
    let entry = match before.get(&id) {
        Some(old) => entry.changed(told(old), told(&written)),
        None => entry.after(told(&written)),
    };
    desk.commit(tx, entry).await?;
    Ok(written)
}

/// A category as the audit trail keeps it.
fn told(category: &Category) -> Value {
    json!({
        "names": category.names,
        "slug": category.slug,
        "drawing": category.drawing,
        "parentId": category.parent_id,
        "position": category.position,
    })
}

async fn record(tx: &WriteTx, changed: &[&Category]) -> Result<(), CatalogueError> {
    let numbers: Vec<u32> = changed.iter().map(|category| category.number).collect();
    let ids: Vec<CategoryId> = changed.iter().map(|category| category.id).collect();
    Ok(tx.record_change("catalogue.category", &json!({ "numbers": numbers, "ids": ids })).await?)
}
