//! Tier 1: in this process, bounded by bytes.

use std::fmt;

use metrics::{Counter, Gauge};
use moka::sync::Cache;

/// What an entry costs beside its key and value: moka's own bookkeeping, about.
const ENTRY_OVERHEAD_BYTES: u32 = 128;

/// Keeps the values that are asked for most (`TinyLFU`), up to a number of bytes.
///
/// A value is cloned out on each hit: keep an `Arc`. Counts itself as
/// `cache_hits_total`, `cache_misses_total` and `cache_bytes` with the label `tier`.
pub struct Memory<V> {
    entries: Cache<Box<[u8]>, Weighed<V>>,
    hits: Counter,
    misses: Counter,
    bytes: Gauge,
}

#[derive(Clone)]
struct Weighed<V> {
    value: V,
    weight_bytes: u32,
}

impl<V> Weighed<V> {
    fn weight_bytes(&self, key: &[u8]) -> u32 {
        let key_bytes = u32::try_from(key.len()).unwrap_or(u32::MAX);
        self.weight_bytes.saturating_add(key_bytes).saturating_add(ENTRY_OVERHEAD_BYTES)
    }
}

impl<V: Clone + Send + Sync + 'static> Memory<V> {
    /// An empty tier, called `tier` in the metrics, of at most `max_bytes`.
    ///
    /// Make it after the metrics have been started, else it is not counted.
    pub fn new(tier: &'static str, max_bytes: u64) -> Self {
        Self {
            entries: Cache::<Box<[u8]>, Weighed<V>>::builder()
                .max_capacity(max_bytes)
                .weigher(|key, entry| entry.weight_bytes(key))
                .build(),
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
        self.bytes.set(self.entries.weighted_size() as f64);
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
        memory.entries.run_pending_tasks();
        assert!(memory.entries.weighted_size() <= 10_000);
        assert!(memory.entries.entry_count() > 0);
    }

    #[test]
    fn a_tier_without_bytes_keeps_nothing() {
        let memory = Memory::new("test", 0);
        memory.insert(b"a".to_vec().into(), 1, 10);
        memory.entries.run_pending_tasks();
        assert_eq!(memory.get(b"a", |_| true), None);
    }
}
