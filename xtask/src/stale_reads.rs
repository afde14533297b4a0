//! `cargo xtask stale-reads`: looks for answers that are older than they may be.
//!
//! Two processes of one shop on one PostgreSQL and one Redis. One product's price counts up, written at
//! each of the two in turn; readers ask both for all that shows it, among other reads. An answer's
//! age is the time from when a later price was acknowledged to when the answer was asked for.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use futures::future::try_join_all;

use crate::bench::desk::{Clerk, Product, text};
use crate::bench::load::{self, Connection, fetch};
use crate::bench::random::Random;
use crate::bench::report::{machine, say};
use crate::bench::server::Server;

/// Where to look, and for how long.
#[derive(Debug, Args)]
pub(crate) struct StaleArgs {
    /// An empty PostgreSQL database, as postgres://...
    #[arg(long, value_name = "ADDRESS")]
    postgres: String,
    /// A Redis, as redis://...
    #[arg(long, value_name = "ADDRESS")]
    redis: String,
    /// Seconds
    #[arg(long, default_value_t = 30.0)]
    seconds: f64,
    /// Readers at each process
    #[arg(long, default_value_t = 8)]
    readers: usize,
    /// The program
    #[arg(long, default_value = "target/release/dukkan")]
    binary: PathBuf,
    /// Where the processes keep their files; emptied first
    #[arg(long, default_value = "target/stale-reads")]
    folder: PathBuf,
}

/// Older than this no answer may be.
const LIMIT: Duration = Duration::from_secs(1);
const BETWEEN_WRITES: Duration = Duration::from_millis(200);
const OTHERS: usize = 500;
/// The price that is written first; each later one is higher by one minor unit.
const FIRST_PRICE: i64 = 10_000;
const WATCHED: [(&str, &str, &str); 4] = [
    ("product, API", "/api/products/watched?locale=fr", "\"minor\":"),
    ("list, API", "/api/products?category=watched-ones&locale=fr", "\"minor\":"),
    ("search, API", "/api/search?q=unmistakable&locale=fr", "\"minor\":"),
    ("product, page", "/fr/p/watched", "\"price\":\""),
];

/// When each price was acknowledged, the first at place 0.
type Written = RefCell<Vec<Instant>>;

/// What readers of one kind of answer saw.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    reads: u64,
    stale: u64,
    too_old: u64,
    oldest: Duration,
}

/// Reads, writes, prints, and fails if an answer was too old.
pub(crate) fn run(args: &StaleArgs) -> Result<()> {
    say(&format!("command: {}", std::env::args().collect::<Vec<_>>().join(" ")));
    say(&machine());
    if args.folder.exists() {
        std::fs::remove_dir_all(&args.folder)?;
    }
    std::fs::create_dir_all(&args.folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(look(args))
}

async fn look(args: &StaleArgs) -> Result<()> {
    let settings = [
        ("DUKKAN_DATABASE", args.postgres.as_str()),
        ("DUKKAN_REDIS", &args.redis),
        ("DUKKAN_SECRET", "one-secret-of-thirty-two-characters-or-more"),
    ];
    fill(args, &settings)?;
    let mut servers = Vec::new();
    for name in ["one", "two"] {
        let folder = args.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        servers.push(Server::start_with(&args.binary, &folder, true, &settings).await?);
    }
    // The link of the last start is the one that counts.
    let last = servers.last().context("no process was started")?;
    let clerk = Clerk::sign_in(last).await?;
    let clerks: Vec<Clerk> = servers.iter().map(|server| clerk.at(server)).collect();
    let written: Written = RefCell::default();
    let ends = Instant::now() + Duration::from_secs_f64(args.seconds);
    let readers = servers
        .iter()
        .enumerate()
        .flat_map(|(at, server)| (0..args.readers).map(move |number| (at, number, server)))
        .map(|(at, number, server)| read(server, &written, (at * args.readers + number) as u64, ends));
    let (seen, ()) = tokio::try_join!(try_join_all(readers), write(&servers, &clerks, &written, ends))?;
    say(&format!(
        "{} prices written, {} readers at each of two processes",
        written.borrow().len(),
        args.readers
    ));
    let mut too_old = 0;
    for (kind, (name, ..)) in WATCHED.iter().enumerate() {
        for (at, share) in seen.chunks(args.readers).enumerate() {
            let sum = share.iter().map(|seen| seen[kind]).fold(Seen::default(), Seen::and);
            too_old += sum.too_old;
            say(&format!(
                "{name} at process {}: {} reads, {} behind a price acknowledged before they were asked for, \
                 by {:.0} ms at most; older than a second: {}",
                at + 1,
                sum.reads,
                sum.stale,
                sum.oldest.as_secs_f64() * 1e3,
                sum.too_old
            ));
        }
    }
    for server in servers {
        server.stop().await?;
    }
    ensure!(too_old == 0, "{too_old} answers were older than a second");
    Ok(())
}

/// Imports the watched product and some others.
fn fill(args: &StaleArgs, settings: &[(&str, &str)]) -> Result<()> {
    let mut rows = String::from("sku,slug,name_fr,category,price\n");
    let _ = writeln!(rows, "W-1,watched,Unmistakable thing,Watched ones,{}", decimal(FIRST_PRICE));
    for number in 0..OTHERS {
        let _ = writeln!(rows, "O-{number},other-{number},Plaquettes de frein {number},Freinage,12.500");
    }
    let file = args.folder.join("products.csv");
    std::fs::write(&file, rows)?;
    let mut command = Command::new(&args.binary);
    command.arg("import").arg(&file).args(["--log", "error", "--data"]).arg(args.folder.join("import"));
    let status = command.envs(settings.iter().copied()).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "the products cannot be imported");
    Ok(())
}

fn decimal(minor: i64) -> String {
    format!("{}.{:03}", minor / 1000, minor % 1000)
}

/// Counts the price up, at each process in turn.
async fn write(servers: &[Server], clerks: &[Clerk], written: &Written, ends: Instant) -> Result<()> {
    let watched = fetch(&servers[0].address, "/api/products/watched").await?;
    let id = text(&serde_json::from_slice(&watched)?, "id");
    let mut connections = Vec::new();
    for server in servers {
        connections.push(Connection::open(&server.address).await?);
    }
    let mut ticks = tokio::time::interval(BETWEEN_WRITES);
    for turn in 0_usize.. {
        ticks.tick().await;
        if Instant::now() >= ends {
            break;
        }
        let at = turn % servers.len();
        let (clerk, connection) = (&clerks[at], &mut connections[at]);
        let product = Product::seen(clerk, connection, &id).await?;
        product.reprice(clerk, connection, FIRST_PRICE + turn as i64).await?;
        written.borrow_mut().push(Instant::now());
    }
    Ok(())
}

/// Asks for what is watched and for others, over and over.
async fn read(server: &Server, written: &Written, seed: u64, ends: Instant) -> Result<[Seen; WATCHED.len()]> {
    let mut random = Random(seed);
    let mut connection = Connection::open(&server.address).await?;
    let mut seen = [Seen::default(); WATCHED.len()];
    while Instant::now() < ends {
        let other = format!("/fr/p/other-{}", random.below(OTHERS));
        let kind = random.below(WATCHED.len());
        let (_, target, before) = WATCHED[kind];
        for target in [&other, target] {
            let request = load::requests(&server.address, &[target.to_owned()], "identity");
            let asked = Instant::now();
            let reply = connection.exchange(&request[0]).await?;
            if target != other {
                let minor = price_after(reply.body, before).context("an answer without a price")?;
                seen[kind].note(minor, asked, &written.borrow());
            }
        }
    }
    Ok(seen)
}

/// The minor units that follow `before`, with or without a decimal point.
fn price_after(body: &[u8], before: &str) -> Option<i64> {
    let (_, rest) = std::str::from_utf8(body).ok()?.split_once(before)?;
    let digits = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').filter(char::is_ascii_digit);
    digits.collect::<String>().parse().ok()
}

impl Seen {
    fn note(&mut self, minor: i64, asked: Instant, written: &[Instant]) {
        self.reads += 1;
        // The first price after the one that was shown has the place that comes next.
        let next = usize::try_from(minor - FIRST_PRICE + 1).unwrap_or(0);
        let Some(behind) = written.get(next).map(|at| asked.saturating_duration_since(*at)) else { return };
        if behind > Duration::ZERO {
            self.stale += 1;
            self.too_old += u64::from(behind > LIMIT);
            self.oldest = self.oldest.max(behind);
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            reads: self.reads + other.reads,
            stale: self.stale + other.stale,
            too_old: self.too_old + other.too_old,
            oldest: self.oldest.max(other.oldest),
        }
    }
}
