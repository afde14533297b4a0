//! This crate's tables: endpoints and deliveries.

use sea_orm_migration::prelude::*;

/// The migrations of webhooks; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Tables)]
}

struct Tables;

impl MigrationName for Tables {
    fn name(&self) -> &'static str {
        "m20261121_000201_webhooks"
    }
}

/// `{uuid}` and `{bytes}` differ between the two databases.
const TABLES: [&str; 5] = [
    "CREATE TABLE webhook_endpoint (
        id {uuid} NOT NULL PRIMARY KEY,
        url TEXT NOT NULL,
        description TEXT NOT NULL,
        events TEXT NOT NULL,
        secret {bytes} NOT NULL,
        old_secret {bytes},
        old_secret_until_us BIGINT,
        paused_at_us BIGINT,
        paused_why TEXT NOT NULL,
        active_since_us BIGINT NOT NULL,
        failing_since_us BIGINT,
        last_delivered_at_us BIGINT,
        created_at_us BIGINT NOT NULL
    )",
    "CREATE TABLE webhook_delivery (
        id {uuid} NOT NULL PRIMARY KEY,
        endpoint_id {uuid} NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
        cause TEXT NOT NULL,
        event TEXT NOT NULL,
        body TEXT NOT NULL,
        state TEXT NOT NULL,
        round BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        last_status BIGINT,
        last_error TEXT,
        last_attempt_at_us BIGINT,
        queued_at_us BIGINT NOT NULL,
        created_at_us BIGINT NOT NULL,
        UNIQUE (endpoint_id, cause)
    )",
    "CREATE INDEX webhook_delivery_list ON webhook_delivery (endpoint_id, id)",
    "CREATE INDEX webhook_delivery_waiting ON webhook_delivery (queued_at_us) WHERE state = 'waiting'",
    "CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at_us)",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Tables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == sea_orm::DbBackend::Sqlite;
        let (uuid, bytes) = if sqlite { ("BLOB", "BLOB") } else { ("UUID", "BYTEA") };
        for table in TABLES {
            let sql = table.replace("{uuid}", uuid).replace("{bytes}", bytes);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
