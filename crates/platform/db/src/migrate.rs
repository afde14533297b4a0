//! One sorted list of migrations from all crates, run under a lock.
//!
//! All that are missing run in one transaction: a failure, a kill or a second
//! process at the same time leaves the database at the old release or at the
//! new one, never between.

use sea_orm::ConnectionTrait;
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::{Backend, Db, DbError, WriteTx, feed, migration};

/// Any number that no other program on the server uses for its advisory locks.
const LOCK: i64 = 0x6475_6b6b_616e;

struct Migrations(fn() -> Vec<Box<dyn MigrationTrait>>);

impl MigratorTraitSelf for Migrations {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let mut all = migration::migrations();
        all.extend((self.0)());
        all.sort_by(|a, b| a.name().cmp(b.name()));
        all
    }
}

/// Applies what is missing of `migrations` (all domains' lists together; this
/// crate adds its own) in the order of their names, `mYYYYMMDD_NNNN_crate_what`.
///
/// Any number of processes may call it at once.
///
/// # Errors
/// [`DbError::Newer`] if the database knows a migration that this list does
/// not; nothing has been changed then.
pub async fn migrate(db: &Db, migrations: fn() -> Vec<Box<dyn MigrationTrait>>) -> Result<(), DbError> {
    let migrations = Migrations(migrations);
    refuse_twins(&migrations)?;
    let tx = db.begin_write().await?;
    if db.backend() == Backend::Postgres {
        lock(&tx).await?;
    }
    refuse_newer(&migrations, &tx).await?;
    migrations.up(tx.conn(), None).await?;
    if db.backend() == Backend::Postgres {
        feed::adopt_restored(tx.conn()).await?;
    }
    tx.commit().await
}

/// On SQLite the write transaction is the lock.
async fn lock(tx: &WriteTx) -> Result<(), DbError> {
    let sql = format!(
        "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock({LOCK})"
    );
    tx.conn().execute_unprepared(&sql).await?;
    Ok(())
}

fn refuse_twins(migrations: &Migrations) -> Result<(), DbError> {
    let all = migrations.migrations();
    match all.windows(2).find(|pair| pair[0].name() == pair[1].name()) {
        Some(pair) => Err(DbError::MigrationTwice(pair[0].name().to_owned())),
        None => Ok(()),
    }
}

async fn refuse_newer(migrations: &Migrations, tx: &WriteTx) -> Result<(), DbError> {
    let known = migrations.migrations();
    let applied = migrations.get_migration_models(tx.conn()).await?;
    let unknown: Vec<String> = applied
        .into_iter()
        .map(|applied| applied.version)
        .filter(|version| known.iter().all(|migration| migration.name() != version))
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(DbError::Newer(unknown)) }
}
