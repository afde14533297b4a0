//! The words: every key in every language, none that nobody uses, none that is missing.

use std::collections::BTreeSet;
use std::path::Path;

/// One of the two faces: where its words, templates and sources lie.
struct Face {
    words: &'static str,
    templates: &'static str,
    source: &'static str,
    /// Keys that are put together.
    made: &'static [&'static str],
}

const FACES: [Face; 2] = [
    Face {
        words: "locales",
        templates: "templates",
        source: "src/storefront",
        // Specifications and their values, fuels, months, days.
        made: &["spec-", "value-", "fuel-", "month-", "stock-"],
    },
    Face {
        words: "locales/desk",
        templates: "templates/desk",
        source: "src/dashboard",
        // What was done, what one may do, names of fields, fuels; of forecasts: what is proposed and why, models,
        // what stands in for them, classes of demand, rules; days, branches, events of webhooks, notes of figures.
        made: &[
            "did-",
            "may-",
            "field-",
            "fuel-",
            "insight-",
            "proposal-",
            "why-",
            "model-",
            "fallback-",
            "class-",
            "rule-",
            "day-",
            "branch-",
            "event-",
            "figure-",
        ],
    },
];

impl Face {
    fn keys(&self, locale: &str) -> BTreeSet<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.words).join(format!("{locale}.ftl"));
        let text = std::fs::read_to_string(path).unwrap();
        let keys: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
            .map(|line| line.split_once('=').expect("a key has a text").0.trim().to_owned())
            .collect();
        let unique: BTreeSet<String> = keys.iter().cloned().collect();
        assert_eq!(unique.len(), keys.len(), "{}, {locale}: a key twice", self.words);
        unique
    }

    /// All its templates and all its source, as one text.
    fn users(&self) -> String {
        fn gather(folder: &Path, text: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && path.file_name().is_some_and(|name| name != "desk") {
                    gather(&path, text);
                } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs") {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut text = String::new();
        gather(&root.join(self.templates), &mut text);
        gather(&root.join(self.source), &mut text);
        text
    }
}

#[test]
fn every_language_has_every_key() {
    for face in FACES {
        let french = face.keys("fr");
        for other in ["ar", "en"] {
            let others = face.keys(other);
            let missing: Vec<&String> = french.difference(&others).collect();
            let surplus: Vec<&String> = others.difference(&french).collect();
            let words = face.words;
            assert!(
                missing.is_empty() && surplus.is_empty(),
                "{words}/{other} lacks {missing:?}, alone has {surplus:?}"
            );
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    for face in FACES {
        let known = face.keys("fr");
        let users = face.users();
        let unused: Vec<&String> = known
            .iter()
            .filter(|key| {
                let quoted = users.contains(&format!("'{key}'")) || users.contains(&format!("\"{key}\""));
                !quoted && !face.made.iter().any(|made| key.starts_with(made))
            })
            .collect();
        assert!(unused.is_empty(), "{}: nobody uses {unused:?}", face.words);
        for (place, _) in users.match_indices("t('") {
            // `asset('` ends alike.
            if users[..place].ends_with(char::is_alphanumeric) {
                continue;
            }
            let key = users[place + 3..].split('\'').next().unwrap();
            assert!(known.contains(key), "{}: a template asks for {key}", face.words);
        }
    }
}
