//! Command line and composition root.
//!
//! Owns configuration and how the parts are put together; what they do is theirs.
//! A library, so that a build compiles it beside the pages and not after them.

mod audit_command;
mod background;
mod cli;
mod compose;
mod config;
mod demo;
mod demo_command;
mod doctor;
mod export_command;
mod forecast_command;
mod import_command;
mod listen;
mod news;
mod open_desk;
mod secret;
mod show;
mod stop;
mod synonyms_command;
mod work_command;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;

use cli::{Cli, Command};
use config::{ConfigError, Loaded};

/// How long threads that still write something may go on at the end.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Does what the command line says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(code) => code,
        Err(error) => {
            show::failure(&error);
            ExitCode::from(if error.is::<ConfigError>() { 2 } else { 1 })
        }
    }
}

fn run(cli: &Cli) -> Result<ExitCode> {
    // The program began as one that stays: what is freed before its command is known would wait for its second.
    if !matches!(cli.command, Command::Serve(_) | Command::Work | Command::Demo(_)) {
        allocator::give_back_late();
    }
    let loaded = config::load(cli.shared.config.as_deref(), std::env::vars(), cli.flags())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no threads")?;
    let done = runtime.block_on(run_command(cli, loaded));
    // A job that computes and was handed back would hold us for as long as it likes.
    runtime.shutdown_timeout(LAST_WORDS);
    done
}

async fn run_command(cli: &Cli, loaded: Loaded) -> Result<ExitCode> {
    match &cli.command {
        Command::Serve(args) => compose::serve(&loaded.config, args.bench).await?,
        Command::Work => work_command::run(&loaded.config).await?,
        Command::Demo(args) => demo_command::run(args, loaded).await?,
        Command::Config => show::text(&config::report(&loaded)),
        Command::Import(args) => return import_command::run(args, &loaded.config).await,
        Command::Export(args) => export_command::run(args, &loaded.config).await?,
        Command::Forecast(command) => return forecast_command::run(command, &loaded.config).await,
        Command::Synonyms(command) => synonyms_command::run(command, &loaded.config).await?,
        Command::Audit(command) => {
            let whole = audit_command::run(command, &loaded.config).await?;
            return Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Doctor => {
            let healthy = doctor::run(&loaded.config).await?;
            return Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}
