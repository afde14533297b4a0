//! Facets as a form shows them, without those that would change nothing.

use catalogue::{Facet, FacetValue};
use serde::Serialize;

use super::asked::Wanted;
use super::facts::{name_of, value_text};
use crate::storefront::tile::count;
use crate::storefront::visit::Visit;

/// Values of one facet that are seen at once.
const SEEN: usize = 8;
/// Values of one facet that a page carries; search finds the rest.
const CARRIED: usize = 24;
/// Facets that a page carries, beside those that are set: those that part the list best come first.
const FACETS: usize = 10;

/// A group of boxes to tick.
#[derive(Debug, Serialize)]
pub(crate) struct FacetView<'a> {
    name: &'a str,
    label: String,
    values: Vec<ValueView<'a>>,
    more: Vec<ValueView<'a>>,
}

#[derive(Debug, Serialize)]
struct ValueView<'a> {
    value: &'a str,
    label: String,
    count: String,
    selected: bool,
}

/// The facets that could still be set on this page: what the page itself is about is none of them.
pub(super) fn views<'a>(visit: &Visit<'_>, wanted: &Wanted, facets: Vec<Facet<'a>>) -> Vec<FacetView<'a>> {
    let chosen = |facet: &Facet<'_>| facet.values.iter().any(|value| value.selected);
    let shown = |facet: &Facet<'_>| {
        !matches!(facet.name, "inStock" | "onOffer" | "vehicle")
            && wanted.about != Some(facet.name)
            && (facet.values.len() > 1 || chosen(facet))
    };
    let carried = facets.into_iter().filter(shown).enumerate();
    carried
        .filter(|(place, facet)| *place < FACETS || chosen(facet))
        .map(|(_, facet)| view(visit, facet))
        .collect()
}

fn view<'a>(visit: &Visit<'_>, facet: Facet<'a>) -> FacetView<'a> {
    let texts = visit.texts;
    let value_view = |value: FacetValue<'a>| ValueView {
        label: value_text(texts, facet.name, value.label),
        value: value.value,
        count: count(visit, value.count),
        selected: value.selected,
    };
    let (chosen, others): (Vec<_>, Vec<_>) = facet.values.into_iter().partition(|value| value.selected);
    let mut values: Vec<ValueView<'a>> =
        chosen.into_iter().chain(others).take(CARRIED).map(value_view).collect();
    let more = if values.len() > SEEN + 2 { values.split_off(SEEN) } else { Vec::new() };
    FacetView { name: facet.name, label: name_of(texts, facet.name), values, more }
}
