//! The cache tiers: [`Memory`] in the process, [`Shared`] in Redis between processes; and
//! [`RateLimiter`], which counts in both.
//!
//! Owns bounds, time limits and counts. Knows nothing of what is kept: keys
//! and values are bytes of the caller, who puts versions into his keys, so
//! that nothing here is ever taken back. A tier that is away is a miss.
#![warn(missing_docs)]

mod memory;
mod rate_limit;
mod shared;

pub use memory::Memory;
pub use rate_limit::{Rate, RateLimiter, TooOften};
pub use shared::{CacheError, Shared, SharedSettings};
