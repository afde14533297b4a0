//! Parts of a product as the shelf lends them: borrowed from the snapshot, never copied.

use std::fmt;

use crate::{SpecificationValue, Vehicle};

/// One typed fact about a product, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpecificationRef<'a> {
    /// A slug with the unit in it: "diameter-mm". Names the filter too.
    pub key: &'a str,
    /// Its value.
    pub value: SpecificationValueRef<'a>,
}

/// The value of a specification, borrowed; displayed as its filter takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpecificationValueRef<'a> {
    /// Yes or no: "true", "false".
    Flag(bool),
    /// A number in the unit of the key, without needless decimals.
    Number(f64),
    /// A word or a few.
    Text(&'a str),
}

impl<'a> From<&'a SpecificationValue> for SpecificationValueRef<'a> {
    fn from(value: &'a SpecificationValue) -> Self {
        match value {
            SpecificationValue::Flag(flag) => Self::Flag(*flag),
            SpecificationValue::Number(number) => Self::Number(*number),
            SpecificationValue::Text(text) => Self::Text(text),
        }
    }
}

impl fmt::Display for SpecificationValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Another brand's number for the same part, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrossReferenceRef<'a> {
    /// Whose number.
    pub brand: &'a str,
    /// As printed.
    pub number: &'a str,
}

/// This product fits that vehicle, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitmentRef<'a> {
    /// The vehicle.
    pub vehicle: &'a Vehicle,
    /// "front", "rear-left", free text of the source.
    pub position: Option<&'a str>,
    /// How many a vehicle needs.
    pub quantity: Option<u16>,
    /// "only with air conditioning".
    pub conditions: Option<&'a str>,
}
