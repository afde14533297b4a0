//! A shop's shelf the plain way, and random shops to fill it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use kernel::{Locale, LocalizedText, uuid::Uuid};
use proptest::prelude::*;

use crate::shelf::collation::collation_key;
use crate::*;

pub(super) const NAMES: [&str; 8] = [
    "Étrier avant",
    "Etrier arrière",
    "Filtre à huile",
    "filtre a huile",
    "Plaquettes de frein",
    "إطار",
    "اطار",
    "Zinc",
];
pub(super) const SORTS: [Sort; 5] =
    [Sort::Popularity, Sort::PriceAscending, Sort::PriceDescending, Sort::Name, Sort::Newest];

pub(super) fn tables() -> ShelfData {
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

pub(super) fn product() -> impl Strategy<Value = ShelfProduct> {
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

pub(super) type Batch = Vec<(u32, Option<ShelfProduct>)>;

pub(super) fn batch(numbers: std::ops::Range<u32>, size: usize) -> impl Strategy<Value = Batch> {
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

pub(super) fn filter() -> impl Strategy<Value = ProductFilter> {
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
pub(super) struct Model(pub(super) BTreeMap<u32, ShelfProduct>);

impl Model {
    pub(super) fn apply(&mut self, batch: &Batch) {
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

    pub(super) fn sorted(&self, filter: &ProductFilter, sort: Sort, locale: Locale) -> Vec<u32> {
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

    pub(super) fn facets(&self, filter: &ProductFilter) -> BTreeMap<String, BTreeMap<String, usize>> {
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

pub(super) fn on_offer(product: &Product) -> bool {
    product
        .price_minor
        .is_some_and(|price| product.regular_price_minor.is_some_and(|regular| regular > price))
}

pub(super) fn brand_slugs(record: &ShelfProduct) -> Vec<String> {
    record.product.brand_id.iter().map(|id| format!("brand-{}", id.0.as_u128() - 1)).collect()
}

pub(super) fn category_slugs(record: &ShelfProduct) -> Vec<String> {
    let parents = [None, Some(0), Some(0), None, Some(2)];
    let own = record.product.category_id.map(|id| id.0.as_u128() as usize - 1);
    std::iter::successors(own, |number| parents[*number]).map(|number| format!("category-{number}")).collect()
}

pub(super) fn vehicle_slugs(record: &ShelfProduct) -> Vec<String> {
    let slugs = |vehicle: u32| {
        let make = ["renault", "peugeot", ""][vehicle as usize / 4];
        let model = format!("{make}-{}", ["clio", "megane"][vehicle as usize / 2 % 2]);
        [format!("vehicle-{vehicle}"), format!("{model}-{}", vehicle % 2 + 1), model, make.to_owned()]
    };
    record.fitments.iter().flat_map(|fitment| slugs(fitment.vehicle)).collect()
}

pub(super) fn fact_texts(record: &ShelfProduct, key: &str) -> Vec<String> {
    let facts = record.product.specifications.iter().filter(|fact| fact.key == key);
    facts.map(|fact| SpecificationValueRef::from(&fact.value).to_string()).collect()
}

pub(super) fn facets_of(page: &ProductPage<'_>) -> BTreeMap<String, BTreeMap<String, usize>> {
    let values = |facet: &Facet<'_>| {
        facet.values.iter().filter(|v| v.count > 0).map(|v| (v.value.to_owned(), v.count)).collect()
    };
    page.facets.iter().map(|facet| (facet.name.to_owned(), values(facet))).collect()
}
