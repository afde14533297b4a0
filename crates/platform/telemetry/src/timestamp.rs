//! The time as all lines of the log write it, and the moments of the public API.

/// Microseconds since 1970 as `2026-11-20T08:05:09.000123Z` (RFC 3339).
///
/// For the years 0 to 9999: of others the digits are wrong.
pub fn timestamp(unix_us: i64) -> [u8; 27] {
    let seconds = unix_us.div_euclid(1_000_000);
    let (year, month, day) = civil_date(seconds.div_euclid(86_400));
    let second_of_day = seconds.rem_euclid(86_400) as u32;
    let mut text = *b"....-..-..T..:..:.........Z";
    put_digits::<4>(&mut text, 0, year as u32);
    put_digits::<2>(&mut text, 5, month as u32);
    put_digits::<2>(&mut text, 8, day as u32);
    put_digits::<2>(&mut text, 11, second_of_day / 3_600);
    put_digits::<2>(&mut text, 14, second_of_day / 60 % 60);
    put_digits::<2>(&mut text, 17, second_of_day % 60);
    put_digits::<6>(&mut text, 20, unix_us.rem_euclid(1_000_000) as u32);
    text
}

fn put_digits<const WIDTH: usize>(text: &mut [u8; 27], place: usize, mut number: u32) {
    for digit in text[place..place + WIDTH].iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
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
        str::from_utf8(&timestamp(unix_us)).unwrap().to_owned()
    }

    #[test]
    fn the_epoch_is_1970() {
        assert_eq!(text(0), "1970-01-01T00:00:00.000000Z");
    }

    proptest! {
        #[test]
        fn every_moment_of_four_digit_years_is_written_as_chrono_does(
            unix_us in -62_167_219_200_000_000_i64..253_402_300_800_000_000
        ) {
            let moment: DateTime<Utc> = DateTime::from_timestamp_micros(unix_us).unwrap();
            prop_assert_eq!(text(unix_us), moment.to_rfc3339_opts(SecondsFormat::Micros, true));
        }
    }
}
