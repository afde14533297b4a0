//! Words that mean the same thing, across languages and dialects: a CSV file.
//!
//! One row a thing, one column a language (the names of the columns are for
//! people), several words in a cell between bars. Staff keep them at the desk; until
//! they do, the shop's file holds, or the built-in one: the trade vocabulary of car
//! parts and a little more.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use kernel::text::unguarded_cell;
use rustc_hash::{FxHashMap, FxHasher};

use super::analysis::words;
use super::index::pair;
use crate::{CatalogueError, CatalogueSettings};

/// The file that a shop has until it writes its own.
const BUILT_IN: &str = include_str!("synonyms.csv");

/// Longest phrase, in words.
const LONGEST_PHRASE: usize = 5;

/// A thing's names: stems of each, and the first as it was written.
pub(crate) type Phrase = Vec<String>;

/// All groups, found by their phrases.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    phrases: Vec<Phrase>,
    /// A phrase's words between spaces, and its place.
    by_words: FxHashMap<String, u32>,
    /// For each phrase the places of the other names of the same things.
    others: Vec<Vec<u32>>,
    term_numbers: Arc<FxHashMap<String, u32>>,
    version: u64,
}

/// What a synonyms file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymsReport {
    /// Rows: things that have several names.
    pub groups: usize,
    /// Names in all.
    pub phrases: usize,
    /// Rows that say nothing, by line: fewer than two names.
    pub idle_lines: Vec<u64>,
}

/// Reads a synonyms file and says what it holds.
///
/// # Errors
/// [`CatalogueError::Synonyms`] with the line for a file that is no such file.
pub fn check_synonyms(text: &str) -> Result<SynonymsReport, CatalogueError> {
    let mut report = SynonymsReport { groups: 0, phrases: 0, idle_lines: Vec::new() };
    each_row(text, |line, names| {
        let group = phrases(names.into_iter());
        report.phrases += group.len();
        if group.len() < 2 {
            report.idle_lines.push(line);
        } else {
            report.groups += 1;
        }
    })?;
    Ok(report)
}

/// The names in each row of a synonyms file, as they are written.
pub(crate) fn synonym_rows(text: &str) -> Result<Vec<Vec<String>>, CatalogueError> {
    let mut rows = Vec::new();
    each_row(text, |_, names| {
        let mut row: Vec<String> = Vec::new();
        for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            if !row.iter().any(|other| other == name) {
                row.push(name.to_owned());
            }
        }
        if !row.is_empty() {
            rows.push(row);
        }
    })?;
    Ok(rows)
}

/// The rows that a shop has until its staff write their own.
pub(crate) fn initial_synonyms(settings: &CatalogueSettings) -> Result<Vec<Vec<String>>, CatalogueError> {
    synonym_rows(&initial_file(settings)?)
}

/// How many of these names differ for search.
pub(crate) fn tells_apart(names: &[String]) -> usize {
    phrases(names.iter().map(String::as_str)).len()
}

fn initial_file(settings: &CatalogueSettings) -> Result<Cow<'static, str>, CatalogueError> {
    let Some(path) = &settings.synonyms else { return Ok(BUILT_IN.into()) };
    let text = std::fs::read_to_string(path).map_err(|error| CatalogueError::Synonyms {
        line: 0,
        reason: format!("{} cannot be read: {error}", path.display()),
    })?;
    Ok(text.into())
}

/// Names as search reads them, each once.
fn phrases<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Phrase> {
    let mut group: Vec<Phrase> = Vec::new();
    for name in names {
        let phrase: Phrase =
            words(name).into_iter().filter(|word| !word.is_stop_word()).map(|word| word.stem).collect();
        if !phrase.is_empty() && phrase.len() <= LONGEST_PHRASE && !group.contains(&phrase) {
            group.push(phrase);
        }
    }
    group
}

impl Synonyms {
    pub(crate) fn built_in() -> Self {
        // The file is a part of the program and a test reads it.
        Self::parse(BUILT_IN).unwrap_or_default()
    }

    /// Those that a shop has until its staff write their own.
    pub(crate) fn initial(settings: &CatalogueSettings) -> Result<Self, CatalogueError> {
        if settings.synonyms.is_none() { Ok(Self::built_in()) } else { Self::parse(&initial_file(settings)?) }
    }

    /// Those of these groups of names.
    pub(crate) fn of<'a>(groups: impl Iterator<Item = &'a [String]>) -> Self {
        let mut synonyms = Self::default();
        for words in groups {
            synonyms.add(phrases(words.iter().map(String::as_str)));
        }
        synonyms.versioned()
    }

    /// With its version taken: the key of every kept answer asks for it.
    fn versioned(mut self) -> Self {
        let mut hasher = FxHasher::default();
        (&self.phrases, &self.others).hash(&mut hasher);
        self.version = hasher.finish();
        self
    }

    /// Moves with what they say.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    fn add(&mut self, group: Vec<Phrase>) {
        let numbers = Arc::make_mut(&mut self.term_numbers);
        let pairs = group.iter().flat_map(|phrase| phrase.windows(2)).map(|two| pair(&two[0], &two[1]));
        for term in group.iter().flatten().cloned().chain(pairs) {
            let next = numbers.len() as u32;
            numbers.entry(term).or_insert(next);
        }
        let places: Vec<u32> = group.into_iter().map(|phrase| self.place_of(phrase)).collect();
        for place in &places {
            let others = &mut self.others[*place as usize];
            for other in places.iter().filter(|other| *other != place) {
                if !others.contains(other) {
                    others.push(*other);
                }
            }
        }
    }

    fn place_of(&mut self, phrase: Phrase) -> u32 {
        let next = self.phrases.len() as u32;
        let place = *self.by_words.entry(phrase.join(" ")).or_insert(next);
        if place == next {
            self.phrases.push(phrase);
            self.others.push(Vec::new());
        }
        place
    }

    fn parse(text: &str) -> Result<Self, CatalogueError> {
        let mut synonyms = Self::default();
        each_row(text, |_, names| synonyms.add(phrases(names.into_iter())))?;
        Ok(synonyms.versioned())
    }

    /// A number for each stem of a phrase, and for each two that stand side by side in one.
    pub(crate) fn term_numbers(&self) -> Arc<FxHashMap<String, u32>> {
        Arc::clone(&self.term_numbers)
    }

    /// The longest phrase of the vocabulary with which `stems` begin: its length in words and
    /// the other names of the same thing.
    pub(crate) fn longest(&self, stems: &[&str]) -> Option<(usize, impl Iterator<Item = &Phrase>)> {
        (1..=LONGEST_PHRASE.min(stems.len())).rev().find_map(|length| {
            let place = match stems[..length] {
                [stem] => self.by_words.get(stem),
                ref stems => self.by_words.get(&stems.join(" ")),
            };
            Some((length, self.others_of(*place?)))
        })
    }

    /// Whether this stem alone names a thing.
    pub(crate) fn knows(&self, stem: &str) -> bool {
        self.by_words.contains_key(stem)
    }

    fn others_of(&self, place: u32) -> impl Iterator<Item = &Phrase> {
        self.others[place as usize].iter().map(|other| &self.phrases[*other as usize])
    }

    /// Other names of the thing that these words, between spaces, name.
    pub(crate) fn others_for<'s>(&'s self, words: &str) -> impl Iterator<Item = &'s Phrase> + use<'s> {
        self.by_words.get(words).map(|place| self.others_of(*place)).into_iter().flatten()
    }

    /// Other single words for a single word.
    pub(crate) fn words_for<'s>(&'s self, stem: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        self.others_for(stem).filter(|phrase| phrase.len() == 1).map(|phrase| phrase[0].as_str())
    }
}

fn each_row(text: &str, mut row: impl FnMut(u64, Vec<&str>)) -> Result<(), CatalogueError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| CatalogueError::Synonyms {
            line: error.position().map_or(0, csv::Position::line),
            reason: error.to_string(),
        })?;
        let names = record.iter().flat_map(|cell| unguarded_cell(cell).split('|')).collect();
        row(record.position().map_or(0, csv::Position::line), names);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_has_no_idle_line() {
        let report = check_synonyms(BUILT_IN).unwrap();
        assert_eq!(report.idle_lines, Vec::<u64>::new());
        assert!(report.groups > 100 && report.phrases > 600, "{report:?}");
    }

    #[test]
    fn the_longest_phrase_is_taken() {
        let synonyms = Synonyms::built_in();
        let (length, mut others) = synonyms.longest(&["filtr", "zit", "clio"]).unwrap();
        assert_eq!(length, 2);
        assert!(others.any(|phrase| *phrase == ["filtr", "huil"]));
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let error = check_synonyms("fr,ar\n\"frein,x\n").err();
        assert!(error.is_none() || matches!(error, Some(CatalogueError::Synonyms { .. })));
    }
}
