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

    proptest! {
        #[test]
        fn a_moment_is_written_as_chrono_writes_it(
            seconds in prop_oneof![-62_200_000_000..253_500_000_000_i64, Just(0)],
            nanos in prop_oneof![
                Just(0),
                (0..1_000_u32).prop_map(|millis| millis * 1_000_000),
                (0..1_000_000_u32).prop_map(|micros| micros * 1_000),
                // From a thousand million on it is a leap second.
                0..2_000_000_000_u32,
            ],
        ) {
            let moment = DateTime::from_timestamp(seconds, nanos);
            prop_assume!(moment.is_some());
            let moment = moment.unwrap_or_default();
            prop_assert_eq!(serde_json::to_string(&Moment(moment))?, serde_json::to_string(&moment)?);
        }
    }
}
