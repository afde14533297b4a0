//! Suggestions while one types: part numbers, categories, brands, vehicles and products.
//!
//! The last word may be unfinished. Nothing is corrected here but Arabic and
//! Latin spellings that the synonyms know.

use std::ops::Range;

use kernel::Locale;

use super::analysis::{Word, fold_word, words};
use super::answer::{Suggestion, SuggestionKind, Suggestions};
use super::find::first_locale;
use super::index::SearchIndex;
use super::numbers;
use super::plan::{Plan, Slot};
use super::query::SuggestQuery;
use super::retrieve::retrieve;
use super::understand::{plain_slot, readable};
use crate::{CatalogueError, Snapshot};

const DEFAULT_LIMIT: usize = 5;
const MOST: usize = 20;

/// Weight of a word that was not typed as it stands.
const LESSER: f32 = 0.9;

/// Finished forms of an unfinished word that are tried.
const MOST_ENDINGS: usize = 6;

/// What the shopper may be about to type.
pub fn suggest(snapshot: &Snapshot, query: &SuggestQuery) -> Suggestions {
    let (text, _) = readable(&query.text);
    let typed = words(text);
    let mut suggestions = Suggestions::default();
    if typed.is_empty() {
        return suggestions;
    }
    let locale = query.locale.unwrap_or_else(|| first_locale(snapshot));
    let limit = if query.limit == 0 { DEFAULT_LIMIT } else { query.limit.min(MOST) };
    let beginnings: Vec<&str> =
        typed.iter().filter(|word| !word.is_stop_word()).map(|word| word.folded.as_str()).collect();
    let items = &mut suggestions.items;
    items.extend(by_number(snapshot, text, limit));
    items.extend(categories(snapshot, &beginnings, locale).take(limit));
    items.extend(brands(snapshot, &beginnings).take(limit));
    if snapshot.settings().vehicles {
        items.extend(vehicles(snapshot, &beginnings).into_iter().take(limit));
    }
    items.extend(products(snapshot, &typed, &beginnings, locale, limit));
    suggestions
}

fn by_number(snapshot: &Snapshot, text: &str, limit: usize) -> Vec<Suggestion> {
    let Some(key) = numbers::number_key(text).filter(|_| numbers::looks_like_number(text)) else {
        return Vec::new();
    };
    let found =
        numbers::find_piece(&snapshot.search, &key, false, |number| snapshot.product_by_number(number));
    let suggestion = |number: u32| {
        let product = snapshot.product_by_number(number)?;
        let label = numbers::matched_number(&product, &key)?;
        let slug = product.slug().to_owned();
        Some(Suggestion { kind: SuggestionKind::PartNumber, label, slug, highlights: Vec::new() })
    };
    found.unwrap_or_default().into_iter().filter_map(suggestion).take(limit).collect()
}

fn categories<'s>(
    snapshot: &'s Snapshot,
    beginnings: &'s [&'s str],
    locale: Locale,
) -> impl Iterator<Item = Suggestion> + 's {
    snapshot.categories().iter().filter_map(move |category| {
        let named = Locale::ALL.iter().filter_map(|locale| category.names.get(*locale));
        let fits = named.into_iter().any(|name| marks(name, beginnings).is_some());
        let label = category.names.best(locale);
        fits.then(|| Suggestion {
            kind: SuggestionKind::Category,
            label: label.to_owned(),
            slug: category.slug.clone(),
            highlights: marks(label, beginnings).unwrap_or_default(),
        })
    })
}

fn brands<'s>(snapshot: &'s Snapshot, beginnings: &'s [&'s str]) -> impl Iterator<Item = Suggestion> + 's {
    snapshot.brands().iter().filter_map(move |brand| {
        Some(Suggestion {
            kind: SuggestionKind::Brand,
            highlights: marks(&brand.name, beginnings)?,
            label: brand.name.clone(),
            slug: brand.slug.clone(),
        })
    })
}

fn vehicles(snapshot: &Snapshot, beginnings: &[&str]) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for name in snapshot.search.lexicon.vehicle_names(beginnings) {
        let highlights = marks(&name.label, beginnings).unwrap_or_default();
        found.push(Suggestion {
            kind: SuggestionKind::Vehicle,
            label: name.label,
            slug: name.slug,
            highlights,
        });
    }
    found
}

/// Products that have all the words, the last one finished in the likeliest ways.
fn products(
    snapshot: &Snapshot,
    typed: &[Word],
    beginnings: &[&str],
    locale: Locale,
    limit: usize,
) -> Vec<Suggestion> {
    let settings = &snapshot.settings().search;
    let found =
        plan(&snapshot.search, typed).and_then(|plan| retrieve(&snapshot.search, &plan, settings, false));
    let mut found = found.unwrap_or_default();
    found
        .sort_unstable_by(|one, other| other.score.total_cmp(&one.score).then(one.number.cmp(&other.number)));
    let suggestion = |number: u32| {
        let product = snapshot.product_by_number(number)?;
        let label = product.name(locale).to_owned();
        let highlights = marked(&label, beginnings);
        Some(Suggestion { kind: SuggestionKind::Product, label, slug: product.slug().to_owned(), highlights })
    };
    found.into_iter().filter_map(|candidate| suggestion(candidate.number)).take(limit).collect()
}

fn plan(index: &SearchIndex, typed: &[Word]) -> Result<Plan, CatalogueError> {
    let content: Vec<&Word> = typed.iter().filter(|word| !word.is_stop_word()).collect();
    let mut slots: Vec<Slot> = Vec::with_capacity(content.len());
    for (place, word) in content.iter().enumerate() {
        let mut slot = plain_slot(index, word)?;
        for other in index.synonyms.words_for(&word.stem) {
            slot.offer(index, [other], LESSER)?;
        }
        if place + 1 == content.len() {
            for (ending, _) in index.vocabulary.starting_with(&word.folded, MOST_ENDINGS) {
                slot.offer(index, [super::analysis::stem(ending).as_str()], LESSER)?;
            }
        }
        slots.push(slot);
    }
    Ok(Plan { slots, ..Plan::default() })
}

/// Where the beginnings stand in a label, if each of them begins a word of it.
fn marks(label: &str, beginnings: &[&str]) -> Option<Vec<Range<usize>>> {
    let all = !beginnings.is_empty()
        && beginnings
            .iter()
            .all(|beginning| words(label).iter().any(|word| word.folded.starts_with(beginning)));
    all.then(|| marked(label, beginnings))
}

fn marked(label: &str, beginnings: &[&str]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for word in words(label) {
        let fits = beginnings.iter().filter(|beginning| word.folded.starts_with(**beginning));
        let Some(longest) = fits.map(|beginning| beginning.chars().count()).max() else { continue };
        ranges.push(word.range.start..word.range.start + marked_length(&label[word.range], longest));
    }
    ranges
}

/// How many bytes of a word make so many characters when folded.
fn marked_length(word: &str, characters: usize) -> usize {
    word.char_indices()
        .map(|(at, character)| at + character.len_utf8())
        .find(|end| fold_word(&word[..*end]).chars().count() >= characters)
        .unwrap_or(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_marked_in_the_label_as_it_is_written() {
        let label = "Étriers de frein";
        let marks = marks(label, &["etr"]).unwrap();
        assert_eq!(&label[marks[0].clone()], "Étr");
        assert_eq!(super::marks(label, &["etr", "zzz"]), None);
    }
}
