//! The word tables of the repository, held against the analysis.

use super::{arabic, words};

const ARABIC: &str = include_str!("../../../tests/data/arabic_words.txt");
const ARABIC_FALSE: &str = include_str!("../../../tests/data/arabic_false_merges.txt");
const FRENCH: &str = include_str!("../../../tests/data/french_words.txt");

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn stem(word: &str) -> String {
    words(word).into_iter().map(|word| word.stem).collect::<Vec<_>>().join(" ")
}

fn is_one_word(one: &str, other: &str) -> bool {
    let (one, other) = (stem(one), stem(other));
    one == other || arabic::are_spellings(&one, &other)
}

#[test]
fn forms_of_arabic_words_lead_to_their_word() {
    let (mut pairs, mut missed) = (0, Vec::new());
    for line in lines(ARABIC) {
        let mut forms = line.split(' ');
        let Some(base) = forms.next() else { continue };
        for form in forms {
            pairs += 1;
            if !is_one_word(base, form) {
                missed.push(format!("{base} {form}"));
            }
        }
    }
    assert!(lines(ARABIC).count() >= 100);
    let matched = 1.0 - missed.len() as f64 / f64::from(pairs);
    assert!(matched >= 0.95, "{matched:.3} of {pairs}: {missed:?}");
}

#[test]
fn different_arabic_words_are_never_taken_for_one() {
    let merged: Vec<&str> = lines(ARABIC_FALSE)
        .filter(|line| line.split_once(' ').is_some_and(|(one, other)| is_one_word(one, other)))
        .collect();
    assert_eq!(merged, Vec::<&str>::new());
}

#[test]
fn forms_of_french_words_lead_to_the_same_terms() {
    let terms = |text: &str| -> Vec<String> {
        words(text).into_iter().filter(|word| !word.is_stop_word()).map(|word| word.stem).collect()
    };
    for line in lines(FRENCH) {
        let mut forms = line.split('|');
        let Some(first) = forms.next() else { continue };
        for form in forms {
            assert_eq!(terms(form), terms(first), "{form}");
        }
    }
}
