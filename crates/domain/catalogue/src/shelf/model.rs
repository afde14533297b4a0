//! The shelf against a plain model of itself, over random catalogues and random changes.

mod plain;

use std::os::unix::fs::FileExt as _;
use std::sync::LazyLock;

use kernel::Locale;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::shelf::saved;
use crate::*;
use plain::{Model, SORTS, batch, facets_of, filter, tables};

/// Lists that name a value which no product has had yet are refused, rightly.
fn is_known(snapshot: &Snapshot, filter: &ProductFilter) -> bool {
    snapshot.matching(filter).is_ok()
}

/// An empty shelf; made once, because its search index is dear.
fn shelf() -> Snapshot {
    static EMPTY: LazyLock<Snapshot> =
        LazyLock::new(|| Snapshot::build(CatalogueSettings::default(), tables()).unwrap());
    EMPTY.clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn lists_and_facets_are_those_of_the_plain_model(
        batches in proptest::collection::vec(batch(0..80, 40), 1..5),
        filters in proptest::collection::vec(filter(), 1..6),
        limit in 1_usize..30,
    ) {
        let (mut snapshot, mut model) = (shelf(), Model::default());
        for batch in &batches {
            snapshot = snapshot.after(batch);
            model.apply(batch);
        }
        prop_assert_eq!(snapshot.product_count(), model.0.len());
        for filter in filters.iter().filter(|filter| is_known(&snapshot, filter)) {
            for (sort, locale) in SORTS.into_iter().zip([Locale::Fr, Locale::Ar, Locale::En, Locale::Ar, Locale::Fr]) {
                let mut query = ListQuery {
                    filter: filter.clone(), sort, locale: Some(locale), limit, facets: true, ..ListQuery::default()
                };
                let expected = model.sorted(filter, sort, locale);
                let mut listed = Vec::new();
                loop {
                    let page = list_products(&snapshot, &query).unwrap();
                    listed.extend(page.products.iter().map(ProductRef::number));
                    prop_assert_eq!(page.total, expected.len());
                    let (mut found, mut counted) = (facets_of(&page), model.facets(filter));
                    found.retain(|_, values| !values.is_empty());
                    counted.retain(|_, values| !values.is_empty());
                    prop_assert_eq!(found, counted);
                    query.cursor = page.next_cursor;
                    if query.cursor.is_none() {
                        break;
                    }
                }
                prop_assert_eq!(listed, expected, "{:?} {:?}", sort, filter);
            }
        }
    }

    #[test]
    fn a_shelf_that_followed_equals_one_that_was_filled_at_once(
        batches in proptest::collection::vec(batch(0..60, 30), 1..5),
        filter in filter(),
    ) {
        let (mut followed, mut model) = (shelf(), Model::default());
        for batch in &batches {
            followed = followed.after(batch);
            model.apply(batch);
        }
        let all: Vec<_> = model.0.iter().map(|(number, record)| (*number, Some(record.clone()))).collect();
        let filled = shelf().after(&all);
        prop_assert_eq!(followed.tree_version(), filled.tree_version());
        if is_known(&filled, &filter) {
            for (facets, by_price) in [(false, false), (false, true), (true, false), (true, true)] {
                let version = |shelf: &Snapshot| shelf.list_version(&filter, facets, by_price);
                prop_assert_eq!(version(&followed), version(&filled));
            }
        }
        for number in 0..60 {
            prop_assert_eq!(followed.product_version(number), filled.product_version(number));
            prop_assert_eq!(followed.page_version(number), filled.page_version(number));
            prop_assert_eq!(followed.shown_version(&[number]), filled.shown_version(&[number]));
            let numbers = |related: &Related<'_>| -> (Vec<u32>, Vec<u32>) {
                let list = |products: &[ProductRef<'_>]| products.iter().map(ProductRef::number).collect();
                (list(&related.same_part), list(&related.same_vehicles))
            };
            prop_assert_eq!(numbers(&related(&followed, number, 9)), numbers(&related(&filled, number, 9)));
            let Some(record) = model.0.get(&number) else {
                prop_assert!(followed.product_by_number(number).is_none());
                continue;
            };
            let product = followed.product(&record.product.slug).unwrap();
            prop_assert_eq!(product.number(), number);
            prop_assert_eq!(product.names(), record.product.names.clone());
            prop_assert_eq!(product.name(Locale::Ar), record.product.names.best(Locale::Ar));
            prop_assert_eq!(product.description(Locale::Fr), "Fits.");
            prop_assert!(product.oe_numbers().eq(record.product.oe_numbers.iter().map(String::as_str)));
            prop_assert_eq!(product.specifications().count(), record.product.specifications.len());
            prop_assert!(product.fitments().map(|f| f.vehicle.number).eq(record.fitments.iter().map(|f| f.vehicle)));
            prop_assert!(product.price_points().eq(record.price_points.iter().copied()));
            prop_assert_eq!(product.id(), record.product.id);
        }
        for category in followed.categories() {
            prop_assert_eq!(followed.category_count(category.number), filled.category_count(category.number));
        }
    }

    #[test]
    fn a_shelf_on_disk_is_read_back_whole_or_not_at_all(
        batches in proptest::collection::vec(batch(0..200, 80), 1..3),
        damage in any::<proptest::sample::Index>(),
        filter in filter(),
    ) {
        let shelf = batches.iter().fold(shelf(), |shelf, batch| shelf.after(batch));
        let place = db::Place { tx: 7, id: 9 };
        let folder = tempfile::tempdir().unwrap();
        saved::write(&shelf, place, folder.path()).unwrap();
        let (read, read_place) = saved::read(self::shelf(), folder.path()).unwrap();
        prop_assert_eq!(read_place, place);
        prop_assert_eq!(read.tree_version(), shelf.tree_version());
        if is_known(&shelf, &filter) {
            prop_assert_eq!(read.list_version(&filter, true, true), shelf.list_version(&filter, true, true));
        }
        for sort in SORTS {
            let query = ListQuery { filter: filter.clone(), sort, limit: 100, facets: true, ..ListQuery::default() };
            let list = |shelf: &Snapshot| {
                let page = list_products(shelf, &query).ok()?;
                let slugs: Vec<String> = page.products.iter().map(|product| product.slug().to_owned()).collect();
                Some((slugs, page.total, facets_of(&page)))
            };
            prop_assert_eq!(list(&read), list(&shelf));
        }
        for product in shelf.products() {
            prop_assert_eq!(read.product_version(product.number()), shelf.product_version(product.number()));
            prop_assert_eq!(read.product(product.slug()).unwrap().names(), product.names());
        }
        let path = folder.path().join("snapshot");
        let mut bytes = std::fs::read(&path).unwrap();
        let place = damage.index(bytes.len());
        bytes[place] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        prop_assert!(saved::read(self::shelf(), folder.path()).is_err());
        std::fs::write(&path, &bytes[..place]).unwrap();
        prop_assert!(saved::read(self::shelf(), folder.path()).is_err());
    }

    #[test]
    fn paging_shows_each_untouched_product_once_while_others_come_go_and_change(
        first in batch(0..60, 60),
        between in proptest::collection::vec(batch(40..100, 30), 0..6),
        sort in proptest::sample::select(SORTS.to_vec()),
        limit in 1_usize..9,
        brand in proptest::option::of(0_u32..3),
    ) {
        let mut snapshot = shelf().after(&first);
        let brands = brand.map(|brand| format!("brand-{brand}")).into_iter().collect();
        let filter = ProductFilter { brands, ..ProductFilter::default() };
        let matches = snapshot.matching(&filter).unwrap();
        let untouched = |number: &u32| *number < 40 && matches.contains(*number);
        let stable: Vec<u32> = snapshot.live().iter().filter(untouched).collect();
        let mut query = ListQuery { filter, sort, limit, ..ListQuery::default() };
        let mut seen = Vec::new();
        let mut changes = between.iter();
        loop {
            let page = list_products(&snapshot, &query).unwrap();
            seen.extend(page.products.iter().map(ProductRef::number).filter(|number| *number < 40));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
            if let Some(batch) = changes.next() {
                snapshot = snapshot.after(batch);
            }
        }
        seen.sort_unstable();
        prop_assert_eq!(seen, stable);
    }
}

#[test]
fn a_shelf_on_disk_with_any_byte_changed_is_refused_before_it_takes_memory() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let batch = batch(0..200, 20).new_tree(&mut runner).unwrap().current();
    let folder = tempfile::tempdir().unwrap();
    saved::write(&shelf().after(&batch), db::Place { tx: 7, id: 9 }, folder.path()).unwrap();
    let path = folder.path().join("snapshot");
    let whole = std::fs::read(&path).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    for (place, byte) in (0..).zip(&whole) {
        file.write_all_at(&[byte ^ 0x55], place).unwrap();
        assert!(saved::read(shelf(), folder.path()).is_err(), "byte {place} of {}", whole.len());
        file.write_all_at(&[*byte], place).unwrap();
    }
    assert!(saved::read(shelf(), folder.path()).is_ok());
}

#[test]
fn a_product_that_gets_another_price_while_somebody_pages_moves_no_other() {
    let priced = |number: u32, price_minor: i64| {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut record = plain::product().new_tree(&mut runner).unwrap().current();
        let product = &mut record.product;
        (product.number, product.id) = (number, ProductId(kernel::uuid::Uuid::from_u128(u128::from(number))));
        (product.slug, product.sku) = (format!("part-{number}"), format!("SKU{number}"));
        (product.price_minor, product.published_at, product.deleted_at) =
            (Some(price_minor), Some(chrono::DateTime::UNIX_EPOCH), None);
        (number, Some(record))
    };
    let list = |snapshot: &Snapshot, cursor: Option<String>| {
        let query = ListQuery { sort: Sort::PriceAscending, limit: 2, cursor, ..ListQuery::default() };
        let page = list_products(snapshot, &query).unwrap();
        (page.products.iter().map(ProductRef::number).collect::<Vec<u32>>(), page.next_cursor)
    };
    let snapshot = shelf().after(&[1, 2, 3, 4, 5].map(|number| priced(number, i64::from(number) * 10)));
    let (first, cursor) = list(&snapshot, None);
    assert_eq!(first, [1, 2]);
    // What was shown goes behind the cursor and comes again; what was not goes before it and is missed.
    let snapshot = snapshot.after(&[priced(1, 45), priced(5, 5)]);
    let (second, cursor) = list(&snapshot, cursor);
    let (third, end) = list(&snapshot, cursor);
    assert_eq!((second, third, end), (vec![3, 4], vec![1], None));
}

#[test]
fn wrong_filters_name_the_field_and_the_nearest_right_value() {
    let snapshot = shelf();
    let refused = |filter: ProductFilter| snapshot.matching(&filter).unwrap_err().to_string();
    let brand = ProductFilter { brands: vec!["brand-9".to_owned()], ..ProductFilter::default() };
    assert_eq!(refused(brand), "brand: no such brand \"brand-9\"; the nearest is \"brand-0\"");
    let vehicle = ProductFilter { vehicles: vec!["renaut".to_owned()], ..ProductFilter::default() };
    assert_eq!(refused(vehicle), "vehicle: no such vehicle \"renaut\"; the nearest is \"renault\"");
    let fact =
        ProductFilter { specifications: vec![("size".to_owned(), Vec::new())], ..ProductFilter::default() };
    assert_eq!(refused(fact), "size: no such filter");
    let long = ListQuery { limit: 101, ..ListQuery::default() };
    assert_eq!(list_products(&snapshot, &long).unwrap_err().to_string(), "limit: it goes from 1 to 100");
}
