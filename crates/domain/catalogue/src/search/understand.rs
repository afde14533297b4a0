//! Reads a query: vehicle, brand, category, what is excluded, synonyms, spelling; makes the plan.

use std::sync::Arc;

use kernel::Locale;

use super::analysis::{self, Word, words};
use super::answer::{Named, QuerySense, Reading};
use super::as_written::as_written;
use super::index::{self, SearchIndex, TermPlaces};
use super::lexicon::VehicleReading;
use super::plan::{Alternative, Plan, Slot, Term};
use super::respelling::Respelling;
use super::settings::SearchSettings;
use crate::{CatalogueError, Snapshot};

/// Longest query that is read, in bytes and in words.
const LONGEST_QUERY: usize = 512;
const MOST_WORDS: usize = 24;

/// Most ways of saying one thing that are looked up.
const MOST_ALTERNATIVES: usize = 10;

/// A query that was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Understood {
    /// What was read of the query.
    pub(crate) text: String,
    pub(crate) plan: Plan,
    pub(crate) reading: Reading,
    pub(crate) vehicle: Option<VehicleReading>,
    pub(crate) respellings: Vec<Respelling>,
}

/// The part of a query that is read, and whether some was cut off.
pub(crate) fn readable(text: &str) -> (&str, bool) {
    if text.len() <= LONGEST_QUERY {
        return (text, false);
    }
    let end = (0..=LONGEST_QUERY).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    (&text[..end], true)
}

/// Reads `text`; `with_vehicle` = a vehicle in it is taken out of the words.
pub(crate) fn understand(
    snapshot: &Snapshot,
    settings: &SearchSettings,
    text: &str,
    locale: Locale,
    literal: bool,
    with_vehicle: bool,
) -> Result<Understood, CatalogueError> {
    let index = snapshot.search.as_ref();
    let (text, cut) = readable(text);
    let mut typed = words(text);
    let cut = cut || typed.len() > MOST_WORDS;
    typed.truncate(MOST_WORDS);
    if !literal {
        typed = as_written(index, typed)?;
    }
    let mut understood = Understood { text: text.to_owned(), ..Understood::default() };
    understood.reading.cut = cut;
    understood.reading.sense = if typed.is_empty() { QuerySense::Everything } else { QuerySense::Words };
    let mut content: Vec<&Word> = typed.iter().filter(|word| !word.is_stop_word()).collect();
    if content.is_empty() {
        content = typed.iter().collect();
    }
    if !literal {
        if with_vehicle && snapshot.settings().vehicles {
            understood.vehicle = take_vehicle(index, &mut content);
        }
        take_exclusions(&mut content, &mut understood);
        for stem in &mut understood.plan.excluded {
            correct_excluded(index, stem)?;
        }
        recognise(snapshot, index, &content, text, locale, &mut understood.reading);
    }
    understood.reading.words = content.iter().map(|word| text[word.range.clone()].to_owned()).collect();
    if literal {
        understood.plan.slots =
            content.iter().map(|word| plain_slot(index, word)).collect::<Result<_, _>>()?;
    } else {
        understood.plan.slots = slots(index, settings, &content, &mut understood.respellings)?;
    }
    understood.plan.pairs = pairs(&understood.plan.slots);
    Ok(understood)
}

/// Takes the words of a vehicle out of `content`.
fn take_vehicle(index: &SearchIndex, content: &mut Vec<&Word>) -> Option<VehicleReading> {
    let vehicle = index.lexicon.read_vehicle(content, &index.synonyms)?;
    let mut place = 0;
    content.retain(|_| {
        place += 1;
        !vehicle.used.contains(&(place - 1))
    });
    Some(vehicle)
}

/// Takes "without" and what follows it out of `content`, unless nothing else was typed.
fn take_exclusions(content: &mut Vec<&Word>, understood: &mut Understood) {
    let Some(negator) = content.iter().position(|word| word.is_negator()) else { return };
    if negator == 0 {
        return;
    }
    let mut reach = false;
    content.retain(|word| {
        if word.is_negator() {
            reach = true;
            return false;
        }
        if reach && word.negated {
            understood.plan.excluded.push(word.stem.clone());
            understood.reading.excluded.push(word.folded.clone());
            return false;
        }
        true
    });
}

/// Takes an excluded word that the shop does not know for the nearest one.
fn correct_excluded(index: &SearchIndex, stem: &mut String) -> Result<(), CatalogueError> {
    if stem.chars().count() > 4
        && index.term(stem)?.is_none()
        && let Some(nearest) = index.vocabulary.nearest(stem, 1).first()
    {
        *stem = analysis::stem(nearest.word);
    }
    Ok(())
}

/// Notes the brand and the category that the words name.
fn recognise(
    snapshot: &Snapshot,
    index: &SearchIndex,
    content: &[&Word],
    text: &str,
    locale: Locale,
    reading: &mut Reading,
) {
    let typed = |range: std::ops::Range<usize>| -> String {
        let words = &content[range];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => text[first.range.start..last.range.end].to_owned(),
            _ => String::new(),
        }
    };
    reading.brand = index.lexicon.read_brand(content).and_then(|(number, range)| {
        let brand = snapshot.brand_by_number(number)?;
        Some(Named { label: brand.name.clone(), slugs: vec![brand.slug.clone()], typed: typed(range) })
    });
    reading.category = index.lexicon.read_category(content).and_then(|(number, range)| {
        let category = snapshot.category_by_number(number)?;
        let label = category.names.best(locale).to_owned();
        Some(Named { label, slugs: vec![category.slug.clone()], typed: typed(range) })
    });
}

/// A slot for exactly this word.
pub(crate) fn plain_slot(index: &SearchIndex, word: &Word) -> Result<Slot, CatalogueError> {
    let mut slot = Slot::of(word.folded.clone());
    slot.offer(index, [word.stem.as_str()], 1.0)?;
    Ok(slot)
}

/// One slot for each thing that the words say.
fn slots(
    index: &SearchIndex,
    settings: &SearchSettings,
    content: &[&Word],
    respellings: &mut Vec<Respelling>,
) -> Result<Vec<Slot>, CatalogueError> {
    let stems: Vec<&str> = content.iter().map(|word| word.stem.as_str()).collect();
    let mut slots = Vec::with_capacity(content.len());
    let mut at = 0;
    while at < content.len() {
        let names = index.synonyms.longest(&stems[at..]);
        let length = names.as_ref().map_or(1, |(length, _)| *length);
        let group = &content[at..at + length];
        let typed = group.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
        let mut slot = Slot::of(typed);
        slot.offer(index, stems[at..at + length].iter().copied(), 1.0)?;
        for name in names.into_iter().flat_map(|(_, names)| names) {
            if slot.alternatives.len() < MOST_ALTERNATIVES {
                slot.offer_name(index, name, settings.synonym_weight)?;
            }
        }
        if length == 1 {
            add_spellings(index, settings, group[0], &mut slot, respellings)?;
        } else if slot.alternatives.is_empty() {
            for word in group {
                slots.push(plain_slot(index, word)?);
            }
            at += length;
            continue;
        }
        slots.push(slot);
        at += length;
    }
    Ok(slots)
}

impl Slot {
    fn of(typed: String) -> Self {
        Self { typed, alternatives: Vec::new() }
    }

    /// Adds a way of saying it, if the shop has all of its words; they may stand apart.
    pub(crate) fn offer<'s>(
        &mut self,
        index: &SearchIndex,
        stems: impl IntoIterator<Item = &'s str>,
        weight: f32,
    ) -> Result<(), CatalogueError> {
        self.add(index, stems, Vec::new(), weight)
    }

    /// Adds another name, if the shop has its words side by side: apart they say something else
    /// ("front glass" is a windscreen, a front bumper beside a door's glass is none).
    fn offer_name(
        &mut self,
        index: &SearchIndex,
        name: &[String],
        weight: f32,
    ) -> Result<(), CatalogueError> {
        let mut beside = Vec::new();
        for two in name.windows(2) {
            let Some(places) = index.pair(&two[0], &two[1])? else { return Ok(()) };
            beside.push(places);
        }
        self.add(index, name.iter().map(String::as_str), beside, weight)
    }

    fn add<'s>(
        &mut self,
        index: &SearchIndex,
        stems: impl IntoIterator<Item = &'s str>,
        beside: Vec<Arc<TermPlaces>>,
        weight: f32,
    ) -> Result<(), CatalogueError> {
        let mut terms = Vec::new();
        for stem in stems {
            let Some(places) = index.term(stem)? else { return Ok(()) };
            terms.push(Term { stem: stem.to_owned(), products: places.products, places });
        }
        let stems = |terms: &[Term], other: &[Term]| {
            terms.iter().map(|term| &term.stem).eq(other.iter().map(|term| &term.stem))
        };
        if !self.alternatives.iter().any(|alternative| stems(&alternative.terms, &terms)) {
            self.alternatives.push(Alternative { terms, beside, weight });
        }
        Ok(())
    }
}

/// Adds other spellings of a word: loanword spellings in Arabic, corrections for words that the shop does not know.
fn add_spellings(
    index: &SearchIndex,
    settings: &SearchSettings,
    word: &Word,
    slot: &mut Slot,
    respellings: &mut Vec<Respelling>,
) -> Result<(), CatalogueError> {
    for spelling in index.vocabulary.spellings(&word.stem) {
        slot.offer(index, [analysis::stem(spelling).as_str()], settings.synonym_weight)?;
    }
    let as_typed = slot.alternatives.first().and_then(|alternative| alternative.terms.first());
    let products = as_typed.filter(|term| term.stem == word.stem).map_or(0, |term| term.products);
    let edits = edits_allowed(word);
    // A word of the trade is not misspelt: the shop has no such thing.
    let is_named = products == 0 && (!slot.alternatives.is_empty() || index.synonyms.knows(&word.stem));
    if edits == 0 || products > settings.rare || is_named {
        return Ok(());
    }
    let mut nearest = index.vocabulary.nearest(&word.folded, edits);
    if nearest.is_empty() && products == 0 && word.folded.chars().count() > 4 {
        nearest = index.vocabulary.nearest(&word.folded, edits + 1);
    }
    nearest.retain(|candidate| {
        products == 0 || candidate.products as f32 > settings.much_commoner * products as f32
    });
    if let Some(best) = nearest.first() {
        let sure = products == 0;
        respellings.push(Respelling::of(word, best.word, sure));
        let cost = best.cost;
        let best_first = nearest.iter().filter(|candidate| candidate.cost <= cost + 0.3);
        let meant: Vec<String> = best_first.map(|candidate| candidate.word.to_owned()).collect();
        for (place, candidate) in meant.iter().enumerate() {
            let weight =
                if place == 0 { settings.correction_weight } else { settings.correction_weight * 0.7 };
            slot.offer(index, [analysis::stem(candidate).as_str()], weight)?;
            for other in index.synonyms.words_for(&analysis::stem(candidate)) {
                if slot.alternatives.len() < MOST_ALTERNATIVES {
                    slot.offer(index, [other], weight * settings.synonym_weight)?;
                }
            }
        }
    } else if products == 0 {
        split(index, settings, word, slot, respellings)?;
    }
    Ok(())
}

/// Takes an unknown word for two known ones written together.
fn split(
    index: &SearchIndex,
    settings: &SearchSettings,
    word: &Word,
    slot: &mut Slot,
    respellings: &mut Vec<Respelling>,
) -> Result<(), CatalogueError> {
    let mut best: Option<(u32, String, String)> = None;
    for (at, _) in word.folded.char_indices().skip(3) {
        let (head, tail) = word.folded.split_at(at);
        if tail.chars().count() < 3 {
            break;
        }
        let (head_stem, tail_stem) = (analysis::stem(head), analysis::stem(tail));
        let (head_places, tail_places) = (index.term(&head_stem)?, index.term(&tail_stem)?);
        let (Some(one), Some(other)) = (head_places, tail_places) else { continue };
        let products = one.products.min(other.products);
        if products > best.as_ref().map_or(0, |(products, ..)| *products) {
            best = Some((products, head.to_owned(), tail.to_owned()));
        }
    }
    if let Some((_, head, tail)) = best {
        respellings.push(Respelling::of(word, &format!("{head} {tail}"), true));
        let stems = [analysis::stem(&head), analysis::stem(&tail)];
        slot.offer(index, stems.iter().map(String::as_str), settings.correction_weight)?;
    }
    Ok(())
}

/// How many letters of a word may be wrong: none in codes and short words.
fn edits_allowed(word: &Word) -> usize {
    let length = word.folded.chars().count();
    match length {
        _ if word.has_digit() => 0,
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Neighbouring words as the pairs field has them.
fn pairs(slots: &[Slot]) -> Vec<String> {
    let terms: Vec<&str> = slots
        .iter()
        .filter_map(|slot| slot.alternatives.first())
        .flat_map(|alternative| &alternative.terms)
        .map(|term| term.stem.as_str())
        .collect();
    terms.windows(2).map(|two| index::pair(two[0], two[1])).collect()
}
