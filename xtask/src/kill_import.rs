//! `cargo xtask kill-import`: kills `dukkan import` at drawn points of its writing and runs it again.
//!
//! The import changes half of its products and adds the other half. After each
//! kill the same file must bring the shop to exactly the state of an undisturbed
//! run: products, categories, vehicles, and the price history without doubles.
//! A point is drawn as CPU time of the importing process, so that a busy machine does not move it.

mod process;
mod shop;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::bench::random::Random;
use crate::bench::report::{machine, say};
use process::Import;
use shop::{Backend, Shop, State};

/// What to kill, how often, and where.
#[derive(Debug, Args)]
pub(crate) struct KillArgs {
    /// Kills for each database
    #[arg(long, default_value_t = 100)]
    points: usize,
    /// Seed of the first point; each has its own
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Products of the file
    #[arg(long, default_value_t = 6_000)]
    products: u32,
    /// A PostgreSQL server, as postgres://...; left out when it is not given
    #[arg(long, value_name = "ADDRESS")]
    postgres: Option<String>,
    /// Leave SQLite out
    #[arg(long)]
    no_sqlite: bool,
    /// The program
    #[arg(long, default_value = "target/release/dukkan")]
    binary: PathBuf,
    /// Where the shops lie; emptied first
    #[arg(long, default_value = "target/kill-import")]
    folder: PathBuf,
}

/// Kills, runs again, compares, and fails if any state differs.
pub(crate) fn run(args: &KillArgs) -> Result<()> {
    say(&format!("command: {}", std::env::args().collect::<Vec<_>>().join(" ")));
    say(&machine());
    if args.folder.exists() {
        std::fs::remove_dir_all(&args.folder)?;
    }
    std::fs::create_dir_all(&args.folder)?;
    let file = shop::make_files(&args.binary, &args.folder, args.products)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut backends: Vec<Backend> =
        (!args.no_sqlite).then(|| Backend::sqlite(&args.folder)).into_iter().collect();
    backends.extend(args.postgres.as_deref().map(|server| Backend::postgres(server, &args.folder)));
    let mut different = 0;
    for backend in &backends {
        different += runtime.block_on(measure(args, backend, &file))?;
    }
    ensure!(different == 0, "{different} points left another state than an undisturbed run");
    Ok(())
}

/// How many points ended in another state.
async fn measure(args: &KillArgs, backend: &Backend, file: &Path) -> Result<usize> {
    say(&format!("\n## {backend}"));
    backend.make_base(&args.binary, &args.folder).await?;
    let (undisturbed, writing) = undisturbed(args, backend, file).await?;
    say(&format!(
        "undisturbed: {} products, {} price changes; writing from {:.0} to {:.0} ms of its CPU time",
        undisturbed.products(),
        undisturbed.price_changes(),
        writing.0 * 1e3,
        writing.1 * 1e3
    ));
    let (mut drawn, mut different) = (0, 0);
    for seed in (args.seed..).take(args.points) {
        let mut random = Random(seed);
        // A point that the import reaches in none of its transactions is drawn again.
        let (shop, killed) = loop {
            drawn += 1;
            let share = random.below(1_000_000) as f64 / 1e6;
            let point = writing.0 + share * (writing.1 - writing.0);
            let shop = backend.copy_base().await?;
            let mut import = Import::start(&args.binary, &shop, file)?;
            if let Some(killed) = import.kill_within(point, &shop).await? {
                break (shop, killed);
            }
        };
        shop.check_integrity().await?;
        let kept = shop.products().await?;
        Import::start(&args.binary, &shop, file)?.finish()?;
        let after = State::of(&shop, &args.binary, &args.folder).await?;
        let equal = after == undisturbed;
        say(&format!(
            "seed {seed}: killed at {:.0} ms, within a transaction, {kept} products there; run again: {}",
            killed * 1e3,
            if equal { "equal".to_owned() } else { after.difference(&undisturbed) }
        ));
        different += usize::from(!equal);
    }
    say(&format!(
        "{backend}: {} kills, all within a transaction that had written, of {drawn} points drawn; {different} ended \
         in another state",
        args.points
    ));
    Ok(different)
}

/// The CPU time of an import that changes nothing: before that much only the schema is looked at.
fn start_up(args: &KillArgs, shop: &Shop) -> Result<f64> {
    let mut import = Import::start(&args.binary, shop, &args.folder.join(shop::ONE_OLD))?;
    let mut most = 0.0;
    while let Some(cpu) = import.cpu_seconds()? {
        most = cpu;
    }
    import.finish()?;
    Ok(most)
}

/// The state that an import leaves that nobody kills, and between which points of its CPU time it writes.
async fn undisturbed(args: &KillArgs, backend: &Backend, file: &Path) -> Result<(State, (f64, f64))> {
    let shop = backend.copy_base().await?;
    let start = start_up(args, &shop)?;
    let mut import = Import::start(&args.binary, &shop, file)?;
    let mut writing: Option<(f64, f64)> = None;
    while let Some(cpu) = import.cpu_seconds()? {
        if cpu > start && shop.is_written_to().await? {
            writing = Some((writing.map_or(cpu, |writing| writing.0), cpu));
        }
    }
    import.finish()?;
    let Some(writing) = writing else { bail!("the import was never seen writing; give it more products") };
    Ok((State::of(&shop, &args.binary, &args.folder).await?, writing))
}
