//! What demand promises, through its public face, on real databases.
#![expect(clippy::unwrap_used, reason = "a test that fails says so here")]

mod archive;
mod promotions;
mod runs;
mod sales;
mod shop;
mod weather;
