//! The weather at the shop as a cause of demand: what was measured up to a day, and from then on what is foretold today,
//! or else what the days of the year usually bring. What was foretold is never taken for what was.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::Period;

/// What is known of a day: its mean temperature, its highest, its rain.
pub(crate) const FACTS: usize = 3;
/// The days of a leap year.
const YEAR: usize = 366;
/// What is usual for a day is the mean of as many days around it, on each side.
const AROUND: usize = 10;
/// From fewer days nothing is usual.
const FEWEST: usize = 365;

/// One day at the shop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WeatherDay {
    pub(crate) day: NaiveDate,
    /// Degrees Celsius, degrees Celsius, millimetres.
    pub(crate) facts: [f64; FACTS],
}

/// What is known of the weather.
#[derive(Debug, Clone, PartialEq)]
pub struct Weather {
    first: NaiveDate,
    /// All days that were measured, without gaps: NaN where one is missing.
    days: Vec<[f64; FACTS]>,
    /// The day from which on demand is forecast today: who asks as of an earlier one knows nothing of today.
    present: Option<NaiveDate>,
    /// What was foretold of the days that were not measured.
    foretold: BTreeMap<NaiveDate, [f64; FACTS]>,
}

impl Weather {
    /// From days that were measured, in their order; `None` of nothing.
    pub(crate) fn of(known: &[WeatherDay]) -> Option<Self> {
        let (first, last) = (known.first()?.day, known.last()?.day);
        let length = usize::try_from((last - first).num_days()).ok()? + 1;
        let mut days = vec![[f64::NAN; FACTS]; length];
        for day in known {
            let at = usize::try_from((day.day - first).num_days()).ok()?;
            *days.get_mut(at)? = day.facts;
        }
        Some(Self { first, days, present: None, foretold: BTreeMap::new() })
    }

    /// With what is known today, from where demand is forecast from the day `present` on.
    #[must_use]
    pub(crate) fn foretelling(self, present: NaiveDate, foretold: &[WeatherDay]) -> Self {
        let foretold = foretold.iter().map(|day| (day.day, day.facts)).collect();
        Self { present: Some(present), foretold, ..self }
    }

    /// Whether enough was measured before this day for one to say what is usual.
    pub(crate) fn reaches(&self, day: NaiveDate) -> bool {
        self.before(day).iter().filter(|facts| facts[0].is_finite()).count() >= FEWEST
    }

    /// The mean of each fact over `periods` periods from the one beginning on `first`, a column each: measured before
    /// the day `known`, usual from then on. Nothing that was measured or foretold on that day or later shows, but where it
    /// is the present: then all that is known today does. Empty where too little was measured before.
    pub(crate) fn columns(
        &self,
        period: Period,
        first: NaiveDate,
        periods: usize,
        known: NaiveDate,
    ) -> Vec<Vec<f64>> {
        if !self.reaches(known) {
            return Vec::new();
        }
        let is_present = self.present.is_some_and(|present| present <= known);
        let measured = if is_present { &self.days } else { self.before(known) };
        let usual = self.usual_before(known);
        let mut columns = vec![Vec::new(); FACTS];
        let mut day = first;
        for at in 0..periods {
            let end = period.after(first, at + 1);
            let (mut sums, mut count) = ([0.0; FACTS], 0.0);
            while day < end {
                let place = usize::try_from((day - self.first).num_days()).ok();
                let own = place.and_then(|place| measured.get(place)).filter(|facts| facts[0].is_finite());
                let ahead = || self.foretold.get(&day).filter(|_| is_present && day >= known);
                let facts = own.or_else(ahead).unwrap_or(&usual[day_of_year(day)]);
                sums.iter_mut().zip(facts).for_each(|(sum, fact)| *sum += fact);
                count += 1.0;
                day = day + Days::new(1);
            }
            columns.iter_mut().zip(sums).for_each(|(column, sum)| column.push(sum / count));
        }
        columns
    }

    /// Other weather from a day on.
    #[cfg(test)]
    pub(crate) fn change_from(&mut self, day: NaiveDate) {
        let known = self.before(day).len();
        self.days[known..].fill([45.0; FACTS]);
    }

    fn before(&self, day: NaiveDate) -> &[[f64; FACTS]] {
        let length = usize::try_from((day - self.first).num_days()).unwrap_or(0);
        &self.days[..length.min(self.days.len())]
    }

    /// For each day of the year the mean over all years before a day, smoothed over its neighbours: the last of December
    /// is one of the first of January.
    fn usual_before(&self, day: NaiveDate) -> Vec<[f64; FACTS]> {
        let mut sums = vec![[0.0; FACTS]; YEAR];
        let mut counts = vec![0.0; YEAR];
        let mut date = self.first;
        for facts in self.before(day) {
            if facts[0].is_finite() {
                let at = day_of_year(date);
                sums[at].iter_mut().zip(facts).for_each(|(sum, fact)| *sum += fact);
                counts[at] += 1.0;
            }
            date = date + Days::new(1);
        }
        let usual = (0..YEAR).map(|at| {
            let around = (at + YEAR - AROUND..=at + YEAR + AROUND).map(|near| near % YEAR);
            let (mut sum, mut count) = ([0.0; FACTS], 0.0);
            for near in around {
                sum.iter_mut().zip(sums[near]).for_each(|(sum, own)| *sum += own);
                count += counts[near];
            }
            sum.map(|sum| sum / count)
        });
        usual.collect()
    }
}

/// The place of a day in a leap year: 1 March is the same in each year.
fn day_of_year(day: NaiveDate) -> usize {
    let leap = NaiveDate::from_ymd_opt(2024, day.month(), day.day()).unwrap_or_default();
    leap.ordinal0() as usize
}

/// Weather that tests plant.
#[cfg(test)]
pub(crate) mod planted {
    use super::*;

    /// Six years of weather, warm in July.
    pub(crate) fn six_years() -> Weather {
        measured_until(NaiveDate::from_ymd_opt(2023, 12, 31).unwrap())
    }

    /// The same, as far as it was measured before a day.
    pub(crate) fn measured_until(end: NaiveDate) -> Weather {
        let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
        let of = |day| WeatherDay { day, facts: [warmth(day), warmth(day) + 6.0, 1.0] };
        let days: Vec<WeatherDay> = first.iter_days().take_while(|day| *day < end).map(of).collect();
        Weather::of(&days).unwrap()
    }

    pub(crate) fn warmth(day: NaiveDate) -> f64 {
        20.0 - 10.0 * (std::f64::consts::TAU * f64::from(day.ordinal0()) / 365.25).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// From 10 degrees in January to 30 in July, a tenth of a degree warmer each year.
    fn years(from: &str, to: &str) -> Vec<WeatherDay> {
        let days = day(from).iter_days().take_while(|one| *one < day(to));
        let of = |one: NaiveDate| {
            let turn = std::f64::consts::TAU * day_of_year(one) as f64 / YEAR as f64;
            let mean = 20.0 - 10.0 * turn.cos() + 0.1 * f64::from(one.year() - 2020);
            WeatherDay { day: one, facts: [mean, mean + 5.0, 1.0] }
        };
        days.map(of).collect()
    }

    #[test]
    fn what_is_measured_is_shown_before_a_day_and_what_is_usual_from_it_on() {
        let mut known = years("2020-01-01", "2024-01-01");
        known.iter_mut().filter(|one| one.day >= day("2023-07-10")).for_each(|one| one.facts[0] += 20.0);
        let weather = Weather::of(&known).unwrap();
        let columns = weather.columns(Period::Week, day("2023-07-03"), 3, day("2023-07-17"));
        assert_eq!((columns.len(), columns[0].len()), (FACTS, 3));
        let [before, hot, usual] = columns[0][..] else { panic!("{columns:?}") };
        assert!((before - 30.3).abs() < 0.2 && (hot - 50.3).abs() < 0.2, "{columns:?}");
        assert!((29.5..32.0).contains(&usual), "{columns:?}");
        assert!((columns[2][2] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_that_is_measured_later_shows() {
        let known = years("2020-01-01", "2024-01-01");
        let mut other = known.clone();
        other.iter_mut().filter(|one| one.day >= day("2023-03-06")).for_each(|one| one.facts = [1e3; FACTS]);
        let ask = |known: &[WeatherDay]| {
            let weather = Weather::of(known).unwrap();
            weather.columns(Period::Week, day("2022-01-03"), 80, day("2023-03-06"))
        };
        assert_eq!(ask(&known), ask(&other));
        assert_eq!(ask(&known), ask(&years("2020-01-01", "2023-03-06")));
    }

    #[test]
    fn what_is_foretold_today_is_shown_ahead_alone_and_to_nobody_who_asks_as_of_an_earlier_day() {
        let mut measured = years("2020-01-01", "2024-01-03");
        measured.retain(|one| one.day != day("2023-12-31"));
        let days = day("2023-12-31").iter_days().take(12);
        let foretold: Vec<WeatherDay> =
            days.map(|day| WeatherDay { day, facts: [25.0, 33.0, 7.0] }).collect();
        let weather = Weather::of(&measured).unwrap();
        let knowing = weather.clone().foretelling(day("2024-01-01"), &foretold);
        let ask = |weather: &Weather, known| weather.columns(Period::Week, day("2023-12-18"), 5, day(known));
        // Two days of the first week ahead were measured, the others are foretold; so are four of the second.
        let (now, then) = (ask(&knowing, "2024-01-01"), ask(&weather, "2024-01-01"));
        assert_eq!(
            now[0][..2],
            then[0][..2],
            "what was foretold of a day that was not measured is no history"
        );
        assert!((now[2][2] - (2.0 * 1.0 + 5.0 * 7.0) / 7.0).abs() < 1e-9, "{now:?}");
        assert!((now[2][3] - (4.0 * 7.0 + 3.0 * 1.0) / 7.0).abs() < 1e-9, "{now:?}");
        assert!((now[0][4] - then[0][4]).abs() < 1e-9);
        assert_eq!(ask(&knowing, "2023-12-25"), ask(&weather, "2023-12-25"));
    }

    #[test]
    fn the_turn_of_the_year_is_as_smooth_as_any_other_day() {
        let weather = Weather::of(&years("2020-01-01", "2024-01-01")).unwrap();
        let usual = weather.usual_before(day("2024-01-01"));
        let steps = (0..YEAR).map(|at| (usual[(at + 1) % YEAR][0] - usual[at][0]).abs());
        assert!(steps.fold(0.0, f64::max) < 0.3);
        assert!((usual[0][0] - 10.2).abs() < 0.3 && (usual[183][0] - 30.1).abs() < 0.3, "{:?}", usual[0]);
    }

    #[test]
    fn a_gap_is_filled_with_what_is_usual_and_less_than_a_year_says_nothing() {
        let mut known = years("2020-01-01", "2024-01-01");
        known.retain(|one| !(day("2023-04-01")..day("2023-05-01")).contains(&one.day));
        let weather = Weather::of(&known).unwrap();
        let columns = weather.columns(Period::Week, day("2023-03-27"), 8, day("2024-01-01"));
        assert!(columns.iter().flatten().all(|fact| fact.is_finite()), "{columns:?}");
        let young = Weather::of(&years("2023-02-01", "2024-01-01")).unwrap();
        assert!(!young.reaches(day("2024-01-01")));
        assert!(young.columns(Period::Week, day("2023-03-06"), 8, day("2024-01-01")).is_empty());
        assert_eq!(Weather::of(&[]), None);
    }
}
