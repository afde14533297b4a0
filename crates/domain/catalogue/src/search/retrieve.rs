//! Which products match a plan.
//!
//! Each thing that the query names becomes a set of documents, a window of them
//! at a time: as bits, small enough to stay in the nearest cache, filled block by
//! block. A window in which the rarest thing does not stand costs nothing more.

mod score;

use smallvec::SmallVec;
use tantivy::postings::{BlockSegmentPostings, TermInfo};

use super::index::{Field, SearchIndex, SegmentView, TermPlaces};
use super::plan::{Alternative, Plan, Slot};
use crate::CatalogueError;
pub(crate) use score::{Scored, score};

/// Documents of a window.
const WINDOW: u32 = 4_096;
const WORDS: usize = WINDOW as usize / 64;

/// Looking for one document costs about as much as reading so many in a row.
const ONE_BY_ONE: u64 = 16;

/// A set of a window's documents.
type Bits = [u64; WORDS];

/// A document that has what was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    document: u32,
    /// The product's number.
    pub(crate) number: u32,
    /// A bit for each of the plan's slots that it has.
    pub(crate) has: u64,
}

/// What matches, segment by segment, documents ascending.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    segments: Vec<Vec<Match>>,
}

impl Matched {
    /// All matches.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Match> {
        self.segments.iter().flatten()
    }
}

/// How much of a query a product must have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Demand<'d> {
    /// Every slot.
    All,
    /// Slots that weigh so much together; the weight of each slot is given.
    Some(&'d [f32], f32),
}

/// The products that `wanted` takes and that meet the demand; not more than `most`, wherever they stand.
pub(crate) fn retrieve(
    index: &SearchIndex,
    plan: &Plan,
    demand: Demand<'_>,
    most: usize,
    wanted: impl Fn(u32) -> bool,
) -> Result<Matched, CatalogueError> {
    let mut matched = Matched::default();
    let mut left = most;
    for (place, segment) in index.segments.iter().enumerate() {
        let mut found = Vec::new();
        if left > 0 {
            Run::open(place, segment, plan)?.collect(demand, left, &wanted, &mut found);
        }
        left -= found.len().min(left);
        matched.segments.push(found);
    }
    Ok(matched)
}

/// The weights of the slots that `has` names, together.
fn covered(weights: &[f32], has: u64) -> f32 {
    let held = weights.iter().enumerate().filter(|(place, _)| has & 1 << place != 0);
    held.fold(0.0, |sum, (_, weight)| sum + weight)
}

/// One segment, with cursors on all the plan's terms.
struct Run<'r> {
    segment: &'r SegmentView,
    slots: Vec<SlotRun>,
    /// The slots' places, the rarest first, without those that no product has.
    rarest_first: Vec<usize>,
}

struct SlotRun {
    ways: Vec<WayRun>,
    bits: Bits,
}

/// The terms of an alternative, the rarest first.
struct WayRun {
    terms: Vec<Documents>,
}

/// The documents of a term, from where they were read to.
struct Documents {
    blocks: BlockSegmentPostings,
    at: usize,
}

impl<'r> Run<'r> {
    fn open(place: usize, segment: &'r SegmentView, plan: &Plan) -> Result<Self, CatalogueError> {
        let mut slots = Vec::with_capacity(plan.slots.len());
        for slot in &plan.slots {
            let mut ways = Vec::with_capacity(slot.alternatives.len());
            for alternative in &slot.alternatives {
                ways.extend(WayRun::open(place, segment, alternative)?);
            }
            slots.push(SlotRun { ways, bits: [0; WORDS] });
        }
        let is_known = |slot: &Slot| !slot.alternatives.is_empty();
        let mut rarest_first: Vec<usize> =
            (0..slots.len()).filter(|place| is_known(&plan.slots[*place])).collect();
        rarest_first.sort_by_key(|place| slots[*place].most_documents());
        Ok(Self { segment, slots, rarest_first })
    }

    fn collect(
        &mut self,
        demand: Demand<'_>,
        most: usize,
        wanted: &impl Fn(u32) -> bool,
        found: &mut Vec<Match>,
    ) {
        if self.rarest_first.is_empty() {
            return;
        }
        let order = std::mem::take(&mut self.rarest_first);
        let (leading, rest) = order.split_at(match demand {
            Demand::All => 0,
            Demand::Some(weights, least) => leading(&order, weights, least),
        });
        let all = order.iter().fold(0, |bits, place| bits | 1 << place);
        let mut start = 0;
        while start < self.segment.documents() as u32 {
            let mut window = match demand {
                Demand::All => self.all_in_window(rest, start),
                Demand::Some(..) => self.any_in_window(leading, rest, start),
            };
            for (word, bits) in window.iter_mut().enumerate() {
                while *bits != 0 {
                    let bit = bits.trailing_zeros();
                    *bits &= *bits - 1;
                    let document = start + word as u32 * 64 + bit;
                    let has = match demand {
                        Demand::All => all,
                        Demand::Some(weights, least) => {
                            let has = self.held(word, bit);
                            if covered(weights, has) + 1e-4 < least {
                                continue;
                            }
                            has
                        }
                    };
                    let number = self.segment.number(document);
                    if self.segment.is_alive(document) && wanted(number) {
                        found.push(Match { document, number, has });
                        if found.len() >= most {
                            return;
                        }
                    }
                }
            }
            start += WINDOW;
        }
    }

    /// The documents of the window that have every one of these slots.
    fn all_in_window(&mut self, slots: &[usize], start: u32) -> Bits {
        let mut window = [u64::MAX; WORDS];
        let mut left = WINDOW;
        for place in slots {
            let slot = &mut self.slots[*place];
            if left < WINDOW && slot.is_dear_for(left, self.segment.documents()) {
                slot.restrict(start, &mut window);
            } else {
                slot.fill(start);
                window.iter_mut().zip(&slot.bits).for_each(|(word, bits)| *word &= bits);
            }
            left = window.iter().map(|word| word.count_ones()).sum();
            if left == 0 {
                break;
            }
        }
        window
    }

    /// The documents of the window that have one of the leading slots; where there are any, the rest is filled in.
    fn any_in_window(&mut self, leading: &[usize], rest: &[usize], start: u32) -> Bits {
        let mut window = [0; WORDS];
        let mut any = 0;
        for place in leading {
            self.slots[*place].fill(start);
            for (word, bits) in window.iter_mut().zip(&self.slots[*place].bits) {
                *word |= bits;
                any |= *word;
            }
        }
        if any != 0 {
            for place in rest {
                self.slots[*place].fill(start);
            }
        }
        window
    }

    /// Which slots the document has whose bit this is.
    fn held(&self, word: usize, bit: u32) -> u64 {
        let slots = self.slots.iter().enumerate();
        slots.fold(0, |has, (place, slot)| has | (slot.bits[word] >> bit & 1) << place)
    }
}

/// How many of the slots, the rarest first, it takes so that nobody without one of them can weigh enough.
fn leading(rarest_first: &[usize], weights: &[f32], least: f32) -> usize {
    let mut leading = rarest_first.len();
    let mut without: f32 = 0.0;
    while leading > 1 && without + weights[rarest_first[leading - 1]] < least - 1e-4 {
        leading -= 1;
        without += weights[rarest_first[leading]];
    }
    leading
}

/// Keeps of `bits` what `other` has; says whether anything is left.
fn intersect(bits: &mut Bits, other: &Bits) -> bool {
    let mut any = 0;
    for (word, other) in bits.iter_mut().zip(other) {
        *word &= other;
        any |= *word;
    }
    any != 0
}

impl SlotRun {
    /// In how many documents it may stand.
    fn most_documents(&self) -> u32 {
        self.ways.iter().filter_map(|way| way.terms.first()).map(|term| term.blocks.doc_freq()).sum()
    }

    /// Whether looking for so many documents of a window one by one costs less than reading all of its own.
    fn is_dear_for(&self, documents: u32, in_segment: usize) -> bool {
        let terms = self.ways.iter().flat_map(|way| &way.terms);
        let all: u64 = terms.map(|term| u64::from(term.blocks.doc_freq())).sum();
        let in_window = all * u64::from(WINDOW) / (in_segment as u64).max(1);
        u64::from(documents) * ONE_BY_ONE < in_window
    }

    /// Keeps of the window the documents that have one of the ways, looking for each.
    fn restrict(&mut self, start: u32, window: &mut Bits) {
        for (word, bits) in (0..).zip(window) {
            let mut left = *bits;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let document = start + word * 64 + bit;
                if !self.ways.iter_mut().any(|way| way.terms.iter_mut().all(|term| term.has(document))) {
                    *bits &= !(1 << bit);
                }
            }
        }
    }

    /// Makes `bits` the documents of the window that have one of the ways.
    fn fill(&mut self, start: u32) {
        self.bits = [0; WORDS];
        for way in &mut self.ways {
            way.add(start, &mut self.bits);
        }
    }
}

impl WayRun {
    fn open(
        place: usize,
        segment: &SegmentView,
        alternative: &Alternative,
    ) -> Result<Option<Self>, CatalogueError> {
        // What has the pairs has their words.
        let (field, needed): (Field, SmallVec<[&TermPlaces; 4]>) = if alternative.beside.is_empty() {
            (Field::Text, alternative.terms.iter().map(|term| &*term.places).collect())
        } else {
            (Field::Pairs, alternative.beside.iter().map(|places| &**places).collect())
        };
        let mut infos: SmallVec<[&TermInfo; 4]> = SmallVec::new();
        for places in needed {
            let Some(fields) = places.in_segment(place) else { return Ok(None) };
            infos.push(&fields.any);
        }
        infos.sort_by_key(|info| info.doc_freq);
        let mut terms = Vec::with_capacity(infos.len());
        for info in infos {
            terms.push(Documents { blocks: segment.blocks(field, info)?, at: 0 });
        }
        Ok(Some(Self { terms }))
    }

    /// Adds the documents of the window that have all terms.
    fn add(&mut self, start: u32, slot: &mut Bits) {
        if let [term] = self.terms.as_mut_slice() {
            term.add(start, slot);
            return;
        }
        let mut all = [u64::MAX; WORDS];
        for term in &mut self.terms {
            let mut bits = [0; WORDS];
            if !term.add(start, &mut bits) || !intersect(&mut all, &bits) {
                return;
            }
        }
        for (word, bits) in slot.iter_mut().zip(&all) {
            *word |= bits;
        }
    }
}

impl Documents {
    /// Goes on to the first document that is not before `document`; says whether there is one.
    fn seek(&mut self, document: u32) -> bool {
        if self.blocks.docs().get(self.at).is_some_and(|at| *at >= document) {
            return true;
        }
        self.at = self.blocks.seek(document);
        self.blocks.docs().get(self.at).is_some()
    }

    /// Whether the document is one of them; documents must be asked for in their order.
    fn has(&mut self, document: u32) -> bool {
        self.seek(document) && self.blocks.docs().get(self.at) == Some(&document)
    }

    /// Adds the documents of the window; says whether there are any.
    fn add(&mut self, start: u32, bits: &mut Bits) -> bool {
        let end = start + WINDOW;
        if !self.seek(start) {
            return false;
        }
        let mut any = false;
        loop {
            let block = self.blocks.docs().get(self.at..).unwrap_or_default();
            let Some(last) = block.last() else { return any };
            let inside = if *last < end { block.len() } else { block.partition_point(|other| *other < end) };
            for document in &block[..inside] {
                let within = (document - start) % WINDOW;
                bits[within as usize / 64] |= 1 << (within % 64);
            }
            any |= inside > 0;
            if inside < block.len() {
                self.at += inside;
                return any;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}
