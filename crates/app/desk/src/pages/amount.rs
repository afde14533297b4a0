//! Amounts and figures as people type them: in either script, with a comma or a point.

use kernel::text::western_digit;
use kernel::{Currency, Locale, Money};

/// Minor units of "45,900", "45.9", "٤٥٫٩", "1 234,500"; `None` for what is no amount.
///
/// The last comma or point is the decimal one, unless the same sign stands there twice.
pub(crate) fn minor_units(text: &str, currency: Currency) -> Option<i64> {
    let plain: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '\u{200e}' | '\u{200f}' | '\'' | '٬'))
        .map(|sign| if sign == '٫' { '.' } else { western_digit(sign) })
        .collect();
    let last = plain.rfind([',', '.']);
    let decimal = last.filter(|place| {
        let sign = &plain[*place..=*place];
        plain.matches(sign).count() == 1
    });
    let mut written = String::with_capacity(plain.len());
    for (place, sign) in plain.char_indices() {
        match sign {
            ',' | '.' if Some(place) == decimal => written.push('.'),
            ',' | '.' => {}
            other => written.push(other),
        }
    }
    Money::parse(&written, currency).ok().map(|money| money.minor)
}

/// An amount as it stands in a field: "45,900".
pub(crate) fn typed(minor: i64, currency: Currency, locale: Locale) -> String {
    let decimal = Money::new(minor, currency).to_decimal();
    if locale == Locale::Fr { decimal.replace('.', ",") } else { decimal }
}

/// A whole number in either script.
pub(crate) fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).map(western_digit).collect();
    digits.parse().ok()
}

/// Degrees on the map: "36.8", "36,8", "-10.18", "٣٦٫٨".
pub(crate) fn degrees(text: &str) -> Option<f64> {
    let plain = text.chars().filter(|sign| !matches!(sign, '\u{200e}' | '\u{200f}' | '°'));
    let plain: String = plain
        .map(|sign| match sign {
            ',' | '٫' => '.',
            '\u{2212}' => '-',
            other => western_digit(other),
        })
        .collect();
    plain.trim().parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

/// Hundredths of a percent of "5", "-2,5", "٥".
pub(crate) fn basis_points(text: &str) -> Option<i32> {
    let text: String =
        text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '%' | '٪')).collect();
    let text = text.replace('\u{2212}', "-");
    let signed = text.strip_prefix('+').unwrap_or(&text);
    minor_units(signed, Currency::USD)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_of_three_languages_write_it() {
        let check = |text, expected| assert_eq!(minor_units(text, Currency::TND), expected, "{text}");
        check("45,900", Some(45_900));
        check("45.9", Some(45_900));
        check("٤٥٫٩", Some(45_900));
        check("1 234,500", Some(1_234_500));
        check("1.234,500", Some(1_234_500));
        check("1,234.500", Some(1_234_500));
        check("1.234.567", Some(1_234_567_000));
        check("12", Some(12_000));
        check("-3", Some(-3_000));
        check("45,9001", None);
        check("cher", None);
        check("", None);
    }

    #[test]
    fn what_is_written_in_a_field_is_read_as_the_same() {
        for locale in Locale::ALL {
            assert_eq!(minor_units(&typed(1_234_500, Currency::TND, locale), Currency::TND), Some(1_234_500));
        }
    }

    #[test]
    fn degrees_are_read_in_either_script() {
        for text in ["36.8", "36,8", " 36.80° ", "٣٦٫٨"] {
            assert!((degrees(text).unwrap() - 36.8).abs() < 1e-9, "{text}");
        }
        assert!(degrees("\u{2212}10,18").is_some_and(|west| west < -10.0));
        for text in ["", "nord", "NaN", "inf", "36°48'"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_has_a_sign_and_two_decimals() {
        let check = |text, expected| assert_eq!(basis_points(text), expected, "{text}");
        check("5", Some(500));
        check("+5 %", Some(500));
        check("-2,5", Some(-250));
        check("\u{2212}10", Some(-1_000));
        check("5,005", None);
        check("viel", None);
        assert_eq!(whole::<u32>("١٢"), Some(12));
        assert_eq!(whole::<u32>("-1"), None);
    }
}
