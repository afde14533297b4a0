//! The catalogue's tables, the same on SQLite and PostgreSQL.
//!
//! Written as SQL: a table clustered by its product (SQLite's `WITHOUT ROWID`)
//! cannot be said through the schema builder. A released step is never edited.

mod m20261120_000001_catalogue;
mod m20261121_000101_catalogue_desk;
mod m20261121_000302_desk_indexes;
mod m20261122_000101_no_fitment_vehicle;

use sea_orm_migration::MigrationTrait;

/// The catalogue's migrations; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261120_000001_catalogue::Migration),
        Box::new(m20261121_000101_catalogue_desk::Migration),
        Box::new(m20261121_000302_desk_indexes::Migration),
        Box::new(m20261122_000101_no_fitment_vehicle::Migration),
    ]
}
