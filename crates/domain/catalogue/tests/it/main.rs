//! What the catalogue promises, through its public face, on real databases.

mod shelf;
mod upsert;
