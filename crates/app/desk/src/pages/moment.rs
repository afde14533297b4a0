//! Moments as people at the desk read them: in the shop's time zone, short when they are near.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// "10:12" today, "21/11/2026" otherwise.
pub(crate) fn short(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    if at.date_naive() == now.date_naive() {
        return at.format("%H:%M").to_string();
    }
    day(at.date_naive())
}

/// "21/11/2026 10:12:04".
pub(crate) fn full(at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    format!("{} {}", day(at.date_naive()), at.format("%H:%M:%S"))
}

/// "21/11/2026".
pub(crate) fn date(at: DateTime<Utc>, zone: Tz) -> String {
    day(at.with_timezone(&zone).date_naive())
}

/// The same of a day.
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// "0:04", "1:12:30".
pub(crate) fn span(span: TimeDelta) -> String {
    let seconds = span.num_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// The first moment of a day as a date field writes it ("2026-11-21").
pub(crate) fn begin_of(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let date: NaiveDate = text.parse().ok()?;
    let midnight = date.and_hms_opt(0, 0, 0)?;
    // Where the clocks jump over midnight the day begins an hour later.
    let later = || zone.from_local_datetime(&(midnight + TimeDelta::hours(1))).earliest();
    Some(zone.from_local_datetime(&midnight).earliest().or_else(later)?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_short_today_and_a_date_before() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-11-21T09:30:00Z");
        assert_eq!(short(at("2026-11-21T09:12:00Z"), now, Tz::Africa__Tunis), "10:12");
        assert_eq!(short(at("2026-11-20T23:30:00Z"), now, Tz::Africa__Tunis), "00:30");
        assert_eq!(short(at("2026-11-20T12:00:00Z"), now, Tz::Africa__Tunis), "20/11/2026");
        assert_eq!(span(TimeDelta::seconds(4)), "0:04");
        assert_eq!(span(TimeDelta::seconds(4350)), "1:12:30");
    }

    #[test]
    fn a_day_begins_in_the_shops_time_zone_also_when_its_midnight_is_skipped() {
        let begin = |text, zone| begin_of(text, zone).unwrap().to_rfc3339();
        assert_eq!(begin("2026-11-21", Tz::Africa__Tunis), "2026-11-20T23:00:00+00:00");
        assert_eq!(begin("2026-04-24", Tz::Africa__Cairo), "2026-04-23T22:00:00+00:00");
        assert!(begin_of("21/11/2026", Tz::Africa__Tunis).is_none());
    }
}
