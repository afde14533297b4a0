//! Schedules over processes and over times when nothing ran.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use chrono_tz::Africa::Tunis;
use db::Db;
use db::testing::TestDb;
use jobs::{JobState, Schedule};

use crate::shop::{Count, Shop, counting, noon, open, settings};

db::testing::on_both_databases!(jobs::migrations =>
    a_new_schedule_begins_now,
    ticks_that_were_missed_are_caught_up_once,
    a_tick_at_which_nobody_wants_the_job_passes,
    of_many_processes_one_queues_the_job,
    times_are_those_of_the_shop,
);

fn hourly() -> [Schedule; 1] {
    [Schedule::new::<Count>("hourly", "0 7 * * * *").unwrap()]
}

async fn fire(shop: &Shop, schedules: &[Schedule]) -> usize {
    jobs::fire_due(&shop.db, schedules, Tunis).await.unwrap();
    shop.all().await.len()
}

async fn a_new_schedule_begins_now(test: TestDb) {
    let shop = open(test);
    assert_eq!(fire(&shop, &hourly()).await, 0);
    shop.clock.advance(TimeDelta::minutes(6));
    assert_eq!(fire(&shop, &hourly()).await, 0);
    shop.clock.advance(TimeDelta::minutes(1));
    assert_eq!(fire(&shop, &hourly()).await, 1);
    assert_eq!(fire(&shop, &hourly()).await, 1);
    assert_eq!(shop.all().await[0].enqueued_by, "system:hourly");
}

async fn ticks_that_were_missed_are_caught_up_once(test: TestDb) {
    let shop = open(test);
    fire(&shop, &hourly()).await;
    shop.clock.advance(TimeDelta::days(3));
    assert_eq!(fire(&shop, &hourly()).await, 1);
    shop.clock.advance(TimeDelta::hours(1));
    assert_eq!(fire(&shop, &hourly()).await, 2);
    let (handlers, _runs) = counting();
    let worker = shop.start(handlers, settings());
    for job in shop.all().await {
        shop.until_state(job.id, JobState::Done).await;
    }
    worker.stop().await;
}

async fn a_tick_at_which_nobody_wants_the_job_passes(test: TestDb) {
    let shop = open(test);
    let wanted = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&wanted);
    let schedule = Schedule::new::<Count>("hourly", "0 7 * * * *").unwrap();
    let schedule = [schedule.only_if(move |_db| ready(asked.load(Ordering::Relaxed)))];
    fire(&shop, &schedule).await;
    shop.clock.advance(TimeDelta::hours(1));
    assert_eq!(fire(&shop, &schedule).await, 0);
    wanted.store(true, Ordering::Relaxed);
    assert_eq!(fire(&shop, &schedule).await, 0, "it is not caught up");
    shop.clock.advance(TimeDelta::hours(1));
    assert_eq!(fire(&shop, &schedule).await, 1);
}

async fn of_many_processes_one_queues_the_job(test: TestDb) {
    let shop = open(test);
    let url = shop.test.url().to_owned();
    fire(&shop, &hourly()).await;
    shop.clock.advance(TimeDelta::minutes(30));
    let processes = (0..4).map(|_| {
        let (url, clock) = (url.clone(), shop.clock.clone());
        tokio::spawn(async move {
            let db = Db::connect(&url).await.unwrap().with_clock(clock);
            jobs::fire_due(&db, &hourly(), Tunis).await.unwrap();
            db.close().await;
        })
    });
    for process in processes.collect::<Vec<_>>() {
        process.await.unwrap();
    }
    assert_eq!(shop.all().await.len(), 1);
}

async fn times_are_those_of_the_shop(test: TestDb) {
    let shop = open(test);
    // Noon in Greenwich is one o'clock in Tunis.
    let lunch = [Schedule::new::<Count>("lunch", "0 30 13 * * *").unwrap()];
    fire(&shop, &lunch).await;
    shop.clock.advance(TimeDelta::minutes(29));
    assert_eq!(fire(&shop, &lunch).await, 0);
    shop.clock.advance(TimeDelta::minutes(1));
    assert_eq!(fire(&shop, &lunch).await, 1);
    assert_eq!(shop.clock.now(), noon() + TimeDelta::minutes(30));
}
