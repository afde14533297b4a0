//! Money in JSON: `{"amount":"45.900","currency":"TND","minor":45900}`.

use kernel::Money;
use serde::ser::Error;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// An amount of money.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Money)]
pub(super) struct MoneyView {
    /// Decimal, with all decimals of the currency.
    #[schema(value_type = String, example = "45.900", pattern = r"^-?[0-9]+(\.[0-9]+)?$")]
    amount: Decimal,
    /// ISO 4217.
    #[schema(example = "TND")]
    currency: &'static str,
    /// In minor units.
    #[schema(example = 45900)]
    minor: i64,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self { amount: Decimal(money), currency: money.currency.code(), minor: money.minor }
    }
}

/// Written without allocating, and without the machinery of `fmt`: a list has two dozen of them.
#[derive(Debug, Clone, Copy)]
struct Decimal(Money);

/// A sign, the digits of `i64` and a point.
const LONGEST: usize = 21;

impl Decimal {
    /// The text stands at the end, from the place that comes with it.
    fn text(self) -> ([u8; LONGEST], usize) {
        let Money { minor, currency } = self.0;
        let (mut text, mut at) = ([b'0'; LONGEST], LONGEST);
        let mut rest = minor.unsigned_abs();
        let mut put = |byte| {
            at -= 1;
            text[at] = byte;
        };
        let decimals = currency.exponent();
        for _ in 0..decimals {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        if decimals > 0 {
            put(b'.');
        }
        loop {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if minor < 0 {
            put(b'-');
        }
        (text, at)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (text, at) = self.text();
        serializer.serialize_str(str::from_utf8(&text[at..]).map_err(S::Error::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_all_their_decimals() {
        for minor in [0, 5, 45_900, -45_009, 1_234_567_890, i64::MAX, i64::MIN] {
            for code in ["TND", "EGP", "JPY"] {
                let currency = code.parse().unwrap();
                let money = Money::new(minor, currency);
                let (text, at) = Decimal(money).text();
                assert_eq!(str::from_utf8(&text[at..]).unwrap(), money.to_decimal());
            }
        }
    }
}
