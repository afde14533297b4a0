//! Names and descriptions in French, Arabic and English.

use std::fmt::Write as _;

use kernel::{Locale, LocalizedText};

use super::tables::{Gender, PartKind, SizedKind, Tables};

/// What a sentence about a fitted part needs.
#[derive(Debug)]
pub(super) struct FittedWords<'a> {
    pub tables: &'a Tables,
    pub kind: &'a PartKind,
    pub position: &'a str,
    pub brand: &'a str,
    pub number: &'a str,
    /// Vehicles in the order of the tables.
    pub vehicles: &'a [usize],
    /// Whether the part goes with the engine, so that its name must say which.
    pub by_engine: bool,
}

/// "Plaquettes de frein avant Renault Clio 4, Captur": pages show the brand beside it.
pub(super) fn name(words: &FittedWords<'_>) -> LocalizedText {
    LocalizedText {
        fr: Some(format!("{} {}", part_fr(words), cars(words, Locale::Fr, 3, false))),
        ar: Some(format!("{} {}", part_ar(words), cars(words, Locale::Ar, 3, false))),
        en: Some(format!("{} {}", part_en(words), cars(words, Locale::En, 3, false))),
    }
}

/// What it is, its number, what it fits, and one piece of advice.
pub(super) fn description(words: &FittedWords<'_>) -> LocalizedText {
    let advice = &words.tables.tops[words.kind.top].advice;
    let fits = if words.kind.gender_ar == Gender::Masculine { "يناسب" } else { "تناسب" };
    let (brand, number) = (words.brand, words.number);
    LocalizedText {
        fr: Some(format!(
            "{} {brand}, référence {number}. Convient à {}. {} Garantie 12 mois.",
            part_fr(words),
            cars(words, Locale::Fr, 5, true),
            advice.best(Locale::Fr)
        )),
        ar: Some(format!(
            "{} ({}) {brand}، المرجع {number}. {fits} {}. {} ضمان 12 شهراً.",
            part_ar(words),
            words.kind.street_word,
            cars(words, Locale::Ar, 3, true),
            advice.best(Locale::Ar)
        )),
        en: Some(format!(
            "{} by {brand}, number {number}. Fits {}. {}",
            part_en(words),
            cars(words, Locale::En, 3, true),
            advice.best(Locale::En)
        )),
    }
}

/// "Batterie Varta 12V 60Ah 540A".
pub(super) fn sized_name(kind: &SizedKind, brand: &str, label: &str) -> LocalizedText {
    let in_locale = |locale| Some(format!("{} {brand} {label}", kind.names.best(locale)));
    LocalizedText { fr: in_locale(Locale::Fr), ar: in_locale(Locale::Ar), en: in_locale(Locale::En) }
}

/// The same with its number and advice.
pub(super) fn sized_description(
    tables: &Tables,
    kind: &SizedKind,
    brand: &str,
    label: &str,
    number: &str,
) -> LocalizedText {
    let advice = &tables.tops[kind.top].advice;
    let name = |locale| kind.names.best(locale);
    LocalizedText {
        fr: Some(format!(
            "{} {brand} {label}, référence {number}. {}",
            name(Locale::Fr),
            advice.best(Locale::Fr)
        )),
        ar: Some(format!(
            "{} ({}) {brand} {label}، المرجع {number}. {}",
            name(Locale::Ar),
            kind.street_word,
            advice.best(Locale::Ar)
        )),
        en: Some(format!(
            "{} {brand} {label}, number {number}. {}",
            name(Locale::En),
            advice.best(Locale::En)
        )),
    }
}

/// "Plaquettes de frein avant"
fn part_fr(words: &FittedWords<'_>) -> String {
    let name = words.kind.names.best(Locale::Fr);
    let feminine = words.kind.gender_fr == Gender::Feminine;
    let mut text = name.to_owned();
    for word in words.position.split('-') {
        let agreed = match word {
            "front" => "avant",
            "rear" => "arrière",
            "left" => "gauche",
            "right" if feminine => "droite",
            "right" => "droit",
            "upper" if feminine => "supérieure",
            "upper" => "supérieur",
            "lower" if feminine => "inférieure",
            "lower" => "inférieur",
            "wheel" => "côté roue",
            "gearbox" => "côté boîte",
            "upstream" => "amont",
            "downstream" => "aval",
            _ => continue,
        };
        if !name.ends_with(agreed) {
            let _ = write!(text, " {agreed}");
        }
    }
    text
}

/// "فحمات فرامل أمامية"
fn part_ar(words: &FittedWords<'_>) -> String {
    let name = words.kind.names.best(Locale::Ar);
    let feminine = words.kind.gender_ar == Gender::Feminine;
    let mut text = name.to_owned();
    for word in words.position.split('-') {
        let (masculine_form, feminine_form) = match word {
            "front" => ("أمامي", "أمامية"),
            "rear" => ("خلفي", "خلفية"),
            "left" => ("أيسر", "يسرى"),
            "right" => ("أيمن", "يمنى"),
            "upper" => ("علوي", "علوية"),
            "lower" => ("سفلي", "سفلية"),
            "wheel" => ("جهة العجلة", "جهة العجلة"),
            "gearbox" => ("جهة علبة السرعة", "جهة علبة السرعة"),
            "upstream" => ("أول", "أولى"),
            "downstream" => ("ثانٍ", "ثانية"),
            _ => continue,
        };
        let agreed = if feminine { feminine_form } else { masculine_form };
        if !name.ends_with(agreed) {
            let _ = write!(text, " {agreed}");
        }
    }
    text
}

/// "Front brake pads"
fn part_en(words: &FittedWords<'_>) -> String {
    let name = words.kind.names.best(Locale::En);
    match words.position {
        "-" => name.to_owned(),
        position => {
            let (position, name) = (position.replace('-', " "), without_capital(name));
            format!("{}{} {name}", position[..1].to_uppercase(), &position[1..])
        }
    }
}

/// What the engine is called in this model.
fn engine_of<'a>(words: &FittedWords<'a>, model: usize) -> &'a str {
    let vehicles = words.vehicles.iter().map(|index| &words.tables.vehicles[*index]);
    vehicles.filter(|vehicle| vehicle.model == model).map(|vehicle| vehicle.engine).next().unwrap_or_default()
}

/// "brake pads", but "ABS sensor" as it is.
fn without_capital(name: &str) -> String {
    let acronym = name.chars().nth(1).is_none_or(|second| !second.is_lowercase());
    if acronym { name.to_owned() } else { name[..1].to_lowercase() + &name[1..] }
}

/// "Renault Clio 4, Captur, Dacia Logan 2", with an ellipsis word when there are more.
fn cars(words: &FittedWords<'_>, locale: Locale, most: usize, with_years: bool) -> String {
    let tables = words.tables;
    let mut models: Vec<usize> = Vec::new();
    for index in words.vehicles {
        let model = tables.vehicles[*index].model;
        if !models.contains(&model) {
            models.push(model);
        }
    }
    models.sort_by(|a, b| tables.models[*b].weight.total_cmp(&tables.models[*a].weight).then(a.cmp(b)));
    let comma = if locale == Locale::Ar { "، " } else { ", " };
    let (mut text, mut make) = (String::new(), usize::MAX);
    for (place, model) in models.iter().take(most).map(|index| &tables.models[*index]).enumerate() {
        if place > 0 {
            text.push_str(comma);
        }
        let (make_name, label, years) = match locale {
            Locale::Ar => (tables.makes[model.make].arabic, &model.label_arabic, &model.years_arabic),
            Locale::Fr | Locale::En => (tables.makes[model.make].name, &model.label, &model.years),
        };
        if model.make != make && !label.starts_with(make_name) {
            let _ = write!(text, "{make_name} ");
        }
        make = model.make;
        text.push_str(label);
        if place == 0 && words.by_engine {
            let _ = write!(text, " {}", engine_of(words, models[0]));
        }
        if with_years {
            let _ = write!(text, " ({years})");
        }
    }
    text
}
