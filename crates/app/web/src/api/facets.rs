//! Facets in JSON.

use catalogue::{Facet, FacetValue};
use serde::Serialize;
use utoipa::ToSchema;

/// A filter that could be set, with its values.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Facet)]
pub(super) struct FacetView<'a> {
    /// The parameter's name.
    name: &'a str,
    values: Vec<FacetValueView<'a>>,
}

/// One value of a facet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FacetValue)]
struct FacetValueView<'a> {
    /// As the parameter takes it.
    value: &'a str,
    /// As a shopper reads it.
    label: &'a str,
    /// Products with this value under all other filters.
    count: usize,
    /// Whether the filter is set to it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    selected: bool,
}

impl<'a> From<Facet<'a>> for FacetView<'a> {
    fn from(facet: Facet<'a>) -> Self {
        Self { name: facet.name, values: facet.values.into_iter().map(FacetValueView::from).collect() }
    }
}

impl<'a> From<FacetValue<'a>> for FacetValueView<'a> {
    fn from(value: FacetValue<'a>) -> Self {
        let FacetValue { value, label, count, selected } = value;
        Self { value, label, count, selected }
    }
}
