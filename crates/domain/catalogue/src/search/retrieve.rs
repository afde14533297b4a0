//! Runs a plan over the index: which products match, and how well their texts do.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::index::{Field, SearchIndex, SegmentView};
use super::plan::{Alternative, Plan};
use super::settings::SearchSettings;
use crate::CatalogueError;

/// A product that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) number: u32,
    pub(crate) score: f32,
    /// A bit for each of the plan's slots that it has.
    pub(crate) has: u64,
}

/// Which products have every slot, or, with `partly`, enough of them.
pub(crate) fn retrieve(
    index: &SearchIndex,
    plan: &Plan,
    settings: &SearchSettings,
    partly: bool,
) -> Result<Vec<Candidate>, CatalogueError> {
    let weights = Weights::of(index, settings);
    let mut found = Vec::new();
    let idf = |way: &Alternative| way.terms.iter().map(|term| weights.idf(term.products)).sum();
    let slot_idf: Vec<f32> =
        plan.slots.iter().map(|slot| slot.alternatives.first().map_or(0.0, idf)).collect();
    for segment in &index.segments {
        let mut run = Run::open(segment, plan, &weights)?;
        run.slot_idf.clone_from(&slot_idf);
        run.collect(partly, settings, &mut found);
    }
    Ok(found)
}

/// In how many products a term stands.
pub(crate) fn document_frequency(index: &SearchIndex, term: &str) -> Result<u32, CatalogueError> {
    let mut sum = 0;
    for segment in &index.segments {
        sum += segment.term(Field::Text, term)?.map_or(0, |info| info.doc_freq);
    }
    Ok(sum)
}

/// The settings, made ready for the inner loop.
struct Weights {
    documents: f32,
    saturation: f32,
    title: f32,
    keys: f32,
    text: f32,
    title_norms: [f32; 256],
    text_norms: [f32; 256],
}

impl Weights {
    fn of(index: &SearchIndex, settings: &SearchSettings) -> Self {
        let norms = |b: f32, mean: f32| -> [f32; 256] {
            std::array::from_fn(|id| {
                let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                1.0 / (1.0 - b + b * length / mean.max(1.0))
            })
        };
        Self {
            documents: index.totals.documents,
            saturation: settings.saturation,
            title: settings.title_weight,
            keys: settings.keys_weight,
            text: settings.text_weight,
            title_norms: norms(settings.title_length, index.totals.mean_title),
            text_norms: norms(settings.text_length, index.totals.mean_text),
        }
    }

    fn idf(&self, document_frequency: u32) -> f32 {
        let df = document_frequency as f32;
        (1.0 + (self.documents - df + 0.5).max(0.5) / (df + 0.5)).ln()
    }
}

/// One segment, with cursors on all the plan's terms.
struct Run<'r> {
    segment: &'r SegmentView,
    weights: &'r Weights,
    slots: Vec<Vec<AlternativeCursor>>,
    slot_idf: Vec<f32>,
    pairs: Vec<SegmentPostings>,
    excluded: Vec<ExcludedCursor>,
}

struct ExcludedCursor {
    present: Option<SegmentPostings>,
    denied: Option<SegmentPostings>,
}

struct AlternativeCursor {
    terms: Vec<TermCursor>,
    weight: f32,
    doc: u32,
}

struct TermCursor {
    text: SegmentPostings,
    title: Option<SegmentPostings>,
    keys: Option<SegmentPostings>,
    idf: f32,
}

impl<'r> Run<'r> {
    fn open(segment: &'r SegmentView, plan: &Plan, weights: &'r Weights) -> Result<Self, CatalogueError> {
        let mut slots = Vec::with_capacity(plan.slots.len());
        for slot in &plan.slots {
            let mut cursors = Vec::with_capacity(slot.alternatives.len());
            for alternative in &slot.alternatives {
                cursors.extend(AlternativeCursor::open(segment, alternative, weights)?);
            }
            slots.push(cursors);
        }
        let mut pairs = Vec::new();
        for pair in &plan.pairs {
            pairs.extend(segment.postings(Field::Pairs, pair)?);
        }
        let mut excluded = Vec::new();
        for stem in &plan.excluded {
            excluded.push(ExcludedCursor {
                present: segment.postings(Field::Title, stem)?,
                denied: segment.postings(Field::Text, &format!("!{stem}"))?,
            });
        }
        Ok(Self { segment, weights, slots, slot_idf: Vec::new(), pairs, excluded })
    }

    fn collect(&mut self, partly: bool, settings: &SearchSettings, found: &mut Vec<Candidate>) {
        let all: f32 = self.slot_idf.iter().sum();
        if all == 0.0 {
            return;
        }
        // By rarity: with `partly`, a product must have one of the slots without which it cannot reach the least coverage.
        let mut order: Vec<usize> = (0..self.slots.len()).collect();
        order.sort_by(|one, other| self.slot_idf[*other].total_cmp(&self.slot_idf[*one]));
        let least = if partly { settings.least_coverage * all } else { all };
        let mut leading = order.len();
        let mut rest: f32 = 0.0;
        while partly && leading > 1 && rest + self.slot_idf[order[leading - 1]] < least {
            leading -= 1;
            rest += self.slot_idf[order[leading]];
        }
        let mut doc = 0;
        loop {
            doc = if partly { self.next_of_any(&order[..leading], doc) } else { self.next_of_all(doc) };
            if doc == TERMINATED {
                return;
            }
            if self.segment.is_alive(doc)
                && let Some(candidate) = self.score(doc, all, least, partly, settings)
            {
                found.push(candidate);
            }
            doc += 1;
        }
    }

    /// The next document from `from` on that has every slot.
    fn next_of_all(&mut self, from: u32) -> u32 {
        let mut target = from;
        'restart: loop {
            for (slot, idf) in self.slots.iter_mut().zip(&self.slot_idf) {
                // No product of the shop has it: it decides nothing.
                if *idf == 0.0 {
                    continue;
                }
                let doc = seek_slot(slot, target);
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'restart;
                }
            }
            return target;
        }
    }

    fn next_of_any(&mut self, leading: &[usize], from: u32) -> u32 {
        leading.iter().map(|slot| seek_slot(&mut self.slots[*slot], from)).min().unwrap_or(TERMINATED)
    }

    fn score(
        &mut self,
        doc: u32,
        all: f32,
        least: f32,
        partly: bool,
        settings: &SearchSettings,
    ) -> Option<Candidate> {
        let mut score = 0.0;
        let mut covered = 0.0;
        let mut has = 0;
        let title_norm = self.weights.title_norms[usize::from(self.segment.title_length_id(doc))];
        let text_norm = self.weights.text_norms[usize::from(self.segment.text_length_id(doc))];
        for (place, slot) in self.slots.iter_mut().enumerate() {
            let mut best = 0.0_f32;
            for alternative in slot.iter_mut() {
                if partly {
                    alternative.seek(doc);
                }
                if alternative.doc == doc {
                    best = best.max(alternative.score(doc, title_norm, text_norm, self.weights));
                }
            }
            if best > 0.0 {
                has |= 1 << place;
                covered += self.slot_idf[place];
                score += best;
            }
        }
        if covered + 1e-4 < least {
            return None;
        }
        for pair in &mut self.pairs {
            if stands_at(pair, doc) {
                score += settings.pair_weight;
            }
        }
        if partly {
            score *= (covered / all).powf(settings.coverage_power);
        }
        for cursor in &mut self.excluded {
            if cursor.denied.as_mut().is_some_and(|postings| stands_at(postings, doc)) {
                score *= 1.0 + settings.exclusion_reward;
            } else if cursor.present.as_mut().is_some_and(|postings| stands_at(postings, doc)) {
                score *= 1.0 - settings.exclusion_penalty;
            }
        }
        Some(Candidate { number: self.segment.number(doc), score, has })
    }
}

fn seek_slot(slot: &mut [AlternativeCursor], target: u32) -> u32 {
    let mut least = TERMINATED;
    for alternative in slot {
        least = least.min(alternative.seek(target));
    }
    least
}

fn stands_at(postings: &mut SegmentPostings, doc: u32) -> bool {
    seek(postings, doc) == doc
}

fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    let doc = postings.doc();
    if doc < target { postings.seek(target) } else { doc }
}

impl AlternativeCursor {
    fn open(
        segment: &SegmentView,
        alternative: &Alternative,
        weights: &Weights,
    ) -> Result<Option<Self>, CatalogueError> {
        let mut terms = Vec::with_capacity(alternative.terms.len());
        for term in &alternative.terms {
            let Some(text) = segment.postings(Field::Text, &term.stem)? else { return Ok(None) };
            let title = segment.postings(Field::Title, &term.stem)?;
            let keys = segment.postings(Field::Keys, &term.stem)?;
            let idf = weights.idf(term.products);
            terms.push(TermCursor { text, title, keys, idf });
        }
        let mut cursor = Self { terms, weight: alternative.weight, doc: 0 };
        cursor.doc = cursor.align(0);
        Ok(Some(cursor))
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.doc = self.align(target);
        }
        self.doc
    }

    /// The first document from `target` on that has all the terms.
    fn align(&mut self, target: u32) -> u32 {
        let mut target = target;
        'restart: loop {
            for term in &mut self.terms {
                let doc = seek(&mut term.text, target);
                if doc > target {
                    target = doc;
                    if target == TERMINATED {
                        return TERMINATED;
                    }
                    continue 'restart;
                }
            }
            return target;
        }
    }

    /// BM25 over the weighted fields (BM25F): each field's count by its length, saturated once.
    fn score(&mut self, doc: u32, title_norm: f32, text_norm: f32, weights: &Weights) -> f32 {
        let mut score = 0.0;
        for term in &mut self.terms {
            let mut count = weights.text * text_norm * term.text.term_freq() as f32;
            if let Some(title) = &mut term.title
                && stands_at(title, doc)
            {
                count += weights.title * title_norm * title.term_freq() as f32;
            }
            if let Some(keys) = &mut term.keys
                && stands_at(keys, doc)
            {
                count += weights.keys;
            }
            score += term.idf * count * (weights.saturation + 1.0) / (weights.saturation + count);
        }
        self.weight * score
    }
}
