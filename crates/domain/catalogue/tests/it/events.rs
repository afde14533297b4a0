//! What outsiders are told of a change.

use catalogue::{
    CatalogueEvent, EVENT_KINDS, EVENT_TOPICS, ProductDocument, WriteContext, create_brand, delete_brand,
    list_brands_at_desk, list_events, remove_products,
};
use db::Place;
use db::testing::TestDb;
use kernel::{Locale, LocalizedText};

use crate::desk::Shop;

db::testing::on_both_databases!(crate::desk::migrations =>
    a_change_names_what_changed_and_what_is_gone,
    a_large_change_is_told_in_parts,
);

fn product(number: usize) -> ProductDocument {
    ProductDocument {
        sku: format!("A-{number}"),
        names: LocalizedText::in_locale(Locale::Fr, format!("Filtre {number}")),
        brand: Some("Bosch".to_owned()),
        ..ProductDocument::default()
    }
}

/// All that the feed tells behind `place`.
async fn events(shop: &Shop, place: &mut Place) -> Vec<CatalogueEvent> {
    let mut news = shop.db.watch();
    let mut all = Vec::new();
    while *place < shop.db.last_written() {
        for change in shop.db.read_changes(*place, EVENT_TOPICS, 100).await.unwrap() {
            *place = change.place;
            all.extend(list_events(&shop.db, &change).await.unwrap());
        }
        if *place < shop.db.last_written() {
            news.moved().await;
        }
    }
    assert!(all.iter().all(|event| EVENT_KINDS.iter().any(|(kind, _)| *kind == event.kind)));
    all
}

async fn a_change_names_what_changed_and_what_is_gone(test: TestDb) {
    let shop = Shop::new(test);
    let mut place = Place::default();
    shop.import(&[product(1)]).await;
    let told = events(&shop, &mut place).await;
    let kinds: Vec<&str> = told.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["brand.updated", "product.updated"]);
    assert_eq!(told[0].data["brands"][0]["slug"], "bosch");
    let sku = &told[1].data["products"][0]["sku"];
    assert_eq!((sku, told[1].data["products"].as_array().unwrap().len()), (&"A-1".into(), 1));
    let tx = shop.db.begin_write().await.unwrap();
    let context = WriteContext::new(&shop.settings, &shop.clock, "test", "test");
    remove_products(&tx, &["A-1"], &context).await.unwrap();
    tx.commit().await.unwrap();
    let told = events(&shop, &mut place).await;
    assert_eq!((told.len(), told[0].kind), (1, "product.deleted"));
    let valeo = create_brand(&shop.desk(), "Valeo").await.unwrap();
    delete_brand(&shop.desk(), valeo.id).await.unwrap();
    let told = events(&shop, &mut place).await;
    let gone = told.last().unwrap();
    assert_eq!(gone.kind, "brand.deleted");
    assert_eq!(gone.data["brands"][0]["id"], valeo.id.to_string());
    assert_eq!(list_brands_at_desk(&shop.desk()).await.unwrap().len(), 1);
}

async fn a_large_change_is_told_in_parts(test: TestDb) {
    let shop = Shop::new(test);
    let documents: Vec<ProductDocument> = (0..250).map(product).collect();
    shop.import(&documents).await;
    let told = events(&shop, &mut Place::default()).await;
    let updates = told.iter().filter(|event| event.kind == "product.updated");
    let sizes: Vec<usize> = updates.map(|event| event.data["products"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
}
