//! What shoppers ask while staff change prices: how much of it comes from the cache.
//!
//! Six of ten reads are pages of products, by Zipf's law over 10,000; three are searches, by the same law
//! over 2,000 queries; one is the page of a category. Five prices a second change meanwhile, anywhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures::future::try_join_all;

use super::BenchArgs;
use super::desk::{Clerk, Product, text};
use super::load::{self, Connection, Run, fetch};
use super::random::Random;
use super::report::{say, waits};
use super::server::Server;
use super::workload::{encode, get, query, slugs};

const PRODUCTS: usize = 10_000;
const QUERIES: usize = 2_000;
const BETWEEN_WRITES: Duration = Duration::from_millis(200);
/// So long it runs before it is counted: a cache begins empty.
const WARMING: u32 = 4;

/// Starts the shop, lets shoppers and a clerk in, and prints what came of it.
pub(super) async fn measure(args: &BenchArgs, binary: &Path, shop: &Path) -> Result<()> {
    let server = Server::start(binary, shop, true).await?;
    let clerk = Clerk::sign_in(&server).await?;
    let mix = Mix::gather(&server.address, &mut Random(args.seed)).await?;
    let time = Duration::from_secs_f64(args.seconds.max(2.0) * 3.0);
    say(&format!(
        "\n### shoppers: {} connections, {} products and {} queries by Zipf's law, a price each {} ms",
        args.connections,
        mix.products.len(),
        mix.queries.len(),
        BETWEEN_WRITES.as_millis()
    ));
    mix.run(args, &server, &clerk, time * WARMING / 2).await?;
    let before = Looked::at(&server.address).await?;
    let (reads, writes) = mix.run(args, &server, &clerk, time).await?;
    let looked = Looked::at(&server.address).await?;
    let (hits, misses) = (looked.hits - before.hits, looked.misses - before.misses);
    say(&waits(&[("read", reads), ("price changed", writes)]));
    say(&format!(
        "hits of the cache: {:.2} % of {:.0} reads; memory: {}",
        hits / (hits + misses).max(1.0) * 100.0,
        hits + misses,
        server.process().memory()?
    ));
    server.stop().await
}

/// What the cache has counted so far.
struct Looked {
    hits: f64,
    misses: f64,
}

impl Looked {
    async fn at(address: &str) -> Result<Self> {
        let page = String::from_utf8(fetch(address, "/metrics").await?)?;
        let sum = |name: &str| -> f64 {
            let lines = page.lines().filter(|line| line.starts_with(name));
            lines.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
        };
        Ok(Self { hits: sum("cache_hits_total{"), misses: sum("cache_misses_total{") })
    }
}

struct Mix {
    /// Slug and id.
    products: Vec<(String, String)>,
    queries: Vec<String>,
    categories: Vec<String>,
    product_law: Zipf,
    query_law: Zipf,
}

impl Mix {
    async fn gather(address: &str, random: &mut Random) -> Result<Self> {
        let categories = slugs(&get(address, "/api/categories").await?);
        let brands = slugs(&get(address, "/api/brands").await?);
        let mut products: Vec<(String, String)> = Vec::new();
        let mut cursor = String::new();
        while products.len() < PRODUCTS {
            let page = get(address, &format!("/api/products?limit=100&sort=newest{cursor}")).await?;
            let items = page["items"].as_array().context("a list without items")?;
            products.extend(items.iter().map(|item| (text(item, "slug"), text(item, "id"))));
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={}", encode(next)),
                None => break,
            }
        }
        ensure!(!products.is_empty() && !categories.is_empty(), "the shop is empty");
        products.truncate(PRODUCTS);
        let mut queries = BTreeSet::new();
        while queries.len() < QUERIES {
            queries.insert(match random.below(2) {
                0 => query(random),
                _ => format!("{} {}", query(random), random.pick(&brands)),
            });
        }
        let mut queries: Vec<String> = queries.into_iter().collect();
        for place in (1..queries.len()).rev() {
            queries.swap(place, random.below(place + 1));
        }
        let (product_law, query_law) = (Zipf::new(products.len()), Zipf::new(queries.len()));
        Ok(Self { products, queries, categories, product_law, query_law })
    }

    fn target(&self, random: &mut Random) -> String {
        let locale = ["fr", "ar"][random.below(2)];
        match random.below(10) {
            0..6 => format!("/{locale}/p/{}", encode(&self.products[self.product_law.draw(random)].0)),
            6..9 => {
                format!("/api/search?facets=true&q={}", encode(&self.queries[self.query_law.draw(random)]))
            }
            _ => format!("/{locale}/c/{}", encode(random.pick(&self.categories))),
        }
    }

    /// The reads of all shoppers, and the writes beside them.
    async fn run(
        &self,
        args: &BenchArgs,
        server: &Server,
        clerk: &Clerk,
        time: Duration,
    ) -> Result<(Run, Run)> {
        let process = server.process();
        let cpu = process.cpu_seconds()?;
        let begun = Instant::now();
        let ends = begun + time;
        let shoppers = (0..args.connections).map(|number| self.shop(args.seed + number as u64, server, ends));
        let (reads, writes) =
            tokio::try_join!(try_join_all(shoppers), self.write(args.seed, clerk, server, ends))?;
        let seconds = begun.elapsed().as_secs_f64();
        let run = |mut latencies: Vec<u32>, cpu_seconds| {
            latencies.sort_unstable();
            Run { requests: latencies.len() as u64, seconds, cpu_seconds, latencies, ..Run::default() }
        };
        Ok((run(reads.concat(), process.cpu_seconds()? - cpu), run(writes, 0.0)))
    }

    async fn shop(&self, seed: u64, server: &Server, ends: Instant) -> Result<Vec<u32>> {
        let mut random = Random(seed.wrapping_mul(7_919));
        let mut connection = Connection::open(&server.address).await?;
        let mut latencies = Vec::new();
        while Instant::now() < ends {
            let request = load::requests(&server.address, &[self.target(&mut random)], "br, gzip");
            let begun = Instant::now();
            connection.exchange(&request[0]).await?;
            latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        Ok(latencies)
    }

    async fn write(&self, seed: u64, clerk: &Clerk, server: &Server, ends: Instant) -> Result<Vec<u32>> {
        let mut random = Random(seed.wrapping_mul(104_729));
        let mut connection = Connection::open(&server.address).await?;
        let mut ticks = tokio::time::interval(BETWEEN_WRITES);
        let mut latencies = Vec::new();
        while Instant::now() < ends {
            ticks.tick().await;
            let (_, id) = &self.products[random.below(self.products.len())];
            let product = Product::seen(clerk, &mut connection, id).await?;
            let begun = Instant::now();
            product.reprice(clerk, &mut connection, 10_000 + random.below(9_000) as i64 * 10).await?;
            latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
        Ok(latencies)
    }
}

/// Draws places: the n-th as often as 1/n says.
struct Zipf {
    /// Of each place and all before it.
    shares: Vec<f64>,
}

impl Zipf {
    fn new(places: usize) -> Self {
        let mut sum = 0.0;
        let shares = (1..=places).map(|place| {
            sum += 1.0 / place as f64;
            sum
        });
        Self { shares: shares.collect() }
    }

    fn draw(&self, random: &mut Random) -> usize {
        let point = random.fraction() * self.shares.last().copied().unwrap_or(0.0);
        self.shares.partition_point(|share| *share <= point).min(self.shares.len().saturating_sub(1))
    }
}
