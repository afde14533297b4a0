//! What was exported imports again unchanged, into the same shop and into an empty one.

use catalogue::{
    Counts, CrossReference, ExportFormat, FitmentDocument, ImportKind, ImportOptions, ProductDocument,
    Specification, SpecificationValue, VehicleDocument, WriteContext, import_file, upsert_products,
    upsert_vehicles,
};
use db::testing::TestDb;
use kernel::LocalizedText;
use proptest::prelude::*;

use crate::shop::Shop;

/// Texts with everything that formats trip over.
const TEXT: &str = "[a-zéق=+@'\"|;,:<>&\\\\\\[\\]{}_x0041# \n-]{1,12}";

fn text() -> impl Strategy<Value = String> {
    TEXT.prop_filter("says something", |text: &String| text.chars().any(char::is_alphanumeric))
}

fn texts() -> impl Strategy<Value = LocalizedText> {
    (prop::option::of(text()), prop::option::of(text()), prop::option::of(text()))
        .prop_map(|(fr, ar, en)| LocalizedText { fr, ar, en })
}

fn value() -> impl Strategy<Value = SpecificationValue> {
    prop_oneof![
        any::<bool>().prop_map(SpecificationValue::Flag),
        (-1e8..1e8_f64).prop_map(SpecificationValue::Number),
        text().prop_map(SpecificationValue::Text),
    ]
}

fn product() -> impl Strategy<Value = ProductDocument> {
    let list = || prop::option::of(prop::collection::vec(text(), 1..4));
    let money = || prop::option::of(0..10_000_000_i64);
    let lists = (
        list(),
        list(),
        prop::option::of(prop::collection::vec((text(), text()), 1..3)),
        prop::option::of(prop::collection::vec((text(), value()), 1..4)),
        prop::option::of(prop::collection::vec((0..2_usize, prop::option::of(text()), any::<u16>()), 1..3)),
    );
    (
        texts(),
        texts(),
        prop::option::of(text()),
        prop::option::of(text()),
        (money(), money(), money()),
        any::<bool>(),
        lists,
    )
        .prop_map(|(names, descriptions, brand, category, prices, flag, lists)| ProductDocument {
            published: (!names.is_empty()).then_some(flag),
            names,
            descriptions,
            brand: brand.filter(|brand| !kernel::text::slugify(brand).is_empty()),
            category: category
                .filter(|name| name.split('>').all(|name| !kernel::text::slugify(name).is_empty())),
            price_minor: prices.0,
            regular_price_minor: prices.1,
            cost_minor: prices.2,
            stock_quantity: prices.0.map(|minor| minor as u32),
            on_order: Some(!flag),
            images: lists.0.map(|list| list.into_iter().map(|text| format!("/pictures/{text}")).collect()),
            oe_numbers: lists.1,
            cross_references: lists.2.map(|list| {
                list.into_iter().map(|(brand, number)| CrossReference { brand, number }).collect()
            }),
            specifications: lists
                .3
                .map(|list| list.into_iter().map(|(key, value)| Specification { key, value }).collect()),
            fitments: lists.4.map(|list| {
                list.into_iter()
                    .map(|(vehicle, position, quantity)| FitmentDocument {
                        vehicle: format!("renault-clio-{}", vehicle + 1),
                        position,
                        quantity: Some(quantity),
                        conditions: None,
                    })
                    .collect()
            }),
            ..ProductDocument::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn every_export_imports_again_as_the_same_shop(products in prop::collection::vec(product(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(check(products));
    }
}

async fn check(mut products: Vec<ProductDocument>) {
    for (number, product) in products.iter_mut().enumerate() {
        product.sku = format!("={number}-É");
    }
    let first = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&first);
    let context = WriteContext::new(&shop.settings, &shop.clock, "test", "test");
    let vehicles: Vec<VehicleDocument> = [1, 2]
        .map(|generation| VehicleDocument {
            make: "Renault".to_owned(),
            model: "Clio".to_owned(),
            generation: Some(generation),
            ..VehicleDocument::default()
        })
        .to_vec();
    let tx = first.begin_write().await.unwrap();
    upsert_vehicles(&tx, &vehicles, &context).await.unwrap();
    let results = upsert_products(&tx, &products, &context).await.unwrap();
    tx.commit().await.unwrap();
    let count = results.iter().filter(|r| !matches!(r, catalogue::Upserted::Refused(_))).count() as u64;
    let before = shop.products().await;
    for format in [ExportFormat::Csv, ExportFormat::JsonLines, ExportFormat::Xlsx] {
        let file = shop.export(ImportKind::Products, format).await;
        let report = shop.import("same", &file).await;
        let unchanged = Counts { unchanged: count, ..Counts::default() };
        assert_eq!(
            (report.products, report.problems),
            (unchanged, Vec::new()),
            "{format:?} into the same shop"
        );
        let second = TestDb::sqlite(catalogue::migrations).await;
        let other = Shop::new(&second);
        for kind in [ImportKind::Categories, ImportKind::Vehicles, ImportKind::Products] {
            let path = other.file("export", shop.export(kind, format).await);
            let options = ImportOptions { kind: Some(kind), ..ImportOptions::default() };
            let report = import_file(&second, &other.settings, &other.clock, &path, options, &mut |_| {})
                .await
                .unwrap();
            assert_eq!(report.problems, Vec::new(), "{format:?} {kind:?}");
        }
        assert_eq!(other.products().await, before, "{format:?} into an empty shop");
    }
}

#[tokio::test]
async fn formulas_are_no_formulas_in_an_exported_spreadsheet() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    shop.import("x.csv", "sku,name\nA1,\"=HYPERLINK(\"\"http://x\"\")\"\nA2,+1\nA3,@cmd\nA4,'quoted'\n")
        .await;
    let csv = String::from_utf8(shop.export(ImportKind::Products, ExportFormat::Csv).await).unwrap();
    for cell in ["\"'=HYPERLINK", ",'+1,", ",'@cmd,", ",''quoted',"] {
        assert!(csv.contains(cell), "{cell} in {csv}");
    }
    assert_eq!(shop.import("same.csv", &csv).await.products.unchanged, 4);
}

#[tokio::test]
async fn a_list_too_long_for_a_cell_goes_on_in_the_next_rows() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let numbers: Vec<String> = (0..4_000).map(|number| format!("OE {number:06} ABCDEF")).collect();
    let document = serde_json::json!({ "sku": "A1", "names": {"fr": "Filtre"}, "oeNumbers": numbers });
    shop.import("x.jsonl", document.to_string()).await;
    for format in [ExportFormat::Csv, ExportFormat::Xlsx] {
        let file = shop.export(ImportKind::Products, format).await;
        let report = shop.import("same", file).await;
        assert_eq!((report.products.unchanged, report.problem_count), (1, 0), "{report:?}");
    }
}
