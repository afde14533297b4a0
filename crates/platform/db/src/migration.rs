//! This crate's tables: the change feed, its subscribers' places, the counters.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Feed)]
}

struct Feed;

impl MigrationName for Feed {
    fn name(&self) -> &'static str {
        "m20261120_0001_db_feed"
    }
}

/// Numbers of rows follow their commits, so that a place's `tx` is always 0.
///
/// AUTOINCREMENT keeps the number of a trimmed row from being given again.
const SQLITE: &str = "
CREATE TABLE change (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    topic   TEXT    NOT NULL,
    payload TEXT    NOT NULL,
    at_us   INTEGER NOT NULL
);
CREATE TABLE subscriber_place (
    name TEXT    NOT NULL PRIMARY KEY,
    tx   INTEGER NOT NULL,
    id   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE change_trimmed (
    tx INTEGER NOT NULL,
    id INTEGER NOT NULL
);
CREATE TABLE counter (
    name TEXT    NOT NULL PRIMARY KEY,
    next INTEGER NOT NULL
) WITHOUT ROWID;
";

const POSTGRES: &str = "
CREATE TABLE change (
    tx      xid8   NOT NULL DEFAULT pg_current_xact_id(),
    id      bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    topic   text   NOT NULL,
    payload text   NOT NULL,
    at_us   bigint NOT NULL,
    PRIMARY KEY (tx, id)
);
CREATE TABLE subscriber_place (
    name text   NOT NULL PRIMARY KEY,
    tx   bigint NOT NULL,
    id   bigint NOT NULL
);
CREATE TABLE change_trimmed (
    tx bigint NOT NULL,
    id bigint NOT NULL
);
CREATE TABLE counter (
    name text   NOT NULL PRIMARY KEY,
    next bigint NOT NULL
);
";

#[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait needs the same")]
#[async_trait::async_trait]
impl MigrationTrait for Feed {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
