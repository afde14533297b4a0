//! Pages of one search while products come and go.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{asked, data, product};
use crate::{CatalogueSettings, SearchQuery, ShelfData, Snapshot, Sort, search_products};

const WORDS: [&str; 6] = ["filtre", "huile", "frein", "disque", "avant", "moteur"];

/// A shop of those of the products that are there: number and which of the words its name has.
fn shop(there: &[(u32, Vec<usize>)]) -> Snapshot {
    let anchors = (1_000..1_003).map(|number| (number, (0..WORDS.len()).collect()));
    let products = there.iter().cloned().chain(anchors).map(|(number, words): (u32, Vec<usize>)| {
        let name = words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" ");
        let mut product = product(number, (&name, "قطعة", "n"));
        product.product.popularity = number % 7;
        product
    });
    let data = ShelfData { products: products.collect(), ..data() };
    Snapshot::build(CatalogueSettings::default(), data).unwrap()
}

fn page(shop: &Snapshot, query: &SearchQuery) -> (Vec<u32>, Option<String>) {
    let answer = search_products(shop, query).unwrap();
    (answer.hits.iter().map(|hit| hit.product.number()).collect(), answer.next_cursor)
}

fn products() -> impl Strategy<Value = Vec<(u32, Vec<usize>)>> {
    let words = proptest::sample::subsequence((0..WORDS.len()).collect::<Vec<_>>(), 1..4);
    proptest::collection::vec(words, 20..60).prop_map(|lists| (0..).zip(lists).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_product_that_stays_is_shown_once_while_others_come_and_go(
        products in products(),
        absent in proptest::collection::vec(proptest::collection::btree_set(0_u32..60, 0..20), 1..6),
        limit in 1_usize..12,
        text in proptest::sample::select(vec!["filtre", "filtre huile", "disque frein avant", "moteur huile filtre"]),
        sort in proptest::sample::select(vec![None, Some(Sort::PriceAscending), Some(Sort::Name)]),
    ) {
        let shops: Vec<Snapshot> = absent
            .iter()
            .map(|absent| {
                let there = products.iter().filter(|(number, _)| !absent.contains(number)).cloned();
                shop(&there.collect::<Vec<_>>())
            })
            .collect();
        let mut query = SearchQuery { sort, limit, ..asked(text) };
        let whole = |shop: &Snapshot| page(shop, &SearchQuery { limit: 100, ..query.clone() }).0;
        let matching: Vec<BTreeSet<u32>> = shops.iter().map(|shop| whole(shop).into_iter().collect()).collect();
        let mut seen = Vec::new();
        for turn in 0.. {
            let (numbers, next) = page(&shops[turn % shops.len()], &query);
            seen.extend(numbers);
            query.cursor = next;
            if query.cursor.is_none() {
                break;
            }
        }
        let once: BTreeSet<u32> = seen.iter().copied().collect();
        prop_assert_eq!(once.len(), seen.len(), "a product was shown twice: {:?}", seen);
        let stayed = |number: &u32| absent.iter().all(|absent| !absent.contains(number));
        for number in matching[0].iter().filter(|number| stayed(number)) {
            prop_assert!(once.contains(number), "{} was missed: {:?}", number, seen);
        }
    }
}
