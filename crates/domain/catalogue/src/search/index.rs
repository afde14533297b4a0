//! The text index of one snapshot: a tantivy index, and what is derived from its words.
//!
//! A view is immutable and cheap to make; all views of a shop share one writer.
//! The index is a projection: lost or foreign files are thrown away and it is filled again.

mod document;
mod segment;
mod store;
mod terms;

use std::path::Path;
use std::sync::Arc;

pub(crate) use document::{grams, pair};
pub(crate) use segment::{Field, SegmentView};
pub(crate) use terms::TermPlaces;

use super::lexicon::Lexicon;
use super::synonyms::Synonyms;
use super::vocabulary::Vocabulary;
use crate::{Brand, CatalogueError, CatalogueSettings, Category, ShelfData, ShelfProduct, Vehicle};
use document::TextNames;
use store::Store;
use terms::TermTable;

/// The names beside the products that search knows.
#[derive(Debug, Clone, Copy, Default)]
pub struct SearchNames<'a> {
    /// All brands.
    pub brands: &'a [Brand],
    /// All categories.
    pub categories: &'a [Category],
    /// All vehicles.
    pub vehicles: &'a [Vehicle],
}

impl<'a> SearchNames<'a> {
    /// The names that `data` holds.
    pub fn of(data: &'a ShelfData) -> Self {
        Self { brands: &data.brands, categories: &data.categories, vehicles: &data.vehicles }
    }
}

/// The words of what is for sale, at one moment.
#[derive(Debug)]
pub struct SearchIndex {
    store: Arc<Store>,
    names: Arc<TextNames>,
    pub(crate) segments: Vec<SegmentView>,
    pub(crate) totals: Totals,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) lexicon: Arc<Lexicon>,
    pub(crate) synonyms: Arc<Synonyms>,
    terms: TermTable,
    place: Option<String>,
}

/// What the ranking needs to know of the whole index.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) documents: f32,
    pub(crate) mean_title: f32,
    pub(crate) mean_text: f32,
}

impl SearchIndex {
    /// Indexes `data` in memory.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn build(settings: &CatalogueSettings, data: &ShelfData) -> Result<Self, CatalogueError> {
        let empty = Self::open(None, settings, SearchNames::of(data))?;
        empty.stage(&data.products, &[])?;
        empty.publish("")
    }

    /// Opens the index in `directory`, or makes an empty one there (in memory for `None`).
    ///
    /// Files that another version wrote, or that are damaged, are thrown away.
    ///
    /// # Errors
    /// When the directory cannot be written, or the shop's synonyms cannot be read.
    pub fn open(
        directory: Option<&Path>,
        settings: &CatalogueSettings,
        names: SearchNames<'_>,
    ) -> Result<Self, CatalogueError> {
        let store = Arc::new(Store::open(directory)?);
        let synonyms = Arc::new(Synonyms::initial(settings)?);
        let lexicon = Arc::new(Lexicon::build(names, &synonyms));
        let names = Arc::new(TextNames::of(names));
        Self::view(store, names, lexicon, synonyms, None)
    }

    /// The place in the change feed up to which the index was filled; `None` = it must be filled from the start.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// Hands over products whose texts changed and the numbers of those no longer for sale.
    /// They are seen after [`SearchIndex::publish`].
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn stage<'p>(
        &self,
        changed: impl IntoIterator<Item = &'p ShelfProduct>,
        removed: &[u32],
    ) -> Result<(), CatalogueError> {
        for number in removed {
            self.store.remove(*number);
        }
        for product in changed {
            self.store.put(product, &self.names)?;
        }
        Ok(())
    }

    /// Makes what was staged visible in a new view and notes the feed's `place` with it.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn publish(&self, place: &str) -> Result<Self, CatalogueError> {
        self.store.commit(place)?;
        let known = Some(Arc::clone(&self.vocabulary));
        let (names, lexicon) = (Arc::clone(&self.names), Arc::clone(&self.lexicon));
        Self::view(Arc::clone(&self.store), names, lexicon, Arc::clone(&self.synonyms), known)
    }

    /// [`SearchIndex::stage`] and [`SearchIndex::publish`] in one.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn update<'p>(
        &self,
        changed: impl IntoIterator<Item = &'p ShelfProduct>,
        removed: &[u32],
        place: &str,
    ) -> Result<Self, CatalogueError> {
        self.stage(changed, removed)?;
        self.publish(place)
    }

    /// A view with new names of brands, categories and vehicles; products staged later are indexed with them.
    #[must_use]
    pub fn with_names(&self, names: SearchNames<'_>) -> Self {
        Self {
            store: Arc::clone(&self.store),
            names: Arc::new(TextNames::of(names)),
            segments: self.segments.clone(),
            totals: self.totals,
            vocabulary: Arc::clone(&self.vocabulary),
            lexicon: Arc::new(Lexicon::build(names, &self.synonyms)),
            synonyms: Arc::clone(&self.synonyms),
            terms: self.terms.clone(),
            place: self.place.clone(),
        }
    }

    /// A view with other synonyms.
    #[must_use]
    pub(crate) fn with_synonyms(&self, names: SearchNames<'_>, synonyms: Arc<Synonyms>) -> Self {
        let lexicon = Arc::new(Lexicon::build(names, &synonyms));
        let terms = TermTable::new(&synonyms);
        Self { lexicon, synonyms, terms, ..self.with_names(names) }
    }

    /// How many products it holds.
    pub fn product_count(&self) -> usize {
        self.segments.iter().map(SegmentView::live_documents).sum()
    }

    /// Where a stem stands; `None` when no product has it.
    pub(crate) fn term(&self, stem: &str) -> Result<Option<Arc<TermPlaces>>, CatalogueError> {
        self.terms.find(&self.segments, Field::Text, stem)
    }

    /// Where two stems stand side by side; `None` when no product has them so.
    pub(crate) fn pair(&self, one: &str, other: &str) -> Result<Option<Arc<TermPlaces>>, CatalogueError> {
        self.terms.find(&self.segments, Field::Pairs, &pair(one, other))
    }

    fn view(
        store: Arc<Store>,
        names: Arc<TextNames>,
        lexicon: Arc<Lexicon>,
        synonyms: Arc<Synonyms>,
        known: Option<Arc<Vocabulary>>,
    ) -> Result<Self, CatalogueError> {
        let (segments, place) = store.segments()?;
        let documents: usize = segments.iter().map(SegmentView::documents).sum();
        let mean = |field: Field| -> f32 {
            let tokens: u64 = segments.iter().map(|segment| segment.token_count(field)).sum();
            tokens as f32 / documents.max(1) as f32
        };
        let totals = Totals {
            documents: documents as f32,
            mean_title: mean(Field::Title),
            mean_text: mean(Field::Text),
        };
        let vocabulary = match known {
            Some(known) if known.still_serves(documents) => known,
            _ => Arc::new(Vocabulary::of(&segments, documents)?),
        };
        let terms = TermTable::new(&synonyms);
        Ok(Self { store, names, segments, totals, vocabulary, lexicon, synonyms, terms, place })
    }
}
