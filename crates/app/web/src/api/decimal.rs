//! Money in JSON: `{"amount":"45.900","currency":"TND","minor":45900}`.

use std::fmt::{self, Write};

use kernel::Money;
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

/// Writes the decimal without allocating.
#[derive(Debug, Clone, Copy)]
struct Decimal(Money);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Money { minor, currency } = self.0;
        if minor < 0 {
            f.write_char('-')?;
        }
        let scale = currency.scale().unsigned_abs();
        let magnitude = minor.unsigned_abs();
        f.write_str(itoa::Buffer::new().format(magnitude / scale))?;
        let decimals = currency.exponent() as usize;
        if decimals == 0 {
            return Ok(());
        }
        f.write_char('.')?;
        let mut buffer = itoa::Buffer::new();
        let fraction = buffer.format(magnitude % scale);
        (fraction.len()..decimals).try_for_each(|_| f.write_char('0'))?;
        f.write_str(fraction)
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
            assert_eq!(Decimal(money).to_string(), money.to_decimal());
        }
    }
}
