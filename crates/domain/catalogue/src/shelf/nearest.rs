//! The nearest right spelling of a wrong one, for messages to people.

/// The candidate that takes the fewest edits, if it is near enough to have been meant.
pub(super) fn nearest<'c>(wrong: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let wrong: Vec<char> = wrong.chars().take(64).collect();
    let allowed = (wrong.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let limit = best.map_or(allowed, |(edits, _)| edits.saturating_sub(1));
        if candidate.len().abs_diff(wrong.len()) > 3 * limit + 3 {
            continue;
        }
        let edits = edits_between(&wrong, candidate);
        if edits <= limit && best.is_none_or(|(fewest, _)| edits < fewest) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The Levenshtein distance.
fn edits_between(wrong: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=wrong.len()).collect();
    for (index, letter) in candidate.chars().take(96).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, other) in wrong.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[wrong.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_word_and_nonsense_finds_nothing() {
        let brands = ["bosch", "brembo", "valeo"];
        assert_eq!(nearest("bosh", brands.into_iter()), Some("bosch"));
        assert_eq!(nearest("brenbo", brands.into_iter()), Some("brembo"));
        assert_eq!(nearest("zzzzzz", brands.into_iter()), None);
        assert_eq!(nearest("", brands.into_iter()), None);
    }
}
