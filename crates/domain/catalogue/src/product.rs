//! Products and what belongs to one: specifications, part numbers, fitment, prices.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use kernel::LocalizedText;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{BrandId, CategoryId};

kernel::typed_id! {
    /// Names a product.
    pub struct ProductId;
}

/// One product as the database keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its dense number: its place in the shelf's columns and bitmaps, the same in every process, never reused.
    pub number: u32,
    /// The shop's own number, unique as [`kernel::text::part_number_key`] reads it.
    pub sku: String,
    /// Its path segment, unique.
    pub slug: String,
    /// Its name in each language.
    pub names: LocalizedText,
    /// Its description in each language.
    pub descriptions: LocalizedText,
    /// Its brand.
    pub brand_id: Option<BrandId>,
    /// The category in which it stands.
    pub category_id: Option<CategoryId>,
    /// Its price; `None` = on request.
    pub price_minor: Option<i64>,
    /// The price before an offer; above `price_minor` it makes the product "on offer".
    pub regular_price_minor: Option<i64>,
    /// What it costs the shop. Never public.
    pub cost_minor: Option<i64>,
    /// EAN or UPC, 8 to 14 digits with a valid check digit.
    pub gtin: Option<String>,
    /// Typed facts, in the order in which they are shown.
    pub specifications: Vec<Specification>,
    /// Paths or addresses of pictures, the first is the main one.
    pub images: Vec<String>,
    /// The car makers' numbers for the part.
    pub oe_numbers: Vec<String>,
    /// Other brands' numbers for the same part.
    pub cross_references: Vec<CrossReference>,
    /// Pieces in stock; `None` = not counted, taken as on order.
    pub stock_quantity: Option<u32>,
    /// Whether it can be ordered when there is none in stock.
    pub on_order: bool,
    /// From sales and views; 0 until they come.
    pub popularity: u32,
    /// When it went on sale; `None` = a draft.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was taken away for good.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When it was first written.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
}

impl Product {
    /// What moves with every change of it.
    pub fn version(&self) -> ProductVersion {
        ProductVersion(self.updated_at.timestamp_micros())
    }
}

/// Stands for one state of one product: when it was written, which no two states share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProductVersion(pub(crate) i64);

impl fmt::Display for ProductVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ProductVersion {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// One typed fact about a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    /// A slug with the unit in it: "diameter-mm", "position". Names the filter too.
    pub key: String,
    /// Its value.
    pub value: SpecificationValue,
}

/// The value of a specification.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SpecificationValue {
    /// Yes or no.
    Flag(bool),
    /// A number in the unit of the key.
    Number(f64),
    /// A word or a few.
    Text(String),
}

// By hand: trying one after the other, as is made for such an enum, costs an import a twentieth of its reading.
impl<'de> Deserialize<'de> for SpecificationValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = SpecificationValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, a number or a text")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<SpecificationValue, E> {
        Ok(SpecificationValue::Text(text))
    }
}

/// Another brand's number for the same part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrossReference {
    /// Whose number.
    pub brand: String,
    /// As printed.
    pub number: String,
}

/// This product fits that vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitment {
    /// [`crate::Vehicle::number`].
    pub vehicle: u32,
    /// "front", "rear-left", free text of the source.
    pub position: Option<String>,
    /// How many a vehicle needs.
    pub quantity: Option<u16>,
    /// "only with air conditioning".
    pub conditions: Option<String>,
}

/// A price and since when it held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePoint {
    /// Since when.
    pub valid_from: DateTime<Utc>,
    /// `None` = on request.
    pub price_minor: Option<i64>,
}

/// One line of a product's price history, with who wrote it and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceChange {
    /// Since when.
    pub valid_from: DateTime<Utc>,
    /// `None` = on request.
    pub price_minor: Option<i64>,
    /// The currency's code.
    pub currency: String,
    /// Who changed it.
    pub who: String,
    /// Why: "import of prices.csv".
    pub why: String,
}

/// Whether it can be had now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// More than the shop's "low" mark.
    InStock,
    /// Some left.
    Low,
    /// None here, can be ordered.
    OnOrder,
    /// Cannot be had.
    Out,
}

impl Availability {
    /// What follows from a count: `low_stock` is the highest count that is still low.
    pub fn of(stock_quantity: Option<u32>, on_order: bool, low_stock: u32) -> Self {
        match stock_quantity {
            Some(0) if on_order => Self::OnOrder,
            Some(0) => Self::Out,
            Some(count) if count <= low_stock => Self::Low,
            Some(_) => Self::InStock,
            None => Self::OnOrder,
        }
    }
}

/// Everything that the shelf keeps of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ShelfProduct {
    /// The product itself.
    pub product: Product,
    /// What it fits.
    pub fitments: Vec<Fitment>,
    /// Its latest prices, oldest first, at most 24.
    pub price_points: Vec<PricePoint>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specification_is_read_by_what_it_is() {
        let read = |json: &str| serde_json::from_str::<SpecificationValue>(json);
        assert_eq!(read("true").unwrap(), SpecificationValue::Flag(true));
        assert_eq!(read("-3").unwrap(), SpecificationValue::Number(-3.0));
        assert_eq!(read("56.5").unwrap(), SpecificationValue::Number(56.5));
        assert_eq!(read(r#""tab\tle""#).unwrap(), SpecificationValue::Text("tab\tle".to_owned()));
        for wrong in ["null", "[1]", r#"{"a":1}"#] {
            let error = read(wrong).unwrap_err().to_string();
            assert!(error.contains("expected true, false, a number or a text"), "{error}");
        }
    }
}
