//! Any text in the search box: an answer, never a panic; also as half a word, a VIN and staff's synonyms.
#![no_main]

use catalogue::{SearchQuery, SuggestQuery, check_synonyms, decode_vin, search_products, suggest};
use dukkan_fuzz::SHOP;
use kernel::Locale;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, String)| {
    let (flags, text) = input;
    let locale = [None, Some(Locale::Fr), Some(Locale::Ar), Some(Locale::En)][usize::from(flags % 4)];
    let query = SearchQuery {
        text: text.clone(),
        locale,
        literal: flags & 4 != 0,
        facets: flags & 8 != 0,
        limit: 20,
        ..SearchQuery::default()
    };
    let answer = search_products(&SHOP, &query).expect("text alone is never refused");
    for hit in &answer.hits {
        let name = hit.product.name(locale.unwrap_or(Locale::Fr));
        for range in &hit.highlights {
            assert!(name.get(range.clone()).is_some(), "a highlight lies within the name");
        }
    }
    let _suggestions =
        suggest(&SHOP, &SuggestQuery { text: text.clone(), locale, ..SuggestQuery::default() });
    let _report = decode_vin(&SHOP, &text);
    let _report = check_synonyms(&text);
});
