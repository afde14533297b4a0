//! Packed records by product number, in shared chunks: a copy shares everything, a write copies one chunk.
//!
//! A record's text and words lie in one chunk, whose ends lie in its head: in a large shop each step to
//! another block is a wait for memory.

use std::sync::Arc;

use crate::shelf::chunked::{has_slack, shrink};
use crate::shelf::record::Record;

/// Records that share a chunk.
const IN_CHUNK: usize = 64;

/// The record of each product.
#[derive(Debug, Clone, Default)]
pub(super) struct Records {
    chunks: Arc<Vec<Arc<RecordChunk>>>,
}

/// `ends[i]` is where record `i` ends, in the text and in the words.
#[derive(Debug, Clone)]
pub(super) struct RecordChunk {
    pub(super) text: String,
    pub(super) words: Vec<u32>,
    ends: [(u32, u32); IN_CHUNK],
}

impl RecordChunk {
    const EMPTY: Self = Self { text: String::new(), words: Vec::new(), ends: [(0, 0); IN_CHUNK] };

    /// A chunk of these ends; `None` when they are not those of a chunk.
    pub(super) fn new(text: String, words: Vec<u32>, ends: &[(u32, u32)]) -> Option<Self> {
        Some(Self { text, words, ends: ends.try_into().ok()? })
    }

    pub(super) fn ends(&self) -> &[(u32, u32)] {
        &self.ends
    }

    /// Where record `slot` begins and ends.
    fn bounds(&self, slot: usize) -> ((u32, u32), (u32, u32)) {
        (slot.checked_sub(1).map_or((0, 0), |before| self.ends[before]), self.ends[slot])
    }

    fn get(&self, slot: usize) -> Record<'_> {
        let (start, end) = self.bounds(slot);
        Record {
            text: self.text.get(start.0 as usize..end.0 as usize).unwrap_or_default(),
            words: self.words.get(start.1 as usize..end.1 as usize).unwrap_or_default(),
        }
    }

    fn set(&mut self, slot: usize, record: Record<'_>) {
        let (start, end) = self.bounds(slot);
        let (text, words) = (start.0 as usize..end.0 as usize, start.1 as usize..end.1 as usize);
        if text.end < self.text.len() {
            self.text.reserve_exact(record.text.len().saturating_sub(text.len()));
        }
        if words.end < self.words.len() {
            self.words.reserve_exact(record.words.len().saturating_sub(words.len()));
        }
        let moved = |end: u32, old: usize, new: usize| (end as usize + new - old) as u32;
        for later in &mut self.ends[slot..] {
            *later = (
                moved(later.0, text.len(), record.text.len()),
                moved(later.1, words.len(), record.words.len()),
            );
        }
        self.text.replace_range(text, record.text);
        self.words.splice(words, record.words.iter().copied());
    }

    fn shrink(&mut self) {
        if has_slack(self.text.len(), self.text.capacity()) {
            self.text = self.text.as_str().to_owned();
        }
        shrink(&mut self.words);
    }
}

impl Records {
    /// The product's record; an empty one if it has none.
    pub(super) fn get(&self, number: u32) -> Record<'_> {
        let (chunk, slot) = place(number);
        self.chunks.get(chunk).map_or(Record { text: "", words: &[] }, |chunk| chunk.get(slot))
    }

    pub(super) fn set(&mut self, number: u32, record: Record<'_>) {
        let (chunk, slot) = place(number);
        if self.get(number) == record {
            return;
        }
        let chunks = Arc::make_mut(&mut self.chunks);
        while chunks.len() <= chunk {
            if let Some(full) = chunks.last_mut().and_then(Arc::get_mut) {
                full.shrink();
            }
            chunks.push(Arc::new(RecordChunk::EMPTY));
        }
        Arc::make_mut(&mut chunks[chunk]).set(slot, record);
    }

    pub(super) fn chunks(&self) -> impl Iterator<Item = &RecordChunk> {
        self.chunks.iter().map(|chunk| &**chunk)
    }

    pub(super) fn from_chunks(chunks: Vec<RecordChunk>) -> Self {
        Self { chunks: Arc::new(chunks.into_iter().map(Arc::new).collect()) }
    }

    /// Gives back what growing left over; only chunks that nobody else holds.
    pub(super) fn shrink(&mut self) {
        Arc::make_mut(&mut self.chunks).iter_mut().filter_map(Arc::get_mut).for_each(RecordChunk::shrink);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let size = |chunk: &Arc<RecordChunk>| {
            size_of::<RecordChunk>() + 16 + chunk.text.capacity() + chunk.words.capacity() * 4
        };
        self.chunks.iter().map(size).sum()
    }
}

fn place(number: u32) -> (usize, usize) {
    (number as usize / IN_CHUNK, number as usize % IN_CHUNK)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn writes_are_read_back_and_copies_stay(
            writes in proptest::collection::vec(
                (0_u32..150, "[a-zé]{0,5}", proptest::collection::vec(any::<u32>(), 0..5)),
                0..60,
            )
        ) {
            let (mut records, mut model) = (Records::default(), BTreeMap::new());
            let record = |model: &BTreeMap<u32, (String, Vec<u32>)>, number| model.get(&number).cloned();
            let read = |records: &Records, number| {
                let record = records.get(number);
                (record.text.to_owned(), record.words.to_vec())
            };
            for (number, text, words) in writes {
                let before = records.clone();
                records.set(number, Record { text: &text, words: &words });
                prop_assert_eq!(read(&before, number), record(&model, number).unwrap_or_default());
                model.insert(number, (text, words));
            }
            records.shrink();
            for number in 0..200 {
                prop_assert_eq!(read(&records, number), record(&model, number).unwrap_or_default());
            }
        }
    }
}
