//! Money: whole minor units of a currency, never a float.
//!
//! The number of decimals is ISO 4217's (three for the dinar, two for the
//! Egyptian pound); how a locale writes an amount is decided here too.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Locale;

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The Tunisian dinar: 1 TND = 1,000 millimes.
    pub const TND: Self = Self(iso_currency::Currency::TND);
    /// The Egyptian pound: 1 EGP = 100 piastres.
    pub const EGP: Self = Self(iso_currency::Currency::EGP);
    /// The US dollar.
    pub const USD: Self = Self(iso_currency::Currency::USD);

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Decimals of the minor unit: 3 for TND, 2 for EGP, 0 for JPY.
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(2))
    }

    /// Minor units in one unit of the currency.
    pub fn scale(self) -> i64 {
        10_i64.pow(self.exponent())
    }

    /// How shoppers of this locale see it written ("DT", "د.ت", "EGP").
    pub fn symbol(self, locale: Locale) -> &'static str {
        match (self.code(), locale) {
            ("TND", Locale::Fr) => "DT",
            ("TND", Locale::Ar) => "د.ت",
            ("EGP", Locale::Ar) => "ج.م",
            ("EGP", Locale::Fr) => "LE",
            ("USD", _) => "$",
            ("EUR", _) => "€",
            (code, _) => code,
        }
    }
}

impl FromStr for Currency {
    type Err = ParseMoneyError;

    fn from_str(code: &str) -> Result<Self, ParseMoneyError> {
        iso_currency::Currency::from_code(&code.to_ascii_uppercase())
            .map(Self)
            .ok_or_else(|| ParseMoneyError::UnknownCurrency(code.to_owned()))
    }
}

impl TryFrom<String> for Currency {
    type Error = ParseMoneyError;

    fn try_from(code: String) -> Result<Self, ParseMoneyError> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Millimes, piastres, cents.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

/// Why a text is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// No currency of ISO 4217 has this code.
    #[error("unknown currency {0:?}")]
    UnknownCurrency(String),
    /// Not a decimal number.
    #[error("not an amount: {0:?}")]
    NotANumber(String),
    /// More decimals than the currency has.
    #[error("{text:?} has more than {decimals} decimals")]
    TooPrecise {
        /// What was written.
        text: String,
        /// Decimals of the currency.
        decimals: u32,
    },
    /// Beyond what 64 bits of minor units hold.
    #[error("amount out of range: {0:?}")]
    OutOfRange(String),
}

impl Money {
    /// An amount in minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads a plain decimal amount with a point ("45.900", "45,9" is refused).
    ///
    /// # Errors
    /// Anything but digits with an optional sign and point; more decimals than
    /// the currency has; an amount beyond 64 bits.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, ParseMoneyError> {
        let not_a_number = || ParseMoneyError::NotANumber(text.to_owned());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !digits_only(whole) || !digits_only(fraction) {
            return Err(not_a_number());
        }
        let decimals = currency.exponent();
        let significant = fraction.trim_end_matches('0');
        if significant.len() > decimals as usize {
            return Err(ParseMoneyError::TooPrecise { text: text.to_owned(), decimals });
        }
        let padded = format!("{whole}{significant:0<width$}", width = decimals as usize);
        let minor: i64 = padded.parse().ok().ok_or_else(|| ParseMoneyError::OutOfRange(text.to_owned()))?;
        Ok(Self { minor: if text.starts_with('-') { -minor } else { minor }, currency })
    }

    /// The amount as a plain decimal with a point, all decimals written: "45.900".
    pub fn to_decimal(self) -> String {
        let mut text = String::with_capacity(16);
        self.write_grouped(&mut text, "", ".");
        text
    }

    /// The amount as this locale writes it: `45,900 DT`, `45.900 د.ت`.
    ///
    /// Separators follow CLDR 48 (fr: U+202F and comma; ar with Latin digits as
    /// in the Maghreb; en: comma and point). Spaces do not break.
    pub fn format(self, locale: Locale) -> String {
        let mut text = String::with_capacity(24);
        let (group, point) = match locale {
            Locale::Fr => ("\u{202f}", ","),
            Locale::Ar | Locale::En => (",", "."),
        };
        let symbol = self.currency.symbol(locale);
        if locale == Locale::En {
            text.push_str(symbol);
            if symbol.len() > 1 {
                text.push('\u{a0}');
            }
            self.write_grouped(&mut text, group, point);
        } else {
            self.write_grouped(&mut text, group, point);
            text.push('\u{a0}');
            text.push_str(symbol);
        }
        text
    }

    fn write_grouped(self, out: &mut String, group: &str, point: &str) {
        if self.minor < 0 {
            out.push('-');
        }
        let scale = self.currency.scale().unsigned_abs();
        let magnitude = self.minor.unsigned_abs();
        let whole = (magnitude / scale).to_string();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push_str(group);
            }
            out.push(digit);
        }
        let decimals = self.currency.exponent() as usize;
        if decimals > 0 {
            out.push_str(point);
            // Writing to a String cannot fail.
            let _ = write!(out, "{:0decimals$}", magnitude % scale);
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_written_as_each_locale_does() {
        let price = Money::new(45_900, Currency::TND);
        assert_eq!(price.to_decimal(), "45.900");
        assert_eq!(price.format(Locale::Fr), "45,900\u{a0}DT");
        assert_eq!(price.format(Locale::Ar), "45.900\u{a0}د.ت");
        let large = Money::new(1_234_567_891, Currency::TND);
        assert_eq!(large.format(Locale::Fr), "1\u{202f}234\u{202f}567,891\u{a0}DT");
        assert_eq!(Money::new(-5, Currency::EGP).to_decimal(), "-0.05");
    }

    #[test]
    fn too_many_decimals_are_refused_not_rounded() {
        assert!(matches!(
            Money::parse("1.2345", Currency::TND),
            Err(ParseMoneyError::TooPrecise { decimals: 3, .. })
        ));
        assert!(Money::parse("", Currency::TND).is_err());
        assert!(Money::parse("12a", Currency::TND).is_err());
        assert!(Money::parse("99999999999999999999", Currency::TND).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in any::<i64>().prop_filter("has a magnitude", |m| *m != i64::MIN)) {
            let money = Money::new(minor, Currency::TND);
            prop_assert_eq!(Money::parse(&money.to_decimal(), Currency::TND), Ok(money));
        }
    }
}
