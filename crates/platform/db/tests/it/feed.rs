//! The feed: order, places, wake-ups, trimming.

use db::testing::TestDb;
use db::{Db, Place};
use serde_json::json;

use crate::no_migrations;

db::testing::on_both_databases!(no_migrations =>
    changes_are_read_in_the_order_of_their_commits,
    a_dropped_transaction_leaves_no_change,
    a_place_is_kept_with_what_was_written_beside_it,
    a_reader_is_woken_by_its_own_process,
    a_reader_is_woken_by_another_process,
    read_changes_are_trimmed_and_unread_ones_kept,
);

async fn write(db: &Db, topic: &str, number: u32) {
    let tx = db.begin_write().await.unwrap();
    tx.record_change(topic, &json!({ "numbers": [number] })).await.unwrap();
    tx.commit().await.unwrap();
}

/// Reads until `count` changes have come, waiting as a subscriber does.
async fn read(db: &Db, after: Place, count: usize) -> Vec<db::Change> {
    let mut watch = db.watch();
    loop {
        let changes = db.read_changes(after, &["test.thing"], 100).await.unwrap();
        if changes.len() >= count {
            return changes;
        }
        watch.moved().await;
    }
}

async fn changes_are_read_in_the_order_of_their_commits(db: TestDb) {
    for number in 0..5 {
        write(&db, "test.thing", number).await;
        write(&db, "test.other", number).await;
    }
    let changes = read(&db, Place::default(), 5).await;
    let payloads: Vec<_> = changes.iter().map(|change| change.payload.clone()).collect();
    assert_eq!(payloads, [0, 1, 2, 3, 4].map(|number| json!({ "numbers": [number] })));
    assert!(changes.is_sorted_by_key(|change| change.place));
    let rest = read(&db, changes[2].place, 2).await;
    assert_eq!(rest, changes[3..]);
    assert!(db.feed_head().await.unwrap() >= changes[4].place);
}

async fn a_dropped_transaction_leaves_no_change(db: TestDb) {
    let tx = db.begin_write().await.unwrap();
    tx.record_change("test.thing", &json!({})).await.unwrap();
    drop(tx);
    write(&db, "test.thing", 7).await;
    let changes = read(&db, Place::default(), 1).await;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].payload, json!({ "numbers": [7] }));
    assert_eq!(changes[0].place, db.last_written());
}

async fn a_place_is_kept_with_what_was_written_beside_it(db: TestDb) {
    assert_eq!(db.find_place("shelf").await.unwrap(), None);
    let place = Place { tx: 0, id: 41 };
    let tx = db.begin_write().await.unwrap();
    tx.save_place("shelf", place).await.unwrap();
    drop(tx);
    assert_eq!(db.find_place("shelf").await.unwrap(), None);
    for id in [41, 42] {
        let tx = db.begin_write().await.unwrap();
        tx.save_place("shelf", Place { id, ..place }).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.find_place("shelf").await.unwrap(), Some(Place { id, ..place }));
    }
}

async fn a_reader_is_woken_by_its_own_process(db: TestDb) {
    let (changes, ()) = tokio::join!(read(&db, Place::default(), 1), write(&db, "test.thing", 1));
    assert_eq!(changes.len(), 1);
}

async fn a_reader_is_woken_by_another_process(db: TestDb) {
    // A second `Db` shares nothing with the first but the database.
    let other = Db::connect(db.url()).await.unwrap();
    let (changes, ()) = tokio::join!(read(&db, Place::default(), 1), write(&other, "test.thing", 1));
    assert_eq!(changes.len(), 1);
    other.close().await;
}

async fn read_changes_are_trimmed_and_unread_ones_kept(db: TestDb) {
    for number in 0..4 {
        write(&db, "test.thing", number).await;
    }
    let changes = read(&db, Place::default(), 4).await;
    let tx = db.begin_write().await.unwrap();
    tx.save_place("slow", changes[1].place).await.unwrap();
    tx.commit().await.unwrap();
    let later = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    assert_eq!(db.trim_feed(changes[0].at).await.unwrap(), 0);
    assert_eq!(db.trim_feed(later).await.unwrap(), 2);
    assert!(!db.feed_holds(Place::default()).await.unwrap());
    assert!(!db.feed_holds(changes[0].place).await.unwrap());
    assert!(db.feed_holds(changes[1].place).await.unwrap());
    let tx = db.begin_write().await.unwrap();
    tx.save_place("slow", changes[3].place).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.trim_feed(later).await.unwrap(), 1);
    let newest = read(&db, Place::default(), 1).await;
    assert_eq!(newest, changes[3..]);
    assert_eq!(db.feed_head().await.unwrap(), changes[3].place);
    let beyond = Place { id: changes[3].place.id + 1, ..changes[3].place };
    assert!(!db.feed_holds(beyond).await.unwrap());
}
