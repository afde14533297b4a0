//! What the demo shop's tables hold: cars, kinds of part, brands and who makes what.

mod read;

use catalogue::{SpecificationValue, VehicleDocument};
use kernel::LocalizedText;

/// A maker of cars.
#[derive(Debug)]
pub(super) struct Make {
    pub name: &'static str,
    pub arabic: &'static str,
    pub number_format: &'static str,
    pub price_factor: f64,
}

/// One generation of a model.
#[derive(Debug)]
pub(super) struct Model {
    pub make: usize,
    /// "Clio 4" in Latin and Arabic letters.
    pub label: String,
    pub label_arabic: String,
    pub series: &'static str,
    pub platform: &'static str,
    /// "2012-2019", and in Arabic.
    pub years: String,
    pub years_arabic: String,
    pub weight: f64,
    /// Indices into [`Tables::vehicles`].
    pub vehicles: std::ops::Range<usize>,
}

/// One model with one engine.
#[derive(Debug)]
pub(super) struct Vehicle {
    pub model: usize,
    pub family: &'static str,
    pub fuel: &'static str,
    pub engine: &'static str,
    pub document: VehicleDocument,
}

/// A top of the category tree, with the advice that its products carry.
#[derive(Debug)]
pub(super) struct Top {
    pub slug: &'static str,
    pub drawing: &'static str,
    pub names: LocalizedText,
    pub advice: LocalizedText,
}

/// Which cars one part fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Engine,
    Platform,
    Model,
    /// A model with one engine family.
    Car,
}

/// How French and Arabic agree with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Masculine,
    Feminine,
    Plural,
}

/// A fact that the parts of one kind have, and its possible values.
#[derive(Debug)]
pub(super) struct Fact {
    pub key: &'static str,
    pub values: FactValues,
}

#[derive(Debug)]
pub(super) enum FactValues {
    Steps { from: f64, to: f64, step: f64 },
    Choice(Vec<SpecificationValue>),
}

/// A kind of part that fits certain cars.
#[derive(Debug)]
pub(super) struct PartKind {
    pub slug: &'static str,
    pub top: usize,
    pub drawing: &'static str,
    pub makers: usize,
    pub scope: Scope,
    pub weight: f64,
    pub positions: Vec<&'static str>,
    pub quantity: u16,
    pub price: (f64, f64),
    pub names: LocalizedText,
    pub gender_fr: Gender,
    pub gender_ar: Gender,
    pub street_word: &'static str,
    /// How each format of part numbers begins for this kind: nissan, korea, toyota, vag, bmw, mercedes.
    pub codes: Vec<&'static str>,
    pub facts: Vec<Fact>,
    pub fuel: Option<&'static str>,
    pub chain: Option<bool>,
    pub only_turbo: bool,
}

/// A kind of product that fits by its size.
#[derive(Debug)]
pub(super) struct SizedKind {
    pub slug: &'static str,
    pub top: usize,
    pub drawing: &'static str,
    pub makers: usize,
    pub weight: f64,
    pub names: LocalizedText,
    pub street_word: &'static str,
    pub sizes: Vec<Size>,
}

/// One size of it.
#[derive(Debug)]
pub(super) struct Size {
    pub label: &'static str,
    pub price: f64,
    pub facts: Vec<(&'static str, SpecificationValue)>,
}

/// A brand of parts.
#[derive(Debug)]
pub(super) struct BrandRow {
    pub name: &'static str,
    pub letters: &'static str,
    pub tier: u8,
    pub ean_prefix: u32,
}

/// Who makes a kind of part, and how its numbers look.
#[derive(Debug)]
pub(super) struct Makers {
    pub group: &'static str,
    /// Brand and pattern, the best known first.
    pub brands: Vec<(usize, &'static str)>,
}

/// Everything.
#[derive(Debug)]
pub(super) struct Tables {
    pub makes: Vec<Make>,
    pub models: Vec<Model>,
    pub vehicles: Vec<Vehicle>,
    pub tops: Vec<Top>,
    pub parts: Vec<PartKind>,
    pub sized: Vec<SizedKind>,
    pub brands: Vec<BrandRow>,
    pub makers: Vec<Makers>,
    pub chain: Vec<&'static str>,
    pub aspirated: Vec<&'static str>,
}
