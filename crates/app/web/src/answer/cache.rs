//! Tiers 1 and 2 of ready answers: this process's memory, then Redis.

use std::sync::Arc;
use std::time::Duration;

use cache::{Memory, Shared};
use catalogue::Snapshot;

use super::{AnswerKey, Stored};

/// Longest stay in Redis: versions make old answers useless, this makes them go.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// Ready answers. They hold versions, so nothing is ever taken back: in memory one that no longer holds makes way for
/// the next to the same question; processes may be of different versions for a moment, so that in Redis the keys hold
/// them too.
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

    /// The answer under `key` in this process' memory, if it `holds` still.
    pub(super) fn find_here(
        &self,
        key: &AnswerKey,
        holds: impl FnOnce(&Stored) -> bool,
    ) -> Option<Arc<Stored>> {
        self.memory.get(key.as_bytes(), |stored| holds(stored))
    }

    /// The answer under `key` in Redis, where that is, if what was found for it is of `version` and what it shows is shown
    /// like that in `snapshot` too.
    pub(super) async fn find_elsewhere(
        &self,
        key: &AnswerKey,
        version: u64,
        snapshot: &Snapshot,
    ) -> Option<Arc<Stored>> {
        let read = |packed| {
            let stored = Stored::unpack(&packed, version)?;
            stored.holds(snapshot, || Some(version)).then_some(stored)
        };
        let shared = self.shared.as_ref()?;
        let stored = Arc::new(shared.get(key.clone().number(version).as_bytes(), read).await?);
        self.keep_in_memory(key, &stored);
        Some(stored)
    }

    /// Keeps an answer in all tiers, with the encodings that it has by now.
    pub(super) fn keep(&self, key: &AnswerKey, stored: &Arc<Stored>) {
        self.keep_in_memory(key, stored);
        if let Some(shared) = &self.shared {
            let key = key.clone().number(stored.version());
            shared.set(key.as_bytes(), stored.pack().into(), KEPT_FOR);
        }
    }

    /// Gives the room of an answer back that nobody will put another in the place of: what it was about is gone.
    pub(super) fn forget(&self, key: &AnswerKey) {
        self.memory.remove(key.as_bytes());
    }

    fn keep_in_memory(&self, key: &AnswerKey, stored: &Arc<Stored>) {
        let kept = stored.small();
        let weight_bytes = kept.weight_bytes();
        self.memory.insert(key.as_bytes().into(), kept, weight_bytes);
    }
}
