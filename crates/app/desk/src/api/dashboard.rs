//! Home in figures: how the shop stands, and what happened last.

use audit::AuditEntry;
use axum::extract::State;
use catalogue::CatalogueFigures;
use chrono::{DateTime, Utc};
use jobs::{JobState, QueueFigures};
use kernel::Permission::{self, ViewDesk};
use orion::{DemandDesk, InsightKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use web::caller::Require;
use web::json_body::Private;
use web::parameters::Parameters;
use web::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 20;

/// How the shop stands; what the caller may not see is missing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DashboardStats)]
pub(super) struct StatsView {
    #[schema(inline)]
    products: Option<ProductFigures>,
    #[schema(inline)]
    jobs: Option<JobFigures>,
    #[schema(inline)]
    insights: Option<InsightFigures>,
    at: DateTime<Utc>,
}

/// Products, each figure as many as `GET /api/admin/products` with the same filter lists.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProductFigures {
    /// `state=live`
    on_sale: u64,
    /// `state=draft`
    drafts: u64,
    /// `state=live&stock=out`
    out_of_stock: u64,
    /// `state=live&stock=low`
    low_stock: u64,
    /// `state=live&withoutPrice=true`
    without_price: u64,
}

/// Jobs, each figure as many as `GET /api/admin/jobs` with the same state lists.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct JobFigures {
    queued: u64,
    running: u64,
    failed: u64,
    /// How long the oldest job that could run has been waiting.
    oldest_due_seconds: u64,
}

/// What should be done, each figure as many as `GET /api/admin/insights` with the same kind lists.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InsightFigures {
    restock: u64,
    season: u64,
    spike: u64,
    drift: u64,
    dead_stock: u64,
    overstock: u64,
    decline: u64,
}

impl InsightFigures {
    fn of(counts: Vec<(InsightKind, u64)>) -> Self {
        let mut figures = Self::default();
        for (kind, count) in counts {
            *match kind {
                InsightKind::Restock => &mut figures.restock,
                InsightKind::Season => &mut figures.season,
                InsightKind::Spike => &mut figures.spike,
                InsightKind::Drift => &mut figures.drift,
                InsightKind::DeadStock => &mut figures.dead_stock,
                InsightKind::Overstock => &mut figures.overstock,
                InsightKind::Decline => &mut figures.decline,
            } = count;
        }
        figures
    }
}

impl From<CatalogueFigures> for ProductFigures {
    fn from(figures: CatalogueFigures) -> Self {
        Self {
            on_sale: figures.on_sale,
            drafts: figures.drafts,
            out_of_stock: figures.out,
            low_stock: figures.low,
            without_price: figures.without_price,
        }
    }
}

impl JobFigures {
    fn of(queue: &QueueFigures, now: DateTime<Utc>) -> Self {
        Self {
            queued: queue.count(JobState::Queued),
            running: queue.count(JobState::Running),
            failed: queue.count(JobState::Failed),
            oldest_due_seconds: queue.oldest_due_age(now).num_seconds().unsigned_abs(),
        }
    }
}

/// How the shop stands.
#[utoipa::path(get, path = "/api/admin/dashboard/stats", tag = "dashboard",
    responses((status = 200, body = StatsView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_stats(
    State(state): State<AppState>,
    caller: Require<{ ViewDesk as u8 }>,
) -> Result<Private<StatsView>, Problem> {
    let (desk, actor) = (state.desk()?, caller.actor());
    let products = if actor.may(Permission::ViewProducts) {
        Some(catalogue::catalogue_figures(&desk.at(actor)).await?.into())
    } else {
        None
    };
    let at = state.clock.now();
    let jobs = if actor.may(Permission::ViewJobs) {
        Some(JobFigures::of(&jobs::figures(&desk.identity.db).await?, at))
    } else {
        None
    };
    let insights = if actor.may(Permission::ViewForecasts) {
        let demand = DemandDesk { db: &desk.identity.db, actor };
        Some(InsightFigures::of(orion::count_insights(demand).await?))
    } else {
        None
    };
    Ok(Private(StatsView { products, jobs, insights, at }))
}

/// Something that was done.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Activity)]
pub(super) struct ActivityView {
    /// Its number in the audit trail.
    number: u64,
    at: DateTime<Utc>,
    /// `staff`, `api-key`, `customer` or `system`.
    who_kind: String,
    /// The account or key.
    who_id: Option<Uuid>,
    /// "product.edit"
    action: String,
    subject: String,
    subject_id: String,
}

impl From<AuditEntry> for ActivityView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            number: entry.number,
            at: entry.at,
            who_kind: entry.who.kind,
            who_id: entry.who.id,
            action: entry.action,
            subject: entry.subject_kind,
            subject_id: entry.subject_id,
        }
    }
}

/// What was done last to the shop's things, newest first, without values; the trail itself says more.
#[utoipa::path(get, path = "/api/admin/dashboard/recent-activity", tag = "dashboard",
    params(("limit" = Option<u8>, Query, minimum = 1, maximum = 100)),
    responses((status = 200, body = Vec<ActivityView>), Refusals), security(("bearer" = [])))]
pub(super) async fn list_recent_activity(
    State(state): State<AppState>,
    caller: Require<{ ViewDesk as u8 }>,
    asked: Asked,
) -> Result<Private<Vec<ActivityView>>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let limit = parameters.take_count("limit", 1..=100)?.unwrap_or(DEFAULT_LIMIT);
    parameters.refuse_rest(&["limit"])?;
    let db = &state.desk()?.identity.db;
    let recent = audit::recent(db.reader(), caller.actor(), limit as u64).await?;
    Ok(Private(recent.into_iter().map(ActivityView::from).collect()))
}
