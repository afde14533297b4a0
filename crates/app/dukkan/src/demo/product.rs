//! One product: a slot as one brand makes it, with facts, price and stock.

use catalogue::{CrossReference, FitmentDocument, ProductDocument, Specification, SpecificationValue};
use kernel::text::{part_number_key, slugify};

use super::numbers::oe_number;
use super::random::Random;
use super::slots::{Group, Slot};
use super::tables::{FactValues, PartKind, Scope, Tables};
use super::words::{self, FittedWords};

/// A brand's own number for a slot.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// Index into [`Tables::brands`].
    pub brand: usize,
    pub number: String,
    pub gtin: Option<String>,
}

/// What the products of all brands of one slot share.
#[derive(Debug)]
pub(super) struct Part {
    slot: Slot,
    vehicles: Vec<usize>,
    oe_numbers: Vec<String>,
    facts: Vec<Specification>,
    conditions: Option<String>,
    /// What a first-class brand asks, in dinars.
    price: f64,
    keys: [u64; 2],
}

impl Part {
    /// The part of this slot; other `variant`s of it fit some of its cars only, under a condition.
    pub(super) fn of(tables: &Tables, groups: &[Group], slot: Slot, keys: [u64; 2]) -> Self {
        let mut random = Random::of(&[3, keys[0], keys[1]]);
        match slot {
            Slot::Sized { kind, size } => {
                let size = &tables.sized[kind].sizes[size];
                let facts = size.facts.iter().map(|(key, value)| specification(key, value.clone())).collect();
                Self {
                    slot,
                    keys,
                    facts,
                    vehicles: Vec::new(),
                    oe_numbers: Vec::new(),
                    conditions: None,
                    price: size.price,
                }
            }
            Slot::Fitted { kind, group, position } => {
                let kind = &tables.parts[kind];
                let vehicles = vehicles_of_variant(&groups[group].vehicles, keys[1], &mut random);
                let make = vehicles.first().map(|index| tables.models[tables.vehicles[*index].model].make);
                let factor = make.map_or(1.0, |make| tables.makes[make].price_factor);
                let share = random.unit();
                Self {
                    slot,
                    keys,
                    oe_numbers: oe_numbers(tables, kind, &vehicles, &mut random),
                    facts: facts(kind, kind.positions[position], &mut random),
                    conditions: condition(keys[1], &mut random),
                    price: (kind.price.0 + (kind.price.1 - kind.price.0) * share * share) * factor,
                    vehicles,
                }
            }
        }
    }

    /// The product that `offer`'s brand makes of it; the other offers are its cross-references.
    pub(super) fn product(&self, tables: &Tables, offers: &[Offer], offer: &Offer) -> ProductDocument {
        let brand = &tables.brands[offer.brand];
        let mut random = Random::of(&[4, self.keys[0], self.keys[1], offer.brand as u64]);
        let mut document = self.described(tables, offer);
        document.sku = format!("{}-{}", brand.letters, part_number_key(&offer.number));
        let name = document.names.fr.as_deref().unwrap_or_default();
        document.slug = Some(slugify(&format!("{name} {} {}", brand.name, offer.number)));
        document.brand = Some(brand.name.to_owned());
        document.gtin.clone_from(&offer.gtin);
        document.oe_numbers = Some(self.oe_numbers.clone());
        document.specifications = Some(self.facts.clone());
        document.cross_references = Some(
            offers
                .iter()
                .filter(|other| other.number != offer.number && !self.vehicles.is_empty())
                .map(|other| CrossReference {
                    brand: tables.brands[other.brand].name.to_owned(),
                    number: other.number.clone(),
                })
                .collect(),
        );
        price_it(&mut document, self.price, brand.tier, &mut random);
        document
    }

    fn described(&self, tables: &Tables, offer: &Offer) -> ProductDocument {
        let brand = tables.brands[offer.brand].name;
        match self.slot {
            Slot::Sized { kind, size } => {
                let kind = &tables.sized[kind];
                let label = kind.sizes[size].label;
                ProductDocument {
                    names: words::sized_name(kind, brand, label),
                    descriptions: words::sized_description(tables, kind, brand, label, &offer.number),
                    category: Some(kind.slug.to_owned()),
                    ..ProductDocument::default()
                }
            }
            Slot::Fitted { kind, position, .. } => {
                let kind = &tables.parts[kind];
                let position = kind.positions[position];
                let words = FittedWords {
                    tables,
                    kind,
                    position,
                    brand,
                    number: &offer.number,
                    vehicles: &self.vehicles,
                    by_engine: matches!(kind.scope, Scope::Engine | Scope::Car),
                };
                ProductDocument {
                    names: words::name(&words),
                    descriptions: words::description(&words),
                    category: Some(kind.slug.to_owned()),
                    fitments: Some(self.fitments(tables, kind, position)),
                    ..ProductDocument::default()
                }
            }
        }
    }

    fn fitments(&self, tables: &Tables, kind: &PartKind, position: &str) -> Vec<FitmentDocument> {
        let fitment = |index: &usize| FitmentDocument {
            vehicle: tables.vehicles[*index].document.slug.clone(),
            position: (position != "-").then(|| position.to_owned()),
            quantity: Some(kind.quantity),
            conditions: self.conditions.clone(),
        };
        self.vehicles.iter().map(fitment).collect()
    }
}

/// All cars for the first variant; for later ones a run of them.
fn vehicles_of_variant(all: &[usize], variant: u64, random: &mut Random) -> Vec<usize> {
    if variant == 0 || all.len() < 3 {
        return all.to_vec();
    }
    let length = 2 + random.below(all.len() - 2);
    let start = random.below(all.len() - length + 1);
    all[start..start + length].to_vec()
}

fn oe_numbers(tables: &Tables, kind: &PartKind, vehicles: &[usize], random: &mut Random) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let mut formats: Vec<&str> = Vec::new();
    for index in vehicles {
        let model = &tables.models[tables.vehicles[*index].model];
        let format = tables.makes[model.make].number_format;
        if formats.contains(&format) {
            continue;
        }
        let count = if formats.is_empty() { 1 + random.below(3) } else { 1 };
        formats.push(format);
        for _ in 0..count {
            numbers.push(oe_number(format, &kind.codes, model.series, random));
        }
    }
    numbers
}

fn facts(kind: &PartKind, position: &str, random: &mut Random) -> Vec<Specification> {
    let mut facts = Vec::with_capacity(kind.facts.len() + 1);
    if position != "-" {
        facts.push(specification("position", SpecificationValue::Text(position.to_owned())));
    }
    for fact in &kind.facts {
        let value = match &fact.values {
            FactValues::Choice(values) => random.pick(values).cloned(),
            FactValues::Steps { from, to, step } => {
                let steps = ((to - from) / step).round().max(0.0) as usize;
                let value = from + step * random.below(steps + 1) as f64;
                Some(SpecificationValue::Number((value * 100.0).round() / 100.0))
            }
        };
        facts.extend(value.map(|value| specification(fact.key, value)));
    }
    facts
}

fn specification(key: &str, value: SpecificationValue) -> Specification {
    Specification { key: key.to_owned(), value }
}

/// "Jusqu'au châssis ...": what tells variants of one part apart.
fn condition(variant: u64, random: &mut Random) -> Option<String> {
    let certain = variant > 0;
    if !certain && !random.chance(0.06) {
        return None;
    }
    let chassis = 100_000 + random.below(899_999);
    Some(match random.below(6) {
        0 => format!("Jusqu'au châssis n° {chassis}"),
        1 => format!("À partir du châssis n° {chassis}"),
        2 => "Avec climatisation".to_owned(),
        3 => "Sans climatisation".to_owned(),
        4 => "Avec ABS".to_owned(),
        _ => "Boîte manuelle".to_owned(),
    })
}

fn price_it(document: &mut ProductDocument, price: f64, tier: u8, random: &mut Random) {
    let (low, high) = match tier {
        1 => (0.95, 1.18),
        2 => (0.68, 0.84),
        _ => (0.46, 0.60),
    };
    let minor = price_tag(price * random.between(low, high));
    document.cost_minor = Some((minor as f64 * random.between(0.60, 0.78)) as i64 / 10 * 10);
    if random.chance(0.015) {
        document.price_on_request = true;
    } else {
        document.price_minor = Some(minor);
        if random.chance(0.07) {
            let before = price_tag(minor as f64 / 1000.0 * random.between(1.10, 1.35));
            document.regular_price_minor = (before > minor).then_some(before);
        }
    }
    document.on_order = Some(random.chance(0.6));
}

/// Dinars as a Tunisian counter writes them, in millimes: 8.500, 45.900, 128.000, 389.000.
fn price_tag(dinars: f64) -> i64 {
    let whole = dinars.floor().max(1.0);
    let part = dinars - whole;
    let (whole, millimes) = match whole {
        w if w < 10.0 => (
            w,
            if part < 0.35 {
                200
            } else if part < 0.7 {
                500
            } else {
                900
            },
        ),
        w if w < 100.0 => (
            w,
            if part < 0.25 {
                0
            } else if part < 0.6 {
                500
            } else {
                900
            },
        ),
        w if w < 300.0 => (w, if part < 0.5 { 0 } else { 900 }),
        w => ((w / 10.0).floor() * 10.0 + if w % 10.0 < 5.0 { 5.0 } else { 9.0 }, 0),
    };
    whole as i64 * 1000 + millimes
}
