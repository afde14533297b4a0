//! Products are found under the names that their brands and categories have now.

use std::path::Path;
use std::sync::Arc;

use db::Db;
use db::testing::TestDb;
use kernel::{Clock, Locale, LocalizedText};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigrationTrait;
use tantivy::{DocSet, TERMINATED};

use super::analysis::stem;
use super::index::Field;
use crate::{
    CatalogueSettings, CategoryDocument, ProductDocument, Shelf, Snapshot, WriteContext, upsert_categories,
    upsert_products,
};

fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    crate::migrations().into_iter().chain(settings::migrations()).collect()
}

db::testing::on_both_databases!(migrations =>
    a_renamed_brand_or_category_is_found_at_once,
    what_was_renamed_while_the_shop_was_down_is_found_afterwards,
);

async fn open(db: &Db, directory: Option<&Path>) -> Arc<Shelf> {
    Shelf::open(db.clone(), CatalogueSettings::default(), directory).await.unwrap()
}

/// Three discs of one brand below "Freinage", and a filter of another.
async fn stock(db: &Db) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let part = |sku: &str, brand: &str, category: &str| ProductDocument {
        sku: sku.to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, format!("Pièce {sku}")),
        brand: Some(brand.to_owned()),
        category: Some(category.to_owned()),
        price_minor: Some(1),
        ..ProductDocument::default()
    };
    let discs = ["A1", "A2", "A3"].map(|sku| part(sku, "Bosch", "Freinage > Disques"));
    let tx = db.begin_write().await.unwrap();
    upsert_products(&tx, &discs, &context).await.unwrap();
    upsert_products(&tx, &[part("B1", "Valeo", "Filtration")], &context).await.unwrap();
    tx.commit().await.unwrap();
}

/// "Freinage" becomes "Zygomatique", "Bosch" becomes "Quarante".
async fn rename(db: &Db) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let category = CategoryDocument {
        slug: "freinage".to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, "Zygomatique"),
        ..CategoryDocument::default()
    };
    let tx = db.begin_write().await.unwrap();
    upsert_categories(&tx, &[category], &context).await.unwrap();
    tx.conn().execute_unprepared("UPDATE brand SET name = 'Quarante' WHERE slug = 'bosch'").await.unwrap();
    let brands = serde_json::json!({ "numbers": [0] });
    tx.record_change("catalogue.brand", &brands).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many products for sale have the word among their keys.
fn under(snapshot: &Snapshot, word: &str) -> usize {
    let term = stem(word);
    let mut found = 0;
    for segment in &snapshot.search.segments {
        let Some(mut postings) = segment.postings(Field::Keys, &term).unwrap() else { continue };
        while postings.doc() != TERMINATED {
            found += usize::from(segment.is_alive(postings.doc()));
            postings.advance();
        }
    }
    found
}

fn found(snapshot: &Snapshot) -> [usize; 5] {
    ["freinage", "bosch", "zygomatique", "quarante", "filtration"].map(|word| under(snapshot, word))
}

async fn a_renamed_brand_or_category_is_found_at_once(db: TestDb) {
    stock(&db).await;
    let shelf = open(&db, None).await;
    assert_eq!(found(&shelf.snapshot()), [3, 3, 0, 0, 1]);
    rename(&db).await;
    shelf.catch_up().await.unwrap();
    assert_eq!(found(&shelf.snapshot()), [0, 0, 3, 3, 1]);
}

async fn what_was_renamed_while_the_shop_was_down_is_found_afterwards(db: TestDb) {
    let folder = tempfile::tempdir().unwrap();
    stock(&db).await;
    drop(open(&db, Some(folder.path())).await);
    rename(&db).await;
    let shelf = open(&db, Some(folder.path())).await;
    assert_eq!(found(&shelf.snapshot()), [0, 0, 3, 3, 1]);
}
