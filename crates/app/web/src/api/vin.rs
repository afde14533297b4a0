//! Vehicle identification numbers, decoded.

use axum::extract::State;
use axum::response::Response;
use catalogue::{VinFact, decode_vin};
use serde::Serialize;
use utoipa::ToSchema;

use super::Call;
use crate::{AppState, Asked, Problem, Slug};

/// What a VIN tells (ISO 3779).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VinReport)]
pub(super) struct VinView {
    vin: String,
    /// World manufacturer identifier.
    wmi: String,
    region: Option<&'static str>,
    country: Option<&'static str>,
    make: Option<&'static str>,
    check_digit_valid: bool,
    /// Whether this maker has to write one: North America and China.
    check_digit_required: bool,
    /// What the tenth character can mean, the likelier first.
    model_years: Vec<u16>,
    /// Follows from the number alone.
    certain: Vec<VinStatement>,
    /// May be wrong.
    guessed: Vec<VinStatement>,
    /// Slugs of the shop's vehicles that fit make and year, for the filter `vehicle`.
    vehicles: Vec<String>,
}

/// One statement.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "about", content = "value", rename_all = "camelCase")]
enum VinStatement {
    Make(&'static str),
    Country(&'static str),
    CheckDigitRight,
    CheckDigitWrong,
    ModelYear(u16),
}

impl From<VinFact> for VinStatement {
    fn from(fact: VinFact) -> Self {
        match fact {
            VinFact::Make(make) => Self::Make(make),
            VinFact::Country(country) => Self::Country(country),
            VinFact::CheckDigit => Self::CheckDigitRight,
            VinFact::CheckDigitWrong => Self::CheckDigitWrong,
            VinFact::ModelYear(year) => Self::ModelYear(year),
        }
    }
}

/// Decodes a VIN: what is certain, what is a guess, which vehicles it may be.
#[utoipa::path(get, path = "/api/vehicles/vin/{vin}", tag = "vehicles",
    params(("vin" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = VinView), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn get_vin(
    State(state): State<AppState>,
    vin: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let snapshot = &call.snapshot;
    let version = || Ok(snapshot.tree_version());
    let make = || {
        let report = decode_vin(snapshot, &vin.0)
            .map_err(|error| Problem::invalid_field("vin", Some(&vin.0), error.to_string()))?;
        Ok(VinView {
            vehicles: report.vehicle_slugs,
            vin: report.vin,
            wmi: report.wmi,
            region: report.region,
            country: report.country,
            make: report.make,
            check_digit_valid: report.check_digit_valid,
            check_digit_required: report.check_digit_required,
            model_years: report.model_years,
            certain: report.certain.into_iter().map(VinStatement::from).collect(),
            guessed: report.guessed.into_iter().map(VinStatement::from).collect(),
        })
    };
    Ok(call.answer("vin", version, make).await)
}
