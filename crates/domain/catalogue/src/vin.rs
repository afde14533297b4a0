//! Vehicle identification numbers: ISO 3779 structure, check digit, maker, model year.
//!
//! Says what is certain and what is a guess. Never asks anybody else.

mod makers;

use kernel::text::fold;

use crate::{Snapshot, Vehicle};

/// Characters by which model years are written, from 1980 on; 30 of them, then they begin again.
const YEARS: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
const FIRST_YEAR: u16 = 1980;
/// The last year that a tenth character may mean.
const LAST_YEAR: u16 = 2028;

/// What a VIN tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VinReport {
    /// Seventeen characters, upper case.
    pub vin: String,
    /// The world manufacturer identifier: the first three characters.
    pub wmi: String,
    /// Where the maker is registered: "Europe".
    pub region: Option<&'static str>,
    /// "France".
    pub country: Option<&'static str>,
    /// Who built it, from our table of makers.
    pub make: Option<&'static str>,
    /// Whether the ninth character is the right check digit.
    pub check_digit_valid: bool,
    /// Whether this maker has to write a check digit (North America, China).
    pub check_digit_required: bool,
    /// Model years that the tenth character can mean, the likelier first; empty where it means none.
    pub model_years: Vec<u16>,
    /// Slugs of this shop's vehicles of that make and, if it says one, year.
    pub vehicle_slugs: Vec<String>,
    /// Statements that follow from the number alone.
    pub certain: Vec<VinFact>,
    /// Statements that may be wrong.
    pub guessed: Vec<VinFact>,
}

/// One statement of a report; the page finds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VinFact {
    /// The maker.
    Make(&'static str),
    /// The country in which the maker is registered.
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
        "a VIN holds letters and digits without I, O and Q (they look like 1 and 0); character {position} is \"{found}\""
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
/// European makers need not write a check digit nor the model year, so that both
/// are guesses there; in North America and China the standard is law.
///
/// # Errors
/// [`VinError`] says which rule of ISO 3779 the text breaks.
pub fn decode_vin(snapshot: &Snapshot, text: &str) -> Result<VinReport, VinError> {
    let vin = read(text)?;
    let wmi = vin[..3].to_owned();
    let make = makers::maker(&wmi);
    let country = makers::country(&wmi);
    let check_digit_valid = check_digit(&vin) == vin.chars().nth(8);
    let check_digit_required = matches!(vin.as_bytes()[0], b'1'..=b'5' | b'7' | b'L');
    let model_years = model_years(&vin, check_digit_required);
    let (mut certain, mut guessed) = (Vec::new(), Vec::new());
    certain.extend(country.map(VinFact::Country));
    certain.extend(make.map(VinFact::Make));
    match (check_digit_valid, check_digit_required) {
        (true, true) => certain.push(VinFact::CheckDigit),
        (false, true) => certain.push(VinFact::CheckDigitWrong),
        // One European number in eleven has the right character there by chance.
        (true, false) => guessed.push(VinFact::CheckDigit),
        (false, false) => {}
    }
    if let Some(year) = model_years.first() {
        let list = if check_digit_required && check_digit_valid { &mut certain } else { &mut guessed };
        list.push(VinFact::ModelYear(*year));
    }
    let vehicle_slugs = matching_vehicles(snapshot, make, &model_years);
    let region = makers::region(&wmi);
    Ok(VinReport {
        vin,
        wmi,
        region,
        country,
        make,
        check_digit_valid,
        check_digit_required,
        model_years,
        vehicle_slugs,
        certain,
        guessed,
    })
}

impl VinReport {
    /// "Renault 2012", as far as it is known.
    pub fn label(&self) -> String {
        let year = self.model_years.first().map(u16::to_string);
        let parts: Vec<&str> = self.make.into_iter().chain(year.as_deref()).collect();
        parts.join(" ")
    }
}

fn read(text: &str) -> Result<String, VinError> {
    let vin: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.'))
        .take(64)
        .flat_map(char::to_uppercase)
        .collect();
    let length = vin.chars().count();
    if length != 17 {
        return Err(VinError::Length(length));
    }
    let wrong = |(_, c): &(usize, char)| !c.is_ascii_alphanumeric() || matches!(c, 'I' | 'O' | 'Q');
    match vin.chars().enumerate().find(wrong) {
        Some((place, found)) => Err(VinError::Character { found, position: place + 1 }),
        None => Ok(vin),
    }
}

/// The check digit of 49 CFR 565.15, which ISO 3779 refers to.
fn check_digit(vin: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        'A'..='H' => Some(c as u32 - 'A' as u32 + 1),
        'J'..='N' => Some(c as u32 - 'J' as u32 + 1),
        'P' => Some(7),
        'R' => Some(9),
        'S'..='Z' => Some(c as u32 - 'S' as u32 + 2),
        _ => None,
    };
    let sum = vin.chars().zip(WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + value(c)? * weight))?;
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// Years that the tenth character can mean. In North America a letter in seventh place means 2010 or
/// later; elsewhere the later year comes first.
fn model_years(vin: &str, regulated: bool) -> Vec<u16> {
    let tenth = vin.chars().nth(9).unwrap_or('0');
    let Some(place) = YEARS.find(tenth) else { return Vec::new() };
    let early = FIRST_YEAR + place as u16;
    let late = early + YEARS.len() as u16;
    let late = (late <= LAST_YEAR).then_some(late);
    let seventh_is_letter = vin.as_bytes()[6].is_ascii_alphabetic();
    match late {
        Some(late) if regulated && vin.starts_with(|c| c != 'L') => {
            vec![if seventh_is_letter { late } else { early }]
        }
        Some(late) => vec![late, early],
        None => vec![early],
    }
}

/// Vehicles of the make, and of one of the years if any is.
fn matching_vehicles(snapshot: &Snapshot, make: Option<&str>, years: &[u16]) -> Vec<String> {
    let Some(make) = make.map(fold) else { return Vec::new() };
    let same_make = |vehicle: &&Vehicle| {
        let other = fold(&vehicle.make);
        !other.is_empty()
            && (other == make
                || make.starts_with(&format!("{other}-"))
                || other.starts_with(&format!("{make}-")))
    };
    let of_make: Vec<&Vehicle> = snapshot.vehicles().filter(same_make).collect();
    let of_year = |year: u16| -> Vec<String> {
        let built = |vehicle: &&&Vehicle| {
            vehicle.year_from.is_some_and(|from| from <= year) && vehicle.year_to.is_none_or(|to| year <= to)
        };
        of_make.iter().filter(built).map(|vehicle| vehicle.slug.clone()).collect()
    };
    let exact = years.iter().map(|year| of_year(*year)).find(|slugs| !slugs.is_empty());
    exact.unwrap_or_else(|| of_make.iter().map(|vehicle| vehicle.slug.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CatalogueSettings, ShelfData};

    fn decoded(text: &str) -> Result<VinReport, VinError> {
        decode_vin(&Snapshot::build(CatalogueSettings::default(), ShelfData::default()).unwrap(), text)
    }

    #[test]
    fn an_american_number_is_certain() {
        let report = decoded("1HGCM82633A004352").unwrap();
        assert_eq!((report.make, report.country), (Some("Honda"), Some("United States")));
        assert_eq!(report.model_years, [2003]);
        assert!(report.certain.contains(&VinFact::CheckDigit));
        assert!(report.certain.contains(&VinFact::ModelYear(2003)));
    }

    #[test]
    fn a_miscopied_american_number_is_found_out() {
        let report = decoded("1HGCM82633A004353").unwrap();
        assert!(report.certain.contains(&VinFact::CheckDigitWrong));
        assert!(report.guessed.contains(&VinFact::ModelYear(2003)));
    }

    #[test]
    fn a_european_year_is_a_guess() {
        let report = decoded("vf1 br1j0h 48123456").unwrap();
        assert_eq!((report.make, report.region), (Some("Renault"), Some("Europe")));
        assert!(!report.check_digit_required);
        assert!(!report.certain.iter().any(|fact| matches!(fact, VinFact::ModelYear(_))));
    }

    #[test]
    fn ones_throughout_are_a_valid_number() {
        assert!(decoded("11111111111111111").unwrap().check_digit_valid);
    }

    #[test]
    fn what_is_no_vin_is_told_why() {
        assert_eq!(decoded("VF1"), Err(VinError::Length(3)));
        assert_eq!(decoded("VF1O0000000000000"), Err(VinError::Character { found: 'O', position: 4 }));
        assert_eq!(decoded("VF1é0000000000000"), Err(VinError::Character { found: 'É', position: 4 }));
        assert_eq!(decoded(&"9".repeat(10_000)), Err(VinError::Length(64)));
    }
}
