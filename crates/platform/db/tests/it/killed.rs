//! A process that is killed while it writes leaves the database whole.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use db::testing::TestDb;
use db::{Db, Place};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::no_migrations;

db::testing::on_both_databases!(no_migrations => a_killed_writer_loses_nothing_that_was_acknowledged);

const CHILD: &str = "DUKKAN_TEST_CHILD_WRITES_TO";
const ROWS: i64 = 500;

/// The child of the test below, until it is killed; nothing as a test.
#[tokio::test]
async fn child_that_writes() {
    let Some(url) = std::env::var_os(CHILD) else { return };
    let db = Db::connect(url.to_str().unwrap()).await.unwrap();
    loop {
        let number = write_once(&db).await;
        println!("written {number}");
    }
}

/// One transaction over all of the crate's tables: a number, many rows, one change.
async fn write_once(db: &Db) -> u32 {
    let tx = db.begin_write().await.unwrap();
    let number = db::allot_numbers(&tx, "thing", 1).await.unwrap().start;
    for row in 0..ROWS {
        tx.save_place(&format!("{number}-{row}"), Place { tx: 0, id: row }).await.unwrap();
    }
    tx.record_change("test.thing", &json!(number)).await.unwrap();
    tx.commit().await.unwrap();
    number
}

fn write_in_a_child_and_kill_it(url: &str, after_acknowledged: usize) -> Vec<u32> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::child_that_writes", "--nocapture"])
        .env(CHILD, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledged = Vec::new();
    for number in lines.filter_map(|line| line.strip_prefix("written ")?.parse().ok()) {
        acknowledged.push(number);
        if acknowledged.len() == after_acknowledged {
            // SIGKILL, in the middle of whatever it does next.
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= after_acknowledged, "the child wrote {acknowledged:?}");
    acknowledged
}

async fn count(db: &Db, sql: &str) -> i64 {
    let statement = sea_orm::Statement::from_string(db.reader().get_database_backend(), sql);
    db.reader().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn a_killed_writer_loses_nothing_that_was_acknowledged(db: TestDb) {
    for kill_after in 1..=4 {
        let acknowledged = write_in_a_child_and_kill_it(db.url(), kill_after);
        // Whatever had begun is finished or undone: the next writer goes on where it stands.
        write_once(&db).await;
        let next = count(&db, "SELECT next FROM counter").await;
        assert!(acknowledged.iter().all(|number| i64::from(*number) < next));
        assert_eq!(count(&db, "SELECT count(*) FROM change").await, next);
        assert_eq!(count(&db, "SELECT count(*) FROM subscriber_place").await, next * ROWS);
    }
    if db.backend() == db::Backend::Sqlite {
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA integrity_check");
        let row = db.reader().query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "ok");
    }
}
