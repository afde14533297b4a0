//! Many products changed at once, and back again.

use catalogue::{
    BulkChange, BulkEdit, CatalogueError, DeskFilter, DeskQuery, Patched, ProductDocument, Selection,
    bulk_edit, create_brand, delete_brand, edit_product, list_price_changes_at_desk, list_products_at_desk,
    undo_bulk_edit,
};
use db::testing::TestDb;
use kernel::{ErrorCode, Locale, LocalizedText};

use super::{Shop, field_of, priced};

db::testing::on_both_databases!(super::super::migrations =>
    the_whole_shop_is_changed_and_changed_back,
    what_was_changed_since_is_kept_and_named,
    a_selection_of_ids_counts_those_that_are_not_there,
    what_cannot_be_changed_is_refused,
    an_undoing_does_not_bring_back_a_brand_that_is_gone,
);

fn part(number: u32) -> ProductDocument {
    ProductDocument {
        sku: format!("P-{number}"),
        names: LocalizedText::in_locale(Locale::Fr, "Disque"),
        price_minor: (!number.is_multiple_of(3)).then_some(1_000 + i64::from(number)),
        ..ProductDocument::default()
    }
}

async fn shop(db: TestDb, products: u32) -> Shop {
    let shop = Shop::new(db);
    shop.import(&(0..products).map(part).collect::<Vec<_>>()).await;
    shop
}

async fn prices(shop: &Shop) -> Vec<(String, Option<i64>)> {
    let mut query = DeskQuery { sort: catalogue::DeskSort::Sku, limit: 200, ..DeskQuery::default() };
    let mut prices = Vec::new();
    loop {
        let page = list_products_at_desk(&shop.desk(), &query).await.unwrap();
        prices.extend(page.rows.into_iter().map(|row| (row.product.sku, row.product.price_minor)));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return prices;
        }
    }
}

fn all() -> Selection {
    Selection::Filter(DeskFilter::default())
}

fn dearer() -> BulkChange {
    BulkChange { price_by_basis_points: Some(1_000), ..BulkChange::default() }
}

async fn the_whole_shop_is_changed_and_changed_back(db: TestDb) {
    let shop = shop(db, 1_203).await;
    let before = prices(&shop).await;
    let edit = bulk_edit(&shop.desk(), &all(), &dearer()).await.unwrap();
    assert_eq!((edit.changed, edit.unchanged, edit.missing), (802, 401, 0));
    let after = prices(&shop).await;
    assert!(before.iter().zip(&after).all(|(b, a)| b.1.map(|b| (b * 11 + 5) / 10) == a.1));
    let undo = undo_bulk_edit(&shop.desk(), edit.id).await.unwrap();
    assert_eq!((undo.restored, undo.kept), (802, 0));
    assert_eq!(prices(&shop).await, before);
    let again = undo_bulk_edit(&shop.desk(), edit.id).await.unwrap_err();
    assert!(matches!(again, CatalogueError::NotNow(_)));
}

async fn what_was_changed_since_is_kept_and_named(db: TestDb) {
    let shop = shop(db, 5).await;
    let BulkEdit { id, .. } = bulk_edit(&shop.desk(), &all(), &dearer()).await.unwrap();
    let page = list_products_at_desk(&shop.desk(), &DeskQuery::default()).await.unwrap();
    let row = page.rows.into_iter().find(|row| row.product.sku == "P-4").unwrap().product;
    edit_product(&shop.desk(), row.id, row.version(), &priced(7)).await.unwrap();
    let undo = undo_bulk_edit(&shop.desk(), id).await.unwrap();
    assert_eq!((undo.restored, undo.kept), (2, 1));
    assert_eq!(undo.kept_products, [(row.id, "P-4".to_owned())]);
    let history = list_price_changes_at_desk(&shop.desk(), row.id).await.unwrap();
    let prices: Vec<_> = history.iter().filter_map(|change| change.price_minor).collect();
    assert_eq!(prices, [1_004, 1_104, 7]);
    assert_eq!(history[1].why, format!("bulk edit {id}"));
}

async fn a_selection_of_ids_counts_those_that_are_not_there(db: TestDb) {
    let shop = shop(db, 3).await;
    let page = list_products_at_desk(&shop.desk(), &DeskQuery::default()).await.unwrap();
    let mut ids: Vec<_> = page.rows.iter().map(|row| row.product.id).collect();
    catalogue::delete_product(&shop.desk(), ids[0]).await.unwrap();
    ids.push(catalogue::ProductId::new(&shop.clock));
    ids.push(ids[1]);
    let change = BulkChange { on_order: Some(false), ..BulkChange::default() };
    let edit = bulk_edit(&shop.desk(), &Selection::Ids(ids), &change).await.unwrap();
    assert_eq!((edit.changed, edit.unchanged, edit.missing), (2, 0, 2));
}

async fn what_cannot_be_changed_is_refused(db: TestDb) {
    let shop = shop(db, 1).await;
    let desk = shop.desk();
    let refused = async |change| field_of(bulk_edit(&desk, &all(), &change).await.unwrap_err());
    assert_eq!(refused(BulkChange::default()).await, "change");
    let free = BulkChange { price_by_basis_points: Some(-10_000), ..BulkChange::default() };
    assert_eq!(refused(free).await, "pricePercent");
    let brand = Patched::Set(catalogue::BrandId::new(&shop.clock));
    assert_eq!(refused(BulkChange { brand_id: brand, ..BulkChange::default() }).await, "brandId");
    let nobody = catalogue::BulkEditId::new(&shop.clock);
    assert_eq!(undo_bulk_edit(&desk, nobody).await.unwrap_err().code(), ErrorCode::NotFound);
}

async fn an_undoing_does_not_bring_back_a_brand_that_is_gone(db: TestDb) {
    let shop = shop(db, 2).await;
    let desk = shop.desk();
    let (old, new) =
        (create_brand(&desk, "Bosh").await.unwrap(), create_brand(&desk, "Bosch").await.unwrap());
    let with = |id| BulkChange { brand_id: Patched::Set(id), ..BulkChange::default() };
    bulk_edit(&desk, &all(), &with(old.id)).await.unwrap();
    let edit = bulk_edit(&desk, &all(), &with(new.id)).await.unwrap();
    delete_brand(&desk, old.id).await.unwrap();
    let undo = undo_bulk_edit(&desk, edit.id).await.unwrap();
    assert_eq!((undo.restored, undo.kept), (0, 2));
}
