//! The allocator of every program that links this crate: `use allocator as _`.
//!
//! Its calls are compiled in the crate that names it. In one of its own they are
//! optimised, whatever the program's own crate is.
#![warn(missing_docs)]

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
