//! Words in Arabic letters: folding, light stemming, and keys for loanword spellings.
//!
//! After light10 (Larkey, Ballesteros, Connell 2007), with care for short words
//! and for the loanwords of the trade, in which a leading ف or ب is a letter.

/// Whether the character is an Arabic letter.
pub(crate) fn is_letter(character: char) -> bool {
    matches!(character, '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{6D5}')
}

/// Appends the form of a letter that all its spellings share.
pub(crate) fn push_folded(letter: char, folded: &mut String) {
    let letter = match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ة' | 'ە' | 'ہ' => 'ه',
        'ک' | 'گ' | 'ڭ' => 'ك',
        'پ' => 'ب',
        'چ' => 'ج',
        'ڤ' | 'ڥ' | 'ڨ' => 'ف',
        'ژ' => 'ز',
        'ء' => return,
        other => other,
    };
    folded.push(letter);
}

/// Whether a folded word says nothing about a product.
pub(crate) fn is_stop_word(folded: &str) -> bool {
    matches!(
        folded,
        "في" | "من"
            | "علي"
            | "الي"
            | "عن"
            | "مع"
            | "او"
            | "و"
            | "ال"
            | "هذا"
            | "هذه"
            | "التي"
            | "الذي"
            | "كل"
            | "ل"
            | "ب"
            | "متاع"
            | "بتاع"
    )
}

/// Clitics before a word, longest first.
const PREFIXES: &[&str] = &["وبال", "وكال", "وفال", "فبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل"];

/// Endings of number, gender and possession, longest first.
const SUFFIXES: &[&str] = &["يات", "هما", "ات", "ان", "ين", "ون", "يه", "ها", "هم", "كم", "نا", "ه", "ي"];

/// The stem of a folded word.
pub(crate) fn stem(folded: &str) -> String {
    let mut rest = strip_prefix(folded);
    for _ in 0..2 {
        let Some(ending) = SUFFIXES.iter().find(|suffix| leaves(rest, suffix)) else { break };
        rest = &rest[..rest.len() - ending.len()];
    }
    rest.to_owned()
}

fn strip_prefix(folded: &str) -> &str {
    let long_enough = |rest: &str| letters(rest) >= 3;
    if let Some(rest) = PREFIXES.iter().find_map(|prefix| folded.strip_prefix(prefix)) {
        return if long_enough(rest) { rest } else { folded };
    }
    match folded.strip_prefix('و') {
        Some(rest) if letters(rest) >= 4 => rest,
        _ => folded,
    }
}

/// Whether enough of a word is left without this ending.
fn leaves(word: &str, suffix: &str) -> bool {
    // «زيتون» is no oil, «ماي» no water.
    let least = match suffix {
        "ه" => 2,
        "ون" => 4,
        _ => 3,
    };
    word.strip_suffix(suffix).is_some_and(|rest| letters(rest) >= least)
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

/// The consonants of a stem, by which spellings of a loanword («رادياتير», «رادياتور»)
/// and broken plurals («فلتر», «فلاتر») meet; `None` for words too short to be told apart so.
pub(crate) fn skeleton(stem: &str) -> Option<String> {
    if !stem.starts_with(is_letter) || letters(stem) < 4 {
        return None;
    }
    let mut key = String::with_capacity(stem.len());
    for (place, letter) in stem.chars().enumerate() {
        let letter = match letter {
            'ا' | 'و' | 'ي' if place > 0 => continue,
            'ط' | 'ث' => 'ت',
            'ص' => 'س',
            'ض' => 'د',
            other => other,
        };
        if !key.ends_with(letter) {
            key.push(letter);
        }
    }
    (letters(&key) >= 3).then_some(key)
}

/// Whether two stems are likely spellings of one word.
pub(crate) fn are_spellings(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) = (letters(one).min(letters(other)), letters(one).max(letters(other)));
    short >= 4 && long >= 5 && skeleton(one).is_some() && skeleton(one) == skeleton(other)
}
