//! What webhooks promise, with receivers that speak the real protocol, on both databases.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod endpoints;
mod guard;
mod housekeeping;
mod receiver;
mod relay;
mod sending;
mod shop;
