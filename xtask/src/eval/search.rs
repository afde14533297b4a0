//! `eval search`: NDCG@10 beside SQLite FTS5 on the same queries.

use std::path::Path;

use catalogue::{SearchQuery, SearchSettings, Snapshot, search_products_with};
use kernel::Locale;

use super::fts5::Fts5;
use super::judged::{self, JudgedQuery};
use super::metrics::{bootstrap, mean, ndcg, quantile, thread_cpu_us};
use super::{shop, tune};

/// What one engine did on one kind of queries.
pub(super) struct Outcome {
    pub(super) figures: Vec<f64>,
    pub(super) empty: usize,
}

/// The first ten products for a query, through the shop's own search.
pub(super) fn ask(snapshot: &Snapshot, settings: &SearchSettings, text: &str) -> anyhow::Result<Vec<String>> {
    let query =
        SearchQuery { text: text.to_owned(), locale: Some(Locale::En), limit: 10, ..SearchQuery::default() };
    let answer = search_products_with(snapshot, &query, settings)?;
    Ok(answer.hits.iter().map(|hit| hit.product.sku().to_owned()).collect())
}

pub(super) fn run(folder: &Path, tuned: bool, each: bool) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let snapshot = shop::judged_products(folder)?.snapshot(false)?;
    let queries = judged::read(folder)?;
    out(&format!(
        "{} products indexed in {:.2} s, {} queries; NDCG@10, linear gains E 1, S 0.1, C 0.01, I 0; [95 % bootstrap]",
        snapshot.product_count(),
        started.elapsed().as_secs_f64(),
        queries.len()
    ));
    let settings = SearchSettings::default();
    let fts5 = Fts5::build(&snapshot)?;
    for (label, is_typo) in [("clean", false), ("one typo", true)] {
        let text = |query: &JudgedQuery| -> String {
            if is_typo { query.typo.clone() } else { query.clean.clone() }
        };
        let texts: Vec<String> = queries.iter().map(text).collect();
        let ours = figures(&queries, &texts, |text| ask(&snapshot, &settings, text))?;
        let theirs = figures(&queries, &texts, |text| fts5.search(text))?;
        let difference: Vec<f64> =
            ours.figures.iter().zip(&theirs.figures).map(|(one, other)| one - other).collect();
        let share = |outcome: &Outcome| 100.0 * outcome.empty as f64 / queries.len() as f64;
        out(&format!("{label:>9}  dukkan      {}  empty {:.1} %", bootstrap(&ours.figures), share(&ours)));
        out(&format!(
            "{label:>9}  SQLite FTS5 {}  empty {:.1} %",
            bootstrap(&theirs.figures),
            share(&theirs)
        ));
        out(&format!("{label:>9}  difference  {}", bootstrap(&difference)));
        if each {
            for ((query, text), (one, other)) in
                queries.iter().zip(&texts).zip(ours.figures.iter().zip(&theirs.figures))
            {
                out(&format!("  {:>4}  {one:.3}  {other:.3}  {text}", query.id));
            }
        }
    }
    speed(&snapshot, &settings, &queries)?;
    if tuned {
        tune::run(&snapshot, &queries)?;
    }
    Ok(())
}

pub(super) fn figures(
    queries: &[JudgedQuery],
    texts: &[String],
    mut engine: impl FnMut(&str) -> anyhow::Result<Vec<String>>,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome { figures: Vec::with_capacity(queries.len()), empty: 0 };
    for (query, text) in queries.iter().zip(texts) {
        let found = engine(text)?;
        outcome.empty += usize::from(found.is_empty());
        outcome.figures.push(ndcg(&found, &query.gains));
    }
    Ok(outcome)
}

/// CPU time of one search with facets.
fn speed(snapshot: &Snapshot, settings: &SearchSettings, queries: &[JudgedQuery]) -> anyhow::Result<()> {
    const ROUNDS: usize = 50;
    let mut times = Vec::with_capacity(queries.len());
    for judged in queries {
        let query = SearchQuery { text: judged.clean.clone(), facets: true, ..SearchQuery::default() };
        let before = thread_cpu_us();
        for _ in 0..ROUNDS {
            search_products_with(snapshot, &query, settings)?;
        }
        times.push((thread_cpu_us() - before) / ROUNDS as f64);
    }
    out(&format!(
        "CPU a search with facets: mean {:.0} us, p50 {:.0} us, p99 {:.0} us",
        mean(&times),
        quantile(&mut times, 0.5),
        quantile(&mut times, 0.99)
    ));
    Ok(())
}

/// Prints a line of the report.
pub(super) fn out(line: &str) {
    use std::io::Write;
    // A closed pipe ends the report, nothing else.
    let _ = writeln!(std::io::stdout(), "{line}");
}
