//! The shelf follows its database.

use std::sync::Arc;
use std::time::Duration;

use catalogue::{
    CatalogueSettings, ListQuery, ProductDocument, ProductFilter, SearchQuery, Shelf, WriteContext,
    list_products, search_products, upsert_products,
};
use db::Db;
use db::testing::TestDb;
use kernel::{Clock, Locale, LocalizedText};

use crate::desk::migrations;

db::testing::on_both_databases!(migrations =>
    an_open_shelf_holds_what_is_for_sale,
    own_writes_are_on_the_shelf_when_catch_up_returns,
    concurrent_writers_all_find_their_own_writes,
    another_process_is_followed,
    a_restarted_shelf_finds_what_was_written_while_it_was_down,
    the_disk_of_another_shop_is_not_believed,
    a_change_of_stock_moves_only_its_own_products_version,
    a_price_moves_the_lists_and_pages_that_show_it_and_no_others,
);

fn part(sku: &str, name: &str, price_minor: i64) -> ProductDocument {
    ProductDocument {
        sku: sku.to_owned(),
        slug: Some(sku.to_lowercase()),
        names: LocalizedText::in_locale(Locale::Fr, name),
        brand: Some(if sku.starts_with('A') { "Bosch" } else { "Valeo" }.to_owned()),
        category: Some("Freinage > Disques".to_owned()),
        price_minor: Some(price_minor),
        stock_quantity: Some(9),
        ..ProductDocument::default()
    }
}

async fn write(db: &Db, documents: &[ProductDocument]) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let tx = db.begin_write().await.unwrap();
    upsert_products(&tx, documents, &context).await.unwrap();
    tx.commit().await.unwrap();
}

async fn open(db: &Db) -> Arc<Shelf> {
    Shelf::open(db.clone(), CatalogueSettings::default(), None).await.unwrap()
}

async fn an_open_shelf_holds_what_is_for_sale(db: TestDb) {
    let draft = ProductDocument { published: Some(false), ..part("A2", "Étrier", 2) };
    write(&db, &[part("A1", "Disque", 1), draft, part("B3", "Plaquettes", 3)]).await;
    let snapshot = open(&db).await.snapshot();
    assert_eq!(snapshot.product_count(), 2);
    assert!(snapshot.product("a2").is_none());
    let product = snapshot.product("b3").unwrap();
    assert_eq!(product.brand().unwrap().name, "Valeo");
    let path: Vec<&str> =
        snapshot.category_path(product.category().unwrap().number).map(|c| c.slug.as_str()).collect();
    assert_eq!(path.len(), 2);
    let filter = ProductFilter { categories: vec![path[0].to_owned()], ..ProductFilter::default() };
    let page = list_products(&snapshot, &ListQuery { filter, facets: true, ..ListQuery::default() }).unwrap();
    assert_eq!(page.total, 2);
}

async fn own_writes_are_on_the_shelf_when_catch_up_returns(db: TestDb) {
    let shelf = open(&db).await;
    assert_eq!(shelf.snapshot().product_count(), 0);
    for round in 1..4 {
        write(&db, &[part("A1", &format!("Disque {round}"), round)]).await;
        shelf.catch_up().await.unwrap();
        let snapshot = shelf.snapshot();
        let product = snapshot.product("a1").unwrap();
        assert_eq!(product.name(Locale::Fr), format!("Disque {round}"));
        assert_eq!(product.price().unwrap().minor, round);
        assert_eq!(product.price_points().count(), round as usize);
    }
    let hidden = ProductDocument { published: Some(false), ..part("A1", "Disque", 1) };
    write(&db, &[hidden]).await;
    shelf.catch_up().await.unwrap();
    assert_eq!(shelf.snapshot().product_count(), 0);
}

async fn concurrent_writers_all_find_their_own_writes(db: TestDb) {
    let (shelf, db) = (open(&db).await, Arc::new(db));
    let writers = (0..8).map(|writer| {
        let (shelf, db) = (Arc::clone(&shelf), Arc::clone(&db));
        tokio::spawn(async move {
            for round in 0..5 {
                let sku = format!("A{writer}{round}");
                write(&db, &[part(&sku, "Disque", 1)]).await;
                shelf.catch_up().await.unwrap();
                assert!(shelf.snapshot().product(&sku.to_lowercase()).is_some(), "{sku} is missing");
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(shelf.snapshot().product_count(), 40);
}

async fn another_process_is_followed(db: TestDb) {
    let shelf = open(&db).await;
    let following = tokio::spawn({
        let shelf = Arc::clone(&shelf);
        async move { shelf.follow().await }
    });
    let other = Db::connect(db.url()).await.unwrap();
    write(&other, &[part("A1", "Disque", 1)]).await;
    let seen = async {
        while shelf.snapshot().product("a1").is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), seen).await.unwrap();
    following.abort();
    other.close().await;
}

fn found(shelf: &Shelf, text: &str) -> Vec<String> {
    let snapshot = shelf.snapshot();
    let query = SearchQuery { text: text.to_owned(), ..SearchQuery::default() };
    let answer = search_products(&snapshot, &query).unwrap();
    answer.hits.iter().map(|hit| hit.product.sku().to_owned()).collect()
}

async fn a_restarted_shelf_finds_what_was_written_while_it_was_down(db: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    let open =
        async || Shelf::open(db.clone(), CatalogueSettings::default(), Some(folder.path())).await.unwrap();
    write(&db, &[part("A1", "Disque ventilé", 1), part("B2", "Courroie", 2)]).await;
    let shelf = open().await;
    assert_eq!(found(&shelf, "courroie"), ["B2"]);
    write(&db, &[part("B2", "Thermostat", 2)]).await;
    shelf.catch_up().await.unwrap();
    assert_eq!(found(&shelf, "thermostat"), ["B2"]);
    drop(shelf);
    let gone = ProductDocument { published: Some(false), ..part("B2", "Thermostat", 2) };
    write(&db, &[gone, part("C3", "Alternateur", 3)]).await;
    let shelf = open().await;
    assert_eq!(found(&shelf, "alternateur"), ["C3"]);
    assert_eq!(found(&shelf, "ventilé"), ["A1"]);
    assert!(found(&shelf, "thermostat").is_empty());
}

async fn the_disk_of_another_shop_is_not_believed(db: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    let other = TestDb::sqlite(migrations).await;
    write(&other, &[part("X1", "Thermostat", 1)]).await;
    write(&db, &[part("A1", "Courroie", 1)]).await;
    for (db, sku) in [(&other, "X1"), (&db, "A1"), (&other, "X1")] {
        let shelf =
            Shelf::open((*db).clone(), CatalogueSettings::default(), Some(folder.path())).await.unwrap();
        let hits: Vec<String> =
            ["thermostat", "courroie"].iter().flat_map(|text| found(&shelf, text)).collect();
        assert_eq!(hits, [sku]);
    }
}

async fn a_change_of_stock_moves_only_its_own_products_version(db: TestDb) {
    write(&db, &[part("A1", "Disque", 1), part("B2", "Disque", 2)]).await;
    let shelf = open(&db).await;
    let versions = |shelf: &Shelf| {
        let snapshot = shelf.snapshot();
        let number = |slug: &str| snapshot.product(slug).unwrap().number();
        let product = |slug: &str| snapshot.product_version(number(slug));
        let brand = |slug: &str| {
            let filter = ProductFilter { brands: vec![slug.to_owned()], ..ProductFilter::default() };
            snapshot.list_version(&filter, false, true)
        };
        [product("a1"), product("b2"), brand("bosch"), brand("valeo"), snapshot.tree_version()]
    };
    let first = versions(&shelf);
    let sold = ProductDocument { stock_quantity: Some(8), ..part("A1", "Disque", 1) };
    write(&db, &[sold]).await;
    shelf.catch_up().await.unwrap();
    let second = versions(&shelf);
    let moved = |a: &[u64; 5], b: &[u64; 5]| -> Vec<bool> { a.iter().zip(b).map(|(a, b)| a != b).collect() };
    assert_eq!(moved(&first, &second), [true, false, false, false, false]);
    let sold_out = ProductDocument { stock_quantity: Some(0), ..part("A1", "Disque", 1) };
    write(&db, &[sold_out]).await;
    shelf.catch_up().await.unwrap();
    let third = versions(&shelf);
    assert_eq!(moved(&second, &third), [true, false, true, false, false]);
    assert_eq!(third, versions(&*open(&db).await), "another process counts the same versions");
}

async fn a_price_moves_the_lists_and_pages_that_show_it_and_no_others(db: TestDb) {
    let of = |sku: &str, category: &str, number: &str, price_minor: i64| ProductDocument {
        category: Some(category.to_owned()),
        oe_numbers: Some(vec![number.to_owned()]),
        ..part(sku, "Pièce", price_minor)
    };
    write(
        &db,
        &[of("A1", "Disques", "7701 1", 1), of("B2", "Filtres", "7701-1", 2), of("B3", "Filtres", "9", 3)],
    )
    .await;
    let shelf = open(&db).await;
    let look = |shelf: &Shelf| {
        let snapshot = shelf.snapshot();
        let list = |category: &str, by_price: bool| {
            let filter = ProductFilter { categories: vec![category.to_owned()], ..ProductFilter::default() };
            snapshot.list_version(&filter, true, by_price)
        };
        let number = |slug: &str| snapshot.product(slug).unwrap().number();
        [
            list("disques", false),
            list("disques", true),
            list("filtres", true),
            snapshot.shop_version(false),
            snapshot.shop_version(true),
            snapshot.page_version(number("a1")),
            snapshot.page_version(number("b2")),
            snapshot.shown_version(&[number("a1"), number("b2")]),
            snapshot.shown_version(&[number("b3")]),
        ]
    };
    let moved = |a: [u64; 9], b: [u64; 9]| -> Vec<bool> { a.iter().zip(&b).map(|(a, b)| a != b).collect() };
    let first = look(&shelf);
    write(&db, &[of("A1", "Disques", "7701 1", 10)]).await;
    shelf.catch_up().await.unwrap();
    let second = look(&shelf);
    // The page of B2 shows A1 as the same part, and shows it as it is shown: which others it shows stays.
    assert_eq!(moved(first, second), [false, true, false, false, true, true, false, true, false]);
    let on_offer = ProductDocument { regular_price_minor: Some(60), ..of("B3", "Filtres", "9", 30) };
    write(&db, &[on_offer]).await;
    shelf.catch_up().await.unwrap();
    let third = look(&shelf);
    // What is on offer is counted and can be asked for. A1 shares a number with B2, of the category of B3.
    assert_eq!(moved(second, third), [false, false, true, true, true, false, true, false, true]);
    assert_eq!(third, look(&*open(&db).await), "another process counts the same versions");
    // Who comes into a category is counted beside the lists of all others.
    write(&db, &[of("A4", "Disques", "8", 4)]).await;
    shelf.catch_up().await.unwrap();
    assert!(moved(third, look(&shelf))[..5].iter().all(|moved| *moved));
}
