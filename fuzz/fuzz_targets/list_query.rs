//! Filters of any words and numbers: refused or a page, never a panic.
#![no_main]

use catalogue::{CatalogueSettings, ListQuery, ProductFilter, ShelfData, Snapshot, list_products};
use libfuzzer_sys::fuzz_target;

type Words = (Vec<String>, Vec<String>, Vec<String>, Vec<(String, Vec<String>)>);
type Numbers = (Option<i64>, Option<i64>, usize, bool, bool);

fuzz_target!(|input: (Words, Numbers)| {
    let (
        (brands, categories, vehicles, specifications),
        (price_min_minor, price_max_minor, limit, in_stock, facets),
    ) = input;
    let Ok(snapshot) = Snapshot::build(CatalogueSettings::default(), ShelfData::default()) else { return };
    let filter = ProductFilter {
        brands,
        categories,
        vehicles,
        price_min_minor,
        price_max_minor,
        in_stock,
        on_offer: !in_stock,
        specifications,
    };
    // A refusal is an answer too.
    let _answer = list_products(&snapshot, &ListQuery { filter, limit, facets, ..ListQuery::default() });
});
