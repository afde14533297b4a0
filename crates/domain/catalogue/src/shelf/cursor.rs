//! The cursor: where a page ended, opaque and checked.
//!
//! It holds the last product's sort key, so that it stays right while products
//! come and go; its sum refuses what was cut, altered or never given.

use data_encoding::BASE64URL_NOPAD;
use kernel::Locale;

use crate::shelf::filter::invalid;
use crate::shelf::sort_key::SortKey;
use crate::{CatalogueError, Sort};

const VERSION: u8 = 1;
const SUM: usize = 6;
const HEAD: usize = 3 + 8 + 8 + 4;
/// Far above the longest that is given.
const LONGEST: usize = 600;

/// Writes the cursor after the product with this key.
pub(super) fn write_cursor(sort: Sort, locale: Locale, key: &SortKey) -> String {
    let mut bytes = Vec::with_capacity(HEAD + key.text.len() + SUM);
    bytes.extend([VERSION, tag(sort), locale_tag(sort, locale)]);
    bytes.extend(key.major.to_be_bytes());
    bytes.extend(key.minor.to_be_bytes());
    bytes.extend(key.tie.to_be_bytes());
    bytes.extend(&key.text);
    let sum = sum(&bytes);
    bytes.extend(sum);
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads a cursor that [`write_cursor`] wrote for the same sort and locale.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] that says what is wrong with it.
pub(super) fn read_cursor(text: &str, sort: Sort, locale: Locale) -> Result<SortKey, CatalogueError> {
    let refuse = |reason: &str| Err(invalid("cursor", reason.to_owned()));
    let damaged = "it is damaged or not from this shop; ask for the first page again";
    if text.len() > LONGEST {
        return refuse(damaged);
    }
    let Ok(bytes) = BASE64URL_NOPAD.decode(text.as_bytes()) else { return refuse(damaged) };
    let Some((body, given)) = bytes.split_last_chunk::<SUM>() else { return refuse(damaged) };
    if *given != sum(body) {
        return refuse(damaged);
    }
    let [VERSION, sort_tag, of_locale, rest @ ..] = body else { return refuse(damaged) };
    if *sort_tag != tag(sort) {
        return refuse("it belongs to another sort; keep the sort or ask for the first page");
    }
    if *of_locale != locale_tag(sort, locale) {
        return refuse("it belongs to another language; keep the language or ask for the first page");
    }
    let Some((major, rest)) = rest.split_first_chunk::<8>() else { return refuse(damaged) };
    let Some((minor, rest)) = rest.split_first_chunk::<8>() else { return refuse(damaged) };
    let Some((tie, text)) = rest.split_first_chunk::<4>() else { return refuse(damaged) };
    Ok(SortKey {
        major: i64::from_be_bytes(*major),
        minor: i64::from_be_bytes(*minor),
        text: text.to_vec(),
        tie: u32::from_be_bytes(*tie),
    })
}

fn tag(sort: Sort) -> u8 {
    match sort {
        Sort::Popularity => 0,
        Sort::PriceAscending => 1,
        Sort::PriceDescending => 2,
        Sort::Name => 3,
        Sort::Newest => 4,
    }
}

/// Only names sort differently from language to language.
fn locale_tag(sort: Sort, locale: Locale) -> u8 {
    if sort == Sort::Name { locale.index() as u8 } else { u8::MAX }
}

fn sum(bytes: &[u8]) -> [u8; SUM] {
    let hash = blake3::derive_key("dukkan catalogue list cursor v1", bytes);
    std::array::from_fn(|index| hash[index])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SORTS: [Sort; 5] =
        [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest];

    proptest! {
        #[test]
        fn a_cursor_is_read_back_for_its_own_sort_only(
            major in any::<i64>(), minor in any::<i64>(), tie in any::<u32>(),
            text in proptest::collection::vec(any::<u8>(), 0..181), sort in 0_usize..5, other in 0_usize..5,
        ) {
            let key = SortKey { major, minor, text, tie };
            let written = write_cursor(SORTS[sort], Locale::Ar, &key);
            let read = read_cursor(&written, SORTS[other], Locale::Ar);
            prop_assert_eq!(read.ok(), (sort == other).then_some(key));
        }

        #[test]
        fn a_damaged_cursor_is_refused(place in 0_usize..36, letter in "[A-Za-z0-9_-]") {
            let key = SortKey { major: -7, minor: 1_700_000_000, text: Vec::new(), tie: 9 };
            let written = write_cursor(Sort::Newest, Locale::Fr, &key);
            let mut damaged = written.clone();
            let place = place.min(written.len() - 1);
            damaged.replace_range(place..=place, &letter);
            prop_assert_eq!(read_cursor(&damaged, Sort::Newest, Locale::Fr).is_ok(), damaged == written);
            prop_assert!(read_cursor(&written[..place], Sort::Newest, Locale::Fr).is_err());
        }

        #[test]
        fn rubbish_is_refused(text in "\\PC*") {
            prop_assert!(read_cursor(&text, Sort::Name, Locale::Fr).is_err());
        }
    }
}
