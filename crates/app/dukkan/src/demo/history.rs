//! Writes what the demo shop sold into its history.

use std::collections::HashMap;

use anyhow::{Context, Result};
use catalogue::list_product_facts;
use chrono::NaiveDate;
use db::Db;
use jobs::NewJob;
use kernel::Actor;
use orion::ForecastRun;

use super::Demo;
use super::sales::{Sold, Years};

/// The shop keeps a history of its first products.
const WITH_SALES: usize = 20_000;
/// Days a transaction.
const BATCH: usize = 60_000;

/// Writes the sales of up to 20,000 of the shop's products, up to the week before `today`.
pub(crate) async fn write_sales(db: &Db, demo: &Demo, count: usize, today: NaiveDate) -> Result<()> {
    let numbers: HashMap<String, u32> =
        list_product_facts(db.reader()).await?.into_iter().map(|facts| (facts.sku, facts.number)).collect();
    let years = Years::before(today);
    let mut days = Vec::new();
    for (place, product) in demo.products().take(count.min(WITH_SALES)).enumerate() {
        let number = *numbers.get(&product.sku).context("a product of the demo shop is missing")?;
        let sold = Sold::of(&demo.tables, &product, number, place as u64);
        days.extend(years.sales_of(&sold).into_iter().map(|day| (sold.number, day)));
        if days.len() >= BATCH {
            orion::record_sales(db, &std::mem::take(&mut days)).await?;
        }
    }
    orion::record_sales(db, &days).await?;
    // The shop is served meanwhile.
    let tx = db.begin_write().await?;
    jobs::enqueue(&tx, NewJob::new(&Actor::system("demo"), &ForecastRun {})).await?;
    Ok(tx.commit().await?)
}
