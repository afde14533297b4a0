//! What a document must be: limits, check digits, characters; and its one normal form.

use std::borrow::Cow;
use std::mem::take;

use kernel::{Locale, LocalizedText};
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::{ProductDocument, Refusal, Specification, SpecificationValue};

const NAME_CHARS: usize = 500;
const DESCRIPTION_CHARS: usize = 20_000;
const NUMBER_CHARS: usize = 100;
const WORDS_CHARS: usize = 2_000;
const SPECIFICATIONS: usize = 500;
const LIST_ITEMS: usize = 5_000;
/// All texts of one product together: a line or row of an export stays well within what an import takes.
const PRODUCT_BYTES: usize = 2 << 20;
pub(crate) const NEGATIVE_PRICE: &str = "a price cannot be negative";
/// A price of more than a thousand million dinars is a slip.
const PRICE_MINOR: i64 = 1_000_000_000_000;
/// Up to here and with six decimals every number is written and read alike everywhere.
const SPECIFICATION_NUMBER: f64 = 1e9;

/// Puts a product's document into its normal form.
pub(crate) fn normalise(mut doc: ProductDocument) -> Result<ProductDocument, Refusal> {
    doc.sku = own_line("sku", doc.sku, NUMBER_CHARS)?;
    if !doc.sku.contains(char::is_alphanumeric) {
        return Err(Refusal::new("sku", &doc.sku, "a product needs a SKU with at least one letter or digit"));
    }
    doc.slug = doc.slug.map(|slug| slug_of("slug", &slug)).transpose()?;
    normalise_texts(&mut doc.names, |text| own_line("names", text, NAME_CHARS))?;
    normalise_texts(&mut doc.descriptions, |text| {
        if is_tidy(&text, DESCRIPTION_CHARS) {
            Ok(text)
        } else {
            lines("descriptions", &text, DESCRIPTION_CHARS)
        }
    })?;
    doc.brand = doc.brand.map(|brand| own_line("brand", brand, NUMBER_CHARS)).transpose()?;
    doc.category = doc.category.map(|path| own_line("category", path, WORDS_CHARS)).transpose()?;
    for (field, minor) in [
        ("priceMinor", doc.price_minor),
        ("regularPriceMinor", doc.regular_price_minor),
        ("costMinor", doc.cost_minor),
    ] {
        price(field, minor)?;
    }
    if doc.price_on_request && doc.price_minor.is_some() {
        return Err(Refusal::new(
            "priceOnRequest",
            "true",
            "a product has a price or has it on request, not both",
        ));
    }
    doc.gtin = doc.gtin.map(|gtin| gtin_of(&gtin)).transpose()?;
    doc.specifications = doc.specifications.map(specifications).transpose()?;
    doc.images = doc.images.map(|images| list("images", images, image)).transpose()?;
    doc.oe_numbers = doc.oe_numbers.map(part_numbers).transpose()?;
    if let Some(references) = &mut doc.cross_references {
        limit("crossReferences", references.len())?;
        for reference in references.iter_mut() {
            reference.brand = own_line("crossReferences", take(&mut reference.brand), NUMBER_CHARS)?;
            reference.number = own_line("crossReferences", take(&mut reference.number), NUMBER_CHARS)?;
        }
        references.retain(|reference| reference.number.contains(char::is_alphanumeric));
    }
    if let Some(fitments) = &mut doc.fitments {
        limit("fitments", fitments.len())?;
        for fitment in fitments {
            fitment.vehicle = own_line("fitments", take(&mut fitment.vehicle), WORDS_CHARS)?;
            fitment.position = take(&mut fitment.position)
                .map(|position| own_line("fitments", position, NUMBER_CHARS))
                .transpose()?
                .filter(|position| !position.is_empty());
            fitment.conditions = normalise_conditions(fitment.conditions.as_deref())?;
        }
    }
    let bytes = list_bytes(&doc);
    if bytes > PRODUCT_BYTES {
        let reason = format!("more than {PRODUCT_BYTES} bytes in the lists of one product");
        return Err(Refusal::new("sku", &doc.sku, reason));
    }
    Ok(doc)
}

/// Bytes of a product's lists; its other texts are short.
fn list_bytes(doc: &ProductDocument) -> usize {
    let texts =
        |list: Option<&Vec<String>>| list.into_iter().flatten().map(|text| text.len() + 8).sum::<usize>();
    let fitments = doc.fitments.iter().flatten().map(|fitment| {
        let words = [fitment.position.as_deref(), fitment.conditions.as_deref()];
        60 + fitment.vehicle.len() + words.into_iter().flatten().map(str::len).sum::<usize>()
    });
    let references = doc.cross_references.iter().flatten().map(|r| 40 + r.brand.len() + r.number.len());
    let specifications = doc.specifications.iter().flatten().map(|specification| {
        40 + specification.key.len()
            + match &specification.value {
                SpecificationValue::Text(text) => text.len(),
                SpecificationValue::Number(_) | SpecificationValue::Flag(_) => 20,
            }
    });
    texts(doc.images.as_ref())
        + texts(doc.oe_numbers.as_ref())
        + fitments.sum::<usize>()
        + references.sum::<usize>()
        + specifications.sum::<usize>()
}

fn normalise_texts(
    texts: &mut LocalizedText,
    normal: impl Fn(String) -> Result<String, Refusal>,
) -> Result<(), Refusal> {
    for locale in Locale::ALL {
        if let Some(text) = texts.slot(locale) {
            *text = normal(take(text))?;
        }
    }
    Ok(())
}

/// [`line`] of a text that most often is one already, and then is not copied.
fn own_line(field: &str, text: String, max_chars: usize) -> Result<String, Refusal> {
    let tidy = is_tidy(&text, max_chars) && all_bytes(&text, |byte| byte != b'\n' && byte != b'\t');
    if tidy { Ok(text) } else { line(field, &text, max_chars) }
}

/// Whether [`lines`] would find nothing to do.
fn is_tidy(text: &str, max_chars: usize) -> bool {
    // Other controls and what is no character begin with these two bytes, as few letters do.
    let plain =
        |byte: u8| (byte >= b' ' && !matches!(byte, 0x7f | 0xc2 | 0xef)) || matches!(byte, b'\n' | b'\t');
    text.len() <= max_chars
        && text.trim().len() == text.len()
        && (all_bytes(text, plain) || !text.contains(is_unprintable))
}

/// Whether it holds of each byte. Looked at as a whole, without stopping, because that is done many bytes at a time.
fn all_bytes(text: &str, holds: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & holds(byte))
}

/// A text of one line: trimmed, every white space a space.
pub(crate) fn line(field: &str, text: &str, max_chars: usize) -> Result<String, Refusal> {
    let one_line: Cow<'_, str> = if text.contains(['\n', '\r', '\t']) {
        text.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ").into()
    } else {
        text.into()
    };
    lines(field, &one_line, max_chars)
}

/// The conditions of a fitment in their normal form.
pub(crate) fn normalise_conditions(conditions: Option<&str>) -> Result<Option<String>, Refusal> {
    optional_line("fitments", conditions, WORDS_CHARS)
}

pub(crate) fn optional_line(
    field: &str,
    text: Option<&str>,
    max_chars: usize,
) -> Result<Option<String>, Refusal> {
    let line = text.map(|text| line(field, text, max_chars)).transpose()?;
    Ok(line.filter(|line| !line.is_empty()))
}

/// A text of several lines: trimmed, line ends as `\n`.
fn lines(field: &str, text: &str, max_chars: usize) -> Result<String, Refusal> {
    let unix: Cow<'_, str> =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() };
    let trimmed = unix.trim();
    if let Some(bad) = trimmed.chars().find(|c| is_unprintable(*c)) {
        let reason = match bad {
            '\u{ffff}' => "holds bytes that are not of the file's encoding; name the right one".to_owned(),
            _ => format!("holds the character U+{:04X}, which no text of a shop holds", u32::from(bad)),
        };
        return Err(Refusal::new(field, trimmed, reason));
    }
    if trimmed.len() > max_chars && trimmed.chars().count() > max_chars {
        let reason = format!("longer than {max_chars} characters");
        return Err(Refusal::new(field, trimmed, reason));
    }
    Ok(trimmed.to_owned())
}

/// Control characters but tab and line end, and what is no character at all.
fn is_unprintable(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A slug as somebody wrote it; only its normal form is one.
pub(crate) fn slug_of(field: &str, slug: &str) -> Result<String, Refusal> {
    let normal = kernel::text::slugify(slug);
    if normal.is_empty() || normal.len() > 300 || normal != slug.trim() {
        let reason = format!("no slug: small letters, digits and hyphens, like {normal:?}");
        return Err(Refusal::new(field, slug, reason));
    }
    Ok(normal)
}

fn price(field: &str, minor: Option<i64>) -> Result<(), Refusal> {
    let Some(minor) = minor else { return Ok(()) };
    if minor < 0 {
        return Err(Refusal::new(field, &minor.to_string(), NEGATIVE_PRICE));
    }
    if minor > PRICE_MINOR {
        let reason = format!("a price above {PRICE_MINOR} minor units cannot be meant");
        return Err(Refusal::new(field, &minor.to_string(), reason));
    }
    Ok(())
}

fn gtin_of(gtin: &str) -> Result<String, Refusal> {
    let digits: String =
        gtin.chars().map(kernel::text::western_digit).filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.is_empty() {
        return Ok(digits);
    }
    let numbers: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if numbers.len() != digits.chars().count() || !matches!(numbers.len(), 8 | 12 | 13 | 14) {
        return Err(Refusal::new("gtin", gtin, "an EAN or UPC has 8, 12, 13 or 14 digits"));
    }
    let sum: u32 =
        numbers.iter().rev().enumerate().map(|(place, n)| if place % 2 == 1 { n * 3 } else { *n }).sum();
    if sum.is_multiple_of(10) {
        Ok(digits)
    } else {
        Err(Refusal::new("gtin", gtin, "its check digit is wrong"))
    }
}

fn specifications(specifications: Vec<Specification>) -> Result<Vec<Specification>, Refusal> {
    if specifications.len() > SPECIFICATIONS {
        let reason = format!("more than {SPECIFICATIONS} specifications");
        return Err(Refusal::new("specifications", &specifications.len().to_string(), reason));
    }
    let mut normal: Vec<Specification> = Vec::with_capacity(specifications.len());
    for specification in specifications {
        let key = kernel::text::slugify(&specification.key);
        if key.is_empty() || key.len() > NUMBER_CHARS {
            return Err(Refusal::new("specifications", &specification.key, "no name of a specification"));
        }
        let value = match specification.value {
            SpecificationValue::Text(text) => {
                let text = own_line("specifications", text, WORDS_CHARS)?;
                if text.is_empty() {
                    continue;
                }
                SpecificationValue::Text(text)
            }
            SpecificationValue::Number(number) if number.abs() < SPECIFICATION_NUMBER => {
                // Adding zero makes -0 a plain 0.
                SpecificationValue::Number((number * 1e6).round() / 1e6 + 0.0)
            }
            SpecificationValue::Number(number) => {
                let value = format!("{key}={number}");
                return Err(Refusal::new(
                    "specifications",
                    &value,
                    "a number between -10^9 and 10^9 is needed",
                ));
            }
            flag @ SpecificationValue::Flag(_) => flag,
        };
        normal.retain(|earlier| earlier.key != key);
        normal.push(Specification { key, value });
    }
    Ok(normal)
}

fn image(field: &str, image: String) -> Result<String, Refusal> {
    let image = own_line(field, image, WORDS_CHARS)?;
    let scheme = image.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    match scheme {
        Some((scheme, _))
            if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") =>
        {
            Err(Refusal::new(field, &image, "a picture is a path or an address with http or https"))
        }
        _ => Ok(image),
    }
}

fn part_numbers(numbers: Vec<String>) -> Result<Vec<String>, Refusal> {
    let numbers = list("oeNumbers", numbers, |field, text| own_line(field, text, NUMBER_CHARS))?;
    let mut seen = FxHashSet::with_capacity_and_hasher(numbers.len(), FxBuildHasher);
    Ok(numbers
        .into_iter()
        .filter(|number| {
            let key = kernel::text::part_number_key(number);
            !key.is_empty() && seen.insert(key)
        })
        .collect())
}

fn list(
    field: &str,
    items: Vec<String>,
    normal: impl Fn(&str, String) -> Result<String, Refusal>,
) -> Result<Vec<String>, Refusal> {
    limit(field, items.len())?;
    let items: Vec<String> = items.into_iter().map(|item| normal(field, item)).collect::<Result<_, _>>()?;
    Ok(items.into_iter().filter(|item| !item.is_empty()).collect())
}

fn limit(field: &str, items: usize) -> Result<(), Refusal> {
    if items > LIST_ITEMS {
        let reason = format!("more than {LIST_ITEMS} entries");
        return Err(Refusal::new(field, &items.to_string(), reason));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(change: impl FnOnce(&mut ProductDocument)) -> ProductDocument {
        let mut document = ProductDocument { sku: "A-1".to_owned(), ..ProductDocument::default() };
        change(&mut document);
        document
    }

    fn refused_field(change: impl FnOnce(&mut ProductDocument)) -> String {
        normalise(document(change)).unwrap_err().field
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        assert_eq!(refused_field(|d| d.sku = " -- ".to_owned()), "sku");
        assert_eq!(refused_field(|d| d.price_minor = Some(-1)), "priceMinor");
        assert_eq!(refused_field(|d| d.cost_minor = Some(i64::MAX)), "costMinor");
        assert_eq!(refused_field(|d| d.gtin = Some("4006381333932".to_owned())), "gtin");
        assert_eq!(refused_field(|d| d.names.fr = Some("a\u{0}b".to_owned())), "names");
        assert_eq!(refused_field(|d| d.images = Some(vec!["javascript:alert(1)".to_owned()])), "images");
        assert_eq!(refused_field(|d| d.slug = Some("Not A Slug".to_owned())), "slug");
    }

    #[test]
    fn spaces_digits_and_doubles_fall_into_one_form() {
        let normal = normalise(document(|d| {
            d.names.fr = Some(" Filtre\r\nà huile ".to_owned());
            d.gtin = Some("٤٠٠٦٣٨١٣٣٣٩٣١".to_owned());
            d.oe_numbers = Some(vec!["8Z8 499".to_owned(), "8z8499".to_owned(), "-".to_owned()]);
        }))
        .unwrap();
        assert_eq!(normal.names.fr.as_deref(), Some("Filtre à huile"));
        assert_eq!(normal.gtin.as_deref(), Some("4006381333931"));
        assert_eq!(normal.oe_numbers, Some(vec!["8Z8 499".to_owned()]));
        assert_eq!(normalise(normal.clone()).unwrap(), normal);
    }
}
