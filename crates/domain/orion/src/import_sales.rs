//! Use case: a file of sales into the history.
//!
//! A file says all that it knows of a product's day: rows of one product and day
//! add up, and their sum stands in place of what was known. So the same file
//! again changes nothing, and killed at any point it is finished by running it again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use catalogue::{
    Counts, ImportOptions, ImportProgress, Problem, ProblemsCsv, list_product_facts, read_table,
};
use chrono::NaiveDate;
use db::Db;
use kernel::text::part_number_key;
use kernel::{Currency, boxed};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::entity::sale_day::Model;
use crate::sale_day::number_of;
use crate::sales_row::{Columns, SalesRow, Wrong};
use crate::{OrionError, store};

/// Rows above the header that may hold a title.
const ROWS_ABOVE_HEADER: u64 = 10;
/// Days of products in memory: three years of daily sales of 5,000 products.
const MOST_DAYS: usize = 5_000_000;
/// Days a transaction.
const BATCH: usize = 8_000;
/// Problems that a report holds itself.
const PROBLEMS_KEPT: usize = 1_000;
/// Rows between two reports of progress.
const STEP: u64 = 4_096;

/// How to import a file of sales.
#[derive(Debug, Clone)]
pub struct SalesImport {
    /// Prices are in this currency.
    pub currency: Currency,
    /// The shop's day; what is after it has not been sold yet.
    pub today: NaiveDate,
    /// Says what would happen and writes nothing.
    pub dry_run: bool,
    /// Where refused rows go, with their reasons beside them.
    pub problems_csv: Option<PathBuf>,
}

/// What an import of sales has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Rows read.
    pub rows: u64,
    /// Of them left aside.
    pub refused: u64,
    /// Products that were sold.
    pub products: u64,
    /// Days of products.
    pub days: Counts,
    /// The first day that the file knows.
    pub first: Option<NaiveDate>,
    /// The last one.
    pub last: Option<NaiveDate>,
    /// The first 1,000 problems.
    pub problems: Vec<Problem>,
    /// What the owner should know of the file as a whole.
    pub notes: Vec<String>,
}

/// Imports a file of sales (date, SKU, quantity, and perhaps price and stock) from CSV or XLSX.
///
/// # Errors
/// [`OrionError::Catalogue`] if the file cannot be read as a whole, [`OrionError::Database`].
#[boxed]
pub async fn import_sales(
    db: &Db,
    path: &Path,
    import: SalesImport,
    progress: Box<dyn Fn(ImportProgress) + Send>,
) -> Result<SalesReport, OrionError> {
    let facts = list_product_facts(db.reader()).await?;
    let products = facts.into_iter().map(|one| (part_number_key(&one.sku), one.number)).collect();
    let (path, dry_run) = (path.to_owned(), import.dry_run);
    let reading = tokio::task::spawn_blocking(move || Reading::of(&path, import, products, &*progress));
    let (days, mut report) = reading.await.map_err(|error| OrionError::Reading(error.to_string()))??;
    for batch in days.chunks(BATCH) {
        write(db, batch, dry_run, &mut report.days).await?;
    }
    Ok(report)
}

/// Writes those of the days that are not known just so.
async fn write(db: &Db, batch: &[Model], dry_run: bool, counts: &mut Counts) -> Result<(), OrionError> {
    let (Some(first), Some(last)) = (batch.first(), batch.last()) else { return Ok(()) };
    let tx = db.begin_write().await?;
    let (first, last) = (first.product_number as u32, last.product_number as u32);
    let known = store::sale_day::list_of_products(tx.conn(), first, last).await?;
    let known: FxHashMap<(i64, i64), Model> =
        known.into_iter().map(|day| ((day.product_number, day.day), day)).collect();
    let mut changed = Vec::new();
    for day in batch {
        match known.get(&(day.product_number, day.day)) {
            Some(before) if before == day => counts.unchanged += 1,
            Some(_) => {
                counts.updated += 1;
                changed.push(*day);
            }
            None => {
                counts.created += 1;
                changed.push(*day);
            }
        }
    }
    if !dry_run {
        store::sale_day::upsert(&tx, changed).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The sum of a product's rows of a day.
#[derive(Default)]
struct Sum {
    sold: i64,
    returned: i64,
    /// Pieces whose price is known, and what they brought.
    priced: i64,
    turnover: i128,
    stock: Option<i64>,
}

/// A file as it is read.
struct Reading {
    import: SalesImport,
    products: FxHashMap<String, u32>,
    columns: Option<Columns>,
    /// The columns that the file lacks, as long as no header was found.
    missing: Vec<&'static str>,
    days: FxHashMap<(u32, i32), Sum>,
    problems_csv: Option<ProblemsCsv>,
    report: SalesReport,
    failed: Option<OrionError>,
}

impl Reading {
    fn of(
        path: &Path,
        import: SalesImport,
        products: FxHashMap<String, u32>,
        progress: &dyn Fn(ImportProgress),
    ) -> Result<(Vec<Model>, SalesReport), OrionError> {
        let bytes_total = std::fs::metadata(path)?.len();
        let bytes_read = Arc::new(AtomicU64::new(0));
        let problems_csv = import.problems_csv.as_deref().map(ProblemsCsv::create).transpose()?;
        let report = SalesReport { dry_run: import.dry_run, ..SalesReport::default() };
        let mut reading = Self {
            import,
            products,
            columns: None,
            missing: vec!["date", "sku", "quantity"],
            days: FxHashMap::default(),
            problems_csv,
            report,
            failed: None,
        };
        read_table(path, &ImportOptions::default(), &bytes_read, |line, cells| {
            if let Err(error) = reading.take(line, cells) {
                reading.failed.get_or_insert(error);
            }
            if reading.report.rows.is_multiple_of(STEP) {
                let bytes_read = bytes_read.load(Ordering::Relaxed).min(bytes_total);
                progress(ImportProgress { bytes_read, bytes_total, rows: reading.report.rows });
            }
        })?;
        if let Some(error) = reading.failed {
            return Err(error);
        }
        if reading.columns.is_none() {
            let reason = format!("no column of it is known as {}", reading.missing.join(", "));
            return Err(OrionError::NoSales(reason));
        }
        reading.finish()
    }

    fn take(
        &mut self,
        line: u64,
        cells: Result<Vec<String>, (&'static str, String)>,
    ) -> Result<(), OrionError> {
        let cells = match cells {
            Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => return Ok(()),
            Ok(cells) => cells,
            Err((reason, start)) => {
                self.report.rows += 1;
                return self.refuse(line, &[], ("row", start, reason.to_owned()));
            }
        };
        let Some(columns) = &self.columns else {
            if line <= ROWS_ABOVE_HEADER {
                match Columns::find(&cells) {
                    Ok(columns) => self.columns = Some(columns),
                    // The row that comes nearest to a header says what the file lacks.
                    Err(missing) if missing.len() < self.missing.len() => self.missing = missing,
                    Err(_) => {}
                }
            }
            if let Some(columns) = &self.columns {
                let unknown = columns.unknown(&cells);
                if !unknown.is_empty() {
                    self.report.notes.push(format!("columns left aside: {}", unknown.join(", ")));
                }
                if let Some(csv) = &mut self.problems_csv {
                    csv.write_header(&cells)?;
                }
            }
            return Ok(());
        };
        self.report.rows += 1;
        let row = columns.read(&cells, self.import.currency, self.import.today);
        match row.and_then(|row| self.add(&row).map_err(|reason| ("sku", row.sku_key, reason.to_owned()))) {
            Ok(()) => Ok(()),
            Err(wrong) => self.refuse(line, &cells, wrong),
        }
    }

    fn add(&mut self, row: &SalesRow) -> Result<(), &'static str> {
        let Some(product) = self.products.get(&row.sku_key) else {
            return Err("no product of the shop has this SKU; import the product first");
        };
        let key = (*product, number_of(row.day) as i32);
        if self.days.len() >= MOST_DAYS && !self.days.contains_key(&key) {
            return Err("more than five million days of products in one file; cut it in parts");
        }
        let sum = self.days.entry(key).or_default();
        sum.sold += row.quantity.max(0);
        sum.returned -= row.quantity.min(0);
        if let Some(price) = row.price_minor.filter(|_| row.quantity > 0) {
            sum.priced += row.quantity;
            sum.turnover += i128::from(price) * i128::from(row.quantity);
        }
        sum.stock = row.stock.or(sum.stock);
        let report = &mut self.report;
        report.first = Some(report.first.map_or(row.day, |first| first.min(row.day)));
        report.last = Some(report.last.map_or(row.day, |last| last.max(row.day)));
        Ok(())
    }

    fn refuse(&mut self, line: u64, cells: &[String], wrong: Wrong) -> Result<(), OrionError> {
        let problem = Problem::refused(line, wrong.0, &wrong.1, wrong.2);
        self.report.refused += 1;
        if let Some(csv) = &mut self.problems_csv {
            csv.write(cells, &problem)?;
        }
        if self.report.problems.len() < PROBLEMS_KEPT {
            self.report.problems.push(problem);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<Model>, SalesReport), OrionError> {
        if let Some(csv) = self.problems_csv {
            csv.finish()?;
        }
        let products: FxHashSet<u32> = self.days.keys().map(|key| key.0).collect();
        self.report.products = products.len() as u64;
        let mut days: Vec<Model> = self.days.into_iter().map(|(key, sum)| model(key, &sum)).collect();
        days.sort_unstable_by_key(|day| (day.product_number, day.day));
        Ok((days, self.report))
    }
}

fn model((product, day): (u32, i32), sum: &Sum) -> Model {
    let price = (sum.priced > 0).then(|| sum.turnover / i128::from(sum.priced.max(1)));
    Model {
        product_number: i64::from(product),
        day: i64::from(day),
        sold: sum.sold,
        returned: sum.returned,
        price_minor: price.and_then(|price| i64::try_from(price).ok()),
        stock: sum.stock,
    }
}
