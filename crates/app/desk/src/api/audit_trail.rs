//! The audit trail: read and exported, never changed.

use audit::{AuditEntry, AuditFilter, Sealed, Values};
use axum::BoxError;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use db::Db;
use futures::{StreamExt, TryStream, stream};
use kernel::Actor;
use kernel::Permission::ViewAudit;
use serde::Serialize;
use serde_json::Value;
use tokio::runtime::Handle;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Refusals;
use web::caller::Require;
use web::download::{CSV, download};
use web::json_body::Private;
use web::parameters::Parameters;
use web::{AppState, Asked, Problem};

const DEFAULT_LIMIT: usize = 50;
/// Entries of an export that are in memory at once.
const EXPORT_PAGE: usize = 1_000;
const FILTERS: [&str; 6] = ["who", "action", "subject", "subjectId", "from", "until"];

/// One entry of the trail.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEntry)]
pub(super) struct EntryView {
    /// Its place in the chain, from 1.
    number: u64,
    at: DateTime<Utc>,
    /// `staff`, `api-key`, `customer` or `system`.
    who_kind: String,
    /// The account or key.
    who_id: Option<Uuid>,
    /// Of the system: which part of it.
    who_part: Option<String>,
    address: Option<String>,
    /// "product.edit"
    action: String,
    subject: String,
    subject_id: String,
    before: Option<Value>,
    after: Option<Value>,
    personal_before: Option<Value>,
    personal_after: Option<Value>,
    /// Whether something of it was destroyed with its person's key.
    erased: bool,
    /// Over the entry before and all of this one.
    hash: String,
}

impl From<AuditEntry> for EntryView {
    fn from(entry: AuditEntry) -> Self {
        let erased = matches!(entry.address, Sealed::Erased) || matches!(entry.personal, Sealed::Erased);
        let personal = match entry.personal {
            Sealed::Known(values) => values,
            Sealed::Absent | Sealed::Erased => Values::default(),
        };
        Self {
            number: entry.number,
            at: entry.at,
            who_kind: entry.who.kind,
            who_id: entry.who.id,
            who_part: entry.who.part,
            address: entry.address.known().cloned(),
            action: entry.action,
            subject: entry.subject_kind,
            subject_id: entry.subject_id,
            before: entry.values.before,
            after: entry.values.after,
            personal_before: personal.before,
            personal_after: personal.after,
            erased,
            hash: HEXLOWER.encode(&entry.hash),
        }
    }
}

/// Some entries, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditPageView {
    #[schema(inline)]
    items: Vec<EntryView>,
    /// For the parameter `cursor` of the next page; absent on the last.
    next: Option<String>,
}

/// The audit trail, newest first.
#[utoipa::path(get, path = "/api/admin/audit", tag = "audit",
    params(
        ("who" = Option<String>, Query, description = "Done by this account or key"),
        ("action" = Option<String>, Query, description = "\"product.edit\", or \"product\" for all of them"),
        ("subject" = Option<String>, Query, description = "The kind of thing it was done to"),
        ("subjectId" = Option<String>, Query),
        ("from" = Option<String>, Query, description = "RFC 3339"),
        ("until" = Option<String>, Query, description = "RFC 3339; not included"),
        ("cursor" = Option<String>, Query),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 200),
    ),
    responses((status = 200, body = AuditPageView), Refusals), security(("bearer" = [])))]
pub(super) async fn list_audit(
    State(state): State<AppState>,
    caller: Require<{ ViewAudit as u8 }>,
    asked: Asked,
) -> Result<Private<AuditPageView>, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let mut filter = take_filter(&mut parameters)?;
    let limit = parameters.take_count("limit", 1..=200)?.unwrap_or(DEFAULT_LIMIT);
    filter.below = parameters.take_parsed("cursor", "is no cursor of this list")?;
    let known: Vec<&str> = FILTERS.into_iter().chain(["cursor", "limit"]).collect();
    parameters.refuse_rest(&known)?;
    let db = &state.desk()?.identity.db;
    let page = audit::list(db.reader(), caller.actor(), &filter, limit).await?;
    Ok(Private(AuditPageView {
        items: page.entries.into_iter().map(EntryView::from).collect(),
        next: page.next.map(|number| number.to_string()),
    }))
}

/// The audit trail as CSV, newest first; the same filters.
#[utoipa::path(get, path = "/api/admin/audit/export", tag = "audit",
    params(
        ("who" = Option<String>, Query),
        ("action" = Option<String>, Query),
        ("subject" = Option<String>, Query),
        ("subjectId" = Option<String>, Query),
        ("from" = Option<String>, Query),
        ("until" = Option<String>, Query),
    ),
    responses((status = 200, body = String, content_type = "text/csv"), Refusals), security(("bearer" = [])))]
pub(super) async fn export_audit(
    State(state): State<AppState>,
    caller: Require<{ ViewAudit as u8 }>,
    asked: Asked,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let filter = take_filter(&mut parameters)?;
    parameters.refuse_rest(&FILTERS)?;
    let pages = pages(state.desk()?.identity.db.clone(), *caller.actor(), filter);
    Ok(download("audit.csv", CSV, Body::from_stream(pages)))
}

/// The table page by page, as the client takes it. Each is read and written by the threads from which this is called, not
/// by those that send it.
fn pages(
    db: Db,
    actor: Actor,
    filter: AuditFilter,
) -> impl TryStream<Ok = Bytes, Error = BoxError, Item = Result<Bytes, BoxError>> + Send {
    let threads = Handle::current();
    let rest = stream::try_unfold(Some(filter), move |filter| {
        let (db, threads) = (db.clone(), threads.clone());
        async move {
            let Some(filter) = filter else { return Ok(None) };
            let page = threads.spawn(next_page(db, actor, filter)).await?;
            // All that the client hears is that the file ends too early.
            Ok(Some(page.inspect_err(|error| tracing::error!(%error, "an export broke off"))?))
        }
    });
    stream::once(async { Ok(Bytes::from(audit::csv_head())) }).chain(rest)
}

/// The rows of one page, and where the next begins.
async fn next_page(
    db: Db,
    actor: Actor,
    filter: AuditFilter,
) -> Result<(Bytes, Option<AuditFilter>), BoxError> {
    let page = audit::list(db.reader(), &actor, &filter, EXPORT_PAGE).await?;
    let rows = Bytes::from(audit::csv_rows(&page.entries));
    Ok((rows, page.next.map(|below| AuditFilter { below: Some(below), ..filter })))
}

fn take_filter(parameters: &mut Parameters<'_>) -> Result<AuditFilter, Problem> {
    let moment = "is no moment as in 2026-11-21T08:00:00Z";
    Ok(AuditFilter {
        who: parameters.take_parsed("who", "is no id")?,
        action: parameters.take("action")?.map(Into::into),
        subject_kind: parameters.take("subject")?.map(Into::into),
        subject_id: parameters.take("subjectId")?.map(Into::into),
        from: parameters.take_parsed("from", moment)?,
        until: parameters.take_parsed("until", moment)?,
        below: None,
    })
}
