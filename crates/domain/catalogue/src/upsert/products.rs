//! Products of a batch: merged with what the shop has, written where something differs.

use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::text::{part_number_key, slugify};
use kernel::{Locale, LocalizedText};
use rustc_hash::{FxHashMap, FxHashSet};

use super::check;
use super::resolve::Names;
use crate::store::product::Which;
use crate::store::{fitment, price_change, product};
use crate::{
    CatalogueError, Fitment, PriceChange, Product, ProductDocument, ProductId, Refusal, Upserted,
    WriteContext,
};

/// Numbers in one change row.
/// The counter of their numbers.
const NUMBERS: &str = "catalogue.product";
const NUMBERS_PER_CHANGE: usize = 1_000;
/// Bytes of a made slug that come from the name.
const SLUG_NAME_BYTES: usize = 96;

/// Writes products, matched by SKU: one answer for each document, in order.
///
/// Of two documents with one SKU the second is refused. What a document leaves
/// out (`None`) stays as it is. A product that was deleted comes back.
pub async fn upsert_products(
    tx: &WriteTx,
    documents: &[ProductDocument],
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    // One writer of products after the other, so that nobody inserts what we did not find.
    db::allot_numbers(tx, NUMBERS, 0).await?;
    let mut batch = Batch::read(tx, documents, context).await?;
    batch.merge();
    batch.number(tx).await?;
    batch.write(tx).await?;
    Ok(batch.results)
}

/// A document that has passed the checks, and the product that it makes.
struct Entry {
    index: usize,
    document: ProductDocument,
    key: String,
    before: Option<Product>,
    after: Option<Product>,
    /// `Some` = to be written.
    fitments: Option<Vec<Fitment>>,
}

struct Batch<'a> {
    context: &'a WriteContext<'a>,
    now: DateTime<Utc>,
    results: Vec<Upserted>,
    entries: Vec<Entry>,
    names: Names,
    fitments: FxHashMap<u32, Vec<Fitment>>,
    slugs: FxHashMap<String, u32>,
}

impl<'a> Batch<'a> {
    async fn read(
        tx: &WriteTx,
        documents: &[ProductDocument],
        context: &'a WriteContext<'a>,
    ) -> Result<Self, CatalogueError> {
        let mut results = vec![Upserted::Unchanged; documents.len()];
        let mut entries = Vec::with_capacity(documents.len());
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for (index, document) in documents.iter().enumerate() {
            let checked = check::normalise(document).and_then(|document| {
                let key = part_number_key(&document.sku);
                if seen.insert(key.clone()) {
                    Ok(Entry { index, document, key, before: None, after: None, fitments: None })
                } else {
                    Err(Refusal::new("sku", &document.sku, "this SKU came before in the same batch"))
                }
            });
            match checked {
                Ok(entry) => entries.push(entry),
                Err(refusal) => results[index] = Upserted::Refused(refusal),
            }
        }
        let names = Names::resolve(tx, entries.iter().map(|entry| &entry.document), context).await?;
        let found =
            product::find_by_sku_key(tx.conn(), entries.iter().map(|entry| entry.key.as_str())).await?;
        let mut found: FxHashMap<String, Product> =
            found.into_iter().map(|product| (part_number_key(&product.sku), product)).collect();
        for entry in &mut entries {
            entry.before = found.remove(&entry.key);
        }
        let slugs = wanted_slugs(&entries);
        let slugs = product::find_numbers_by_slug(tx.conn(), slugs.iter().map(String::as_str)).await?;
        let with_fitments: Vec<u32> = entries
            .iter()
            .filter(|entry| entry.document.fitments.is_some())
            .filter_map(|entry| entry.before.as_ref().map(|product| product.number))
            .collect();
        let mut fitments: FxHashMap<u32, Vec<Fitment>> = FxHashMap::default();
        for (number, item) in fitment::list(tx.conn(), &Which::Numbers(&with_fitments)).await? {
            fitments.entry(number).or_default().push(item);
        }
        let now = context.clock.now();
        Ok(Self { context, now, results, entries, names, fitments, slugs: slugs.into_iter().collect() })
    }

    /// Decides for each entry what its product becomes; new products have number `u32::MAX` until they are numbered.
    fn merge(&mut self) {
        for mut entry in std::mem::take(&mut self.entries) {
            match self.merge_one(&mut entry) {
                Ok(result) => {
                    self.results[entry.index] = result;
                    self.entries.push(entry);
                }
                Err(refusal) => self.results[entry.index] = Upserted::Refused(refusal),
            }
        }
    }

    fn merge_one(&mut self, entry: &mut Entry) -> Result<Upserted, Refusal> {
        let document = &entry.document;
        let fitments = document.fitments.as_ref().map(|list| self.fitments_of(list)).transpose()?;
        let mut product = entry.before.clone().unwrap_or_else(|| self.new_product(document));
        self.apply(&mut product, document)?;
        let number = entry.before.as_ref().map_or(u32::MAX, |before| before.number);
        product.slug = self.slug_for(&product, document, number)?;
        let same_fitments = fitments
            .as_ref()
            .is_none_or(|new| self.fitments.get(&number).map_or(new.is_empty(), |old| old == new));
        let result = match &entry.before {
            None => Upserted::Created,
            Some(before) if *before == product && same_fitments => return Ok(Upserted::Unchanged),
            Some(_) => Upserted::Updated,
        };
        self.slugs.insert(product.slug.clone(), number);
        product.updated_at = self.now;
        entry.after = Some(product);
        entry.fitments = fitments.filter(|_| !same_fitments);
        Ok(result)
    }

    fn new_product(&self, document: &ProductDocument) -> Product {
        let draft =
            document.names.is_empty() || self.context.draft_without_price && document.price_minor.is_none();
        Product {
            id: ProductId::new(self.context.clock),
            number: u32::MAX,
            sku: document.sku.clone(),
            slug: String::new(),
            names: LocalizedText::default(),
            descriptions: LocalizedText::default(),
            brand_id: None,
            category_id: None,
            price_minor: None,
            regular_price_minor: None,
            cost_minor: None,
            gtin: None,
            specifications: Vec::new(),
            images: Vec::new(),
            oe_numbers: Vec::new(),
            cross_references: Vec::new(),
            stock_quantity: None,
            on_order: true,
            popularity: 0,
            published_at: (!draft).then_some(self.now),
            deleted_at: None,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    fn apply(&self, product: &mut Product, document: &ProductDocument) -> Result<(), Refusal> {
        product.sku.clone_from(&document.sku);
        merge_texts(&mut product.names, &document.names);
        merge_texts(&mut product.descriptions, &document.descriptions);
        if let Some(brand) = &document.brand {
            product.brand_id = if brand.is_empty() { None } else { Some(self.names.brand(brand)?) };
        }
        if let Some(path) = &document.category {
            product.category_id = if path.is_empty() { None } else { Some(self.names.category(path)?) };
        }
        if document.price_on_request {
            product.price_minor = None;
        }
        product.price_minor = document.price_minor.or(product.price_minor);
        product.regular_price_minor = document.regular_price_minor.or(product.regular_price_minor);
        product.cost_minor = document.cost_minor.or(product.cost_minor);
        if let Some(gtin) = &document.gtin {
            product.gtin = Some(gtin.clone()).filter(|gtin| !gtin.is_empty());
        }
        overwrite(&mut product.specifications, document.specifications.as_ref());
        overwrite(&mut product.images, document.images.as_ref());
        overwrite(&mut product.oe_numbers, document.oe_numbers.as_ref());
        overwrite(&mut product.cross_references, document.cross_references.as_ref());
        product.stock_quantity = document.stock_quantity.or(product.stock_quantity);
        product.on_order = document.on_order.unwrap_or(product.on_order);
        product.deleted_at = None;
        match document.published {
            Some(true) if product.names.is_empty() => {
                return Err(Refusal::new(
                    "published",
                    "true",
                    "a product without a name cannot be published",
                ));
            }
            Some(true) => product.published_at = product.published_at.or(Some(self.now)),
            Some(false) => product.published_at = None,
            None => {}
        }
        Ok(())
    }

    fn fitments_of(&self, documents: &[crate::FitmentDocument]) -> Result<Vec<Fitment>, Refusal> {
        let mut fitments: Vec<Fitment> = Vec::with_capacity(documents.len());
        let mut seen = FxHashSet::default();
        for document in documents {
            if seen.insert(document) {
                fitments.push(Fitment {
                    vehicle: self.names.vehicle(&document.vehicle)?,
                    position: document.position.clone(),
                    quantity: document.quantity,
                    conditions: document.conditions.clone(),
                });
            }
        }
        Ok(fitments)
    }

    /// The slug that the document asks for, the one it has, or one made of name and SKU that nobody has.
    fn slug_for(
        &self,
        product: &Product,
        document: &ProductDocument,
        number: u32,
    ) -> Result<String, Refusal> {
        let taken = |slug: &String| match self.slugs.get(slug) {
            // Two new products of one batch both have no number yet.
            Some(owner) => *owner != number || number == u32::MAX,
            None => false,
        };
        match &document.slug {
            Some(slug) if taken(slug) => Err(Refusal::new("slug", slug, "another product has this slug")),
            Some(slug) => Ok(slug.clone()),
            None if !product.slug.is_empty() => Ok(product.slug.clone()),
            None => {
                let slug = made_slug(document);
                // Only two SKUs that differ in where a name ends come here; an id's random end is nobody's.
                let id = product.id.0.simple().to_string();
                Ok(if taken(&slug) { format!("{slug}-{}", &id[20..]) } else { slug })
            }
        }
    }

    async fn number(&mut self, tx: &WriteTx) -> Result<(), CatalogueError> {
        let new = || self.entries.iter().filter(|entry| entry.before.is_none());
        let numbers = db::allot_numbers(tx, NUMBERS, new().count() as u32).await?;
        let new = self.entries.iter_mut().filter(|entry| entry.before.is_none());
        for (product, number) in new.filter_map(|entry| entry.after.as_mut()).zip(numbers) {
            product.number = number;
        }
        Ok(())
    }

    async fn write(&self, tx: &WriteTx) -> Result<(), CatalogueError> {
        let changed: Vec<(&Entry, &Product)> =
            self.entries.iter().filter_map(|entry| Some((entry, entry.after.as_ref()?))).collect();
        let products: Vec<&Product> = changed.iter().map(|(_, product)| *product).collect();
        product::insert_or_update(tx, &products).await?;
        let cleared: Vec<u32> = changed
            .iter()
            .filter(|(entry, _)| entry.before.is_some() && entry.fitments.is_some())
            .map(|(_, product)| product.number)
            .collect();
        fitment::delete(tx, &cleared).await?;
        let fitments: Vec<(u32, &[Fitment])> = changed
            .iter()
            .filter_map(|(entry, product)| Some((product.number, entry.fitments.as_deref()?)))
            .collect();
        fitment::insert(tx, &fitments).await?;
        self.write_prices(tx, &changed).await?;
        record_products(tx, &products).await?;
        Ok(())
    }

    async fn write_prices(&self, tx: &WriteTx, changed: &[(&Entry, &Product)]) -> Result<(), CatalogueError> {
        let moved = || {
            changed.iter().filter(|(entry, product)| {
                product.price_minor != entry.before.as_ref().and_then(|before| before.price_minor)
            })
        };
        let old: Vec<u32> =
            moved().filter(|(e, _)| e.before.is_some()).map(|(_, product)| product.number).collect();
        let last: FxHashMap<u32, i64> =
            price_change::find_last_ordinals(tx.conn(), &old).await?.into_iter().collect();
        let changes = moved().map(|(_, product)| {
            let ordinal = last.get(&product.number).map_or(0, |last| last + 1);
            let change = PriceChange {
                valid_from: self.now,
                price_minor: product.price_minor,
                currency: self.context.settings.currency.code().to_owned(),
                who: self.context.who.to_owned(),
                why: self.context.why.to_owned(),
            };
            (product.number, ordinal, change)
        });
        Ok(price_change::insert(tx, changes.collect()).await?)
    }
}

/// Tells the feed that these products changed.
pub(super) async fn record_products(tx: &WriteTx, products: &[&Product]) -> Result<(), CatalogueError> {
    for products in products.chunks(NUMBERS_PER_CHANGE) {
        let numbers: Vec<u32> = products.iter().map(|product| product.number).collect();
        tx.record_change("catalogue.product", &serde_json::json!({ "numbers": numbers })).await?;
    }
    Ok(())
}

/// The slugs that the entries may take.
fn wanted_slugs(entries: &[Entry]) -> Vec<String> {
    entries
        .iter()
        .filter_map(|entry| match (&entry.document.slug, &entry.before) {
            (Some(slug), Some(before)) if *slug == before.slug => None,
            (Some(slug), _) => Some(slug.clone()),
            (None, Some(_)) => None,
            (None, None) => Some(made_slug(&entry.document)),
        })
        .collect()
}

/// Name and SKU as a slug: `plaquettes-de-frein-bre-000001`.
fn made_slug(document: &ProductDocument) -> String {
    let mut slug = slugify(document.names.best(Locale::Fr));
    if slug.len() > SLUG_NAME_BYTES {
        let end = slug.char_indices().map(|(at, _)| at).take_while(|at| *at <= SLUG_NAME_BYTES).last();
        slug.truncate(end.unwrap_or(0));
        let word_end = slug.rfind('-').unwrap_or(slug.len());
        slug.truncate(word_end);
    }
    slugify(&format!("{slug} {}", document.sku))
}

fn merge_texts(into: &mut LocalizedText, from: &LocalizedText) {
    for locale in Locale::ALL {
        if let Some(text) = from.get(locale) {
            *into.slot(locale) = Some(text.to_owned()).filter(|text| !text.is_empty());
        }
    }
}

fn overwrite<T: Clone>(old: &mut Vec<T>, new: Option<&Vec<T>>) {
    if let Some(new) = new {
        old.clone_from(new);
    }
}
