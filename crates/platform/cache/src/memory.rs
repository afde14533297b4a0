//! Tier 1: in this process, bounded by bytes.

use std::fmt;

use metrics::{Counter, Gauge};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

/// What an entry costs beside its key and value: the cache's own bookkeeping, about.
const ENTRY_OVERHEAD_BYTES: u64 = 96;
/// What most entries come to, about: it tells how many that are gone are remembered.
const USUAL_BYTES: u64 = 4 << 10;
/// A cache of several shards has at least half of it in each. What is larger than a shard is not kept.
const SHARD_BYTES: u64 = 8 << 20;

/// Keeps the values that are asked for most (a variant of CLOCK-Pro), up to a number of bytes.
///
/// A value is cloned out on each hit: keep an `Arc`. Counts itself as
/// `cache_hits_total`, `cache_misses_total` and `cache_bytes` with the label `tier`.
pub struct Memory<V> {
    entries: Cache<Box<[u8]>, Weighed<V>, ByBytes>,
    hits: Counter,
    misses: Counter,
    bytes: Gauge,
}

#[derive(Clone)]
struct Weighed<V> {
    value: V,
    weight_bytes: u32,
}

#[derive(Clone)]
struct ByBytes;

impl<V> Weighter<Box<[u8]>, Weighed<V>> for ByBytes {
    fn weight(&self, key: &Box<[u8]>, entry: &Weighed<V>) -> u64 {
        u64::from(entry.weight_bytes) + key.len() as u64 + ENTRY_OVERHEAD_BYTES
    }
}

impl<V: Clone + Send + Sync + 'static> Memory<V> {
    /// An empty tier, called `tier` in the metrics, of at most `max_bytes`.
    ///
    /// Make it after the metrics have been started, else it is not counted.
    pub fn new(tier: &'static str, max_bytes: u64) -> Self {
        Self {
            entries: of_bytes(max_bytes),
            hits: metrics::counter!("cache_hits_total", "tier" => tier),
            misses: metrics::counter!("cache_misses_total", "tier" => tier),
            bytes: metrics::gauge!("cache_bytes", "tier" => tier),
        }
    }

    /// The value under `key`, if it is still here and still holds.
    ///
    /// One that does not hold is a miss; whoever makes it anew puts it in its place.
    pub fn get(&self, key: &[u8], holds: impl FnOnce(&V) -> bool) -> Option<V> {
        let found = self.entries.get(key).filter(|entry| holds(&entry.value));
        if found.is_some() { &self.hits } else { &self.misses }.increment(1);
        found.map(|entry| entry.value)
    }

    /// Lets go what is kept under `key`.
    pub fn remove(&self, key: &[u8]) {
        self.entries.remove(key);
    }

    /// Keeps `value`, of about `weight_bytes`, as long as it is worth its room. One of up to 3 MiB is kept at first, if all
    /// is not smaller; a larger one need not be.
    pub fn insert(&self, key: Box<[u8]>, value: V, weight_bytes: u32) {
        self.entries.insert(key, Weighed { value, weight_bytes });
        self.bytes.set(self.entries.weight() as f64);
    }
}

fn of_bytes<V: Clone>(max_bytes: u64) -> Cache<Box<[u8]>, Weighed<V>, ByBytes> {
    let usual_entries = (max_bytes / USUAL_BYTES) as usize;
    let options = OptionsBuilder::new()
        .estimated_items_capacity(usual_entries)
        .weight_capacity(max_bytes)
        .shards((max_bytes / SHARD_BYTES).max(1) as usize)
        .build();
    match options {
        Ok(options) => {
            Cache::with_options(options, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default())
        }
        // Of options that are missing, which none is.
        Err(_missing) => Cache::with_weighter(usual_entries, max_bytes, ByBytes),
    }
}

impl<V> fmt::Debug for Memory<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_was_put_in_comes_out() {
        let memory = Memory::new("test", 10_000);
        memory.insert(b"a".to_vec().into(), Arc::new(1), 10);
        assert_eq!(memory.get(b"a", |_| true), Some(Arc::new(1)));
        assert_eq!(memory.get(b"b", |_| true), None);
    }

    #[test]
    fn what_no_longer_holds_is_not_given() {
        let memory = Memory::new("test", 10_000);
        memory.insert(b"a".to_vec().into(), 1, 10);
        assert_eq!(memory.get(b"a", |value| *value == 2), None);
        memory.insert(b"a".to_vec().into(), 2, 10);
        assert_eq!(memory.get(b"a", |value| *value == 2), Some(2));
    }

    #[test]
    fn what_is_let_go_is_there_no_more() {
        let memory = Memory::new("test", 10_000);
        memory.insert(b"a".to_vec().into(), 1, 10);
        memory.remove(b"a");
        memory.remove(b"b");
        assert_eq!(memory.get(b"a", |_| true), None);
        assert!(memory.entries.is_empty());
    }

    #[test]
    fn a_large_value_is_kept_on_any_machine() {
        for mib in [4, 7, 8, 15, 16, 24, 60, 64, 100, 1_000] {
            let memory = Memory::new("test", mib << 20);
            memory.insert(b"a".to_vec().into(), 1, 3 << 20);
            assert_eq!(memory.get(b"a", |_| true), Some(1), "in {mib} MiB");
            memory.insert(b"b".to_vec().into(), 2, u32::try_from(mib << 20).unwrap());
            assert_eq!(memory.get(b"b", |_| true), None, "in {mib} MiB");
        }
    }

    #[test]
    fn it_never_holds_more_than_its_bytes() {
        // In one shard, and in several.
        for (bytes, each) in [(10_000, 100), (64 << 20, 1 << 20)] {
            let memory = Memory::new("test", bytes);
            for number in 0..1_000_u32 {
                memory.insert(number.to_be_bytes().to_vec().into(), number, each);
                memory.get(&number.to_be_bytes(), |_| true);
            }
            assert!(memory.entries.weight() <= bytes);
            assert!(memory.entries.weight() > bytes / 2);
        }
    }

    #[test]
    fn a_tier_without_bytes_keeps_nothing() {
        let memory = Memory::new("test", 0);
        memory.insert(b"a".to_vec().into(), 1, 10);
        assert_eq!(memory.get(b"a", |_| true), None);
    }
}
