//! What may be asked and what not, with servers that speak the real protocol.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod hostile;
mod limits;
mod server;
