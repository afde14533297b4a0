//! The accept loop and the layer around every request, over real sockets and in process.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod bodies;
mod client;
mod exchange;
mod limits;
mod stopping;
