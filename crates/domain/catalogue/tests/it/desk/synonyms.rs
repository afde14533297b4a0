//! Words that search takes as one, kept by staff.

use std::sync::Arc;

use catalogue::{
    Desk, ProductDocument, SearchQuery, Shelf, add_synonyms, delete_synonyms, edit_synonyms, export_synonyms,
    list_synonyms, replace_synonyms, search_products,
};
use db::testing::TestDb;
use kernel::{ErrorCode, Locale, LocalizedText, Permission};

use super::{Shop, field_of};

db::testing::on_both_databases!(super::super::migrations =>
    a_shop_begins_with_the_built_in_ones_and_changes_them,
    search_finds_by_new_words_at_once_and_after_a_restart,
    what_says_nothing_is_refused,
    an_exported_file_replaces_itself_unchanged,
);

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn a_shop_begins_with_the_built_in_ones_and_changes_them(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    let first = list_synonyms(&desk).await.unwrap();
    assert!(first.len() > 100);
    let edited = edit_synonyms(&desk, first[3].number, &words(&["frein", "chabka"])).await.unwrap();
    let added = add_synonyms(&desk, &words(&["gadget", "truc"])).await.unwrap();
    delete_synonyms(&desk, first[0].number).await.unwrap();
    let now = list_synonyms(&desk).await.unwrap();
    assert_eq!(now.len(), first.len());
    assert!(now.contains(&edited) && now.contains(&added) && !now.contains(&first[0]));
    assert_eq!(added.number as usize, first.len(), "the numbers that were listed stay taken");
    let error = delete_synonyms(&desk, first[0].number).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
}

async fn search_finds_by_new_words_at_once_and_after_a_restart(db: TestDb) {
    let shop = Shop::new(db);
    let document = ProductDocument {
        sku: "A-1".to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, "Thermostat"),
        ..ProductDocument::default()
    };
    shop.import(&[document]).await;
    let folder = tempfile::tempdir().unwrap();
    let open =
        async || Shelf::open((*shop.db).clone(), shop.settings.clone(), Some(folder.path())).await.unwrap();
    let found = |shelf: &Arc<Shelf>| {
        let snapshot = shelf.snapshot();
        let query = SearchQuery { text: "zembrek".to_owned(), ..SearchQuery::default() };
        search_products(&snapshot, &query).unwrap().hits.len()
    };
    let shelf = open().await;
    let before = shelf.snapshot().shop_version(false);
    assert_eq!(found(&shelf), 0);
    add_synonyms(&shop.desk(), &words(&["thermostat", "zembrek"])).await.unwrap();
    shelf.catch_up().await.unwrap();
    assert_eq!(found(&shelf), 1);
    let after = shelf.snapshot().shop_version(false);
    assert_ne!(before, after, "answers from before are not given again");
    drop(shelf);
    assert_eq!(found(&open().await), 1);
}

async fn what_says_nothing_is_refused(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    for group in [&["frein"][..], &["frein", "Freins"], &["a|b", "c"], &["x\u{0}", "y"], &[]] {
        assert_eq!(field_of(add_synonyms(&desk, &words(group)).await.unwrap_err()), "words", "{group:?}");
    }
    let reader = shop.with(&[Permission::ViewProducts]);
    let desk = Desk { actor: &reader, ..desk };
    let error = add_synonyms(&desk, &words(&["a1", "b1"])).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Forbidden);
}

async fn an_exported_file_replaces_itself_unchanged(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    let file = export_synonyms(&desk).await.unwrap();
    let report = replace_synonyms(&desk, &file).await.unwrap();
    assert!(report.groups > 100 && report.idle_lines.is_empty());
    assert_eq!(export_synonyms(&desk).await.unwrap(), file);
}
