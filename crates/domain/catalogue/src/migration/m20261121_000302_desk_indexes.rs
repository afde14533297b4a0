//! Indexes that hold all that a list of the desk filters and sorts by, for those who ask for a brand or a category.

use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000302_desk_indexes"
    }
}

/// What both indexes hold behind their brand or category.
const LISTED: &str =
    "updated_at_us, number, deleted_at_us, published_at_us, price_minor, stock_quantity, sku_key";

/// The index, its column, and the other's.
const INDEXES: [(&str, &str, &str); 2] =
    [("product_brand", "brand_id", "category_id"), ("product_category", "category_id", "brand_id")];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let conn = manager.get_connection();
        for (index, column, other) in INDEXES {
            conn.execute_unprepared(&format!("DROP INDEX {index}")).await?;
            let sql = format!("CREATE INDEX {index} ON product ({column}, {LISTED}, {other})");
            conn.execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let conn = manager.get_connection();
        for (index, column, _) in INDEXES {
            conn.execute_unprepared(&format!("DROP INDEX {index}")).await?;
            conn.execute_unprepared(&format!("CREATE INDEX {index} ON product ({column})")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
