//! Lists of products at the desk.

use catalogue::{
    CatalogueError, DeskFilter, DeskQuery, DeskSort, ProductDocument, ProductState, StockState,
    catalogue_figures, count_products_at_desk, delete_product, list_products_at_desk,
};
use db::testing::TestDb;
use kernel::{Locale, LocalizedText};

use super::Shop;

db::testing::on_both_databases!(super::super::migrations =>
    a_list_is_filtered_by_anything,
    words_find_drafts_and_numbers_in_any_spelling,
    every_order_is_paged_without_gap_or_double,
    what_was_there_before_the_step_is_found_by_words,
);

fn part(number: u32) -> ProductDocument {
    ProductDocument {
        sku: format!("BRE-{number:03}"),
        names: LocalizedText::in_locale(Locale::Fr, format!("Étrier {}", number % 3))
            .with(Locale::Ar, "كاليبر فرامل"),
        brand: Some(if number.is_multiple_of(2) { "Bosch" } else { "Valeo" }.to_owned()),
        category: Some(if number.is_multiple_of(4) { "Freinage > Étriers" } else { "Freinage" }.to_owned()),
        price_minor: (!number.is_multiple_of(5)).then(|| i64::from(number * 100)),
        stock_quantity: (!number.is_multiple_of(6)).then_some(number % 10),
        oe_numbers: Some(vec![format!("7701-{number:06}")]),
        published: Some(!number.is_multiple_of(7)),
        ..ProductDocument::default()
    }
}

async fn shop(db: TestDb) -> Shop {
    let shop = Shop::new(db);
    shop.import(&(0..60).map(part).collect::<Vec<_>>()).await;
    shop
}

async fn skus(shop: &Shop, filter: DeskFilter) -> Vec<String> {
    let query = DeskQuery { filter, sort: DeskSort::Sku, limit: 200, cursor: None };
    let page = list_products_at_desk(&shop.desk(), &query).await.unwrap();
    page.rows.into_iter().map(|row| row.product.sku).collect()
}

async fn a_list_is_filtered_by_anything(db: TestDb) {
    let shop = shop(db).await;
    let all = list_products_at_desk(&shop.desk(), &DeskQuery { limit: 200, ..DeskQuery::default() }).await;
    let all = all.unwrap().rows;
    assert_eq!(all.len(), 60);
    let bosch = all.iter().find_map(|row| row.brand.clone().filter(|b| b.name == "Bosch")).unwrap();
    let brakes = all.iter().find_map(|row| row.category.clone().filter(|c| c.slug == "freinage")).unwrap();
    let inner = all.iter().find_map(|row| row.category.clone().filter(|c| c.slug != "freinage")).unwrap();
    let count = async |filter: DeskFilter| skus(&shop, filter).await.len();
    let none = DeskFilter::default;
    assert_eq!(count(DeskFilter { brand_id: Some(bosch.id), ..none() }).await, 30);
    assert_eq!(count(DeskFilter { category_id: Some(brakes.id), ..none() }).await, 60);
    assert_eq!(count(DeskFilter { category_id: Some(inner.id), ..none() }).await, 15);
    assert_eq!(count(DeskFilter { state: Some(ProductState::Draft), ..none() }).await, 9);
    assert_eq!(count(DeskFilter { stock: Some(StockState::NotCounted), ..none() }).await, 10);
    assert_eq!(count(DeskFilter { stock: Some(StockState::Out), ..none() }).await, 4);
    assert_eq!(count(DeskFilter { without_price: true, ..none() }).await, 12);
    let live = || DeskFilter { state: Some(ProductState::Live), ..none() };
    let figures = catalogue_figures(&shop.desk()).await.unwrap();
    for (figure, filter) in [
        (figures.on_sale, live()),
        (figures.drafts, DeskFilter { state: Some(ProductState::Draft), ..none() }),
        (figures.out, DeskFilter { stock: Some(StockState::Out), ..live() }),
        (figures.low, DeskFilter { stock: Some(StockState::Low), ..live() }),
        (figures.without_price, DeskFilter { without_price: true, ..live() }),
    ] {
        let counted = count_products_at_desk(&shop.desk(), &filter).await.unwrap();
        assert_eq!(
            counted,
            count(filter.clone()).await as u64,
            "a figure is what its list holds: {filter:?}"
        );
        assert_eq!(figure, counted, "{filter:?}");
    }
    let dear = DeskFilter { price_from_minor: Some(1_000), price_to_minor: Some(1_900), ..none() };
    assert_eq!(count(dear).await, 8);
    let gone = all.iter().find(|row| row.product.sku == "BRE-004").unwrap();
    delete_product(&shop.desk(), gone.product.id).await.unwrap();
    assert_eq!(skus(&shop, DeskFilter { state: Some(ProductState::Deleted), ..none() }).await, ["BRE-004"]);
    assert_eq!(count(none()).await, 59);
}

async fn words_find_drafts_and_numbers_in_any_spelling(db: TestDb) {
    let shop = shop(db).await;
    let text = |text: &str| DeskFilter { text: Some(text.to_owned()), ..DeskFilter::default() };
    assert_eq!(skus(&shop, text("etr 2")).await.len(), 20);
    assert_eq!(skus(&shop, text("فرامل")).await.len(), 60);
    for spelling in ["BRE-007", "bre007", "bre 007", "7701 000007", "7701-000007", "7701 00 00 07"] {
        assert_eq!(skus(&shop, text(spelling)).await, ["BRE-007"], "{spelling}");
    }
    assert_eq!(skus(&shop, text("7701-00000")).await.len(), 10);
    for (odd, found) in [
        ("فَرَامِل", 60),
        ("فرا\u{200c}مل", 60),
        ("٧٧٠١-٠٠٠٠٠٧", 1),
        ("bre_007*", 1),
        ("^bre-007", 1),
        ("\"bre 007\"", 1),
        ("bre-007 Φίλτρος🅐", 0),
    ] {
        assert_eq!(skus(&shop, text(odd)).await.len(), found, "{odd}");
    }
    for nothing in ["!!", "étrier disque", "\" OR \"*", "a' | 'b", "NEAR(", "\u{0}"] {
        assert!(skus(&shop, text(nothing)).await.is_empty(), "{nothing}");
    }
}

async fn every_order_is_paged_without_gap_or_double(db: TestDb) {
    let shop = shop(db).await;
    for sort in
        [DeskSort::Changed, DeskSort::Sku, DeskSort::Price, DeskSort::PriceDescending, DeskSort::Stock]
    {
        let mut query = DeskQuery { sort, limit: 7, ..DeskQuery::default() };
        let (mut paged, mut whole) = (Vec::new(), Vec::new());
        loop {
            let page = list_products_at_desk(&shop.desk(), &query).await.unwrap();
            paged.extend(page.rows.into_iter().map(|row| row.product.sku));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        let query = DeskQuery { sort, limit: 200, ..DeskQuery::default() };
        let page = list_products_at_desk(&shop.desk(), &query).await.unwrap();
        whole.extend(page.rows.into_iter().map(|row| row.product.sku));
        assert_eq!(paged, whole, "{sort:?}");
        assert_eq!(whole.len(), 60);
    }
    let query = DeskQuery { cursor: Some("rubbish".to_owned()), ..DeskQuery::default() };
    let error = list_products_at_desk(&shop.desk(), &query).await.unwrap_err();
    assert!(matches!(error, CatalogueError::InvalidQuery { field, .. } if field == "cursor"));
}

/// A shop of the release before: the first step alone, with a product in it.
async fn what_was_there_before_the_step_is_found_by_words(db: TestDb) {
    let shop = shop(db).await;
    let tx = shop.db.begin_write().await.unwrap();
    let steps = catalogue::migrations().split_off(1);
    for step in steps.iter().rev() {
        step.down(&sea_orm_migration::SchemaManager::new(tx.conn())).await.unwrap();
    }
    for step in &steps {
        step.up(&sea_orm_migration::SchemaManager::new(tx.conn())).await.unwrap();
    }
    tx.commit().await.unwrap();
    let filter = DeskFilter { text: Some("7701-000007".to_owned()), ..DeskFilter::default() };
    assert_eq!(skus(&shop, filter).await, ["BRE-007"]);
}
