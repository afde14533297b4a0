//! What was sold of one product on one day.

use chrono::{Days, NaiveDate};

use crate::entity::sale_day::Model;

/// One product's day, as the history keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaleDay {
    /// Which day, by the shop's calendar.
    pub day: NaiveDate,
    /// Pieces sold.
    pub sold: i64,
    /// Pieces that came back.
    pub returned: i64,
    /// What a piece was sold for, where known.
    pub price_minor: Option<i64>,
    /// Pieces left in the evening, where known.
    pub stock: Option<i64>,
}

/// A day by its number since 1970-01-01; days out of range are the nearest one in it.
pub(crate) fn day_of(number: i64) -> NaiveDate {
    let days = Days::new(number.unsigned_abs().min(1_000_000));
    let moved = if number < 0 { NaiveDate::default() - days } else { NaiveDate::default() + days };
    debug_assert_eq!(number_of(moved), number.clamp(-1_000_000, 1_000_000));
    moved
}

/// Days since 1970-01-01.
pub(crate) fn number_of(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

impl From<&Model> for SaleDay {
    fn from(row: &Model) -> Self {
        Self {
            day: day_of(row.day),
            sold: row.sold,
            returned: row.returned,
            price_minor: row.price_minor,
            stock: row.stock,
        }
    }
}
