//! The words of the shop: what a mistyped, unfinished or otherwise spelt word may have meant.
//!
//! Words stand in the order of their letters. Beside that they are grouped by length, with a
//! mask of their letters each, so that looking for near words reads four bytes a word and no
//! text; and Arabic words are kept by their consonants.

mod edits;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;
use tantivy::TantivyError;

use super::analysis;
use super::index::{Field, SegmentView};
use crate::CatalogueError;
use edits::Typed;

/// Words that are looked at behind an unfinished one.
const MOST_ENDINGS: usize = 2_000;

/// Shortest word that has other spellings, and how much longer than a stem one may be.
const SHORTEST_SPELLING: usize = 4;
const LONGER_SPELLING: usize = 5;
const MOST_SPELLINGS: usize = 8;

/// All words.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    text: String,
    /// Where each word ends in `text`.
    ends: Vec<u32>,
    /// In how many products each word stands.
    products: Vec<u32>,
    /// The words' places, shortest first.
    by_length: Vec<u32>,
    /// Which letters each word of `by_length` has, a bit each.
    masks: Vec<u32>,
    /// For each length where its words begin in `by_length`.
    length_starts: Vec<u32>,
    /// Hashed consonants of Arabic words, and their places; ascending.
    skeletons: Vec<(u32, u32)>,
    documents: usize,
}

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate<'v> {
    pub(crate) word: &'v str,
    pub(crate) products: u32,
    /// Edits, the likely ones counting less; lower is nearer.
    pub(crate) cost: f32,
}

impl Vocabulary {
    /// The words of all segments.
    pub(crate) fn of(segments: &[SegmentView], documents: usize) -> Result<Self, CatalogueError> {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for segment in segments {
            let mut terms = segment.inverted(Field::Surfaces).terms().stream().map_err(TantivyError::from)?;
            while let Some((term, info)) = terms.next() {
                if let Ok(word) = std::str::from_utf8(term) {
                    match words.get_mut(word) {
                        Some(products) => *products += info.doc_freq,
                        None => drop(words.insert(word.to_owned(), info.doc_freq)),
                    }
                }
            }
        }
        Ok(Self::of_words(words, documents))
    }

    fn of_words(words: BTreeMap<String, u32>, documents: usize) -> Self {
        let mut vocabulary = Self { documents, ..Self::default() };
        let mut keyed: Vec<(usize, u32, u32)> = Vec::with_capacity(words.len());
        for (place, (word, products)) in (0..).zip(words) {
            vocabulary.text.push_str(&word);
            vocabulary.ends.push(vocabulary.text.len() as u32);
            vocabulary.products.push(products);
            let length = word.chars().count();
            keyed.push((length, place, letters(&word)));
            if length >= SHORTEST_SPELLING && word.starts_with(analysis::arabic::is_letter) {
                let skeleton = analysis::arabic::skeleton(&analysis::stem(&word));
                vocabulary.skeletons.extend(skeleton.map(|skeleton| (hashed(&skeleton), place)));
            }
        }
        keyed.sort_unstable();
        for (at, (length, place, mask)) in (0..).zip(keyed) {
            if vocabulary.length_starts.len() <= length {
                vocabulary.length_starts.resize(length + 1, at);
            }
            vocabulary.by_length.push(place);
            vocabulary.masks.push(mask);
        }
        vocabulary.skeletons.sort_unstable();
        vocabulary.text.shrink_to_fit();
        vocabulary
    }

    /// Whether an index of so many products needs no new list.
    pub(crate) fn still_serves(&self, documents: usize) -> bool {
        documents > 20_000 && documents.abs_diff(self.documents) * 50 < documents
    }

    fn word(&self, place: u32) -> &str {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start as usize..self.ends[place] as usize]
    }

    /// The first word that does not come before, among all words.
    fn first_not(&self, before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.ends.len() as u32);
        while low < high {
            let middle = u32::midpoint(low, high);
            if before(self.word(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Words that begin so, the commonest first, at most `limit`.
    pub(crate) fn starting_with(&self, prefix: &str, limit: usize) -> Vec<(&str, u32)> {
        let from = self.first_not(|word| word < prefix) as usize;
        let to = self.first_not(|word| word < prefix || word.starts_with(prefix)) as usize;
        let mut best: Vec<(u32, usize)> = Vec::with_capacity(limit + 1);
        for place in from..to.min(from + MOST_ENDINGS) {
            let products = self.products[place];
            if best.len() == limit && best.last().is_none_or(|last| last.0 >= products) {
                continue;
            }
            let at = best.partition_point(|other| other.0 >= products);
            best.insert(at, (products, place));
            best.truncate(limit);
        }
        best.into_iter().map(|(products, place)| (self.word(place as u32), products)).collect()
    }

    /// Where words of these lengths stand in `by_length`.
    fn of_lengths(&self, lengths: Range<usize>) -> Range<usize> {
        let start =
            |length: usize| self.length_starts.get(length).map_or(self.by_length.len(), |at| *at as usize);
        start(lengths.start)..start(lengths.end)
    }

    /// The words nearest to `word` within `edits`, the likeliest first, at most three.
    pub(crate) fn nearest(&self, word: &str, edits: usize) -> Vec<Candidate<'_>> {
        let Some(typed) = Typed::new(word) else { return Vec::new() };
        let range = self.of_lengths(typed.length().saturating_sub(edits)..typed.length() + edits + 1);
        let mut found: Vec<(Candidate<'_>, u32)> = Vec::new();
        let hit = |at: usize| {
            let place = self.by_length[range.start + at];
            let word = self.word(place);
            if let Some(cost) = typed.cost_of(word, edits) {
                found.push((Candidate { word, products: self.products[place as usize], cost }, place));
            }
        };
        let masks = &self.masks[range.clone()];
        match edits {
            0 | 1 => near_masks::<1>(masks, letters(word), hit),
            2 => near_masks::<2>(masks, letters(word), hit),
            _ => near_masks::<3>(masks, letters(word), hit),
        }
        let weight = |one: &Candidate<'_>| (1.0 + one.products as f32).ln() * 0.12 - one.cost;
        found.sort_unstable_by(|(one, place), (other, other_place)| {
            weight(other).total_cmp(&weight(one)).then(place.cmp(other_place))
        });
        found.truncate(3);
        found.into_iter().map(|(candidate, _)| candidate).collect()
    }

    /// Words spelled with the same consonants in Arabic letters: «رادياتير», «رادياتور».
    pub(crate) fn spellings<'v>(&'v self, stem: &'v str) -> impl Iterator<Item = &'v str> {
        let longest = stem.chars().count() + LONGER_SPELLING;
        let wanted = analysis::arabic::skeleton(stem).map(|skeleton| hashed(&skeleton));
        let from = self.skeletons.partition_point(|(hash, _)| Some(*hash) < wanted);
        self.skeletons[from..]
            .iter()
            .take_while(move |(hash, _)| Some(*hash) == wanted)
            .map(|(_, place)| self.word(*place))
            .filter(move |word| word.chars().count() <= longest)
            .filter(move |word| analysis::arabic::are_spellings(stem, &analysis::stem(word)))
            .take(MOST_SPELLINGS)
    }
}

/// Calls `hit` with the places of those masks that so many edits can make of `wanted`: an edit
/// brings at most one letter and takes at most one.
fn near_masks<const EDITS: u32>(masks: &[u32], wanted: u32, mut hit: impl FnMut(usize)) {
    let is_near = |mask: u32| {
        let (mut come, mut gone) = (mask & !wanted, wanted & !mask);
        for _ in 0..EDITS {
            come &= come.wrapping_sub(1);
            gone &= gone.wrapping_sub(1);
        }
        come | gone == 0
    };
    // Sixteen at a time without a branch between them, which the compiler turns into wide instructions.
    for (group, masks) in masks.chunks(16).enumerate() {
        if masks.iter().fold(false, |any, mask| any | is_near(*mask)) {
            let near = masks.iter().enumerate().filter(|(_, mask)| is_near(**mask));
            near.for_each(|(place, _)| hit(group * 16 + place));
        }
    }
}

/// A set of letters as bits; Latin and Arabic letters share them.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| bits | 1 << (letter as u32 % 32))
}

fn hashed(skeleton: &str) -> u32 {
    let mut hasher = FxHasher::default();
    skeleton.hash(&mut hasher);
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Vocabulary {
        let words = [
            ("amortisseur", 400),
            ("batterie", 90),
            ("kitchen", 20),
            ("plaquette", 300),
            ("plaque", 3),
            ("رادياتور", 4),
            ("الرادياتير", 2),
            ("راديو", 9),
        ];
        Vocabulary::of_words(words.map(|(word, products)| (word.to_owned(), products)).into(), 8)
    }

    #[test]
    fn the_nearest_word_wins_and_then_the_commonest() {
        let shop = shop();
        let best = |typed: &str, edits: usize| shop.nearest(typed, edits).first().map(|c| c.word);
        assert_eq!(best("kicthen", 1), Some("kitchen"));
        assert_eq!(best("amortiseur", 1), Some("amortisseur"));
        assert_eq!(best("plaquete", 2), Some("plaquette"));
        assert_eq!(best("zzzzzzz", 2), None);
    }

    #[test]
    fn unfinished_words_are_finished_with_the_commonest_first() {
        assert_eq!(shop().starting_with("pla", 5), [("plaquette", 300), ("plaque", 3)]);
        assert_eq!(shop().starting_with("pla", 1), [("plaquette", 300)]);
        assert_eq!(shop().starting_with("zz", 5), []);
    }

    #[test]
    fn spellings_of_a_loanword_are_found_by_its_consonants() {
        let shop = shop();
        let found: Vec<&str> = shop.spellings("رادياتير").collect();
        assert_eq!(found, ["الرادياتير", "رادياتور"]);
        assert_eq!(shop.spellings("radiateur").count(), 0);
    }
}
