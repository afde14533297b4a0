//! The time as all lines of the log write it.

/// Appends microseconds since 1970 as `2026-11-20T08:05:09.000123Z` (RFC 3339).
pub fn push_timestamp(line: &mut Vec<u8>, unix_us: i64) {
    let seconds = unix_us.div_euclid(1_000_000);
    let (year, month, day) = civil_date(seconds.div_euclid(86_400));
    let second_of_day = seconds.rem_euclid(86_400);
    push_digits::<4>(line, year);
    line.push(b'-');
    push_digits::<2>(line, month);
    line.push(b'-');
    push_digits::<2>(line, day);
    line.push(b'T');
    push_digits::<2>(line, second_of_day / 3_600);
    line.push(b':');
    push_digits::<2>(line, second_of_day / 60 % 60);
    line.push(b':');
    push_digits::<2>(line, second_of_day % 60);
    line.push(b'.');
    push_digits::<6>(line, unix_us.rem_euclid(1_000_000));
    line.push(b'Z');
}

fn push_digits<const WIDTH: usize>(line: &mut Vec<u8>, mut number: i64) {
    let mut digits = [b'0'; WIDTH];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + number.rem_euclid(10) as u8;
        number /= 10;
    }
    line.extend_from_slice(&digits);
}

/// Year, month and day of a day since 1970-01-01.
///
/// `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date
/// Algorithms".
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, SecondsFormat, Utc};
    use proptest::prelude::*;

    use super::*;

    fn text(unix_us: i64) -> String {
        let mut line = Vec::new();
        push_timestamp(&mut line, unix_us);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn the_epoch_is_1970() {
        assert_eq!(text(0), "1970-01-01T00:00:00.000000Z");
    }

    proptest! {
        #[test]
        fn every_moment_of_four_digit_years_is_written_as_chrono_does(
            unix_us in -62_135_596_800_000_000_i64..253_402_300_800_000_000
        ) {
            let moment: DateTime<Utc> = DateTime::from_timestamp_micros(unix_us).unwrap();
            prop_assert_eq!(text(unix_us), moment.to_rfc3339_opts(SecondsFormat::Micros, true));
        }
    }
}
