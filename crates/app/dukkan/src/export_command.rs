//! `dukkan export`: the whole catalogue into a file that imports again unchanged.

use std::ffi::OsStr;

use anyhow::{Context, Result, bail};
use catalogue::{ExportFormat, ImportKind, export_file};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{ExportArgs, Kind};
use crate::compose;
use crate::config::Config;
use crate::show;

/// Runs the export.
pub(crate) async fn run(args: &ExportArgs, config: &Config) -> Result<()> {
    let kind = match args.kind {
        Kind::Products => ImportKind::Products,
        Kind::Vehicles => ImportKind::Vehicles,
        Kind::Categories => ImportKind::Categories,
        Kind::Aces | Kind::Pies => {
            bail!("ACES and PIES are read, not written; export products as CSV, JSON Lines or XLSX")
        }
    };
    let format = match args.file.extension().and_then(OsStr::to_str) {
        Some("csv") => ExportFormat::Csv,
        Some("jsonl" | "ndjson") => ExportFormat::JsonLines,
        Some("xlsx") => ExportFormat::Xlsx,
        _ => bail!("{}: the name must end in .csv, .jsonl or .xlsx", args.file.display()),
    };
    let db = compose::open_database(config).await?;
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template("{human_pos} written, {per_sec}")?);
    let settings = config.catalogue_settings();
    let mut progress = |count| bar.set_position(count);
    let written = export_file(&db, &settings, kind, format, &args.file, &mut progress)
        .await
        .with_context(|| format!("{} could not be written", args.file.display()));
    bar.finish_and_clear();
    db.close().await;
    show::line(&format!("{} written to {}.", written?, args.file.display()));
    Ok(())
}
