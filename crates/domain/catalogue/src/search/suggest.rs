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
use super::names::{Owner, folded_words};
use super::numbers;
use super::plan::{Plan, Slot};
use super::query::SuggestQuery;
use super::retrieve::{Demand, Scored, retrieve, score};
use super::understand::{plain_slot, readable};
use crate::{CatalogueError, Snapshot};

const DEFAULT_LIMIT: usize = 5;
const MOST: usize = 20;

/// Weight of a word that was not typed as it stands.
const LESSER: f32 = 0.9;

/// Products that are held against each other: the first that have the words. So a suggestion costs
/// the same in a large shop.
const MOST_PRODUCTS: usize = 200;

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
    items.extend(by_number(snapshot, text, locale, limit));
    items.extend(names(snapshot, &beginnings, locale, limit));
    items.extend(products(snapshot, &typed, &beginnings, locale, limit));
    suggestions
}

fn by_number(snapshot: &Snapshot, text: &str, locale: Locale, limit: usize) -> Vec<Suggestion> {
    let Some(key) = numbers::number_key(text).filter(|_| numbers::may_begin_number(text)) else {
        return Vec::new();
    };
    let found =
        numbers::find_piece(&snapshot.search, &key, false, |number| snapshot.product_by_number(number));
    let suggestion = |number: u32| {
        let product = snapshot.product_by_number(number)?;
        let label = numbers::matched_number(&product, &key)?;
        let (detail, slug) = (Some(product.name(locale).to_owned()), product.slug().to_owned());
        Some(Suggestion { kind: SuggestionKind::PartNumber, label, detail, slug, highlights: Vec::new() })
    };
    found.unwrap_or_default().into_iter().filter_map(|hit| suggestion(hit.number)).take(limit).collect()
}

/// Categories, brands and vehicles whose names have all the beginnings, so many of each kind.
fn names(snapshot: &Snapshot, beginnings: &[&str], locale: Locale, limit: usize) -> Vec<Suggestion> {
    let lexicon = &snapshot.search.lexicon;
    let mut left = [limit; 3];
    let mut take = |kind: usize| {
        let any = left[kind] > 0;
        left[kind] -= usize::from(any);
        any
    };
    let suggestion = |owner: Owner| {
        let (kind, label, slug) = match owner {
            Owner::Category(number) if take(0) => {
                let category = snapshot.category_by_number(number)?;
                (SuggestionKind::Category, category.names.best(locale).to_owned(), category.slug.clone())
            }
            Owner::Brand(number) if take(1) => {
                let brand = snapshot.brand_by_number(number)?;
                (SuggestionKind::Brand, brand.name.clone(), brand.slug.clone())
            }
            Owner::Vehicle(place) if snapshot.settings().vehicles && take(2) => {
                let name = lexicon.vehicle_name(place)?;
                (SuggestionKind::Vehicle, name.label, name.slug)
            }
            _ => return None,
        };
        // Another language's name may have been meant than the one that is shown.
        let highlights = if has_all(&label, beginnings) { marked(&label, beginnings) } else { Vec::new() };
        Some(Suggestion { kind, label, detail: None, slug, highlights })
    };
    lexicon.names.beginning_with(beginnings).into_iter().filter_map(suggestion).collect()
}

/// Products that have all the words, the last one finished in the likeliest ways.
fn products(
    snapshot: &Snapshot,
    typed: &[Word],
    beginnings: &[&str],
    locale: Locale,
    limit: usize,
) -> Vec<Suggestion> {
    let mut found = best(snapshot, typed).unwrap_or_default();
    found.sort_unstable_by(Scored::rank);
    let suggestion = |number: u32| {
        let product = snapshot.product_by_number(number)?;
        let label = product.name(locale).to_owned();
        let detail = product.brand().map(|brand| brand.name.clone());
        let (slug, highlights) = (product.slug().to_owned(), marked(&label, beginnings));
        Some(Suggestion { kind: SuggestionKind::Product, label, detail, slug, highlights })
    };
    found.into_iter().filter_map(|one| suggestion(one.number)).take(limit).collect()
}

/// The first products that have the words.
fn best(snapshot: &Snapshot, typed: &[Word]) -> Result<Vec<Scored>, CatalogueError> {
    let index = snapshot.search.as_ref();
    let plan = plan(index, typed)?;
    let matched =
        retrieve(index, &plan, Demand::All, MOST_PRODUCTS, |number| snapshot.live().contains(number))?;
    score(index, &plan, &index.totals, &snapshot.settings().search, &matched, |_| true)
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

/// Whether each of the beginnings begins a word of the label.
fn has_all(label: &str, beginnings: &[&str]) -> bool {
    let words: Vec<String> = folded_words(label).map(|(_, word)| word).collect();
    beginnings.iter().all(|beginning| words.iter().any(|word| word.starts_with(beginning)))
}

fn marked(label: &str, beginnings: &[&str]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (range, word) in folded_words(label) {
        let fits = beginnings.iter().filter(|beginning| word.starts_with(**beginning));
        let Some(longest) = fits.map(|beginning| beginning.chars().count()).max() else { continue };
        ranges.push(range.start..range.start + marked_length(&label[range], longest));
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
        assert!(has_all(label, &["etr", "fr"]) && !has_all(label, &["etr", "zzz"]));
        let marks = marked(label, &["etr"]);
        assert_eq!(marks.iter().map(|range| &label[range.clone()]).collect::<Vec<_>>(), ["Étr"]);
    }
}
