//! What the catalogue promises, through its public face, on real databases.
#![expect(clippy::unwrap_used, reason = "a test that fails says so here")]

mod desk;
mod events;
mod full_submission;
mod hostile;
mod import;
mod killed;
mod round_trip;
mod shelf;
mod shop;
mod upsert;
