//! How well the texts of what matches say what was asked for: BM25 over weighted fields (BM25F).
//!
//! The score of a product follows from its own texts, the plan and the totals, and from nothing else.

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::{DocSet, TERMINATED};

use super::Matched;
use crate::CatalogueError;
use crate::search::index::{Field, SearchIndex, SegmentView, Totals};
use crate::search::plan::{Alternative, Plan, Term};
use crate::search::settings::SearchSettings;

impl Totals {
    /// How much a term says: the rarer, the more.
    pub(crate) fn idf(&self, term: &Term) -> f32 {
        let products = term.products as f32;
        (1.0 + (self.documents - products + 0.5).max(0.5) / (products + 0.5)).ln()
    }

    /// The weight of each slot: of its words as they were typed or corrected.
    pub(crate) fn slot_weights(&self, plan: &Plan) -> Vec<f32> {
        let weight = |way: &Alternative| way.terms.iter().map(|term| self.idf(term)).sum();
        plan.slots.iter().map(|slot| slot.alternatives.first().map_or(0.0, weight)).collect()
    }
}

/// A product that matches, and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    /// The product's number.
    pub(crate) number: u32,
    pub(crate) score: f32,
    /// A bit for each of the plan's slots that it has.
    pub(crate) has: u64,
}

impl Scored {
    /// Best first; no two stand at one place.
    pub(crate) fn rank(&self, other: &Self) -> std::cmp::Ordering {
        other.score.total_cmp(&self.score).then(self.number.cmp(&other.number))
    }
}

/// Scores the matches that `wanted` takes.
pub(crate) fn score(
    index: &SearchIndex,
    plan: &Plan,
    totals: &Totals,
    settings: &SearchSettings,
    matched: &Matched,
    wanted: impl Fn(u32) -> bool,
) -> Result<Vec<Scored>, CatalogueError> {
    let weights = totals.slot_weights(plan);
    let all: f32 = weights.iter().sum();
    let mut scored = Vec::with_capacity(matched.segments.iter().map(Vec::len).sum());
    for (place, (segment, matches)) in index.segments.iter().zip(&matched.segments).enumerate() {
        if matches.is_empty() {
            continue;
        }
        let mut scorer = Scorer::open(place, segment, plan, totals, settings)?;
        for found in matches.iter().filter(|found| wanted(found.number)) {
            let mut score = scorer.score(found.document)?;
            let covered = super::covered(&weights, found.has);
            if covered < all {
                score *= (covered / all).powf(settings.coverage_power);
            }
            let score = scorer.without_excluded(found.document, score);
            scored.push(Scored { number: found.number, score, has: found.has });
        }
    }
    Ok(scored)
}

/// One segment, with cursors on all the plan's terms.
struct Scorer<'s> {
    segment: &'s SegmentView,
    settings: &'s SearchSettings,
    totals: Totals,
    slots: Vec<Vec<WayScorer<'s>>>,
    pairs: Vec<SegmentPostings>,
    excluded: Vec<Excluded>,
}

struct Excluded {
    present: Option<SegmentPostings>,
    denied: Option<SegmentPostings>,
}

impl<'s> Scorer<'s> {
    fn open(
        place: usize,
        segment: &'s SegmentView,
        plan: &'s Plan,
        totals: &Totals,
        settings: &'s SearchSettings,
    ) -> Result<Self, CatalogueError> {
        let slots = plan.slots.iter().map(|slot| {
            let ways = slot.alternatives.iter();
            ways.filter_map(|way| WayScorer::of(place, segment, way, totals)).collect()
        });
        let mut pairs = Vec::new();
        for pair in &plan.pairs {
            pairs.extend(segment.postings(Field::Pairs, pair)?);
        }
        let mut excluded = Vec::new();
        for stem in &plan.excluded {
            excluded.push(Excluded {
                present: segment.postings(Field::Title, stem)?,
                denied: segment.postings(Field::Text, &format!("!{stem}"))?,
            });
        }
        Ok(Self { segment, settings, totals: *totals, slots: slots.collect(), pairs, excluded })
    }

    /// The sum of what the best way of each slot says, and of the pairs.
    fn score(&mut self, document: u32) -> Result<f32, CatalogueError> {
        let settings = self.settings;
        let norm = |b: f32, length: u32, mean: f32| 1.0 / (1.0 - b + b * length as f32 / mean.max(1.0));
        let norms = Norms {
            title: norm(settings.title_length, self.segment.title_length(document), self.totals.mean_title),
            text: norm(settings.text_length, self.segment.text_length(document), self.totals.mean_text),
        };
        let mut score = 0.0;
        for slot in &mut self.slots {
            let mut best = 0.0_f32;
            for way in slot {
                let said = way.score(document, norms, settings)?;
                best = best.max(said.score);
                // Another name would hardly say it better, and each costs as much.
                if said.in_head {
                    break;
                }
            }
            score += best;
        }
        let pairs = self.pairs.iter_mut().filter_map(|pair| stands_at(pair, document).then_some(()));
        Ok(pairs.fold(score, |score, ()| score + settings.pair_weight))
    }

    fn without_excluded(&mut self, document: u32, score: f32) -> f32 {
        let stands = |postings: &mut Option<SegmentPostings>| {
            postings.as_mut().is_some_and(|postings| stands_at(postings, document))
        };
        self.excluded.iter_mut().fold(score, |score, excluded| {
            if stands(&mut excluded.denied) {
                score * (1.0 + self.settings.exclusion_reward)
            } else if stands(&mut excluded.present) {
                score * (1.0 - self.settings.exclusion_penalty)
            } else {
                score
            }
        })
    }
}

/// What lengths do to counts in one document.
#[derive(Clone, Copy)]
struct Norms {
    title: f32,
    text: f32,
}

/// One way of saying a thing; its postings are opened when a document is first held against it.
struct WayScorer<'s> {
    place: usize,
    segment: &'s SegmentView,
    way: &'s Alternative,
    idf: smallvec::SmallVec<[f32; 4]>,
    terms: Vec<TermScorer>,
    beside: Vec<SegmentPostings>,
}

/// How well a document says a thing in one way.
#[derive(Clone, Copy, Default)]
struct Said {
    score: f32,
    /// Whether all of it stands in the name, the brand, the category or the specifications.
    in_head: bool,
}

struct TermScorer {
    text: SegmentPostings,
    title: Option<SegmentPostings>,
    keys: Option<SegmentPostings>,
}

impl<'s> WayScorer<'s> {
    /// `None` when the segment lacks one of the terms.
    fn of(place: usize, segment: &'s SegmentView, way: &'s Alternative, totals: &Totals) -> Option<Self> {
        let needed = way.terms.iter().map(|term| &term.places).chain(&way.beside);
        let is_here = needed.into_iter().all(|places| places.in_segment(place).is_some());
        let idf = || way.terms.iter().map(|term| totals.idf(term)).collect();
        is_here.then(|| Self { place, segment, way, idf: idf(), terms: Vec::new(), beside: Vec::new() })
    }

    fn open(&mut self) -> Result<(), CatalogueError> {
        for fields in self.way.terms.iter().filter_map(|term| term.places.in_segment(self.place)) {
            let open = |field: Field, info: &Option<TermInfo>| {
                info.as_ref().map(|info| self.segment.read(field, info)).transpose()
            };
            self.terms.push(TermScorer {
                text: self.segment.read(Field::Text, &fields.any)?,
                title: open(Field::Title, &fields.title)?,
                keys: open(Field::Keys, &fields.keys)?,
            });
        }
        for pair in self.way.beside.iter().filter_map(|places| places.in_segment(self.place)) {
            self.beside.push(self.segment.read(Field::Pairs, &pair.any)?);
        }
        Ok(())
    }

    /// Each field's count by its length, saturated once; nothing when the document lacks a term.
    fn score(
        &mut self,
        document: u32,
        norms: Norms,
        settings: &SearchSettings,
    ) -> Result<Said, CatalogueError> {
        if self.terms.is_empty() {
            self.open()?;
        }
        let is_beside = self.beside.iter_mut().all(|pair| stands_at(pair, document));
        if !is_beside || !self.terms.iter_mut().all(|term| stands_at(&mut term.text, document)) {
            return Ok(Said::default());
        }
        let mut said = Said { score: 0.0, in_head: true };
        for (term, idf) in self.terms.iter_mut().zip(&self.idf) {
            let mut in_head = false;
            let mut count = settings.text_weight * norms.text * term.text.term_freq() as f32;
            if let Some(title) = &mut term.title
                && stands_at(title, document)
            {
                count += settings.title_weight * norms.title * title.term_freq() as f32;
                in_head = true;
            }
            if let Some(keys) = &mut term.keys
                && stands_at(keys, document)
            {
                count += settings.keys_weight;
                in_head = true;
            }
            said.in_head &= in_head;
            said.score += idf * count * (settings.saturation + 1.0) / (settings.saturation + count);
        }
        said.score *= self.way.weight;
        Ok(said)
    }
}

fn stands_at(postings: &mut SegmentPostings, document: u32) -> bool {
    let at = postings.doc();
    (if at < document { postings.seek(document) } else { at }) == document && document != TERMINATED
}
