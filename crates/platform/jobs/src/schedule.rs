//! Schedules: jobs that are queued at times of the shop's clock.
//!
//! The last tick of each is kept. Ticks missed while nothing ran are caught up
//! once; of many processes one queues the job. A time that the change to summer
//! time leaves out is the first moment after it; one that comes twice counts once.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds};
use db::Db;
use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{Actor, Causes, boxed};

use crate::store::schedule::{find_last_tick, move_last_tick};
use crate::{JobsError, NewJob, Payload, enqueue};

/// The clock is looked at this often at least, because it may be set.
const LONGEST_SLEEP: Duration = Duration::from_secs(20);

/// Times at which a job is queued.
pub struct Schedule {
    name: &'static str,
    times: Cron,
    job: fn(&Actor, &str) -> NewJob,
    wanted: Option<Wanted>,
}

type Wanted = Box<dyn Fn(Db) -> BoxFuture<'static, bool> + Send + Sync>;

impl Schedule {
    /// Queues a job `P` at `times`: second, minute, hour, day of month, month, day of week.
    ///
    /// `name` is kept in rows: never rename one.
    ///
    /// # Errors
    /// [`JobsError::BadSchedule`] if the times cannot be read.
    pub fn new<P: Payload + Default>(name: &'static str, times: &str) -> Result<Self, JobsError> {
        let parser = CronParser::builder().seconds(Seconds::Required).build();
        let times = parser.parse(times).map_err(|source| {
            let times = times.to_owned();
            JobsError::BadSchedule { name, times, source }
        })?;
        let job = |actor: &Actor, key: &str| NewJob::new(actor, &P::default()).once(key);
        Ok(Self { name, times, job, wanted: None })
    }

    /// A tick at which nobody wants the job passes, and is not caught up.
    #[must_use]
    pub fn only_if<R>(self, wanted: impl Fn(Db) -> R + Send + Sync + 'static) -> Self
    where
        R: Future<Output = bool> + Send + 'static,
    {
        Self { wanted: Some(Box::new(move |db| wanted(db).boxed())), ..self }
    }

    /// The last tick up to `now`, if it is later than `after`.
    fn last_tick(&self, zone: Tz, after: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // Times without an end into the past (29 February) end the search; then none is due.
        let tick = self.times.find_previous_occurrence(&now.with_timezone(&zone), true).ok()?.to_utc();
        (tick > after).then_some(tick)
    }

    fn next_tick(&self, zone: Tz, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = self.times.find_next_occurrence(&after.with_timezone(&zone), false);
        next.ok().map(|next| next.to_utc())
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schedule")
            .field("name", &self.name)
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// Queues the jobs of all schedules that have ticked since they were looked at last.
///
/// A schedule that is seen for the first time begins now. Any number of processes may call it.
#[boxed]
pub async fn fire_due(db: &Db, schedules: &[Schedule], zone: Tz) -> Result<(), JobsError> {
    let now = db.clock().now();
    for schedule in schedules {
        let last = find_last_tick(db.reader(), schedule.name).await?;
        let tick = match last {
            None => now,
            Some(last) => match schedule.last_tick(zone, last, now) {
                None => continue,
                Some(tick) => tick,
            },
        };
        let wanted = match &schedule.wanted {
            Some(wanted) => wanted(db.clone()).await,
            None => true,
        };
        let tx = db.begin_write().await?;
        if move_last_tick(&tx, schedule.name, tick).await? && last.is_some() && wanted {
            let key = format!("schedule:{}@{}", schedule.name, tick.timestamp());
            enqueue(&tx, (schedule.job)(&Actor::system(schedule.name), &key)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Fires them for ever.
pub(crate) async fn follow(db: &Db, schedules: &[Schedule], zone: Tz) -> std::convert::Infallible {
    loop {
        if let Err(error) = fire_due(db, schedules, zone).await {
            tracing::warn!(error = %Causes(&error), "schedules could not be looked at");
        }
        tokio::time::sleep(until_next(schedules, zone, db.clock().now())).await;
    }
}

fn until_next(schedules: &[Schedule], zone: Tz, now: DateTime<Utc>) -> Duration {
    let next = schedules.iter().filter_map(|schedule| schedule.next_tick(zone, now)).min();
    let wait = next.map_or(TimeDelta::MAX, |next| next - now);
    wait.to_std().unwrap_or_default().min(LONGEST_SLEEP)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Africa::Cairo;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Default, Serialize, Deserialize)]
    struct Count;

    impl Payload for Count {
        const KIND: &'static str = "test.count";
    }

    /// All ticks in Cairo between two local times, as a process that looks each minute sees them.
    fn ticks(times: &str, from: (u32, u32, u32, u32), hours: i64) -> Vec<String> {
        let schedule = Schedule::new::<Count>("test", times).unwrap();
        let (month, day, hour, minute) = from;
        let begin = Cairo.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap().to_utc();
        let (mut last, mut seen) = (begin, Vec::new());
        for minute in 0..hours * 60 {
            if let Some(tick) = schedule.last_tick(Cairo, last, begin + TimeDelta::minutes(minute)) {
                last = tick;
                seen.push(tick.with_timezone(&Cairo).format("%d %H:%M").to_string());
            }
        }
        seen
    }

    #[test]
    fn a_time_that_summer_time_leaves_out_comes_right_after_it() {
        // In the night to 24 April 2026 Cairo goes from 00:00 to 01:00.
        assert_eq!(ticks("0 30 0 * * *", (4, 22, 12, 0), 72), ["23 00:30", "24 01:00", "25 00:30"]);
    }

    #[test]
    fn a_time_that_comes_twice_counts_once() {
        // In the night to 30 October 2026 Cairo goes from 24:00 back to 23:00.
        assert_eq!(ticks("0 30 23 * * *", (10, 28, 12, 0), 72), ["28 23:30", "29 23:30", "30 23:30"]);
    }

    #[test]
    fn an_hourly_schedule_ticks_each_real_hour_over_both_changes() {
        assert_eq!(ticks("0 7 * * * *", (4, 23, 22, 0), 4), ["23 22:07", "23 23:07", "24 01:07", "24 02:07"]);
        let autumn = ticks("0 7 * * * *", (10, 29, 22, 0), 4);
        assert_eq!(autumn, ["29 22:07", "29 23:07", "29 23:07", "30 00:07"]);
    }

    #[test]
    fn times_that_cannot_be_read_are_refused_by_name() {
        for times in ["", "every hour", "0 30 25 * * *", "30 2 * * *"] {
            let refused = Schedule::new::<Count>("night", times).unwrap_err();
            assert!(refused.to_string().contains("night"), "{refused}");
        }
    }
}
