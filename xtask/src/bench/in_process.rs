//! Lists and searches called directly, without HTTP: latency of one call on one thread.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use catalogue::{
    CatalogueSettings, ListQuery, ProductFilter, SearchQuery, Shelf, Snapshot, Sort, list_products,
    search_products,
};
use db::Db;

use super::random::Random;
use super::report::say;

/// How often each is called.
const CALLS: usize = 3_000;

/// Opens the shop's shelf here and measures.
pub(super) async fn measure(shop: &Path, seed: u64) -> Result<()> {
    let url = format!("sqlite:{}", shop.join("dukkan.sqlite").display());
    let db = Db::connect(&url).await.context("cannot open the shop's database")?;
    let shelf = Shelf::open(db.clone(), CatalogueSettings::default(), Some(&shop.join("shelf"))).await?;
    let snapshot = shelf.snapshot();
    say("\n### in process, one thread");
    let mut random = Random(seed);
    let lists: Vec<ListQuery> = (0..CALLS).map(|_| three_filters(&snapshot, &mut random)).collect();
    report("list with three filters and facets", &lists, |query| {
        list_products(&snapshot, query).map_or(0, |page| page.total)
    });
    let searches: Vec<SearchQuery> = (0..CALLS).map(|_| query(&mut random)).collect();
    report("search with facets", &searches, |query| {
        search_products(&snapshot, query).map_or(0, |answer| answer.total)
    });
    db.close().await;
    Ok(())
}

/// A category, a brand and a make, or what is in stock: as shoppers narrow a list.
fn three_filters(snapshot: &Snapshot, random: &mut Random) -> ListQuery {
    let categories = snapshot.categories();
    let brands = snapshot.brands();
    let makes: Vec<String> = snapshot.makes().map(|make| make.slug().to_owned()).collect();
    let category = categories.get(random.below(categories.len())).map(|category| category.slug.clone());
    let brand = brands.get(random.below(brands.len())).map(|brand| brand.slug.clone());
    let mut filter = ProductFilter {
        categories: category.into_iter().collect(),
        brands: brand.into_iter().collect(),
        ..ProductFilter::default()
    };
    if random.below(2) == 0 {
        filter.vehicles.push(random.pick(&makes).to_owned());
    } else {
        filter.in_stock = true;
    }
    let sort = [Sort::Popularity, Sort::PriceAscending, Sort::Name, Sort::Newest][random.below(4)];
    ListQuery { filter, sort, facets: true, ..ListQuery::default() }
}

fn query(random: &mut Random) -> SearchQuery {
    SearchQuery { text: super::workload::query(random), facets: true, ..SearchQuery::default() }
}

/// Calls each once and prints where the times lie.
fn report<T>(name: &str, queries: &[T], call: impl Fn(&T) -> usize) {
    let mut microseconds = Vec::with_capacity(queries.len());
    let mut found = 0;
    for query in queries {
        let begun = Instant::now();
        found += call(query);
        microseconds.push(begun.elapsed().as_nanos() as f64 / 1000.0);
    }
    microseconds.sort_by(f64::total_cmp);
    let at = |share: f64| microseconds[((microseconds.len() - 1) as f64 * share) as usize];
    say(&format!(
        "{name}: p50 {:.0} us, p99 {:.0} us, most {:.0} us ({} calls, {:.0} products found on average)",
        at(0.5),
        at(0.99),
        at(1.0),
        queries.len(),
        found as f64 / queries.len() as f64
    ));
}
