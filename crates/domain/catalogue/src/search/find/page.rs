//! Pages of search results, best first, and their cursor.
//!
//! A product's score follows from the product, the words, and what the ranking
//! knows of the whole shop. The cursor carries the last of these as it was when
//! the first page was made, and how much of the words a product had to have. So
//! all pages of one search stand in one order: while products come and go, and
//! as long as the query is understood in the same way, those that do not change
//! themselves are shown once each.

use data_encoding::BASE64URL_NOPAD;

use crate::CatalogueError;
use crate::search::index::Totals;
use crate::search::retrieve::Scored;

const VERSION: u8 = 2;
const SUM: usize = 6;
/// Version, score, number, shape, least, three totals.
const HEAD: usize = 1 + 7 * 4;
/// Far above the longest that is given.
const LONGEST: usize = 16_000;

/// What the ranking of a first page stood on.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ground {
    /// The plan that was run.
    pub(super) shape: u32,
    /// Least weight of the slots that a product had to have.
    pub(super) least: f32,
    pub(super) totals: Totals,
    /// In how many products each of the plan's terms stood.
    pub(super) products: Vec<u32>,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cursor {
    score: f32,
    number: u32,
    pub(super) ground: Ground,
}

impl Cursor {
    /// Reads what [`Cursor::write`] wrote.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for anything else.
    pub(super) fn read(text: &str) -> Result<Self, CatalogueError> {
        Self::decode(text).ok_or_else(|| CatalogueError::InvalidQuery {
            field: "cursor".to_owned(),
            reason: "no cursor of this search; take `nextCursor` of the page before as it is".to_owned(),
        })
    }

    fn decode(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let (body, given) = bytes.split_last_chunk::<SUM>()?;
        if *given != sum(body) {
            return None;
        }
        let (head, mut rest) = body.split_first_chunk::<HEAD>()?;
        let [VERSION, words @ ..] = head else { return None };
        let (words, _) = words.as_chunks::<4>();
        let word = |place: usize| words.get(place).map(|word| u32::from_be_bytes(*word));
        let real = |place: usize| word(place).map(f32::from_bits);
        let totals = Totals { documents: real(4)?, mean_title: real(5)?, mean_text: real(6)? };
        let mut products = Vec::new();
        while !rest.is_empty() {
            let (number, after) = read_count(rest)?;
            products.push(number);
            rest = after;
        }
        let ground = Ground { shape: word(2)?, least: real(3)?, totals, products };
        Some(Self { score: real(0)?, number: word(1)?, ground })
    }

    /// The cursor behind `last`.
    pub(super) fn write(last: &Scored, ground: &Ground) -> String {
        let mut bytes = Vec::with_capacity(HEAD + ground.products.len() * 3 + SUM);
        bytes.push(VERSION);
        let totals = ground.totals;
        let reals = [ground.least, totals.documents, totals.mean_title, totals.mean_text];
        let words = [last.score.to_bits(), last.number, ground.shape].into_iter();
        for word in words.chain(reals.map(f32::to_bits)) {
            bytes.extend(word.to_be_bytes());
        }
        for products in &ground.products {
            write_count(*products, &mut bytes);
        }
        let sum = sum(&bytes);
        bytes.extend(sum);
        BASE64URL_NOPAD.encode(&bytes)
    }

    fn is_before(&self, one: &Scored) -> bool {
        let last = Scored { number: self.number, score: self.score, has: 0 };
        last.rank(one).is_lt()
    }
}

/// The cursor of a sorted search: behind what the first page stood on comes the list's own.
pub(super) fn for_sorted(in_list: &str, ground: &Ground) -> String {
    let nowhere = Scored { number: 0, score: 0.0, has: 0 };
    format!("{}.{in_list}", Cursor::write(&nowhere, ground))
}

/// The two parts of what [`for_sorted`] wrote.
pub(super) fn of_sorted(cursor: &str) -> (Option<&str>, Option<&str>) {
    match cursor.split_once('.') {
        Some((ground, in_list)) => (Some(ground), Some(in_list)),
        None => (None, Some(cursor)),
    }
}

/// The page of `scored` behind the cursor, and the next page's cursor.
pub(super) fn cut(
    mut scored: Vec<Scored>,
    after: Option<&Cursor>,
    limit: usize,
    ground: &Ground,
) -> (Vec<Scored>, Option<String>) {
    if let Some(after) = after {
        scored.retain(|one| after.is_before(one));
    }
    let more = scored.len() > limit;
    if more {
        scored.select_nth_unstable_by(limit, Scored::rank);
        scored.truncate(limit);
    }
    scored.sort_unstable_by(Scored::rank);
    let next = scored.last().filter(|_| more).map(|last| Cursor::write(last, ground));
    (scored, next)
}

/// Seven bits a byte, the lowest first; the last byte is below 128.
fn write_count(mut count: u32, bytes: &mut Vec<u8>) {
    while count > 127 {
        bytes.push(count as u8 | 128);
        count >>= 7;
    }
    bytes.push(count as u8);
}

fn read_count(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| *byte < 128)?;
    let (digits, rest) = bytes.split_at(end + 1);
    let count = digits.iter().rev().fold(0_u64, |count, byte| count << 7 | u64::from(byte & 127));
    Some((u32::try_from(count).ok()?, rest))
}

fn sum(bytes: &[u8]) -> [u8; SUM] {
    let hash = blake3::derive_key("dukkan catalogue search cursor v2", bytes);
    std::array::from_fn(|index| hash[index])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ground() -> impl Strategy<Value = Ground> {
        let totals = (0.0_f32..1e7, 0.0_f32..100.0, 0.0_f32..1e4);
        let products = proptest::collection::vec(any::<u32>(), 0..40);
        (any::<u32>(), 0.0_f32..50.0, totals, products).prop_map(|(shape, least, totals, products)| Ground {
            shape,
            least,
            totals: Totals { documents: totals.0, mean_title: totals.1, mean_text: totals.2 },
            products,
        })
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_written(number in any::<u32>(), score in 0.0_f32..100.0, ground in ground()) {
            let written = Cursor::write(&Scored { number, score, has: 3 }, &ground);
            prop_assert_eq!(Cursor::read(&written).unwrap(), Cursor { score, number, ground });
        }

        #[test]
        fn a_damaged_cursor_is_refused(place in 0_usize..40, letter in "[A-Za-z0-9_-]", ground in ground()) {
            let written = Cursor::write(&Scored { number: 7, score: 1.5, has: 0 }, &ground);
            let mut damaged = written.clone();
            damaged.replace_range(place..=place, &letter);
            prop_assert_eq!(Cursor::read(&damaged).is_ok(), damaged == written);
            prop_assert!(Cursor::read(&written[..place]).is_err());
        }

        #[test]
        fn pages_show_everything_once(
            scores in proptest::collection::vec(0_u8..6, 0..300), limit in 1_usize..100,
        ) {
            let all: Vec<Scored> =
                (0..).zip(&scores).map(|(number, s)| Scored { number, score: f32::from(*s), has: 0 }).collect();
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let (page, next) = cut(all.clone(), after.as_ref(), limit, &Ground::default());
                prop_assert!(page.len() <= limit);
                seen.extend(page);
                let Some(next) = next else { break };
                after = Some(Cursor::read(&next).unwrap());
            }
            let mut sorted = all;
            sorted.sort_by(Scored::rank);
            prop_assert_eq!(seen, sorted);
        }

        #[test]
        fn any_text_is_a_cursor_or_refused(text in ".*") {
            let _ = Cursor::read(&text);
        }
    }
}
