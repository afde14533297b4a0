//! Checks of our own on the tree, the evaluation of search and the benches: `cargo xtask <command>`.

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod tidy;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Checks on the tree, evaluation and benches")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold the tree against its own rules
    Tidy,
    /// Drive shops of several sizes and print what they cost
    Bench(bench::BenchArgs),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
    }
}
