//! Commands that end by themselves.

use std::path::Path;

use crate::program::{complained, run, said};

fn make_shop(folder: &Path) {
    let made = run(folder, &["demo", "--no-serve", "--products", "120", "--data", "shop"]);
    assert!(made.status.success(), "{}", complained(&made));
}

#[test]
fn a_demo_shop_is_made_once_and_found_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    make_shop(folder.path());
    let again = run(folder.path(), &["demo", "--no-serve", "--products", "120", "--data", "shop"]);
    assert_eq!(said(&again), "");
    let other = run(folder.path(), &["demo", "--no-serve", "--products", "60", "--data", "shop"]);
    assert!(said(&other).contains("60 products"), "{}", said(&other));
}

#[test]
fn a_folder_with_a_real_shop_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("shop")).unwrap();
    std::fs::write(folder.path().join("shop/dukkan.sqlite"), "precious").unwrap();
    let refused = run(folder.path(), &["demo", "--no-serve", "--data", "shop"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(complained(&refused).contains("no demo"), "{}", complained(&refused));
    assert_eq!(std::fs::read_to_string(folder.path().join("shop/dukkan.sqlite")).unwrap(), "precious");
}

#[test]
fn a_demo_takes_no_database_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["demo", "--no-serve", "--data", "shop", "--database", "postgres://shop@localhost/shop"];
    let refused = run(folder.path(), &words);
    assert!(!refused.status.success());
    assert!(complained(&refused).contains("option --database"), "{}", complained(&refused));
    assert!(!folder.path().join("shop").exists());
}

#[test]
fn what_was_exported_imports_into_another_shop_and_changes_nothing_again() {
    let folder = tempfile::tempdir().unwrap();
    make_shop(folder.path());
    for kind in ["categories", "vehicles", "products"] {
        let file = format!("{kind}.jsonl");
        let exported = run(folder.path(), &["export", "--data", "shop", "--kind", kind, &file]);
        assert!(exported.status.success(), "{}", complained(&exported));
        let imported = run(folder.path(), &["import", "--data", "other", "--kind", kind, &file]);
        assert!(imported.status.success(), "{}{}", said(&imported), complained(&imported));
    }
    let again = run(folder.path(), &["import", "--data", "other", "products.jsonl"]);
    assert!(said(&again).contains("Products: 120 as they were."), "{}", said(&again));
    assert!(!folder.path().join("products.jsonl.report.csv").exists());
}

#[test]
fn rows_that_were_left_aside_make_exit_code_3_and_a_report() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("p.csv"),
        "sku,name_fr,price\nA-1,Filtre,12.500\nA-2,Phare,minus one\n",
    )
    .unwrap();
    let imported = run(folder.path(), &["import", "--data", "shop", "p.csv"]);
    assert_eq!(imported.status.code(), Some(3), "{}{}", said(&imported), complained(&imported));
    assert!(said(&imported).contains("line 3"), "{}", said(&imported));
    assert!(std::fs::read_to_string(folder.path().join("p.csv.report.csv")).unwrap().contains("minus one"));
}

#[test]
fn a_wrong_configuration_is_exit_code_2_and_names_the_key() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dukkan.toml"), "listen = \"127.0.0.1:0\"\nlocals = [\"fr\"]\n")
        .unwrap();
    let refused = run(folder.path(), &["config"]);
    assert_eq!(refused.status.code(), Some(2));
    let sentence = complained(&refused);
    assert!(sentence.contains("dukkan.toml") && sentence.contains("did you mean \"locales\""), "{sentence}");
}

#[test]
fn the_configuration_in_force_shows_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let shown = run(folder.path(), &["config", "--database", "postgres://shop:secret@db/dukkan"]);
    let text = said(&shown);
    assert!(text.contains("postgres://shop:***@db/dukkan") && !text.contains("secret"), "{text}");
    assert!(text.contains("# option --database"), "{text}");
}

#[test]
fn the_doctor_names_what_the_profile_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let seen = run(folder.path(), &["doctor", "--data", "shop"]);
    assert_eq!(seen.status.code(), Some(1));
    assert!(
        said(&seen).contains("shop.whatsapp") && said(&seen).contains("dukkan import"),
        "{}",
        said(&seen)
    );
}

#[test]
fn synonyms_are_exported_checked_and_taken_into_use() {
    let folder = tempfile::tempdir().unwrap();
    for words in
        [["synonyms", "export", "s.csv"], ["synonyms", "check", "s.csv"], ["synonyms", "use", "s.csv"]]
    {
        let done = run(folder.path(), &words);
        assert!(done.status.success(), "{}", complained(&done));
    }
}
