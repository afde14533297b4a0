//! Codes typed together or apart, taken as the shop writes them: "clio4", "5w40", "70 ah".

use super::analysis::{Word, stem};
use super::index::SearchIndex;
use crate::CatalogueError;

/// Most digits of a half: a longer number is a part number, and no piece of one is looked up as a word.
const MOST_DIGITS: usize = 2;
/// Longest unit behind a number.
const LONGEST_UNIT: usize = 3;

/// The words; those that the shop does not know are parted or joined where it then does.
pub(crate) fn as_written(index: &SearchIndex, typed: Vec<Word>) -> Result<Vec<Word>, CatalogueError> {
    if !typed.iter().any(Word::has_digit) {
        return Ok(typed);
    }
    let mut words = Vec::with_capacity(typed.len() + 1);
    let mut rest = typed.into_iter().peekable();
    while let Some(word) = rest.next() {
        let joined = rest.peek().map(|unit| joined(index, &word, unit)).transpose()?.flatten();
        if let Some(joined) = joined {
            words.push(joined);
            rest.next();
        } else {
            match parted(index, &word)? {
                Some((head, tail)) => words.extend([head, tail]),
                None => words.push(word),
            }
        }
    }
    Ok(words)
}

/// A number and its unit in one word.
fn joined(index: &SearchIndex, number: &Word, unit: &Word) -> Result<Option<Word>, CatalogueError> {
    let is_unit = unit.folded.len() <= LONGEST_UNIT && unit.folded.bytes().all(|b| b.is_ascii_lowercase());
    if !is_unit || !number.folded.bytes().all(|b| b.is_ascii_digit()) || index.term(&unit.stem)?.is_some() {
        return Ok(None);
    }
    let word = part(number, number.range.start..unit.range.end, &[&number.folded, &unit.folded]);
    Ok(index.term(&word.stem)?.is_some().then_some(word))
}

/// Letters and digits each by themselves, where letters and digits meet: words of the shop, or a model and
/// its generation.
fn parted(index: &SearchIndex, word: &Word) -> Result<Option<(Word, Word)>, CatalogueError> {
    let bytes = word.folded.as_bytes();
    let is_plain = bytes.is_ascii() && bytes.len() == word.range.len();
    if !is_plain || !word.has_digit() || index.term(&word.stem)?.is_some() {
        return Ok(None);
    }
    let few_digits = |half: &str| half.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS;
    let mut best: Option<(u32, usize)> = None;
    for at in (1..bytes.len()).filter(|at| bytes[at - 1].is_ascii_digit() != bytes[*at].is_ascii_digit()) {
        let (head, tail) = word.folded.split_at(at);
        if !few_digits(head) || !few_digits(tail) {
            continue;
        }
        let is_generation = tail.bytes().all(|b| b.is_ascii_digit()) && index.lexicon.is_model(&stem(head));
        let products = |half: &str| index.term(&stem(half)).map(|term| term.map_or(0, |term| term.products));
        let products = if is_generation { u32::MAX } else { products(head)?.min(products(tail)?) };
        if products > 0 && best.is_none_or(|(most, _)| products > most) {
            best = Some((products, at));
        }
    }
    let Some((_, at)) = best else { return Ok(None) };
    let (head, tail) = word.folded.split_at(at);
    let (start, end) = (word.range.start, word.range.end);
    Ok(Some((part(word, start..start + at, &[head]), part(word, start + at..end, &[tail]))))
}

fn part(word: &Word, range: std::ops::Range<usize>, halves: &[&str]) -> Word {
    let folded = halves.concat();
    Word { range, stem: stem(&folded), folded, negated: word.negated }
}
