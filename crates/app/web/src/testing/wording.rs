//! The words of a face: every key in every language, none that nobody uses, none that is missing.

use std::collections::BTreeSet;
use std::path::Path;

/// Where a face's words, templates and sources lie, from the crate's root.
pub struct Face {
    pub root: &'static str,
    pub words: &'static str,
    pub templates: &'static str,
    pub source: &'static str,
    /// Keys that are put together.
    pub made: &'static [&'static str],
}

impl Face {
    fn keys(&self, locale: &str) -> BTreeSet<String> {
        let path = Path::new(self.root).join(self.words).join(format!("{locale}.ftl"));
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
                if path.is_dir() {
                    gather(&path, text);
                } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs") {
                    text.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let root = Path::new(self.root);
        let mut text = String::new();
        gather(&root.join(self.templates), &mut text);
        gather(&root.join(self.source), &mut text);
        text
    }

    /// Fails for a key that not every language has.
    pub fn check_languages(&self) {
        let french = self.keys("fr");
        for other in ["ar", "en"] {
            let others = self.keys(other);
            let missing: Vec<&String> = french.difference(&others).collect();
            let surplus: Vec<&String> = others.difference(&french).collect();
            let words = self.words;
            assert!(
                missing.is_empty() && surplus.is_empty(),
                "{words}/{other} lacks {missing:?}, alone has {surplus:?}"
            );
        }
    }

    /// Fails for a key that nobody uses, and for one that a template asks for in vain.
    pub fn check_uses(&self) {
        let known = self.keys("fr");
        let users = self.users();
        let unused: Vec<&String> = known
            .iter()
            .filter(|key| {
                let quoted = users.contains(&format!("'{key}'")) || users.contains(&format!("\"{key}\""));
                !quoted && !self.made.iter().any(|made| key.starts_with(made))
            })
            .collect();
        assert!(unused.is_empty(), "{}: nobody uses {unused:?}", self.words);
        for (place, _) in users.match_indices("t('") {
            // `asset('` ends alike.
            if users[..place].ends_with(char::is_alphanumeric) {
                continue;
            }
            let key = users[place + 3..].split('\'').next().unwrap();
            assert!(known.contains(key), "{}: a template asks for {key}", self.words);
        }
    }
}
