//! The desk's API through the whole router, on both databases: who may do what, and what attackers try.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod attacks;
mod audit_trail;
mod authorisation;
mod browser_session;
mod sign_in;
mod test_desk;
