//! Words of a query that were taken for others, and the query as it was probably meant.

use std::ops::Range;

use super::analysis::Word;
use super::answer::Correction;

/// A word that was taken for another.
#[derive(Debug, Clone)]
pub(crate) struct Respelling {
    /// Where it stands in the query.
    range: Range<usize>,
    /// As search reads it.
    pub(crate) folded: String,
    meant: String,
    /// Whether nothing here has it as it was typed.
    sure: bool,
}

impl Respelling {
    pub(crate) fn of(word: &Word, meant: &str, sure: bool) -> Self {
        Self { range: word.range.clone(), folded: word.folded.clone(), meant: meant.to_owned(), sure }
    }
}

/// The corrections of which search is sure.
pub(crate) fn corrections(query: &str, respellings: &[Respelling]) -> Vec<Correction> {
    let sure = respellings.iter().filter(|one| one.sure);
    sure.map(|one| Correction { typed: query[one.range.clone()].to_owned(), meant: one.meant.clone() })
        .collect()
}

/// The query as it was probably meant; `None` when it was meant as it stands.
pub(crate) fn as_meant(query: &str, respellings: &[Respelling]) -> Option<String> {
    let mut text = String::with_capacity(query.len());
    let mut done = 0;
    for one in respellings {
        let Some(between) = query.get(done..one.range.start) else { continue };
        text.push_str(between);
        text.push_str(&one.meant);
        done = one.range.end;
    }
    text.push_str(&query[done..]);
    (!respellings.is_empty()).then_some(text)
}
