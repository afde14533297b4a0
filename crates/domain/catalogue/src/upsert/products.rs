//! Products of a batch: merged with what the shop has, written where something differs.

use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::text::part_number_key;
use kernel::{Clock, boxed};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::resolve::Names;
use super::write::{ProductWrite, wait_for_turn, write_products};
use super::{check, merge};
use crate::off_thread::off_thread;
use crate::store::product::Which;
use crate::store::{fitment, product};
use crate::{CatalogueError, Fitment, Product, ProductDocument, Refusal, Upserted, WriteContext};

/// Products that are written while it is found out what the next ones become.
const WRITES_AT_ONCE: usize = 2_000;
/// How many go first, while the database waits.
const FIRST_WRITES: usize = 250;

/// Writes products, matched by SKU: one answer for each document, in order.
///
/// Of two documents with one SKU the second is refused. What a document leaves
/// out (`None`) stays as it is. A product that was deleted comes back.
#[boxed]
pub async fn upsert_products(
    tx: &WriteTx,
    documents: &[ProductDocument],
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    let normal = |document: &ProductDocument| check::normalise(document.clone()).map(Box::new);
    upsert_normal_products(tx, documents.iter().map(normal).collect(), context).await
}

/// [`upsert_products`] of documents that have been through [`check::normalise`].
pub(crate) async fn upsert_normal_products(
    tx: &WriteTx,
    documents: Vec<Result<Box<ProductDocument>, Refusal>>,
    context: &WriteContext<'_>,
) -> Result<Vec<Upserted>, CatalogueError> {
    wait_for_turn(tx).await?;
    let mut batch = Batch::read(tx, documents, context).await?;
    let mut writes = batch.merge_some(FIRST_WRITES);
    let mut done = Vec::new();
    while !writes.is_empty() {
        // What the next ones become is found out beside the writing of these. Those before are let go there too: their
        // many small pieces of memory take long to give back.
        let next = off_thread(move || {
            drop(done);
            let writes = batch.merge_some(WRITES_AT_ONCE);
            (batch, writes)
        });
        let (next, written) = tokio::join!(biased; next, write_products(tx, writes, context));
        done = written?;
        (batch, writes) = next?;
    }
    Ok(batch.results)
}

/// A document that has passed the checks, and the product that it makes.
struct Entry {
    index: usize,
    document: Box<ProductDocument>,
    key: String,
    before: Option<Product>,
}

struct Batch {
    clock: Clock,
    draft_without_price: bool,
    now: DateTime<Utc>,
    results: Vec<Upserted>,
    entries: std::vec::IntoIter<Entry>,
    names: Names,
    fitments: FxHashMap<u32, Vec<Fitment>>,
    slugs: FxHashMap<String, u32>,
}

impl Batch {
    async fn read(
        tx: &WriteTx,
        documents: Vec<Result<Box<ProductDocument>, Refusal>>,
        context: &WriteContext<'_>,
    ) -> Result<Self, CatalogueError> {
        let mut results = vec![Upserted::Unchanged; documents.len()];
        let mut entries = Vec::with_capacity(documents.len());
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for (index, document) in documents.into_iter().enumerate() {
            let checked = document.and_then(|document| {
                let key = part_number_key(&document.sku);
                if seen.insert(key.clone()) {
                    Ok(Entry { index, document, key, before: None })
                } else {
                    Err(Refusal::new("sku", &document.sku, "this SKU came before in the same batch"))
                }
            });
            match checked {
                Ok(entry) => entries.push(entry),
                Err(refusal) => results[index] = Upserted::Refused(refusal),
            }
        }
        let names = Names::resolve(tx, entries.iter().map(|entry| &*entry.document), context).await?;
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
        Ok(Self {
            clock: context.clock.clone(),
            draft_without_price: context.draft_without_price,
            now: context.clock.now(),
            results,
            entries: entries.into_iter(),
            names,
            fitments,
            slugs: slugs.into_iter().collect(),
        })
    }

    /// Decides for the next entries what their products become, until there are `most` to write or no entry is left.
    ///
    /// New products have number `u32::MAX` until they are numbered.
    fn merge_some(&mut self, most: usize) -> Vec<ProductWrite> {
        let mut writes = Vec::with_capacity(self.entries.len().min(most));
        while writes.len() < most
            && let Some(entry) = self.entries.next()
        {
            let index = entry.index;
            self.results[index] = match self.merge_one(entry) {
                Ok(None) => Upserted::Unchanged,
                Ok(Some(write)) => {
                    let result = if write.before.is_none() { Upserted::Created } else { Upserted::Updated };
                    writes.push(write);
                    result
                }
                Err(refusal) => Upserted::Refused(refusal),
            };
        }
        writes
    }

    /// `None` if the shop has it just so.
    fn merge_one(&mut self, entry: Entry) -> Result<Option<ProductWrite>, Refusal> {
        let Entry { document, before, .. } = entry;
        let fitments = document.fitments.as_ref().map(|list| self.fitments_of(list)).transpose()?;
        let mut product = before.clone().unwrap_or_else(|| {
            merge::new_product(&document, &self.clock, self.draft_without_price, self.now)
        });
        let number = before.as_ref().map_or(u32::MAX, |before| before.number);
        // Two new products of one batch both have no number yet.
        let taken =
            |slug: &str| self.slugs.get(slug).is_some_and(|owner| *owner != number || number == u32::MAX);
        product.slug = merge::slug_for(&product, &document, taken)?;
        self.apply(&mut product, *document)?;
        let same_fitments = fitments
            .as_ref()
            .is_none_or(|new| self.fitments.get(&number).map_or(new.is_empty(), |old| old == new));
        if before.as_ref() == Some(&product) && same_fitments {
            return Ok(None);
        }
        self.slugs.insert(product.slug.clone(), number);
        Ok(Some(ProductWrite { before, after: product, fitments: fitments.filter(|_| !same_fitments) }))
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
        let mut seen = FxHashSet::with_capacity_and_hasher(documents.len(), FxBuildHasher);
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
