//! Reads the tables from the text files beside the code.
//!
//! One record a line, fields parted by `|`; what a field means stands in the first line of each file.

use anyhow::{Context, Result};
use catalogue::{SpecificationValue, VehicleDocument};
use kernel::LocalizedText;

use super::{
    BrandRow, Fact, FactValues, Gender, Make, Makers, Model, PartKind, Scope, Size, SizedKind, Tables, Top,
    Vehicle,
};

impl Tables {
    /// Reads all files.
    ///
    /// # Errors
    /// A line with too few fields, or one that names what no other file has.
    pub(in crate::demo) fn read() -> Result<Self> {
        let makes = rows(include_str!("../../../data/demo/makes.txt"), make)?;
        let tops = rows(include_str!("../../../data/demo/categories.txt"), top)?;
        let brands = rows(include_str!("../../../data/demo/brands.txt"), brand)?;
        let makers = rows(include_str!("../../../data/demo/makers.txt"), |f| makers_of(f, &brands))?;
        let parts = rows(include_str!("../../../data/demo/parts.txt"), |f| part(f, &tops, &makers))?;
        let sized = rows(include_str!("../../../data/demo/universal.txt"), |f| sized(f, &tops, &makers))?;
        let families = rows(include_str!("../../../data/demo/families.txt"), |f| {
            Ok(field(f, 1)?.split(' ').collect::<Vec<_>>())
        })?;
        let [chain, aspirated] = <[_; 2]>::try_from(families).ok().context("families.txt needs two lines")?;
        let mut tables = Self {
            makes,
            models: Vec::new(),
            vehicles: Vec::new(),
            tops,
            parts,
            sized,
            brands,
            makers,
            chain,
            aspirated,
        };
        rows(include_str!("../../../data/demo/models.txt"), |fields| tables.add_model(fields))?;
        Ok(tables)
    }

    fn add_model(&mut self, fields: &[&'static str]) -> Result<()> {
        let make = self.makes.iter().position(|m| m.name == fields[0]).context("unknown make")?;
        let (name, generation) = (field(fields, 1)?, field(fields, 3)?.parse::<u16>()?);
        let (from, to) = (field(fields, 6)?, field(fields, 7)?);
        let suffix = generation_suffix(&self.makes[make], name, generation, field(fields, 4)?);
        let first = self.vehicles.len();
        for engine in field(fields, 10)?.split(';') {
            let parts: Vec<&'static str> = engine.split(',').map(str::trim).collect();
            let mut document = VehicleDocument {
                make: self.makes[make].name.to_owned(),
                model: name.to_owned(),
                generation: Some(generation),
                series: Some(field(fields, 4)?.to_owned()),
                year_from: from.parse().ok(),
                year_to: to.parse().ok(),
                engine: Some(field(&parts, 0)?.to_owned()),
                fuel: Some(field(&parts, 1)?.to_owned()),
                power_kw: field(&parts, 2)?.parse().ok(),
                body: Some(field(fields, 8)?.to_owned()),
                ..VehicleDocument::default()
            };
            document.slug = document.slug_from_parts();
            self.vehicles.push(Vehicle {
                model: self.models.len(),
                engine: field(&parts, 0)?,
                fuel: field(&parts, 1)?,
                family: field(&parts, 3)?,
                document,
            });
        }
        self.models.push(Model {
            make,
            label: format!("{name}{suffix}"),
            label_arabic: format!("{}{suffix}", field(fields, 2)?),
            series: field(fields, 4)?,
            platform: field(fields, 5)?,
            years: if to.is_empty() { format!("{from}+") } else { format!("{from}-{to}") },
            years_arabic: years_arabic(from, to),
            weight: field(fields, 9)?.parse()?,
            vehicles: first..self.vehicles.len(),
        });
        Ok(())
    }
}

/// "from 2012 to 2019" on one line: after Arabic letters, numbers with a hyphen between change places.
fn years_arabic(from: &str, to: &str) -> String {
    if to.is_empty() {
        format!("منذ\u{a0}{from}")
    } else {
        format!("من\u{a0}{from}\u{a0}إلى\u{a0}{to}")
    }
}

/// " 4" for a Clio 4, " II" for a 208 II, " E90" for a Série 3, "" for the first of its name.
fn generation_suffix(make: &Make, model: &str, generation: u16, series: &str) -> String {
    if matches!(make.number_format, "bmw" | "mercedes") {
        return format!(" {series}");
    }
    let ends_in_digit = model.ends_with(|c: char| c.is_ascii_digit());
    match (generation, ends_in_digit) {
        (1, _) => String::new(),
        (2, true) => " II".to_owned(),
        (3, true) => " III".to_owned(),
        (4, true) => " IV".to_owned(),
        (number, _) => format!(" {number}"),
    }
}

fn rows<T>(text: &'static str, mut read: impl FnMut(&[&'static str]) -> Result<T>) -> Result<Vec<T>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<&'static str> = line.split('|').map(str::trim).collect();
            read(&fields).with_context(|| format!("demo table line {line:?}"))
        })
        .collect()
}

fn field(fields: &[&'static str], index: usize) -> Result<&'static str> {
    fields.get(index).copied().with_context(|| format!("field {} is missing", index + 1))
}

fn names(fields: &[&'static str], fr: usize, ar: usize, en: usize) -> Result<LocalizedText> {
    Ok(LocalizedText {
        fr: Some(field(fields, fr)?.to_owned()),
        ar: Some(field(fields, ar)?.to_owned()),
        en: Some(field(fields, en)?.to_owned()),
    })
}

fn make(fields: &[&'static str]) -> Result<Make> {
    Ok(Make {
        name: field(fields, 0)?,
        arabic: field(fields, 1)?,
        number_format: field(fields, 2)?,
        price_factor: field(fields, 3)?.parse()?,
    })
}

fn top(fields: &[&'static str]) -> Result<Top> {
    Ok(Top {
        slug: field(fields, 0)?,
        drawing: field(fields, 1)?,
        names: names(fields, 2, 3, 4)?,
        advice: names(fields, 5, 6, 7)?,
    })
}

fn brand(fields: &[&'static str]) -> Result<BrandRow> {
    Ok(BrandRow {
        name: field(fields, 0)?,
        letters: field(fields, 1)?,
        tier: field(fields, 2)?.parse()?,
        ean_prefix: field(fields, 3)?.parse()?,
    })
}

fn makers_of(fields: &[&'static str], brands: &[BrandRow]) -> Result<Makers> {
    let read = |entry: &'static str| {
        let (name, pattern) = entry.split_once('=').context("brand = pattern")?;
        let brand = brands.iter().position(|b| b.name == name.trim()).context("unknown brand")?;
        Ok((brand, pattern.trim()))
    };
    let brands = field(fields, 1)?.split(", ").map(read).collect::<Result<_>>()?;
    Ok(Makers { group: field(fields, 0)?, brands })
}

fn place_of(slug: &str, tops: &[Top]) -> Result<usize> {
    tops.iter().position(|top| top.slug == slug).context("unknown top category")
}

fn makers_named(group: &str, makers: &[Makers]) -> Result<usize> {
    makers.iter().position(|entry| entry.group == group).context("unknown makers")
}

fn part(fields: &[&'static str], tops: &[Top], makers: &[Makers]) -> Result<PartKind> {
    let (low, high) = field(fields, 8)?.split_once('-').context("price from-to")?;
    let gender = |text: &str| match text {
        "m" => Gender::Masculine,
        "f" => Gender::Feminine,
        _ => Gender::Plural,
    };
    let scope = match field(fields, 4)? {
        "engine" => Scope::Engine,
        "platform" => Scope::Platform,
        "model" => Scope::Model,
        _ => Scope::Car,
    };
    let entries: Vec<(&'static str, &'static str)> =
        field(fields, 16)?.split(';').filter_map(|entry| entry.split_once('=')).collect();
    let rule = |name: &str| entries.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let facts = entries.iter().filter(|(key, _)| !key.starts_with('@'));
    Ok(PartKind {
        slug: field(fields, 0)?,
        top: place_of(field(fields, 1)?, tops)?,
        drawing: field(fields, 2)?,
        makers: makers_named(field(fields, 3)?, makers)?,
        scope,
        weight: field(fields, 5)?.parse()?,
        positions: field(fields, 6)?.split(',').collect(),
        quantity: field(fields, 7)?.parse()?,
        price: (low.parse()?, high.parse()?),
        names: names(fields, 9, 11, 14)?,
        gender_fr: gender(field(fields, 10)?),
        gender_ar: gender(field(fields, 12)?),
        street_word: field(fields, 13)?,
        codes: field(fields, 15)?.split(',').collect(),
        facts: facts.map(|(key, values)| fact(key, values)).collect::<Result<_>>()?,
        fuel: rule("@fuel"),
        chain: rule("@chain").map(|value| value == "yes"),
        only_turbo: rule("@aspirated").is_some(),
    })
}

fn fact(key: &'static str, values: &'static str) -> Result<Fact> {
    let Some((from, rest)) = values.split_once("..") else {
        return Ok(Fact { key, values: FactValues::Choice(values.split(',').map(value).collect()) });
    };
    let (to, step) = rest.split_once('/').unwrap_or((rest, "1"));
    Ok(Fact { key, values: FactValues::Steps { from: from.parse()?, to: to.parse()?, step: step.parse()? } })
}

fn value(text: &str) -> SpecificationValue {
    match (text, text.parse::<f64>()) {
        ("yes", _) => SpecificationValue::Flag(true),
        ("no", _) => SpecificationValue::Flag(false),
        (_, Ok(number)) => SpecificationValue::Number(number),
        _ => SpecificationValue::Text(text.to_owned()),
    }
}

fn sized(fields: &[&'static str], tops: &[Top], makers: &[Makers]) -> Result<SizedKind> {
    Ok(SizedKind {
        slug: field(fields, 0)?,
        top: place_of(field(fields, 1)?, tops)?,
        drawing: field(fields, 2)?,
        makers: makers_named(field(fields, 3)?, makers)?,
        weight: field(fields, 4)?.parse()?,
        names: names(fields, 5, 6, 8)?,
        street_word: field(fields, 7)?,
        sizes: fields[9..].iter().map(|entry| size(entry)).collect::<Result<_>>()?,
    })
}

fn size(entry: &'static str) -> Result<Size> {
    let (head, rest) = entry.split_once(';').unwrap_or((entry, ""));
    let (label, price) = head.rsplit_once('=').context("label = price")?;
    let facts = rest.split(';').filter_map(|fact| fact.split_once('='));
    Ok(Size { label, price: price.parse()?, facts: facts.map(|(key, text)| (key, value(text))).collect() })
}
