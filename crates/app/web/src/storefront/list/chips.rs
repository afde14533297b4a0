//! The filters that are set, each with the way to lose it.

use catalogue::Facet;
use kernel::Money;
use serde::Serialize;

use super::asked::Wanted;
use super::facts::{name_of, value_text};
use crate::parameters::read_price;
use crate::storefront::visit::Visit;

/// A filter that is set.
#[derive(Debug, Serialize)]
pub(crate) struct Chip {
    pub(crate) label: String,
    /// The same page without it.
    pub(crate) href: String,
}

/// All filters that the shopper set, the car first.
pub(super) fn of(visit: &Visit<'_>, wanted: &Wanted, facets: &[Facet<'_>]) -> Vec<Chip> {
    let mut chips = Vec::new();
    let base = visit.query.without(&["cursor"]);
    if let Some(car) = visit.car.as_ref().filter(|_| wanted.by_car) {
        let href = base.without(&["car"]).with("car", "all").on(visit.path);
        chips.push(Chip { label: car.short.clone(), href });
    }
    for (name, value) in &base.0 {
        if let Some(label) = label(visit, facets, name, value.trim()) {
            chips.push(Chip { label, href: base.without_pair(name, value).on(visit.path) });
        }
    }
    chips
}

/// The same page without any filter.
pub(super) fn clear_href(visit: &Visit<'_>, wanted: &Wanted) -> String {
    let kept = |name: &str| matches!(name, "q" | "sort" | "literal");
    let mut pairs = visit.query.clone();
    pairs.0.retain(|(name, _)| kept(name));
    if wanted.car_allowed && visit.car.is_some() {
        pairs = pairs.with("car", "all");
    }
    pairs.on(visit.path)
}

fn label(visit: &Visit<'_>, facets: &[Facet<'_>], name: &str, value: &str) -> Option<String> {
    let (texts, snapshot, locale) = (visit.texts, visit.snapshot, visit.locale);
    let currency = snapshot.settings().currency;
    // What cannot be read as a price has been refused before there were chips.
    let money =
        || read_price(name, value, currency).map(|minor| Money::new(minor, currency).format(locale)).ok();
    Some(match name {
        "brand" => snapshot.brand(value)?.name.clone(),
        "category" => snapshot.category(value)?.names.best(locale).to_owned(),
        "vehicle" => crate::storefront::car::full_label(texts, snapshot.vehicle_node(value)?),
        "priceMin" => texts.with("price-over", "price", &money()?),
        "priceMax" => texts.with("price-under", "price", &money()?),
        "inStock" if value == "true" => texts.get("in-stock-only").to_owned(),
        "onOffer" if value == "true" => texts.get("on-offer-only").to_owned(),
        key if snapshot.specification_keys().any(|known| known == key) => {
            let known = facets.iter().filter(|facet| facet.name == key).flat_map(|facet| &facet.values);
            let shown = known.filter(|known| known.value == value).map(|known| known.label).next();
            let shown = shown.unwrap_or(value);
            format!("{}: {}", name_of(texts, key), value_text(texts, key, shown))
        }
        _ => return None,
    })
}
