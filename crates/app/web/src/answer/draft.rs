//! The bytes of an answer while they are written, in a buffer that comes back once they are sent.
//!
//! An allocator hands out the block that was not used for longest, of each size another; a thread's own last buffer is
//! still in the processor's cache, and long enough. What others wrote and the network's threads let go goes back to
//! those who write.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::Mutex;

use bytes::Bytes;

/// Buffers that lie ready in a thread: answers that wait for slow clients have theirs with them.
const READY: usize = 4;
/// Buffers beyond those of the thread that let them go, for threads that have none.
const READY_FOR_OTHERS: usize = 16;
/// What a longer answer needed beyond this is given back to the allocator.
const READY_BYTES: usize = 256 << 10;
/// The first room of a buffer; where that is too little there is four times as much next.
const FIRST_BYTES: usize = 16 << 10;

thread_local! {
    static BUFFERS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

static FOR_OTHERS: Pool = Pool(Mutex::new(Vec::new()));

/// Buffers for whichever thread has none.
struct Pool(Mutex<Vec<Vec<u8>>>);

impl Pool {
    fn take(&self) -> Option<Vec<u8>> {
        self.0.lock().ok()?.pop()
    }

    fn put(&self, buffer: Vec<u8>) {
        if let Ok(mut buffers) = self.0.lock() {
            keep(&mut buffers, buffer, READY_FOR_OTHERS);
        }
    }
}

/// Puts `buffer` to the others; answers with it if there are `most` already.
fn keep(buffers: &mut Vec<Vec<u8>>, mut buffer: Vec<u8>, most: usize) -> Option<Vec<u8>> {
    if buffers.len() == most {
        return Some(buffer);
    }
    buffer.truncate(READY_BYTES);
    buffer.shrink_to(READY_BYTES);
    buffers.push(buffer);
    None
}

/// What is written of an answer so far.
pub(crate) struct Draft {
    buffer: Vec<u8>,
    /// Bytes of the buffer that are written; what stands behind them is left of others, and room.
    length: usize,
}

impl Draft {
    /// Writes from the beginning with `write`, which answers how many bytes it has put there; again with more room if it
    /// had too little, for which it answers `None`.
    pub(crate) fn write<E>(mut write: impl FnMut(&mut [u8]) -> Result<Option<usize>, E>) -> Result<Self, E> {
        let mut draft = Self::default();
        loop {
            if let Some(length) = write(&mut draft.buffer)? {
                draft.length = length;
                return Ok(draft);
            }
            let bytes = (draft.buffer.len() * 4).max(FIRST_BYTES);
            // What did not fit is not worth a copy.
            draft.buffer.clear();
            draft.buffer.resize(bytes, 0);
        }
    }

    /// The bytes as they are sent, without a copy.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl Default for Draft {
    fn default() -> Self {
        let ready = BUFFERS.with_borrow_mut(Vec::pop);
        Self { buffer: ready.or_else(|| FOR_OTHERS.take()).unwrap_or_default(), length: 0 }
    }
}

impl From<Vec<u8>> for Draft {
    fn from(buffer: Vec<u8>) -> Self {
        Self { length: buffer.len(), buffer }
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft of {} bytes", self.length)
    }
}

impl Deref for Draft {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

impl AsRef<[u8]> for Draft {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        if buffer.capacity() == 0 {
            return;
        }
        // A thread that ends may have dropped its buffers already.
        let left = BUFFERS.try_with(|buffers| keep(&mut buffers.borrow_mut(), buffer, READY));
        if let Ok(Some(buffer)) = left {
            FOR_OTHERS.put(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(length: usize) -> Draft {
        let write = |room: &mut [u8]| {
            Ok::<_, ()>(room.get_mut(..length).map(|room| room.fill(b'x')).map(|()| length))
        };
        Draft::write(write).unwrap()
    }

    fn ready() -> usize {
        BUFFERS.with_borrow(Vec::len)
    }

    #[test]
    fn a_buffer_comes_back_empty_when_the_last_handle_on_its_bytes_is_gone() {
        let bytes = of(1000).into_bytes();
        let (again, address) = (bytes.clone(), bytes.as_ptr());
        drop(bytes);
        assert_eq!(ready(), 0);
        assert_eq!(again, vec![b'x'; 1000]);
        drop(again);
        let next = Draft::default();
        assert!(next.is_empty());
        assert_eq!((next.as_ptr(), ready()), (address, 0));
        drop(next);
        // Of the longer answer before nothing is sent.
        let shorter = of(10).into_bytes();
        assert_eq!((shorter.as_ptr(), shorter.len()), (address, 10));
    }

    #[test]
    fn few_buffers_are_kept_and_of_a_long_one_what_others_need() {
        let many: Vec<_> = (0..10).map(|_| of(10)).collect();
        drop(many);
        assert_eq!(ready(), READY);
        drop(of(READY_BYTES + 1));
        assert_eq!(ready(), READY);
        assert_eq!(Draft::default().buffer.capacity(), READY_BYTES);
    }

    #[test]
    fn what_another_thread_wrote_comes_to_the_thread_that_drops_it() {
        let draft = std::thread::spawn(|| of(10)).join().unwrap();
        drop(draft);
        assert_eq!(ready(), 1);
    }

    #[test]
    fn what_one_thread_has_too_many_of_is_there_for_another_and_no_more() {
        let pool = Pool(Mutex::default());
        for _ in 0..=READY_FOR_OTHERS {
            pool.put(vec![b'x'; READY_BYTES + 1]);
        }
        let taken: Vec<_> = std::iter::from_fn(|| pool.take()).collect();
        assert_eq!(taken.len(), READY_FOR_OTHERS);
        assert!(taken.iter().all(|buffer| buffer.capacity() == READY_BYTES));
    }
}
