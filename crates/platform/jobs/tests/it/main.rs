//! What the queue promises, through its public face, on both databases.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod desk;
mod dying;
mod housekeeping;
mod queue;
mod retries;
mod schedules;
mod shop;
