//! The filters that lists and search share, from parameters.

use catalogue::{ProductFilter, Snapshot};
use utoipa::IntoParams;

use crate::Problem;
use crate::parameters::{Parameters, unknown_parameter};

/// Filters: several values of one mean "or", several filters "and". Any specification's key is a filter too.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what read_filter takes")]
pub(super) struct FilterParameters {
    /// Brand slugs, repeated or with commas.
    brand: Option<String>,
    /// Category slugs, each with its descendants.
    category: Option<String>,
    /// Slugs of makes, models, generations or single vehicles.
    vehicle: Option<String>,
    /// Lowest price, decimal, included.
    #[param(rename = "priceMin", example = "10.5")]
    price_min: Option<String>,
    /// Highest price, decimal, included.
    #[param(rename = "priceMax", example = "99.9")]
    price_max: Option<String>,
    /// Only what is in stock.
    #[param(rename = "inStock")]
    in_stock: Option<bool>,
    /// Only what is on offer.
    #[param(rename = "onOffer")]
    on_offer: Option<bool>,
    /// `fr`, `ar` or `en`; else `Accept-Language` decides.
    locale: Option<String>,
}

/// Names that [`read_filter`] and every list take beside specifications.
const NAMES: [&str; 13] = [
    "brand", "category", "vehicle", "priceMin", "priceMax", "inStock", "onOffer", "locale", "sort", "limit",
    "cursor", "facets", "q",
];

/// Takes all that is left of `parameters` as filters.
///
/// # Errors
/// A value that cannot be, or a parameter that is neither a filter nor a specification's key.
pub(super) fn read_filter(
    mut parameters: Parameters<'_>,
    snapshot: &Snapshot,
) -> Result<ProductFilter, Problem> {
    let currency = snapshot.settings().currency;
    let mut filter = ProductFilter {
        brands: parameters.take_slugs("brand"),
        categories: parameters.take_slugs("category"),
        vehicles: parameters.take_slugs("vehicle"),
        price_min_minor: parameters.take_price("priceMin", currency)?,
        price_max_minor: parameters.take_price("priceMax", currency)?,
        in_stock: parameters.take_flag("inStock")?,
        on_offer: parameters.take_flag("onOffer")?,
        specifications: Vec::new(),
    };
    if let (Some(min), Some(max)) = (filter.price_min_minor, filter.price_max_minor)
        && min > max
    {
        return Err(Problem::invalid_field("priceMin", None, "is above priceMax"));
    }
    for (key, value) in parameters.rest() {
        if !snapshot.specification_keys().any(|known| known == key) {
            let known = NAMES.into_iter().chain(snapshot.specification_keys());
            return Err(unknown_parameter(&key, &value, known));
        }
        match filter.specifications.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value.into_owned()),
            None => filter.specifications.push((key.into_owned(), vec![value.into_owned()])),
        }
    }
    Ok(filter)
}
