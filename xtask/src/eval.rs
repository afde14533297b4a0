//! How good search and forecasts are, measured on judged data and past sales through the product's own path.

mod demand;
mod fts5;
mod judged;
mod metrics;
mod numbers;
mod probes;
mod search;
mod shop;
mod tune;

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// NDCG@10 on judged queries, clean and with one typo, beside SQLite FTS5.
    Search {
        /// The folder with products.jsonl.gz, q-main.tsv, q-typo1.tsv, qrels.tsv.
        #[arg(long)]
        data: PathBuf,
        /// Also chooses weights by cross-validation and prints the held-out figure.
        #[arg(long)]
        tune: bool,
        /// Also prints each query's figures.
        #[arg(long)]
        each: bool,
    },
    /// Forecasts beside what happened, with the all-zero, naive, seasonal naive and moving-average rows.
    Demand {
        /// The folder with carparts.csv.gz and the others.
        #[arg(long)]
        data: PathBuf,
        /// Print these tables only.
        #[arg(long)]
        table: Vec<demand::Table>,
    },
    /// Our Prophet beside the Python package's.
    Prophet {
        /// The folder with Rossmann's shops.
        #[arg(long)]
        data: PathBuf,
        /// What `script/prophet rossmann` printed.
        #[arg(long)]
        theirs: PathBuf,
    },
    /// Part numbers in all spellings, shortened, and in pieces.
    PartNumbers {
        /// Generated parts, JSON Lines, gzipped.
        #[arg(long)]
        data: PathBuf,
        /// The folder of a shop whose numbers are asked for as well, as `dukkan demo --no-serve --data` makes it.
        #[arg(long)]
        shop: Option<PathBuf>,
    },
    /// The probes of what shoppers type, in three languages.
    Probes {
        /// Generated parts, JSON Lines, gzipped.
        #[arg(long)]
        data: PathBuf,
    },
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.what {
        What::Search { data, tune, each } => search::run(data, *tune, *each),
        What::Demand { data, table } => demand::run(data, table),
        What::Prophet { data, theirs } => demand::prophet::run(data, theirs),
        What::PartNumbers { data, shop } => numbers::run(data, shop.as_deref()),
        What::Probes { data } => probes::run(data),
    }
}
