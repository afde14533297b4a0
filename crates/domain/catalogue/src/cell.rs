//! Lists in one cell of a table: written plainly where that can be read back, as JSON where not.
//!
//! `a | b`, `BOSCH: 0 986 | MANN: W 712`, `diameter-mm=280 | vented=true`.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{CrossReference, FitmentDocument, Specification, SpecificationValue};

/// Reads a list of texts.
pub(crate) fn read_list(cell: &str, separators: &[char]) -> Result<Vec<String>, String> {
    if cell.starts_with('[') {
        let values: Vec<serde_json::Value> = read_json(cell)?;
        return Ok(values.into_iter().map(text_of).collect());
    }
    Ok(items(cell, separators).map(str::to_owned).collect())
}

/// Writes a list of texts that [`read_list`] with these separators reads back.
pub(crate) fn write_list(values: &[String], separators: &[char]) -> String {
    let plain = values.iter().all(|value| is_plain(value, separators));
    if plain { values.join(" | ") } else { write_json(values) }
}

/// Reads cross-references.
pub(crate) fn read_cross_references(cell: &str) -> Result<Vec<CrossReference>, String> {
    if cell.starts_with('[') {
        return read_json(cell);
    }
    let reference = |item: &str| {
        let (brand, number) = item.split_once(':').unwrap_or(("", item));
        CrossReference { brand: brand.trim().to_owned(), number: number.trim().to_owned() }
    };
    Ok(items(cell, &['|', '\n', ';']).map(reference).collect())
}

/// Writes cross-references.
pub(crate) fn write_cross_references(references: &[CrossReference]) -> String {
    let plain = references.iter().all(|reference| {
        is_plain(&reference.brand, &['|', '\n', ';', ':']) && is_plain(&reference.number, &['|', '\n', ';'])
    });
    if !plain {
        return write_json(references);
    }
    let items: Vec<String> = references.iter().map(|r| format!("{}: {}", r.brand, r.number)).collect();
    items.join(" | ")
}

/// Reads specifications.
pub(crate) fn read_specifications(cell: &str) -> Result<Vec<Specification>, String> {
    if cell.starts_with('[') {
        return read_json(cell);
    }
    items(cell, &['|', '\n'])
        .map(|item| {
            let (key, value) = item
                .split_once('=')
                .ok_or_else(|| format!("{item:?} is no specification: name=value is one"))?;
            Ok(Specification { key: key.trim().to_owned(), value: read_value(value.trim()) })
        })
        .collect()
}

/// Writes specifications.
pub(crate) fn write_specifications(specifications: &[Specification]) -> String {
    let plain = specifications.iter().all(|specification| match &specification.value {
        SpecificationValue::Text(text) => {
            is_plain(text, &['|', '\n']) && read_value(text) == SpecificationValue::Text(text.clone())
        }
        SpecificationValue::Number(_) | SpecificationValue::Flag(_) => true,
    });
    if !plain {
        return write_json(specifications);
    }
    let item = |specification: &Specification| match &specification.value {
        SpecificationValue::Flag(flag) => format!("{}={flag}", specification.key),
        SpecificationValue::Number(number) => format!("{}={number}", specification.key),
        SpecificationValue::Text(text) => format!("{}={text}", specification.key),
    };
    specifications.iter().map(item).collect::<Vec<_>>().join(" | ")
}

/// A specification's value: a number, yes or no, else a text.
pub(crate) fn read_value(text: &str) -> SpecificationValue {
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    match text {
        "true" => SpecificationValue::Flag(true),
        "false" => SpecificationValue::Flag(false),
        _ => match text.parse::<f64>() {
            Ok(number) if digits_only => SpecificationValue::Number(number),
            _ => SpecificationValue::Text(text.to_owned()),
        },
    }
}

/// Reads fitments: slugs of vehicles, or JSON.
pub(crate) fn read_fitments(cell: &str) -> Result<Vec<FitmentDocument>, String> {
    if cell.starts_with('[') {
        return read_json(cell);
    }
    let of_slug = |slug: &str| FitmentDocument { vehicle: slug.to_owned(), ..FitmentDocument::default() };
    Ok(items(cell, &['|', '\n', ';', ',']).map(of_slug).collect())
}

/// Writes fitments.
pub(crate) fn write_fitments(fitments: &[FitmentDocument]) -> String {
    let bare = |fitment: &FitmentDocument| {
        fitment.position.is_none() && fitment.quantity.is_none() && fitment.conditions.is_none()
    };
    if !fitments.iter().all(bare) {
        return write_json(fitments);
    }
    let slugs: Vec<&str> = fitments.iter().map(|fitment| fitment.vehicle.as_str()).collect();
    slugs.join(" | ")
}

fn items<'a>(cell: &'a str, separators: &[char]) -> impl Iterator<Item = &'a str> {
    cell.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

fn is_plain(value: &str, separators: &[char]) -> bool {
    !value.is_empty() && !value.contains(separators) && !value.starts_with('[') && value.trim() == value
}

fn text_of(value: serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

fn read_json<T: DeserializeOwned>(cell: &str) -> Result<T, String> {
    serde_json::from_str(cell)
        .map_err(|error| format!("begins with [ but is not the JSON of a list: {error}"))
}

fn write_json<T: Serialize + ?Sized>(value: &T) -> String {
    // Strings, numbers and flags always have a JSON.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_read_as_written(values in prop::collection::vec("[a|;,\\[ \"\n1-]{1,6}", 0..4)) {
            let values: Vec<String> =
                values.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
            let separators = ['|', '\n', ';', ','];
            prop_assert_eq!(read_list(&write_list(&values, &separators), &separators), Ok(values));
        }

        #[test]
        fn specifications_are_read_as_written(text in "[a=|1.\\[ ]{1,6}", number in -1e6..1e6_f64) {
            let number = (number * 1e6).round() / 1e6;
            let specifications = vec![
                Specification { key: "a".into(), value: SpecificationValue::Text(text.trim().to_owned()) },
                Specification { key: "b".into(), value: SpecificationValue::Number(number) },
                Specification { key: "c".into(), value: SpecificationValue::Flag(true) },
            ];
            prop_assert_eq!(read_specifications(&write_specifications(&specifications)), Ok(specifications));
        }
    }
}
