//! What of a product is indexed, and under which terms.

use kernel::Locale;
use kernel::text::part_number_key;
use rustc_hash::FxHashMap;

use crate::search::analysis::{Word, words};
use crate::search::index::{Field, SearchNames};
use crate::{BrandId, Category, CategoryId, ShelfProduct, SpecificationValue};

/// Between terms in the prepared texts; no word holds it.
pub(super) const SEPARATOR: u8 = 0x1f;

/// Most levels of the category tree that are read, from a product's own upwards.
const DEEPEST_PATH: usize = 16;

/// Longest description that is read, in bytes.
const LONGEST_TEXT: usize = 20_000;

/// Names that a product's text contains but its record only points to, as terms.
#[derive(Debug, Default)]
pub(super) struct TextNames {
    brands: FxHashMap<BrandId, SharedTerms>,
    categories: FxHashMap<CategoryId, SharedTerms>,
}

/// The terms of a text that many products share, so that it is analysed once.
#[derive(Debug, Default)]
struct SharedTerms {
    stems: String,
    pairs: String,
    surfaces: String,
}

impl SharedTerms {
    fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut terms = Self::default();
        for text in texts {
            let words = content_words(text);
            push_stems(&mut terms.stems, &words);
            push_pairs(&mut terms.pairs, &words);
            push_surfaces(&mut terms.surfaces, &words);
        }
        terms
    }
}

impl TextNames {
    pub(super) fn of(names: SearchNames<'_>) -> Self {
        let brands =
            names.brands.iter().map(|brand| (brand.id, SharedTerms::of([brand.name.as_str()]))).collect();
        let parents: FxHashMap<_, _> =
            names.categories.iter().map(|category| (category.id, category)).collect();
        let parent = |category: &&&Category| category.parent_id.and_then(|parent| parents.get(&parent));
        let path = |id: CategoryId| {
            let path = std::iter::successors(parents.get(&id), parent).take(DEEPEST_PATH);
            path.flat_map(|category| Locale::ALL.iter().filter_map(|locale| category.names.get(*locale)))
        };
        let terms = |category: &Category| (category.id, SharedTerms::of(path(category.id)));
        Self { brands, categories: names.categories.iter().map(terms).collect() }
    }
}

/// A product's terms, one prepared text a field.
#[derive(Debug, Default)]
pub(super) struct ProductTerms {
    pub(super) title: String,
    pub(super) keys: String,
    pub(super) text: String,
    pub(super) pairs: String,
    pub(super) surfaces: String,
    pub(super) numbers: String,
    pub(super) grams: String,
}

impl ProductTerms {
    pub(super) fn of(record: &ShelfProduct, names: &TextNames) -> Self {
        let product = &record.product;
        let mut terms = Self::default();
        for name in Locale::ALL.iter().filter_map(|locale| product.names.get(*locale)) {
            terms.add(&content_words(name), Some(Place::Title));
        }
        if let Some(brand) = product.brand_id.and_then(|id| names.brands.get(&id)) {
            terms.add_shared(brand);
        }
        if let Some(path) = product.category_id.and_then(|id| names.categories.get(&id)) {
            terms.add_shared(path);
        }
        for specification in &product.specifications {
            if let SpecificationValue::Text(value) = &specification.value {
                terms.add(&content_words(cut(value, LONGEST_TEXT)), Some(Place::Keys));
            }
        }
        for text in Locale::ALL.iter().filter_map(|locale| product.descriptions.get(*locale)) {
            terms.add(&content_words(cut(text, LONGEST_TEXT)), None);
        }
        for number in part_numbers(record) {
            terms.add_number(number);
        }
        terms
    }

    pub(super) fn into_fields(self) -> [(Field, String); Field::ALL.len()] {
        [
            (Field::Title, self.title),
            (Field::Keys, self.keys),
            (Field::Text, self.text),
            (Field::Pairs, self.pairs),
            (Field::Surfaces, self.surfaces),
            (Field::Numbers, self.numbers),
            (Field::Grams, self.grams),
        ]
    }

    fn add(&mut self, words: &[Word], place: Option<Place>) {
        let before = self.text.len();
        push_stems(&mut self.text, words);
        let added = &self.text[before..];
        if place.is_some() {
            push_pairs(&mut self.pairs, words);
        }
        match place {
            Some(Place::Title) => self.title.push_str(added),
            Some(Place::Keys) => self.keys.push_str(added),
            None => {}
        }
        push_surfaces(&mut self.surfaces, words);
    }

    fn add_shared(&mut self, terms: &SharedTerms) {
        self.text.push_str(&terms.stems);
        self.keys.push_str(&terms.stems);
        self.pairs.push_str(&terms.pairs);
        self.surfaces.push_str(&terms.surfaces);
    }

    fn add_number(&mut self, number: &str) {
        let key = part_number_key(number);
        if key.is_empty() || key.len() > 64 {
            return;
        }
        push(&mut self.numbers, &[&key]);
        for gram in grams(&key) {
            push(&mut self.grams, &[gram]);
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Title,
    Keys,
}

/// The numbers by which a product can be asked for, as printed.
pub(super) fn part_numbers(record: &ShelfProduct) -> impl Iterator<Item = &str> {
    let product = &record.product;
    std::iter::once(product.sku.as_str())
        .chain(product.gtin.as_deref())
        .chain(product.oe_numbers.iter().map(String::as_str))
        .chain(product.cross_references.iter().map(|reference| reference.number.as_str()))
}

/// Every three characters of a part number's key that stand together.
pub(crate) fn grams(key: &str) -> impl Iterator<Item = &str> {
    let ends = key.char_indices().map(|(at, _)| at).skip(1).chain([key.len()]);
    key.char_indices().zip(ends.skip(2)).map(|((start, _), end)| &key[start..end])
}

/// Two stems that stand side by side as they are indexed, whichever comes first.
pub(crate) fn pair(one: &str, other: &str) -> String {
    if one <= other { format!("{one} {other}") } else { format!("{other} {one}") }
}

fn content_words(text: &str) -> Vec<Word> {
    let mut words = words(text);
    words.retain(|word| !word.is_stop_word());
    words
}

fn push_stems(field: &mut String, words: &[Word]) {
    for word in words {
        push(field, &[&word.stem]);
        if word.negated {
            push(field, &["!", &word.stem]);
        }
    }
}

fn push_pairs(field: &mut String, words: &[Word]) {
    for neighbours in words.windows(2) {
        push(field, &[&pair(&neighbours[0].stem, &neighbours[1].stem)]);
    }
}

fn push_surfaces(field: &mut String, words: &[Word]) {
    for word in words.iter().filter(|word| !word.has_digit() && word.folded.len() > 2) {
        push(field, &[&word.folded]);
    }
}

fn push(field: &mut String, parts: &[&str]) {
    field.extend(parts.iter().copied());
    field.push(char::from(SEPARATOR));
}

fn cut(text: &str, length: usize) -> &str {
    let end = (0..=length.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}
