//! Judged queries: who asked what, and which products are right.

use std::path::Path;

use anyhow::Context;
use rustc_hash::FxHashMap;

/// A query with its judgements.
#[derive(Debug, Clone)]
pub(super) struct JudgedQuery {
    pub(super) id: u32,
    pub(super) clean: String,
    pub(super) typo: String,
    /// Gain by product.
    pub(super) gains: FxHashMap<String, f64>,
}

/// Reads the queries of a folder, in the order of their ids.
pub(super) fn read(folder: &Path) -> anyhow::Result<Vec<JudgedQuery>> {
    let typos: FxHashMap<u32, String> = pairs(&folder.join("q-typo1.tsv"))?.into_iter().collect();
    let mut gains: FxHashMap<u32, FxHashMap<String, f64>> = FxHashMap::default();
    for row in text(&folder.join("qrels.tsv"))?.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [id, _, product, grade, ..] = fields[..] else { anyhow::bail!("no judgement: {row}") };
        gains.entry(id.parse()?).or_default().insert(product.to_owned(), gain(grade)?);
    }
    let mut queries = Vec::new();
    for (id, clean) in pairs(&folder.join("q-main.tsv"))? {
        let typo = typos.get(&id).cloned().unwrap_or_else(|| clean.clone());
        queries.push(JudgedQuery { id, clean, typo, gains: gains.remove(&id).unwrap_or_default() });
    }
    queries.sort_by_key(|query| query.id);
    Ok(queries)
}

/// Linear gains: exact 1, substitute 0.1, complement 0.01, irrelevant 0.
fn gain(grade: &str) -> anyhow::Result<f64> {
    Ok(match grade {
        "E" => 1.0,
        "S" => 0.1,
        "C" => 0.01,
        "I" => 0.0,
        other => anyhow::bail!("no grade: {other}"),
    })
}

fn pairs(file: &Path) -> anyhow::Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for row in text(file)?.lines() {
        let Some((id, query)) = row.split_once('\t') else { anyhow::bail!("no query: {row}") };
        found.push((id.parse().with_context(|| row.to_owned())?, query.to_owned()));
    }
    Ok(found)
}

fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
