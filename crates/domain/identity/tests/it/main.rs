//! What identity promises, through its public face, on real databases.
#![expect(clippy::unwrap_used, reason = "a test that fails says so here")]

mod api_keys;
mod desk;
mod passwords;
mod second_factor;
mod sessions;
mod sign_in;
mod staff;
