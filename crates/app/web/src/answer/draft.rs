//! The bytes of an answer while they are written, in a buffer that comes back once they are sent.
//!
//! An allocator hands out the block that was not used for longest, of each size another; a thread's own last buffer is
//! still in the processor's cache, and long enough. What others wrote and the network's threads let go goes back to
//! those who write.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::sync::Mutex;

use bytes::Bytes;

/// Buffers that lie ready in a thread: answers that wait for slow clients have theirs with them.
const READY: usize = 4;
/// Buffers beyond those of the thread that let them go, for threads that have none.
const READY_FOR_OTHERS: usize = 16;
/// What a longer answer needed beyond this is given back to the allocator.
const READY_BYTES: usize = 256 << 10;

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
    buffer.clear();
    buffer.shrink_to(READY_BYTES);
    buffers.push(buffer);
    None
}

/// What is written of an answer so far.
#[derive(Debug)]
pub(crate) struct Draft(Vec<u8>);

impl Draft {
    /// The bytes as they are sent, without a copy.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }
}

impl Default for Draft {
    fn default() -> Self {
        let ready = BUFFERS.with_borrow_mut(Vec::pop);
        Self(ready.or_else(|| FOR_OTHERS.take()).unwrap_or_default())
    }
}

impl From<Vec<u8>> for Draft {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Draft {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Draft {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl AsRef<[u8]> for Draft {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let buffer = std::mem::take(&mut self.0);
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
        let mut draft = Draft::default();
        draft.resize(length, b'x');
        draft
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
    }

    #[test]
    fn few_buffers_are_kept_and_of_a_long_one_what_others_need() {
        let many: Vec<_> = (0..10).map(|_| of(10)).collect();
        drop(many);
        assert_eq!(ready(), READY);
        drop(of(READY_BYTES + 1));
        assert_eq!(ready(), READY);
        assert_eq!(Draft::default().capacity(), READY_BYTES);
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
        assert!(taken.iter().all(|buffer| buffer.is_empty() && buffer.capacity() == READY_BYTES));
    }
}
