//! Measures search in process on a shop's database: `measure_search sqlite:DATA/dukkan.sqlite [DIRECTORY] [QUERIES]`.
//!
//! Prints for searches with facets, suggestions and part numbers p50 and p99 by the clock, the mean of the
//! thread's own CPU time, and a digest of all answers, by which two builds can be seen to answer alike.
//! QUERIES is a file with one query a line; without it the shop's own names are asked for, cut, misspelt and
//! with cars. A program, not a test.
#![expect(clippy::print_stdout, reason = "a program that prints a table")]

use std::hash::{Hash, Hasher};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use allocator as _;
use anyhow::Context as _;
use catalogue::{CatalogueSettings, SearchQuery, Shelf, Snapshot, SuggestQuery, search_products, suggest};
use db::Db;
use kernel::Locale;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().context("the database's address is missing")?;
    let directory = arguments.next().map(PathBuf::from);
    let file = arguments.next();
    let db = Db::connect(&url).await?;
    let shelf = Shelf::open(db.clone(), CatalogueSettings::default(), directory.as_deref()).await?;
    let snapshot = shelf.snapshot();
    println!("products {}", snapshot.product_count());
    let mut random = Random(42);
    let made_up = queries(&snapshot, &mut random);
    let words: Vec<String> = match file {
        Some(file) => std::fs::read_to_string(file)?.lines().map(str::to_owned).collect(),
        None => made_up.iter().flat_map(|(_, texts)| texts.iter().cloned()).collect(),
    };
    let searches = |what: &str, texts: &[String], facets: bool| {
        let run = |text: &str| {
            let _ = black_box(search_products(&snapshot, &ask(text, facets)));
        };
        measure(what, texts, run, |text| search_digest(&snapshot, text, facets));
    };
    for (what, texts) in &made_up {
        searches(what, texts, true);
    }
    searches("all, with facets", &words, true);
    searches("all, without facets", &words, false);
    let beginnings: Vec<String> = words.iter().map(|text| cut_short(text, &mut random)).collect();
    let run = |text: &str| {
        black_box(suggest(&snapshot, &begun(text)));
    };
    measure("suggestions", &beginnings, run, |text| suggest_digest(&snapshot, text));
    Ok(())
}

/// Kinds of queries over what the shop sells.
fn queries(snapshot: &Snapshot, random: &mut Random) -> Vec<(&'static str, Vec<String>)> {
    let products: Vec<u32> = snapshot.live().iter().collect();
    let models: Vec<String> =
        snapshot.makes().flat_map(|make| make.children()).map(|model| model.label().to_owned()).collect();
    let mut rows: [(&'static str, Vec<String>); 6] = [
        ("a name's words, French", Vec::new()),
        ("a name's words, Arabic", Vec::new()),
        ("with a car", Vec::new()),
        ("with a typo", Vec::new()),
        ("with an unknown word", Vec::new()),
        ("part numbers", Vec::new()),
    ];
    for _ in 0..300 {
        let number = *random.pick(&products);
        let Some(product) = snapshot.product_by_number(number) else { continue };
        let some = |text: &str, most: usize| {
            text.split_whitespace()
                .filter(|word| word.chars().count() > 2)
                .take(most)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let french = some(product.name(Locale::Fr), 3);
        let car = if models.is_empty() { String::new() } else { random.pick(&models).clone() };
        rows[2].1.push(format!("{} {car}", some(product.name(Locale::Fr), 2)));
        rows[3].1.push(misspelt(&french, random));
        rows[4].1.push(format!("{french} xqvzjkwy"));
        rows[0].1.push(french);
        rows[1].1.push(some(product.name(Locale::Ar), 3));
        rows[5].1.extend(product.oe_numbers().next().map(str::to_owned));
    }
    rows.into()
}

/// The text with one letter of its longest word taken out or swapped with the next.
fn misspelt(text: &str, random: &mut Random) -> String {
    let mut words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    if let Some(longest) = words.iter_mut().max_by_key(|word| word.len()).filter(|word| word.len() > 4) {
        let at = 1 + random.below(longest.len() - 2);
        if random.below(2) == 0 {
            longest.remove(at);
        } else {
            longest.swap(at, at + 1);
        }
    }
    words.iter().map(|word| word.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn cut_short(text: &str, random: &mut Random) -> String {
    let length = text.chars().count();
    text.chars().take(3 + random.below(length.saturating_sub(3).max(1))).collect()
}

fn ask(text: &str, facets: bool) -> SearchQuery {
    SearchQuery { text: text.to_owned(), facets, ..SearchQuery::default() }
}

/// How much was found, and a hash of all that the answer says.
fn search_digest(snapshot: &Snapshot, text: &str, facets: bool) -> (usize, u64) {
    let mut hasher = std::hash::DefaultHasher::new();
    let Ok(answer) = search_products(snapshot, &ask(text, facets)) else { return (0, 0) };
    for hit in &answer.hits {
        (hit.product.number(), &hit.highlights, &hit.matched_number).hash(&mut hasher);
    }
    for facet in &answer.facets {
        facet.name.hash(&mut hasher);
        facet.values.iter().for_each(|value| (value.value, value.count, value.selected).hash(&mut hasher));
    }
    format!("{:?} {:?}", answer.reading, answer.did_you_mean).hash(&mut hasher);
    (answer.total, hasher.finish())
}

fn begun(text: &str) -> SuggestQuery {
    SuggestQuery { text: text.to_owned(), ..SuggestQuery::default() }
}

fn suggest_digest(snapshot: &Snapshot, text: &str) -> (usize, u64) {
    let found = suggest(snapshot, &begun(text));
    let mut hasher = std::hash::DefaultHasher::new();
    format!("{found:?}").hash(&mut hasher);
    (found.items.len(), hasher.finish())
}

fn measure(what: &str, texts: &[String], run: impl Fn(&str), digest: impl Fn(&str) -> (usize, u64)) {
    const ROUNDS: u32 = 5;
    let mut times = Vec::with_capacity(texts.len());
    let (mut sum, mut found, mut empty) = (0_u64, 0, 0);
    for text in texts {
        let (total, hash) = digest(text);
        (found, empty) = (found + total, empty + usize::from(total == 0));
        sum = sum.rotate_left(5) ^ hash;
    }
    let before = thread_cpu();
    for _ in 0..ROUNDS {
        for text in texts {
            let started = Instant::now();
            run(text);
            times.push(started.elapsed());
        }
    }
    let cpu = thread_cpu().saturating_sub(before) / (ROUNDS * texts.len().max(1) as u32);
    times.sort_unstable();
    let at = |share: f64| {
        times.get(((times.len().max(1) - 1) as f64 * share) as usize).copied().unwrap_or_default()
    };
    println!(
        "{what:<24} {:>4} queries, {:>6} found, {empty:>3} nothing   p50 {:>9.1?} p99 {:>9.1?} cpu {cpu:>9.1?}   {sum:016x}",
        texts.len(),
        found / texts.len().max(1),
        at(0.5),
        at(0.99),
    );
}

/// What the kernel counted for this thread so far.
fn thread_cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
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
