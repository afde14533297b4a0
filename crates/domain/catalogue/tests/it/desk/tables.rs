//! Brands, categories and vehicles at the desk.

use std::sync::mpsc;

use catalogue::{
    CatalogueError, CatalogueSettings, CategoryId, CategoryPatch, CategoryPlace, Desk, FitmentPatch, Patched,
    ProductDocument, ProductPatch, SearchQuery, Shelf, TextPatch, VehicleDocument, create_brand,
    create_category, create_product, create_vehicle, delete_brand, delete_category, delete_vehicle,
    edit_category, edit_vehicle, list_brands_at_desk, list_categories_at_desk, list_vehicles_at_desk,
    merge_brands, move_category, rename_brand, search_products,
};
use db::Db;
use db::testing::TestDb;
use kernel::{Actor, Clock, ErrorCode, Locale, LocalizedText, Permission};

use super::{Shop, field_of, named};

db::testing::on_both_databases!(super::super::migrations =>
    brands_are_made_renamed_merged_and_taken_away,
    what_another_process_renames_while_a_shelf_opens_is_on_it,
    a_renamed_brand_is_found_by_its_new_name,
    categories_are_moved_but_never_into_themselves,
    a_category_goes_only_when_nothing_stands_in_it,
    a_vehicle_goes_only_when_nothing_fits_it,
    tables_are_for_those_who_may_change_them,
);

fn of_brand(sku: &str, brand: &str) -> ProductDocument {
    ProductDocument {
        sku: sku.to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, "Disque"),
        brand: Some(brand.to_owned()),
        category: Some("Freinage > Disques".to_owned()),
        ..ProductDocument::default()
    }
}

async fn brands(shop: &Shop) -> Vec<(String, u64)> {
    let brands = list_brands_at_desk(&shop.desk()).await.unwrap();
    brands.into_iter().map(|row| (row.brand.name, row.products)).collect()
}

async fn brands_are_made_renamed_merged_and_taken_away(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    shop.import(&[of_brand("A", "Bosh"), of_brand("B", "Bosh"), of_brand("C", "Bosch")]).await;
    let rows = list_brands_at_desk(&desk).await.unwrap();
    let (bosch, bosh) = (rows[0].brand.id, rows[1].brand.id);
    assert_eq!(field_of(rename_brand(&desk, bosh, "BOSCH").await.unwrap_err()), "taken name");
    assert!(matches!(delete_brand(&desk, bosh).await.unwrap_err(), CatalogueError::NotNow(_)));
    assert_eq!(field_of(merge_brands(&desk, bosh, bosh).await.unwrap_err()), "into");
    assert_eq!(merge_brands(&desk, bosh, bosch).await.unwrap(), 2);
    assert_eq!(brands(&shop).await, [("Bosch".to_owned(), 3)]);
    let valeo = create_brand(&desk, " Valéo ").await.unwrap();
    assert_eq!((valeo.name.as_str(), valeo.slug.as_str()), ("Valéo", "valeo"));
    assert_eq!(field_of(create_brand(&desk, "valeo").await.unwrap_err()), "taken name");
    assert_eq!(field_of(create_brand(&desk, "!!").await.unwrap_err()), "name");
    assert_eq!(rename_brand(&desk, valeo.id, "NGK").await.unwrap().slug, "ngk");
    delete_brand(&desk, valeo.id).await.unwrap();
    assert_eq!(delete_brand(&desk, valeo.id).await.unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(brands(&shop).await.len(), 1);
}

async fn what_another_process_renames_while_a_shelf_opens_is_on_it(db: TestDb) {
    const ROUNDS: u32 = 24;
    let shop = Shop::new(db);
    shop.import(&[of_brand("P-1", "Marque")]).await;
    let url = shop.db.url().to_owned();
    let (begin, begun) = mpsc::channel::<u32>();
    let (end, ended) = mpsc::channel();
    let other = std::thread::spawn(move || {
        let rename = async {
            let db = Db::connect(&url).await.unwrap();
            let (settings, clock, actor) =
                (CatalogueSettings::default(), Clock::system(), Actor::system("test"));
            let desk = Desk { db: &db, settings: &settings, clock: &clock, actor: &actor };
            let brand = list_brands_at_desk(&desk).await.unwrap()[0].brand.id;
            for round in begun {
                // At another moment of the opening in each round.
                for _ in 0..round % 12 {
                    list_brands_at_desk(&desk).await.unwrap();
                }
                rename_brand(&desk, brand, &format!("Marque {round}")).await.unwrap();
                end.send(()).unwrap();
            }
            db.close().await;
        };
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(rename);
    });
    for round in 0..ROUNDS {
        begin.send(round).unwrap();
        let shelf = Shelf::open((*shop.db).clone(), shop.settings.clone(), None).await.unwrap();
        ended.recv().unwrap();
        // Something else of our own, so that all before it is caught up with.
        let brand = format!("Marque {round}");
        shop.import(&[ProductDocument { stock_quantity: Some(round), ..of_brand("P-1", &brand) }]).await;
        shelf.catch_up().await.unwrap();
        let snapshot = shelf.snapshot();
        assert_eq!(snapshot.products().next().unwrap().brand().unwrap().name, brand);
    }
    drop(begin);
    other.join().unwrap();
}

async fn a_renamed_brand_is_found_by_its_new_name(db: TestDb) {
    let shop = Shop::new(db);
    shop.import(&[of_brand("A", "Magneti"), of_brand("B", "Valeo")]).await;
    let shelf = Shelf::open((*shop.db).clone(), shop.settings.clone(), None).await.unwrap();
    let rows = list_brands_at_desk(&shop.desk()).await.unwrap();
    rename_brand(&shop.desk(), rows[0].brand.id, "Marelli").await.unwrap();
    let categories = list_categories_at_desk(&shop.desk()).await.unwrap();
    let outer = categories.iter().find(|row| row.category.parent_id.is_none()).unwrap();
    let patch = CategoryPatch { names: french("Arrêt"), ..CategoryPatch::default() };
    edit_category(&shop.desk(), outer.category.id, &patch).await.unwrap();
    shelf.catch_up().await.unwrap();
    let found = |text: &str| -> Vec<String> {
        let query = SearchQuery { text: text.to_owned(), ..SearchQuery::default() };
        let snapshot = shelf.snapshot();
        let answer = search_products(&snapshot, &query).unwrap();
        answer.hits.iter().map(|hit| hit.product.sku().to_owned()).collect()
    };
    assert_eq!(found("marelli"), ["A"]);
    assert_eq!(found("arrêt marelli disque"), ["A"]);
}

fn french(name: &str) -> Patched<TextPatch> {
    Patched::Set(TextPatch { fr: Patched::Set(name.to_owned()), ..TextPatch::default() })
}

async fn category(desk: &Desk<'_>, name: &str, parent: Option<CategoryId>) -> CategoryId {
    let patch = CategoryPatch { names: french(name), ..CategoryPatch::default() };
    create_category(desk, &patch, CategoryPlace::Into(parent)).await.unwrap().id
}

/// The tree as text: "A(B C) D".
async fn tree(desk: &Desk<'_>) -> String {
    fn level(rows: &[catalogue::CategoryAtDesk], parent: Option<CategoryId>) -> String {
        let here = rows.iter().filter(|row| row.category.parent_id == parent);
        let texts = here.map(|row| {
            let inner = level(rows, Some(row.category.id));
            let name = row.category.names.best(Locale::Fr);
            if inner.is_empty() { name.to_owned() } else { format!("{name}({inner})") }
        });
        texts.collect::<Vec<_>>().join(" ")
    }
    level(&list_categories_at_desk(desk).await.unwrap(), None)
}

async fn categories_are_moved_but_never_into_themselves(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    let a = category(&desk, "A", None).await;
    let b = category(&desk, "B", None).await;
    let c = category(&desk, "C", Some(a)).await;
    let d = category(&desk, "D", Some(c)).await;
    assert_eq!(tree(&desk).await, "A(C(D)) B");
    for place in [CategoryPlace::Into(Some(d)), CategoryPlace::Into(Some(a)), CategoryPlace::Before(d)] {
        let error = move_category(&desk, a, place).await.unwrap_err();
        assert!(matches!(error, CatalogueError::NotNow(_)), "{place:?}: {error:?}");
    }
    move_category(&desk, b, CategoryPlace::Before(a)).await.unwrap();
    assert_eq!(tree(&desk).await, "B A(C(D))");
    move_category(&desk, d, CategoryPlace::After(b)).await.unwrap();
    assert_eq!(tree(&desk).await, "B D A(C)");
    move_category(&desk, c, CategoryPlace::Into(Some(b))).await.unwrap();
    move_category(&desk, d, CategoryPlace::After(d)).await.unwrap();
    assert_eq!(tree(&desk).await, "B(C) D A");
    let patch = CategoryPatch { slug: Patched::Set("b".to_owned()), ..CategoryPatch::default() };
    assert_eq!(field_of(edit_category(&desk, a, &patch).await.unwrap_err()), "taken slug");
    let patch = CategoryPatch { names: Patched::Clear, ..CategoryPatch::default() };
    assert_eq!(field_of(edit_category(&desk, a, &patch).await.unwrap_err()), "names");
    let patch = CategoryPatch { names: french("Z"), slug: Patched::Clear, ..CategoryPatch::default() };
    assert_eq!(edit_category(&desk, a, &patch).await.unwrap().slug, "z");
}

async fn a_category_goes_only_when_nothing_stands_in_it(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    shop.import(&[of_brand("A", "Bosch")]).await;
    let rows = list_categories_at_desk(&desk).await.unwrap();
    for row in &rows {
        let error = delete_category(&desk, row.category.id).await.unwrap_err();
        assert!(matches!(error, CatalogueError::NotNow(_)), "{error:?}");
    }
    let empty = category(&desk, "Vide", None).await;
    delete_category(&desk, empty).await.unwrap();
    assert_eq!(delete_category(&desk, empty).await.unwrap_err().code(), ErrorCode::NotFound);
}

async fn a_vehicle_goes_only_when_nothing_fits_it(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    let document = VehicleDocument {
        make: "Renault".to_owned(),
        model: "Clio".to_owned(),
        generation: Some(4),
        year_from: Some(2012),
        ..VehicleDocument::default()
    };
    let clio = create_vehicle(&desk, &document).await.unwrap();
    assert_eq!(field_of(create_vehicle(&desk, &document).await.unwrap_err()), "taken slug");
    let wrong = VehicleDocument { year_to: Some(2011), ..document.clone() };
    assert_eq!(field_of(edit_vehicle(&desk, clio.id, &wrong).await.unwrap_err()), "yearTo");
    let edited = VehicleDocument { year_to: Some(2019), generation: None, ..document };
    let edited = edit_vehicle(&desk, clio.id, &edited).await.unwrap();
    assert_eq!((edited.year_to, edited.generation, &edited.slug), (Some(2019), None, &clio.slug));
    let fitment = FitmentPatch { vehicle_id: clio.id, position: None, quantity: None, conditions: None };
    let patch = ProductPatch { fitments: Patched::Set(vec![fitment]), ..named("A-1", "Disque") };
    create_product(&desk, &patch).await.unwrap();
    let error = delete_vehicle(&desk, clio.id).await.unwrap_err();
    assert!(matches!(error, CatalogueError::NotNow(_)));
    let megane = VehicleDocument { make: "Renault".into(), model: "Mégane".into(), ..Default::default() };
    let megane = create_vehicle(&desk, &megane).await.unwrap();
    let found = list_vehicles_at_desk(&desk, "Megane renault", None).await.unwrap();
    assert_eq!(found.vehicles, std::slice::from_ref(&megane));
    delete_vehicle(&desk, megane.id).await.unwrap();
    assert_eq!(list_vehicles_at_desk(&desk, "", None).await.unwrap().vehicles.len(), 1);
}

async fn tables_are_for_those_who_may_change_them(db: TestDb) {
    let shop = Shop::new(db);
    let clerk = shop.with(&[Permission::ViewProducts, Permission::EditProducts]);
    let desk = Desk { actor: &clerk, ..shop.desk() };
    let brand = create_brand(&shop.desk(), "Bosch").await.unwrap();
    let refusals = [
        create_brand(&desk, "x").await.unwrap_err(),
        rename_brand(&desk, brand.id, "x").await.unwrap_err(),
        delete_brand(&desk, brand.id).await.unwrap_err(),
        merge_brands(&desk, brand.id, brand.id).await.unwrap_err(),
        create_category(&desk, &CategoryPatch::default(), CategoryPlace::Into(None)).await.unwrap_err(),
        create_vehicle(&desk, &VehicleDocument::default()).await.unwrap_err(),
    ];
    assert!(refusals.iter().all(|error| error.code() == ErrorCode::Forbidden));
}
