//! `eval probes`: what shoppers of car parts type, and whether the first five are of that kind.

use std::path::Path;

use catalogue::{ProductRef, SearchQuery, Snapshot, search_products};
use kernel::Locale;

use super::metrics::{quantile, thread_cpu_us};
use super::search::out;
use super::shop;

/// The part of the file whose numbers are asked for, counted from 1.
const ASKED_PART: usize = 98;

/// A query, and a beginning of the French name that a right answer has.
const WORDS: [(&str, &str); 13] = [
    ("filtre à huile", "Filtre à huile"),
    ("filtre a huile", "Filtre à huile"),
    ("plaquete frein", "Plaquettes de frein"),
    ("amortiseur avant", "Amortisseur"),
    ("filtres huile", "Filtre à huile"),
    ("فلتر زيت", "Filtre à huile"),
    ("الفلتر زيت", "Filtre à huile"),
    ("فيلتر زيت", "Filtre à huile"),
    ("رادياتير", "Radiateur"),
    ("رادياتور", "Radiateur"),
    ("filtre zit", "Filtre à huile"),
    ("batri", "Batterie"),
    ("5 frein", "frein"),
];

pub(super) fn run(file: &Path) -> anyhow::Result<()> {
    let snapshot = shop::generated_parts(file)?.snapshot(false)?;
    let mut found = 0;
    let mut times = Vec::new();
    let mut check = |text: &str, is_right: &dyn Fn(&ProductRef<'_>) -> bool| -> anyhow::Result<()> {
        let names = ask(&snapshot, text, is_right, &mut times)?;
        let hit = names.iter().any(|(_, right)| *right);
        found += usize::from(hit);
        let first = names.first().map_or("nothing", |(name, _)| name.as_str());
        out(&format!("{} {text:<22} {first}", if hit { "found " } else { "MISSED" }));
        Ok(())
    };
    for (text, name) in WORDS {
        check(text, &|product| product.name(Locale::Fr).to_lowercase().contains(&name.to_lowercase()))?;
    }
    let part = snapshot.product_by_number(ASKED_PART as u32 - 1);
    let Some(part) = part else { anyhow::bail!("fewer than {ASKED_PART} parts") };
    let oe = part.oe_numbers().next().unwrap_or_default().to_owned();
    let compact: String = oe.chars().filter(|c| c.is_alphanumeric()).collect();
    let seven: String = oe.chars().take(7).collect();
    let spellings = [
        oe.clone(),
        compact.clone(),
        oe.replace(' ', "-"),
        compact.to_lowercase(),
        seven,
        part.sku().to_owned(),
    ];
    for text in spellings {
        check(&text, &|product| product.number() == part.number())?;
    }
    out(&format!("{found} of {} probes", WORDS.len() + 6));
    out(&format!(
        "CPU a search with facets: p50 {:.0} us, p99 {:.0} us",
        quantile(&mut times, 0.5),
        quantile(&mut times, 0.99)
    ));
    Ok(())
}

fn ask(
    snapshot: &Snapshot,
    text: &str,
    is_right: &dyn Fn(&ProductRef<'_>) -> bool,
    times: &mut Vec<f64>,
) -> anyhow::Result<Vec<(String, bool)>> {
    const ROUNDS: usize = 1_000;
    let query = SearchQuery { text: text.to_owned(), limit: 5, facets: true, ..SearchQuery::default() };
    let answer = search_products(snapshot, &query)?;
    let timed = SearchQuery { limit: 24, ..query.clone() };
    let before = thread_cpu_us();
    for _ in 0..ROUNDS {
        search_products(snapshot, &timed)?;
    }
    times.push((thread_cpu_us() - before) / ROUNDS as f64);
    Ok(answer
        .hits
        .iter()
        .map(|hit| (hit.product.name(Locale::Fr).to_owned(), is_right(&hit.product)))
        .collect())
}
