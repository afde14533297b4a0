//! What staff ask of one product, field by field.

use kernel::{Locale, LocalizedText};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    BrandId, CategoryId, CrossReference, FitmentDocument, Patched, Product, ProductDocument, Refusal,
    Specification, VehicleId,
};

/// Some fields of a product, to be laid over those it has. A new product is one laid over nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ProductPatch {
    /// The shop's own number; cannot be cleared.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub sku: Patched<String>,
    /// Its path segment; cleared, it is made anew of name and SKU.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub slug: Patched<String>,
    /// Its name in each language.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub names: Patched<TextPatch>,
    /// Its description in each language.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub descriptions: Patched<TextPatch>,
    /// Its brand.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub brand_id: Patched<BrandId>,
    /// The category in which it stands.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub category_id: Patched<CategoryId>,
    /// Minor units; cleared, the price is on request.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub price_minor: Patched<i64>,
    /// Minor units, the price before an offer.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub regular_price_minor: Patched<i64>,
    /// Minor units, what it costs the shop.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub cost_minor: Patched<i64>,
    /// EAN or UPC.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub gtin: Patched<String>,
    /// Typed facts.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub specifications: Patched<Vec<Specification>>,
    /// Paths or addresses of pictures, the main one first.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub images: Patched<Vec<String>>,
    /// The car makers' numbers.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub oe_numbers: Patched<Vec<String>>,
    /// Other brands' numbers.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub cross_references: Patched<Vec<CrossReference>>,
    /// Pieces in stock; cleared, they are not counted.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub stock_quantity: Patched<u32>,
    /// Whether it can be ordered when there is none; cannot be cleared.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub on_order: Patched<bool>,
    /// Whether it is on sale; cannot be cleared.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub published: Patched<bool>,
    /// What it fits.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub fitments: Patched<Vec<FitmentPatch>>,
}

/// One text, language by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TextPatch {
    /// French.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub fr: Patched<String>,
    /// Arabic.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub ar: Patched<String>,
    /// English.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub en: Patched<String>,
}

/// A vehicle that a product fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FitmentPatch {
    /// Which vehicle.
    pub vehicle_id: VehicleId,
    /// Where on the vehicle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// How many a vehicle needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u16>,
    /// Under which conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
}

impl ProductPatch {
    /// The same as a document, whose "" and empty lists clear; `sku` is what the product has.
    ///
    /// What a document cannot say is [`ProductPatch::clear`]'s.
    pub(crate) fn to_document(&self, sku: &str) -> Result<ProductDocument, Refusal> {
        for (field, cleared) in [
            ("sku", self.sku == Patched::Clear),
            ("onOrder", self.on_order == Patched::Clear),
            ("published", self.published == Patched::Clear),
        ] {
            if cleared {
                return Err(Refusal::new(field, "null", "it cannot be empty"));
            }
        }
        let fitments = self.fitments.or_empty(Vec::new());
        Ok(ProductDocument {
            sku: self.sku.value().map_or(sku, String::as_str).to_owned(),
            slug: self.slug.value().cloned(),
            names: texts(&self.names),
            descriptions: texts(&self.descriptions),
            price_minor: self.price_minor.value().copied(),
            price_on_request: self.price_minor == Patched::Clear,
            regular_price_minor: self.regular_price_minor.value().copied(),
            cost_minor: self.cost_minor.value().copied(),
            gtin: self.gtin.or_empty(String::new()),
            specifications: self.specifications.or_empty(Vec::new()),
            images: self.images.or_empty(Vec::new()),
            oe_numbers: self.oe_numbers.or_empty(Vec::new()),
            cross_references: self.cross_references.or_empty(Vec::new()),
            stock_quantity: self.stock_quantity.value().copied(),
            on_order: self.on_order.value().copied(),
            published: self.published.value().copied(),
            fitments: fitments.map(|fitments| fitments.into_iter().map(FitmentDocument::from).collect()),
            ..ProductDocument::default()
        })
    }

    /// Clears what is to be cleared and a document cannot clear.
    pub(crate) fn clear(&self, product: &mut Product) {
        if self.slug == Patched::Clear {
            product.slug.clear();
        }
        for (patched, slot) in [
            (&self.regular_price_minor, &mut product.regular_price_minor),
            (&self.cost_minor, &mut product.cost_minor),
        ] {
            if *patched == Patched::Clear {
                *slot = None;
            }
        }
        if self.stock_quantity == Patched::Clear {
            product.stock_quantity = None;
        }
        self.brand_id.put(&mut product.brand_id);
        self.category_id.put(&mut product.category_id);
    }
}

impl From<FitmentPatch> for FitmentDocument {
    /// The vehicle is named by its id.
    fn from(patch: FitmentPatch) -> Self {
        Self {
            vehicle: patch.vehicle_id.to_string(),
            position: patch.position,
            quantity: patch.quantity,
            conditions: patch.conditions,
        }
    }
}

/// The texts that a patch sets; "" for those that it clears.
pub(crate) fn texts(patch: &Patched<TextPatch>) -> LocalizedText {
    let mut texts = LocalizedText::default();
    for locale in Locale::ALL {
        *texts.slot(locale) = match patch {
            Patched::Leave => None,
            Patched::Clear => Some(String::new()),
            Patched::Set(patch) => match locale {
                Locale::Fr => patch.fr.or_empty(String::new()),
                Locale::Ar => patch.ar.or_empty(String::new()),
                Locale::En => patch.en.or_empty(String::new()),
            },
        };
    }
    texts
}

/// A product's fields under the names that a patch gives them.
pub(crate) fn fields_of(product: &Product, fitments: &[FitmentPatch]) -> Map<String, Value> {
    let fields = serde_json::json!({
        "sku": product.sku,
        "slug": product.slug,
        "names": product.names,
        "descriptions": product.descriptions,
        "brandId": product.brand_id,
        "categoryId": product.category_id,
        "priceMinor": product.price_minor,
        "regularPriceMinor": product.regular_price_minor,
        "costMinor": product.cost_minor,
        "gtin": product.gtin,
        "specifications": product.specifications,
        "images": product.images,
        "oeNumbers": product.oe_numbers,
        "crossReferences": product.cross_references,
        "stockQuantity": product.stock_quantity,
        "onOrder": product.on_order,
        "published": product.published_at.is_some(),
        "fitments": fitments,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let patch: ProductPatch =
            serde_json::from_str(r#"{"priceMinor":null,"names":{"fr":"Frein","ar":null}}"#).unwrap();
        assert_eq!(patch.price_minor, Patched::Clear);
        assert_eq!(patch.cost_minor, Patched::Leave);
        let document = patch.to_document("A-1").unwrap();
        assert_eq!(document.names.ar.as_deref(), Some(""));
        assert_eq!(document.names.en, None);
        assert!(document.price_on_request);
        assert_eq!(
            serde_json::to_string(&patch).unwrap(),
            r#"{"names":{"fr":"Frein","ar":null},"priceMinor":null}"#
        );
    }

    #[test]
    fn a_field_that_nobody_may_write_is_refused() {
        for field in ["id", "number", "updatedAt", "deletedAt", "popularity", "version"] {
            let text = format!(r#"{{"{field}":1}}"#);
            assert!(serde_json::from_str::<ProductPatch>(&text).is_err(), "{field}");
        }
    }
}
