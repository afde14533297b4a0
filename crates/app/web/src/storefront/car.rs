//! "My car": the vehicle that a shopper chose once, kept in a cookie on the device.

use std::borrow::Cow;

use catalogue::{Matches, ProductFilter, ProductRef, Snapshot, VehicleLevel, VehicleNode};
use kernel::Locale;

use super::list::facts::value_text;
use super::texts::Texts;

/// The cookie's name. It holds slugs joined by dots, the chosen car first.
pub(crate) const COOKIE: &str = "car";

/// Cars that a device remembers at most.
const GARAGE: usize = 4;

/// The chosen car.
#[derive(Debug, Clone)]
pub(crate) struct Car {
    pub(crate) slug: String,
    /// "Renault Clio 4 (X98) 1.5 dCi 55 kW 2012–2020".
    pub(crate) label: String,
    /// "Clio 4 1.5 dCi".
    pub(crate) short: String,
    matches: Matches,
}

/// Whether a part goes on a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It does.
    Yes,
    /// Its maker lists cars, and this one is not among them.
    No,
    /// Its maker lists no cars.
    Unknown,
}

impl Fit {
    /// As templates and style sheets name it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl Car {
    /// The car with this slug, if the shop knows it.
    pub(crate) fn find(snapshot: &Snapshot, texts: &Texts, slug: &str) -> Option<Self> {
        let node = snapshot.vehicle_node(slug)?;
        let filter = ProductFilter { vehicles: vec![slug.to_owned()], ..ProductFilter::default() };
        let matches = snapshot.matching(&filter).ok()?;
        Some(Self {
            slug: slug.to_owned(),
            label: full_label(texts, node),
            short: short_label(texts, node),
            matches,
        })
    }

    /// Whether this part goes on it.
    pub(crate) fn fit(&self, product: &ProductRef<'_>) -> Fit {
        if product.fitments().next().is_none() {
            Fit::Unknown
        } else if self.matches.contains(product.number()) {
            Fit::Yes
        } else {
            Fit::No
        }
    }
}

/// A place in the vehicle tree under its parent: "1.5 dCi 55 kW 5 portes 2012–2020".
///
/// A vehicle table's word for a body ("hatchback-5") is written in the visitor's language, and set apart where that
/// runs the other way: else the years after it would change places with it.
pub(crate) fn label<'a>(texts: &Texts, node: VehicleNode<'a>) -> Cow<'a, str> {
    let Some(body) = node.vehicle().and_then(|vehicle| vehicle.body.as_deref()) else {
        return node.label().into();
    };
    let mut word = value_text(texts, "body", body);
    if texts.locale() == Locale::Ar {
        word = format!("\u{2068}{word}\u{2069}");
    }
    node.label().replacen(body, &word, 1).into()
}

/// The whole name of a place in the vehicle tree, from its make down.
pub(crate) fn full_label(texts: &Texts, node: VehicleNode<'_>) -> String {
    let Some(parent) = node.parent() else { return node.label().to_owned() };
    match node.level() {
        // A generation's label repeats its model.
        VehicleLevel::Generation => match parent.parent() {
            Some(make) => format!("{} {}", make.label(), node.label()),
            None => node.label().to_owned(),
        },
        VehicleLevel::Vehicle if node.label() == parent.label() => full_label(texts, parent),
        VehicleLevel::Make | VehicleLevel::Model | VehicleLevel::Vehicle => {
            format!("{} {}", full_label(texts, parent), label(texts, node))
        }
    }
}

fn short_label(texts: &Texts, node: VehicleNode<'_>) -> String {
    match (node.vehicle(), node.level()) {
        (Some(vehicle), _) => {
            let generation = vehicle.generation.map(|number| number.to_string());
            [Some(vehicle.model.clone()), generation, vehicle.engine.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        }
        (None, VehicleLevel::Model | VehicleLevel::Make) => full_label(texts, node),
        (None, _) => node.label().to_owned(),
    }
}

/// The slugs in a `Cookie` header, the chosen one first.
pub(crate) fn garage(cookies: Option<&str>) -> Vec<String> {
    cookie(cookies, COOKIE)
        .map(|value| value.split('.').filter(|slug| !slug.is_empty()).take(GARAGE).map(decode).collect())
        .unwrap_or_default()
}

/// The cookie's value for these cars.
pub(crate) fn garage_value(slugs: &[String]) -> String {
    let encoded: Vec<String> =
        slugs.iter().take(GARAGE).map(|slug| super::address::encode(slug).replace('.', "%2E")).collect();
    encoded.join(".")
}

/// A cookie's value as it was sent.
pub(crate) fn cookie<'a>(cookies: Option<&'a str>, name: &str) -> Option<&'a str> {
    cookies?.split(';').find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A percent-encoded slug; what is no UTF-8 names no car.
pub(crate) fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_garage_survives_its_cookie() {
        let cars = vec!["renault-clio-4".to_owned(), "رينو-كليو".to_owned(), "a.b".to_owned()];
        let value = garage_value(&cars);
        assert!(value.is_ascii() && !value.contains([';', ',', ' ']));
        assert_eq!(garage(Some(&format!("x=1; car={value}; y=2"))), cars);
        assert!(garage(Some("carriage=1")).is_empty());
        assert!(garage(None).is_empty());
    }
}
