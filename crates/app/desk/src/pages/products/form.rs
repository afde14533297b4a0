//! A product as the fields of a form: what stands in each, which were touched, and what they ask for.
//!
//! The form carries a mark of each field as it was shown. What is typed is compared with the marks,
//! so that only what somebody touched is sent on, and what another changed meanwhile is left to them.

use catalogue::{
    CatalogueError, CrossReference, Patched, Product, ProductPatch, Specification, SpecificationValue,
    TextPatch,
};
use kernel::{Currency, Locale};

use crate::pages::amount;
use crate::pages::field::{Field, Wrong};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

/// The fields, and the key of each one's text.
pub(super) const FIELDS: [(&str, &str); 19] = [
    ("sku", "sku"),
    ("gtin", "gtin"),
    ("name_fr", "name-fr"),
    ("name_ar", "name-ar"),
    ("name_en", "name-en"),
    ("brand", "brand"),
    ("category", "category"),
    ("price", "price"),
    ("regular_price", "regular-price"),
    ("cost", "cost"),
    ("stock", "stock"),
    ("on_order", "on-order"),
    ("published", "published"),
    ("oe_numbers", "oe-numbers"),
    ("references", "references"),
    ("specifications", "specifications"),
    ("description_fr", "description-fr"),
    ("description_ar", "description-ar"),
    ("description_en", "description-en"),
];

/// What stands in each field, in the order of [`FIELDS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed([String; FIELDS.len()]);

impl Typed {
    /// Of a form that was sent.
    pub(super) fn of_form(form: &Pairs) -> Self {
        Self(
            FIELDS
                .map(|(name, _)| form.get(name).unwrap_or_default().replace("\r\n", "\n").trim().to_owned()),
        )
    }

    /// Of a product.
    pub(super) fn of_product(product: &Product, currency: Currency, locale: Locale) -> Self {
        let money = |minor: Option<i64>| {
            minor.map(|minor| amount::typed(minor, currency, locale)).unwrap_or_default()
        };
        let yes = |flag: bool| if flag { "yes".to_owned() } else { String::new() };
        let (names, descriptions) = (&product.names, &product.descriptions);
        let text = |text: Option<&str>| text.unwrap_or_default().trim().to_owned();
        Self(FIELDS.map(|(name, _)| match name {
            "sku" => product.sku.clone(),
            "gtin" => product.gtin.clone().unwrap_or_default(),
            "name_fr" => text(names.fr.as_deref()),
            "name_ar" => text(names.ar.as_deref()),
            "name_en" => text(names.en.as_deref()),
            "brand" => product.brand_id.map(|id| id.to_string()).unwrap_or_default(),
            "category" => product.category_id.map(|id| id.to_string()).unwrap_or_default(),
            "price" => money(product.price_minor),
            "regular_price" => money(product.regular_price_minor),
            "cost" => money(product.cost_minor),
            "stock" => product.stock_quantity.map(|count| count.to_string()).unwrap_or_default(),
            "on_order" => yes(product.on_order),
            "published" => yes(product.published_at.is_some()),
            "oe_numbers" => product.oe_numbers.join("\n"),
            "references" => lines(&product.cross_references, |one| format!("{}: {}", one.brand, one.number)),
            "specifications" => {
                lines(&product.specifications, |one| format!("{}: {}", one.key, written(&one.value)))
            }
            "description_fr" => text(descriptions.fr.as_deref()),
            "description_ar" => text(descriptions.ar.as_deref()),
            "description_en" => text(descriptions.en.as_deref()),
            _ => String::new(),
        }))
    }

    /// Of a product that is not there yet: on sale as soon as it is complete.
    pub(super) fn of_new() -> Self {
        Self(FIELDS.map(|(name, _)| if name == "published" { "yes".to_owned() } else { String::new() }))
    }

    /// What stands in one field.
    pub(super) fn get(&self, name: &str) -> &str {
        FIELDS.iter().position(|(known, _)| *known == name).map_or("", |place| &self.0[place])
    }

    /// One field as a template shows it.
    pub(super) fn field(&self, name: &'static str, wrong: &[Wrong]) -> Field {
        Field::of(name, self.get(name)).wrong(wrong.iter().find(|wrong| wrong.field == name))
    }

    /// Marks of all fields, for the form to carry.
    pub(super) fn marks(&self) -> String {
        let marks: Vec<String> =
            self.0.iter().map(|text| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()).collect();
        marks.join(".")
    }

    /// The fields that differ from those that were marked; all of them for marks that are none.
    pub(super) fn touched(&self, marks: &str) -> Vec<&'static str> {
        let mine = self.marks();
        let mut before = marks.split('.');
        let differing = mine.split('.').zip(FIELDS).filter(|(mark, _)| before.next() != Some(mark));
        differing.map(|(_, (name, _))| name).collect()
    }

    /// The same, with `others` in all fields but these.
    pub(super) fn over(mut self, others: &Self, touched: &[&str]) -> Self {
        for (place, (name, _)) in FIELDS.iter().enumerate() {
            if !touched.contains(name) {
                self.0[place].clone_from(&others.0[place]);
            }
        }
        self
    }

    /// What the touched fields ask for, or every one of them that cannot be read.
    pub(super) fn patch(
        &self,
        touched: &[&'static str],
        currency: Currency,
        texts: &Texts,
    ) -> Result<ProductPatch, Vec<Wrong>> {
        let mut patch = ProductPatch::default();
        let mut wrong = Vec::new();
        let mut names = TextPatch::default();
        let mut descriptions = TextPatch::default();
        for name in touched.iter().copied() {
            let text = self.get(name);
            let mut refuse = |key: &str| wrong.push(Wrong { field: name, reason: texts.get(key).to_owned() });
            match name {
                "sku" if text.is_empty() => refuse("wrong-sku"),
                "sku" => patch.sku = Patched::Set(text.to_owned()),
                "gtin" => patch.gtin = words(text),
                "name_fr" => names.fr = words(text),
                "name_ar" => names.ar = words(text),
                "name_en" => names.en = words(text),
                "brand" => patch.brand_id = read(text, |id| id.parse().ok()).unwrap_or_default(),
                "category" => patch.category_id = read(text, |id| id.parse().ok()).unwrap_or_default(),
                "price" | "regular_price" | "cost" => {
                    let Some(minor) = read(text, |text| amount::minor_units(text, currency)) else {
                        refuse("wrong-amount");
                        continue;
                    };
                    match name {
                        "price" => patch.price_minor = minor,
                        "cost" => patch.cost_minor = minor,
                        _ => patch.regular_price_minor = minor,
                    }
                }
                "stock" => match read(text, amount::whole) {
                    Some(count) => patch.stock_quantity = count,
                    None => refuse("wrong-stock"),
                },
                "on_order" => patch.on_order = Patched::Set(!text.is_empty()),
                "published" => patch.published = Patched::Set(!text.is_empty()),
                "oe_numbers" => {
                    patch.oe_numbers = list(text, |line| Some(line.to_owned())).unwrap_or_default();
                }
                "references" => match list(text, reference) {
                    Some(references) => patch.cross_references = references,
                    None => refuse("wrong-references"),
                },
                "specifications" => match list(text, specification) {
                    Some(specifications) => patch.specifications = specifications,
                    None => refuse("wrong-specifications"),
                },
                "description_fr" => descriptions.fr = words(text),
                "description_ar" => descriptions.ar = words(text),
                "description_en" => descriptions.en = words(text),
                _ => {}
            }
        }
        if names != TextPatch::default() {
            patch.names = Patched::Set(names);
        }
        if descriptions != TextPatch::default() {
            patch.descriptions = Patched::Set(descriptions);
        }
        if wrong.is_empty() { Ok(patch) } else { Err(wrong) }
    }
}

/// The field that the catalogue refused, in the reader's language; gives the error back if it is about none.
pub(super) fn wrong(texts: &Texts, error: CatalogueError) -> Result<Wrong, CatalogueError> {
    let (field, key) = match &error {
        CatalogueError::Taken { field: "sku", reason, .. } if reason.contains("deleted") => {
            ("sku", "taken-sku-deleted")
        }
        CatalogueError::Taken { field: "sku", .. } => ("sku", "taken-sku"),
        CatalogueError::Refused(refusal) => match refusal.field.as_str() {
            "sku" | "slug" => ("sku", "wrong-sku"),
            "gtin" => ("gtin", "wrong-gtin"),
            "names" => ("name_fr", "wrong-product-name"),
            "published" => ("published", "wrong-product-name"),
            "brandId" => ("brand", "wrong-gone"),
            "categoryId" => ("category", "wrong-gone"),
            "priceMinor" => ("price", "wrong-amount"),
            "regularPriceMinor" => ("regular_price", "wrong-amount"),
            "costMinor" => ("cost", "wrong-amount"),
            "oeNumbers" => ("oe_numbers", "wrong-numbers"),
            "crossReferences" => ("references", "wrong-references"),
            "specifications" => ("specifications", "wrong-specifications"),
            "images" => ("address", "wrong-images"),
            "descriptions" => ("description_fr", "wrong-description"),
            _ => return Err(error),
        },
        _ => return Err(error),
    };
    Ok(Wrong { field, reason: texts.get(key).to_owned() })
}

fn words(text: &str) -> Patched<String> {
    if text.is_empty() { Patched::Clear } else { Patched::Set(text.to_owned()) }
}

/// Empty clears; what cannot be read is `None`.
fn read<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Patched<T>> {
    if text.is_empty() { Some(Patched::Clear) } else { read(text).map(Patched::Set) }
}

fn list<T>(text: &str, read_line: impl Fn(&str) -> Option<T>) -> Option<Patched<Vec<T>>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Some(Patched::Set(lines.map(read_line).collect::<Option<Vec<T>>>()?))
}

fn lines<T>(items: &[T], line: impl Fn(&T) -> String) -> String {
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn reference(line: &str) -> Option<CrossReference> {
    let (brand, number) = line.split_once([':', '：'])?;
    let (brand, number) = (brand.trim().to_owned(), number.trim().to_owned());
    (!brand.is_empty() && !number.is_empty()).then_some(CrossReference { brand, number })
}

fn specification(line: &str) -> Option<Specification> {
    let (key, value) = line.split_once([':', '：'])?;
    let (key, value) = (key.trim().to_owned(), value.trim());
    let value = match value {
        "" => return None,
        "true" => SpecificationValue::Flag(true),
        "false" => SpecificationValue::Flag(false),
        text => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => SpecificationValue::Number(number),
            _ => SpecificationValue::Text(text.to_owned()),
        },
    };
    (!key.is_empty()).then_some(Specification { key, value })
}

fn written(value: &SpecificationValue) -> String {
    match value {
        SpecificationValue::Flag(flag) => flag.to_string(),
        SpecificationValue::Number(number) => number.to_string(),
        SpecificationValue::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &str) -> Typed {
        Typed::of_form(&Pairs::read(pairs))
    }

    #[test]
    fn only_what_was_touched_is_asked_for() {
        let before = typed("sku=A-1&price=45%2C900&description_fr=eins%0Azwei");
        let after = typed("sku=A-1&price=50&description_fr=eins%0D%0Azwei&published=yes");
        assert_eq!(after.touched(&before.marks()), ["price", "published"]);
        assert_eq!(after.touched("").len(), FIELDS.len());
        let theirs = typed("sku=B-2&price=1&stock=7");
        let laid = after.over(&theirs, &["price", "published"]);
        assert_eq!((laid.get("sku"), laid.get("price"), laid.get("stock")), ("B-2", "50", "7"));
    }

    #[test]
    fn a_list_is_read_line_by_line_and_written_the_same() {
        let lines = "position: front\ndiameter-mm: 280\nvented: true";
        let read: Option<Vec<Specification>> = lines.lines().map(specification).collect();
        let read = read.unwrap();
        assert_eq!(read[1].value, SpecificationValue::Number(280.0));
        assert_eq!(super::lines(&read, |one| format!("{}: {}", one.key, written(&one.value))), lines);
        assert!(specification("diameter").is_none());
        assert_eq!(reference("TRW : GDB1330").unwrap().number, "GDB1330");
        assert!(reference("TRW:").is_none());
    }
}
