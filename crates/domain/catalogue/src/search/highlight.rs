//! Where a query's words stand in a name.

use std::ops::Range;

use super::analysis::words;
use super::plan::Plan;

/// The stems that are worth marking.
pub(super) fn stems(plan: &Plan) -> Vec<&str> {
    let terms = plan.slots.iter().flat_map(|slot| &slot.alternatives).flat_map(|way| &way.terms);
    let mut stems: Vec<&str> = terms.map(String::as_str).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// Byte ranges of the words of `name` that have one of `stems`, ascending.
pub(super) fn ranges(name: &str, stems: &[&str]) -> Vec<Range<usize>> {
    if stems.is_empty() {
        return Vec::new();
    }
    let marked = words(name).into_iter().filter(|word| stems.binary_search(&word.stem.as_str()).is_ok());
    marked.map(|word| word.range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_in_any_form() {
        let name = "Plaquettes de frein avant";
        let found = ranges(name, &["frein", "plaquet"]);
        assert_eq!(
            found.iter().map(|range| &name[range.clone()]).collect::<Vec<_>>(),
            ["Plaquettes", "frein"]
        );
    }
}
