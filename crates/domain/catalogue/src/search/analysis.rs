//! From text to terms: splits words, folds them and takes them to their stems, by script.
//!
//! One analysis for all languages, so that a French query finds English words:
//! Latin words are folded and lightly stemmed for French and English at once,
//! Arabic words are normalised and lose their clitics and endings.

pub(crate) mod arabic;
pub(crate) mod latin;
#[cfg(test)]
mod tables;

use std::ops::Range;

use kernel::text::western_digit;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A word longer than this is no word.
const LONGEST_WORD: usize = 48;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands in the text, in bytes.
    pub(crate) range: Range<usize>,
    /// Lower case, without accents and marks.
    pub(crate) folded: String,
    /// What is indexed and looked up.
    pub(crate) stem: String,
    /// Whether the word before is "without", "sans", «بدون» (or this one says "-free").
    pub(crate) negated: bool,
}

impl Word {
    /// Whether it carries no meaning of its own.
    pub(crate) fn is_stop_word(&self) -> bool {
        latin::is_stop_word(&self.folded) || arabic::is_stop_word(&self.folded)
    }

    /// Whether it says "without".
    pub(crate) fn is_negator(&self) -> bool {
        is_negator(&self.folded)
    }

    /// Whether it has a digit: a size, a year, a code; never corrected.
    pub(crate) fn has_digit(&self) -> bool {
        self.folded.bytes().any(|byte| byte.is_ascii_digit())
    }
}

/// How many words a negator reaches: "without glass beads".
const NEGATION_REACH: usize = 2;

fn is_negator(folded: &str) -> bool {
    matches!(folded, "without" | "sans" | "w/o" | "بدون" | "بلا" | "دون" | "bla" | "بلاش" | "minus")
        || is_misspelt(folded, "without")
}

/// Whether one letter of a word is missing, too many, or another.
fn is_misspelt(typed: &str, word: &str) -> bool {
    if typed.len().abs_diff(word.len()) > 1 || typed == word {
        return false;
    }
    let same = typed.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
    let (rest, of_word) = (&typed.as_bytes()[same..], &word.as_bytes()[same..]);
    let (tail, of_word_tail) = (rest.get(1..).unwrap_or_default(), of_word.get(1..).unwrap_or_default());
    tail == of_word_tail
        || rest == of_word_tail
        || tail == of_word
        || (rest.len() >= 2
            && of_word.len() >= 2
            && rest[0] == of_word[1]
            && rest[1] == of_word[0]
            && rest[2..] == of_word[2..])
}

fn is_weak_negator(folded: &str) -> bool {
    matches!(folded, "no" | "non" | "not")
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::with_capacity(text.len() / 6 + 1);
    let mut reach = 0;
    for range in spans(text) {
        let raw = &text[range.clone()];
        if raw.len() > LONGEST_WORD * 2 {
            continue;
        }
        let folded = fold_word(raw);
        if folded.is_empty() {
            continue;
        }
        if folded == "free"
            && range.start > 0
            && text.as_bytes()[range.start - 1] == b'-'
            && let Some(last) = found.last_mut()
        {
            last.negated = true;
        }
        let negated = reach > 0 && !latin::is_stop_word(&folded);
        if is_negator(&folded) || is_weak_negator(&folded) {
            reach = NEGATION_REACH;
        } else if negated {
            reach -= 1;
        }
        let ends_clause = text[range.end..].starts_with([',', '.', ';', ':', ')', '|', '\n']);
        if ends_clause {
            reach = 0;
        }
        let stem = stem(&folded);
        found.push(Word { range, folded, stem, negated });
    }
    found
}

/// The stem of a folded word.
pub(crate) fn stem(folded: &str) -> String {
    if folded.starts_with(arabic::is_letter) { arabic::stem(folded) } else { latin::stem(folded) }
}

/// A word without accents, marks and compatibility forms, in lower case and western digits.
pub(crate) fn fold_word(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            ',' => folded.push('.'),
            _ if character.is_ascii() => folded.push(character.to_ascii_lowercase()),
            // Their parts under NFKD are themselves, or a letter that folding gives too.
            '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}' => arabic::push_folded(character, &mut folded),
            _ => decompose_compatible(character, |part| push_folded(part, &mut folded)),
        }
    }
    folded
}

fn push_folded(part: char, folded: &mut String) {
    if is_combining_mark(part) || part == '\u{640}' {
        return;
    }
    match western_digit(part) {
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        ',' | '٫' => folded.push('.'),
        other if arabic::is_letter(other) => arabic::push_folded(other, folded),
        other => folded.extend(other.to_lowercase()),
    }
}

/// What a character is to the splitter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Arabic,
    Digit,
    Mark,
    Apostrophe,
    Point,
    Slash,
    Other,
}

/// What each ASCII character is.
const ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'\'' | b'`' => Kind::Apostrophe,
            b'.' | b',' => Kind::Point,
            b'/' => Kind::Slash,
            _ => Kind::Other,
        };
        byte += 1;
    }
    kinds
};

fn kind(character: char) -> Kind {
    if let Some(kind) = ASCII.get(character as usize) {
        return *kind;
    }
    match character {
        '٠'..='٩' | '۰'..='۹' => Kind::Digit,
        '’' | 'ʼ' => Kind::Apostrophe,
        '٫' => Kind::Point,
        // The tables below know these too, and take longer.
        'à'..='ö' | 'ø'..='ÿ' | 'À'..='Ö' | 'Ø'..='Þ' | 'œ' => Kind::Letter,
        '\u{640}' => Kind::Mark,
        _ if arabic::is_letter(character) => Kind::Arabic,
        _ if is_combining_mark(character) => Kind::Mark,
        _ if character.is_alphabetic() => Kind::Letter,
        _ if character.is_numeric() => Kind::Digit,
        _ => Kind::Other,
    }
}

/// Byte ranges of the words: letters and digits together; "1.5" and "1/2" whole,
/// a unit cut from its number ("200mg" is two words), elisions and possessives cut off.
pub(crate) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::with_capacity(text.len() / 6 + 1);
    each_span(text, |range| spans.push(range));
    spans
}

/// Hands on what [`spans`] gives, one after the other.
pub(crate) fn each_span(text: &str, mut found: impl FnMut(Range<usize>)) {
    let character_at = |at: usize| {
        let character = match *text.as_bytes().get(at)? {
            ascii @ 0..0x80 => char::from(ascii),
            _ => text[at..].chars().next()?,
        };
        Some((at, character, kind(character)))
    };
    let behind = |(at, character, _): (usize, char, Kind)| character_at(at + character.len_utf8());
    let mut ahead = character_at(0);
    let mut start = None;
    let mut previous = Kind::Other;
    let mut has_letter = false;
    while let Some(current) = ahead {
        let (at, character, this) = current;
        // Most words are plain letters between spaces.
        if start.is_none() && this == Kind::Letter {
            let letters = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let end = at + letters;
            if letters > 0 && matches!(text.as_bytes().get(end), None | Some(b' ')) {
                found(at..end);
                ahead = character_at(end + 1);
                continue;
            }
        }
        ahead = behind(current);
        let next = ahead.map_or(Kind::Other, |(.., kind)| kind);
        match this {
            Kind::Letter | Kind::Arabic | Kind::Digit => {
                let script_changes = matches!(
                    (previous, this),
                    (Kind::Arabic, Kind::Letter | Kind::Digit) | (Kind::Letter | Kind::Digit, Kind::Arabic)
                );
                let unit =
                    previous == Kind::Digit && this == Kind::Letter && !has_letter && is_unit(&text[at..]);
                if (script_changes || unit) && start.is_some() {
                    if let Some(from) = start.take() {
                        found(from..at);
                    }
                    has_letter = false;
                }
                start.get_or_insert(at);
                has_letter |= this == Kind::Letter;
                previous = this;
            }
            Kind::Mark => {}
            Kind::Point | Kind::Slash
                if start.is_some() && previous == Kind::Digit && next == Kind::Digit && !has_letter => {}
            Kind::Apostrophe if start.is_some() && matches!(next, Kind::Letter) => {
                if let Some(from) = start.take() {
                    let head = &text[from..at];
                    let tail = &text[at + character.len_utf8()..];
                    if latin::is_possessive(tail) {
                        found(from..at);
                        ahead = ahead.and_then(behind);
                    } else if !latin::is_elided(head) {
                        found(from..at);
                    }
                }
                has_letter = false;
                previous = Kind::Other;
            }
            _ => {
                if let Some(from) = start.take() {
                    found(from..at);
                }
                has_letter = false;
                previous = Kind::Other;
            }
        }
    }
    if let Some(from) = start {
        found(from..text.len());
    }
}

/// Whether the text begins with a word of one to four letters and nothing more: "mg", "ml", "inch".
fn is_unit(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    (1..=4).contains(&letters) && !text[letters..].starts_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.stem).collect()
    }

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_split_as_shoppers_mean_them() {
        assert_eq!(folded("Joint d'étanchéité de l’huile"), ["joint", "etancheite", "de", "huile"]);
        assert_eq!(folded("Women's shoes"), ["women", "shoes"]);
        assert_eq!(folded("1.5 dCi 1,6 1/2\" 200mg h7"), ["1.5", "dci", "1.6", "1/2", "200", "mg", "h7"]);
        assert_eq!(folded("pare-chocs 5W40"), ["pare", "chocs", "5w40"]);
        assert_eq!(folded("Cœur ٢٠٥ فِلْتَر"), ["coeur", "205", "فلتر"]);
        assert_eq!(folded("حساسABS"), ["حساس", "abs"]);
    }

    #[test]
    fn words_of_plain_letters_end_where_others_do() {
        for (text, words) in [
            ("abc", &["abc"][..]),
            (" abc  def ", &["abc", "def"]),
            ("abc def,ghi", &["abc", "def", "ghi"]),
            ("abc1 def é1 gé", &["abc1", "def", "é1", "gé"]),
            ("l'huile d huile", &["huile", "d", "huile"]),
            ("women's s", &["women", "s"]),
            ("5 mg 200mg mg", &["5", "mg", "200", "mg", "mg"]),
            ("حساس ABS حABS", &["حساس", "ABS", "ح", "ABS"]),
            ("\u{64b}abc ab\u{64b} c", &["abc", "ab\u{64b}", "c"]),
            ("abc\u{a0}d", &["abc", "d"]),
        ] {
            let found: Vec<&str> = spans(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, words, "{text:?}");
        }
    }

    #[test]
    fn accents_plurals_and_elision_do_not_matter() {
        assert_eq!(stems("plaquettes arrière"), stems("Plaquette arriere"));
        assert_eq!(stems("filtres à huile"), stems("filtre a l'huile").as_slice());
    }

    #[test]
    fn negation_reaches_the_next_words_of_its_clause() {
        let negated = |text: &str| -> Vec<String> {
            words(text).into_iter().filter(|w| w.negated).map(|w| w.folded).collect()
        };
        assert_eq!(negated("blanket without glass beads, queen"), ["glass", "beads"]);
        assert_eq!(negated("perceuse sans fil 18V"), ["fil", "18"]);
        assert_eq!(negated("gluten-free bread"), ["gluten"]);
        assert_eq!(negated("سماعات بدون سلك"), ["سلك"]);
        for typed in ["witout", "witphout", "wifhout", "wihtout"] {
            assert_eq!(negated(&format!("bag {typed} handles")), ["handles"], "{typed}");
        }
        assert_eq!(negated("fits within minutes"), Vec::<String>::new());
    }

    #[test]
    fn ranges_point_into_the_text() {
        let text = "Étrier de l'été";
        for word in words(text) {
            assert_eq!(fold_word(&text[word.range.clone()]), word.folded);
        }
    }
}
