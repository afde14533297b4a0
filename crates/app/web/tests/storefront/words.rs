//! The words: every key in every language, none that nobody uses, none that is missing.

use std::collections::BTreeSet;
use std::path::Path;

/// Keys that are put together: specifications and their values, fuels, months, days.
const MADE: [&str; 5] = ["spec-", "value-", "fuel-", "month-", "stock-"];

fn keys(locale: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(format!("{locale}.ftl"));
    let text = std::fs::read_to_string(path).unwrap();
    let keys: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|line| line.split_once('=').expect("a key has a text").0.trim().to_owned())
        .collect();
    let unique: BTreeSet<String> = keys.iter().cloned().collect();
    assert_eq!(unique.len(), keys.len(), "{locale}: a key twice");
    unique
}

/// All templates and all source, as one text.
fn users() -> String {
    fn gather(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, text);
            } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    gather(&root.join("templates"), &mut text);
    gather(&root.join("src/storefront"), &mut text);
    text
}

#[test]
fn every_language_has_every_key() {
    let french = keys("fr");
    for other in ["ar", "en"] {
        let others = keys(other);
        let missing: Vec<&String> = french.difference(&others).collect();
        let surplus: Vec<&String> = others.difference(&french).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{other} lacks {missing:?}, alone has {surplus:?}");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let known = keys("fr");
    let users = users();
    for key in &known {
        let quoted = users.contains(&format!("'{key}'")) || users.contains(&format!("\"{key}\""));
        assert!(quoted || MADE.iter().any(|made| key.starts_with(made)), "nobody uses {key}");
    }
    for (place, _) in users.match_indices("t('") {
        // `asset('` ends alike.
        if users[..place].ends_with(char::is_alphanumeric) {
            continue;
        }
        let key = users[place + 3..].split('\'').next().unwrap();
        assert!(known.contains(key), "a template asks for {key}");
    }
}
