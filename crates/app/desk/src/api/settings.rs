//! What holds in the shop; of it, how it trades is set here too, under the version that was seen.

use axum::extract::State;
use catalogue::{Trade, edit_trade, find_trade};
use http::header::{ETAG, IF_MATCH};
use http::{HeaderMap, HeaderName};
use kernel::Permission::{EditSettings, ViewSettings};
use serde::{Deserialize, Serialize};
use settings::Setting;
use utoipa::ToSchema;

use super::Refusals;
use web::caller::Require;
use web::json_body::{JsonBody, Private};
use web::{AppState, Problem};

/// The settings in force.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Settings)]
pub(super) struct SettingsView {
    /// "TND"
    currency: String,
    /// Digits behind the point of a price: its minor units.
    currency_decimals: u32,
    /// Minor units to whose multiples a computed price is rounded; see `/api/admin/settings/trade`.
    price_step_minor: i64,
    /// Languages of the shop; the first is the default.
    locales: Vec<&'static str>,
    /// At or below this many pieces a product is "low".
    low_stock: u32,
    /// Whether the shop sells for vehicles at all.
    vehicles: bool,
    /// How links in letters begin.
    public_url: String,
    /// Whether letters can be sent.
    mail: bool,
}

/// What is set for the shop.
#[utoipa::path(get, path = "/api/admin/settings", tag = "settings",
    responses((status = 200, body = SettingsView), Refusals), security(("bearer" = [])))]
pub(super) async fn get_settings(
    State(state): State<AppState>,
    _caller: Require<{ ViewSettings as u8 }>,
) -> Result<Private<SettingsView>, Problem> {
    let desk = state.desk()?;
    let snapshot = state.snapshot();
    let settings = snapshot.settings();
    Ok(Private(SettingsView {
        currency: settings.currency.code().to_owned(),
        currency_decimals: settings.currency.exponent(),
        price_step_minor: settings.price_step_minor,
        locales: settings.locales.iter().map(|locale| locale.as_str()).collect(),
        low_stock: settings.low_stock,
        vehicles: settings.vehicles,
        public_url: desk.public_url.clone(),
        mail: desk.mailbox.is_some(),
    }))
}

/// A setting under its version.
pub(super) type Versioned<T> = ([(HeaderName, String); 1], Private<T>);

/// The answer that carries one.
pub(super) fn versioned<T, V: From<T>>(set: Setting<T>) -> Versioned<V> {
    ([(ETAG, format!("\"{}\"", set.version))], Private(set.value.into()))
}

/// The version that whoever sets something has seen.
pub(super) fn version_seen(headers: &HeaderMap) -> Result<u64, Problem> {
    let header = headers.get(IF_MATCH).ok_or_else(Problem::version_needed)?.to_str().unwrap_or_default();
    let seen = header.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"')?.parse().ok());
    seen.ok_or_else(|| Problem::invalid_field("If-Match", Some(header), "is not the ETag of these settings"))
}

/// How the shop trades.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = TradeSettings)]
pub(super) struct TradeView {
    /// Minor units to whose multiples a computed price is rounded.
    #[schema(minimum = 1, maximum = 1_000_000)]
    price_step_minor: i64,
    /// At or below this many pieces a product is "low".
    #[schema(maximum = 100_000)]
    low_stock: u32,
}

impl From<Trade> for TradeView {
    fn from(trade: Trade) -> Self {
        Self { price_step_minor: trade.price_step_minor, low_stock: trade.low_stock }
    }
}

/// How the shop trades, as it is set at the desk or else configured.
#[utoipa::path(get, path = "/api/admin/settings/trade", tag = "settings",
    responses((status = 200, body = TradeView, headers(("ETag" = String))), Refusals),
    security(("bearer" = [])))]
pub(super) async fn get_trade_settings(
    State(state): State<AppState>,
    _caller: Require<{ ViewSettings as u8 }>,
) -> Result<Versioned<TradeView>, Problem> {
    let desk = state.desk()?;
    Ok(versioned(find_trade(desk.identity.db.reader(), &desk.settings).await?))
}

/// Sets how the shop trades; it holds at once.
#[utoipa::path(put, path = "/api/admin/settings/trade", tag = "settings",
    params(("If-Match" = Option<String>, Header, description = "Needed: 428 without it")),
    request_body(content = inline(TradeView), content_type = "application/json"),
    responses(
        (status = 200, body = TradeView, headers(("ETag" = String))),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed meanwhile"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "If-Match is missing"),
        Refusals,
    ),
    security(("bearer" = [])))]
pub(super) async fn set_trade_settings(
    State(state): State<AppState>,
    caller: Require<{ EditSettings as u8 }>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<TradeView>,
) -> Result<Versioned<TradeView>, Problem> {
    let (seen, desk) = (version_seen(&headers)?, state.desk()?);
    let trade = Trade { price_step_minor: body.price_step_minor, low_stock: body.low_stock };
    edit_trade(&desk.at(caller.actor()), seen, trade).await?;
    state.show_changes().await;
    Ok(versioned(find_trade(desk.identity.db.reader(), &desk.settings).await?))
}
