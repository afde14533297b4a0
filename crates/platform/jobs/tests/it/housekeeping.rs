//! The platform's own jobs, the figures, and what the queue leaves alone.

use chrono::TimeDelta;
use db::Backend;
use db::testing::TestDb;
use jobs::{JobState, NewJob, PruneJobs, TrimFeed, housekeeping_handlers, housekeeping_schedules};
use sea_orm::{ConnectionTrait, Statement};

use crate::shop::{Count, Shop, actor, counting, noon, open, settings};

db::testing::on_both_databases!(jobs::migrations =>
    old_changes_and_old_jobs_are_deleted,
    the_figures_tell_how_the_queue_stands,
    what_was_committed_still_survives_a_power_cut,
);

async fn count(shop: &Shop, sql: &str) -> i64 {
    let statement = Statement::from_string(shop.db.reader().get_database_backend(), sql);
    shop.db.reader().query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn old_changes_and_old_jobs_are_deleted(test: TestDb) {
    let shop = open(test);
    let (counted, _runs) = counting();
    let worker = shop.start(counted.and(housekeeping_handlers()), settings());
    let id = shop.enqueue(1).await;
    shop.until_state(id, JobState::Done).await;
    shop.clock.advance(TimeDelta::days(15));
    let young = shop.enqueue(2).await;
    shop.until_state(young, JobState::Done).await;
    shop.until_readable().await;
    let before = count(&shop, "SELECT count(*) FROM change").await;
    let trim = shop.enqueue_job(NewJob::new(&actor(), &TrimFeed::default())).await;
    let note = shop.until_state(trim, JobState::Done).await.note.unwrap();
    // Queued, taken, done.
    assert_eq!(note, "3 changes deleted");
    assert!(count(&shop, "SELECT count(*) FROM change").await >= before - 3 + 3);
    let prune = shop.enqueue_job(NewJob::new(&actor(), &PruneJobs::default())).await;
    assert_eq!(shop.until_state(prune, JobState::Done).await.note.unwrap(), "1 jobs deleted");
    let mut left: Vec<_> = shop.all().await.iter().map(|job| job.id).collect();
    left.sort_unstable();
    let mut expected = [young, trim, prune];
    expected.sort_unstable();
    assert_eq!(left, expected);
    worker.stop().await;
    assert_eq!(housekeeping_schedules().unwrap().len(), 2);
}

async fn the_figures_tell_how_the_queue_stands(test: TestDb) {
    let shop = open(test);
    let queue = jobs::figures(&shop.db).await.unwrap();
    assert_eq!((queue.oldest_due_at, queue.worker_seen_at), (None, None));
    let later = shop.clock.now() + TimeDelta::days(1);
    shop.enqueue_job(NewJob::new(&actor(), &Count { number: 1 }).due(later)).await;
    assert_eq!(jobs::figures(&shop.db).await.unwrap().oldest_due_at, None);
    let id = shop.enqueue(2).await;
    shop.clock.advance(TimeDelta::minutes(7));
    let queue = jobs::figures(&shop.db).await.unwrap();
    assert_eq!(queue.oldest_due_at, Some(noon()));
    assert_eq!(queue.oldest_due_age(shop.clock.now()), TimeDelta::minutes(7));
    assert_eq!((queue.count(JobState::Queued), queue.count(JobState::Done)), (2, 0));
    assert!(!queue.has_worker(shop.clock.now(), TimeDelta::minutes(1)));
    let (handlers, _runs) = counting();
    let worker = shop.start(handlers, settings());
    shop.until_state(id, JobState::Done).await;
    let queue = jobs::figures(&shop.db).await.unwrap();
    assert_eq!((queue.count(JobState::Queued), queue.count(JobState::Done)), (1, 1));
    assert!(queue.has_worker(shop.clock.now(), TimeDelta::minutes(1)));
    worker.stop().await;
}

async fn what_was_committed_still_survives_a_power_cut(test: TestDb) {
    let shop = open(test);
    let (handlers, _runs) = counting();
    let worker = shop.start(handlers, settings());
    let id = shop.enqueue(1).await;
    shop.until_state(id, JobState::Done).await;
    let (sql, durable) = match shop.db.backend() {
        Backend::Sqlite => ("PRAGMA synchronous", "2"),
        Backend::Postgres => ("SHOW synchronous_commit", "on"),
    };
    let tx = shop.db.begin_write().await.unwrap();
    let statement = Statement::from_string(tx.conn().get_database_backend(), sql);
    let row = tx.conn().query_one_raw(statement).await.unwrap().unwrap();
    let is = row.try_get_by_index::<i64>(0).map(|level| level.to_string());
    assert_eq!(is.or_else(|_| row.try_get_by_index::<String>(0)).unwrap(), durable);
    drop(tx);
    worker.stop().await;
}
