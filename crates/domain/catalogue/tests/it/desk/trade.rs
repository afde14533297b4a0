//! Figures of the trade, set at the desk while the shop runs.

use catalogue::{
    Availability, BulkChange, CatalogueError, DeskFilter, ProductDocument, ProductFilter, Selection, Shelf,
    Snapshot, StockState, Trade, bulk_edit, catalogue_figures, count_products_at_desk, edit_trade,
    find_trade,
};
use db::testing::TestDb;
use kernel::{ErrorCode, Locale, LocalizedText, Permission};
use settings::SettingsError;

use super::{Shop, field_of};

db::testing::on_both_databases!(super::super::migrations =>
    what_is_low_is_another_on_the_shelf_and_at_the_desk_as_soon_as_it_is_set,
    prices_by_percent_are_rounded_as_it_is_set,
    what_cannot_be_and_who_may_not_is_refused,
);

fn part(number: u32) -> ProductDocument {
    ProductDocument {
        sku: format!("P-{number}"),
        slug: Some(format!("p-{number}")),
        names: LocalizedText::in_locale(Locale::Fr, format!("Disque {number}")),
        brand: Some("Bosch".to_owned()),
        category: Some("Freinage > Disques".to_owned()),
        price_minor: Some(1_000 + i64::from(number)),
        stock_quantity: Some(number),
        ..ProductDocument::default()
    }
}

async fn shop(db: TestDb) -> Shop {
    let shop = Shop::new(db);
    shop.import(&(0..10).map(part).collect::<Vec<_>>()).await;
    shop
}

fn low(snapshot: &Snapshot) -> usize {
    snapshot.products().filter(|product| product.availability() == Availability::Low).count()
}

/// All that a cache's keys are made of.
fn versions(snapshot: &Snapshot) -> Vec<u64> {
    let of = |filter: ProductFilter| snapshot.list_version(&filter, true, true);
    let brands = ProductFilter { brands: vec!["bosch".to_owned()], ..ProductFilter::default() };
    let categories = ProductFilter { categories: vec!["freinage".to_owned()], ..ProductFilter::default() };
    let lists = [of(brands), of(categories), of(ProductFilter::default()), snapshot.shop_version(true)];
    let products = snapshot.products().map(|product| snapshot.product_version(product.number()));
    lists.into_iter().chain(products).collect()
}

async fn what_is_low_is_another_on_the_shelf_and_at_the_desk_as_soon_as_it_is_set(db: TestDb) {
    let shop = shop(db).await;
    let desk = shop.desk();
    let shelf = Shelf::open(shop.db.db().clone(), shop.settings.clone(), None).await.unwrap();
    let before = shelf.snapshot();
    let configured = find_trade(shop.db.reader(), &shop.settings).await.unwrap();
    assert_eq!((configured.version, configured.value, low(&before)), (0, Trade::of(&shop.settings), 3));

    let trade = Trade { low_stock: 7, ..configured.value };
    edit_trade(&desk, 0, trade).await.unwrap();
    shelf.catch_up().await.unwrap();
    let after = shelf.snapshot();
    assert_eq!((low(&after), after.settings().low_stock), (7, 7));
    assert!(versions(&before).iter().zip(versions(&after)).take(3).all(|(before, after)| *before != after));
    assert_eq!(before.product_version(9), after.product_version(9), "nothing of it is another");
    assert_eq!(catalogue_figures(&desk).await.unwrap().low, 7);
    let filter = DeskFilter { stock: Some(StockState::Low), ..DeskFilter::default() };
    assert_eq!(count_products_at_desk(&desk, &filter).await.unwrap(), 7);

    let again = Shelf::open(shop.db.db().clone(), shop.settings.clone(), None).await.unwrap();
    assert_eq!(versions(&again.snapshot()), versions(&after), "a process that starts now shows the same");
    let set = find_trade(shop.db.reader(), &shop.settings).await.unwrap();
    assert_eq!((set.version, set.value), (1, trade));
}

async fn prices_by_percent_are_rounded_as_it_is_set(db: TestDb) {
    let shop = shop(db).await;
    let desk = shop.desk();
    edit_trade(&desk, 0, Trade { price_step_minor: 100, low_stock: 3 }).await.unwrap();
    let filter = DeskFilter { stock: Some(StockState::Low), ..DeskFilter::default() };
    let change = BulkChange { price_by_basis_points: Some(1_000), ..BulkChange::default() };
    let edit = bulk_edit(&desk, &Selection::Filter(filter), &change).await.unwrap();
    assert_eq!(edit.changed, 3);
    let shelf = Shelf::open(shop.db.db().clone(), shop.settings.clone(), None).await.unwrap();
    assert_eq!(shelf.snapshot().product("p-2").unwrap().price().unwrap().minor, 1_100);
}

async fn what_cannot_be_and_who_may_not_is_refused(db: TestDb) {
    let mut shop = shop(db).await;
    let good = Trade { price_step_minor: 50, low_stock: 5 };
    for (field, trade) in [
        ("priceStepMinor", Trade { price_step_minor: 0, ..good }),
        ("priceStepMinor", Trade { price_step_minor: 1_000_001, ..good }),
        ("lowStock", Trade { low_stock: 100_001, ..good }),
    ] {
        assert_eq!(field_of(edit_trade(&shop.desk(), 0, trade).await.unwrap_err()), field);
    }
    edit_trade(&shop.desk(), 0, good).await.unwrap();
    let late = edit_trade(&shop.desk(), 0, Trade { low_stock: 6, ..good }).await.unwrap_err();
    assert!(matches!(late, CatalogueError::Settings(SettingsError::ChangedMeanwhile)), "{late}");
    shop.actor = shop.with(&[Permission::EditCatalogue, Permission::ViewSettings]);
    let forbidden = edit_trade(&shop.desk(), 1, Trade { low_stock: 6, ..good }).await.unwrap_err();
    assert_eq!(forbidden.code(), ErrorCode::Forbidden);
    let set = find_trade(shop.db.reader(), &shop.settings).await.unwrap();
    assert_eq!((set.version, set.value), (1, good));
}
