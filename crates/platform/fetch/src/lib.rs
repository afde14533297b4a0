//! Outgoing HTTP to addresses that somebody outside chose.
//!
//! Owns the limits of time and size, and the guard against requests into the
//! house (SSRF): only public addresses, only the ports of the web, checked for
//! literals, for every answer of the name service that a connection uses, and
//! again at every redirect. Knows nothing of what is fetched.
#![warn(missing_docs)]

mod error;
mod fetcher;
mod guard;
mod resolver;

pub use error::FetchError;
pub use fetcher::{Fetched, Fetcher, Outgoing};
pub use guard::is_public;
pub use resolver::{FetchSettings, Lookup, system_lookup};
