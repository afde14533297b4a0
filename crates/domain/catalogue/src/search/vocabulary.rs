//! The words that the shop's texts hold, for corrections and for finishing words.

use tantivy::TantivyError;

use super::analysis;
use super::index::{Field, SegmentView};
use crate::CatalogueError;

/// A word of the shop.
#[derive(Debug, Clone)]
struct Entry {
    /// Which letters it has, a bit each.
    letters: u32,
    /// How many characters.
    length: u8,
    /// In how many products.
    products: u32,
    /// Where it stands among the words.
    start: u32,
    end: u32,
}

/// All words, in the order of their letters.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    text: String,
    entries: Vec<Entry>,
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
        let mut words: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
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
        let mut vocabulary = Self { documents, ..Self::default() };
        for (word, products) in words {
            vocabulary.push(&word, products);
        }
        Ok(vocabulary)
    }

    fn push(&mut self, word: &str, products: u32) {
        let length = word.chars().count();
        let start = self.text.len() as u32;
        self.text.push_str(word);
        self.entries.push(Entry {
            letters: letters(word),
            length: u8::try_from(length).unwrap_or(u8::MAX),
            products,
            start,
            end: self.text.len() as u32,
        });
    }

    /// Whether an index of so many products needs no new list.
    pub(crate) fn still_serves(&self, documents: usize) -> bool {
        documents > 20_000 && documents.abs_diff(self.documents) * 50 < documents
    }

    fn word(&self, entry: &Entry) -> &str {
        &self.text[entry.start as usize..entry.end as usize]
    }

    /// Words that begin so, the commonest first, at most `limit`.
    pub(crate) fn starting_with(&self, prefix: &str, limit: usize) -> Vec<(&str, u32)> {
        let from = self.entries.partition_point(|entry| self.word(entry) < prefix);
        let mut found: Vec<(&str, u32)> = self.entries[from..]
            .iter()
            .map(|entry| (self.word(entry), entry.products))
            .take_while(|(word, _)| word.starts_with(prefix))
            .take(2_000)
            .collect();
        found.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        found.truncate(limit);
        found
    }

    /// The words nearest to `word` within `edits`, the likeliest first, at most three.
    pub(crate) fn nearest(&self, word: &str, edits: usize) -> Vec<Candidate<'_>> {
        let typed: Vec<char> = word.chars().collect();
        let wanted = letters(word);
        let mut found: Vec<Candidate<'_>> = Vec::new();
        for entry in &self.entries {
            if usize::from(entry.length).abs_diff(typed.len()) > edits
                || (entry.letters & !wanted).count_ones() as usize > edits
                || (wanted & !entry.letters).count_ones() as usize > edits
            {
                continue;
            }
            let candidate = self.word(entry);
            if let Some(cost) = edit_cost(&typed, candidate, edits as f32) {
                found.push(Candidate { word: candidate, products: entry.products, cost });
            }
        }
        let weight = |one: &Candidate<'_>| (1.0 + one.products as f32).ln() * 0.12 - one.cost;
        found.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        found.truncate(3);
        found
    }

    /// Words spelled with the same consonants in Arabic letters: «رادياتير», «رادياتور».
    pub(crate) fn spellings(&self, stem: &str) -> Vec<&str> {
        let Some(skeleton) = analysis::arabic::skeleton(stem) else { return Vec::new() };
        let wanted = letters(&skeleton);
        let length = stem.chars().count();
        self.entries
            .iter()
            .filter(|entry| {
                usize::from(entry.length) >= 4
                    && usize::from(entry.length) <= length + 5
                    && (wanted & !entry.letters).count_ones() <= 2
            })
            .map(|entry| self.word(entry))
            .filter(|word| word.starts_with(analysis::arabic::is_letter))
            .filter(|word| analysis::arabic::are_spellings(stem, &analysis::stem(word)))
            .take(8)
            .collect()
    }
}

/// A set of letters as bits; Latin and Arabic letters share them.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, letter| bits | 1 << (letter as u32 % 32))
}

/// The cost of turning what was typed into `word`, `None` above `limit` edits.
///
/// Damerau's edits (optimal string alignment); an edit between neighbours on the
/// keyboard, of a vowel, of a doubled letter or by swapping costs less than a full one.
fn edit_cost(typed: &[char], word: &str, limit: f32) -> Option<f32> {
    let word: smallvec::SmallVec<[char; 32]> = word.chars().collect();
    let width = word.len() + 1;
    let mut rows: smallvec::SmallVec<[(u8, f32); 128]> = smallvec::smallvec![(0, 0.0); width * 3];
    for (column, cell) in rows.iter_mut().take(width).enumerate() {
        *cell = (column as u8, column as f32);
    }
    for row in 1..=typed.len() {
        let (before, this, earlier) = ((row + 2) % 3 * width, row % 3 * width, (row + 1) % 3 * width);
        rows[this] = (row as u8, row as f32);
        let mut least = rows[this].0;
        for column in 1..width {
            let (one, other) = (typed[row - 1], word[column - 1]);
            let add = |cell: (u8, f32), cost: f32| (cell.0 + 1, cell.1 + cost);
            let mut best = if one == other {
                rows[before + column - 1]
            } else {
                add(rows[before + column - 1], substitution(one, other))
            };
            let doubled = |list: &[char], at: usize| at > 0 && list[at] == list[at - 1];
            let delete = add(rows[before + column], if doubled(typed, row - 1) { 0.5 } else { 0.95 });
            let insert = add(rows[this + column - 1], if doubled(&word, column - 1) { 0.5 } else { 0.9 });
            for other in [delete, insert] {
                if (other.0, other.1) < (best.0, best.1) {
                    best = other;
                }
            }
            if row > 1 && column > 1 && one == word[column - 2] && typed[row - 2] == other {
                let swapped = add(rows[earlier + column - 2], 0.7);
                if (swapped.0, swapped.1) < (best.0, best.1) {
                    best = swapped;
                }
            }
            rows[this + column] = best;
            least = least.min(best.0);
        }
        if f32::from(least) > limit {
            return None;
        }
    }
    let (edits, cost) = rows[typed.len() % 3 * width + word.len()];
    let first_differs = typed.first() != word.first();
    (f32::from(edits) <= limit && edits > 0).then_some(cost + if first_differs { 0.3 } else { 0.0 })
}

/// The price of one letter for another.
fn substitution(one: char, other: char) -> f32 {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ا' | 'و' | 'ي');
    let pair = if one < other { (one, other) } else { (other, one) };
    let alike = matches!(
        pair,
        ('c', 'k' | 's' | 'q')
            | ('k', 'q')
            | ('f', 'v')
            | ('s', 'z')
            | ('g', 'j')
            | ('i', 'y')
            | ('ت', 'ط')
            | ('س', 'ص')
            | ('د', 'ض')
            | ('ذ', 'ظ')
            | ('ق', 'ك')
            | ('ه', 'ح')
            | ('ب', 'ف')
    );
    if alike || (vowel(one) && vowel(other)) {
        0.7
    } else if near_on_keyboard(one, other) {
        0.8
    } else {
        1.0
    }
}

/// Whether two letters are neighbours on QWERTY, AZERTY or the Arabic keyboard.
fn near_on_keyboard(one: char, other: char) -> bool {
    const ROWS: [&str; 9] = [
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "azertyuiop",
        "qsdfghjklm",
        "wxcvbn",
        "ضصثقفغعهخحجد",
        "شسيبلاتنمكط",
        "ئءؤرىةوزظ",
    ];
    ROWS.iter().any(|row| {
        let place = |wanted: char| row.chars().position(|letter| letter == wanted);
        matches!((place(one), place(other)), (Some(one), Some(other)) if one.abs_diff(other) == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Vocabulary {
        let mut shop = Vocabulary::default();
        for (word, products) in
            [("amortisseur", 400), ("batterie", 90), ("kitchen", 20), ("plaquette", 300), ("plaque", 3)]
        {
            shop.push(word, products);
        }
        shop
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
}
