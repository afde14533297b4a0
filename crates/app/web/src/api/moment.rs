//! A moment in JSON: `"2026-11-20T08:05:09Z"`, as `chrono` writes it.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Utc};
use serde::ser::Error;
use serde::{Serialize, Serializer};

/// The years that are written with four digits and no sign.
const PLAIN_YEARS: RangeInclusive<i32> = 0..=9999;

/// A moment, written without the machinery of `fmt`, which takes as long for two of them as for forty texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) DateTime<Utc>);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(moment) = self;
        let nanos = moment.timestamp_subsec_nanos();
        if !PLAIN_YEARS.contains(&moment.year()) || nanos >= 1_000_000_000 || !nanos.is_multiple_of(1_000) {
            return moment.serialize(serializer);
        }
        let mut text = telemetry::timestamp(moment.timestamp_micros());
        // With as many decimals as it takes, by threes.
        let end = match nanos {
            0 => 19,
            _ if nanos.is_multiple_of(1_000_000) => 23,
            _ => 26,
        };
        text[end] = b'Z';
        serializer.serialize_str(str::from_utf8(&text[..=end]).map_err(S::Error::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written_as_by_chrono(seconds: i64, nanos: u32) -> bool {
        let moment = DateTime::from_timestamp(seconds, nanos).unwrap();
        serde_json::to_string(&Moment(moment)).unwrap() == serde_json::to_string(&moment).unwrap()
    }

    #[test]
    fn at_the_bounds_and_in_leap_seconds_a_moment_is_written_as_chrono_writes_it() {
        // The last second before the year 0, the first of it, the last of 9999, the first after it.
        for seconds in [-62_167_219_201, -62_167_219_200, 253_402_300_799, 253_402_300_800] {
            assert!(written_as_by_chrono(seconds, 0), "{seconds}");
        }
        // The second 23:59:59 of 2016 and the leap second after it.
        for nanos in [999_999_999, 1_000_000_000, 1_500_000_000] {
            assert!(written_as_by_chrono(1_483_228_799, nanos), "{nanos}");
        }
    }

    proptest! {
        #[test]
        fn a_moment_is_written_as_chrono_writes_it(
            seconds in -62_167_219_200..253_402_300_800_i64,
            nanos in prop_oneof![
                Just(0),
                (0..1_000_u32).prop_map(|millis| millis * 1_000_000),
                (0..1_000_000_u32).prop_map(|micros| micros * 1_000),
                0..1_000_000_000_u32,
            ],
        ) {
            prop_assert!(written_as_by_chrono(seconds, nanos));
        }
    }
}
