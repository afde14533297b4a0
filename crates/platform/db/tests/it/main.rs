//! What the crate promises, through its public face, on both databases.

#![expect(clippy::unwrap_used, reason = "a test may")]

mod connect;
mod counter;
mod feed;
mod killed;
mod migrate;
mod postgres_feed;

use sea_orm_migration::MigrationTrait;

/// No table but the crate's own.
fn no_migrations() -> Vec<Box<dyn MigrationTrait>> {
    Vec::new()
}
