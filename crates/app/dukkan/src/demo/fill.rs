//! Writes the demo shop into a database, as an import would.

use std::path::Path;

use anyhow::{Context, Result, bail};
use catalogue::{
    CatalogueSettings, ProductDocument, Upserted, WriteContext, upsert_categories, upsert_products,
    upsert_vehicles,
};
use chrono::{DateTime, TimeDelta};
use db::Db;
use kernel::Clock;

use super::Demo;

/// Products a transaction.
const BATCH: usize = 4_000;
/// How many of the first products have had another price before.
const WITH_HISTORY: usize = 20_000;
/// 2025-01-06 08:00 UTC: the demo shop's first day.
const FIRST_DAY: i64 = 1_736_150_400;
/// From its first day to the last delivery.
const TRADING_DAYS: i64 = 660;

/// The file that says that a demo shop is whole, and of how many products.
const MARK: &str = "demo-shop";
/// Changed whenever the demo shop would come out differently.
const EDITION: u32 = 5;

/// What `folder` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// The very shop that is wanted.
    Whole,
    /// No shop, half a demo shop or another one: it may be made anew.
    Other,
    /// A shop that is no demo: hands off.
    RealShop,
}

/// Looks into the folder.
pub(crate) fn look_into(folder: &Path, products: u32) -> Found {
    match std::fs::read_to_string(folder.join(MARK)) {
        Ok(text) if text == mark(products) => Found::Whole,
        Err(_) if folder.join("dukkan.sqlite").exists() => Found::RealShop,
        Ok(_) | Err(_) => Found::Other,
    }
}

/// Takes away what a demo shop left in the folder, and marks the folder as a demo shop's.
pub(crate) fn clear(folder: &Path) -> Result<()> {
    for file in ["dukkan.sqlite", "dukkan.sqlite-wal", "dukkan.sqlite-shm"] {
        remove(std::fs::remove_file(folder.join(file)))?;
    }
    remove(std::fs::remove_dir_all(folder.join("shelf")))?;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    std::fs::write(folder.join(MARK), "unfinished\n").context("cannot write into the data folder")
}

fn remove(done: std::io::Result<()>) -> Result<()> {
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("cannot clear the data folder")
        }
        _ => Ok(()),
    }
}

/// Marks the shop as whole.
pub(crate) fn finish(folder: &Path, products: u32) -> Result<()> {
    std::fs::write(folder.join(MARK), mark(products)).context("cannot write into the data folder")
}

fn mark(products: u32) -> String {
    format!("edition {EDITION}\nproducts {products}\n")
}

/// Writes `count` products with all they need; tells `progress` how many are in.
pub(crate) async fn fill(
    db: &Db,
    settings: &CatalogueSettings,
    demo: &Demo,
    count: usize,
    progress: impl Fn(usize),
) -> Result<()> {
    let clock = Clock::frozen(DateTime::from_timestamp(FIRST_DAY, 0).unwrap_or_default());
    let context = WriteContext::new(settings, &clock, "demo", "demo shop");
    let tx = db.begin_write().await?;
    all_in(&upsert_categories(&tx, &demo.categories(), &context).await?)?;
    all_in(&upsert_vehicles(&tx, &demo.vehicles(), &context).await?)?;
    tx.commit().await?;

    let batches = count.div_ceil(BATCH);
    let step = TimeDelta::minutes(TRADING_DAYS * 24 * 60 / batches.max(1) as i64);
    let mut products = demo.products().take(count);
    let mut written = 0;
    loop {
        let mut batch: Vec<ProductDocument> = products.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        for (place, product) in
            batch.iter_mut().enumerate().filter(|(place, _)| written + place < WITH_HISTORY)
        {
            if had_other_price(written + place) {
                product.price_minor = product.price_minor.map(|price| earlier_price(price, place));
            }
        }
        write(db, &batch, &context).await?;
        written += batch.len();
        clock.advance(step);
        progress(written);
    }
    revise_prices(db, demo, count, &clock, &context).await
}

/// Gives the products that had another price the present one.
async fn revise_prices(
    db: &Db,
    demo: &Demo,
    count: usize,
    clock: &Clock,
    context: &WriteContext<'_>,
) -> Result<()> {
    let (now, past) = demo
        .products()
        .take(count.min(WITH_HISTORY))
        .enumerate()
        .filter(|(place, product)| had_other_price(*place) && product.price_minor.is_some())
        .map(|(_, product)| ProductDocument {
            sku: product.sku,
            price_minor: product.price_minor,
            ..ProductDocument::default()
        })
        .partition::<Vec<_>, _>(|product| product.sku.len().is_multiple_of(2));
    for batch in [past, now] {
        clock.advance(TimeDelta::days(12));
        for part in batch.chunks(BATCH) {
            write(db, part, context).await?;
        }
    }
    Ok(())
}

async fn write(db: &Db, batch: &[ProductDocument], context: &WriteContext<'_>) -> Result<()> {
    let tx = db.begin_write().await?;
    all_in(&upsert_products(&tx, batch, context).await?)?;
    Ok(tx.commit().await?)
}

fn had_other_price(place: usize) -> bool {
    place % 9 == 4
}

/// Some percent below or above, in steps of a hundred millimes.
fn earlier_price(price: i64, place: usize) -> i64 {
    let percent = [93, 96, 88, 104, 91][place % 5];
    (price * percent / 100 / 100).max(1) * 100
}

fn all_in(outcomes: &[Upserted]) -> Result<()> {
    for outcome in outcomes {
        if let Upserted::Refused(reason) = outcome {
            bail!("the catalogue refused a part of the demo shop: {reason}");
        }
    }
    Ok(())
}
