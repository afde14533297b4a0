//! The binary: command line and composition root.
//!
//! Owns configuration and how the parts are put together; what they do is theirs.

mod cli;
mod compose;
mod config;
mod demo;
mod demo_command;
mod doctor;
mod export_command;
mod import_command;
mod show;
mod stop;
mod synonyms_command;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use cli::{Cli, Command};
use config::{ConfigError, Loaded};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
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
    let loaded = config::load(cli.shared.config.as_deref(), std::env::vars(), cli.flags())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no threads")?;
    runtime.block_on(run_command(cli, loaded))
}

async fn run_command(cli: &Cli, loaded: Loaded) -> Result<ExitCode> {
    match &cli.command {
        Command::Serve(args) => compose::serve(&loaded.config, args.bench).await?,
        Command::Demo(args) => demo_command::run(args, loaded).await?,
        Command::Config => show::text(&config::report(&loaded)),
        Command::Import(args) => return import_command::run(args, &loaded.config).await,
        Command::Export(args) => export_command::run(args, &loaded.config).await?,
        Command::Synonyms(command) => synonyms_command::run(command, &loaded.config)?,
        Command::Doctor => {
            let healthy = doctor::run(&loaded.config).await?;
            return Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}
