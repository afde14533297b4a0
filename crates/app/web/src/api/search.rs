//! Search.

use std::ops::Range;

use axum::extract::State;
use axum::response::Response;
use catalogue::{QuerySense, Reading, SearchHit, SearchQuery};
use kernel::Locale;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::Call;
use super::facets::FacetView;
use super::filter::{FilterParameters, read_filter};
use super::product_row::ProductRow;
use crate::parameters::Parameters;
use crate::{AppState, Asked, Problem};

/// What was typed, and how to show what is found.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what the handler takes")]
pub(super) struct SearchParameters {
    /// Words, a part number, a VIN, a vehicle, an EAN.
    q: String,
    /// Take the words as they stand: no correction, no vehicle, no synonym.
    literal: Option<bool>,
    /// `popularity`, `price`, `-price`, `name` or `newest`; without it best match first.
    sort: Option<String>,
    /// Products on a page.
    #[param(minimum = 1, maximum = 100, default = 24)]
    limit: Option<usize>,
    /// The `nextCursor` of the page before, for the same words. While products come and go, none comes
    /// twice and none is missed. One that changes is shown where it stands then: re-priced while one
    /// pages by price, it may come again or be passed over.
    cursor: Option<String>,
    /// Whether to count facets.
    facets: Option<bool>,
}

/// One page of what was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SearchPage)]
pub(super) struct SearchView<'a> {
    items: Vec<HitView<'a>>,
    /// Products that match in all.
    total: usize,
    /// Where the next page begins, for `cursor`; `null` on the last page.
    next_cursor: Option<String>,
    reading: ReadingView,
    /// The query as it was probably meant.
    did_you_mean: Option<String>,
    /// With `facets=true` only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    facets: Vec<FacetView<'a>>,
}

/// One product that was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SearchHit)]
struct HitView<'a> {
    #[serde(flatten)]
    product: ProductRow<'a>,
    /// Where the words of the query stand in `name`: start and end in UTF-16 units.
    highlights: Vec<[usize; 2]>,
    /// The part number that was matched, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_number: Option<String>,
}

/// How the query was understood; `literal=true` undoes it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reading)]
struct ReadingView {
    sense: SenseName,
    /// The vehicle that became a filter.
    vehicle: Option<RecognisedView>,
    brand: Option<RecognisedView>,
    category: Option<RecognisedView>,
    /// The words that were searched as text.
    words: Vec<String>,
    corrections: Vec<CorrectionView>,
    /// Words after "without": products that have them come last.
    excluded: Vec<String>,
    /// Words that some of the products found lack, because nothing has them all.
    left_out: Vec<String>,
    /// Whether the text was too long and its end was ignored.
    cut: bool,
    /// Whether nothing for the vehicle has the words, so that it was not made a filter.
    vehicle_ignored: bool,
}

/// What the query was taken for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = QuerySense)]
enum SenseName {
    Everything,
    Words,
    PartNumber,
    Vin,
}

/// Something that was recognised in the query.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recognised)]
struct RecognisedView {
    label: String,
    /// For the filter; several mean "any of them".
    slugs: Vec<String>,
    /// The typed words that said so.
    typed: String,
}

/// A word that was taken for another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Correction)]
struct CorrectionView {
    typed: String,
    meant: String,
}

/// Finds products, best match first, and says how the query was understood.
#[utoipa::path(get, path = "/api/search", tag = "search", params(SearchParameters, FilterParameters), responses(
    (status = 200, body = SearchView<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn search_products(
    State(state): State<AppState>,
    asked: Asked,
) -> Result<Response, Problem> {
    let mut parameters = Parameters::read(asked.raw_query())?;
    let call = Call::new(&state, &asked, &mut parameters)?;
    let snapshot = &call.snapshot;
    let query = SearchQuery {
        text: parameters.take("q")?.unwrap_or_default().into_owned(),
        locale: Some(call.locale),
        sort: parameters.take_sort()?,
        limit: parameters.take_count("limit", 1..=100)?.unwrap_or(0),
        cursor: parameters.take("cursor")?.map(Into::into),
        facets: parameters.take_flag("facets")?,
        literal: parameters.take_flag("literal")?,
        filter: read_filter(parameters, snapshot)?,
    };
    let version = || Ok(snapshot.shop_version(query.by_price()));
    let make = || {
        let found = catalogue::search_products(snapshot, &query)?;
        let shown = found.hits.iter().map(|hit| hit.product.number()).collect();
        let hits = found.hits.into_iter().map(|hit| HitView::new(hit, call.locale));
        let view = SearchView {
            items: hits.collect(),
            total: found.total,
            next_cursor: found.next_cursor,
            reading: found.reading.into(),
            did_you_mean: found.did_you_mean,
            facets: found.facets.into_iter().map(FacetView::from).collect(),
        };
        Ok((view, shown))
    };
    Ok(call.answer_showing("search", version, make).await)
}

impl<'a> HitView<'a> {
    fn new(hit: SearchHit<'a>, locale: Locale) -> Self {
        let name = hit.product.name(locale);
        Self {
            product: ProductRow::new(hit.product, locale),
            highlights: hit.highlights.iter().map(|range| utf16_range(name, range)).collect(),
            matched_number: hit.matched_number,
        }
    }
}

/// A byte range of `text` in UTF-16 units, as programs in browsers count.
pub(super) fn utf16_range(text: &str, range: &Range<usize>) -> [usize; 2] {
    let units = |end: usize| match text.get(..end) {
        None => 0,
        Some(part) if part.is_ascii() => part.len(),
        Some(part) => part.encode_utf16().count(),
    };
    [units(range.start), units(range.end)]
}

impl From<Reading> for ReadingView {
    fn from(reading: Reading) -> Self {
        let recognised = |named: catalogue::Named| RecognisedView {
            label: named.label,
            slugs: named.slugs,
            typed: named.typed,
        };
        let corrections = reading.corrections.into_iter();
        Self {
            sense: match reading.sense {
                QuerySense::Everything => SenseName::Everything,
                QuerySense::Words => SenseName::Words,
                QuerySense::PartNumber => SenseName::PartNumber,
                QuerySense::Vin => SenseName::Vin,
            },
            vehicle: reading.vehicle.map(recognised),
            brand: reading.brand.map(recognised),
            category: reading.category.map(recognised),
            words: reading.words,
            corrections: corrections.map(|c| CorrectionView { typed: c.typed, meant: c.meant }).collect(),
            excluded: reading.excluded,
            left_out: reading.left_out,
            cut: reading.cut,
            vehicle_ignored: reading.vehicle_ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_are_counted_as_browsers_count() {
        assert_eq!(utf16_range("étrier 🚗 avant", &(0..7)), [0, 6]);
        assert_eq!(utf16_range("🚗 avant", &(5..10)), [3, 8]);
    }
}
