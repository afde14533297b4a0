//! What happens when a job does not succeed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use db::testing::TestDb;
use jobs::{Failure, FailureKind, Handlers, JobContext, JobState, RetryPolicy};

use crate::shop::{Count, actor, open, settings};

db::testing::on_both_databases!(jobs::migrations =>
    a_failing_job_is_tried_again_later_and_then_left_to_staff,
    a_job_that_can_never_succeed_is_tried_once,
    a_panic_is_a_failed_try,
    a_payload_that_cannot_be_read_fails_at_once,
);

const THREE: RetryPolicy =
    RetryPolicy { max_attempts: 3, first_wait: TimeDelta::seconds(10), longest_wait: TimeDelta::minutes(10) };

/// Fails until it is mended.
fn failing(policy: RetryPolicy) -> (Handlers, Arc<AtomicU32>) {
    let mended = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&mended);
    let handlers = Handlers::new().on_with(policy, move |_: Count, context: JobContext| {
        let mended = seen.load(Ordering::Relaxed) > 0;
        async move {
            if mended {
                return Ok(());
            }
            let cause = std::io::Error::other(format!("paper is out at try {}", context.attempt()));
            Err(cause)?
        }
    });
    (handlers, mended)
}

async fn a_failing_job_is_tried_again_later_and_then_left_to_staff(test: TestDb) {
    let shop = open(test);
    let (handlers, mended) = failing(THREE);
    let id = shop.enqueue(1).await;
    let worker = shop.start(handlers, settings());
    for (attempt, wait) in [(1, TimeDelta::seconds(10)), (2, TimeDelta::seconds(20))] {
        let job = shop.until(id, |job| job.attempts == attempt && job.state == JobState::Queued).await;
        let waits = job.due_at - shop.clock.now();
        assert!(waits >= wait / 2 && waits <= wait, "{waits}");
        shop.clock.advance(wait);
    }
    let job = shop.until_state(id, JobState::Failed).await;
    assert_eq!((job.attempts, job.last_error.as_deref()), (3, Some("paper is out at try 3")));
    assert_eq!(job.error_kind, Some(FailureKind::Disk));
    mended.store(1, Ordering::Relaxed);
    let tx = shop.db.begin_write().await.unwrap();
    jobs::run_again(&tx, &actor(), id).await.unwrap();
    tx.commit().await.unwrap();
    let job = shop.until_state(id, JobState::Done).await;
    assert_eq!((job.attempts, job.last_error, job.error_kind), (1, None, None));
    worker.stop().await;
}

async fn a_job_that_can_never_succeed_is_tried_once(test: TestDb) {
    let shop = open(test);
    let handlers = Handlers::new().on(async |_: Count, _: JobContext| {
        Err::<(), _>(Failure::permanent("the file is not there any more"))
    });
    let id = shop.enqueue(1).await;
    let worker = shop.start(handlers, settings());
    let job = shop.until_state(id, JobState::Failed).await;
    assert_eq!((job.attempts, job.last_error.as_deref()), (1, Some("the file is not there any more")));
    assert_eq!(job.error_kind, None, "it says itself what is wrong");
    worker.stop().await;
}

async fn a_panic_is_a_failed_try(test: TestDb) {
    let shop = open(test);
    let once = RetryPolicy { max_attempts: 1, ..THREE };
    let handlers = Handlers::new().on_with(once, |count: Count, _: JobContext| async move {
        assert!(count.number == 0, "no {}", count.number);
        Ok::<(), Failure>(())
    });
    let (panics, runs) = (shop.enqueue(7).await, shop.enqueue(0).await);
    let worker = shop.start(handlers, settings());
    let job = shop.until_state(panics, JobState::Failed).await;
    assert_eq!(job.last_error.as_deref(), Some("it panicked: no 7"));
    assert_eq!(job.error_kind, Some(FailureKind::Inside));
    shop.until_state(runs, JobState::Done).await;
    worker.stop().await;
}

async fn a_payload_that_cannot_be_read_fails_at_once(test: TestDb) {
    use jobs::{NewJob, Payload};

    /// What an earlier release wrote under the same name.
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Older(String);

    impl Payload for Older {
        const KIND: &'static str = Count::KIND;
    }

    let shop = open(test);
    let id = shop.enqueue_job(NewJob::new(&actor(), &Older("one".to_owned()))).await;
    let (handlers, _mended) = failing(THREE);
    let worker = shop.start(handlers, settings());
    let job = shop.until_state(id, JobState::Failed).await;
    assert!(job.last_error.unwrap().contains("payload cannot be read"));
    worker.stop().await;
}
