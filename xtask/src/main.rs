//! Checks of our own on the tree, the evaluation of search and the benches: `cargo xtask <command>`.

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod eval;
mod kill_import;
mod stale_reads;
mod tidy;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Checks on the tree, evaluation and benches")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure how good search is on judged data
    Eval(eval::Arguments),
    /// Hold the tree against its own rules
    Tidy,
    /// Drive shops of several sizes and print what they cost
    Bench(bench::BenchArgs),
    /// Kill an import at drawn points, run it again and compare
    KillImport(kill_import::KillArgs),
    /// Look for answers older than a second, at two processes under load
    StaleReads(stale_reads::StaleArgs),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
        Command::KillImport(args) => kill_import::run(&args),
        Command::StaleReads(args) => stale_reads::run(&args),
    }
}
