//! What staff see and do, and that others cannot.

use chrono::TimeDelta;
use db::testing::TestDb;
use jobs::{Failure, Handlers, JobContext, JobFilter, JobId, JobState, JobsError};
use kernel::{Actor, ErrorCode, Permission, Who, uuid::Uuid};

use crate::shop::{Count, actor, counting, gated, open, settings};

db::testing::on_both_databases!(jobs::migrations =>
    jobs_are_listed_newest_first_page_by_page,
    who_may_not_is_refused,
    a_waiting_job_is_cancelled_at_once,
    a_running_job_ends_when_it_is_cancelled,
    a_job_that_ended_anyway_is_done,
    what_is_over_cannot_be_cancelled_and_what_is_not_cannot_run_again,
);

async fn jobs_are_listed_newest_first_page_by_page(test: TestDb) {
    let shop = open(test);
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(shop.enqueue(number).await);
        shop.clock.advance(TimeDelta::seconds(1));
    }
    ids.reverse();
    let list = async |filter: JobFilter, cursor: Option<String>| {
        jobs::list_jobs(&shop.db, &actor(), &filter, cursor.as_deref(), 2).await.unwrap()
    };
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = list(JobFilter::default(), cursor).await;
        seen.extend(page.jobs.iter().map(|job| job.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
    let done = JobFilter { state: Some(JobState::Done), kind: None };
    assert_eq!(list(done, None).await.jobs, []);
    let other = JobFilter { state: None, kind: Some("other".to_owned()) };
    assert_eq!(list(other, None).await.jobs, []);
    let bad = jobs::list_jobs(&shop.db, &actor(), &JobFilter::default(), Some("page 2"), 2).await;
    assert_eq!(bad.unwrap_err().code(), ErrorCode::InvalidInput);
}

async fn who_may_not_is_refused(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let nobody = Actor::new(Who::Staff(Uuid::nil()), None, [].into_iter().collect());
    let viewer = Actor::new(Who::Staff(Uuid::nil()), None, [Permission::ViewJobs].into_iter().collect());
    let listed = jobs::list_jobs(&shop.db, &nobody, &JobFilter::default(), None, 10).await;
    assert_eq!(listed.unwrap_err().code(), ErrorCode::Forbidden);
    assert_eq!(jobs::find_job(&shop.db, &nobody, id).await.unwrap_err().code(), ErrorCode::Forbidden);
    assert_eq!(jobs::find_job(&shop.db, &viewer, id).await.unwrap().id, id);
    let tx = shop.db.begin_write().await.unwrap();
    assert_eq!(jobs::cancel(&tx, &viewer, id).await.unwrap_err().code(), ErrorCode::Forbidden);
    assert_eq!(jobs::run_again(&tx, &viewer, id).await.unwrap_err().code(), ErrorCode::Forbidden);
    let unknown = JobId(Uuid::nil());
    assert_eq!(jobs::cancel(&tx, &actor(), unknown).await.unwrap_err().code(), ErrorCode::NotFound);
}

async fn a_waiting_job_is_cancelled_at_once(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let tx = shop.db.begin_write().await.unwrap();
    let job = jobs::cancel(&tx, &actor(), id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((job.state, job.ended_at), (JobState::Cancelled, Some(shop.clock.now())));
    let (handlers, mut runs) = counting();
    let worker = shop.start(handlers, settings());
    let other = shop.enqueue(2).await;
    shop.until_state(other, JobState::Done).await;
    worker.stop().await;
    assert_eq!(runs.recv().await, Some(Count { number: 2 }));
    assert_eq!(runs.recv().await, None);
}

async fn a_running_job_ends_when_it_is_cancelled(test: TestDb) {
    let shop = open(test);
    let handlers = Handlers::new().on(async |_: Count, context: JobContext| {
        context.cancelled().await;
        context.checkpoint()?;
        Ok::<(), Failure>(())
    });
    let id = shop.enqueue(1).await;
    let worker = shop.start(handlers, settings());
    shop.until_state(id, JobState::Running).await;
    let tx = shop.db.begin_write().await.unwrap();
    let job = jobs::cancel(&tx, &actor(), id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(job.cancel_asked_at.is_some());
    shop.until_state(id, JobState::Cancelled).await;
    worker.stop().await;
}

async fn a_job_that_ended_anyway_is_done(test: TestDb) {
    let shop = open(test);
    let (handlers, mut gate) = gated();
    let id = shop.enqueue(1).await;
    let worker = shop.start(handlers, settings());
    gate.begun.recv().await.unwrap();
    let tx = shop.db.begin_write().await.unwrap();
    jobs::cancel(&tx, &actor(), id).await.unwrap();
    tx.commit().await.unwrap();
    gate.go_on.add_permits(1);
    shop.until_state(id, JobState::Done).await;
    worker.stop().await;
}

async fn what_is_over_cannot_be_cancelled_and_what_is_not_cannot_run_again(test: TestDb) {
    let shop = open(test);
    let id = shop.enqueue(1).await;
    let tx = shop.db.begin_write().await.unwrap();
    let waiting = jobs::run_again(&tx, &actor(), id).await;
    assert!(matches!(waiting, Err(JobsError::WrongState { state: JobState::Queued, .. })));
    jobs::cancel(&tx, &actor(), id).await.unwrap();
    let over = jobs::cancel(&tx, &actor(), id).await;
    assert!(matches!(over, Err(JobsError::WrongState { state: JobState::Cancelled, .. })));
    assert_eq!(jobs::run_again(&tx, &actor(), id).await.unwrap().state, JobState::Queued);
}
