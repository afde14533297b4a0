//! Finds what documents name: brands by name, categories by slug or path, vehicles by slug; makes what may be made.

use db::{DbError, WriteTx};
use kernel::text::{fold, slugify};
use kernel::{Locale, LocalizedText};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::store::{brand, category, vehicle};
use crate::{Brand, BrandId, Category, CategoryId, ProductDocument, Refusal, WriteContext};

/// The counter of the numbers of brands.
pub(crate) const BRAND_NUMBERS: &str = "catalogue.brand";
/// Between the names of a category's path.
const PATH_SEPARATOR: char = '>';

/// Everything that a batch of documents names.
pub(super) struct Names {
    brands: FxHashMap<String, BrandId>,
    vehicles: FxHashMap<String, u32>,
    categories: CategoryTree,
}

impl Names {
    /// Looks up what the documents name, and makes the brands and categories that are missing.
    pub(super) async fn resolve<'a>(
        tx: &WriteTx,
        documents: impl Iterator<Item = &'a ProductDocument> + Clone,
        context: &WriteContext<'_>,
    ) -> Result<Self, DbError> {
        let brands = resolve_brands(tx, documents.clone(), context).await?;
        let categories = resolve_categories(tx, documents.clone(), context).await?;
        let slugs: FxHashSet<&str> = documents
            .filter_map(|document| document.fitments.as_ref())
            .flatten()
            .map(|fitment| fitment.vehicle.as_str())
            .collect();
        let vehicles = vehicle::find_numbers_by_slug(tx.conn(), slugs.into_iter()).await?;
        Ok(Self { brands, vehicles: vehicles.into_iter().collect(), categories })
    }

    pub(super) fn brand(&self, name: &str) -> Result<BrandId, Refusal> {
        self.brands
            .get(&slugify(name))
            .copied()
            .ok_or_else(|| Refusal::new("brand", name, "the shop knows no brand of this name"))
    }

    pub(super) fn category(&self, path: &str) -> Result<CategoryId, Refusal> {
        self.categories
            .find(path)
            .ok_or_else(|| Refusal::new("category", path, "the shop knows no category of this slug or path"))
    }

    pub(super) fn vehicle(&self, slug: &str) -> Result<u32, Refusal> {
        self.vehicles
            .get(slug)
            .copied()
            .ok_or_else(|| Refusal::new("fitments", slug, "the shop knows no vehicle of this slug"))
    }
}

async fn resolve_brands<'a>(
    tx: &WriteTx,
    documents: impl Iterator<Item = &'a ProductDocument>,
    context: &WriteContext<'_>,
) -> Result<FxHashMap<String, BrandId>, DbError> {
    let mut wanted: Vec<(String, &str)> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for name in documents.filter_map(|document| document.brand.as_deref()) {
        if seen.insert(name) {
            wanted.push((slugify(name), name));
        }
    }
    let slugs = wanted.iter().map(|(slug, _)| slug.as_str());
    let mut found: FxHashMap<String, BrandId> =
        brand::find_ids_by_slug(tx.conn(), slugs).await?.into_iter().collect();
    if context.refuse_unknown {
        return Ok(found);
    }
    let mut new = Vec::new();
    for (slug, name) in wanted {
        if slug.is_empty() || found.contains_key(&slug) {
            continue;
        }
        let id = BrandId::new(context.clock);
        found.insert(slug.clone(), id);
        new.push(Brand { id, number: 0, slug, name: name.to_owned() });
    }
    if !new.is_empty() {
        let numbers = db::allot_numbers(tx, BRAND_NUMBERS, new.len() as u32).await?;
        for (brand, number) in new.iter_mut().zip(numbers) {
            brand.number = number;
        }
        brand::insert(tx, &new).await?;
        let numbers: Vec<u32> = new.iter().map(|brand| brand.number).collect();
        tx.record_change("catalogue.brand", &serde_json::json!({ "numbers": numbers })).await?;
    }
    Ok(found)
}

async fn resolve_categories<'a>(
    tx: &WriteTx,
    documents: impl Iterator<Item = &'a ProductDocument>,
    context: &WriteContext<'_>,
) -> Result<CategoryTree, DbError> {
    let mut wanted: Vec<&str> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for path in documents.filter_map(|document| document.category.as_deref()) {
        if seen.insert(path) {
            wanted.push(path);
        }
    }
    if wanted.is_empty() {
        return Ok(CategoryTree::default());
    }
    let mut tree = CategoryTree::new(category::list_all(tx.conn()).await?);
    wanted.retain(|path| tree.find(path).is_none());
    if wanted.is_empty() || context.refuse_unknown {
        return Ok(tree);
    }
    // Taken before the second look: another writer may have made them meanwhile.
    db::allot_numbers(tx, super::categories::NUMBERS, 0).await?;
    tree = CategoryTree::new(category::list_all(tx.conn()).await?);
    let locale = context.settings.locales.first().copied().unwrap_or(Locale::Fr);
    let known = tree.categories.len();
    for path in wanted {
        tree.make(path, locale, context);
    }
    let new = &mut tree.categories[known..];
    let numbers = db::allot_numbers(tx, super::categories::NUMBERS, new.len() as u32).await?;
    for (category, number) in new.iter_mut().zip(numbers) {
        category.number = number;
        category.position = number as i32;
    }
    if !new.is_empty() {
        category::insert_or_update(tx, &new.iter().collect::<Vec<_>>()).await?;
        let numbers: Vec<u32> = new.iter().map(|category| category.number).collect();
        tx.record_change("catalogue.category", &serde_json::json!({ "numbers": numbers })).await?;
    }
    Ok(tree)
}

/// All categories with the two ways to name one.
#[derive(Default)]
struct CategoryTree {
    categories: Vec<Category>,
    by_slug: FxHashMap<String, CategoryId>,
    by_name: FxHashMap<(Option<CategoryId>, String), CategoryId>,
}

impl CategoryTree {
    fn new(categories: Vec<Category>) -> Self {
        let mut tree = Self::default();
        for category in categories {
            tree.add(category);
        }
        tree
    }

    fn add(&mut self, category: Category) {
        self.by_slug.insert(category.slug.clone(), category.id);
        for locale in Locale::ALL {
            if let Some(name) = category.names.get(locale) {
                self.by_name.entry((category.parent_id, fold(name))).or_insert(category.id);
            }
        }
        self.categories.push(category);
    }

    /// The category of a slug, of a path of names, or of a name at the top.
    fn find(&self, path: &str) -> Option<CategoryId> {
        if let Some(id) = self.by_slug.get(path) {
            return Some(*id);
        }
        let mut parent = None;
        for name in path.split(PATH_SEPARATOR).map(str::trim).filter(|name| !name.is_empty()) {
            parent = Some(*self.by_name.get(&(parent, fold(name)))?);
        }
        parent
    }

    fn make(&mut self, path: &str, locale: Locale, context: &WriteContext<'_>) {
        let mut parent = None;
        let mut slug_of_path = String::new();
        for name in path.split(PATH_SEPARATOR).map(str::trim).filter(|name| !name.is_empty()) {
            if let Some(id) = self.by_name.get(&(parent, fold(name))) {
                slug_of_path = self.slug_of(*id);
                parent = Some(*id);
                continue;
            }
            let Some(slug) = self.free_slug(&slugify(name), &slug_of_path) else { return };
            let id = CategoryId::new(context.clock);
            slug_of_path.clone_from(&slug);
            self.add(Category {
                id,
                number: 0,
                parent_id: parent,
                slug,
                names: LocalizedText::in_locale(locale, name),
                position: 0,
                drawing: None,
            });
            parent = Some(id);
        }
    }

    fn slug_of(&self, id: CategoryId) -> String {
        self.categories.iter().find(|category| category.id == id).map(|c| c.slug.clone()).unwrap_or_default()
    }

    /// The name's slug, else with its parent's before it, else with a number behind it.
    fn free_slug(&self, slug: &str, parent: &str) -> Option<String> {
        if slug.is_empty() {
            return None;
        }
        let long = if parent.is_empty() { slug.to_owned() } else { format!("{parent}-{slug}") };
        let numbered = (2..).map(|n| format!("{long}-{n}"));
        [slug.to_owned(), long.clone()]
            .into_iter()
            .chain(numbered)
            .find(|slug| !self.by_slug.contains_key(slug))
    }
}
