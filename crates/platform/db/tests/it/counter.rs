//! Numbers: dense, never given twice.

use db::testing::TestDb;
use db::{Db, DbError};

use crate::no_migrations;

db::testing::on_both_databases!(no_migrations =>
    numbers_begin_at_zero_and_leave_no_hole,
    a_dropped_transaction_gives_its_numbers_back,
    writers_at_the_same_time_get_different_numbers,
    numbers_end_where_32_bits_end,
);

async fn allot(db: &Db, name: &str, count: u32) -> std::ops::Range<u32> {
    let tx = db.begin_write().await.unwrap();
    let numbers = db::allot_numbers(&tx, name, count).await.unwrap();
    tx.commit().await.unwrap();
    numbers
}

async fn numbers_begin_at_zero_and_leave_no_hole(db: TestDb) {
    assert_eq!(allot(&db, "product", 3).await, 0..3);
    assert_eq!(allot(&db, "brand", 1).await, 0..1);
    assert_eq!(allot(&db, "product", 0).await, 3..3);
    assert_eq!(allot(&db, "product", 2).await, 3..5);
}

async fn a_dropped_transaction_gives_its_numbers_back(db: TestDb) {
    let tx = db.begin_write().await.unwrap();
    assert_eq!(db::allot_numbers(&tx, "product", 10).await.unwrap(), 0..10);
    drop(tx);
    assert_eq!(allot(&db, "product", 1).await, 0..1);
}

async fn writers_at_the_same_time_get_different_numbers(db: TestDb) {
    let writers = (0..20).map(|_| {
        let db = db.db().clone();
        tokio::spawn(async move { allot(&db, "product", 5).await })
    });
    let mut given = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        given.extend(writer.await.unwrap());
    }
    given.sort_unstable();
    assert_eq!(given, (0..100).collect::<Vec<_>>());
}

async fn numbers_end_where_32_bits_end(db: TestDb) {
    assert_eq!(allot(&db, "product", u32::MAX).await, 0..u32::MAX);
    let tx = db.begin_write().await.unwrap();
    assert!(matches!(db::allot_numbers(&tx, "product", 1).await, Err(DbError::NumbersExhausted(_))));
}
