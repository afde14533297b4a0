//! What staff see of demand and do about it: each with its rights and, where it writes, its one transaction.

use audit::Entry;
use bytes::Bytes;
use catalogue::{ProductFacts, find_product_facts, list_product_facts_of};
use chrono::NaiveDate;
use db::Db;
use files::Files;
use jobs::{JobId, NewJob};
use kernel::{Actor, Permission};
use serde_json::json;

use crate::history::series_of;
use crate::insight::{Insight, InsightKind, short_list};
use crate::kept_forecast::{KeptForecast, RunReport};
use crate::work::{ForecastRun, SalesImportJob, upload_name};
use crate::{DemandSeries, Model, OrionError, Period, Rules, Span, find_span, list_sales, outliers, store};

/// Most insights that a list holds.
pub const MOST_INSIGHTS: u64 = 2_000;
const NAME_CHARS: usize = 200;

/// Who asks about which shop's demand.
#[derive(Debug, Clone, Copy)]
pub struct DemandDesk<'a> {
    /// The shop's database.
    pub db: &'a Db,
    /// Who asks.
    pub actor: &'a Actor,
}

/// The shop's demand as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The last run; `None` before the first.
    pub report: Option<RunReport>,
    /// How many insights there are of each kind.
    pub counts: Vec<(InsightKind, u64)>,
    /// The rules in force.
    pub rules: Rules,
    /// How much of the past is known.
    pub span: Span,
}

/// All about the demand of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductDemand {
    /// The product.
    pub facts: ProductFacts,
    /// Week by week, up to where its forecast begins; `None` if it was never sold.
    pub series: Option<DemandSeries>,
    /// Weeks of the series that stand out.
    pub outliers: Vec<usize>,
    /// What is ahead, once there was a run.
    pub kept: Option<KeptForecast>,
    /// The model that the owner chose for it.
    pub pinned: Option<Model>,
    /// What should be done.
    pub insights: Vec<Insight>,
}

/// An insight and the product that it is about; none for a season, which is a category's.
pub type InsightOfProduct = (Insight, Option<ProductFacts>);

/// The last run, what came of it, and the rules.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn find_overview(desk: DemandDesk<'_>) -> Result<Overview, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    let conn = desk.db.reader();
    Ok(Overview {
        report: store::forecast::list_runs(conn, 1).await?.pop(),
        counts: store::insight::count(conn).await?,
        rules: store::insight::find_rules(conn).await?,
        span: find_span(desk.db).await?,
    })
}

/// How many things should be done, of each kind.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn count_insights(desk: DemandDesk<'_>) -> Result<Vec<(InsightKind, u64)>, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    Ok(store::insight::count(desk.db.reader()).await?)
}

/// The short list: the most pressing of each kind, at most `count`, the most pressing of `today` first. Of no kind more than its
/// share, unless there is too little of the others.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn list_first_insights(
    desk: DemandDesk<'_>,
    count: usize,
    today: NaiveDate,
) -> Result<Vec<InsightOfProduct>, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    let mut of_kinds = Vec::new();
    for kind in InsightKind::ALL {
        of_kinds.push(store::insight::list(desk.db.reader(), Some(kind), today, count as u64).await?);
    }
    join_products(desk.db, short_list(of_kinds, count, today)).await
}

/// What should be done, of one kind or of all, the most pressing of `today` first.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn list_insights(
    desk: DemandDesk<'_>,
    kind: Option<InsightKind>,
    limit: u64,
    today: NaiveDate,
) -> Result<Vec<InsightOfProduct>, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    let found = store::insight::list(desk.db.reader(), kind, today, limit.min(MOST_INSIGHTS)).await?;
    join_products(desk.db, found).await
}

async fn join_products(db: &Db, found: Vec<Insight>) -> Result<Vec<InsightOfProduct>, OrionError> {
    let products = found.iter().filter(|one| one.kind != InsightKind::Season).map(|one| one.subject);
    let mut facts = list_product_facts_of(db.reader(), &products.collect::<Vec<_>>()).await?;
    facts.sort_by_key(|facts| facts.number);
    let of = |insight: &Insight| {
        let at = facts.binary_search_by_key(&insight.subject, |facts| facts.number).ok()?;
        (insight.kind != InsightKind::Season).then(|| facts[at].clone())
    };
    let joined = found.into_iter().map(|insight| (of(&insight), insight));
    Ok(joined
        .filter(|(facts, insight)| facts.is_some() || insight.kind == InsightKind::Season)
        .map(|(facts, insight)| (insight, facts))
        .collect())
}

/// The forecasts of products with numbers above `after`, by number, with the products.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn list_forecasts(
    desk: DemandDesk<'_>,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<(ProductFacts, KeptForecast)>, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    let kept = store::forecast::list(desk.db.reader(), after, limit).await?;
    let numbers: Vec<u32> = kept.iter().map(|kept| kept.number).collect();
    let facts = list_product_facts_of(desk.db.reader(), &numbers).await?;
    let of = |number| facts.iter().find(|facts| facts.number == number).cloned();
    Ok(kept.into_iter().filter_map(|kept| Some((of(kept.number)?, kept))).collect())
}

/// The demand of the product with this SKU.
///
/// # Errors
/// [`OrionError::NoSuch`], [`OrionError::Forbidden`].
pub async fn find_product_demand(desk: DemandDesk<'_>, sku: &str) -> Result<ProductDemand, OrionError> {
    desk.actor.require(Permission::ViewForecasts)?;
    let conn = desk.db.reader();
    let facts = find_product_facts(conn, sku).await?.ok_or(OrionError::NoSuch("product"))?;
    let kept = store::forecast::find(conn, facts.number).await?;
    let span = find_span(desk.db).await?;
    let end = match &kept {
        Some(kept) => Some(kept.first),
        None => span.end(Period::Week, desk.db.clock().now().date_naive()),
    };
    let days = list_sales(desk.db, facts.number).await?;
    let series = end.and_then(|end| series_of(&days, Period::Week, &span, end, facts.category));
    let outliers = series.as_ref().map(|series| outliers(&series.quantity)).unwrap_or_default();
    let insights = store::insight::list_of_product(conn, facts.number).await?;
    let pinned = store::model::find_pin(conn, facts.number).await?;
    Ok(ProductDemand { facts, series, outliers, kept, pinned, insights })
}

/// Puts other rules in force; the next run follows them.
///
/// # Errors
/// [`OrionError::WrongRule`], [`OrionError::Forbidden`].
pub async fn edit_rules(desk: DemandDesk<'_>, rules: Rules) -> Result<(), OrionError> {
    desk.actor.require(Permission::ManageForecasts)?;
    rules.check()?;
    let tx = desk.db.begin_write().await?;
    let before = store::insight::find_rules(tx.conn()).await?;
    store::insight::save_rules(&tx, &rules).await?;
    let entry = Entry::new("forecasts.rules", "rules", "shop").changed(json!(before), json!(rules));
    audit::record(&tx, desk.actor, entry).await?;
    jobs::enqueue(&tx, NewJob::new(desk.actor, &ForecastRun {})).await?;
    tx.commit().await?;
    Ok(())
}

/// Has a product forecast by this model from the next run on, whatever its trials say; `None` = by its champion again.
///
/// # Errors
/// [`OrionError::NoSuch`] for a product that is not there, [`OrionError::Forbidden`].
pub async fn pin_model(desk: DemandDesk<'_>, sku: &str, model: Option<Model>) -> Result<(), OrionError> {
    desk.actor.require(Permission::ManageForecasts)?;
    let tx = desk.db.begin_write().await?;
    let facts = find_product_facts(tx.conn(), sku).await?.ok_or(OrionError::NoSuch("product"))?;
    let before = store::model::find_pin(tx.conn(), facts.number).await?;
    store::model::save_pin(&tx, facts.number, model).await?;
    let word = |model: Option<Model>| json!({ "model": model.map(Model::as_str) });
    let entry = Entry::new("forecasts.pin", "product", facts.id).changed(word(before), word(model));
    audit::record(&tx, desk.actor, entry).await?;
    jobs::enqueue(&tx, NewJob::new(desk.actor, &ForecastRun {})).await?;
    tx.commit().await?;
    Ok(())
}

/// Queues a run over the shop; one that was asked for in this minute already is not queued again.
///
/// # Errors
/// [`OrionError::Forbidden`].
pub async fn order_run(desk: DemandDesk<'_>) -> Result<JobId, OrionError> {
    desk.actor.require(Permission::ManageForecasts)?;
    let tx = desk.db.begin_write().await?;
    // Asked for again within a minute it is the same run.
    let minute = desk.db.clock().now().format("forecast run of %Y-%m-%dT%H:%M").to_string();
    let job = jobs::enqueue(&tx, NewJob::new(desk.actor, &ForecastRun {}).once(minute)).await?;
    audit::record(&tx, desk.actor, Entry::new("forecasts.run", "job", job)).await?;
    tx.commit().await?;
    Ok(job)
}

/// Keeps a file of sales and queues its trial; [`apply_sales_file`](crate::apply_sales_file) then brings it in.
///
/// # Errors
/// [`OrionError::NoSales`] for an empty file, [`OrionError::Forbidden`].
pub async fn receive_sales(
    desk: DemandDesk<'_>,
    files: &Files,
    name: &str,
    bytes: Bytes,
) -> Result<JobId, OrionError> {
    desk.actor.require(Permission::ManageForecasts)?;
    if bytes.is_empty() {
        return Err(OrionError::NoSales("the file is empty".to_owned()));
    }
    let upload = desk.db.clock().new_uuid();
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
    let (size, hash) = (bytes.len(), blake3::hash(&bytes).to_hex().to_string());
    files.put(&upload_name(upload)?, bytes).await?;
    let tx = desk.db.begin_write().await?;
    let import = SalesImportJob { upload, name: name.clone(), trial: true };
    let job = jobs::enqueue(&tx, NewJob::new(desk.actor, &import)).await?;
    let entry = Entry::new("forecasts.import", "job", job)
        .after(json!({ "name": name, "bytes": size, "blake3": hash }));
    audit::record(&tx, desk.actor, entry).await?;
    tx.commit().await?;
    Ok(job)
}
