//! Where the stems of queries, and pairs of them, stand in the segments.
//!
//! A thing has many names, and a query asks for all of them; those that the
//! synonyms know are looked up once for each view of the index.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;

use super::{Field, SegmentView};
use crate::CatalogueError;
use crate::search::synonyms::Synonyms;

/// Where one stem, or one pair of neighbours, stands.
#[derive(Debug)]
pub(crate) struct TermPlaces {
    /// In how many products.
    pub(crate) products: u32,
    segments: Box<[Option<TermFields>]>,
}

/// Where a stem's postings lie in one segment.
#[derive(Debug)]
pub(crate) struct TermFields {
    /// In the field in which it was looked up: the whole text, or the pairs.
    pub(crate) any: TermInfo,
    pub(crate) title: Option<TermInfo>,
    pub(crate) keys: Option<TermInfo>,
}

impl TermPlaces {
    fn find(segments: &[SegmentView], field: Field, term: &str) -> Result<Option<Self>, CatalogueError> {
        let mut products = 0;
        let mut places = Vec::with_capacity(segments.len());
        for segment in segments {
            let fields = match segment.term(field, term)? {
                None => None,
                Some(any) => Some(TermFields {
                    title: segment.term(Field::Title, term)?,
                    keys: segment.term(Field::Keys, term)?,
                    any,
                }),
            };
            products += fields.as_ref().map_or(0, |fields| fields.any.doc_freq);
            places.push(fields);
        }
        Ok((products > 0).then(|| Self { products, segments: places.into() }))
    }

    /// Where it stands in the segment with this place.
    pub(crate) fn in_segment(&self, segment: usize) -> Option<&TermFields> {
        self.segments.get(segment)?.as_ref()
    }
}

/// What was looked up for one view.
#[derive(Debug, Clone)]
pub(super) struct TermTable {
    numbers: Arc<FxHashMap<String, u32>>,
    found: Arc<[OnceLock<Option<Arc<TermPlaces>>>]>,
}

impl TermTable {
    /// Nothing looked up yet.
    pub(super) fn new(synonyms: &Synonyms) -> Self {
        let numbers = synonyms.term_numbers();
        let found = (0..numbers.len()).map(|_| OnceLock::new()).collect();
        Self { numbers, found }
    }

    /// Where the stem or the pair stands; `None` when nothing has it. A pair holds a space, a stem does not.
    pub(super) fn find(
        &self,
        segments: &[SegmentView],
        field: Field,
        term: &str,
    ) -> Result<Option<Arc<TermPlaces>>, CatalogueError> {
        let kept = self.numbers.get(term).and_then(|number| self.found.get(*number as usize));
        if let Some(places) = kept.and_then(OnceLock::get) {
            return Ok(places.clone());
        }
        let places = TermPlaces::find(segments, field, term)?.map(Arc::new);
        Ok(kept.map_or(places.clone(), |kept| kept.get_or_init(|| places).clone()))
    }
}
