//! The shelf against a plain model of itself, over random catalogues and random changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use kernel::{Locale, LocalizedText, uuid::Uuid};
use proptest::prelude::*;

use crate::shelf::collation::collation_key;
use crate::shelf::saved;
use crate::*;

const NAMES: [&str; 8] = [
    "Étrier avant",
    "Etrier arrière",
    "Filtre à huile",
    "filtre a huile",
    "Plaquettes de frein",
    "إطار",
    "اطار",
    "Zinc",
];
const SORTS: [Sort; 5] =
    [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest];

fn tables() -> ShelfData {
    let brand = |number: u32| Brand {
        id: BrandId(Uuid::from_u128(u128::from(number) + 1)),
        number,
        slug: format!("brand-{number}"),
        name: format!("Brand {number}"),
    };
    // 0 and 3 at the top, 1 and 2 within 0, 4 within 2.
    let parents = [None, Some(0), Some(0), None, Some(2)];
    let category = |(number, parent): (u32, &Option<u32>)| Category {
        id: CategoryId(Uuid::from_u128(u128::from(number) + 1)),
        number,
        parent_id: parent.map(|parent| CategoryId(Uuid::from_u128(u128::from(parent) + 1))),
        slug: format!("category-{number}"),
        names: LocalizedText::in_locale(Locale::Fr, format!("Rayon {number}")),
        position: number as i32,
        drawing: None,
    };
    let vehicle = |number: u32| Vehicle {
        id: VehicleId(Uuid::from_u128(u128::from(number) + 1)),
        number,
        slug: format!("vehicle-{number}"),
        make: ["Renault", "Peugeot", ""][number as usize / 4].to_owned(),
        model: ["Clio", "Megane"][number as usize / 2 % 2].to_owned(),
        generation: Some(number as u16 % 2 + 1),
        series: None,
        year_from: None,
        year_to: None,
        engine: Some("1.5 dCi".to_owned()),
        fuel: None,
        power_kw: None,
        body: None,
        drive: None,
        transmission: None,
        k_type: None,
        aces_base_vehicle: None,
    };
    ShelfData {
        brands: (0..4).map(brand).collect(),
        categories: (0..).zip(&parents).map(category).collect(),
        vehicles: (0..9).map(vehicle).collect(),
        products: Vec::new(),
    }
}

fn product() -> impl Strategy<Value = ShelfProduct> {
    let facts = proptest::collection::vec((0_u8..3, 0_u8..4), 0..3);
    let fitments = proptest::collection::btree_set(0_u32..9, 0..4);
    (
        (0_usize..NAMES.len(), proptest::option::of(0_usize..NAMES.len()), proptest::option::of(0_u128..4)),
        (proptest::option::of(0_u128..5), proptest::option::of(0_i64..4), proptest::option::of(0_i64..6)),
        (proptest::option::of(0_u32..9), any::<bool>(), 0_u32..3, 0_i64..3, 0_u8..8),
        (facts, fitments, proptest::collection::vec(0_u8..6, 0..3)),
    )
        .prop_map(
            |(
                (fr, ar, brand),
                (category, price, regular),
                (stock, on_order, popularity, created, state),
                lists,
            )| {
                let at = |us: i64| DateTime::from_timestamp_micros(us).unwrap();
                let fact = |(key, value): &(u8, u8)| Specification {
                    key: format!("key-{key}"),
                    value: match value {
                        0 => SpecificationValue::Flag(true),
                        1 => SpecificationValue::Number(1.5),
                        value => SpecificationValue::Text(format!("word {value}")),
                    },
                };
                let facts: BTreeSet<(u8, u8)> = lists.0.into_iter().collect();
                let mut names = LocalizedText::in_locale(Locale::Fr, NAMES[fr]);
                names.ar = ar.map(|name| NAMES[name].to_owned());
                ShelfProduct {
                    product: Product {
                        id: ProductId(Uuid::nil()),
                        number: 0,
                        sku: String::new(),
                        slug: String::new(),
                        names,
                        descriptions: LocalizedText::in_locale(Locale::En, "Fits."),
                        brand_id: brand.map(|brand| BrandId(Uuid::from_u128(brand + 1))),
                        category_id: category.map(|category| CategoryId(Uuid::from_u128(category + 1))),
                        price_minor: price,
                        regular_price_minor: regular,
                        cost_minor: None,
                        gtin: None,
                        specifications: facts.iter().map(fact).collect(),
                        images: Vec::new(),
                        oe_numbers: lists.2.iter().map(|number| format!("OE-770{number}")).collect(),
                        cross_references: Vec::new(),
                        stock_quantity: stock,
                        on_order,
                        popularity,
                        published_at: (state > 0).then(|| at(1)),
                        deleted_at: (state == 1).then(|| at(2)),
                        created_at: at(created),
                        updated_at: at(created),
                    },
                    fitments: lists
                        .1
                        .into_iter()
                        .map(|vehicle| Fitment { vehicle, position: None, quantity: None, conditions: None })
                        .collect(),
                    price_points: vec![PricePoint { valid_from: at(0), price_minor: price }],
                }
            },
        )
}

type Batch = Vec<(u32, Option<ShelfProduct>)>;

fn batch(numbers: std::ops::Range<u32>, size: usize) -> impl Strategy<Value = Batch> {
    proptest::collection::btree_map(numbers, proptest::option::weighted(0.8, product()), 0..size).prop_map(
        |batch| {
            let numbered = |(number, record): (u32, Option<ShelfProduct>)| {
                let record = record.map(|mut record| {
                    record.product.number = number;
                    record.product.id = ProductId(Uuid::from_u128(u128::from(number) + 1));
                    record.product.slug = format!("part-{number}-{}", record.product.popularity);
                    record.product.sku = format!("SKU{number:05}");
                    record
                });
                (number, record)
            };
            batch.into_iter().map(numbered).collect()
        },
    )
}

fn filter() -> impl Strategy<Value = ProductFilter> {
    let some = |max: u32, prefix: &'static str| {
        let slugs = proptest::collection::vec((0..max).prop_map(move |n| format!("{prefix}{n}")), 1..3);
        proptest::option::weighted(0.3, slugs).prop_map(Option::unwrap_or_default)
    };
    let vehicles = proptest::sample::select(vec![
        "renault",
        "peugeot-clio",
        "renault-megane-2",
        "vehicle-8",
        "vehicle-1",
    ]);
    (
        some(4, "brand-"),
        some(5, "category-"),
        proptest::option::weighted(0.3, vehicles),
        (proptest::option::weighted(0.3, 0_i64..4), proptest::option::weighted(0.3, 0_i64..6)),
        (proptest::bool::weighted(0.3), proptest::bool::weighted(0.2), proptest::bool::weighted(0.2)),
    )
        .prop_map(|(brands, categories, vehicle, (low, high), (in_stock, on_offer, fact))| {
            ProductFilter {
                brands,
                categories,
                vehicles: vehicle.into_iter().map(str::to_owned).collect(),
                price_min_minor: low,
                price_max_minor: high.map(|high| high + low.unwrap_or(0)),
                in_stock,
                on_offer,
                specifications: if fact {
                    vec![("key-1".to_owned(), vec!["1.5".to_owned()])]
                } else {
                    Vec::new()
                },
            }
        })
}

/// What is for sale, the plain way.
#[derive(Default)]
struct Model(BTreeMap<u32, ShelfProduct>);

impl Model {
    fn apply(&mut self, batch: &Batch) {
        for (number, record) in batch {
            match record
                .clone()
                .filter(|r| r.product.published_at.is_some() && r.product.deleted_at.is_none())
            {
                Some(record) => self.0.insert(*number, record),
                None => self.0.remove(number),
            };
        }
    }

    fn matches(record: &ShelfProduct, filter: &ProductFilter) -> bool {
        let product = &record.product;
        let any =
            |wanted: &[String], has: Vec<String>| wanted.is_empty() || has.iter().any(|h| wanted.contains(h));
        let price = product.price_minor;
        let priced = filter.price_min_minor.is_none() && filter.price_max_minor.is_none()
            || price.is_some_and(|price| {
                filter.price_min_minor.is_none_or(|low| price >= low)
                    && filter.price_max_minor.is_none_or(|high| price <= high)
            });
        any(&filter.brands, brand_slugs(record))
            && any(&filter.categories, category_slugs(record))
            && any(&filter.vehicles, vehicle_slugs(record))
            && priced
            && (!filter.in_stock || product.stock_quantity.is_some_and(|count| count > 0))
            && (!filter.on_offer || on_offer(product))
            && filter.specifications.iter().all(|(key, values)| any(values, fact_texts(record, key)))
    }

    fn sorted(&self, filter: &ProductFilter, sort: Sort, locale: Locale) -> Vec<u32> {
        let found = self.0.iter().filter(|(_, record)| Self::matches(record, filter));
        let mut numbers: Vec<u32> = found.map(|(number, _)| *number).collect();
        numbers.sort_by_cached_key(|number| {
            let product = &self.0[number].product;
            let newest = (-product.created_at.timestamp_micros(), !number);
            match sort {
                Sort::Popularity => (-i64::from(product.popularity), newest.0, newest.1, Vec::new()),
                Sort::Newest => (0, newest.0, newest.1, Vec::new()),
                Sort::PriceAscending => (
                    i64::from(product.price_minor.is_none()),
                    product.price_minor.unwrap_or(0),
                    *number,
                    Vec::new(),
                ),
                Sort::PriceDescending => match product.price_minor {
                    Some(price) => (0, -price, !number, Vec::new()),
                    None => (1, 0, *number, Vec::new()),
                },
                Sort::Name => {
                    let mut key = Vec::new();
                    collation_key(product.names.best(locale), locale, &mut key);
                    key.push(0);
                    key.extend(number.to_be_bytes());
                    (0, 0, 0, key)
                }
            }
        });
        numbers
    }

    /// Count of each value of a facet under all filters but `without`.
    fn counts(
        &self,
        without: &ProductFilter,
        values: impl Fn(&ShelfProduct) -> Vec<String>,
    ) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for record in self.0.values().filter(|record| Self::matches(record, without)) {
            for value in values(record) {
                *counts.entry(value).or_insert(0) += 1;
            }
        }
        counts
    }

    fn facets(&self, filter: &ProductFilter) -> BTreeMap<String, BTreeMap<String, usize>> {
        let mut facets = BTreeMap::new();
        let flag = |yes: bool| if yes { vec!["true".to_owned()] } else { Vec::new() };
        let without = ProductFilter { brands: Vec::new(), ..filter.clone() };
        facets.insert("brand".to_owned(), self.counts(&without, brand_slugs));
        let without = ProductFilter { categories: Vec::new(), ..filter.clone() };
        facets.insert("category".to_owned(), self.counts(&without, category_slugs));
        let without = ProductFilter { in_stock: false, ..filter.clone() };
        let in_stock =
            |record: &ShelfProduct| flag(record.product.stock_quantity.is_some_and(|count| count > 0));
        facets.insert("inStock".to_owned(), self.counts(&without, in_stock));
        let without = ProductFilter { on_offer: false, ..filter.clone() };
        facets.insert("onOffer".to_owned(), self.counts(&without, |record| flag(on_offer(&record.product))));
        for key in ["key-0", "key-1", "key-2"] {
            let mut without = filter.clone();
            without.specifications.retain(|(set, _)| set != key);
            facets.insert(key.to_owned(), self.counts(&without, |record| fact_texts(record, key)));
        }
        facets
    }
}

fn on_offer(product: &Product) -> bool {
    product
        .price_minor
        .is_some_and(|price| product.regular_price_minor.is_some_and(|regular| regular > price))
}

fn brand_slugs(record: &ShelfProduct) -> Vec<String> {
    record.product.brand_id.iter().map(|id| format!("brand-{}", id.0.as_u128() - 1)).collect()
}

fn category_slugs(record: &ShelfProduct) -> Vec<String> {
    let parents = [None, Some(0), Some(0), None, Some(2)];
    let own = record.product.category_id.map(|id| id.0.as_u128() as usize - 1);
    std::iter::successors(own, |number| parents[*number]).map(|number| format!("category-{number}")).collect()
}

fn vehicle_slugs(record: &ShelfProduct) -> Vec<String> {
    let slugs = |vehicle: u32| {
        let make = ["renault", "peugeot", ""][vehicle as usize / 4];
        let model = format!("{make}-{}", ["clio", "megane"][vehicle as usize / 2 % 2]);
        [format!("vehicle-{vehicle}"), format!("{model}-{}", vehicle % 2 + 1), model, make.to_owned()]
    };
    record.fitments.iter().flat_map(|fitment| slugs(fitment.vehicle)).collect()
}

fn fact_texts(record: &ShelfProduct, key: &str) -> Vec<String> {
    let facts = record.product.specifications.iter().filter(|fact| fact.key == key);
    facts.map(|fact| SpecificationValueRef::from(&fact.value).to_string()).collect()
}

fn facets_of(page: &ProductPage<'_>) -> BTreeMap<String, BTreeMap<String, usize>> {
    let values = |facet: &Facet<'_>| {
        facet.values.iter().filter(|v| v.count > 0).map(|v| (v.value.to_owned(), v.count)).collect()
    };
    page.facets.iter().map(|facet| (facet.name.to_owned(), values(facet))).collect()
}

/// Lists that name a value which no product has had yet are refused, rightly.
fn is_known(snapshot: &Snapshot, filter: &ProductFilter) -> bool {
    snapshot.matching(filter).is_ok()
}

fn shelf() -> Snapshot {
    Snapshot::build(CatalogueSettings::default(), tables()).unwrap()
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
        let data = ShelfData { products: model.0.values().cloned().collect(), ..tables() };
        let filled = Snapshot::build(CatalogueSettings::default(), data).unwrap();
        prop_assert_eq!(followed.tree_version(), filled.tree_version());
        if is_known(&filled, &filter) {
            prop_assert_eq!(followed.filter_version(&filter, true), filled.filter_version(&filter, true));
            prop_assert_eq!(followed.filter_version(&filter, false), filled.filter_version(&filter, false));
        }
        for number in 0..60 {
            prop_assert_eq!(followed.product_version(number), filled.product_version(number));
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
            prop_assert_eq!(read.filter_version(&filter, true), shelf.filter_version(&filter, true));
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
    ) {
        let mut snapshot = shelf().after(&first);
        let stable: Vec<u32> = snapshot.live().iter().filter(|number| *number < 40).collect();
        let mut query = ListQuery { sort, limit, ..ListQuery::default() };
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
