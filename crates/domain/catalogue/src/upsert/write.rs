//! The one way in which products are written: rows, fitment, price history, words for the desk, change rows.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use db::WriteTx;
use rustc_hash::FxHashMap;

use crate::off_thread::off_thread;
use crate::store::{fitment, price_change, product, product_words};
use crate::{CatalogueError, Fitment, PriceChange, Product, WriteContext};

/// The counter of their numbers.
const NUMBERS: &str = "catalogue.product";
/// Numbers in one change row.
const NUMBERS_PER_CHANGE: usize = 1_000;

/// A product to be written, beside what it was.
#[derive(Clone)]
pub(crate) struct ProductWrite {
    /// `None` for a new one, which then gets its number.
    pub(crate) before: Option<Product>,
    pub(crate) after: Product,
    /// `Some` = to be written in place of those it has.
    pub(crate) fitments: Option<Vec<Fitment>>,
}

/// Lets one writer of products work after the other, so that nobody inserts what we did not find.
pub(crate) async fn wait_for_turn(tx: &WriteTx) -> Result<(), CatalogueError> {
    db::allot_numbers(tx, NUMBERS, 0).await?;
    Ok(())
}

/// Writes products and all that follows from it; answers what was written, with numbers and versions.
///
/// A product's `updated_at` always moves forward, so that it can stand for its version.
pub(crate) async fn write_products(
    tx: &WriteTx,
    mut writes: Vec<ProductWrite>,
    context: &WriteContext<'_>,
) -> Result<Vec<ProductWrite>, CatalogueError> {
    let now = context.clock.now();
    let new = writes.iter().filter(|write| write.before.is_none()).count();
    let mut numbers = db::allot_numbers(tx, NUMBERS, new as u32).await?;
    for write in &mut writes {
        write.after.updated_at = next_version(write.before.as_ref(), now);
        if write.before.is_none()
            && let Some(number) = numbers.next()
        {
            write.after.number = number;
        }
    }
    let writes = Arc::new(writes);
    let rows = async {
        let products: Vec<&Product> = writes.iter().map(|write| &write.after).collect();
        product::insert_or_update(tx, &products).await?;
        write_fitments(tx, &writes).await?;
        write_prices(tx, &writes, context, now).await?;
        record_products(tx, &products).await
    };
    // The words are put together while the database writes the rest.
    let words = Arc::clone(&writes);
    let (words, written) = tokio::join!(biased; off_thread(move || changed_words(&words)), rows);
    written?;
    product_words::put(tx, &words?).await?;
    Ok(Arc::unwrap_or_clone(writes))
}

fn next_version(before: Option<&Product>, now: DateTime<Utc>) -> DateTime<Utc> {
    before.map_or(now, |before| now.max(before.updated_at + TimeDelta::microseconds(1)))
}

async fn write_fitments(tx: &WriteTx, writes: &[ProductWrite]) -> Result<(), CatalogueError> {
    let with_fitments = || writes.iter().filter(|write| write.fitments.is_some());
    let cleared: Vec<u32> =
        with_fitments().filter(|write| write.before.is_some()).map(|write| write.after.number).collect();
    fitment::delete(tx, &cleared).await?;
    let fitments: Vec<(u32, &[Fitment])> =
        with_fitments().filter_map(|write| Some((write.after.number, write.fitments.as_deref()?))).collect();
    Ok(fitment::insert(tx, &fitments).await?)
}

fn changed_words(writes: &[ProductWrite]) -> Vec<(u32, String)> {
    let same = |before: &Product, after| product_words::are_same(before, after);
    let changed =
        writes.iter().filter(|write| write.before.as_ref().is_none_or(|before| !same(before, &write.after)));
    changed.map(|write| (write.after.number, product_words::of(&write.after))).collect()
}

async fn write_prices(
    tx: &WriteTx,
    writes: &[ProductWrite],
    context: &WriteContext<'_>,
    now: DateTime<Utc>,
) -> Result<(), CatalogueError> {
    let moved = || {
        writes.iter().filter(|write| {
            write.after.price_minor != write.before.as_ref().and_then(|before| before.price_minor)
        })
    };
    let old: Vec<u32> =
        moved().filter(|write| write.before.is_some()).map(|write| write.after.number).collect();
    let last: FxHashMap<u32, i64> =
        price_change::find_last_ordinals(tx.conn(), &old).await?.into_iter().collect();
    let changes = moved().map(|write| {
        let ordinal = last.get(&write.after.number).map_or(0, |last| last + 1);
        let change = PriceChange {
            valid_from: now,
            price_minor: write.after.price_minor,
            currency: context.settings.currency.code().to_owned(),
            who: context.who.to_owned(),
            why: context.why.to_owned(),
        };
        (write.after.number, ordinal, change)
    });
    Ok(price_change::insert(tx, &changes.collect::<Vec<_>>()).await?)
}

/// Tells the feed that these products changed.
async fn record_products(tx: &WriteTx, products: &[&Product]) -> Result<(), CatalogueError> {
    for products in products.chunks(NUMBERS_PER_CHANGE) {
        let numbers: Vec<u32> = products.iter().map(|product| product.number).collect();
        tx.record_change("catalogue.product", &serde_json::json!({ "numbers": numbers })).await?;
    }
    Ok(())
}
