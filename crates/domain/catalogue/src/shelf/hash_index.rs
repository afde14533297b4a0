//! From a text's hash to the products that have it: slugs and part numbers, without the texts themselves.
//!
//! Answers candidates; the caller compares the text, so a collision costs a
//! glance and never a wrong answer.

use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::FxHasher;

/// Above this many entries in a bucket on average, there are twice as many buckets.
const FULL: usize = 256;

/// Hashes with their numbers, ascending.
type Bucket = Arc<Vec<(u32, u32)>>;

/// A multimap of 32-bit hashes to numbers in sorted buckets; a change copies one bucket.
#[derive(Debug, Clone)]
pub(super) struct HashIndex {
    buckets: Arc<Vec<Bucket>>,
    len: usize,
    /// Moves with each entry that comes or goes.
    membership: u64,
}

impl Default for HashIndex {
    fn default() -> Self {
        Self { buckets: Arc::new(vec![Arc::default()]), len: 0, membership: 0 }
    }
}

/// The hash under which a text is kept; the same in every process.
pub(super) fn hash_text(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    (super::version::mix(hasher.finish()) >> 32) as u32
}

fn spread((hash, number): (u32, u32)) -> u64 {
    super::version::mix(u64::from(hash) << 32 | u64::from(number))
}

impl HashIndex {
    /// The index of these hashes and numbers, in any order.
    pub(super) fn of(mut entries: Vec<(u32, u32)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let count = (entries.len() / (FULL / 2)).max(1).next_power_of_two();
        let mut rest = entries.as_slice();
        let buckets = (1..=count as u64).map(|next| {
            let end = (next << 32) / count as u64;
            let (bucket, others) = rest.split_at(rest.partition_point(|entry| u64::from(entry.0) < end));
            rest = others;
            Arc::new(bucket.to_vec())
        });
        let membership = entries.iter().fold(0, |sum: u64, entry| sum.wrapping_add(spread(*entry)));
        Self { buckets: Arc::new(buckets.collect()), len: entries.len(), membership }
    }

    pub(super) fn insert(&mut self, hash: u32, number: u32) {
        if self.len >= self.buckets.len() * FULL {
            self.split();
        }
        let bucket = self.bucket_of(hash);
        let bucket = Arc::make_mut(&mut Arc::make_mut(&mut self.buckets)[bucket]);
        if let Err(place) = bucket.binary_search(&(hash, number)) {
            if bucket.len() == bucket.capacity() {
                bucket.reserve_exact(bucket.len() / 8 + 4);
            }
            bucket.insert(place, (hash, number));
            self.len += 1;
            self.membership = self.membership.wrapping_add(spread((hash, number)));
        }
    }

    pub(super) fn remove(&mut self, hash: u32, number: u32) {
        let bucket = self.bucket_of(hash);
        let bucket = Arc::make_mut(&mut Arc::make_mut(&mut self.buckets)[bucket]);
        if let Ok(place) = bucket.binary_search(&(hash, number)) {
            bucket.remove(place);
            self.len -= 1;
            self.membership = self.membership.wrapping_sub(spread((hash, number)));
        }
    }

    /// Equal where the entries are.
    pub(super) fn membership(&self) -> u64 {
        self.membership
    }

    /// Products that may have the text with this hash, by number.
    pub(super) fn candidates(&self, hash: u32) -> impl Iterator<Item = u32> {
        let (bucket, within) = self.place_of(hash);
        let bucket = &self.buckets[bucket];
        let start = lower_bound(bucket, hash, within);
        bucket[start..].iter().take_while(move |entry| entry.0 == hash).map(|entry| entry.1)
    }

    fn bucket_of(&self, hash: u32) -> usize {
        self.place_of(hash).0
    }

    /// The bucket of a hash, and how far into the bucket's share of all hashes it lies, in parts of 2^32.
    fn place_of(&self, hash: u32) -> (usize, u32) {
        // The number of buckets is a power of two; the hash's upper bits choose one.
        let place = u64::from(hash) * self.buckets.len() as u64;
        ((place >> 32) as usize, place as u32)
    }

    fn split(&mut self) {
        let mut buckets = Vec::with_capacity(self.buckets.len() * 2);
        for (index, bucket) in self.buckets.iter().enumerate() {
            let middle = ((2 * index as u64 + 1) << 32) / (self.buckets.len() as u64 * 2);
            let place = bucket.partition_point(|entry| u64::from(entry.0) < middle);
            let (low, high) = bucket.split_at(place);
            buckets.push(Arc::new(low.to_vec()));
            buckets.push(Arc::new(high.to_vec()));
        }
        self.buckets = Arc::new(buckets);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.buckets.iter().map(|bucket| bucket.capacity() * 8 + 48).sum()
    }
}

/// Where the first entry of at least `hash` stands. Hashes lie evenly: two looks around the place where it should be by
/// `within` leave few entries side by side, while each step of a search by halves would wait for other memory.
fn lower_bound(bucket: &[(u32, u32)], hash: u32, within: u32) -> usize {
    /// Three times how far a full bucket's entries stray from their places.
    const ASTRAY: usize = 24;
    let expected = ((u64::from(within) * bucket.len() as u64) >> 32) as usize;
    let (low, high) = (expected.saturating_sub(ASTRAY), (expected + ASTRAY).min(bucket.len()));
    let is_below = |entry: &(u32, u32)| entry.0 < hash;
    let is_between =
        (low == 0 || is_below(&bucket[low - 1])) && bucket.get(high).is_none_or(|next| !is_below(next));
    if is_between {
        low + bucket[low..high].partition_point(is_below)
    } else {
        bucket.partition_point(is_below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_until_it_is_taken_out() {
        let mut index = HashIndex::default();
        for number in 0..5_000 {
            index.insert(hash_text(&format!("part-{}", number / 2)), number);
        }
        let before = index.clone();
        index.remove(hash_text("part-7"), 14);
        let anew = HashIndex::of((0..5_000).map(|n| (hash_text(&format!("part-{}", n / 2)), n)).collect());
        assert_eq!(anew.membership(), before.membership());
        assert_ne!(index.membership(), before.membership());
        for part in 0..2_500 {
            let hash = hash_text(&format!("part-{part}"));
            assert!(anew.candidates(hash).eq(before.candidates(hash)));
        }
        assert!(index.candidates(hash_text("part-7")).eq([15]));
        assert!(before.candidates(hash_text("part-7")).eq([14, 15]));
        assert!(before.buckets.len() >= 16);
        assert_eq!(index.candidates(hash_text("none")).count(), 0);
    }

    #[test]
    fn a_place_is_found_in_any_bucket_however_its_hashes_lie() {
        let even: Vec<_> = (0..200).map(|number| (number * (u32::MAX / 199), number)).collect();
        let lumpy = [vec![(0, 1); 90], vec![(7, 2); 90], vec![(u32::MAX, 3); 90]].concat();
        for bucket in [vec![], vec![(5, 1)], even, lumpy] {
            for hash in [0, 1, 5, 6, 7, 8, u32::MAX / 2, u32::MAX - 1, u32::MAX] {
                let expected = bucket.partition_point(|entry| entry.0 < hash);
                assert_eq!(lower_bound(&bucket, hash, hash), expected, "{hash} among {}", bucket.len());
            }
        }
    }

    #[test]
    fn a_text_that_a_thousand_products_have_hides_no_other() {
        let common = hash_text("none");
        let mut entries: Vec<_> = (0..1_000).map(|number| (common, number)).collect();
        entries.extend((1_000..3_000).map(|number| (hash_text(&format!("part-{number}")), number)));
        let index = HashIndex::of(entries);
        assert!(index.candidates(common).eq(0..1_000));
        for number in 1_000..3_000 {
            assert!(index.candidates(hash_text(&format!("part-{number}"))).eq([number]));
        }
    }
}
