//! One sorted list of migrations from all crates, run under a lock.

use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::{Db, DbError};

struct Migrations(fn() -> Vec<Box<dyn MigrationTrait>>);

impl MigratorTraitSelf for Migrations {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        let mut all = (self.0)();
        all.sort_by(|a, b| a.name().cmp(b.name()));
        all
    }
}

/// Applies what is missing of `migrations` (all crates' lists together) in the order of their names.
pub async fn migrate(db: &Db, migrations: fn() -> Vec<Box<dyn MigrationTrait>>) -> Result<(), DbError> {
    let tx = db.begin_write().await?;
    Migrations(migrations).up(tx.conn(), None).await?;
    tx.commit().await
}
