//! Cursors that nobody gave, and given ones with bytes changed: refused or a page, never a panic.
#![no_main]

use catalogue::{ListQuery, SearchQuery, Sort, list_products, search_products};
use dukkan_fuzz::SHOP;
use libfuzzer_sys::fuzz_target;

const SORTS: [Sort; 5] =
    [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest];

fuzz_target!(|input: (u8, u8, Vec<(u16, u8)>, String)| {
    let (sort, limit, changes, written) = input;
    let sort = SORTS[usize::from(sort) % SORTS.len()];
    let limit = usize::from(limit % 100) + 1;
    let list = |cursor: Option<String>| {
        list_products(&SHOP, &ListQuery { sort, limit, cursor, ..ListQuery::default() })
    };
    let given = list(None).ok().and_then(|page| page.next_cursor).unwrap_or_default();
    let mut bytes = given.into_bytes();
    for (place, byte) in changes {
        if let Some(old) = bytes.get_mut(usize::from(place)) {
            *old = byte;
        }
    }
    for cursor in [String::from_utf8_lossy(&bytes).into_owned(), written] {
        if let Ok(page) = list(Some(cursor.clone())) {
            assert!(page.products.len() <= limit, "no more than was asked for");
            assert_ne!(page.next_cursor.as_ref(), Some(&cursor), "paging moves on");
        }
        // A refusal is an answer too.
        let query =
            SearchQuery { text: "frein".to_owned(), limit, cursor: Some(cursor), ..SearchQuery::default() };
        let _answer = search_products(&SHOP, &query);
    }
});
