//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use toml::Value;

use crate::config::Flags;

/// A merchant's whole trade in one program.
#[derive(Debug, Parser)]
#[command(name = "dukkan", version, about, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub shared: Shared,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 wrong options or configuration, \
3 an import left rows aside (the report says which and why).";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Shared {
    /// The configuration file [default: dukkan.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder of the shop's files [default: dukkan-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// sqlite:PATH or postgres://... [default: a file in the data folder]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub database: Option<String>,
    /// error, warn, info, debug or trace [default: info]
    #[arg(long, global = true, value_name = "LEVEL")]
    pub log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the shop
    Serve(ServeArgs),
    /// Do background jobs and nothing else, beside any number of `dukkan serve`
    Work,
    /// Make a demo shop of car parts and serve it
    Demo(DemoArgs),
    /// Bring products, categories or vehicles in from a file
    Import(ImportArgs),
    /// Write the whole catalogue to a file
    Export(ExportArgs),
    /// The words that search takes as one: write, check, take into use
    #[command(subcommand)]
    Synonyms(SynonymsCommand),
    /// The audit trail of what was done at the desk
    #[command(subcommand)]
    Audit(AuditCommand),
    /// What was sold, what will be, and what to do about it
    #[command(subcommand)]
    Forecast(ForecastCommand),
    /// Show the configuration in force and where each value comes from
    Config,
    /// Look for what is wrong, missing or unsafe, and say how to mend it
    Doctor,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address and port [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Compute each answer afresh
    #[arg(long)]
    pub no_cache: bool,
    /// Leave background jobs to `dukkan work`
    #[arg(long)]
    pub no_jobs: bool,
    /// Serve constants of any size for benches
    #[arg(long, hide = true)]
    pub bench: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many products the shop has
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub products: u32,
    /// Only make the shop
    #[arg(long)]
    pub no_serve: bool,
    #[command(flatten)]
    pub serve: ServeArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// CSV, JSON Lines, XLSX, ACES or PIES XML
    pub file: PathBuf,
    /// What the file holds [default: seen from the file]
    #[arg(long)]
    pub kind: Option<Kind>,
    /// Which column is which: a TOML file
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The language of names and descriptions whose column says none [default: the shop's first]
    #[arg(long, value_name = "fr, ar or en")]
    pub locale: Option<String>,
    /// Refuse rows with a brand or category that the shop does not have, instead of making it
    #[arg(long)]
    pub refuse_unknown: bool,
    /// ACES: the base vehicle ids of your VCdb; others are refused
    #[arg(long, value_name = "FIRST-LAST")]
    pub vcdb: Option<String>,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// utf-8, windows-1252 or windows-1256 [default: seen from the file]
    #[arg(long)]
    pub encoding: Option<String>,
    /// What parts the columns of a CSV file [default: seen from the file]
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<char>,
    /// Where to write the rows that were left aside, with the reasons [default: FILE.report.csv]
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Products,
    Vehicles,
    Categories,
    Aces,
    Pies,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Ends in .csv, .jsonl or .xlsx
    pub file: PathBuf,
    /// What to write
    #[arg(long, default_value = "products")]
    pub kind: Kind,
}

/// The shop's own file is `synonyms.csv` in the data folder; without one the built-in words hold.
#[derive(Debug, Subcommand)]
pub(crate) enum SynonymsCommand {
    /// Write the words in force to a file, to be edited
    Export {
        /// A CSV file
        file: PathBuf,
    },
    /// Say what a file holds and what is wrong in it
    Check {
        /// A CSV file
        file: PathBuf,
    },
    /// Check a file and put it in place of all synonyms, also in a shop that runs
    Use {
        /// A CSV file
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ForecastCommand {
    /// Bring a history of sales in: a CSV or XLSX file with date, SKU, quantity, perhaps price and stock
    Import {
        /// The file
        file: PathBuf,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Where to write the rows that were left aside, with the reasons [default: FILE.report.csv]
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Forecast every product whose sales changed, and find what should be done
    Run {
        /// Teach the models that learn from all products anew
        #[arg(long)]
        retrain: bool,
    },
    /// Test the forecasts on the last weeks, beside what is easy
    Backtest,
    /// What stock each service level would have held in the last half year, and what it would have delivered
    Simulate,
    /// What is known of the demand of one product
    Show {
        /// The product's SKU
        sku: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Walk the whole chain and name the first entry that was altered or removed
    Verify,
}

impl Cli {
    /// What the options say of the configuration.
    pub(crate) fn flags(&self) -> Flags {
        let mut flags = Flags::new();
        let mut text = |key, value: Option<String>| flags.extend(value.map(|v| (key, Value::String(v))));
        text("data", self.shared.data.as_ref().map(|path| path.display().to_string()));
        text("database", self.shared.database.clone());
        text("log", self.shared.log.clone());
        let serve = match &self.command {
            Command::Serve(serve) => serve,
            Command::Demo(demo) => &demo.serve,
            _ => return flags,
        };
        text("listen", serve.listen.clone());
        if serve.no_cache {
            flags.push(("cache", Value::Boolean(false)));
        }
        if serve.no_jobs {
            flags.push(("jobs.in-serve", Value::Boolean(false)));
        }
        flags
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
