//! The public API through the whole router: every address, every refusal, every condition.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod bad_input;
mod conditions;
mod described;
mod endpoints;
mod kept_answers;
mod operations;
mod sample;
mod shared_answers;
mod test_app;
