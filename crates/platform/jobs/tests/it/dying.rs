//! Workers that die, hang, lose their job or are told to stop.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use db::Db;
use db::testing::TestDb;
use jobs::{Failure, Handlers, JobContext, JobState, WorkerSettings};
use sea_orm::{ConnectionTrait, Statement};

use crate::shop::{Count, Shop, counting, gated, open, settings, start_on};

db::testing::on_both_databases!(jobs::migrations =>
    a_job_of_a_killed_process_starts_again,
    a_job_of_a_dead_worker_starts_again_after_its_lease,
    a_worker_that_was_only_thought_dead_changes_nothing_any_more,
    a_job_that_computes_three_times_the_lease_runs_once,
    a_job_that_ends_with_its_worker_each_time_is_given_up,
    a_worker_told_to_stop_hands_back_what_does_not_end,
    a_worker_told_to_stop_lets_its_jobs_end,
);

#[tokio::test]
async fn a_worker_outlives_its_connections_and_its_job_runs_once() {
    let shop = open(TestDb::postgres(jobs::migrations).await);
    let id = shop.enqueue(1).await;
    let (handlers, mut gate) = gated();
    let quick = WorkerSettings { heartbeat: Duration::from_millis(20), missed: 1_000, ..settings() };
    let worker = shop.start(handlers, quick);
    gate.begun.recv().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let admin = Db::connect(shop.test.url()).await.unwrap();
    admin.reader().execute_unprepared(cut).await.unwrap();
    gate.go_on.add_permits(2);
    assert_eq!(shop.until_state(id, JobState::Done).await.attempts, 1);
    let next = shop.enqueue(2).await;
    shop.until_state(next, JobState::Done).await;
    worker.stop().await;
}

const CHILD: &str = "DUKKAN_TEST_CHILD_WORKS_ON";

/// Dead half a second after the last sign of life.
fn short_lived() -> WorkerSettings {
    WorkerSettings { heartbeat: Duration::from_millis(100), missed: 5, ..settings() }
}

/// The child of the test below, until it is killed; nothing as a test.
#[tokio::test]
async fn child_that_works() {
    let Some(url) = std::env::var_os(CHILD) else { return };
    let db = Db::connect(url.to_str().unwrap()).await.unwrap();
    let handlers = Handlers::new().on(async |_: Count, _: JobContext| {
        println!("begun");
        std::future::pending::<Result<(), Failure>>().await
    });
    let (_never, told) = tokio::sync::oneshot::channel::<()>();
    let worker = jobs::Worker::new(db, handlers, Vec::new(), short_lived());
    worker.run(async { drop(told.await) }).await;
}

async fn a_job_of_a_killed_process_starts_again(test: TestDb) {
    let shop = Shop { db: test.db().clone(), ..open(test) };
    let id = shop.enqueue(1).await;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "dying::child_that_works", "--nocapture"])
        .env(CHILD, shop.test.url())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("begun")));
    // SIGKILL, while the job runs.
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(shop.find(id).await.state, JobState::Running);
    let (handlers, mut runs) = counting();
    let worker = shop.start(handlers, short_lived());
    assert_eq!(runs.recv().await, Some(Count { number: 1 }));
    let job = shop.until_state(id, JobState::Done).await;
    assert_eq!(job.attempts, 2);
    worker.stop().await;
}

async fn a_job_of_a_dead_worker_starts_again_after_its_lease(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let (handlers, mut gate) = gated();
    let first = shop.start(handlers.clone(), settings());
    gate.begun.recv().await.unwrap();
    first.kill().await;
    let second = shop.start(handlers, settings());
    let other = shop.enqueue(2).await;
    assert_eq!(gate.begun.recv().await, Some(Count { number: 2 }));
    assert_eq!(shop.find(id).await.attempts, 1);
    // Ten seconds and two missed: well below a minute.
    shop.clock.advance(TimeDelta::seconds(21));
    assert_eq!(gate.begun.recv().await, Some(Count { number: 1 }));
    gate.go_on.add_permits(2);
    shop.until_state(other, JobState::Done).await;
    assert_eq!(shop.until_state(id, JobState::Done).await.attempts, 2);
    second.stop().await;
}

async fn a_worker_that_was_only_thought_dead_changes_nothing_any_more(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    // Gives one sign of life, when it starts.
    let silent = WorkerSettings { heartbeat: Duration::from_hours(1), ..settings() };
    let (handlers, mut first_gate) = gated();
    let first = shop.start(handlers, silent.clone());
    first_gate.begun.recv().await.unwrap();
    until_somebody_lives(&shop.db).await;
    shop.clock.advance(TimeDelta::hours(3));
    let (handlers, mut second_gate) = gated();
    let second = shop.start(handlers, silent);
    second_gate.begun.recv().await.unwrap();
    first_gate.go_on.add_permits(1);
    first.stop().await;
    let job = shop.find(id).await;
    assert_eq!((job.state, job.attempts), (JobState::Running, 2));
    second_gate.go_on.add_permits(1);
    shop.until_state(id, JobState::Done).await;
    second.stop().await;
}

/// Waits for a worker's first sign of life, which renews its leases too and may come after its first job.
async fn until_somebody_lives(db: &Db) {
    let backend = db.reader().get_database_backend();
    let workers = || Statement::from_string(backend, "SELECT name FROM job_worker");
    while db.reader().query_one_raw(workers()).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
}

async fn lease_us(db: &Db) -> i64 {
    let sql = "SELECT lease_us FROM job WHERE state = 'running'";
    let row = db.reader().query_one_raw(Statement::from_string(db.reader().get_database_backend(), sql));
    row.await.unwrap().unwrap().try_get("", "lease_us").unwrap()
}

async fn a_job_that_computes_three_times_the_lease_runs_once(test: TestDb) {
    let shop = open(test);
    let url = shop.test.url().to_owned();
    let quick = WorkerSettings { heartbeat: Duration::from_millis(20), missed: 1_000, ..settings() };
    assert_eq!(quick.lease(), TimeDelta::seconds(20));
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let (ended, runs) = (Arc::new(Mutex::new(ended)), Arc::new(Mutex::new(0)));
    let counted = Arc::clone(&runs);
    let handlers = Handlers::new().on(move |_: Count, _: JobContext| {
        let (ended, counted) = (Arc::clone(&ended), Arc::clone(&counted));
        async move {
            *counted.lock().unwrap() += 1;
            // Holds its thread, as what computes does.
            ended.lock().unwrap().recv()?;
            Ok::<(), Failure>(())
        }
    });
    let id = shop.enqueue(1).await;
    let first = shop.start(handlers.clone(), quick.clone());
    shop.until_state(id, JobState::Running).await;
    let db = Db::connect(&url).await.unwrap().with_clock(shop.clock.clone());
    let second = start_on(db, handlers, quick.clone());
    for _ in 0..8 {
        shop.clock.advance(TimeDelta::seconds(8));
        let renewed = (shop.clock.now() + quick.lease()).timestamp_micros();
        while lease_us(&shop.db).await < renewed {}
    }
    end.send(()).unwrap();
    assert_eq!(shop.until_state(id, JobState::Done).await.attempts, 1);
    first.stop().await;
    second.stop().await;
    assert_eq!(*runs.lock().unwrap(), 1);
}

async fn a_job_that_ends_with_its_worker_each_time_is_given_up(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let (handlers, mut gate) = gated();
    let tries = jobs::RetryPolicy::default().max_attempts;
    for _ in 0..tries {
        let worker = shop.start(handlers.clone(), settings());
        gate.begun.recv().await.unwrap();
        worker.kill().await;
        shop.clock.advance(TimeDelta::seconds(21));
    }
    let worker = shop.start(handlers, settings());
    let job = shop.until_state(id, JobState::Failed).await;
    assert!(job.last_error.unwrap().contains("ended with its worker"));
    worker.stop().await;
}

async fn a_worker_told_to_stop_hands_back_what_does_not_end(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let (handlers, mut gate) = gated();
    let first = shop.start(handlers.clone(), settings());
    gate.begun.recv().await.unwrap();
    first.stop().await;
    let job = shop.find(id).await;
    assert_eq!((job.state, job.attempts), (JobState::Queued, 0));
    assert!(!jobs::figures(&shop.db).await.unwrap().has_worker(shop.clock.now(), TimeDelta::hours(1)));
    // The next one has it at once.
    let second = shop.start(handlers, settings());
    gate.begun.recv().await.unwrap();
    gate.go_on.add_permits(1);
    shop.until_state(id, JobState::Done).await;
    second.stop().await;
}

async fn a_worker_told_to_stop_lets_its_jobs_end(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let (handlers, mut gate) = gated();
    let patient = WorkerSettings { grace: Duration::from_mins(10), ..settings() };
    let worker = shop.start(handlers, patient);
    gate.begun.recv().await.unwrap();
    let go_on = Arc::clone(&gate.go_on);
    tokio::join!(worker.stop(), async move { go_on.add_permits(1) });
    assert_eq!(shop.find(id).await.state, JobState::Done);
}
