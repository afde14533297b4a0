//! `eval part-numbers`: every OE number and SKU in every spelling, shortened, and in pieces.

use std::path::Path;

use catalogue::{ProductRef, SearchQuery, Snapshot, search_products};
use rustc_hash::FxHashMap;

use super::metrics::{quantile, thread_cpu_us};
use super::search::out;
use super::shop;

/// A contract that others set: a part number and the pieces by which it must be found.
const WHOLE: &str = "K83913.39F29.59444AT";
const PIECES: [&str; 8] =
    ["K83913", "83913", "39F29", "59444AT", "59444", "9444AT", "K83913.39F29", "39F29.59444"];

type Spelling = (&'static str, fn(&str) -> String);

const SPELLINGS: [Spelling; 7] = [
    ("as printed", str::to_owned),
    ("no separators", joined),
    ("lower case", |number| joined(number).to_lowercase()),
    ("spaces", |number| separated(number, " ")),
    ("hyphens", |number| separated(number, "-")),
    ("dots", |number| separated(number, ".")),
    ("by three", |number| by_three(&joined(number))),
];

pub(super) fn run(file: &Path, other_shop: Option<&Path>) -> anyhow::Result<()> {
    out("generated parts:");
    report(&shop::generated_parts(file)?.snapshot(false)?)?;
    if let Some(folder) = other_shop {
        out(&format!("the shop in {}:", folder.display()));
        report(&*shop::on_disk(folder)?)?;
    }
    let mut maker = shop::generated_parts(file)?;
    maker.part_with_number(WHOLE);
    let snapshot = maker.snapshot(false)?;
    let found = PIECES.iter().filter(|piece| {
        let first = ask(&snapshot, piece).unwrap_or_default();
        let is_it = |number: &u32| {
            snapshot
                .product_by_number(*number)
                .is_some_and(|product| product.oe_numbers().any(|oe| oe == WHOLE))
        };
        let hit = first.iter().take(10).any(is_it);
        if !hit {
            out(&format!("  {piece} does not find {WHOLE}"));
        }
        hit
    });
    out(&format!("pieces of {WHOLE}: {} of {}", found.count(), PIECES.len()));
    Ok(())
}

fn report(snapshot: &Snapshot) -> anyhow::Result<()> {
    let mut owners: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for product in snapshot.products() {
        for number in numbers(&product) {
            owners.entry(joined(number).to_uppercase()).or_default().push(product.number());
        }
    }
    out(&format!("{} products, {} part numbers", snapshot.product_count(), owners.len()));
    let mut times = Vec::new();
    for (label, spell) in SPELLINGS {
        let (mut asked, mut first) = (0, 0);
        for product in snapshot.products() {
            for number in numbers(&product) {
                let before = thread_cpu_us();
                let found = ask(snapshot, &spell(number))?;
                times.push(thread_cpu_us() - before);
                asked += 1;
                let right = &owners[&joined(number).to_uppercase()];
                let hit = found.first().is_some_and(|number| right.contains(number));
                first += usize::from(hit);
                if !hit && asked - first <= 3 {
                    out(&format!("  missed: {} ({number})", spell(number)));
                }
            }
        }
        out(&format!("{label:>14}: first {:.2} % of {asked}", percent(first, asked)));
    }
    let (mut asked, mut among) = (0, 0);
    for product in snapshot.products() {
        for number in numbers(&product) {
            let short: String = {
                let mut characters: Vec<char> = number.chars().collect();
                let mut cut = 0;
                while cut < 2 {
                    cut += usize::from(characters.pop().is_none_or(char::is_alphanumeric));
                }
                characters.into_iter().collect()
            };
            asked += 1;
            let right = &owners[&joined(number).to_uppercase()];
            let hit = ask(snapshot, &short)?.iter().any(|found| right.contains(found));
            among += usize::from(hit);
            if !hit && asked - among <= 3 {
                out(&format!("  missed: {short} ({number})"));
            }
        }
    }
    out(&format!("two cut off: among ten {:.2} % of {asked}", percent(among, asked)));
    out(&format!(
        "CPU a search: p50 {:.0} us, p99 {:.0} us",
        quantile(&mut times, 0.5),
        quantile(&mut times, 0.99)
    ));
    Ok(())
}

fn numbers<'a>(product: &ProductRef<'a>) -> impl Iterator<Item = &'a str> {
    std::iter::once(product.sku()).chain(product.oe_numbers())
}

fn ask(snapshot: &Snapshot, text: &str) -> anyhow::Result<Vec<u32>> {
    let query = SearchQuery { text: text.to_owned(), limit: 10, ..SearchQuery::default() };
    Ok(search_products(snapshot, &query)?.hits.iter().map(|hit| hit.product.number()).collect())
}

fn joined(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn separated(number: &str, separator: &str) -> String {
    number
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(separator)
}

fn by_three(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    characters.chunks(3).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
