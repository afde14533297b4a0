//! The age of the cars that a part fits, week by week: parts are asked for when cars are old enough to need them.

use catalogue::BuiltYears;
use chrono::{Datelike, NaiveDate};

use crate::Period;

/// An age that lies nowhere farther from a straight line tells no more than a trend does.
const BENT_YEARS: f64 = 0.1;

/// The mean age in years of all cars, as many built in each year of each kind, over `weeks` weeks from the Monday `first`
/// on. Empty where no year is known, and where all of it is a straight line.
pub(crate) fn fleet_age(built: &[BuiltYears], first: NaiveDate, weeks: usize) -> Vec<f64> {
    let ages: Vec<f64> = (0..weeks).map(|week| age_at(built, Period::Week.after(first, week))).collect();
    let (Some(begin), Some(end)) = (ages.first(), ages.last()) else { return Vec::new() };
    let slope = (end - begin) / (weeks.max(2) - 1) as f64;
    let bent = ages.iter().enumerate().map(|(week, age)| (age - begin - slope * week as f64).abs());
    if bent.fold(0.0, f64::max) > BENT_YEARS { ages } else { Vec::new() }
}

/// 0 before the first car was built.
fn age_at(built: &[BuiltYears], day: NaiveDate) -> f64 {
    let now = f64::from(day.year()) + f64::from(day.ordinal0()) / 365.25;
    let (mut years, mut cars) = (0.0, 0.0);
    for kind in built {
        let begun = f64::from(kind.from);
        let ended = kind.to.map_or(now, |last| f64::from(last) + 1.0).min(now);
        let own = f64::from(kind.kinds) * (ended - begun).max(0.0);
        years += own * (now - f64::midpoint(begun, ended));
        cars += own;
    }
    if cars > 0.0 { years / cars } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(from: u16, to: Option<u16>) -> BuiltYears {
        BuiltYears { from, to, kinds: 1 }
    }

    #[test]
    fn cars_age_by_half_a_year_a_year_while_they_are_built_and_by_a_year_after() {
        let first: NaiveDate = "2021-01-04".parse().unwrap();
        let ages = fleet_age(&[built(2011, Some(2022))], first, 260);
        assert!((ages[0] - 5.0).abs() < 0.05 && (ages[104] - 6.0).abs() < 0.05, "{ages:?}");
        assert!((ages[208] - 8.0).abs() < 0.05, "{ages:?}");
        // A kind that begins makes the fleet younger.
        let two = fleet_age(&[built(2011, Some(2015)), built(2022, None)], first, 260);
        assert!(two[259] < two[51], "{two:?}");
    }

    #[test]
    fn an_age_that_is_a_straight_line_says_nothing_that_a_trend_does_not() {
        let first: NaiveDate = "2021-01-04".parse().unwrap();
        for fleet in [&[built(2001, Some(2010)), built(2005, Some(2012))][..], &[built(2011, None)], &[]] {
            assert!(fleet_age(fleet, first, 260).is_empty(), "{fleet:?}");
        }
        assert!(fleet_age(&[built(2011, Some(2022))], first, 0).is_empty());
    }
}
