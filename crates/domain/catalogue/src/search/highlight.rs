//! Where a query's words stand in a name.

use std::ops::Range;

use super::analysis::{each_span, fold_word, stem};
use super::plan::Plan;

/// Words that are remembered: names that are found together are made of the same ones.
const REMEMBERED: usize = 16;

/// The stems that are worth marking, in names that live for `'n`.
#[derive(Debug, Default)]
pub(super) struct Marker<'p, 'n> {
    stems: Vec<&'p str>,
    /// Words as they were written, and whether they have one of the stems.
    seen: Vec<(&'n str, bool)>,
    /// First letters of the stems, a bit each: most words of a name are passed over by theirs.
    initials: u32,
}

impl<'p, 'n> Marker<'p, 'n> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        let ways = plan.slots.iter().flat_map(|slot| &slot.alternatives);
        Self::new(ways.flat_map(|way| &way.terms).map(|term| term.stem.as_str()).collect())
    }

    fn new(mut stems: Vec<&'p str>) -> Self {
        stems.sort_unstable();
        stems.dedup();
        let bit =
            |stem: &&str| stem.bytes().next().filter(u8::is_ascii_alphanumeric).map_or(0, |b| 1 << (b % 32));
        let initials = stems.iter().map(bit).fold(0, |bits, bit| bits | bit);
        Self { stems, seen: Vec::new(), initials }
    }

    /// Byte ranges of the words of `name` that have one of the stems, ascending.
    pub(super) fn ranges(&mut self, name: &'n str) -> Vec<Range<usize>> {
        let mut marked = Vec::new();
        if !self.stems.is_empty() {
            each_span(name, |range| {
                if self.has_stem(&name[range.clone()]) {
                    marked.push(range);
                }
            });
        }
        marked
    }

    fn has_stem(&mut self, word: &'n str) -> bool {
        let first = word.as_bytes().first().copied().unwrap_or_default();
        if first.is_ascii() && self.initials & 1 << (first.to_ascii_lowercase() % 32) == 0 {
            return false;
        }
        if let Some((_, has)) = self.seen.iter().find(|(seen, _)| *seen == word) {
            return *has;
        }
        let has = self.stems.binary_search(&stem(&fold_word(word)).as_str()).is_ok();
        if self.seen.len() < REMEMBERED {
            self.seen.push((word, has));
        }
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_in_any_form() {
        let name = "Plaquettes de FREIN à l'arrière, فلاتر";
        let mut marker = Marker::new(vec!["frein", "plaquet", "arrier"]);
        for _again in 0..2 {
            let found = marker.ranges(name);
            let marked: Vec<&str> = found.iter().map(|range| &name[range.clone()]).collect();
            assert_eq!(marked, ["Plaquettes", "FREIN", "arrière"]);
        }
    }
}
