//! This crate's tables: what was sold on each day.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The migrations of demand; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Sales)]
}

struct Sales;

impl MigrationName for Sales {
    fn name(&self) -> &'static str {
        "m20261121_000201_orion_sales"
    }
}

/// `day` counts from 1970-01-01; `sold` and `returned` are pieces; `stock` is what was left in the evening.
const SALE_DAY: &str = "CREATE TABLE sale_day (
    product_number BIGINT NOT NULL REFERENCES product (number),
    day BIGINT NOT NULL,
    sold BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    price_minor BIGINT,
    stock BIGINT,
    PRIMARY KEY (product_number, day)
)";

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Sales {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let clustered = match manager.get_database_backend() {
            DbBackend::Sqlite => " WITHOUT ROWID",
            _ => "",
        };
        manager.get_connection().execute_unprepared(&format!("{SALE_DAY}{clustered}")).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
