//! The order of names: what a shopper takes for alphabetical.
//!
//! First the letters alone (French accents and case aside, the forms of alef,
//! ya, hamza and ta marbuta as one, marks and tatweel dropped, punctuation as a
//! space), then the text as written, so that "cote" stands before "côté".
//! Arabic lists begin with Arabic, the others with Latin.

use kernel::Locale;
use kernel::text::{fold, western_digit};

/// Bytes of letters, and of the text as written, that take part.
const LETTERS: usize = 120;
const WRITTEN: usize = 60;

/// Compares as `name` stands in a list in `locale`.
pub(super) fn collation_key(name: &str, locale: Locale, key: &mut Vec<u8>) {
    key.clear();
    push_letters(name, locale, key);
    key.push(0);
    key.extend(written(name));
}

/// What is compared after the letters: the text as it is.
pub(super) fn written(name: &str) -> &[u8] {
    &name.as_bytes()[..name.len().min(WRITTEN)]
}

/// Appends what is compared first; no letter holds a zero, which ends them in a key.
pub(super) fn push_letters(name: &str, locale: Locale, key: &mut Vec<u8>) {
    let start = key.len();
    let mut gap = false;
    let folded;
    let letters = if name.is_ascii() {
        name
    } else {
        folded = fold(name);
        &folded
    };
    for character in letters.chars() {
        if key.len() - start >= LETTERS {
            break;
        }
        let Some(letter) = letter(character) else {
            gap = key.len() > start;
            continue;
        };
        if std::mem::take(&mut gap) {
            key.push(b' ');
        }
        push_letter(letter, locale, key);
    }
}

/// The letter or digit as it is compared; `None` for what separates words.
fn letter(character: char) -> Option<char> {
    match character {
        'A'..='Z' => Some(character.to_ascii_lowercase()),
        'a'..='z' | '0'..='9' => Some(character),
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ء' => Some('ا'),
        'ى' | 'ئ' => Some('ي'),
        'ؤ' => Some('و'),
        'ة' => Some('ه'),
        _ if character.is_alphanumeric() => Some(western_digit(character)),
        _ => None,
    }
}

fn push_letter(letter: char, locale: Locale, key: &mut Vec<u8>) {
    if locale == Locale::Ar && !letter.is_ascii_digit() && !('\u{600}'..='\u{6ff}').contains(&letter) {
        // After all that UTF-8 begins Arabic with (0xD8 to 0xDB).
        key.push(0xf8);
    }
    key.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(locale: Locale, mut names: Vec<&str>) -> Vec<&str> {
        names.sort_by_cached_key(|name| {
            let mut key = Vec::new();
            collation_key(name, locale, &mut key);
            key
        });
        names
    }

    #[test]
    fn french_accents_weigh_less_than_letters() {
        let names =
            vec!["Étrier", "Écrou", "Filtre", "étanchéité", "Échappement", "Eau", "Zinc", "côte", "cote"];
        assert_eq!(
            sorted(Locale::Fr, names),
            ["cote", "côte", "Eau", "Échappement", "Écrou", "étanchéité", "Étrier", "Filtre", "Zinc"]
        );
    }

    #[test]
    fn punctuation_only_separates_words() {
        assert_eq!(
            sorted(Locale::En, vec!["Oil-filter", "Oil pan", "Oilcan", "(Oil) cap"]),
            ["(Oil) cap", "Oil-filter", "Oil pan", "Oilcan"]
        );
    }

    #[test]
    fn forms_of_alef_are_one_letter_and_arabic_comes_first_in_arabic() {
        let names = vec!["Clio", "بطارية", "إطار", "أسطوانة", "اطار ب", "آلة"];
        assert_eq!(sorted(Locale::Ar, names.clone()), ["أسطوانة", "إطار", "اطار ب", "آلة", "بطارية", "Clio"]);
        assert_eq!(sorted(Locale::Fr, names)[0], "Clio");
    }
}
