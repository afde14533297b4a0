//! Where the shop lies, for the weather that its forecasts heed: read, and set under the version that was seen.

use axum::extract::State;
use http::HeaderMap;
use kernel::Permission::{EditSettings, ViewSettings};
use orion::{WeatherPlace, edit_weather_place, find_weather_place};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use super::forecasts::desk;
use super::settings::{Versioned, version_seen, versioned};
use web::caller::Require;
use web::json_body::JsonBody;
use web::{AppState, Problem};

/// Where the shop lies: both degrees, or neither, and then no weather is asked for. It comes from Open-Meteo (CC BY 4.0),
/// which is told the place to a hundredth of a degree.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = WeatherSettings)]
pub(super) struct WeatherView {
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
}

impl From<WeatherPlace> for WeatherView {
    fn from(place: WeatherPlace) -> Self {
        Self { latitude: place.latitude, longitude: place.longitude }
    }
}

/// Where the shop lies, as it is set at the desk or else configured.
#[utoipa::path(get, path = "/api/admin/settings/weather", tag = "settings",
    responses((status = 200, body = WeatherView, headers(("ETag" = String))), Refusals),
    security(("bearer" = [])))]
pub(super) async fn get_weather_settings(
    State(state): State<AppState>,
    _caller: Require<{ ViewSettings as u8 }>,
) -> Result<Versioned<WeatherView>, Problem> {
    let desk = state.desk()?;
    Ok(versioned(find_weather_place(desk.identity.db.reader(), desk.weather).await?))
}

/// Sets where the shop lies; its weather is fetched at once, and heeded from the next forecasts on.
#[utoipa::path(put, path = "/api/admin/settings/weather", tag = "settings",
    params(("If-Match" = Option<String>, Header, description = "Needed: 428 without it")),
    request_body(content = inline(WeatherView), content_type = "application/json"),
    responses(
        (status = 200, body = WeatherView, headers(("ETag" = String))),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed meanwhile"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "If-Match is missing"),
        Refusals,
    ),
    security(("bearer" = [])))]
pub(super) async fn set_weather_settings(
    State(state): State<AppState>,
    caller: Require<{ EditSettings as u8 }>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<WeatherView>,
) -> Result<Versioned<WeatherView>, Problem> {
    let (seen, configured) = (version_seen(&headers)?, state.desk()?.weather);
    let place = WeatherPlace { latitude: body.latitude, longitude: body.longitude };
    let demand = desk(&state, &caller)?;
    edit_weather_place(demand, configured, seen, place).await?;
    Ok(versioned(find_weather_place(demand.db.reader(), configured).await?))
}
