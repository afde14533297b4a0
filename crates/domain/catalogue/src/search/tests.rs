//! Search as a whole, on a small shop of car parts.

mod paging;

use chrono::DateTime;
use kernel::{Locale, LocalizedText};
use proptest::prelude::*;

use super::{SearchIndex, SearchNames, SearchQuery, search_products, suggest};
use crate::{
    Brand, BrandId, CatalogueSettings, Fitment, Product, ProductId, QuerySense, ShelfData, ShelfProduct,
    Snapshot, SuggestQuery, SuggestionKind, Vehicle, VehicleId,
};

const NAMES: [(&str, &str, &str); 8] = [
    ("Plaquettes de frein avant", "فحمات الفرامل", "7701 208 265"),
    ("Disque de frein", "قرص الفرامل", "8200 123 117"),
    ("Filtre à huile", "فلتر زيت", "7700 274 177"),
    ("Filtre à air", "فلتر هواء", "8Z8 499 642 W"),
    ("Radiateur", "رادياتير", "K83913.39F29.59444AT"),
    ("Batterie 70 Ah", "بطارية", "5Q0 915 105"),
    ("Amortisseur avant", "ممتص صدمات", "1K0 413 031"),
    ("Perceuse sans fil", "مثقاب بدون سلك", "PSR 18"),
];

fn uuid(number: u32) -> kernel::uuid::Uuid {
    kernel::uuid::Uuid::from_u128(0x8000_0000_0000_8000_8000_0000_0000_0000 | u128::from(number))
}

fn product(number: u32, (fr, ar, oe): (&str, &str, &str)) -> ShelfProduct {
    let product = Product {
        id: ProductId(uuid(number)),
        number,
        sku: format!("REF-{number:06}"),
        slug: format!("part-{number}"),
        names: LocalizedText::in_locale(Locale::Fr, fr).with(Locale::Ar, ar),
        descriptions: LocalizedText::default(),
        brand_id: Some(BrandId(uuid(1))),
        category_id: None,
        price_minor: Some(1_000),
        regular_price_minor: None,
        cost_minor: None,
        gtin: None,
        specifications: Vec::new(),
        images: Vec::new(),
        oe_numbers: vec![oe.to_owned()],
        cross_references: Vec::new(),
        stock_quantity: Some(9),
        on_order: false,
        popularity: 0,
        published_at: Some(DateTime::UNIX_EPOCH),
        deleted_at: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    };
    let fits = Fitment { vehicle: number % 2, position: None, quantity: None, conditions: None };
    ShelfProduct { product, fitments: vec![fits], price_points: Vec::new() }
}

fn vehicle(number: u32, model: &str, series: &str, generation: u16, engine: &str) -> Vehicle {
    Vehicle {
        id: VehicleId(uuid(number)),
        number,
        slug: format!("vehicle-{number}"),
        make: "Renault".to_owned(),
        model: model.to_owned(),
        generation: Some(generation),
        series: Some(series.to_owned()),
        year_from: Some(2012),
        year_to: Some(2019),
        engine: Some(engine.to_owned()),
        fuel: None,
        power_kw: None,
        body: None,
        drive: None,
        transmission: None,
        k_type: None,
        aces_base_vehicle: None,
    }
}

fn data() -> ShelfData {
    let bosch = Brand { id: BrandId(uuid(1)), number: 0, slug: "bosch".to_owned(), name: "Bosch".to_owned() };
    ShelfData {
        brands: vec![bosch],
        categories: Vec::new(),
        vehicles: vec![
            vehicle(0, "Clio", "X98", 4, "1.5L I4 Diesel"),
            vehicle(1, "Megane", "X95", 3, "1.6L I4 Petrol"),
        ],
        products: (0..).zip(NAMES).map(|(number, names)| product(number, names)).collect(),
    }
}

fn shop() -> Snapshot {
    Snapshot::build(CatalogueSettings::default(), data()).unwrap()
}

fn asked(text: &str) -> SearchQuery {
    SearchQuery { text: text.to_owned(), facets: true, ..SearchQuery::default() }
}

fn first(shop: &Snapshot, text: &str) -> Option<String> {
    let answer = search_products(shop, &asked(text)).unwrap();
    answer.hits.first().map(|hit| hit.product.name(Locale::Fr).to_owned())
}

#[test]
fn one_box_takes_words_in_any_script_and_spelling() {
    let shop = shop();
    for (text, name) in [
        ("plaquettes frein", "Plaquettes de frein avant"),
        ("plaquete de frien", "Plaquettes de frein avant"),
        ("الفرامل قرص", "Disque de frein"),
        ("filtre a l'huile", "Filtre à huile"),
        ("oil filter", "Filtre à huile"),
        ("filtre zit", "Filtre à huile"),
        ("فيلتر زيت", "Filtre à huile"),
        ("رادياتور", "Radiateur"),
        ("batri", "Batterie 70 Ah"),
        ("amortiseur", "Amortisseur avant"),
        ("zzz frein disque", "Disque de frein"),
    ] {
        assert_eq!(first(&shop, text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn part_numbers_are_found_in_any_spelling_and_by_their_pieces() {
    let shop = shop();
    for text in
        ["7701 208 265", "7701208265", "7701-208.265", "770 120 826 5", "77012082", "plaquettes 7701-208-265"]
    {
        let answer = search_products(&shop, &asked(text)).unwrap();
        assert_eq!(answer.reading.sense, QuerySense::PartNumber, "{text}");
        assert_eq!(answer.hits[0].product.number(), 0, "{text}");
        assert_eq!(answer.hits[0].matched_number.as_deref(), Some("7701 208 265"));
    }
    for piece in ["K83913", "83913", "39F29", "59444AT", "59444", "9444AT", "K83913.39F29", "39F29.59444"] {
        assert_eq!(first(&shop, piece).as_deref(), Some("Radiateur"), "{piece}");
    }
    let answer = search_products(&shop, &asked("ref-00")).unwrap();
    assert_eq!((answer.reading.sense, answer.total), (QuerySense::PartNumber, 8), "all begin so");
    assert_eq!(first(&shop, "7701 208 266"), None, "a wrong number is never corrected");
}

#[test]
fn a_vehicle_in_the_words_becomes_a_filter_that_literal_undoes() {
    let shop = shop();
    for text in [
        "plaquettes clio 4 1.5 dci",
        "plaquettes renault clio iv",
        "plaquettes كليو",
        "plaquettes X98 clio 2014",
    ] {
        let answer = search_products(&shop, &asked(text)).unwrap();
        let vehicle = answer.reading.vehicle.unwrap();
        assert!(vehicle.label.starts_with("Renault Clio"), "{text}: {vehicle:?}");
        assert_eq!(answer.total, 1, "{text}");
    }
    let answer = search_products(&shop, &asked("plaquettes megane")).unwrap();
    assert!(answer.reading.vehicle_ignored, "no such part for that car: never a dead end");
    assert_eq!(answer.hits[0].product.number(), 0);
    let literal = SearchQuery { literal: true, ..asked("plaquettes clio") };
    let answer = search_products(&shop, &literal).unwrap();
    assert_eq!((answer.reading.vehicle, answer.reading.left_out), (None, vec!["clio".to_owned()]));
}

#[test]
fn codes_are_read_together_or_apart() {
    let shop = shop();
    assert_eq!(first(&shop, "batterie 70ah").as_deref(), Some("Batterie 70 Ah"));
    let vehicle = |text: &str| search_products(&shop, &asked(text)).unwrap().reading.vehicle;
    assert_eq!(vehicle("plaquettes clio4").map(|v| v.label).as_deref(), Some("Renault Clio 4"));
    assert_eq!(vehicle("plaquettes 208265"), None, "a piece of a part number is no car");
}

#[test]
fn a_fuel_beside_its_filter_names_no_engine() {
    let reading = search_products(&shop(), &asked("filtre gasoil clio")).unwrap().reading;
    assert_eq!(reading.words, ["filtre", "gasoil"]);
    let reading = search_products(&shop(), &asked("plaquettes clio gasoil")).unwrap().reading;
    assert_eq!(reading.words, ["plaquettes"]);
}

#[test]
fn the_answer_says_what_was_corrected_and_what_is_marked() {
    let shop = shop();
    let answer = search_products(&shop, &asked("amortiseur avant")).unwrap();
    assert_eq!(answer.did_you_mean.as_deref(), Some("amortisseur avant"));
    let hit = &answer.hits[0];
    let marked: Vec<&str> =
        hit.highlights.iter().map(|range| &hit.product.name(Locale::Fr)[range.clone()]).collect();
    assert_eq!(marked, ["Amortisseur", "avant"]);
}

#[test]
fn a_word_that_the_answer_passes_over_is_not_corrected() {
    let answer = |text: &str| {
        let shop = shop();
        let answer = search_products(&shop, &asked(text)).unwrap();
        (answer.reading.left_out, answer.reading.corrections.len(), answer.did_you_mean)
    };
    let unknown = vec!["zzqqxx".to_owned()];
    assert_eq!(answer("zzqqxx amortisseur avant"), (unknown.clone(), 0, None));
    let meant = Some("zzqqxx amortisseur avant".to_owned());
    assert_eq!(answer("zzqqxx amortiseur avant"), (unknown, 1, meant));
}

#[test]
fn a_word_of_the_trade_is_not_taken_for_another_thing() {
    let shop = shop();
    let answer = search_products(&shop, &asked("bouchon")).unwrap();
    assert_eq!((answer.total, answer.did_you_mean), (0, None));
}

#[test]
fn another_name_of_several_words_stands_together() {
    let mut data = data();
    let lamp = ("Optique gauche", "فانوس زجاج أسود قسم أمامي", "8200 700 001");
    let windscreen = ("Vitre sans tain", "زجاج أمامي", "8200 700 002");
    data.products.extend((8..).zip([lamp, windscreen]).map(|(number, names)| product(number, names)));
    let shop = Snapshot::build(CatalogueSettings::default(), data).unwrap();
    let named = |text: &str| -> Vec<String> {
        let answer = search_products(&shop, &asked(text)).unwrap();
        answer.hits.iter().map(|hit| hit.product.name(Locale::Fr).to_owned()).collect()
    };
    assert_eq!(named("pare-brise"), ["Vitre sans tain"]);
    // What is typed may stand apart.
    assert_eq!(named("زجاج أمامي"), ["Vitre sans tain", "Optique gauche"]);
}

#[test]
fn suggestions_finish_what_is_being_typed() {
    let shop = shop();
    let kinds = |text: &str| -> Vec<SuggestionKind> {
        let query = SuggestQuery { text: text.to_owned(), ..SuggestQuery::default() };
        suggest(&shop, &query).items.into_iter().map(|item| item.kind).collect()
    };
    assert_eq!(kinds("plaq"), [SuggestionKind::Product]);
    assert!(kinds("bos").contains(&SuggestionKind::Brand));
    assert!(kinds("cli").contains(&SuggestionKind::Vehicle));
    assert!(kinds("7701 20").contains(&SuggestionKind::PartNumber));
    assert!(kinds("").is_empty());
}

#[test]
fn an_index_on_disk_is_opened_again_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let (settings, data) = (CatalogueSettings::default(), data());
    let open = || SearchIndex::open(Some(folder.path()), &settings, SearchNames::of(&data)).unwrap();
    {
        let empty = open();
        assert_eq!(empty.place(), None);
        let full = empty.update(&data.products, &[], "41").unwrap();
        assert_eq!(full.product_count(), 8);
        let less = full.update(&[], &[3], "42").unwrap();
        assert_eq!((less.product_count(), less.place()), (7, Some("42")));
    }
    let again = open();
    assert_eq!((again.product_count(), again.place()), (7, Some("42")));
}

#[test]
fn long_queries_are_cut_and_say_so() {
    let shop = shop();
    for text in ["frein ".repeat(1_000), "x".repeat(10_000), "\u{1}\u{7}frein\u{0}".repeat(500)] {
        let answer = search_products(&shop, &asked(&text)).unwrap();
        assert!(answer.reading.cut);
    }
    assert!(!search_products(&shop, &asked("frein")).unwrap().reading.cut);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_searched_and_suggested_for(text in "(\\PC|[\\x00-\\x1f]|[اأفلترز]|frein|sans |[0-9.\\-/'’*+?()\\[\\]{}\"~^:]|clio 4 ){0,40}") {
        let shop = shop();
        let answer = search_products(&shop, &asked(&text)).unwrap();
        for hit in &answer.hits {
            let name = hit.product.name(Locale::Fr);
            prop_assert!(hit.highlights.iter().all(|range| name.get(range.clone()).is_some()));
        }
        let literal = SearchQuery { literal: true, ..asked(&text) };
        search_products(&shop, &literal).unwrap();
        suggest(&shop, &SuggestQuery { text, ..SuggestQuery::default() });
    }
}
