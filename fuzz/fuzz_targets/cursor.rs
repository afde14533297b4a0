//! Cursors that nobody gave: refused or a page, never a panic.
#![no_main]

use catalogue::{CatalogueSettings, ListQuery, ShelfData, Snapshot, Sort, list_products};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|cursor: &str| {
    let Ok(snapshot) = Snapshot::build(CatalogueSettings::default(), ShelfData::default()) else { return };
    for sort in [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest] {
        let query = ListQuery { sort, cursor: Some(cursor.to_owned()), ..ListQuery::default() };
        // A refusal is an answer too.
        let _answer = list_products(&snapshot, &query);
    }
});
