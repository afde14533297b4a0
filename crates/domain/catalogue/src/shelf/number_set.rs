//! Sets of product numbers as plain bits: one test is one load, an intersection runs at memory speed.

/// A set of product numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberSet {
    words: Vec<u64>,
    len: usize,
}

impl NumberSet {
    /// An empty set with room for the numbers below `bound`.
    pub fn with_bound(bound: u32) -> Self {
        Self { words: vec![0; (bound as usize).div_ceil(64)], len: 0 }
    }

    /// The set of these numbers, in any order.
    pub fn from_numbers(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut set = Self::default();
        for number in numbers {
            set.insert(number);
        }
        set
    }

    /// Adds `number`; says whether it was new.
    pub fn insert(&mut self, number: u32) -> bool {
        let (word, bit) = place(number);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        self.len += usize::from(new);
        new
    }

    /// Takes `number` away; says whether it was there.
    pub fn remove(&mut self, number: u32) -> bool {
        let (word, bit) = place(number);
        let there = self.contains(number);
        if there {
            self.words[word] &= !bit;
            self.len -= 1;
        }
        there
    }

    /// Whether `number` is in it.
    pub fn contains(&self, number: u32) -> bool {
        let (word, bit) = place(number);
        self.words.get(word).is_some_and(|held| held & bit != 0)
    }

    /// How many numbers it holds.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| Bits { word, base: index as u32 * 64 })
    }

    /// Keeps only the numbers for which `keep` holds.
    pub fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        let mut len = 0;
        for (index, word) in self.words.iter_mut().enumerate() {
            let base = index as u32 * 64;
            let kept = Bits { word: *word, base }.filter(|number| keep(*number));
            *word = kept.fold(0, |bits, number| bits | place(number).1);
            len += word.count_ones() as usize;
        }
        self.len = len;
    }

    /// Keeps only what `other` holds too.
    pub fn intersect(&mut self, other: &Self) {
        self.words.truncate(other.words.len());
        let mut len = 0;
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
            len += word.count_ones() as usize;
        }
        self.len = len;
    }

    /// Adds all that `other` holds.
    pub fn unite(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self.len = self.words.iter().map(|word| word.count_ones() as usize).sum();
    }

    /// How many numbers both hold.
    pub fn intersection_len(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// What `self` holds and `other` does not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = self.clone();
        for (word, other) in left.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
        left.len = left.words.iter().map(|word| word.count_ones() as usize).sum();
        left
    }

    /// Above its highest number, in whole words.
    pub(crate) fn bound(&self) -> u32 {
        self.words.len() as u32 * 64
    }

    /// Bytes that it occupies on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

impl FromIterator<u32> for NumberSet {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        Self::from_numbers(numbers)
    }
}

fn place(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}

struct Bits {
    word: u64,
    base: u32,
}

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.word == 0 {
            return None;
        }
        let bit = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(self.base + bit)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn numbers() -> impl Strategy<Value = BTreeSet<u32>> {
        proptest::collection::btree_set(0_u32..300, 0..60)
    }

    proptest! {
        #[test]
        fn bits_behave_as_a_set(a in numbers(), b in numbers()) {
            let (left, right) = (NumberSet::from_numbers(a.clone()), NumberSet::from_numbers(b.clone()));
            prop_assert!(left.iter().eq(a.iter().copied()));
            let check = |set: &NumberSet, expected: BTreeSet<u32>| {
                prop_assert_eq!(set.len(), expected.len());
                prop_assert!(set.iter().eq(expected));
                Ok(())
            };
            let mut both = left.clone();
            both.intersect(&right);
            check(&both, &a & &b)?;
            prop_assert_eq!(left.intersection_len(&right), both.len());
            let mut either = left.clone();
            either.unite(&right);
            check(&either, &a | &b)?;
            check(&left.without(&right), &a - &b)?;
            let mut fewer = left.clone();
            for number in &b {
                prop_assert_eq!(fewer.remove(*number), a.contains(number));
            }
            check(&fewer, &a - &b)?;
        }
    }
}
