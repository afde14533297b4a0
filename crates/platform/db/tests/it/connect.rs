//! Connections: what survives, who waits, who may write.

use db::testing::TestDb;
use db::{Backend, Db, DbError};
use sea_orm::ConnectionTrait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Executor};

use crate::no_migrations;

db::testing::on_both_databases!(no_migrations =>
    nothing_can_be_written_through_a_reader,
    writers_in_two_processes_wait_for_each_other,
    a_transaction_that_the_database_ended_by_itself_takes_no_later_write_with_it,
    a_healthy_database_says_so_and_a_closed_one_does_not,
);

/// What one statement answers in its first column.
async fn ask(conn: &impl ConnectionTrait, sql: &str) -> String {
    let statement = sea_orm::Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))
        .unwrap()
}

async fn nothing_can_be_written_through_a_reader(db: TestDb) {
    let written = db.reader().execute_unprepared("INSERT INTO counter (name, next) VALUES ('a', 1)").await;
    assert!(written.is_err());
}

/// Read, then written: here a deferred transaction of SQLite fails at once.
async fn read_and_write(db: &Db) {
    let tx = db.begin_write().await.unwrap();
    ask(tx.conn(), "SELECT count(*) FROM counter").await;
    db::allot_numbers(&tx, "thing", 1).await.unwrap();
    tx.commit().await.unwrap();
}

async fn writers_in_two_processes_wait_for_each_other(db: TestDb) {
    let other = Db::connect(db.url()).await.unwrap();
    let writers = [db.db().clone(), other].into_iter().flat_map(|db| vec![db; 4]).map(|db| {
        tokio::spawn(async move {
            for _ in 0..10 {
                read_and_write(&db).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(ask(db.reader(), "SELECT next FROM counter").await, "80");
}

async fn a_transaction_that_the_database_ended_by_itself_takes_no_later_write_with_it(db: TestDb) {
    // As SQLite does when the disk is full; twice, because the second is begun inside what is left of the first.
    for _ in 0..2 {
        let tx = db.begin_write().await.unwrap();
        db::allot_numbers(&tx, "lost", 1).await.unwrap();
        let _ended = tx.conn().execute_unprepared("ROLLBACK").await;
    }
    let tx = db.begin_write().await.unwrap();
    db::allot_numbers(&tx, "dropped", 1).await.unwrap();
    drop(tx);
    let tx = db.begin_write().await.unwrap();
    db::allot_numbers(&tx, "kept", 1).await.unwrap();
    tx.commit().await.unwrap();
    let names = "SELECT count(*) FROM counter WHERE name IN ('lost', 'dropped')";
    assert_eq!(ask(db.reader(), "SELECT count(*) FROM counter WHERE name = 'kept'").await, "1");
    assert_eq!(ask(db.reader(), names).await, "0");
    // Another process can write as well.
    read_and_write(&Db::connect(db.url()).await.unwrap()).await;
}

async fn a_healthy_database_says_so_and_a_closed_one_does_not(db: TestDb) {
    db.check_health().await.unwrap();
    let other = db.db().clone();
    other.close().await;
    assert!(db.check_health().await.is_err());
}

#[tokio::test]
async fn what_sqlite_has_committed_survives_a_power_cut() {
    let db = TestDb::sqlite(no_migrations).await;
    let tx = db.begin_write().await.unwrap();
    assert_eq!(ask(tx.conn(), "PRAGMA journal_mode").await, "wal");
    assert_eq!(ask(tx.conn(), "PRAGMA synchronous").await, "2");
    assert_eq!(ask(tx.conn(), "PRAGMA foreign_keys").await, "1");
    assert_eq!(ask(db.reader(), "PRAGMA foreign_keys").await, "1");
}

#[tokio::test]
async fn what_postgres_has_committed_survives_a_power_cut_whatever_its_default_is() {
    let db = TestDb::postgres(no_migrations).await;
    let tx = db.begin_write().await.unwrap();
    let name = ask(tx.conn(), "SELECT current_database()::text").await;
    tx.conn()
        .execute_unprepared(&format!("ALTER DATABASE {name} SET synchronous_commit = off"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let again = Db::connect(db.url()).await.unwrap();
    let tx = again.begin_write().await.unwrap();
    assert_eq!(ask(tx.conn(), "SHOW synchronous_commit").await, "on");
}

#[tokio::test]
async fn a_closed_sqlite_database_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my shop? 100%.db");
    let db = Db::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    assert_eq!(db.backend(), Backend::Sqlite);
    db::migrate(&db, no_migrations).await.unwrap();
    db.check_health().await.unwrap();
    let _watch = db.watch();
    db.close().await;
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files, [file]);
}

#[tokio::test]
async fn what_cannot_be_opened_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("sqlite:{}/not/there/shop.db", folder.path().display());
    assert!(matches!(Db::connect(&missing).await, Err(DbError::NoFolder(_))));
    let rubbish = folder.path().join("rubbish.db");
    std::fs::write(&rubbish, "no database at all, but long enough to be mistaken for one".repeat(100))
        .unwrap();
    let refused = Db::connect(&format!("sqlite:{}", rubbish.display())).await;
    assert!(matches!(refused, Err(DbError::Database(_))));
    assert!(matches!(Db::connect("mysql://host/shop").await, Err(DbError::UnknownScheme(_))));
}

#[tokio::test]
async fn a_file_that_another_makes_at_the_same_moment_is_waited_for() {
    let db = TestDb::sqlite(no_migrations).await;
    let url = format!("{}.empty", db.url());
    let options =
        SqliteConnectOptions::new().filename(url.strip_prefix("sqlite:").unwrap()).create_if_missing(true);
    let mut maker = options.connect().await.unwrap();
    maker.execute("BEGIN IMMEDIATE; CREATE TABLE made (x)").await.unwrap();
    let opening = tokio::spawn(async move { Db::connect(&url).await });
    // Who asks but once is refused, without a wait; the other has asked meanwhile.
    for _ in 0..20 {
        let refused = options.clone().journal_mode(SqliteJournalMode::Wal).connect().await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("5"));
    }
    maker.execute("COMMIT").await.unwrap();
    opening.await.unwrap().unwrap().close().await;
}
