//! `dukkan forecast`: what was sold, what will be.

mod told;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use catalogue::ImportProgress;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Actor;
use orion::{
    DemandDesk, Progress, SalesImport, SalesReport, Training, backtest_shop, find_product_demand,
    import_sales, run_forecasts, simulate_restock,
};

use crate::cli::ForecastCommand;
use crate::compose;
use crate::config::Config;
use crate::show;

/// Problems that are shown; the report file has all.
const SHOWN: usize = 20;
/// The exit code when rows were left aside.
const ROWS_REFUSED: u8 = 3;

/// Does what was asked.
pub(crate) async fn run(command: &ForecastCommand, config: &Config) -> Result<ExitCode> {
    let settings = config.orion_settings()?;
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{bar:30} {percent}% {elapsed}, {eta} left")?);
    let shown = bar.clone();
    let progress: Progress = Arc::new(move |done, total| {
        shown.set_length(total as u64);
        shown.set_position(done as u64);
    });
    let db = match command {
        ForecastCommand::Import { file, dry_run, report } => {
            return import(config, file, *dry_run, report.clone()).await;
        }
        _ => compose::open_database(config).await?,
    };
    let text = match command {
        ForecastCommand::Import { .. } => String::new(),
        ForecastCommand::Run { retrain } => {
            let training = if *retrain { Training::Now } else { Training::WhenDue };
            let report = run_forecasts(&db, db.clock().new_uuid(), training, &settings, progress).await?;
            let actor = Actor::system("command line");
            let overview = orion::find_overview(DemandDesk { db: &db, actor: &actor }).await?;
            told::run(&report, &overview.counts)
        }
        ForecastCommand::Backtest => told::accuracy(&backtest_shop(&db, &settings, progress).await?),
        ForecastCommand::Simulate => told::simulated(&simulate_restock(&db, &settings).await?),
        ForecastCommand::Show { sku } => {
            let actor = Actor::system("command line");
            let demand = find_product_demand(DemandDesk { db: &db, actor: &actor }, sku).await;
            told::product(&demand.with_context(|| format!("the SKU {sku:?} cannot be shown"))?)
        }
    };
    bar.finish_and_clear();
    db.close().await;
    show::text(&text);
    Ok(ExitCode::SUCCESS)
}

async fn import(config: &Config, file: &Path, dry_run: bool, report: Option<PathBuf>) -> Result<ExitCode> {
    if !file.is_file() {
        bail!("there is no file {}", file.display());
    }
    let beside = || PathBuf::from(format!("{}.report.csv", file.display()));
    let problems = report.unwrap_or_else(beside);
    let db = compose::open_database(config).await?;
    let import = SalesImport {
        currency: config.catalogue_settings().currency,
        today: db.clock().now().with_timezone(&config.time_zone).date_naive(),
        dry_run,
        problems_csv: Some(problems.clone()),
    };
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{bar:30} {percent}% {msg} {elapsed}, {eta} left")?);
    let shown = bar.clone();
    let progress = move |progress: ImportProgress| {
        shown.set_length(progress.bytes_total);
        shown.set_position(progress.bytes_read);
        shown.set_message(format!("{} rows,", progress.rows));
    };
    let report = import_sales(&db, file, import, Box::new(progress))
        .await
        .with_context(|| format!("{} could not be imported", file.display()));
    bar.finish_and_clear();
    db.close().await;
    let report = report?;
    if report.refused == 0 {
        // Nothing to report: an empty file would only ask to be opened.
        let _ = std::fs::remove_file(&problems);
    }
    show::text(&told(&report, &problems));
    Ok(if report.refused > 0 { ExitCode::from(ROWS_REFUSED) } else { ExitCode::SUCCESS })
}

/// The report as a person reads it.
fn told(report: &SalesReport, file: &Path) -> String {
    let did = if report.dry_run { "Would import" } else { "Imported" };
    let mut lines = vec![format!(
        "{did} {} rows of sales of {} products.",
        report.rows - report.refused,
        report.products
    )];
    if let (Some(first), Some(last)) = (report.first, report.last) {
        lines.push(format!("From {first} to {last}."));
    }
    let days = &report.days;
    lines.push(format!(
        "Days of products: {} new, {} changed, {} as they were.",
        days.created, days.updated, days.unchanged
    ));
    lines.extend(report.notes.iter().cloned());
    if report.refused > 0 {
        lines.push(format!("{} rows left aside:", report.refused));
        for problem in report.problems.iter().take(SHOWN) {
            lines.push(format!(
                "  line {}, {}: {:?}: {}",
                problem.line, problem.column, problem.value, problem.reason
            ));
        }
        if report.refused > SHOWN as u64 {
            lines.push(format!("  and {} more", report.refused - SHOWN as u64));
        }
        lines.push(format!("All of them, with their rows, are in {}.", file.display()));
    }
    lines.join("\n") + "\n"
}
