//! The allocator of every program that names this crate, if only as `use allocator as _`, and its one setting.
//!
//! Its calls are compiled in the crate that names it. In one of its own they are
//! optimised, whatever the program's own crate is.
#![warn(missing_docs)]

use std::ffi::c_long;

use libmimalloc_sys::{mi_option_set_default, mi_option_t};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The place of `mi_option_purge_delay` in `mimalloc.h`, which the bindings do not name.
const PURGE_DELAY: mi_option_t = 15;

/// Gives pages that nobody uses back to the system after 10 milliseconds: for programs that stay.
///
/// A shop of 10,000 products whose cache is full holds 30 MiB less, and answers as fast. To be said first of all, before
/// there are threads: pages that wait already keep their time. `MIMALLOC_PURGE_DELAY` in the environment goes before it.
pub fn give_back_soon() {
    give_back_after(10);
}

/// Gives them back after a second, as the allocator does by itself: for programs that come and go. An import, which asks
/// for much and gives it back all the time, takes 6 % longer otherwise. Before there are threads.
pub fn give_back_late() {
    give_back_after(1_000);
}

#[expect(unsafe_code, reason = "the setting has no other door")]
fn give_back_after(milliseconds: c_long) {
    // SAFETY: stores a number that the allocator reads when it frees, without an atomic: the program calls it while it
    // has one thread.
    unsafe { mi_option_set_default(PURGE_DELAY, milliseconds) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(unsafe_code, reason = "the setting has no other door")]
    fn the_setting_is_the_one_that_is_a_second_by_default() {
        // SAFETY: reads a number.
        let delay = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(delay(), 1_000);
        give_back_soon();
        assert_eq!(delay(), 10);
        give_back_late();
        assert_eq!(delay(), 1_000);
    }
}
