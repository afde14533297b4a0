//! Products of a batch: merged with what the shop has, written where something differs.

use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::text::part_number_key;
use rustc_hash::{FxHashMap, FxHashSet};

use super::resolve::Names;
use super::write::{ProductWrite, wait_for_turn, write_products};
use super::{check, merge};
use crate::store::product::Which;
use crate::store::{fitment, product};
use crate::{CatalogueError, Fitment, Product, ProductDocument, Refusal, Upserted, WriteContext};

/// Writes products, matched by SKU: one answer for each document, in order.
///
/// Of two documents with one SKU the second is refused. What a document leaves
/// out (`None`) stays as it is. A product that was deleted comes back.
pub async fn upsert_products(
    tx: &WriteTx,
    documents: &[ProductDocument],
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    upsert_normal_products(tx, documents.iter().cloned().map(check::normalise).collect(), context).await
}

/// [`upsert_products`] of documents that have been through [`check::normalise`].
pub(crate) async fn upsert_normal_products(
    tx: &WriteTx,
    documents: Vec<Result<ProductDocument, Refusal>>,
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    wait_for_turn(tx).await?;
    let mut batch = Batch::read(tx, documents, context).await?;
    batch.merge();
    let writes = batch.entries.into_iter().filter_map(|entry| {
        Some(ProductWrite { before: entry.before, after: entry.after?, fitments: entry.fitments })
    });
    write_products(tx, writes.collect(), context).await?;
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
        documents: Vec<Result<ProductDocument, Refusal>>,
        context: &'a WriteContext<'a>,
    ) -> Result<Self, CatalogueError> {
        let mut results = vec![Upserted::Unchanged; documents.len()];
        let mut entries = Vec::with_capacity(documents.len());
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for (index, document) in documents.into_iter().enumerate() {
            let checked = document.and_then(|document| {
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
        let document = std::mem::take(&mut entry.document);
        let fitments = document.fitments.as_ref().map(|list| self.fitments_of(list)).transpose()?;
        let mut product =
            entry.before.clone().unwrap_or_else(|| merge::new_product(&document, self.context, self.now));
        let number = entry.before.as_ref().map_or(u32::MAX, |before| before.number);
        // Two new products of one batch both have no number yet.
        let taken =
            |slug: &str| self.slugs.get(slug).is_some_and(|owner| *owner != number || number == u32::MAX);
        product.slug = merge::slug_for(&product, &document, taken)?;
        self.apply(&mut product, document)?;
        let same_fitments = fitments
            .as_ref()
            .is_none_or(|new| self.fitments.get(&number).map_or(new.is_empty(), |old| old == new));
        let result = match &entry.before {
            None => Upserted::Created,
            Some(before) if *before == product && same_fitments => return Ok(Upserted::Unchanged),
            Some(_) => Upserted::Updated,
        };
        self.slugs.insert(product.slug.clone(), number);
        entry.after = Some(product);
        entry.fitments = fitments.filter(|_| !same_fitments);
        Ok(result)
    }

    fn apply(&self, product: &mut Product, document: ProductDocument) -> Result<(), Refusal> {
        if let Some(brand) = &document.brand {
            product.brand_id = if brand.is_empty() { None } else { Some(self.names.brand(brand)?) };
        }
        if let Some(path) = &document.category {
            product.category_id = if path.is_empty() { None } else { Some(self.names.category(path)?) };
        }
        merge::apply(product, document, self.now)
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
}

/// The slugs that the entries may take.
fn wanted_slugs(entries: &[Entry]) -> Vec<String> {
    let slugs = entries.iter().map(|entry| merge::wanted_slug(&entry.document, entry.before.as_ref()));
    slugs.flatten().collect()
}
