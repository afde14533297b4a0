//! Categories of a batch: matched by slug, parents in any order, never a circle.

use db::WriteTx;
use kernel::{Locale, boxed};
use rustc_hash::{FxHashMap, FxHashSet};

use super::check;
use crate::store::category;
use crate::{CatalogueError, Category, CategoryDocument, CategoryId, Refusal, Upserted, WriteContext};

/// The counter of their numbers.
pub(crate) const NUMBERS: &str = "catalogue.category";
const NAME_CHARS: usize = 500;

/// Writes categories, matched by slug: one answer for each document, in order.
///
/// A parent may come later in the batch than its children. A category without
/// `parent` stands at the top.
#[boxed]
pub async fn upsert_categories(
    tx: &WriteTx,
    documents: &[CategoryDocument],
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    db::allot_numbers(tx, NUMBERS, 0).await?;
    let known = category::list_all(tx.conn()).await?;
    let mut tree: FxHashMap<String, Category> =
        known.iter().map(|category| (category.slug.clone(), category.clone())).collect();
    let mut results = vec![Upserted::Unchanged; documents.len()];
    let mut waiting = Vec::with_capacity(documents.len());
    for (index, document) in documents.iter().enumerate() {
        match normalise(document) {
            Ok(document) => waiting.push((index, document)),
            Err(refusal) => results[index] = Upserted::Refused(refusal),
        }
    }
    // Each round places those whose parents stand; what never finds its parent names none, or a circle.
    let mut before = usize::MAX;
    while waiting.len() < before {
        before = waiting.len();
        waiting.retain(|(index, document)| match place(&mut tree, document, context) {
            Placed::Waiting => true,
            Placed::Done(result) => {
                results[*index] = result;
                false
            }
        });
    }
    for (index, document) in waiting {
        let parent = document.parent.unwrap_or_default();
        let refusal = Refusal::new("parent", &parent, "no category of this slug stands outside of this one");
        results[index] = Upserted::Refused(refusal);
    }
    let old: FxHashMap<&str, &Category> = known.iter().map(|c| (c.slug.as_str(), c)).collect();
    let mut new: Vec<&mut Category> = tree.values_mut().filter(|c| c.number == u32::MAX).collect();
    new.sort_by_key(|category| category.id);
    let numbers = db::allot_numbers(tx, NUMBERS, new.len() as u32).await?;
    for (category, number) in new.into_iter().zip(numbers) {
        category.number = number;
    }
    let written = parents_first(
        tree.values().filter(|category| old.get(category.slug.as_str()).is_none_or(|old| old != category)),
    );
    if !written.is_empty() {
        category::insert_or_update(tx, &written).await?;
        let numbers: Vec<u32> = written.iter().map(|category| category.number).collect();
        tx.record_change("catalogue.category", &serde_json::json!({ "numbers": numbers })).await?;
    }
    Ok(results)
}

/// Puts a category's document into its normal form.
pub(crate) fn normalise(document: &CategoryDocument) -> Result<CategoryDocument, Refusal> {
    let mut doc = document.clone();
    for locale in Locale::ALL {
        if let Some(name) = doc.names.slot(locale) {
            *name = check::line("names", name, NAME_CHARS)?;
        }
    }
    if doc.slug.is_empty() {
        doc.slug = kernel::text::slugify(doc.names.best(Locale::Fr));
    }
    doc.slug = check::slug_of("slug", &doc.slug)?;
    doc.drawing = check::optional_line("drawing", doc.drawing.as_deref(), NAME_CHARS)?;
    Ok(doc)
}

fn new_category(document: &CategoryDocument, context: &WriteContext<'_>) -> Category {
    Category {
        id: CategoryId::new(context.clock),
        number: u32::MAX,
        parent_id: None,
        slug: document.slug.clone(),
        names: kernel::LocalizedText::default(),
        position: document.position,
        drawing: None,
    }
}

enum Placed {
    Done(Upserted),
    /// For its parent.
    Waiting,
}

/// Applies a document to its category in the tree.
fn place(
    tree: &mut FxHashMap<String, Category>,
    document: &CategoryDocument,
    context: &WriteContext<'_>,
) -> Placed {
    let before = tree.get(&document.slug);
    let mut category = before.cloned().unwrap_or_else(|| new_category(document, context));
    category.parent_id = match document.parent.as_deref().filter(|parent| !parent.is_empty()) {
        None => None,
        Some(parent) => match tree.get(parent) {
            Some(parent) if !is_within(tree.values(), parent.id, category.id) => Some(parent.id),
            _ => return Placed::Waiting,
        },
    };
    for locale in Locale::ALL {
        if let Some(name) = document.names.get(locale) {
            *category.names.slot(locale) = Some(name.to_owned()).filter(|name| !name.is_empty());
        }
    }
    if category.names.is_empty() {
        return Placed::Done(Upserted::Refused(Refusal::new("names", "", "a category needs a name")));
    }
    category.position = document.position;
    category.drawing = document.drawing.clone().or(category.drawing);
    let result = match before {
        None => Upserted::Created,
        Some(before) if *before == category => Upserted::Unchanged,
        Some(_) => Upserted::Updated,
    };
    tree.insert(document.slug.clone(), category);
    Placed::Done(result)
}

/// Whether `inner` is `outer` or stands somewhere within it.
pub(crate) fn is_within<'a>(
    tree: impl Iterator<Item = &'a Category>,
    inner: CategoryId,
    outer: CategoryId,
) -> bool {
    let parents: FxHashMap<CategoryId, Option<CategoryId>> =
        tree.map(|category| (category.id, category.parent_id)).collect();
    let mut at = Some(inner);
    while let Some(id) = at {
        if id == outer {
            return true;
        }
        at = parents.get(&id).copied().flatten();
    }
    false
}

fn parents_first<'a>(categories: impl Iterator<Item = &'a Category>) -> Vec<&'a Category> {
    let mut waiting: Vec<&Category> = categories.collect();
    waiting.sort_by_key(|category| category.number);
    let mut later: FxHashSet<CategoryId> = waiting.iter().map(|category| category.id).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|category| {
            let ready = category.parent_id.is_none_or(|parent| !later.contains(&parent));
            if ready {
                later.remove(&category.id);
                ordered.push(*category);
            }
            !ready
        });
        if waiting.len() == before {
            break;
        }
    }
    ordered
}
