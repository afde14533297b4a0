//! Suggestions while one types.

use axum::extract::State;
use axum::response::Response;
use catalogue::{SuggestQuery, SuggestionKind};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::Call;
use super::search::utf16_range;
use crate::parameters::Parameters;
use crate::{AppState, Asked, Problem};

/// What has been typed so far.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what the handler takes")]
pub(super) struct SuggestParameters {
    /// The last word may be unfinished.
    q: String,
    /// Suggestions of each kind.
    #[param(minimum = 1, maximum = 20, default = 5)]
    limit: Option<usize>,
    /// `fr`, `ar` or `en`; else `Accept-Language` decides.
    locale: Option<String>,
}

/// What may be meant, best first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestions)]
pub(super) struct SuggestionsView {
    items: Vec<SuggestionView>,
}

/// One thing that may be meant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
struct SuggestionView {
    kind: KindName,
    label: String,
    /// Of a product its brand, of a part number the product's name: what tells it from others with the same label.
    detail: Option<String>,
    /// The slug of the product, category, brand or vehicle.
    slug: String,
    /// Where what was typed stands in `label`: start and end in UTF-16 units.
    highlights: Vec<[usize; 2]>,
}

/// What a suggestion is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SuggestionKind)]
enum KindName {
    PartNumber,
    Category,
    Brand,
    Vehicle,
    Product,
}

/// Suggests products, categories, brands, vehicles and part numbers as one types.
#[utoipa::path(get, path = "/api/search/suggest", tag = "search", params(SuggestParameters), responses(
    (status = 200, body = SuggestionsView), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn suggest(State(state): State<AppState>, asked: Asked) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let call = Call::new(&state, &asked, &mut parameters)?.looking_at_many();
    let query = SuggestQuery {
        text: parameters.take("q")?.unwrap_or_default().into_owned(),
        locale: Some(call.locale),
        limit: parameters.take_count("limit", 1..=20)?.unwrap_or(0),
    };
    parameters.refuse_rest(&["q", "limit", "locale"])?;
    let snapshot = &call.snapshot;
    let version = || Ok(snapshot.shop_version(false));
    let make = || {
        let items = catalogue::suggest(snapshot, &query).items.into_iter().map(|item| SuggestionView {
            kind: match item.kind {
                SuggestionKind::PartNumber => KindName::PartNumber,
                SuggestionKind::Category => KindName::Category,
                SuggestionKind::Brand => KindName::Brand,
                SuggestionKind::Vehicle => KindName::Vehicle,
                SuggestionKind::Product => KindName::Product,
            },
            highlights: item.highlights.iter().map(|range| utf16_range(&item.label, range)).collect(),
            label: item.label,
            detail: item.detail,
            slug: item.slug,
        });
        Ok(SuggestionsView { items: items.collect() })
    };
    Ok(call.answer("suggest", version, make).await)
}
