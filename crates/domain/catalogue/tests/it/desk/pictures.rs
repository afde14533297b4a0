//! Pictures that nothing shows.

use bytes::Bytes;
use catalogue::{ProductDocument, delete_product, list_products_at_desk, prune_pictures};
use chrono::TimeDelta;
use db::testing::TestDb;
use files::{FileName, Files};
use kernel::{Locale, LocalizedText};

use super::Shop;

db::testing::on_both_databases!(super::super::migrations =>
    a_picture_goes_once_no_product_has_shown_it_for_a_month,
);

fn picture(letter: &str, side: u32) -> String {
    format!("images/{}-{side}.webp", letter.repeat(32))
}

async fn a_picture_goes_once_no_product_has_shown_it_for_a_month(db: TestDb) {
    let shop = Shop::new(db);
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(&format!("file:{}", folder.path().display())).unwrap();
    let shows = |sku: &str, path: String, published: bool| ProductDocument {
        sku: sku.to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, "Disque"),
        images: Some(vec![path]),
        published: Some(published),
        ..ProductDocument::default()
    };
    let shown = [
        shows("A1", picture("a", 1600), true),
        shows("B2", format!("/{}", picture("b", 800)), false),
        shows("C3", picture("c", 1600), true),
        ProductDocument { images: None, ..shows("D4", String::new(), true) },
    ];
    shop.import(&shown).await;
    let page = list_products_at_desk(&shop.desk(), &catalogue::DeskQuery::default()).await.unwrap();
    let gone = page.rows.iter().find(|row| row.product.sku == "C3").unwrap();
    delete_product(&shop.desk(), gone.product.id).await.unwrap();

    // Shown by one on sale, by a draft, by a deleted one that may come back; by nobody; of another's making.
    let mut put = ["a", "b", "c"].map(|letter| picture(letter, 400)).to_vec();
    put.extend([picture("a", 1600), picture("e", 400), picture("e", 1600), "images/logo.webp".to_owned()]);
    for path in &put {
        files.put(&path.parse().unwrap(), Bytes::from_static(b"webp")).await.unwrap();
    }
    let images: FileName = "images".parse().unwrap();
    let sent = files.list(&images).await.unwrap().iter().map(|file| file.changed_at).max().unwrap();

    let early = prune_pictures(&shop.db, &files, sent + TimeDelta::days(29)).await.unwrap();
    assert_eq!(early, 0, "somebody may be about to put it on a product");
    let later = sent + TimeDelta::days(30);
    assert_eq!(prune_pictures(&shop.db, &files, later).await.unwrap(), 2);
    let left: Vec<String> =
        files.list(&images).await.unwrap().into_iter().map(|file| file.name.as_str().to_owned()).collect();
    put.retain(|path| !path.contains("eee"));
    put.sort();
    assert_eq!(left, put);
    assert_eq!(prune_pictures(&shop.db, &files, later).await.unwrap(), 0);
}
