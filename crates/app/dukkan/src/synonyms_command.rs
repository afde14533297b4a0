//! `dukkan synonyms`: the words that search takes as one, as a file that staff edit.

use std::path::Path;

use anyhow::{Context, Result};
use catalogue::{Desk, SynonymsReport, check_synonyms, export_synonyms, replace_synonyms};
use kernel::{Actor, Clock};

use crate::cli::SynonymsCommand;
use crate::compose;
use crate::config::Config;
use crate::show;

/// Writes, checks or takes into use.
pub(crate) async fn run(command: &SynonymsCommand, config: &Config) -> Result<()> {
    match command {
        SynonymsCommand::Export { file } => at_desk(config, async |desk| export(desk, file).await).await,
        SynonymsCommand::Check { file } => check(file),
        SynonymsCommand::Use { file } => at_desk(config, async |desk| take(desk, file).await).await,
    }
}

async fn at_desk(config: &Config, work: impl AsyncFnOnce(&Desk<'_>) -> Result<()>) -> Result<()> {
    let db = compose::open_database(config).await?;
    let settings = config.catalogue_settings();
    let (clock, actor) = (Clock::system(), Actor::system("dukkan synonyms"));
    let done = work(&Desk { db: &db, settings: &settings, clock: &clock, actor: &actor }).await;
    db.close().await;
    done
}

fn check(file: &Path) -> Result<()> {
    tell(&check_synonyms(&read(file)?).with_context(|| format!("{} is wrong", file.display()))?);
    Ok(())
}

async fn export(desk: &Desk<'_>, file: &Path) -> Result<()> {
    let text = export_synonyms(desk).await?;
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    show::line(&format!("Written to {}. Edit it, then: dukkan synonyms use {0}", file.display()));
    Ok(())
}

async fn take(desk: &Desk<'_>, file: &Path) -> Result<()> {
    let wrong = || format!("{} is wrong", file.display());
    tell(&replace_synonyms(desk, &read(file)?).await.with_context(wrong)?);
    show::line("In use, also in a shop that runs.");
    Ok(())
}

fn tell(report: &SynonymsReport) {
    show::line(&format!("{} groups, {} phrases.", report.groups, report.phrases));
    for line in &report.idle_lines {
        show::line(&format!("Line {line} has a single phrase: it changes nothing."));
    }
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
