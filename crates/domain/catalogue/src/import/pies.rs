//! PIES 7.x: what a part is, costs and looks like.

use std::io::Read;

use kernel::{Currency, Locale, LocalizedText, Money};

use super::Problem;
use super::entry::{Entry, EntrySink, Item};
use super::table::TableError;
use super::xml::{Element, XmlRecords};
use crate::cell::read_value;
use crate::{CatalogueSettings, CrossReference, ProductDocument, Specification};

/// Codes of descriptions that name a part, the best first: product, short, invoice, label.
const NAME_CODES: [&str; 4] = ["DES", "SHO", "INV", "LAB"];
/// Codes of descriptions that describe it: extended, marketing, features and benefits.
const DESCRIPTION_CODES: [&str; 3] = ["EXT", "MKT", "FAB"];
/// Types of prices that a shopper pays, the best first: retail, list, suggested.
const PRICE_TYPES: [&str; 4] = ["RET", "LST", "MSR", "RTL"];

/// Reads all items into the sink.
pub(super) fn read(
    input: impl Read,
    settings: &CatalogueSettings,
    sink: &mut EntrySink,
) -> Result<(), TableError> {
    let mut records = XmlRecords::new(input);
    loop {
        match records.next(&["Item", "Header"]) {
            Ok(None) => return Ok(()),
            Ok(Some((_, element))) if element.name == "Header" => {
                let version = element.text_of("PIESVersion").unwrap_or("?");
                sink.note(format!("PIES {version}"))?;
            }
            Ok(Some((line, item))) => {
                let raw = match item.text_of("PartNumber") {
                    Some(number) if sink.keep_raw => vec![number.to_owned()],
                    _ => Vec::new(),
                };
                let mut warnings = Vec::new();
                let result = item_of(line, &item, settings.currency, &mut warnings);
                for warning in warnings {
                    sink.problem(warning, Vec::new())?;
                }
                match result {
                    Ok(item) => sink.push(Entry { line, raw, item }, 2_000)?,
                    Err(problem) => sink.problem(problem, raw)?,
                }
            }
            Err(reason) => {
                let reason = format!("{reason}; what follows was not read");
                return Ok(sink.problem(Problem::refused(records.line(), "file", "", reason), Vec::new())?);
            }
        }
    }
}

fn item_of(
    line: u64,
    item: &Element,
    currency: Currency,
    warnings: &mut Vec<Problem>,
) -> Result<Item, Problem> {
    let sku = item
        .text_of("PartNumber")
        .ok_or_else(|| Problem::refused(line, "PartNumber", "", "an item needs a part number"))?
        .to_owned();
    match item.attribute("MaintenanceType") {
        Some("D") => return Ok(Item::Removal(sku)),
        Some("A" | "C" | "N" | "F") | None => {}
        Some(other) => {
            let reason = "a maintenance type is A (add), C (change), N (no change) or D (delete)";
            return Err(Problem::refused(line, "MaintenanceType", other, reason));
        }
    }
    let images: Vec<String> = item.within("DigitalAssets").filter_map(image_of).collect();
    let specifications: Vec<Specification> =
        item.within("ProductAttributes").filter_map(attribute_of).collect();
    let references: Vec<CrossReference> =
        item.within("PartInterchangeInfo").flat_map(interchange_of).collect();
    let brand = item.text_of("BrandLabel").or_else(|| item.text_of("SubBrandLabel"));
    Ok(Item::Product(
        Box::new(ProductDocument {
            sku,
            names: names_of(item),
            descriptions: descriptions_of(item),
            brand: brand.or_else(|| item.text_of("BrandAAIAID")).map(str::to_owned),
            price_minor: price_of(line, item, currency, warnings)?,
            gtin: gtin_of(item),
            images: Some(images).filter(|images| !images.is_empty()),
            specifications: Some(specifications).filter(|list| !list.is_empty()),
            cross_references: Some(references).filter(|list| !list.is_empty()),
            ..ProductDocument::default()
        }),
        Vec::new(),
    ))
}

/// Descriptions with their code and language, without those that are to go.
fn texts(item: &Element) -> impl Iterator<Item = (&str, Locale, &str)> {
    item.within("Descriptions").filter(|text| text.attribute("MaintenanceType") != Some("D")).filter_map(
        |text| {
            let language = text.attribute("LanguageCode").unwrap_or("EN").to_ascii_lowercase();
            let locale = language.get(..2)?.parse().ok()?;
            Some((text.attribute("DescriptionCode").unwrap_or("DES"), locale, text.text.as_str()))
        },
    )
}

fn names_of(item: &Element) -> LocalizedText {
    let mut names = LocalizedText::default();
    for code in NAME_CODES {
        for (_, locale, text) in texts(item).filter(|(of, _, text)| *of == code && !text.is_empty()) {
            names.slot(locale).get_or_insert_with(|| text.to_owned());
        }
    }
    names
}

fn descriptions_of(item: &Element) -> LocalizedText {
    let mut descriptions = LocalizedText::default();
    for code in DESCRIPTION_CODES {
        for (_, locale, text) in texts(item).filter(|(of, _, text)| *of == code && !text.is_empty()) {
            let slot = descriptions.slot(locale);
            *slot = Some(match slot.take() {
                Some(before) => format!("{before}\n{text}"),
                None => text.to_owned(),
            });
        }
    }
    descriptions
}

fn price_of(
    line: u64,
    item: &Element,
    currency: Currency,
    warnings: &mut Vec<Problem>,
) -> Result<Option<i64>, Problem> {
    let mut best: Option<(usize, &str)> = None;
    for pricing in item.within("Prices").filter(|price| price.attribute("MaintenanceType") != Some("D")) {
        let kind = pricing.attribute("PriceType").unwrap_or_default();
        let Some(rank) = PRICE_TYPES.iter().position(|known| *known == kind) else { continue };
        let code = pricing.text_of("CurrencyCode").unwrap_or_default();
        if code != currency.code() {
            let reason = format!("a price in another currency than the shop's, {currency}: left aside");
            warnings.push(Problem::warning(line, "CurrencyCode", code, reason));
            continue;
        }
        if let Some(amount) = pricing.text_of("Price")
            && best.is_none_or(|(other, _)| rank < other)
        {
            best = Some((rank, amount));
        }
    }
    best.map(|(_, amount)| {
        Money::parse(amount, currency)
            .map(|money| money.minor)
            .map_err(|error| Problem::refused(line, "Price", amount, error.to_string()))
    })
    .transpose()
}

/// The item's own GTIN; PIES pads it with zeros to 14 digits.
fn gtin_of(item: &Element) -> Option<String> {
    let padded = item.text_of("ItemLevelGTIN")?;
    let short = padded.trim_start_matches('0');
    let digits = [8, 12, 13, 14].into_iter().find(|digits| short.len() <= *digits)?;
    Some(format!("{short:0>digits$}"))
}

fn attribute_of(attribute: &Element) -> Option<Specification> {
    let name = attribute.attribute("AttributeID").filter(|name| !name.is_empty())?;
    let unit = attribute.attribute("AttributeUOM").unwrap_or_default();
    let text = attribute.text.as_str();
    (!text.is_empty()).then(|| Specification { key: format!("{name} {unit}"), value: read_value(text) })
}

fn interchange_of(interchange: &Element) -> Vec<CrossReference> {
    let brand = interchange
        .attribute("BrandLabel")
        .or_else(|| interchange.attribute("BrandAAIAID"))
        .or_else(|| interchange.text_of("BrandLabel"))
        .unwrap_or_default();
    let numbers =
        interchange.children.iter().filter(|child| child.name == "PartNumber" && !child.text.is_empty());
    numbers.map(|number| CrossReference { brand: brand.to_owned(), number: number.text.clone() }).collect()
}

fn image_of(asset: &Element) -> Option<String> {
    let address = asset.text_of("URI").or_else(|| asset.text_of("FileName"))?;
    let extension = address.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    matches!(extension.as_str(), "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif" | "svg")
        .then(|| address.to_owned())
}
