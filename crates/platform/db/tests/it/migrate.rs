//! The migrator: one list, one winner, all or nothing.

use db::testing::TestDb;
use db::{Backend, Db, DbError};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use crate::no_migrations;

db::testing::on_both_databases!(no_migrations =>
    two_processes_migrate_an_empty_database_at_once,
    a_failing_migration_leaves_nothing_behind,
    a_database_that_is_newer_is_refused_and_left_alone,
    migrating_twice_changes_nothing,
    two_migrations_of_one_name_are_refused,
);

/// Runs one statement.
struct Sql(&'static str, &'static str);

impl MigrationName for Sql {
    fn name(&self) -> &str {
        self.0
    }
}

#[expect(elided_lifetimes_in_paths, reason = "the trait is declared so, and async_trait needs the same")]
#[async_trait::async_trait]
impl MigrationTrait for Sql {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.1).await.map(|_| ())
    }
}

const FIRST: Sql = Sql("m1_first", "CREATE TABLE first (id bigint PRIMARY KEY)");
const SECOND: Sql = Sql("m2_second", "CREATE TABLE second (id bigint REFERENCES first (id))");

fn both() -> Vec<Box<dyn MigrationTrait>> {
    // Crates hand their lists over in any order.
    vec![Box::new(SECOND), Box::new(FIRST)]
}

fn only_first() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(FIRST)]
}

fn half_broken() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(FIRST),
        Box::new(Sql("m2_second", "CREATE TABLE second (id bigint); CREATE TABLE first (id bigint)")),
    ]
}

fn twins() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(FIRST), Box::new(FIRST)]
}

async fn has_table(db: &Db, table: &str) -> bool {
    SchemaManager::new(db.reader()).has_table(table).await.unwrap()
}

/// The address of a database without any table, not even the migrator's.
async fn empty(db: &TestDb) -> String {
    if db.backend() == Backend::Sqlite {
        return format!("{}.empty", db.url());
    }
    let tx = db.begin_write().await.unwrap();
    tx.conn().execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
    tx.commit().await.unwrap();
    db.url().to_owned()
}

async fn two_processes_migrate_an_empty_database_at_once(db: TestDb) {
    let url = empty(&db).await;
    let migrators = (0..4).map(|_| {
        let url = url.clone();
        tokio::spawn(async move {
            let db = Db::connect(&url).await.unwrap();
            db::migrate(&db, both).await.unwrap();
            assert!(has_table(&db, "first").await && has_table(&db, "second").await);
            db.close().await;
        })
    });
    for migrator in migrators.collect::<Vec<_>>() {
        migrator.await.unwrap();
    }
}

async fn a_failing_migration_leaves_nothing_behind(db: TestDb) {
    assert!(matches!(db::migrate(&db, half_broken).await, Err(DbError::Database(_))));
    assert!(!has_table(&db, "first").await && !has_table(&db, "second").await);
    db::migrate(&db, both).await.unwrap();
    assert!(has_table(&db, "second").await);
}

async fn a_database_that_is_newer_is_refused_and_left_alone(db: TestDb) {
    db::migrate(&db, both).await.unwrap();
    let refused = db::migrate(&db, only_first).await.unwrap_err();
    assert!(matches!(&refused, DbError::Newer(unknown) if unknown == &["m2_second"]));
    assert!(refused.to_string().contains("m2_second"), "{refused}");
    db::migrate(&db, both).await.unwrap();
}

async fn migrating_twice_changes_nothing(db: TestDb) {
    db::migrate(&db, both).await.unwrap();
    db::migrate(&db, both).await.unwrap();
}

async fn two_migrations_of_one_name_are_refused(db: TestDb) {
    let refused = db::migrate(&db, twins).await;
    assert!(matches!(refused, Err(DbError::MigrationTwice(name)) if name == "m1_first"));
}
