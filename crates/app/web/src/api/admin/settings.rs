//! What is set for the shop. It is changed in its configuration file.

use axum::extract::State;
use kernel::Permission::ViewSettings;
use serde::Serialize;
use utoipa::ToSchema;

use super::Refusals;
use crate::caller::Require;
use crate::json_body::Private;
use crate::{AppState, Problem};

/// The settings in force.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Settings)]
pub(super) struct SettingsView {
    /// "TND"
    currency: String,
    /// Digits behind the point of a price: its minor units.
    currency_decimals: u32,
    /// Minor units to whose multiples a computed price is rounded.
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
    let settings = &desk.settings;
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
