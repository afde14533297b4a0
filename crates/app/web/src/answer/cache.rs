//! Tiers 1 and 2 of ready answers: this process's memory, then Redis.

use std::sync::Arc;
use std::time::Duration;

use cache::{Memory, Shared};

use super::{AnswerKey, Stored};

/// Longest stay in Redis: versions in the keys make old answers unreachable, this makes them go.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// Ready answers. Keys hold versions, so nothing is ever taken back.
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

    pub(super) async fn find(&self, key: &AnswerKey) -> Option<Arc<Stored>> {
        if let Some(stored) = self.memory.get(key.as_bytes()) {
            return Some(stored);
        }
        let packed = self.shared.as_ref()?.get(key.as_bytes()).await?;
        let stored = Arc::new(Stored::unpack(&packed)?);
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
        self.memory.insert(key.as_bytes().into(), Arc::clone(stored), stored.weight_bytes());
    }
}
