//! Measures the shelf in process on a shop's database: `measure_shelf sqlite:DATA/dukkan.sqlite [DIRECTORY]`.
//!
//! Prints start, memory, and for lists, details and changes p50 and p99 by the clock and the mean of the
//! thread's own CPU time (the one to trust on a machine that others use). With a directory the shelf is
//! left there, so that the next run starts from it. A program, not a test.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use allocator as _;
use anyhow::Context as _;
use catalogue::{
    CatalogueSettings, ListQuery, ProductDocument, ProductFilter, Shelf, Snapshot, Sort, WriteContext,
    list_products, related, upsert_products,
};
use db::Db;
use kernel::{Clock, Locale};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().context("the database's address is missing")?;
    let directory = arguments.next().map(PathBuf::from);
    let db = Db::connect(&url).await?;
    let started = Instant::now();
    let shelf = Shelf::open(db.clone(), CatalogueSettings::default(), directory.as_deref()).await?;
    let snapshot = shelf.snapshot();
    println!("products                 {:>12}", snapshot.product_count());
    println!("start                    {:>12.2?}", started.elapsed());
    println!("snapshot's heap          {:>9} MB", snapshot.heap_bytes() / 1_000_000);
    println!("resident                 {:>9} MB", resident_kb()? / 1_000);
    if let Some(directory) = &directory {
        save(&shelf, directory).await;
    }
    let mut random = Random(42);
    let slugs: Vec<String> = snapshot.products().map(|product| product.slug().to_owned()).collect();
    anyhow::ensure!(!slugs.is_empty(), "the shop is empty");

    measure("detail, all fields", 20_000, || {
        let product = snapshot.product(random.pick::<String>(&slugs));
        product.map(|product| {
            let texts = product.name(Locale::Fr).len() + product.description(Locale::Fr).len();
            texts
                + product.specifications().count()
                + product.fitments().count()
                + product.oe_numbers().count()
        })
    });
    measure("related", 2_000, || {
        let number = snapshot.product(random.pick::<String>(&slugs)).map_or(0, |product| product.number());
        related(&snapshot, number, 12).same_part.len()
    });
    let sorts = [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest];
    measure("list, no filter", 20_000, || {
        let sort = sorts[random.below(sorts.len())];
        page(&snapshot, &ListQuery { sort, ..ListQuery::default() })
    });
    measure("list, no filter, facets", 2_000, || {
        page(&snapshot, &ListQuery { facets: true, ..ListQuery::default() })
    });
    let filters = filters(&snapshot, &mut random);
    measure("list, 3 filters", 2_000, || {
        let (filter, sort) = (random.pick(&filters).clone(), sorts[random.below(sorts.len())]);
        page(&snapshot, &ListQuery { filter, sort, ..ListQuery::default() })
    });
    measure("list, 3 filters, facets", 2_000, || {
        let (filter, sort) = (random.pick(&filters).clone(), sorts[random.below(sorts.len())]);
        page(&snapshot, &ListQuery { filter, sort, facets: true, ..ListQuery::default() })
    });
    let wide = |filter: ProductFilter| {
        move || page(&snapshot, &ListQuery { filter: filter.clone(), facets: true, ..ListQuery::default() })
    };
    measure(
        "list, in stock, facets",
        200,
        wide(ProductFilter { in_stock: true, ..ProductFilter::default() }),
    );
    let snapshot = shelf.snapshot();
    measure("list, wide, facets", 200, || {
        let prices = (Some(20_000), Some(300_000));
        let filter = ProductFilter {
            in_stock: true,
            price_min_minor: prices.0,
            price_max_minor: prices.1,
            categories: vec![snapshot.categories()[0].slug.clone()],
            ..ProductFilter::default()
        };
        page(&snapshot, &ListQuery { filter, facets: true, ..ListQuery::default() })
    });
    measure_changes(&db, &shelf, &mut random).await?;
    println!("resident at the end      {:>9} MB", resident_kb()? / 1_000);
    Ok(())
}

/// Follows until the shelf lies in its directory; a small shop's never does.
async fn save(shelf: &Shelf, directory: &Path) {
    let written = async {
        while shelf.snapshot().product_count() >= 20_000 && !directory.join("snapshot").exists() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        () = shelf.follow() => {}
        () = written => {}
    }
}

/// What one, and a thousand, changed products take from their commit until they are on the shelf.
async fn measure_changes(db: &Db, shelf: &Shelf, random: &mut Random) -> anyhow::Result<()> {
    let snapshot = shelf.snapshot();
    let skus: Vec<String> = snapshot.products().map(|product| product.sku().to_owned()).collect();
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "measure", "measure");
    for (what, count, rounds) in
        [("stock", 1, 20), ("stock", 1_000, 5), ("price", 1_000, 5), ("text", 1, 5), ("text", 1_000, 5)]
    {
        let mut times = Vec::new();
        for round in 0..rounds {
            let documents: Vec<ProductDocument> = (0..count)
                .map(|_| {
                    let mut document =
                        ProductDocument { sku: random.pick(&skus).clone(), ..ProductDocument::default() };
                    match what {
                        "stock" => document.stock_quantity = Some(random.below(50) as u32),
                        "price" => document.price_minor = Some(1_000 + random.below(900_000) as i64),
                        _ => {
                            document.descriptions.en =
                                Some(format!("Changed {round} {}", random.below(1_000_000)));
                        }
                    }
                    document
                })
                .collect();
            let tx = db.begin_write().await?;
            upsert_products(&tx, &documents, &context).await?;
            tx.commit().await?;
            let started = Instant::now();
            shelf.catch_up().await?;
            times.push(started.elapsed());
        }
        report(&format!("catch up, {count} x {what}"), times, None);
    }
    Ok(())
}

/// Three filters that people set together: a brand or a vehicle, a category, and stock or a price.
fn filters(snapshot: &Snapshot, random: &mut Random) -> Vec<ProductFilter> {
    let brands: Vec<&str> = snapshot.brands().iter().map(|brand| brand.slug.as_str()).collect();
    let categories: Vec<&str> = snapshot.categories().iter().map(|category| category.slug.as_str()).collect();
    let models: Vec<&str> =
        snapshot.makes().flat_map(|make| make.children()).map(|model| model.slug()).collect();
    (0..500)
        .map(|turn| {
            let mut filter = ProductFilter {
                categories: vec![(*random.pick(&categories)).to_owned()],
                ..ProductFilter::default()
            };
            if turn % 2 == 0 || models.is_empty() {
                filter.brands = vec![(*random.pick(&brands)).to_owned(), (*random.pick(&brands)).to_owned()];
            } else {
                filter.vehicles = vec![(*random.pick(&models)).to_owned()];
            }
            if turn % 4 < 2 {
                filter.in_stock = true;
            } else {
                filter.price_max_minor = Some(10_000 + random.below(200_000) as i64);
            }
            filter
        })
        .collect()
}

fn page(snapshot: &Snapshot, query: &ListQuery) -> usize {
    list_products(snapshot, query).map_or(0, |page| page.products.len() + page.facets.len())
}

fn measure<T>(what: &str, rounds: usize, mut run: impl FnMut() -> T) {
    let mut times = Vec::with_capacity(rounds);
    let before = thread_cpu();
    for _ in 0..rounds {
        let started = Instant::now();
        black_box(run());
        times.push(started.elapsed());
    }
    let cpu = thread_cpu().saturating_sub(before) / rounds as u32;
    report(what, times, Some(cpu));
}

/// What the kernel counted for this thread so far.
fn thread_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

fn report(what: &str, mut times: Vec<Duration>, cpu: Option<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let cpu = cpu.map_or(String::new(), |cpu| format!("   cpu {cpu:>10.1?}"));
    println!("{what:<25} p50 {:>10.1?}   p99 {:>10.1?}{cpu}", at(0.5), at(0.99));
}

fn resident_kb() -> anyhow::Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS")).context("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).context("no VmRSS")?.parse()?)
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }

    fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }
}
