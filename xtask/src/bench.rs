//! `cargo xtask bench`: drives a shop of each size over loopback and prints what it costs.
//!
//! A program, not a test: nothing here passes or fails by the clock. The figure
//! to trust is the server's CPU time for each request; machines are shared.

mod build;
pub(crate) mod desk;
mod import;
mod in_process;
pub(crate) mod load;
pub(crate) mod random;
pub(crate) mod report;
pub(crate) mod server;
mod shoppers;
mod workload;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use clap::Args;

use report::{Row, say};
use server::{Process, Server};
use workload::Workload;

/// What to measure.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct BenchArgs {
    /// Products of each shop
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    products: Vec<u32>,
    /// Seconds of each measured run
    #[arg(long, default_value_t = 1.5)]
    seconds: f64,
    /// Runs of each row, taken in turn with its constant; the median is printed
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections of the load
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Seed of what is asked
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only rows whose name holds this
    #[arg(long)]
    only: Option<String>,
    /// The program, if it is built already [default: built now, in release]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Where the shops lie between runs
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// Leave out what is measured within this process
    #[arg(long)]
    no_in_process: bool,
    /// Leave out the desk of the staff
    #[arg(long)]
    no_desk: bool,
    /// Leave out the mix of what shoppers ask
    #[arg(long)]
    no_shoppers: bool,
    /// Leave out the import
    #[arg(long)]
    no_import: bool,
    /// Build the program from nothing and print how long it takes
    #[arg(long)]
    cold_build: bool,
}

/// Measures everything and prints it.
pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    say(&format!("command: {}", std::env::args().collect::<Vec<_>>().join(" ")));
    say(&report::machine());
    if args.cold_build {
        say(&format!("cold release build: {:.0} s", build::cold(&args.folder)?.as_secs_f64()));
    }
    let binary = args.binary.clone().map_or_else(build::release, Ok)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for &products in &args.products {
        say(&format!("\n## {products} products"));
        let shop = args.folder.join(products.to_string());
        say(&server::make_shop(&binary, &shop, products)?);
        runtime.block_on(first_start(&binary, &shop))?;
        for cached in [false, true] {
            runtime.block_on(measure(args, &binary, &shop, cached))?;
        }
        if !args.no_desk {
            runtime.block_on(desk::measure(args, &binary, &shop))?;
        }
        if !args.no_shoppers {
            runtime.block_on(shoppers::measure(args, &binary, &shop))?;
        }
        if !args.no_in_process {
            runtime.block_on(in_process::measure(&shop, args.seed))?;
        }
        if !args.no_import {
            import::measure(&binary, &shop, &args.folder.join("import"))?;
        }
    }
    Ok(())
}

/// The start that finds no index yet; later ones find it.
async fn first_start(binary: &Path, shop: &Path) -> Result<()> {
    let server = Server::start(binary, shop, true).await?;
    say(&format!(
        "first start, or with what the last one left: {:.0} ms",
        server.start_time.as_secs_f64() * 1e3
    ));
    server.stop().await
}

/// Starts the shop and drives each row in turn with its constant.
async fn measure(args: &BenchArgs, binary: &Path, shop: &Path, cached: bool) -> Result<()> {
    let server = Server::start(binary, shop, cached).await?;
    let mode = if cached { "with the cache, answers compressed" } else { "--no-cache, answers plain" };
    say(&format!("\n### {mode}\nserving {:.0} ms after its start", server.start_time.as_secs_f64() * 1e3));
    let workload = Workload::gather(&server.address, args.seed, cached).await?;
    let process = server.process();
    say(&format!("memory when idle: {}", process.memory()?));
    let encoding = if cached { "br, gzip" } else { "identity" };
    let time = Duration::from_secs_f64(args.seconds);
    let mut rows = Vec::new();
    for (name, targets) in workload.rows() {
        if args.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let targets = load::requests(&server.address, targets, encoding);
        rows.push(measure_row(args, &server.address, &process, name, &targets, encoding, time).await?);
    }
    say(&report::table(&rows));
    for row in &rows {
        say(&row.raw());
    }
    say(&format!("memory after load: {}", process.memory()?));
    server.stop().await
}

async fn measure_row(
    args: &BenchArgs,
    address: &str,
    process: &Process,
    name: &'static str,
    targets: &[Vec<u8>],
    encoding: &str,
    time: Duration,
) -> Result<Row> {
    // Once over everything, so that what can be cached is, and code is warm.
    let warm = load::run_once(address, targets, args.connections).await?;
    let bytes = warm.body_bytes / warm.requests.max(1);
    let constant = load::requests(address, &[format!("/bench/constant/{bytes}")], encoding);
    load::run_once(address, &constant, 1).await?;
    let mut row = Row::new(name, bytes);
    for _ in 0..args.rounds {
        row.measured.push(load::run(address, process, targets, args.connections, time).await?);
        row.constant.push(load::run(address, process, &constant, args.connections, time).await?);
    }
    Ok(row)
}
