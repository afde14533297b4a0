//! Which function does which kind of background job, and when those of schedules are due.

use anyhow::Result;
use chrono::TimeDelta;
use db::Db;
use jobs::{Worker, WorkerSettings};
use webhooks::Webhooks;

use crate::config::Config;

/// Nothing that is due may wait longer without somebody being told.
pub(crate) const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// Does every kind of job there is, and hands news to webhooks, until the process is told to stop.
pub(crate) async fn work(
    db: &Db,
    config: &Config,
    webhooks: &Webhooks,
    told: impl Future<Output = ()>,
) -> Result<()> {
    let worker = worker(db, config, webhooks)?;
    tokio::select! {
        () = worker.run(told) => Ok(()),
        never = webhooks::relay(webhooks) => match never {},
    }
}

fn worker(db: &Db, config: &Config, webhooks: &Webhooks) -> Result<Worker> {
    let catalogue = catalogue::desk_handlers(&config.files()?, &config.catalogue_settings());
    let orion = config.orion_settings()?;
    let demand = orion::handlers(&config.files()?, &orion, &config.weather.source()?);
    let handlers = jobs::housekeeping_handlers().and(catalogue).and(demand).and(webhooks.handlers());
    let mut schedules = jobs::housekeeping_schedules()?;
    schedules.extend(catalogue::desk_schedules()?);
    schedules.extend(orion::schedules(&orion)?);
    schedules.extend(webhooks::schedules()?);
    let settings = WorkerSettings {
        at_once: config.jobs.at_once,
        time_zone: config.time_zone,
        ..WorkerSettings::default()
    };
    Ok(Worker::new(db.clone(), handlers, schedules, settings))
}

/// Keeps the queue's figures on `/metrics` right for ever, and warns of jobs that nobody does.
pub(crate) async fn watch(db: Db) {
    jobs::watch_queue(&db, PATIENCE).await;
}
