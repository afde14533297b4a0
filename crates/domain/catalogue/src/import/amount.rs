//! Numbers as people write them: either decimal separator, either set of digits, with or without a currency.

use kernel::text::{fold, western_digit};
use kernel::{Currency, Locale, Money};

/// An amount in minor units: "45,900", "45.9", "٤٥٫٩", "1 234,500 DT".
///
/// A single separator is the decimal one, so that "45,900" dinars are 45.9; only
/// where the currency has fewer than three decimals do exactly three digits make a group.
///
/// # Errors
/// What is wrong and what would be right.
pub fn minor_units(text: &str, currency: Currency) -> Result<i64, String> {
    let bare = without_currency(text, currency);
    let decimal = plain_decimal(&bare, currency.exponent()).ok_or_else(|| {
        format!("no amount: digits with one decimal separator are, like {}", example(currency))
    })?;
    Money::parse(&decimal, currency).map(|money| money.minor).map_err(|error| error.to_string())
}

/// A whole number: "12", "12.0", "١٢".
pub fn whole<T: TryFrom<i64>>(text: &str) -> Option<T> {
    let decimal = plain_decimal(text, 6)?;
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    if fraction.bytes().any(|digit| digit != b'0') {
        return None;
    }
    T::try_from(whole.parse::<i64>().ok()?).ok()
}

/// Yes or no in three languages.
pub(crate) fn flag(text: &str) -> Option<bool> {
    match fold(text.trim()).as_str() {
        "1" | "true" | "yes" | "y" | "oui" | "o" | "vrai" | "x" | "نعم" => Some(true),
        "0" | "false" | "no" | "n" | "non" | "faux" | "لا" => Some(false),
        _ => None,
    }
}

/// Whether a price cell says that there is none.
pub(crate) fn says_on_request(text: &str) -> bool {
    matches!(
        fold(text.trim()).as_str(),
        "on request" | "sur demande" | "sur devis" | "عند الطلب" | "حسب الطلب" | "-" | "—"
    )
}

/// First and last year: "2012-2020", "2012 à 2020", "2012-", "2015".
pub(crate) fn years(text: &str) -> Option<(u16, Option<u16>)> {
    let digits: String =
        text.chars().map(western_digit).map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    let mut years = digits.split_whitespace().map(str::parse::<u16>);
    let first = years.next()?.ok()?;
    match (years.next(), years.next()) {
        (None, _) if text.trim_end().ends_with(['-', '–', '+', '>']) => Some((first, None)),
        (None, _) => Some((first, Some(first))),
        (Some(Ok(last)), None) => Some((first, Some(last))),
        _ => None,
    }
}

fn example(currency: Currency) -> String {
    Money::new(45_900, currency).to_decimal()
}

fn without_currency(text: &str, currency: Currency) -> String {
    let mut bare = text.trim().to_owned();
    let symbols = Locale::ALL.into_iter().map(|locale| currency.symbol(locale));
    for symbol in symbols.chain([currency.code(), "د.ت.", "د.ت", "دينار", "dinars", "DT"]) {
        if let Some(cut) = bare.strip_suffix(symbol).or_else(|| bare.strip_prefix(symbol)) {
            return cut.trim().to_owned();
        }
        if bare.len() > symbol.len() && bare.is_char_boundary(bare.len() - symbol.len()) {
            let at = bare.len() - symbol.len();
            if bare[at..].eq_ignore_ascii_case(symbol) {
                bare.truncate(at);
                return bare.trim().to_owned();
            }
        }
    }
    bare
}

/// Groups in Arabic and Swiss, every space, and marks of direction.
fn is_between_digits(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{66c}' | '\'' | '\u{2019}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The number with western digits, a point, and no groups; `None` if it is none.
fn plain_decimal(text: &str, decimals: u32) -> Option<String> {
    let mut number = String::with_capacity(text.len());
    for c in text.trim().chars().map(western_digit) {
        match c {
            '0'..='9' | '.' | ',' => number.push(c),
            '\u{66b}' => number.push('.'),
            '-' | '\u{2212}' if number.is_empty() => number.push('-'),
            c if is_between_digits(c) => {}
            _ => return None,
        }
    }
    let separators: Vec<(usize, char)> =
        number.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let decimal_at = match separators.as_slice() {
        [(at, _)] => {
            let group = decimals < 3 && number.len() - at == 4 && !number.starts_with('0');
            (!group).then_some(*at)
        }
        // Two kinds: the last is the decimal one. One kind several times: groups.
        [(_, first), .., (at, last)] if first != last => Some(*at),
        _ => None,
    };
    let mut plain = String::with_capacity(number.len());
    for (at, c) in number.char_indices() {
        match c {
            '.' | ',' if Some(at) == decimal_at => plain.push('.'),
            '.' | ',' => {}
            c => plain.push(c),
        }
    }
    plain.bytes().any(|c| c.is_ascii_digit()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_either_separator_and_either_digits() {
        for (text, minor) in [
            ("45,900", 45_900),
            ("45.9", 45_900),
            ("٤٥٫٩", 45_900),
            ("٤٥٫٩٠٠", 45_900),
            ("45", 45_000),
            ("1 234,500 DT", 1_234_500),
            ("1\u{202f}234,5", 1_234_500),
            ("1.234,5", 1_234_500),
            ("1,234.5", 1_234_500),
            ("١٬٢٣٤٫٥", 1_234_500),
            ("45.900 TND", 45_900),
            ("45.9 tnd", 45_900),
            ("12 د.ت", 12_000),
            ("-3", -3_000),
            ("0,5", 500),
        ] {
            assert_eq!(minor_units(text, Currency::TND), Ok(minor), "{text}");
        }
        assert_eq!(minor_units("1,234", Currency::EGP), Ok(123_400));
        assert_eq!(minor_units("1.234.567", Currency::EGP), Ok(123_456_700));
        for text in ["", "abc", "12a", "1.2345", "--1", "99999999999999999999"] {
            assert!(minor_units(text, Currency::TND).is_err(), "{text}");
        }
    }

    #[test]
    fn years_are_read_in_the_forms_that_catalogues_print() {
        assert_eq!(years("2012-2020"), Some((2012, Some(2020))));
        assert_eq!(years("2012 à 2020"), Some((2012, Some(2020))));
        assert_eq!(years("2012-"), Some((2012, None)));
        assert_eq!(years("٢٠١٢"), Some((2012, Some(2012))));
        assert_eq!(years("depuis toujours"), None);
    }
}
