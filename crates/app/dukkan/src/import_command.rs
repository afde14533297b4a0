//! `dukkan import`: a file into the catalogue, with a bar while it runs and a report when it is done.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use catalogue::{
    Counts, ImportFormat, ImportKind, ImportMapping, ImportOptions, ImportProgress, ImportReport, import_file,
};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Clock;

use crate::cli::{ImportArgs, Kind};
use crate::compose;
use crate::config::Config;
use crate::show;

/// Problems that are shown; the report file has all.
const SHOWN: usize = 20;
/// The exit code when rows were left aside.
const ROWS_REFUSED: u8 = 3;

/// Runs the import.
pub(crate) async fn run(args: &ImportArgs, config: &Config) -> Result<ExitCode> {
    if !args.file.is_file() {
        bail!("there is no file {}", args.file.display());
    }
    let options = options(args)?;
    let report_file = options.problems_csv.clone();
    let db = compose::open_database(config).await?;
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{bar:30} {percent}% {msg} {elapsed}, {eta} left")?);
    let settings = config.catalogue_settings();
    let mut progress = |progress: ImportProgress| {
        bar.set_length(progress.bytes_total);
        bar.set_position(progress.bytes_read);
        let per_second = progress.rows as f64 / bar.elapsed().as_secs_f64().max(0.001);
        bar.set_message(format!("{} rows, {per_second:.0} a second,", progress.rows));
    };
    let report = import_file(&db, &settings, &Clock::system(), &args.file, options, &mut progress)
        .await
        .with_context(|| format!("{} could not be imported", args.file.display()));
    bar.finish_and_clear();
    db.close().await;
    let report = report?;
    if let Some(file) = report_file.as_ref().filter(|_| report.problem_count == 0) {
        // Nothing to report: an empty file would only ask to be opened.
        let _ = std::fs::remove_file(file);
    }
    show::text(&told(&report, report_file.as_deref()));
    Ok(if report.refused > 0 { ExitCode::from(ROWS_REFUSED) } else { ExitCode::SUCCESS })
}

fn options(args: &ImportArgs) -> Result<ImportOptions> {
    let (kind, format) = match args.kind {
        None => (None, None),
        Some(Kind::Products) => (Some(ImportKind::Products), None),
        Some(Kind::Vehicles) => (Some(ImportKind::Vehicles), None),
        Some(Kind::Categories) => (Some(ImportKind::Categories), None),
        Some(Kind::Aces) => (None, Some(ImportFormat::Aces)),
        Some(Kind::Pies) => (None, Some(ImportFormat::Pies)),
    };
    let mapping = match &args.mapping {
        None => ImportMapping::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("the mapping {} cannot be read", path.display()))?;
            ImportMapping::parse(&text).with_context(|| format!("the mapping {} is wrong", path.display()))?
        }
    };
    let locale = match &args.locale {
        None => None,
        Some(text) => Some(text.parse().ok().with_context(|| format!("no language {text:?}: fr, ar or en"))?),
    };
    let vcdb = args.vcdb.as_deref().map(id_range).transpose()?;
    let delimiter =
        args.delimiter.map(u8::try_from).transpose().context("the delimiter must be one ASCII character")?;
    let beside = || {
        let mut name = args.file.clone().into_os_string();
        name.push(".report.csv");
        PathBuf::from(name)
    };
    Ok(ImportOptions {
        kind,
        format,
        encoding: args.encoding.clone(),
        delimiter,
        locale,
        mapping,
        leave_costs: false,
        name: None,
        refuse_unknown: args.refuse_unknown,
        vcdb_base_vehicles: vcdb,
        dry_run: args.dry_run,
        who: "command line".to_owned(),
        problems_csv: Some(args.report.clone().unwrap_or_else(beside)),
    })
}

/// "1-150000"
fn id_range(text: &str) -> Result<RangeInclusive<u32>> {
    let ids = text.split_once('-').and_then(|(first, last)| Some(first.parse().ok()?..=last.parse().ok()?));
    ids.with_context(|| format!("{text:?} is no range of ids: write FIRST-LAST"))
}

/// The report as a person reads it.
fn told(report: &ImportReport, file: Option<&std::path::Path>) -> String {
    let mut lines = Vec::new();
    let did = if report.dry_run { "Would import" } else { "Imported" };
    lines.push(format!("{did} {} rows.", report.rows));
    for (what, counts) in [
        ("Products", &report.products),
        ("Vehicles", &report.vehicles),
        ("Categories", &report.categories),
        ("Fitments", &report.fitments),
    ] {
        lines.extend(counted(what, counts));
    }
    if report.drafts > 0 {
        lines.push(format!("{} new products are drafts: they wait for a name or a price.", report.drafts));
    }
    if report.repeated > 0 {
        lines.push(format!("{} rows repeat an earlier one.", report.repeated));
    }
    lines.extend(report.notes.iter().cloned());
    if report.problem_count > 0 {
        lines.push(format!("{} problems, {} rows left aside:", report.problem_count, report.refused));
        for problem in report.problems.iter().take(SHOWN) {
            let place = if problem.line == 0 { String::new() } else { format!("line {}, ", problem.line) };
            lines.push(format!("  {place}{}: {:?}: {}", problem.column, problem.value, problem.reason));
        }
        if report.problem_count > SHOWN as u64 {
            lines.push(format!("  and {} more", report.problem_count - SHOWN as u64));
        }
        if let Some(file) = file {
            lines.push(format!("All of them, with their rows, are in {}.", file.display()));
        }
    }
    lines.join("\n") + "\n"
}

fn counted(what: &str, counts: &Counts) -> Option<String> {
    let parts: Vec<String> = [
        (counts.created, "new"),
        (counts.updated, "changed"),
        (counts.unchanged, "as they were"),
        (counts.removed, "taken away"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    (!parts.is_empty()).then(|| format!("{what}: {}.", parts.join(", ")))
}
