//! Part numbers in a query: OE numbers, SKUs, EANs and cross-references, in any spelling, or a piece of one.
//!
//! A part number is never corrected: a wrong part is worse than none.

use std::hash::BuildHasher;

use kernel::text::{part_number_key, western_digit};
use rustc_hash::{FxBuildHasher, FxHashSet};
use tantivy::{DocSet, TERMINATED, TantivyError};

use super::index::{Field, SearchIndex, SegmentView, grams};
use super::retrieve::Scored;
use crate::{CatalogueError, ProductRef};

/// Shortest beginning or piece of a number that is looked up; 5W40 is an oil.
const SHORTEST_PIECE: usize = 5;
const SHORTEST_DIGITS: usize = 4;
/// Shortest whole number that is looked up, and shortest among other words.
const SHORTEST_NUMBER: usize = 3;
const SHORTEST_AMONG_WORDS: usize = 5;
/// Digits of what is written as a number is.
const FEWEST_DIGITS: usize = 3;
/// Longest number that is looked up.
const LONGEST_NUMBER: usize = 64;
/// Longest part number in words, and how much of a query is looked through for one.
const LONGEST_RUN: usize = 5;
const MOST_WORDS: usize = 16;
/// Most products that a piece of a number may lead to.
const MOST_FOUND: usize = 1_000;

/// The key of a text that may be a part number: it has a digit and is not too long.
pub(crate) fn number_key(text: &str) -> Option<String> {
    if text.len() > 128 {
        return None;
    }
    let key = part_number_key(text);
    ((SHORTEST_NUMBER..=LONGEST_NUMBER).contains(&key.len()) && has_digit(&key)).then_some(key)
}

fn has_digit(key: &str) -> bool {
    key.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a text is written as a piece of a part number is: at least three digits, no long word.
pub(crate) fn looks_like_number(text: &str) -> bool {
    let longest_word =
        text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max().unwrap_or_default();
    has_digits(text) && longest_word <= 4
}

/// Whether a text may be the beginning of a part number: written as a piece of one is, or one word, which
/// then has a digit: "FER-FDB2".
pub(crate) fn may_begin_number(text: &str) -> bool {
    looks_like_number(text) || !text.trim().contains(char::is_whitespace)
}

fn has_digits(text: &str) -> bool {
    text.chars().filter(|c| western_digit(*c).is_ascii_digit()).nth(FEWEST_DIGITS - 1).is_some()
}

/// Keys of the runs of words in a longer text that may be part numbers: "filtre 7701 208 265 clio".
pub(crate) fn keys_within(text: &str) -> Vec<String> {
    if !has_digits(text) {
        return Vec::new();
    }
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    let mut keys = Vec::new();
    for length in (1..=LONGEST_RUN.min(words.len())).rev() {
        for run in words.windows(length) {
            let has_ends = [run.first(), run.last()]
                .iter()
                .flatten()
                .all(|word| word.chars().any(char::is_alphanumeric));
            let run = run.join(" ");
            if has_ends && looks_like_number(&run) {
                keys.extend(number_key(&run).filter(|key| key.len() >= SHORTEST_AMONG_WORDS));
            }
        }
    }
    keys
}

/// Products whose number is exactly this.
pub(crate) fn find_whole(index: &SearchIndex, key: &str) -> Result<Vec<Scored>, CatalogueError> {
    let mut found = Vec::new();
    for segment in &index.segments {
        documents(segment, Field::Numbers, key, &mut found)?;
    }
    found.sort_unstable();
    found.dedup();
    let whole = |number: u32| Scored { number, score: 2.0 * LONGEST_NUMBER as f32, has: 0 };
    Ok(found.into_iter().map(whole).collect())
}

/// Products with a number that begins so: one for each number, those that go on least first, then
/// the others that have these numbers. With `inside`, also those that hold it anywhere.
pub(crate) fn find_piece<'s>(
    index: &SearchIndex,
    key: &str,
    inside: bool,
    product: impl Fn(u32) -> Option<ProductRef<'s>>,
) -> Result<Vec<Scored>, CatalogueError> {
    let only_digits = key.bytes().all(|byte| byte.is_ascii_digit());
    if key.len() < if only_digits { SHORTEST_DIGITS } else { SHORTEST_PIECE } || !has_digit(key) {
        return Ok(Vec::new());
    }
    let mut found: Vec<Beginning> = Vec::new();
    for segment in &index.segments {
        beginnings(segment, key, &mut found)?;
    }
    if inside && found.is_empty() {
        let mut products = Vec::new();
        for segment in &index.segments {
            holding(segment, key, &product, &mut products)?;
        }
        found.extend(products.into_iter().map(|product| Beginning { length: key.len(), hash: 0, product }));
    }
    found.sort_unstable();
    let mut before = None;
    let scored = found.iter().map(|beginning| {
        let is_first = before.replace(beginning.hash) != Some(beginning.hash);
        let score = LONGEST_NUMBER.saturating_sub(beginning.length) + usize::from(is_first) * LONGEST_NUMBER;
        Scored { number: beginning.product, score: score as f32, has: 0 }
    });
    let mut scored: Vec<Scored> = scored.collect();
    scored.sort_unstable_by(Scored::rank);
    let mut seen = FxHashSet::default();
    scored.retain(|one| seen.insert(one.number));
    scored.truncate(MOST_FOUND);
    Ok(scored)
}

fn documents(
    segment: &SegmentView,
    field: Field,
    term: &str,
    found: &mut Vec<u32>,
) -> Result<(), CatalogueError> {
    let Some(mut postings) = segment.postings(field, term)? else { return Ok(()) };
    let mut doc = postings.doc();
    while doc != TERMINATED {
        if segment.is_alive(doc) {
            found.push(segment.number(doc));
        }
        doc = postings.advance();
    }
    Ok(())
}

/// A number that begins as was asked, and a product that has it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    length: usize,
    /// Of the number: the same one stands in several segments.
    hash: u64,
    product: u32,
}

fn beginnings(segment: &SegmentView, key: &str, found: &mut Vec<Beginning>) -> Result<(), CatalogueError> {
    let dictionary = segment.inverted(Field::Numbers).terms();
    let mut terms = dictionary.range().ge(key.as_bytes()).into_stream().map_err(TantivyError::from)?;
    let mut whole = Vec::new();
    while terms.advance() && found.len() < MOST_FOUND {
        let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
        if !term.starts_with(key) {
            break;
        }
        documents(segment, Field::Numbers, term, &mut whole)?;
        let (length, hash) = (term.len(), FxBuildHasher.hash_one(term));
        found.extend(whole.drain(..).map(|product| Beginning { length, hash, product }));
    }
    Ok(())
}

fn holding<'s>(
    segment: &SegmentView,
    key: &str,
    product: &impl Fn(u32) -> Option<ProductRef<'s>>,
    found: &mut Vec<u32>,
) -> Result<(), CatalogueError> {
    let mut lists = Vec::new();
    for gram in grams(key) {
        let Some(postings) = segment.postings(Field::Grams, gram)? else { return Ok(()) };
        lists.push(postings);
    }
    let Some((first, others)) = lists.split_first_mut() else { return Ok(()) };
    let mut doc = first.doc();
    while doc != TERMINATED && found.len() < MOST_FOUND {
        let all = others.iter_mut().all(|list| {
            let at = list.doc();
            (if at < doc { list.seek(doc) } else { at }) == doc
        });
        if all && segment.is_alive(doc) {
            let number = segment.number(doc);
            let holds = product(number)
                .is_some_and(|product| printed_numbers(&product).any(|n| part_number_key(n).contains(key)));
            if holds {
                found.push(number);
            }
        }
        doc = first.advance();
    }
    Ok(())
}

/// All the numbers of a product as they are printed.
pub(crate) fn printed_numbers<'s>(product: &ProductRef<'s>) -> impl Iterator<Item = &'s str> + use<'s> {
    std::iter::once(product.sku())
        .chain(product.gtin())
        .chain(product.oe_numbers())
        .chain(product.cross_references().map(|reference| reference.number))
}

/// The number of a product that the key is, begins, or stands in, as printed.
pub(crate) fn matched_number(product: &ProductRef<'_>, key: &str) -> Option<String> {
    let rank = |number: &str| {
        let other = part_number_key(number);
        match () {
            () if other == key => Some(0),
            () if other.starts_with(key) => Some(1),
            () if other.contains(key) => Some(2),
            () => None,
        }
    };
    let ranked = printed_numbers(product).filter_map(|number| Some((rank(number)?, number)));
    ranked.min().map(|(_, number)| number.to_owned())
}
