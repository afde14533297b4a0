//! One batch of entries as one transaction, and the report that grows from it.

use std::path::Path;

use db::{Db, WriteTx};
use kernel::Clock;
use kernel::text::part_number_key;
use rustc_hash::FxHashSet;

use super::full_submission::FullSubmission;
use super::problems_csv::ProblemsCsv;
use super::tally::{Outcome, Tally};
use crate::import::{
    Application, Entry, ImportFormat, ImportKind, ImportOptions, ImportReport, Item, Problem,
};
use crate::upsert::products::upsert_normal_products;
use crate::{
    CatalogueError, CatalogueSettings, CategoryDocument, ProductDocument, Refusal, Upserted, VehicleDocument,
    WriteContext, remove_products, upsert_categories, upsert_vehicles,
};

/// Writes batches and keeps the report.
pub(super) struct Importer<'a> {
    pub(super) db: &'a Db,
    pub(super) settings: &'a CatalogueSettings,
    pub(super) clock: &'a Clock,
    pub(super) options: &'a ImportOptions,
    pub(super) why: String,
    pub(super) report: ImportReport,
    problems_csv: Option<ProblemsCsv>,
    /// Of a table: a document's field and the column it comes from.
    columns: Vec<(&'static str, String)>,
    pub(super) products: Tally,
    pub(super) vehicles: Tally,
    categories: Tally,
    pub(super) full_submission: FullSubmission,
}

/// Rows of a batch by what they are about: documents, and the entry of each.
#[derive(Default)]
struct Sorted {
    categories: Vec<CategoryDocument>,
    category_rows: Vec<Row>,
    vehicles: Vec<VehicleDocument>,
    /// `None` for the vehicles of product rows.
    vehicle_rows: Vec<Option<Row>>,
    products: Vec<Result<Box<ProductDocument>, Refusal>>,
    product_rows: Vec<ProductRow>,
    skus: FxHashSet<String>,
    applications: Vec<(Row, Application)>,
    removals: Vec<(Row, String)>,
}

/// The row of a product, what tells its SKU from others, and whether it would be a draft.
struct ProductRow {
    row: Row,
    key: String,
    draft: bool,
}

/// Where a row stands and how it reads.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) raw: Vec<String>,
}

impl<'a> Importer<'a> {
    pub(super) fn new(
        db: &'a Db,
        settings: &'a CatalogueSettings,
        clock: &'a Clock,
        path: &Path,
        options: &'a ImportOptions,
        format: ImportFormat,
    ) -> Result<Self, CatalogueError> {
        let name = match &options.name {
            Some(name) => name.into(),
            None => path.file_name().unwrap_or_default().to_string_lossy(),
        };
        let report = ImportReport {
            format: Some(format),
            kind: options.kind,
            dry_run: options.dry_run,
            ..ImportReport::default()
        };
        Ok(Self {
            db,
            settings,
            clock,
            options,
            why: format!("import of {name}"),
            report,
            problems_csv: options.problems_csv.as_deref().map(ProblemsCsv::create).transpose()?,
            columns: Vec::new(),
            products: Tally::default(),
            vehicles: Tally::default(),
            categories: Tally::default(),
            full_submission: FullSubmission::default(),
        })
    }

    pub(super) fn rows(&self) -> u64 {
        self.report.rows
    }

    pub(super) fn finish(mut self) -> Result<ImportReport, CatalogueError> {
        if let Some(csv) = self.problems_csv {
            csv.finish()?;
        }
        self.report.products = self.products.counts;
        self.report.vehicles = self.vehicles.counts;
        self.report.categories = self.categories.counts;
        Ok(self.report)
    }

    /// Writes one batch.
    pub(super) async fn apply(&mut self, batch: Vec<Entry>) -> Result<(), CatalogueError> {
        let sorted = self.sort(batch)?;
        let why = self.why.clone();
        let tx = self.db.begin_write().await?;
        let context = self.context(&why);
        self.write_categories(&tx, &sorted, &context).await?;
        self.write_vehicles(&tx, &sorted, &context).await?;
        self.write_products(&tx, sorted.products, &sorted.product_rows, &context).await?;
        self.write_removals(&tx, sorted.removals, &context).await?;
        self.write_applications(&tx, sorted.applications, &context).await?;
        if !self.options.dry_run {
            tx.commit().await?;
        }
        Ok(())
    }

    pub(super) fn context<'c>(&self, why: &'c str) -> WriteContext<'c>
    where
        'a: 'c,
    {
        WriteContext {
            settings: self.settings,
            clock: self.clock,
            who: &self.options.who,
            why,
            refuse_unknown: self.options.refuse_unknown,
            draft_without_price: self.drafts_without_price(),
        }
    }

    fn sort(&mut self, batch: Vec<Entry>) -> Result<Sorted, CatalogueError> {
        let mut sorted = Sorted::default();
        let mut kind = None;
        for Entry { line, raw, item } in batch {
            let row = Row { line, raw };
            self.report.rows += u64::from(!matches!(
                &item,
                Item::Note(_) | Item::Header(_) | Item::Problem(Problem { refused: false, .. })
            ));
            match item {
                Item::Note(note) => self.report.notes.push(note),
                Item::Header(columns) => {
                    self.columns = columns;
                    if let Some(csv) = &mut self.problems_csv {
                        csv.write_header(&row.raw)?;
                    }
                }
                Item::Problem(problem) => self.problem(&row, &problem)?,
                Item::Product(mut document, vehicles) => {
                    kind = Some(ImportKind::Products);
                    if self.options.leave_costs {
                        document.cost_minor = None;
                    }
                    self.sort_product(&mut sorted, row, Ok(document), vehicles)?;
                }
                Item::RefusedProduct(sku, refusal, vehicles) => {
                    kind = Some(ImportKind::Products);
                    self.sort_product(&mut sorted, row, Err((sku, refusal)), vehicles)?;
                }
                Item::Vehicle(document) => {
                    kind = Some(ImportKind::Vehicles);
                    sorted.vehicles.push(*document);
                    sorted.vehicle_rows.push(Some(row));
                }
                Item::Category(document) => {
                    kind = Some(ImportKind::Categories);
                    sorted.categories.push(*document);
                    sorted.category_rows.push(row);
                }
                Item::Application(application) => sorted.applications.push((row, *application)),
                Item::Full(said) => self.full_submission.hear(said),
                Item::Removal(sku) => sorted.removals.push((row, sku)),
            }
        }
        self.report.kind = self.report.kind.or(kind);
        Ok(sorted)
    }

    /// Puts a product to the others of its batch, unless its SKU came before.
    fn sort_product(
        &mut self,
        sorted: &mut Sorted,
        row: Row,
        product: Result<Box<ProductDocument>, (String, Refusal)>,
        vehicles: Vec<VehicleDocument>,
    ) -> Result<(), CatalogueError> {
        let sku = product.as_ref().map_or_else(|(sku, _)| sku, |document| &document.sku);
        let key = part_number_key(sku);
        let repeated = if let Some(earlier) = self.products.earlier_line(&key) {
            Some(format!("this SKU came before, in line {earlier}; the first one counts"))
        } else if !key.is_empty() && !sorted.skus.insert(key.clone()) {
            // The line is kept now, the outcome when it is known; a key without letters is refused later.
            Some("this SKU came before, a few lines above; the first one counts".to_owned())
        } else {
            None
        };
        if let Some(reason) = repeated {
            return self.problem(&row, &Problem::refused(row.line, "sku", sku, reason));
        }
        let draft = product.as_ref().is_ok_and(|document| {
            document.names.is_empty()
                || self.drafts_without_price() && document.price_minor.is_none()
                || document.published == Some(false)
        });
        sorted.vehicle_rows.extend(vehicles.iter().map(|_| None));
        sorted.vehicles.extend(vehicles);
        sorted.products.push(product.map_err(|(_, refusal)| refusal));
        sorted.product_rows.push(ProductRow { row, key, draft });
        Ok(())
    }

    /// What these formats bring without a price is no offer yet.
    fn drafts_without_price(&self) -> bool {
        matches!(self.report.format, Some(ImportFormat::Aces | ImportFormat::Pies))
    }

    /// Counts a problem, and writes its row beside it.
    pub(super) fn problem(&mut self, row: &Row, problem: &Problem) -> Result<(), CatalogueError> {
        self.report.add_problem(problem);
        match &mut self.problems_csv {
            Some(csv) => csv.write(&row.raw, problem),
            None => Ok(()),
        }
    }

    pub(super) fn refusal(&mut self, row: &Row, refusal: &Refusal) -> Result<(), CatalogueError> {
        let column = self.columns.iter().find(|(field, _)| *field == refusal.field);
        let column = column.map_or(refusal.field.as_str(), |(_, header)| header.as_str());
        let problem = Problem::refused(row.line, column, &refusal.value, refusal.reason.clone());
        self.problem(row, &problem)
    }

    async fn write_categories(
        &mut self,
        tx: &WriteTx,
        sorted: &Sorted,
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        if sorted.categories.is_empty() {
            return Ok(());
        }
        let results = upsert_categories(tx, &sorted.categories, context).await?;
        for ((result, document), row) in results.iter().zip(&sorted.categories).zip(&sorted.category_rows) {
            match outcome_of(result) {
                Ok(outcome) => self.categories.note(&document.slug, row.line, outcome),
                Err(refusal) => self.refusal(row, refusal)?,
            }
        }
        Ok(())
    }

    async fn write_vehicles(
        &mut self,
        tx: &WriteTx,
        sorted: &Sorted,
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        if sorted.vehicles.is_empty() {
            return Ok(());
        }
        let results = upsert_vehicles(tx, &sorted.vehicles, context).await?;
        for ((result, document), row) in results.iter().zip(&sorted.vehicles).zip(&sorted.vehicle_rows) {
            let made;
            let key = if document.slug.is_empty() {
                made = document.slug_from_parts();
                &made
            } else {
                &document.slug
            };
            match (outcome_of(result), row) {
                (Ok(outcome), row) => {
                    let again = self.vehicles.earlier_line(key).is_some();
                    self.report.repeated +=
                        u64::from(again && row.is_some() && outcome == Outcome::Unchanged);
                    self.vehicles.note(key, row.as_ref().map_or(0, |row| row.line), outcome);
                }
                (Err(refusal), Some(row)) => self.refusal(row, refusal)?,
                // The product that names it will be refused for it.
                (Err(_), None) => {}
            }
        }
        Ok(())
    }

    async fn write_products(
        &mut self,
        tx: &WriteTx,
        products: Vec<Result<Box<ProductDocument>, Refusal>>,
        rows: &[ProductRow],
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        if products.is_empty() {
            return Ok(());
        }
        let results = upsert_normal_products(tx, products, context).await?;
        for (result, ProductRow { row, key, draft }) in results.iter().zip(rows) {
            match outcome_of(result) {
                Ok(outcome) => {
                    self.report.drafts += u64::from(outcome == Outcome::Created && *draft);
                    self.products.note(key, row.line, outcome);
                }
                Err(refusal) => self.refusal(row, refusal)?,
            }
        }
        Ok(())
    }

    async fn write_removals(
        &mut self,
        tx: &WriteTx,
        removals: Vec<(Row, String)>,
        context: &WriteContext<'_>,
    ) -> Result<(), CatalogueError> {
        if removals.is_empty() {
            return Ok(());
        }
        let skus: Vec<&str> = removals.iter().map(|(_, sku)| sku.as_str()).collect();
        let removed = remove_products(tx, &skus, context).await?;
        for (row, sku) in &removals {
            let key = part_number_key(sku);
            let outcome = if removed.contains(&key) { Outcome::Removed } else { Outcome::Unchanged };
            self.products.note(&key, row.line, outcome);
        }
        Ok(())
    }
}

/// What an answer counts as.
pub(super) fn outcome_of(result: &Upserted) -> Result<Outcome, &Refusal> {
    match result {
        Upserted::Created => Ok(Outcome::Created),
        Upserted::Updated => Ok(Outcome::Updated),
        Upserted::Unchanged => Ok(Outcome::Unchanged),
        Upserted::Refused(refusal) => Err(refusal),
    }
}
