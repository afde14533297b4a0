//! What may explain a shop's demand beside its own past, week by week and known ahead: feasts and school holidays.

use chrono::{Days, NaiveDate};
use kernel::Currency;

use crate::{Country, Feast, holidays};

/// The feasts that have a column, each by itself: a month of fasting is no public holiday.
const FEASTS: [Feast; 6] = [
    Feast::Ramadan,
    Feast::EidAlFitr,
    Feast::EidAlAdha,
    Feast::Civil,
    Feast::SchoolSummer,
    Feast::SchoolBreak,
];
/// The feasts before which people buy.
const PREPARED: [Feast; 2] = [Feast::EidAlFitr, Feast::EidAlAdha];

/// The country whose calendar a shop with this money lives by, if it is known.
pub(crate) fn country_of(currency: Currency) -> Option<Country> {
    match currency.code() {
        "TND" => Some(Country::Tunisia),
        "EGP" => Some(Country::Egypt),
        _ => None,
    }
}

/// For each feast the share of each week's days that it takes, `weeks` weeks from the Monday `first` on; then, for those
/// that are prepared, of the days of the week after.
pub(crate) fn columns(country: Country, first: NaiveDate, weeks: usize) -> Vec<Vec<f64>> {
    let monday = |week: usize| first + Days::new(7 * week as u64);
    let all = holidays(country, first, monday(weeks + 1));
    let column = |feast: Feast, later: usize| -> Vec<f64> {
        let days = |week: usize| -> u32 {
            let of_feast = all.iter().filter(|holiday| holiday.feast == feast);
            of_feast.map(|holiday| holiday.days_within(monday(week + later), monday(week + later + 1))).sum()
        };
        (0..weeks).map(|week| f64::from(days(week).min(7)) / 7.0).collect()
    };
    let during = FEASTS.into_iter().map(|feast| column(feast, 0));
    during.chain(PREPARED.into_iter().map(|feast| column(feast, 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramadan_fills_its_weeks_and_a_feast_is_seen_a_week_ahead() {
        let first: NaiveDate = "2026-02-09".parse().unwrap();
        let columns = columns(Country::Tunisia, first, 8);
        assert_eq!(columns.len(), 8);
        let full = columns[0].iter().filter(|share| **share > 0.99).count();
        assert!(full >= 3, "{:?}", columns[0]);
        let feast = columns[1].iter().position(|share| *share > 0.0).unwrap();
        assert!(columns[6][feast - 1] > 0.0, "{:?} {:?}", columns[1], columns[6]);
    }
}
