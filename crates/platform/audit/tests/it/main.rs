//! What the trail promises, on real databases.
#![expect(clippy::unwrap_used, reason = "a test that fails says so here")]

mod chain;
mod reading;
