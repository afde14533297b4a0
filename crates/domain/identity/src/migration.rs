//! The tables of accounts, the same on SQLite and PostgreSQL.

use sea_orm_migration::prelude::*;

/// Identity's migrations; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Accounts)]
}

struct Accounts;

impl MigrationName for Accounts {
    fn name(&self) -> &'static str {
        "m20261121_000002_identity_accounts"
    }
}

/// `{uuid}` and `{bytes}` differ between the two databases.
const TABLES: [&str; 10] = [
    "CREATE TABLE staff (
        id {uuid} NOT NULL PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        password_hash TEXT,
        totp_secret {bytes},
        totp_confirmed_at_us BIGINT,
        totp_last_step BIGINT NOT NULL,
        created_at_us BIGINT NOT NULL,
        disabled_at_us BIGINT,
        erased_at_us BIGINT
    )",
    "CREATE TABLE staff_session (
        id {uuid} NOT NULL PRIMARY KEY,
        staff_id {uuid} NOT NULL REFERENCES staff (id),
        cookie_hash {bytes} UNIQUE,
        created_at_us BIGINT NOT NULL,
        last_used_at_us BIGINT NOT NULL,
        expires_at_us BIGINT NOT NULL,
        ended_at_us BIGINT,
        device TEXT NOT NULL,
        address TEXT
    )",
    "CREATE INDEX staff_session_staff ON staff_session (staff_id)",
    "CREATE TABLE refresh_token (
        token_hash {bytes} NOT NULL PRIMARY KEY,
        session_id {uuid} NOT NULL REFERENCES staff_session (id) ON DELETE CASCADE,
        expires_at_us BIGINT NOT NULL,
        used_at_us BIGINT
    )",
    "CREATE INDEX refresh_token_session ON refresh_token (session_id)",
    "CREATE TABLE one_time_link (
        token_hash {bytes} NOT NULL PRIMARY KEY,
        purpose TEXT NOT NULL,
        staff_id {uuid} REFERENCES staff (id),
        expires_at_us BIGINT NOT NULL,
        used_at_us BIGINT
    )",
    "CREATE INDEX one_time_link_staff ON one_time_link (staff_id)",
    "CREATE TABLE recovery_code (
        staff_id {uuid} NOT NULL REFERENCES staff (id),
        code_hash {bytes} NOT NULL,
        PRIMARY KEY (staff_id, code_hash)
    )",
    "CREATE TABLE api_key (
        id {uuid} NOT NULL PRIMARY KEY,
        staff_id {uuid} NOT NULL REFERENCES staff (id),
        name TEXT NOT NULL,
        shown TEXT NOT NULL,
        key_hash {bytes} NOT NULL UNIQUE,
        scopes TEXT NOT NULL,
        created_at_us BIGINT NOT NULL,
        expires_at_us BIGINT,
        last_used_at_us BIGINT,
        revoked_at_us BIGINT
    )",
    "CREATE INDEX api_key_staff ON api_key (staff_id)",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Accounts {
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
