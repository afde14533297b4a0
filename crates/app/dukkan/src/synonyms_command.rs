//! `dukkan synonyms`: the words that search takes as one, as a file that staff edit.

use std::path::Path;

use anyhow::{Context, Result};
use catalogue::{built_in_synonyms, check_synonyms};

use crate::cli::SynonymsCommand;
use crate::config::Config;
use crate::show;

/// Writes, checks or takes into use.
pub(crate) fn run(command: &SynonymsCommand, config: &Config) -> Result<()> {
    let own = config.synonyms_file();
    match command {
        SynonymsCommand::Export { file } => {
            let text = if own.exists() { read(&own)? } else { built_in_synonyms().to_owned() };
            std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
            show::line(&format!("Written to {}. Edit it, then: dukkan synonyms use {0}", file.display()));
        }
        SynonymsCommand::Check { file } => check(file).map(|_| ())?,
        SynonymsCommand::Use { file } => {
            let text = check(file)?;
            std::fs::create_dir_all(&config.data).context("the data folder cannot be made")?;
            std::fs::write(&own, text).with_context(|| format!("{} cannot be written", own.display()))?;
            show::line("In use from the shop's next start.");
        }
    }
    Ok(())
}

/// Says what the file holds; gives its text.
fn check(file: &Path) -> Result<String> {
    let text = read(file)?;
    let report = check_synonyms(&text).with_context(|| format!("{} is wrong", file.display()))?;
    show::line(&format!("{} groups, {} phrases.", report.groups, report.phrases));
    for line in &report.idle_lines {
        show::line(&format!("Line {line} has a single phrase: it changes nothing."));
    }
    Ok(text)
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
