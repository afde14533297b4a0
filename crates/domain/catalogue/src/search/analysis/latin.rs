//! Words in Latin letters: French and English at once, and Arabizi as it is typed.
//!
//! The stemmer takes off only what changes with number, gender and tense, so
//! that one term serves both languages; it keeps apart what means different things.

/// Whether a folded word says nothing about a product: it is neither indexed nor looked up.
pub(crate) fn is_stop_word(folded: &str) -> bool {
    matches!(
        folded,
        "a" | "an"
            | "and"
            | "are"
            | "as"
            | "at"
            | "au"
            | "aux"
            | "avec"
            | "be"
            | "by"
            | "ce"
            | "ces"
            | "cet"
            | "cette"
            | "d"
            | "dans"
            | "de"
            | "des"
            | "du"
            | "en"
            | "et"
            | "for"
            | "from"
            | "in"
            | "is"
            | "it"
            | "its"
            | "l"
            | "la"
            | "le"
            | "les"
            | "of"
            | "on"
            | "or"
            | "ou"
            | "par"
            | "pour"
            | "qui"
            | "que"
            | "s"
            | "ses"
            | "son"
            | "sur"
            | "that"
            | "the"
            | "their"
            | "this"
            | "to"
            | "un"
            | "une"
            | "vos"
            | "votre"
            | "with"
            | "your"
            | "you"
            | "our"
            | "nos"
            | "notre"
            | "est"
            | "sont"
    )
}

/// Whether `head` before an apostrophe is an article or pronoun cut short: l'huile, d'eau, qu'il.
pub(crate) fn is_elided(head: &str) -> bool {
    let is = |word: &str| head.eq_ignore_ascii_case(word);
    (head.len() == 1 && head.starts_with(|c: char| "lLdDjJmMnNsScCtT".contains(c)))
        || is("qu")
        || is("jusqu")
        || is("lorsqu")
}

/// Whether the text after an apostrophe is a possessive s.
pub(crate) fn is_possessive(tail: &str) -> bool {
    tail.starts_with(['s', 'S']) && !tail[1..].starts_with(char::is_alphanumeric)
}

/// The stem of a folded word.
pub(crate) fn stem(folded: &str) -> String {
    let mut stem = folded.to_owned();
    if folded.len() < 4 || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return stem;
    }
    strip_plural(&mut stem);
    strip_tense(&mut stem);
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    undouble(&mut stem);
    if stem.len() > 3 && stem.ends_with(['y', 'i']) {
        stem.pop();
        stem.push('i');
    }
    stem
}

fn strip_plural(stem: &mut String) {
    let length = stem.len();
    if stem.ends_with("ies") && length > 4 {
        stem.truncate(length - 2);
    } else if (stem.ends_with("eaux")
        || stem.ends_with("yaux")
        || stem.ends_with("eux")
        || stem.ends_with("oux"))
        && length > 4
    {
        stem.truncate(length - 1);
    } else if stem.ends_with("aux") && length > 5 {
        stem.truncate(length - 2);
        stem.push('l');
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|end| stem.ends_with(end)) && length > 5 {
        stem.truncate(length - 2);
    } else if stem.ends_with('s')
        && (stem.ends_with("eus") || !["ss", "us", "is"].iter().any(|end| stem.ends_with(end)))
    {
        stem.truncate(length - 1);
    }
}

fn strip_tense(stem: &mut String) {
    for ending in ["ing", "ed"] {
        let Some(rest) = stem.strip_suffix(ending) else { continue };
        let has_vowel = rest.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if rest.len() >= 3 && has_vowel && !rest.ends_with('e') {
            stem.truncate(rest.len());
            return;
        }
    }
}

fn undouble(stem: &mut String) {
    let bytes = stem.as_bytes();
    if let [.., before, last] = bytes
        && before == last
        && !matches!(last, b'a' | b'e' | b'i' | b'o' | b'u')
        && bytes.len() > 3
    {
        stem.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for group in [
            &["plaquette", "plaquettes"][..],
            &["pneu", "pneus"],
            &["essieu", "essieux"],
            &["journal", "journaux"],
            &["tuyau", "tuyaux"],
            &["battery", "batteries", "batterie"],
            &["brake", "brakes", "braking"],
            &["glass", "glasses"],
            &["box", "boxes"],
            &["watch", "watches"],
            &["grind", "grinding"],
            &["avant", "avants"],
            &["usee", "usees"],
        ] {
            let first = stem(group[0]);
            for word in group {
                assert_eq!(stem(word), first, "{word}");
            }
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("pompe", "pomme"),
            ("huile", "huit"),
            ("bus", "bu"),
            ("filtre", "filet"),
            ("courroie", "course"),
        ] {
            assert_ne!(stem(one), stem(other));
        }
    }
}
