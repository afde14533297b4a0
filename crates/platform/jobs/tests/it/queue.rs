//! Queueing and running.

use std::time::Duration;

use chrono::TimeDelta;
use db::Db;
use db::testing::TestDb;
use jobs::{Failure, Handlers, JobContext, JobState, JobsError, NewJob, Payload, WorkerSettings};
use serde::{Deserialize, Serialize};

use crate::shop::{Count, actor, counting, gated, open, settings, start_on};

db::testing::on_both_databases!(jobs::migrations =>
    a_job_is_there_exactly_when_its_cause_is,
    a_job_tells_how_far_it_is_while_it_runs,
    a_job_waits_for_its_time,
    a_key_is_queued_once,
    a_job_that_would_carry_contents_is_refused,
    a_kind_without_a_function_waits_for_a_worker_that_has_one,
    many_workers_run_each_job_once,
    an_idle_worker_starts_a_job_of_another_process,
    no_more_run_at_once_than_was_set,
    a_kind_that_shares_leaves_half_of_the_seats_to_others,
    a_job_that_blocks_its_thread_stops_nothing_else,
);

async fn a_job_is_there_exactly_when_its_cause_is(test: TestDb) {
    let shop = open(test);
    let tx = shop.db.begin_write().await.unwrap();
    jobs::enqueue(&tx, NewJob::new(&actor(), &Count { number: 1 })).await.unwrap();
    drop(tx);
    assert_eq!(shop.all().await, []);
    let id = shop.enqueue(2).await;
    let (handlers, mut runs) = counting();
    let worker = shop.start(handlers, settings());
    assert_eq!(runs.recv().await, Some(Count { number: 2 }));
    let job = shop.until_state(id, JobState::Done).await;
    assert_eq!((job.kind.as_str(), job.attempts, job.enqueued_by.as_str()), ("test.count", 1, "system:test"));
    assert_eq!(job.payload, serde_json::json!({ "number": 2 }));
    assert!(job.started_at.is_some() && job.ended_at.is_some() && job.last_error.is_none());
    worker.stop().await;
    assert!(runs.recv().await.is_none());
}

async fn a_job_tells_how_far_it_is_while_it_runs(test: TestDb) {
    let shop = open(test);
    let (go_on, wait) = tokio::sync::watch::channel(false);
    let handlers = Handlers::new().on(move |_: Count, context: JobContext| {
        let mut wait = wait.clone();
        async move {
            context.report(250, 1_000);
            context.note("a quarter");
            wait.wait_for(|on| *on).await?;
            context.report(1_000, 1_000);
            Ok::<(), Failure>(())
        }
    });
    let id = shop.enqueue(1).await;
    let worker = shop.start(handlers, settings());
    let job = shop.until(id, |job| job.note.is_some()).await;
    assert_eq!((job.state, job.done, job.total), (JobState::Running, 250, 1_000));
    go_on.send(true).unwrap();
    let job = shop.until_state(id, JobState::Done).await;
    assert_eq!((job.done, job.note.as_deref()), (1_000, Some("a quarter")));
    worker.stop().await;
}

async fn a_job_waits_for_its_time(test: TestDb) {
    let shop = open(test);
    let at = shop.clock.now() + TimeDelta::minutes(5);
    let later = shop.enqueue_job(NewJob::new(&actor(), &Count { number: 1 }).due(at)).await;
    let now = shop.enqueue(2).await;
    let (handlers, mut runs) = counting();
    let worker = shop.start(handlers, WorkerSettings { at_once: 1, ..settings() });
    shop.until_state(now, JobState::Done).await;
    assert_eq!(shop.find(later).await.state, JobState::Queued);
    shop.clock.advance(TimeDelta::minutes(5));
    shop.until_state(later, JobState::Done).await;
    worker.stop().await;
    assert_eq!(runs.recv().await, Some(Count { number: 2 }));
    assert_eq!(runs.recv().await, Some(Count { number: 1 }));
}

async fn a_key_is_queued_once(test: TestDb) {
    let shop = open(test);
    let job = || NewJob::new(&actor(), &Count { number: 1 }).once("file-17");
    let first = shop.enqueue_job(job()).await;
    assert_eq!(shop.enqueue_job(job()).await, first);
    let (handlers, _runs) = counting();
    let worker = shop.start(handlers, settings());
    shop.until_state(first, JobState::Done).await;
    assert_eq!(shop.enqueue_job(job()).await, first);
    worker.stop().await;
    assert_eq!(shop.all().await.len(), 1);
}

#[derive(Serialize, Deserialize)]
struct Contents(String);

impl Payload for Contents {
    const KIND: &'static str = "test.contents";
}

async fn a_job_that_would_carry_contents_is_refused(test: TestDb) {
    let shop = open(test);
    let tx = shop.db.begin_write().await.unwrap();
    let refused = jobs::enqueue(&tx, NewJob::new(&actor(), &Contents("x".repeat(5_000)))).await;
    assert!(matches!(refused, Err(JobsError::PayloadTooLarge { bytes: 5_002, .. })), "{refused:?}");
}

async fn a_kind_without_a_function_waits_for_a_worker_that_has_one(test: TestDb) {
    let shop = open(test);
    let other = shop.enqueue_job(NewJob::new(&actor(), &Contents("id".to_owned()))).await;
    let known = shop.enqueue(1).await;
    let (handlers, _runs) = counting();
    let worker = shop.start(handlers.clone(), WorkerSettings { at_once: 1, ..settings() });
    shop.until_state(known, JobState::Done).await;
    assert_eq!(shop.find(other).await.state, JobState::Queued);
    let newer = handlers.on(async |_: Contents, _: JobContext| Ok::<(), Failure>(()));
    let second = shop.start(newer, settings());
    shop.until_state(other, JobState::Done).await;
    worker.stop().await;
    second.stop().await;
}

async fn many_workers_run_each_job_once(test: TestDb) {
    let shop = open(test);
    let url = shop.test.url().to_owned();
    let tx = shop.db.begin_write().await.unwrap();
    for number in 0..60 {
        jobs::enqueue(&tx, NewJob::new(&actor(), &Count { number })).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (handlers, mut runs) = counting();
    let mut workers = vec![shop.start(handlers.clone(), settings())];
    for _ in 0..2 {
        // Another process shares nothing but the database.
        let db = Db::connect(&url).await.unwrap().with_clock(shop.clock.clone());
        workers.push(start_on(db, handlers.clone(), settings()));
    }
    drop(handlers);
    for job in shop.all().await {
        shop.until_state(job.id, JobState::Done).await;
    }
    for worker in workers {
        worker.stop().await;
    }
    let mut numbers = Vec::new();
    while let Some(count) = runs.recv().await {
        numbers.push(count.number);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (0..60).collect::<Vec<_>>());
}

async fn an_idle_worker_starts_a_job_of_another_process(test: TestDb) {
    let shop = open(test);
    let url = shop.test.url().to_owned();
    let (handlers, mut runs) = counting();
    let db = Db::connect(&url).await.unwrap().with_clock(shop.clock.clone());
    let worker = start_on(db, handlers, settings());
    shop.enqueue(1).await;
    assert_eq!(runs.recv().await, Some(Count { number: 1 }));
    shop.enqueue(2).await;
    assert_eq!(runs.recv().await, Some(Count { number: 2 }));
    worker.stop().await;
}

async fn no_more_run_at_once_than_was_set(test: TestDb) {
    let shop = open(test);
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(shop.enqueue(number).await);
        shop.clock.advance(TimeDelta::seconds(1));
    }
    let (handlers, mut gate) = gated();
    let worker = shop.start(handlers, WorkerSettings { at_once: 2, ..settings() });
    let mut begun = [gate.begun.recv().await.unwrap(), gate.begun.recv().await.unwrap()];
    begun.sort_unstable();
    assert_eq!(begun, [Count { number: 0 }, Count { number: 1 }]);
    assert_eq!(shop.find(ids[2]).await.state, JobState::Queued);
    gate.go_on.add_permits(1);
    assert_eq!(gate.begun.recv().await, Some(Count { number: 2 }));
    gate.go_on.add_permits(2);
    for id in ids {
        shop.until_state(id, JobState::Done).await;
    }
    worker.stop().await;
}

async fn a_job_that_blocks_its_thread_stops_nothing_else(test: TestDb) {
    let shop = open(test);
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let ended = std::sync::Arc::new(std::sync::Mutex::new(ended));
    let handlers = Handlers::new().on(move |count: Count, _: JobContext| {
        let ended = std::sync::Arc::clone(&ended);
        async move {
            if count.number == 0 {
                // This test has one thread for all that is async: it must not be this one.
                ended.lock().unwrap().recv_timeout(Duration::from_mins(5))?;
            }
            Ok::<(), Failure>(())
        }
    });
    let blocking = shop.enqueue(0).await;
    let worker = shop.start(handlers, settings());
    shop.until_state(blocking, JobState::Running).await;
    let quick = shop.enqueue(1).await;
    shop.until_state(quick, JobState::Done).await;
    end.send(()).unwrap();
    shop.until_state(blocking, JobState::Done).await;
    worker.stop().await;
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Other;

impl Payload for Other {
    const KIND: &'static str = "test.other";
}

async fn a_kind_that_shares_leaves_half_of_the_seats_to_others(test: TestDb) {
    let shop = open(test);
    let slow: Vec<_> = [shop.enqueue(1).await, shop.enqueue(2).await, shop.enqueue(3).await].into();
    let other = shop.enqueue_job(NewJob::new(&actor(), &Other)).await;
    let (handlers, mut gate) = gated();
    let handlers = handlers.sharing::<Count>().on(|_: Other, _: JobContext| async { Ok::<(), Failure>(()) });
    let worker = shop.start(handlers, WorkerSettings { at_once: 4, ..settings() });
    shop.until_state(other, JobState::Done).await;
    let begun = [gate.begun.recv().await.unwrap(), gate.begun.recv().await.unwrap()];
    let mut waiting = 0;
    for id in &slow {
        waiting += u32::from(shop.find(*id).await.state == JobState::Queued);
    }
    assert_eq!(waiting, 1, "two of four seats are theirs: {begun:?}");
    gate.go_on.add_permits(3);
    for id in slow {
        shop.until_state(id, JobState::Done).await;
    }
    assert!(!begun.contains(&gate.begun.recv().await.unwrap()));
    worker.stop().await;
}
