//! This crate's table.

use sea_orm_migration::prelude::*;

/// The migrations of settings; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Table)]
}

struct Table;

impl MigrationName for Table {
    fn name(&self) -> &'static str {
        "m20261121_000301_settings"
    }
}

const TABLE: &str = "CREATE TABLE setting (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    value_json TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (owner, name)
)";

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Table {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(TABLE).await?;
        Ok(())
    }
}
