//! Tier 1: in this process, bounded by bytes.

use std::fmt;

use metrics::{Counter, Gauge};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// What an entry costs beside its key and value: the cache's own bookkeeping, about.
const ENTRY_OVERHEAD_BYTES: u64 = 96;
/// What most entries come to, about: it tells how many that are gone are remembered.
const USUAL_BYTES: u64 = 4 << 10;

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
            entries: Cache::with_weighter((max_bytes / USUAL_BYTES) as usize, max_bytes, ByBytes),
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

    /// Keeps `value`, of about `weight_bytes`, as long as it is worth its room.
    pub fn insert(&self, key: Box<[u8]>, value: V, weight_bytes: u32) {
        self.entries.insert(key, Weighed { value, weight_bytes });
        self.bytes.set(self.entries.weight() as f64);
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
    fn it_never_holds_more_than_its_bytes() {
        let memory = Memory::new("test", 10_000);
        for number in 0..1_000_u32 {
            memory.insert(number.to_be_bytes().to_vec().into(), number, 100);
            memory.get(&number.to_be_bytes(), |_| true);
        }
        assert!(memory.entries.weight() <= 10_000);
        assert!(!memory.entries.is_empty());
    }

    #[test]
    fn a_tier_without_bytes_keeps_nothing() {
        let memory = Memory::new("test", 0);
        memory.insert(b"a".to_vec().into(), 1, 10);
        assert_eq!(memory.get(b"a", |_| true), None);
    }
}
