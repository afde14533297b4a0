//! Background jobs of demand: files of sales, and the run each Sunday.

use std::sync::Arc;

use catalogue::{CatalogueError, ImportProgress};
use chrono::TimeDelta;
use fetch::FetchError;
use files::{FileName, Files, FilesError};
use jobs::{Failure, Handlers, JobContext, NewJob, Payload, RetryPolicy, Schedule};
use kernel::uuid::Uuid;
use serde::{Deserialize, Serialize};

use crate::fetch_weather::{WeatherCame, fetch_weather, is_weather_wanted};
use crate::sales_file::{problems_name, report_name};
use crate::{OrionError, OrionSettings, SalesImport, Training, WeatherSource, import_sales, run_forecasts};

/// Forecasts the whole shop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastRun {}

impl Payload for ForecastRun {
    const KIND: &'static str = "orion.run";
}

/// Teaches the models that learn from all products anew, and forecasts the shop with them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyTraining {}

impl Payload for MonthlyTraining {
    const KIND: &'static str = "orion.train";
}

/// Fetches the weather of the days that are missing, and of those ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeatherFetch {}

impl Payload for WeatherFetch {
    const KIND: &'static str = "orion.weather";
}

/// Five tries over about an hour.
const WEATHER_RETRIES: RetryPolicy =
    RetryPolicy { max_attempts: 5, first_wait: TimeDelta::minutes(4), longest_wait: TimeDelta::hours(1) };

/// Brings a file of sales into the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SalesImportJob {
    /// Names the file that was sent.
    pub(crate) upload: Uuid,
    /// What its sender calls it.
    pub name: String,
    /// Whether it is only tried.
    #[serde(default)]
    pub trial: bool,
}

impl Payload for SalesImportJob {
    const KIND: &'static str = "orion.import-sales";
}

/// Where a file that was sent lies: among those that the catalogue keeps for two weeks.
pub(crate) fn upload_name(id: Uuid) -> Result<FileName, FilesError> {
    format!("imports/{id}.sales").parse()
}

/// The functions that do the jobs of demand.
pub fn handlers(files: &Files, settings: &OrionSettings, weather: &WeatherSource) -> Handlers {
    let forecast = {
        let settings = settings.clone();
        move |_: ForecastRun, context: JobContext| {
            let settings = settings.clone();
            async move { run(context, Training::WhenDue, &settings).await }
        }
    };
    let train = {
        let settings = settings.clone();
        move |_: MonthlyTraining, context: JobContext| {
            let settings = settings.clone();
            async move { run(context, Training::Now, &settings).await }
        }
    };
    let fetch = {
        let (settings, weather) = (settings.clone(), weather.clone());
        move |_: WeatherFetch, context: JobContext| {
            let (settings, weather) = (settings.clone(), weather.clone());
            async move { fetch(context, &settings, &weather).await }
        }
    };
    let (files, settings) = (files.clone(), settings.clone());
    let import = move |job: SalesImportJob, context: JobContext| {
        let (files, settings) = (files.clone(), settings.clone());
        async move { import(job, context, &files, &settings).await }
    };
    Handlers::new().on(forecast).on(train).on(import).on_with(WEATHER_RETRIES, fetch)
}

/// When the shop is forecast: each Sunday at three in its own time zone; when its models are taught: on the first of each
/// month at one; and when its weather is fetched: each night at two, so that the run knows it, if it says where it lies.
///
/// # Errors
/// None with the times written here.
pub fn schedules(settings: &OrionSettings) -> Result<Vec<Schedule>, jobs::JobsError> {
    let settings = settings.clone();
    let weather = Schedule::new::<WeatherFetch>("weather", "0 0 2 * * *")?.only_if(move |db| {
        let settings = settings.clone();
        // Where that cannot be told, the job looks itself.
        async move { is_weather_wanted(&db, &settings).await.unwrap_or(true) }
    });
    Ok(vec![
        Schedule::new::<ForecastRun>("forecast-run", "0 0 3 * * 0")?,
        Schedule::new::<MonthlyTraining>("forecast-training", "0 0 1 1 * *")?,
        weather,
    ])
}

async fn run(context: JobContext, training: Training, settings: &OrionSettings) -> Result<(), Failure> {
    let watched = context.clone();
    let progress = Arc::new(move |done: usize, total: usize| watched.report(done as u64, total as u64));
    let work = run_forecasts(context.db(), context.id().0, training, settings, progress);
    let report = tokio::select! {
        report = work => report,
        () = context.cancelled() => return Err(Failure::Stopped),
    };
    match report {
        Ok(report) => {
            context.note(&format!("{} products, {} of them made anew", report.products, report.fitted));
            Ok(())
        }
        Err(OrionError::NoHistory) => {
            context.note("nothing was sold yet");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn fetch(
    context: JobContext,
    settings: &OrionSettings,
    weather: &WeatherSource,
) -> Result<(), Failure> {
    let work = fetch_weather(context.db(), weather, settings);
    let came = tokio::select! {
        came = work => came,
        () = context.cancelled() => return Err(Failure::Stopped),
    };
    match came {
        Ok(Some(WeatherCame { measured, foretold })) => {
            context.note(&format!("{measured} days of weather, {foretold} foretold"));
        }
        Ok(None) => context.note("no place is set"),
        Err(OrionError::Fetch(FetchError::BadUrl { reason, .. })) => {
            return Err(Failure::Permanent(format!("its address cannot be asked: {reason}")));
        }
        Err(OrionError::Fetch(FetchError::Refused { reason, .. })) => {
            return Err(Failure::Permanent(format!("its address may not be asked: {reason}")));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn import(
    job: SalesImportJob,
    context: JobContext,
    files: &Files,
    settings: &OrionSettings,
) -> Result<(), Failure> {
    let bytes = match files.get(&upload_name(job.upload)?).await {
        Err(FilesError::NotFound(_)) => {
            return Err(Failure::permanent("the file is not kept any more; send it again"));
        }
        other => other?,
    };
    let folder = tempfile::tempdir()?;
    let (path, problems) = (folder.path().join("upload"), folder.path().join("problems.csv"));
    tokio::fs::write(&path, &bytes).await?;
    drop(bytes);
    let import = SalesImport {
        currency: settings.currency,
        today: settings.today(context.db()),
        dry_run: job.trial,
        problems_csv: Some(problems.clone()),
    };
    let watched = context.clone();
    let progress = move |progress: ImportProgress| watched.report(progress.bytes_read, progress.bytes_total);
    let report = import_sales(context.db(), &path, import, Box::new(progress)).await;
    let report = match report {
        Err(error @ (OrionError::NoSales(_) | OrionError::Catalogue(CatalogueError::UnreadableFile(_)))) => {
            return Err(Failure::Permanent(error.to_string()));
        }
        other => other?,
    };
    if report.refused > 0 {
        files.put(&problems_name(context.id())?, tokio::fs::read(&problems).await?.into()).await?;
    }
    files.put(&report_name(context.id())?, serde_json::to_vec(&report)?.into()).await?;
    context.note(&format!("{} rows, {} left aside", report.rows, report.refused));
    if job.trial {
        return Ok(());
    }
    let tx = context.db().begin_write().await?;
    let next = NewJob::new(&context.actor(), &ForecastRun {}).once(format!("run after {}", context.id()));
    jobs::enqueue(&tx, next).await?;
    tx.commit().await?;
    Ok(())
}
