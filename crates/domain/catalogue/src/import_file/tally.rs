//! What a run has met already: each product, vehicle and category is counted once, however many rows name it.
//!
//! Eight bytes of hash and eight of line and outcome for each; nothing else of an import grows with its file.

use rustc_hash::FxHashMap;

use crate::import::Counts;

/// What happened to one thing in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Created,
    Updated,
    Unchanged,
    Removed,
}

/// The things of one kind that a run has met.
#[derive(Default)]
pub(super) struct Tally {
    seen: FxHashMap<u64, (u32, Outcome)>,
    pub(super) counts: Counts,
}

impl Tally {
    /// The line of an earlier row about the same thing.
    pub(super) fn earlier_line(&self, key: &str) -> Option<u64> {
        self.seen.get(&hash_of(key)).map(|(line, _)| u64::from(*line))
    }

    /// Notes what happened to a thing.
    pub(super) fn note(&mut self, key: &str, line: u64, outcome: Outcome) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        match self.seen.get_mut(&hash_of(key)) {
            None => {
                self.seen.insert(hash_of(key), (line, outcome));
                *self.counter(outcome) += 1;
            }
            Some((_, before)) if *before == Outcome::Unchanged && outcome != Outcome::Unchanged => {
                *before = outcome;
                self.counts.unchanged -= 1;
                *self.counter(outcome) += 1;
            }
            Some(_) => {}
        }
    }

    fn counter(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Created => &mut self.counts.created,
            Outcome::Updated => &mut self.counts.updated,
            Outcome::Unchanged => &mut self.counts.unchanged,
            Outcome::Removed => &mut self.counts.removed,
        }
    }
}

/// 64 bits of BLAKE3: nobody can make a file whose SKUs collide.
pub(super) fn hash_of(key: &str) -> u64 {
    let hash = blake3::hash(key.as_bytes());
    u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_counted_once_with_the_most_that_happened_to_it() {
        let mut tally = Tally::default();
        tally.note("a", 2, Outcome::Unchanged);
        tally.note("a", 3, Outcome::Updated);
        tally.note("a", 4, Outcome::Unchanged);
        tally.note("b", 5, Outcome::Created);
        tally.note("b", 6, Outcome::Updated);
        assert_eq!(tally.counts, Counts { created: 1, updated: 1, unchanged: 0, removed: 0 });
        assert_eq!(tally.earlier_line("b"), Some(5));
    }
}
