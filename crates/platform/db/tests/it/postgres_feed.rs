//! The feed where transactions overlap: what PostgreSQL alone allows.

use db::testing::TestDb;
use db::{Change, Db, Place};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::no_migrations;

const TOPICS: &[&str] = &["test.thing"];

async fn write(db: &Db, number: u32) {
    let tx = db.begin_write().await.unwrap();
    tx.record_change("test.thing", &json!(number)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn read_until(db: &Db, count: usize) -> Vec<Change> {
    let mut watch = db.watch();
    loop {
        let changes = db.read_changes(Place::default(), TOPICS, 100).await.unwrap();
        if changes.len() >= count {
            return changes;
        }
        watch.moved().await;
    }
}

#[tokio::test]
async fn a_slow_transaction_with_a_lower_number_is_not_passed_over() {
    let db = TestDb::postgres(no_migrations).await;
    let slow = db.begin_write().await.unwrap();
    slow.record_change("test.thing", &json!("slow")).await.unwrap();
    write(&db, 1).await;
    write(&db, 2).await;
    assert_eq!(db.read_changes(Place::default(), TOPICS, 100).await.unwrap(), []);
    assert_eq!(db.feed_head().await.unwrap(), Place::default());
    slow.commit().await.unwrap();
    let payloads: Vec<_> = read_until(&db, 3).await.into_iter().map(|change| change.payload).collect();
    assert_eq!(payloads, [json!("slow"), json!(1), json!(2)]);
}

#[tokio::test]
async fn a_transaction_that_writes_to_the_feed_late_is_not_passed_over() {
    let db = TestDb::postgres(no_migrations).await;
    let slow = db.begin_write().await.unwrap();
    // It has its number from its first write; its row in the feed gets the highest id.
    db::allot_numbers(&slow, "thing", 1).await.unwrap();
    write(&db, 1).await;
    slow.record_change("test.thing", &json!("late")).await.unwrap();
    slow.commit().await.unwrap();
    let changes = read_until(&db, 2).await;
    assert_eq!(changes[0].payload, json!("late"));
    assert!(changes[0].place < changes[1].place && changes[0].place.id > changes[1].place.id);
}

#[tokio::test]
async fn a_reader_goes_on_when_its_listening_connection_is_cut() {
    let db = TestDb::postgres(no_migrations).await;
    write(&db, 0).await;
    read_until(&db, 1).await;
    let tx = db.begin_write().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    tx.conn().execute_unprepared(cut).await.unwrap();
    tx.commit().await.unwrap();
    let other = Db::connect(db.url()).await.unwrap();
    write(&other, 1).await;
    assert_eq!(read_until(&db, 2).await.len(), 2);
}

#[tokio::test]
async fn a_feed_restored_into_another_server_can_be_read() {
    let db = TestDb::postgres(no_migrations).await;
    write(&db, 1).await;
    let tx = db.begin_write().await.unwrap();
    tx.conn().execute_unprepared("UPDATE change SET tx = '999999999999'").await.unwrap();
    tx.save_place("shelf", Place { tx: 999_999_999_998, id: 0 }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.read_changes(Place::default(), TOPICS, 100).await.unwrap(), []);
    db::migrate(&db, no_migrations).await.unwrap();
    assert_eq!(read_until(&db, 1).await[0].payload, json!(1));
    assert_eq!(db.find_place("shelf").await.unwrap(), Some(Place::default()));
}
