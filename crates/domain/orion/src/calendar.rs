//! Feasts and school holidays of Tunisia and Egypt: those of the sun, and those of the moon.
//!
//! Moons follow Umm al-Qura, corrected where the country saw its crescent on another evening.

use chrono::{Datelike, Days, NaiveDate};
use icu_calendar::Date;
use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::UmmAlQura;

/// A country whose calendar is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Country {
    /// Tunisia.
    Tunisia,
    /// Egypt.
    Egypt,
}

/// What is celebrated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feast {
    /// The whole month of fasting.
    Ramadan,
    /// The end of the fast.
    EidAlFitr,
    /// The feast of the sacrifice, with the day of Arafah before it.
    EidAlAdha,
    /// The first of Muharram.
    HijriNewYear,
    /// The Prophet's birthday.
    Mawlid,
    /// Sham en-Nessim, the Monday after the Orthodox Easter.
    Spring,
    /// 7 January.
    CopticChristmas,
    /// A public holiday with a date of its own.
    Civil,
    /// Schools are closed for the summer.
    SchoolSummer,
    /// Schools are closed within the year; ministries move these by some days from year to year.
    SchoolBreak,
}

/// One feast of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// What is celebrated.
    pub feast: Feast,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
}

impl Holiday {
    /// How many of the days from `from` to before `until` it takes.
    pub fn days_within(&self, from: NaiveDate, until: NaiveDate) -> u32 {
        let (first, end) = (self.first.max(from), (self.last + Days::new(1)).min(until));
        u32::try_from((end - first).num_days()).unwrap_or(0)
    }
}

/// Hijri month, day, what it is, how many days it lasts in Tunisia and in Egypt.
const MOONS: [(u8, u8, Feast, [u64; 2]); 4] = [
    (1, 1, Feast::HijriNewYear, [1, 1]),
    (3, 12, Feast::Mawlid, [1, 1]),
    (10, 1, Feast::EidAlFitr, [3, 3]),
    (12, 9, Feast::EidAlAdha, [4, 4]),
];

/// Months that began on another day than Umm al-Qura says: Hijri year and month, days later.
const CORRECTIONS: [(Country, i32, u8, i64); 7] = [
    (Country::Tunisia, 1440, 10, 1),
    (Country::Egypt, 1440, 10, 1),
    (Country::Tunisia, 1443, 1, 1),
    (Country::Egypt, 1443, 1, 1),
    (Country::Tunisia, 1446, 9, 1),
    (Country::Tunisia, 1446, 10, 1),
    (Country::Egypt, 1446, 10, 1),
];

/// Month and day, since which year.
const TUNISIAN: [(u32, u32, i32); 8] =
    [(1, 1, 0), (1, 14, 2012), (3, 20, 0), (4, 9, 0), (5, 1, 0), (7, 25, 0), (8, 13, 0), (10, 15, 0)];
const EGYPTIAN: [(u32, u32, i32); 6] =
    [(1, 25, 2009), (4, 25, 0), (5, 1, 0), (6, 30, 2014), (7, 23, 0), (10, 6, 0)];

/// All feasts that touch the days from `from` to `until`, by their first day.
pub fn holidays(country: Country, from: NaiveDate, until: NaiveDate) -> Vec<Holiday> {
    let mut found = Vec::new();
    for year in from.year() - 1..=until.year() {
        civil(country, year, &mut found);
    }
    // 33 Hijri years pass in 32 of ours.
    let hijri = |year: i32| (year - 622) * 33 / 32;
    for year in hijri(from.year()) - 1..=hijri(until.year()) + 1 {
        moons(country, year, &mut found);
    }
    found.retain(|holiday| holiday.first <= until && holiday.last >= from);
    found.sort_by_key(|holiday| (holiday.first, holiday.feast));
    found
}

fn civil(country: Country, year: i32, found: &mut Vec<Holiday>) {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut add = |feast, first: Option<NaiveDate>, last: Option<NaiveDate>| {
        if let (Some(first), Some(last)) = (first, last) {
            found.push(Holiday { feast, first, last });
        }
    };
    let dates: &[(u32, u32, i32)] = match country {
        Country::Tunisia => &TUNISIAN,
        Country::Egypt => &EGYPTIAN,
    };
    for (month, day, _) in dates.iter().filter(|(_, _, since)| year >= *since) {
        add(Feast::Civil, date(*month, *day), date(*month, *day));
    }
    match country {
        Country::Tunisia => {
            add(Feast::SchoolSummer, date(7, 1), date(9, 14));
            add(Feast::SchoolBreak, date(11, 1), date(11, 7));
            add(Feast::SchoolBreak, date(12, 18), NaiveDate::from_ymd_opt(year + 1, 1, 2));
            add(Feast::SchoolBreak, date(3, 15), date(3, 28));
        }
        Country::Egypt => {
            add(Feast::SchoolSummer, date(6, 20), date(9, 20));
            add(Feast::SchoolBreak, date(1, 24), date(2, 6));
            add(Feast::CopticChristmas, date(1, 7), date(1, 7));
            let monday = orthodox_easter(year).map(|easter| easter + Days::new(1));
            add(Feast::Spring, monday, monday);
        }
    }
}

fn moons(country: Country, year: i32, found: &mut Vec<Holiday>) {
    for (month, day, feast, lengths) in MOONS {
        let Some(first) = hijri_day(country, year, month, day) else { continue };
        let last = first + Days::new(lengths[country as usize] - 1);
        found.push(Holiday { feast, first, last });
    }
    if let (Some(first), Some(eid)) = (hijri_day(country, year, 9, 1), hijri_day(country, year, 10, 1)) {
        found.push(Holiday { feast: Feast::Ramadan, first, last: eid - Days::new(1) });
    }
}

fn hijri_day(country: Country, year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    let date: Date<Hijri<UmmAlQura>> =
        Date::try_new(year.into(), icu_calendar::types::Month::new(month), day, Hijri::new_umm_al_qura())
            .ok()?;
    let common_era = i32::try_from(date.to_rata_die().to_i64_date()).ok()?;
    let corrected = CORRECTIONS.iter().find(|one| (one.0, one.1, one.2) == (country, year, month));
    let later = corrected.map_or(0, |one| one.3);
    Some(NaiveDate::from_num_days_from_ce_opt(common_era)? + chrono::TimeDelta::days(later))
}

/// Meeus' Julian algorithm, in our calendar (13 days behind from 1900 to 2099).
fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    let (month, day) = ((moon + sunday + 114) / 31, (moon + sunday + 114) % 31 + 1);
    Some(NaiveDate::from_ymd_opt(year, month as u32, day as u32)? + Days::new(13))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ramadan_is_a_window_that_ends_on_the_eve_of_the_feast() {
        let found = holidays(Country::Tunisia, day("2026-01-01"), day("2026-12-31"));
        let of = |feast| found.iter().find(|holiday| holiday.feast == feast).copied().unwrap();
        let (ramadan, eid) = (of(Feast::Ramadan), of(Feast::EidAlFitr));
        assert_eq!(ramadan.last + Days::new(1), eid.first);
        assert!((29..=30).contains(&ramadan.days_within(day("2026-01-01"), day("2027-01-01"))));
    }

    #[test]
    fn a_feast_counts_the_days_that_fall_into_a_week() {
        let feast = Holiday { feast: Feast::EidAlFitr, first: day("2026-03-20"), last: day("2026-03-22") };
        assert_eq!(feast.days_within(day("2026-03-16"), day("2026-03-23")), 3);
        assert_eq!(feast.days_within(day("2026-03-21"), day("2026-03-22")), 1);
        assert_eq!(feast.days_within(day("2026-03-23"), day("2026-03-30")), 0);
    }

    /// `script/feasts` makes the table from the `holidays` of the Python package index.
    #[test]
    fn moving_feasts_are_those_of_an_independent_calendar_give_or_take_a_day() {
        let mut compared = 0;
        for line in include_str!("../tests/feasts.csv").lines().skip(1) {
            let [country, name, date] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
            let country = if country == "TN" { Country::Tunisia } else { Country::Egypt };
            let feast = match name {
                "eid-al-fitr" => Feast::EidAlFitr,
                "arafah" => Feast::EidAlAdha,
                "hijri-new-year" => Feast::HijriNewYear,
                "mawlid" => Feast::Mawlid,
                _ => Feast::Spring,
            };
            let theirs = day(date);
            let near = holidays(country, theirs - Days::new(5), theirs + Days::new(5));
            let ours = near.iter().find(|holiday| holiday.feast == feast).map(|holiday| holiday.first);
            let apart = ours.map(|ours| (ours - theirs).num_days().abs());
            assert!(apart.is_some_and(|days| days <= 1), "{line}: {ours:?}");
            compared += 1;
        }
        assert!(compared > 300, "{compared}");
    }
}
