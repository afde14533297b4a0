//! This crate's tables: what was sold on each day; forecasts, runs, insights and rules; what was learnt; the
//! weather.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The migrations of demand; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Sales), Box::new(Forecasts), Box::new(Models), Box::new(Weather), Box::new(Foretold)]
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

struct Forecasts;

impl MigrationName for Forecasts {
    fn name(&self) -> &'static str {
        "m20261121_000202_orion_forecasts"
    }
}

/// `{uuid}` and `{clustered}` differ between the two databases.
const FORECASTS: [&str; 5] = [
    "CREATE TABLE forecast (
        product_number BIGINT NOT NULL PRIMARY KEY REFERENCES product (number),
        fingerprint TEXT NOT NULL,
        made_at_us BIGINT NOT NULL,
        first_day BIGINT NOT NULL,
        body TEXT NOT NULL
    )",
    "CREATE TABLE forecast_step (
        day BIGINT NOT NULL,
        product_number BIGINT NOT NULL REFERENCES product (number),
        body TEXT NOT NULL,
        PRIMARY KEY (day, product_number)
    ){clustered}",
    "CREATE TABLE forecast_run (
        id {uuid} NOT NULL PRIMARY KEY,
        ended_us BIGINT NOT NULL,
        body TEXT NOT NULL
    )",
    "CREATE TABLE insight (
        kind TEXT NOT NULL,
        subject BIGINT NOT NULL,
        severity BIGINT NOT NULL,
        worth_minor BIGINT NOT NULL,
        since_us BIGINT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (kind, subject)
    ){clustered}",
    "CREATE TABLE forecast_rules (
        name TEXT NOT NULL PRIMARY KEY,
        body TEXT NOT NULL
    )",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Forecasts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        let (uuid, clustered) = if sqlite { ("BLOB", " WITHOUT ROWID") } else { ("UUID", "") };
        for table in FORECASTS {
            let sql = table.replace("{uuid}", uuid).replace("{clustered}", clustered);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Models;

impl MigrationName for Models {
    fn name(&self) -> &'static str {
        "m20261121_000203_orion_models"
    }
}

const MODELS: [&str; 2] = [
    "CREATE TABLE forecast_model (
        name TEXT NOT NULL PRIMARY KEY,
        lesson TEXT NOT NULL,
        body TEXT NOT NULL
    )",
    "CREATE TABLE forecast_pin (
        product_number BIGINT NOT NULL PRIMARY KEY REFERENCES product (number),
        model TEXT NOT NULL
    )",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Models {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in MODELS {
            manager.get_connection().execute_unprepared(table).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Weather;

impl MigrationName for Weather {
    fn name(&self) -> &'static str {
        "m20261122_000201_orion_weather"
    }
}

/// `place` is its degrees, `day` counts from 1970-01-01.
const WEATHER_DAY: &str = "CREATE TABLE weather_day (
    place TEXT NOT NULL,
    day BIGINT NOT NULL,
    mean_tenths BIGINT NOT NULL,
    highest_tenths BIGINT NOT NULL,
    rain_tenths BIGINT NOT NULL,
    PRIMARY KEY (place, day)
)";

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Weather {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(WEATHER_DAY).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Foretold;

impl MigrationName for Foretold {
    fn name(&self) -> &'static str {
        "m20261122_000202_orion_weather_foretold"
    }
}

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Foretold {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE weather_day ADD COLUMN foretold_on BIGINT";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
