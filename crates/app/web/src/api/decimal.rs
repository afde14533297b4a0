//! Money in JSON: `{"amount":"45.900","currency":"TND","minor":45900}`.

use kernel::Money;
use serde::ser::Error;
use serde::{Serialize, Serializer};
use smallvec::SmallVec;
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

impl Decimal {
    fn text(self) -> SmallVec<[u8; 32]> {
        let Money { minor, currency } = self.0;
        let mut text = SmallVec::new();
        if minor < 0 {
            text.push(b'-');
        }
        let (scale, magnitude) = (currency.scale().unsigned_abs(), minor.unsigned_abs());
        let mut digits = itoa::Buffer::new();
        text.extend_from_slice(digits.format(magnitude / scale).as_bytes());
        let decimals = currency.exponent() as usize;
        if decimals > 0 {
            text.push(b'.');
            let fraction = digits.format(magnitude % scale).as_bytes();
            text.extend(std::iter::repeat_n(b'0', decimals.saturating_sub(fraction.len())));
            text.extend_from_slice(fraction);
        }
        text
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&self.text()).map_err(S::Error::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    #[test]
    fn amounts_are_written_with_all_their_decimals() {
        for minor in [0, 5, 45_900, -45_009, 1_234_567_890, i64::MAX] {
            let money = Money::new(minor, Currency::TND);
            assert_eq!(Decimal(money).text().as_slice(), money.to_decimal().as_bytes());
        }
    }
}
