//! This crate's tables: jobs and why they failed, the last ticks of schedules, workers.

use sea_orm_migration::prelude::*;

/// The queue's migrations; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Queue), Box::new(ErrorKind)]
}

struct Queue;

impl MigrationName for Queue {
    fn name(&self) -> &'static str {
        "m20261121_000001_jobs"
    }
}

/// `{uuid}` differs between the two databases.
const TABLES: [&str; 6] = [
    "CREATE TABLE job (
        id {uuid} NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        once_key TEXT UNIQUE,
        state TEXT NOT NULL,
        due_us BIGINT NOT NULL,
        done BIGINT NOT NULL,
        total BIGINT NOT NULL,
        note TEXT,
        attempts BIGINT NOT NULL,
        fence BIGINT NOT NULL,
        worker TEXT,
        lease_us BIGINT,
        cancel_asked_us BIGINT,
        last_error TEXT,
        enqueued_by TEXT NOT NULL,
        created_us BIGINT NOT NULL,
        started_us BIGINT,
        ended_us BIGINT
    )",
    "CREATE INDEX job_due ON job (due_us, id) WHERE state = 'queued'",
    "CREATE INDEX job_lease ON job (lease_us) WHERE state = 'running'",
    "CREATE INDEX job_ended ON job (ended_us) WHERE ended_us IS NOT NULL",
    "CREATE TABLE job_schedule (
        name TEXT NOT NULL PRIMARY KEY,
        last_tick_us BIGINT NOT NULL
    )",
    "CREATE TABLE job_worker (
        name TEXT NOT NULL PRIMARY KEY,
        started_us BIGINT NOT NULL,
        seen_us BIGINT NOT NULL
    )",
];

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Queue {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let uuid = match manager.get_database_backend() {
            sea_orm::DbBackend::Postgres => "UUID",
            _ => "BLOB",
        };
        for table in TABLES {
            manager.get_connection().execute_unprepared(&table.replace("{uuid}", uuid)).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct ErrorKind;

impl MigrationName for ErrorKind {
    fn name(&self) -> &'static str {
        "m20261122_000001_jobs_error_kind"
    }
}

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for ErrorKind {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("ALTER TABLE job ADD COLUMN error_kind TEXT").await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
