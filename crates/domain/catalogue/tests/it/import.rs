//! Files into the shop.

use catalogue::{Counts, ImportKind, ImportMapping, ImportOptions, list_price_changes};
use db::testing::TestDb;
use kernel::Locale;

use crate::shop::Shop;

db::testing::on_both_databases!(catalogue::migrations =>
    a_french_spreadsheet_is_imported_and_again_changes_nothing,
    an_arabic_spreadsheet_in_windows_1256_is_understood,
    bad_rows_are_named_and_the_rest_goes_on,
    a_price_change_is_history_with_who_and_why,
    a_dry_run_writes_nothing,
    vehicles_are_imported_with_generation_and_fuel,
    fitment_xml_adds_and_removes_applications,
    product_xml_fills_drafts_and_removes_items,
    categories_come_in_any_order_but_never_in_a_circle,
);

const FRENCH: &str = "Référence;Désignation;Marque;Catégorie;Prix TTC;Stock;Références OE\n\
    BRE-1;\"Plaquettes;\navant\";Brembo;Freinage > Plaquettes;45,900;8;7701 208 265 | 41060-1234R\n\
    BRE-2;Étrier à disque;Brembo;Freinage > Étriers;1 234,5 DT;;\n";

async fn a_french_spreadsheet_is_imported_and_again_changes_nothing(db: TestDb) {
    let shop = Shop::new(&db);
    for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1252] {
        let (bytes, _, _) = encoding.encode(FRENCH);
        let report = shop.import("stock.csv", bytes).await;
        let expected = if encoding == encoding_rs::UTF_8 {
            Counts { created: 2, ..Counts::default() }
        } else {
            Counts { unchanged: 2, ..Counts::default() }
        };
        assert_eq!((report.products, report.problem_count), (expected, 0), "{report:?}");
    }
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(FRENCH.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(shop.import("stock.csv", utf16).await.products.unchanged, 2);
    let products = shop.products().await;
    assert_eq!(products[0].names.fr.as_deref(), Some("Plaquettes; avant"));
    assert_eq!(products[0].price_minor, Some(45_900));
    assert_eq!(products[0].category.as_deref(), Some("plaquettes"));
    assert_eq!(products[0].oe_numbers, Some(vec!["7701 208 265".to_owned(), "41060-1234R".to_owned()]));
    assert_eq!(products[1].price_minor, Some(1_234_500));
    assert_eq!(products[1].stock_quantity, None);
    assert_eq!(products[1].slug.as_deref(), Some("etrier-a-disque-bre-2"));
}

async fn an_arabic_spreadsheet_in_windows_1256_is_understood(db: TestDb) {
    let shop = Shop::new(&db);
    let text = "رقم القطعة,الاسم,العلامة التجارية,السعر,الكمية\nA-1,فلتر زيت كليو,بوش,45.900,12\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(text);
    let report = shop.import("qita.csv", bytes).await;
    assert_eq!((report.products.created, report.problem_count), (1, 0), "{report:?}");
    let products = shop.products().await;
    assert_eq!(products[0].names.get(Locale::Ar), Some("فلتر زيت كليو"));
    assert_eq!(products[0].brand.as_deref(), Some("بوش"));
    assert_eq!(products[0].stock_quantity, Some(12));
}

async fn bad_rows_are_named_and_the_rest_goes_on(db: TestDb) {
    let shop = Shop::new(&db);
    let text = "sku,name,brand,price,stock,gtin,vehicles\n\
        A1,Good,Bosch,1.5,1,,\n\
        a-1,Same SKU,,2,,,\n\
        A2,Negative,,-3,,,\n\
        A3,Words,,cheap,,,\n\
        A4,Stock,,1,-4,,\n\
        A5,Check digit,,1,,4006381333932,\n\
        A6,Vehicle,,1,,,no-such-car\n\
        A7,Con\u{1}trol,,1,,,\n\
        ,No SKU,,1,,,\n\
        A8,Good too,???,1,,,\n\
        A9,Last,,0.5,,,\n";
    let problems_csv = shop.folder.path().join("problems.csv");
    let options = ImportOptions { problems_csv: Some(problems_csv.clone()), ..ImportOptions::default() };
    let report = shop.import_with("bad.csv", text, options).await.unwrap();
    assert_eq!((report.rows, report.refused, report.products.created), (11, 9, 2));
    let mut problems: Vec<(u64, &str, &str)> =
        report.problems.iter().map(|p| (p.line, p.column.as_str(), p.value.as_str())).collect();
    problems.sort_unstable();
    assert_eq!(
        problems,
        [
            (3, "sku", "a-1"),
            (4, "price", "-3"),
            (5, "price", "cheap"),
            (6, "stock", "-4"),
            (7, "gtin", "4006381333932"),
            (8, "vehicles", "no-such-car"),
            (9, "name", "Con\u{1}trol"),
            (10, "sku", ""),
            (11, "brand", "???"),
        ]
    );
    let csv = std::fs::read_to_string(problems_csv).unwrap();
    assert!(csv.starts_with("sku,name,brand,price,stock,gtin,vehicles,import_line,"));
    assert_eq!(csv.lines().count(), 10);
    let mended = csv.replace("no-such-car", "").replace("cheap", "7");
    let report = shop.import("mended.csv", mended).await;
    assert_eq!(report.products, Counts { created: 2, updated: 1, ..Counts::default() }, "{report:?}");
}

async fn a_price_change_is_history_with_who_and_why(db: TestDb) {
    let shop = Shop::new(&db);
    let options = || ImportOptions { who: "amira".to_owned(), ..ImportOptions::default() };
    for price in ["10", "12.5", "12.5", "sur demande"] {
        shop.clock.advance(chrono::TimeDelta::days(1));
        let text = format!("sku;nom;prix\nA1;Bougie;{price}\n");
        shop.import_with("prix.csv", text, options()).await.unwrap();
    }
    let history = list_price_changes(&db, 0).await.unwrap();
    let prices: Vec<Option<i64>> = history.iter().map(|change| change.price_minor).collect();
    assert_eq!(prices, [Some(10_000), Some(12_500), None]);
    assert_eq!((history[1].who.as_str(), history[1].why.as_str()), ("amira", "import of prix.csv"));
    assert_eq!(history[2].currency, "TND");
}

async fn a_dry_run_writes_nothing(db: TestDb) {
    let shop = Shop::new(&db);
    let options = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let report = shop.import_with("stock.csv", FRENCH, options).await.unwrap();
    assert_eq!(report.products.created, 2);
    assert!(shop.products().await.is_empty());
    assert_eq!(shop.import("stock.csv", FRENCH).await.products.created, 2);
}

async fn vehicles_are_imported_with_generation_and_fuel(db: TestDb) {
    let shop = Shop::new(&db);
    let text = "make,model,series,year_from,year_to,body_type,engine\n\
        Renault,Clio,X98 (4th Gen),2012,2019,5-Door Hatchback,1.5L dCi I4 Diesel\n\
        Renault,Clio,X98 (4th Gen),2012,2019,5-Door Hatchback,1.5L dCi I4 Diesel\n\
        Renault,Clio,X98 (4th Gen),1712,2019,,\n\
        Renault,Clio,X98 (4th Gen),2019,2012,,\n";
    let report = shop.import("cars.csv", text).await;
    assert_eq!(report.kind, Some(ImportKind::Vehicles));
    assert_eq!((report.vehicles.created, report.repeated, report.refused), (1, 1, 2), "{report:?}");
    assert_eq!(report.problems[0].column, "year_from");
    let csv = "sku,nom,constructeur,modèle,série,moteur,années\n\
        A1,Filtre,Renault,Clio,X98 (4th Gen),1.2 16V,2012-2019\n\
        A1,,Dacia,Logan,,1.2 16V,2008-\n";
    let report = shop.import("parts.csv", csv).await;
    assert_eq!((report.products.created, report.vehicles.created, report.refused), (1, 2, 0), "{report:?}");
    let fitments = shop.products().await[0].fitments.clone().unwrap();
    assert_eq!(fitments[0].vehicle, "renault-clio-4-x98-1-2-16v-2012-2019");
    assert_eq!(fitments[1].vehicle, "dacia-logan-1-2-16v-2008");
}

async fn fitment_xml_adds_and_removes_applications(db: TestDb) {
    let shop = Shop::new(&db);
    let app = |action: &str, vehicle: &str, part: &str| {
        format!(
            "<App action='{action}' id='1'><BaseVehicle id='{vehicle}'/><Note>with A/C</Note><Qty>2</Qty>\
             <PartType id='1'/><Position id='22'/><Part>{part}</Part></App>"
        )
    };
    let file =
        |apps: String| format!("<?xml version='1.0'?><ACES version='4.1'><Header/>{apps}<Footer/></ACES>");
    let bad = [app("A", "1234567", "P9"), app("A", "x", "P9"), app("Z", "1", "P9")].concat();
    let good = [app("A", "5890", "P1"), app("A", "5891", "P1"), app("A", "5890", "P2")].concat();
    let report = shop.import("fit.xml", file(good.clone() + &bad)).await;
    assert_eq!((report.rows, report.refused, report.drafts), (6, 3, 2), "{report:?}");
    assert_eq!((report.products.created, report.vehicles.created, report.fitments.created), (2, 2, 3));
    let again = shop.import("fit.xml", file(good)).await;
    assert_eq!((again.products.unchanged, again.fitments.unchanged), (2, 3));
    let report = shop.import("fit.xml", file(app("D", "5890", "P1"))).await;
    assert_eq!(report.fitments.removed, 1);
    let products = shop.products().await;
    let fitments = products[0].fitments.clone().unwrap();
    assert_eq!(fitments.len(), 1);
    assert_eq!((fitments[0].vehicle.as_str(), fitments[0].quantity), ("aces-5891", Some(2)));
    assert_eq!(fitments[0].conditions.as_deref(), Some("with A/C"));
    assert_eq!(products[0].published, Some(false));
    // A vehicle that is named later takes the place of its id.
    let named = "make,model,year_from,year_to,aces_base_vehicle,slug\nHonda,Civic,2016,2016,5891,aces-5891\n";
    let report = shop.import("names.csv", named).await;
    assert_eq!(report.vehicles.updated, 1, "{report:?}");
    let range = ImportOptions { vcdb_base_vehicles: Some(1..=5_000), ..ImportOptions::default() };
    let report = shop.import_with("fit.xml", file(app("A", "5891", "P1")), range).await.unwrap();
    assert_eq!((report.refused, report.problems[0].value.as_str()), (1, "5891"));
}

async fn product_xml_fills_drafts_and_removes_items(db: TestDb) {
    let shop = Shop::new(&db);
    let item = |kind: &str, number: &str, price: &str| {
        format!(
            "<Item MaintenanceType='{kind}'><ItemLevelGTIN GTINQualifier='UP'>04006381333931</ItemLevelGTIN>\
             <PartNumber>{number}</PartNumber><BrandLabel>Bosch</BrandLabel><Descriptions>\
             <Description DescriptionCode='DES' LanguageCode='FR'>Filtre &amp; joint</Description>\
             <Description DescriptionCode='MKT' LanguageCode='EN'>A filter.</Description></Descriptions>\
             <Prices>{price}</Prices><ProductAttributes><ProductAttribute AttributeID='Height' AttributeUOM='MM'>\
             12.5</ProductAttribute></ProductAttributes><PartInterchangeInfo><PartInterchange BrandLabel='Mann'>\
             <PartNumber>W 712</PartNumber></PartInterchange></PartInterchangeInfo></Item>"
        )
    };
    let price = |currency: &str| {
        format!(
            "<Pricing MaintenanceType='A' PriceType='RET'><CurrencyCode>{currency}</CurrencyCode>\
             <Price UOM='PE'>12.500</Price></Pricing>"
        )
    };
    let file = |items: &str| {
        format!(
            "<PIES xmlns='http://www.autocare.org'><Header><PIESVersion>7.2</PIESVersion></Header>\
             <Items>{items}</Items></PIES>"
        )
    };
    let items = [item("A", "P1", &price("TND")), item("A", "P2", &price("USD"))].concat();
    let report = shop.import("pies.xml", file(&items)).await;
    assert_eq!((report.products.created, report.drafts, report.refused), (2, 1, 0), "{report:?}");
    assert_eq!((report.problem_count, report.problems[0].value.as_str()), (1, "USD"));
    let products = shop.products().await;
    assert_eq!(products[0].names.fr.as_deref(), Some("Filtre & joint"));
    assert_eq!((products[0].price_minor, products[0].published), (Some(12_500), Some(true)));
    assert_eq!(products[0].gtin.as_deref(), Some("4006381333931"));
    assert_eq!(products[0].specifications.as_ref().unwrap()[0].key, "height-mm");
    assert_eq!(products[0].cross_references.as_ref().unwrap()[0].number, "W 712");
    assert_eq!(products[1].published, Some(false));
    let report =
        shop.import("pies.xml", file("<Item MaintenanceType='D'><PartNumber>P1</PartNumber></Item>")).await;
    assert_eq!(report.products.removed, 1);
    assert_eq!(shop.products().await.len(), 1);
}

async fn categories_come_in_any_order_but_never_in_a_circle(db: TestDb) {
    let shop = Shop::new(&db);
    let text = "slug,parent,name_fr,name_ar,position\nplaquettes,freinage,Plaquettes,بلاكات,2\n\
        freinage,,Freinage,فرامل,1\na,b,A,,1\nb,a,B,,1\nc,nowhere,C,,1\nd,,,,1\n";
    let report = shop.import("tree.csv", text).await;
    assert_eq!(report.kind, Some(ImportKind::Categories));
    assert_eq!((report.categories.created, report.refused), (2, 4), "{report:?}");
    let circle = "slug,parent,name_fr,position\nfreinage,plaquettes,Freinage,1\n";
    assert_eq!(shop.import("circle.csv", circle).await.refused, 1);
}

#[tokio::test]
async fn a_mapping_names_columns_and_gives_defaults() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let mapping = ImportMapping::parse(
        "[columns]\n\"Zeile\" = \"sku\"\n\"Ø\" = \"spec:diameter-mm\"\n\"Nom\" = \"ignore\"\n\
         [defaults]\nbrand = \"Bosch\"\nname_fr = \"Filtre\"",
    )
    .unwrap();
    let options = ImportOptions { mapping, ..ImportOptions::default() };
    let report = shop.import_with("x.csv", "Zeile\tØ\tNom\nA1\t280\tinterne\n", options).await.unwrap();
    assert_eq!(report.products.created, 1, "{report:?}");
    let product = &shop.products().await[0];
    assert_eq!(product.names.fr.as_deref(), Some("Filtre"));
    assert_eq!(product.brand.as_deref(), Some("Bosch"));
    assert_eq!(product.specifications.as_ref().unwrap()[0].key, "diameter-mm");
}

#[tokio::test]
async fn a_shop_without_vehicles_never_sees_one() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let mut shop = Shop::new(&db);
    shop.settings.vehicles = false;
    let report = shop.import("x.csv", "sku,name,make,model\nA1,Filter,Renault,Clio\n").await;
    assert_eq!((report.products.created, report.vehicles), (1, Counts::default()));
    assert_eq!(shop.products().await[0].fitments, None);
    let aces = shop.import_with("x.xml", "<ACES version='3.1'/>", ImportOptions::default()).await;
    assert!(aces.unwrap_err().to_string().contains("no vehicles"));
}

#[tokio::test]
async fn loose_objects_a_line_are_read_by_their_keys() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let text = "{\"id\":1,\"sku\":\"B-1\",\"name\":\"Silent bloc\",\"name_ar\":\"جلدة\",\"oe\":[\"8Z8 499\"],\
        \"make\":\"Ford\",\"model\":\"Fiesta\",\"year_from\":2000,\"year_to\":2005,\"price_millimes\":899090,\"stock\":8}\n\
        {\"id\":\"B07\",\"title\":\"Kindle\",\"category\":[\"Home\",\"E > Readers\"],\"price\":8.99,\"color\":\"Black\",\"asin\":\"x\"}\n\
        {\"sku\":\"C\",\"priceMinor\":\"x\"}\n{\"sku\":\n";
    let report = shop.import("x.jsonl", text).await;
    assert_eq!((report.products.created, report.refused), (2, 2), "{report:?}");
    assert_eq!((report.problems[0].line, report.problems[0].column.as_str()), (3, "priceMinor"));
    let products = shop.products().await;
    assert_eq!((products[0].price_minor, products[0].sku.as_str()), (Some(899_090), "B-1"));
    assert_eq!((products[1].price_minor, products[1].sku.as_str()), (Some(8_990), "B07"));
    assert_eq!(products[1].category.as_deref(), Some("e-readers"));
    assert_eq!(report.notes, ["fields left aside: asin"]);
}

#[tokio::test]
async fn a_document_with_keys_of_others_is_taken_and_the_report_names_what_is_left_aside() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let text = "{\"sku\":\"A\",\"names\":{\"fr\":\"Filtre\"},\"priceMinor\":5000,\"couleur\":\"noir\"}\n\
        {\"sku\":\"B\",\"names\":{\"fr\":\"Joint\"},\"poids\":3,\"couleur\":null}\n\
        {\"sku\":\"C\",\"names\":{\"fr\":\"Bougie\"},\"price\":12.5,\"stock\":3}\n\
        {\"sku\":\"E\",\"names\":\"Filtre\",\"poids\":3}\n";
    let report = shop.import("x.jsonl", text).await;
    assert_eq!((report.products.created, report.drafts, report.refused), (3, 0, 1), "{report:?}");
    assert_eq!(report.notes, ["fields left aside: poids"]);
    assert_eq!((report.problems[0].line, report.problems[0].column.as_str()), (4, "names"));
    let products = shop.products().await;
    assert_eq!(products[0].names.get(Locale::Fr), Some("Filtre"));
    assert_eq!(products[0].price_minor, Some(5_000));
    assert_eq!(products[0].specifications.as_ref().map(|all| all[0].key.as_str()), Some("color"));
    assert_eq!((products[2].price_minor, products[2].stock_quantity), (Some(12_500), Some(3)));
    let options = ImportOptions { kind: Some(ImportKind::Categories), ..ImportOptions::default() };
    let text = "{\"slug\":\"huile\",\"names\":{\"fr\":\"Huile\"},\"colour\":1}";
    let report = shop.import_with("c.jsonl", text, options).await.unwrap();
    assert_eq!((report.categories.created, report.refused), (1, 0), "{report:?}");
    assert_eq!(report.notes, ["fields left aside: colour"]);
}
