//! Arrays by product number in shared chunks: a copy shares everything, a write copies one chunk.

use std::sync::Arc;

/// An array of `T` in chunks of `N`.
#[derive(Debug, Clone)]
pub(super) struct Chunked<T, const N: usize> {
    chunks: Arc<Vec<Arc<Vec<T>>>>,
}

impl<T, const N: usize> Default for Chunked<T, N> {
    fn default() -> Self {
        Self { chunks: Arc::default() }
    }
}

impl<T: Copy, const N: usize> Chunked<T, N> {
    pub(super) fn get(&self, index: u32) -> Option<T> {
        self.chunks.get(index as usize / N)?.get(index as usize % N).copied()
    }

    /// Writes `value` at `index`; what lies between the end and `index` becomes `empty`.
    pub(super) fn set(&mut self, index: u32, value: T, empty: T) {
        let (chunk, offset) = (index as usize / N, index as usize % N);
        let chunks = Arc::make_mut(&mut self.chunks);
        while chunks.len() <= chunk {
            chunks.push(Arc::new(vec![empty; N]));
        }
        Arc::make_mut(&mut chunks[chunk])[offset] = value;
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.capacity() * size_of::<T>() + 48).sum()
    }
}

/// For each index a list of `T`; `N` lists share a chunk.
#[derive(Debug, Clone)]
pub(super) struct Lists<T, const N: usize> {
    chunks: Arc<Vec<Arc<ListChunk<T>>>>,
}

/// `ends[i]` is where list `i` ends in `items`.
#[derive(Debug, Clone)]
pub(super) struct ListChunk<T> {
    pub(super) ends: Vec<u32>,
    pub(super) items: Vec<T>,
}

impl<T: Copy> ListChunk<T> {
    fn shrink(&mut self) {
        shrink(&mut self.items);
        shrink(&mut self.ends);
    }
}

impl<T, const N: usize> Default for Lists<T, N> {
    fn default() -> Self {
        Self { chunks: Arc::default() }
    }
}

impl<T: Copy, const N: usize> Lists<T, N> {
    pub(super) fn get(&self, index: u32) -> &[T] {
        let Some(chunk) = self.chunks.get(index as usize / N) else { return &[] };
        let (start, end) = bounds(&chunk.ends, index as usize % N);
        chunk.items.get(start..end).unwrap_or_default()
    }

    pub(super) fn set(&mut self, index: u32, list: &[T]) {
        let (chunk, offset) = (index as usize / N, index as usize % N);
        if list.is_empty() && self.get(index).is_empty() {
            return;
        }
        let chunks = Arc::make_mut(&mut self.chunks);
        while chunks.len() <= chunk {
            if let Some(full) = chunks.last_mut().and_then(Arc::get_mut) {
                full.shrink();
            }
            chunks.push(Arc::new(ListChunk { ends: Vec::with_capacity(N), items: Vec::new() }));
        }
        let chunk = Arc::make_mut(&mut chunks[chunk]);
        let (start, end) = open_slot(&mut chunk.ends, offset, list.len());
        if end < chunk.items.len() {
            chunk.items.reserve_exact(list.len().saturating_sub(end - start));
        }
        chunk.items.splice(start..end, list.iter().copied());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub(super) fn chunks(&self) -> impl Iterator<Item = &ListChunk<T>> {
        self.chunks.iter().map(|chunk| &**chunk)
    }

    pub(super) fn from_chunks(chunks: Vec<ListChunk<T>>) -> Self {
        Self { chunks: Arc::new(chunks.into_iter().map(Arc::new).collect()) }
    }

    /// Gives back what growing left over; only chunks that nobody else holds.
    pub(super) fn shrink(&mut self) {
        Arc::make_mut(&mut self.chunks).iter_mut().filter_map(Arc::get_mut).for_each(ListChunk::shrink);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let size = |chunk: &Arc<ListChunk<T>>| {
            chunk.items.capacity() * size_of::<T>() + chunk.ends.capacity() * 4 + 72
        };
        self.chunks.iter().map(size).sum()
    }
}

/// Copies into a block of the right size: asked to shrink a block by less than half, mimalloc leaves it.
pub(super) fn shrink<T: Copy>(items: &mut Vec<T>) {
    if has_slack(items.len(), items.capacity()) {
        *items = items.as_slice().to_vec();
    }
}

pub(super) fn has_slack(len: usize, capacity: usize) -> bool {
    capacity > len + len / 16
}

fn bounds(ends: &[u32], offset: usize) -> (usize, usize) {
    match (offset.checked_sub(1).map(|before| ends.get(before)), ends.get(offset)) {
        (None, Some(end)) => (0, *end as usize),
        (Some(Some(start)), Some(end)) => (*start as usize, *end as usize),
        _ => (0, 0),
    }
}

/// Makes slot `offset` `new_len` long and says which range of items it took up before.
fn open_slot(ends: &mut Vec<u32>, offset: usize, new_len: usize) -> (usize, usize) {
    let last = ends.last().copied().unwrap_or(0);
    if ends.len() <= offset {
        ends.resize(offset + 1, last);
    }
    let (start, end) = bounds(ends, offset);
    for later in &mut ends[offset..] {
        *later = (*later as usize + start + new_len - end) as u32;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn writes_are_read_back_and_copies_stay(
            writes in proptest::collection::vec((0_u32..40, proptest::collection::vec(any::<u8>(), 0..5)), 0..60)
        ) {
            let mut lists = Lists::<u8, 8>::default();
            let mut numbers = Chunked::<usize, 8>::default();
            let mut model = std::collections::BTreeMap::new();
            for (index, list) in writes {
                let before = (lists.clone(), numbers.clone());
                let old_list = lists.get(index).to_vec();
                lists.set(index, &list);
                numbers.set(index, list.len(), usize::MAX);
                prop_assert_eq!(before.0.get(index), old_list.as_slice());
                prop_assert_eq!(before.1.get(index).unwrap_or(usize::MAX) == usize::MAX, !model.contains_key(&index));
                model.insert(index, list);
            }
            for index in 0..50 {
                let list = model.get(&index);
                prop_assert_eq!(lists.get(index), list.map_or(&[][..], Vec::as_slice));
                prop_assert_eq!(numbers.get(index).filter(|n| *n != usize::MAX), list.map(Vec::len));
            }
        }
    }
}
