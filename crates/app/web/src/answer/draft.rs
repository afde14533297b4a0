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

static FOR_OTHERS: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

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
        let of_others = || FOR_OTHERS.lock().ok()?.pop();
        Self(ready.or_else(of_others).unwrap_or_default())
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
        let mut buffer = std::mem::take(&mut self.0);
        if buffer.capacity() == 0 {
            return;
        }
        buffer.clear();
        buffer.shrink_to(READY_BYTES);
        // A thread that ends may have dropped its buffers already.
        let _outcome = BUFFERS.try_with(|buffers| {
            let mut buffers = buffers.borrow_mut();
            if buffers.len() < READY {
                buffers.push(buffer);
            } else if let Ok(mut others) = FOR_OTHERS.lock()
                && others.len() < READY_FOR_OTHERS
            {
                others.push(buffer);
            }
        });
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
    fn what_a_thread_has_too_many_of_goes_to_one_that_has_none() {
        let many: Vec<_> = (0..=READY).map(|_| of(10)).collect();
        let last = many.last().map(|draft| draft.as_ptr() as usize);
        drop(many);
        let other = std::thread::spawn(|| Draft::default().as_ptr() as usize).join().unwrap();
        assert_eq!(Some(other), last);
    }
}
