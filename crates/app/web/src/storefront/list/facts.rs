//! The words for specifications: what a key is called, how a value is written.

use catalogue::SpecificationValueRef;
use serde::Serialize;

use crate::storefront::texts::Texts;

/// A fact with its name.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A specification as a page shows it.
pub(crate) fn line(texts: &Texts, key: &str, value: SpecificationValueRef<'_>) -> Line {
    Line { label: name_of(texts, key), value: value_text(texts, key, &value.to_string()) }
}

/// What a filter or a specification is called.
pub(crate) fn name_of(texts: &Texts, key: &str) -> String {
    match key {
        "brand" => return texts.get("facet-brand").to_owned(),
        "category" => return texts.get("facet-category").to_owned(),
        _ => {}
    }
    if let Some(named) = texts.fixed(&["spec-", key].concat()) {
        return named.to_owned();
    }
    let (words, unit) = unit_of(key);
    let mut label = words.replace('-', " ");
    if let Some(first) = label.get(..1) {
        label = format!("{}{}", first.to_uppercase(), &label[1..]);
    }
    unit.map_or(label.clone(), |unit| format!("{label} ({unit})"))
}

/// A specification's value in words.
pub(crate) fn value_text(texts: &Texts, key: &str, value: &str) -> String {
    match value {
        "true" => return texts.get("yes").to_owned(),
        "false" => return texts.get("no").to_owned(),
        _ => {}
    }
    if value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let number = decimal(texts, value);
        return unit_of(key).1.map_or(number.clone(), |unit| [&number, "\u{a0}", unit].concat());
    }
    let named = ["value-", &kernel::text::slugify(value)].concat();
    texts.fixed(&named).unwrap_or(value).to_owned()
}

fn decimal(texts: &Texts, value: &str) -> String {
    if texts.locale() == kernel::Locale::Fr { value.replace('.', ",") } else { value.to_owned() }
}

/// A specification's key without its unit, and the unit.
fn unit_of(key: &str) -> (&str, Option<&'static str>) {
    const UNITS: [(&str, &str); 20] = [
        ("-mm", "mm"),
        ("-inch", "″"),
        ("-cm", "cm"),
        ("-m", "m"),
        ("-kg", "kg"),
        ("-g", "g"),
        ("-l", "L"),
        ("-ml", "ml"),
        ("-v", "V"),
        ("-a", "A"),
        ("-n", "N"),
        ("-t", "t"),
        ("voltage", "V"),
        ("-ah", "Ah"),
        ("-w", "W"),
        ("-kw", "kW"),
        ("-bar", "bar"),
        ("-c", "°C"),
        ("-nm", "Nm"),
        ("-ohm", "Ω"),
    ];
    UNITS
        .iter()
        .find_map(|(ending, unit)| Some((key.strip_suffix(ending)?, Some(*unit))))
        .unwrap_or((key, None))
}
