//! Brands, categories, vehicles, products, fitment and price history.

use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261120_000001_catalogue"
    }
}

/// `{number}`, `{uuid}` and `{clustered}` differ between the two databases.
const TABLES: [&str; 11] = [
    "CREATE TABLE brand (
        number {number} NOT NULL PRIMARY KEY,
        id {uuid} NOT NULL UNIQUE,
        slug TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL
    )",
    "CREATE TABLE category (
        number {number} NOT NULL PRIMARY KEY,
        id {uuid} NOT NULL UNIQUE,
        parent_id {uuid} REFERENCES category (id),
        slug TEXT NOT NULL UNIQUE,
        names TEXT NOT NULL,
        position BIGINT NOT NULL,
        drawing TEXT
    )",
    "CREATE TABLE vehicle (
        number {number} NOT NULL PRIMARY KEY,
        id {uuid} NOT NULL UNIQUE,
        slug TEXT NOT NULL UNIQUE,
        make TEXT NOT NULL,
        model TEXT NOT NULL,
        generation BIGINT,
        series TEXT,
        year_from BIGINT,
        year_to BIGINT,
        engine TEXT,
        fuel TEXT,
        power_kw BIGINT,
        body TEXT,
        drive TEXT,
        transmission TEXT,
        k_type BIGINT,
        aces_base_vehicle BIGINT
    )",
    "CREATE TABLE product (
        number {number} NOT NULL PRIMARY KEY,
        id {uuid} NOT NULL,
        sku TEXT NOT NULL,
        sku_key TEXT NOT NULL,
        slug TEXT NOT NULL,
        brand_id {uuid} REFERENCES brand (id),
        category_id {uuid} REFERENCES category (id),
        price_minor BIGINT,
        regular_price_minor BIGINT,
        cost_minor BIGINT,
        gtin TEXT,
        stock_quantity BIGINT,
        on_order BOOLEAN NOT NULL,
        popularity BIGINT NOT NULL,
        published_at_us BIGINT,
        deleted_at_us BIGINT,
        created_at_us BIGINT NOT NULL,
        updated_at_us BIGINT NOT NULL,
        details TEXT NOT NULL
    )",
    "CREATE UNIQUE INDEX product_id ON product (id)",
    "CREATE UNIQUE INDEX product_sku_key ON product (sku_key)",
    "CREATE UNIQUE INDEX product_slug ON product (slug)",
    "CREATE TABLE fitment (
        product_number BIGINT NOT NULL REFERENCES product (number),
        ordinal BIGINT NOT NULL,
        vehicle_number BIGINT NOT NULL REFERENCES vehicle (number),
        position TEXT,
        quantity BIGINT,
        conditions TEXT,
        PRIMARY KEY (product_number, ordinal)
    ){clustered}",
    "CREATE TABLE price_change (
        product_number BIGINT NOT NULL REFERENCES product (number),
        ordinal BIGINT NOT NULL,
        valid_from_us BIGINT NOT NULL,
        price_minor BIGINT,
        currency TEXT NOT NULL,
        who TEXT NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (product_number, ordinal)
    ){clustered}",
    "CREATE INDEX vehicle_aces_base ON vehicle (aces_base_vehicle)",
    "CREATE INDEX category_parent ON category (parent_id)",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == sea_orm::DbBackend::Sqlite;
        let (number, uuid, clustered) =
            if sqlite { ("INTEGER", "BLOB", " WITHOUT ROWID") } else { ("BIGINT", "UUID", "") };
        for table in TABLES {
            let sql =
                table.replace("{number}", number).replace("{uuid}", uuid).replace("{clustered}", clustered);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["price_change", "fitment", "product", "vehicle", "category", "brand"] {
            manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
