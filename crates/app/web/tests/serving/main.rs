//! The accept loop and what surrounds every request, over real sockets and in process.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod bodies;
mod client;
mod exchange;
mod limits;
mod stopping;
