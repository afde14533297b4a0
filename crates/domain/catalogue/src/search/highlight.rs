//! Where a query's words stand in a name.

use std::ops::Range;

use super::analysis::{fold_word, spans, stem};
use super::plan::Plan;

/// The stems that are worth marking.
#[derive(Debug, Default)]
pub(super) struct Marker<'p> {
    stems: Vec<&'p str>,
    /// First letters of the stems, a bit each: most words of a name are passed over by theirs.
    initials: u32,
}

impl<'p> Marker<'p> {
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
        Self { stems, initials }
    }

    /// Byte ranges of the words of `name` that have one of the stems, ascending.
    pub(super) fn ranges(&self, name: &str) -> Vec<Range<usize>> {
        if self.stems.is_empty() {
            return Vec::new();
        }
        let mut found = spans(name);
        found.retain(|range| {
            let word = &name[range.clone()];
            let first = word.as_bytes().first().copied().unwrap_or_default();
            let possible = !first.is_ascii() || self.initials & 1 << (first.to_ascii_lowercase() % 32) != 0;
            possible && self.stems.binary_search(&stem(&fold_word(word)).as_str()).is_ok()
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_in_any_form() {
        let name = "Plaquettes de FREIN à l'arrière, فلاتر";
        let found = Marker::new(vec!["frein", "plaquet", "arrier"]).ranges(name);
        let marked: Vec<&str> = found.iter().map(|range| &name[range.clone()]).collect();
        assert_eq!(marked, ["Plaquettes", "FREIN", "arrière"]);
    }
}
