//! Text normalisation shared by search, imports and slugs; cells of tables that go out.
//!
//! Folding is for comparing, never for showing.

use std::borrow::Cow;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Lower case without accents, marks, tatweel or compatibility forms (NFKD).
///
/// "Étrier À DISQUE" becomes "etrier a disque"; ligatures are spelled out.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0'..='\x7f' => folded.push(character.to_ascii_lowercase()),
            // Arabic letters that are made of nothing else.
            '\u{627}'..='\u{63a}' | '\u{641}'..='\u{64a}' => folded.push(character),
            // One by one: the order of marks that follow each other is nothing, because they all go.
            _ => decompose_compatible(character, |part| fold_part(part, &mut folded)),
        }
    }
    folded
}

fn fold_part(part: char, folded: &mut String) {
    match part {
        '\u{640}' => {}
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        _ if is_combining_mark(part) => {}
        _ => folded.extend(part.to_lowercase()),
    }
}

/// The western digit that an Arabic-Indic or Persian digit stands for.
pub fn western_digit(character: char) -> char {
    let base = match character {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return character,
    };
    char::from_digit(character as u32 - base as u32, 10).unwrap_or(character)
}

/// A part number as it is compared: letters and digits only, upper case.
///
/// "7701-208 265" and "7701208265" are one number.
pub fn part_number_key(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_uppercase())).collect();
    }
    let mut key = String::with_capacity(text.len());
    key.extend(part_number_characters(text));
    key
}

/// Whether `text` is the part number with this key.
pub fn is_part_number(text: &str, key: &str) -> bool {
    part_number_characters(text).eq(key.chars())
}

fn part_number_characters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .map(western_digit)
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_uppercase)
}

/// A path segment for a text: folded ASCII words joined by hyphens.
///
/// Letters outside ASCII after folding (Arabic) are kept, percent-encoding is
/// the URL's affair. Empty if the text holds no letter or digit.
pub fn slugify(text: &str) -> String {
    if is_ascii_slug(text) {
        return text.to_owned();
    }
    let mut slug = String::with_capacity(text.len());
    for character in fold(text).chars().map(western_digit) {
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn is_ascii_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
        && !text.contains("--")
}

/// Characters before which a spreadsheet would take a cell for a formula.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet runs: an apostrophe goes before what looks like a formula.
///
/// [`unguarded_cell`] takes it away again.
pub fn guarded_cell(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA_STARTS) || cell.starts_with('\'') {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// The cell without the apostrophe of [`guarded_cell`], or of a spreadsheet that marks text so.
pub fn unguarded_cell(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_STARTS) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    proptest! {
        #[test]
        fn folding_character_by_character_is_folding_the_whole(text in "(\\PC|\\p{M}|[ء-يa-zA-Zà-ÿ]){0,12}") {
            let mut whole = String::new();
            text.nfkd().for_each(|part| fold_part(part, &mut whole));
            prop_assert_eq!(fold(&text), whole);
        }

        #[test]
        fn a_slug_is_its_own_slug(text in "[a-z0-9 -]{0,8}|\\PC{0,8}") {
            let slug = slugify(&text);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(slugify(&slug), slug);
        }

        #[test]
        fn guarding_is_undone(cell in "[='+@\t\r a-c-]{0,4}") {
            let guarded = guarded_cell(&cell);
            prop_assert_eq!(unguarded_cell(&guarded), &cell);
            prop_assert!(!guarded.starts_with(FORMULA_STARTS));
        }
    }

    #[test]
    fn spellings_of_one_part_number_have_one_key() {
        for spelling in ["7701-208 265", "7701208265", "7701.208.265", "٧٧٠١٢٠٨٢٦٥"] {
            assert_eq!(part_number_key(spelling), "7701208265");
        }
    }

    #[test]
    fn slugs_are_folded_words() {
        assert_eq!(slugify("Filtre à huile — Clio 4 (1.5 dCi)"), "filtre-a-huile-clio-4-1-5-dci");
        assert_eq!(slugify("  !!  "), "");
        assert_eq!(slugify("فلتر زيت"), "فلتر-زيت");
    }
}
