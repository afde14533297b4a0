//! Filters of any words and numbers, known ones among them: refused or a page that keeps them, never a panic.
#![no_main]

use catalogue::{ListQuery, ProductFilter, list_products};
use dukkan_fuzz::SHOP;
use libfuzzer_sys::fuzz_target;

type Words = (Vec<String>, Vec<String>, Vec<String>, Vec<(String, Vec<String>)>);
type Numbers = (Option<i64>, Option<i64>, usize, bool, bool);

fuzz_target!(|input: (u8, Words, Numbers)| {
    let (
        known,
        (mut brands, mut categories, mut vehicles, mut specifications),
        (price_min_minor, price_max_minor, limit, in_stock, facets),
    ) = input;
    for (bit, list, slug) in
        [(1, &mut brands, "bosch"), (2, &mut categories, "disques"), (4, &mut vehicles, "clio-4")]
    {
        if known & bit != 0 {
            *list = vec![slug.to_owned()];
        }
    }
    if known & 8 != 0 {
        specifications = vec![("diameter-mm".to_owned(), vec!["3".to_owned()])];
    }
    let filter = ProductFilter {
        brands,
        categories,
        vehicles,
        price_min_minor,
        price_max_minor,
        in_stock,
        on_offer: known & 16 != 0,
        specifications,
    };
    let query = ListQuery { filter, limit, facets, ..ListQuery::default() };
    // A refusal is an answer too.
    if let Ok(page) = list_products(&SHOP, &query) {
        assert!(page.products.len() <= page.total, "a page is a part of the list");
        for product in &page.products {
            let price = product.price().map(|price| price.minor);
            assert!(
                query.filter.price_min_minor.is_none_or(|least| price.is_some_and(|price| price >= least))
            );
            assert!(query.filter.price_max_minor.is_none_or(|most| price.is_some_and(|price| price <= most)));
        }
    }
});
