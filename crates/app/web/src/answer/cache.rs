//! Tiers 1 and 2 of ready answers: this process's memory, then Redis.

use std::sync::Arc;
use std::time::Duration;

use cache::{Memory, Shared};
use catalogue::Snapshot;

use super::{AnswerKey, Stored};

/// Longest stay in Redis: versions make old answers useless, this makes them go.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// Ready answers. Keys and answers hold versions, so nothing is ever taken back.
#[derive(Debug)]
pub struct AnswerCache {
    memory: Memory<Arc<Stored>>,
    shared: Option<Shared>,
}

impl AnswerCache {
    /// At most `max_bytes` in memory, and in `shared` where there is one.
    ///
    /// Make it after the metrics have been started, else it is not counted.
    pub fn new(max_bytes: u64, shared: Option<Shared>) -> Self {
        Self { memory: Memory::new("memory", max_bytes), shared }
    }

    /// The answer under `key`, if what it shows is shown like that in `snapshot` too.
    pub(super) async fn find(&self, key: &AnswerKey, snapshot: &Snapshot) -> Option<Arc<Stored>> {
        if let Some(stored) = self.memory.get(key.as_bytes(), |stored| stored.holds(snapshot)) {
            return Some(stored);
        }
        let read = |packed| Stored::unpack(&packed).filter(|stored| stored.holds(snapshot));
        let stored = Arc::new(self.shared.as_ref()?.get(key.as_bytes(), read).await?);
        self.keep_in_memory(key, &stored);
        Some(stored)
    }

    /// Keeps an answer in all tiers, with the encodings that it has by now.
    pub(super) fn keep(&self, key: &AnswerKey, stored: &Arc<Stored>) {
        self.keep_in_memory(key, stored);
        if let Some(shared) = &self.shared {
            shared.set(key.as_bytes(), stored.pack().into(), KEPT_FOR);
        }
    }

    fn keep_in_memory(&self, key: &AnswerKey, stored: &Arc<Stored>) {
        let kept = stored.small();
        let weight_bytes = kept.weight_bytes();
        self.memory.insert(key.as_bytes().into(), kept, weight_bytes);
    }
}
