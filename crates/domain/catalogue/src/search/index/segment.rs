//! One segment of the index, opened for reading.

use std::sync::Arc;

use tantivy::fastfield::AliveBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field as SchemaField, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader};

use crate::CatalogueError;

/// The indexed texts of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Names in all languages.
    Title,
    /// Brand, category path, specifications.
    Keys,
    /// All of it, descriptions too.
    Text,
    /// Neighbouring words of the names, the category path and the specifications.
    Pairs,
    /// Words before stemming, for corrections and suggestions.
    Surfaces,
    /// Keys of part numbers.
    Numbers,
    /// Three-character pieces of part numbers.
    Grams,
}

impl Field {
    pub(crate) const ALL: [Self; 7] =
        [Self::Title, Self::Keys, Self::Text, Self::Pairs, Self::Surfaces, Self::Numbers, Self::Grams];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Keys => "keys",
            Self::Text => "text",
            Self::Pairs => "pairs",
            Self::Surfaces => "surfaces",
            Self::Numbers => "numbers",
            Self::Grams => "grams",
        }
    }

    /// Whether how often and in how long a text matters.
    pub(super) fn has_lengths(self) -> bool {
        matches!(self, Self::Title | Self::Keys | Self::Text)
    }
}

/// A segment, ready to be searched.
#[derive(Clone)]
pub(crate) struct SegmentView {
    inverted: [Arc<InvertedIndexReader>; Field::ALL.len()],
    title_lengths: FieldNormReader,
    text_lengths: FieldNormReader,
    numbers: Arc<Vec<u32>>,
    alive: Option<AliveBitSet>,
    live_documents: usize,
}

impl std::fmt::Debug for SegmentView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentView").field("documents", &self.numbers.len()).finish_non_exhaustive()
    }
}

impl SegmentView {
    pub(super) fn open(
        reader: &SegmentReader,
        schema_field: impl Fn(Field) -> SchemaField,
    ) -> Result<Self, CatalogueError> {
        let mut inverted = Vec::with_capacity(Field::ALL.len());
        for field in Field::ALL {
            inverted.push(reader.inverted_index(schema_field(field))?);
        }
        let inverted = <[Arc<InvertedIndexReader>; Field::ALL.len()]>::try_from(inverted)
            .map_err(|_fields| tantivy::TantivyError::InternalError("a field is missing".to_owned()))?;
        let column = reader.fast_fields().u64("number")?;
        let numbers = (0..reader.max_doc()).map(|doc| column.first(doc).unwrap_or_default() as u32).collect();
        Ok(Self {
            inverted,
            title_lengths: reader.get_fieldnorms_reader(schema_field(Field::Title))?,
            text_lengths: reader.get_fieldnorms_reader(schema_field(Field::Text))?,
            numbers: Arc::new(numbers),
            alive: reader.alive_bitset().cloned(),
            live_documents: reader.num_docs() as usize,
        })
    }

    pub(crate) fn documents(&self) -> usize {
        self.numbers.len()
    }

    pub(crate) fn live_documents(&self) -> usize {
        self.live_documents
    }

    pub(crate) fn token_count(&self, field: Field) -> u64 {
        self.inverted[field as usize].total_num_tokens()
    }

    /// The terms and postings of a field.
    pub(crate) fn inverted(&self, field: Field) -> &InvertedIndexReader {
        &self.inverted[field as usize]
    }

    /// The product number of a document.
    pub(crate) fn number(&self, document: u32) -> u32 {
        self.numbers[document as usize]
    }

    /// The numbers of the products that have not been replaced or removed.
    pub(super) fn live_numbers(&self) -> impl Iterator<Item = u32> {
        (0..)
            .zip(self.numbers.iter())
            .filter(|(document, _)| self.is_alive(*document))
            .map(|(_, number)| *number)
    }

    /// Whether the document has not been replaced or removed.
    pub(crate) fn is_alive(&self, document: u32) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.is_alive(document))
    }

    /// How many words the names have, roughly.
    pub(crate) fn title_length(&self, document: u32) -> u32 {
        self.title_lengths.fieldnorm(document)
    }

    /// How many words all texts have, roughly.
    pub(crate) fn text_length(&self, document: u32) -> u32 {
        self.text_lengths.fieldnorm(document)
    }

    /// In how many documents a term stands, and where its postings lie.
    pub(crate) fn term(&self, field: Field, term: &str) -> Result<Option<TermInfo>, CatalogueError> {
        Ok(self.inverted(field).terms().get(term.as_bytes()).map_err(tantivy::TantivyError::from)?)
    }

    /// The postings of a term, if it stands in this segment.
    pub(crate) fn postings(
        &self,
        field: Field,
        term: &str,
    ) -> Result<Option<SegmentPostings>, CatalogueError> {
        self.term(field, term)?.map(|info| self.read(field, &info)).transpose()
    }

    /// The postings of a term that was looked up before.
    pub(crate) fn read(&self, field: Field, info: &TermInfo) -> Result<SegmentPostings, CatalogueError> {
        let option =
            if field.has_lengths() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let postings = self.inverted(field).read_postings_from_terminfo(info, option);
        Ok(postings.map_err(tantivy::TantivyError::from)?)
    }

    /// The documents of a term that was looked up before, block by block, without counts.
    pub(crate) fn blocks(
        &self,
        field: Field,
        info: &TermInfo,
    ) -> Result<BlockSegmentPostings, CatalogueError> {
        let inverted = self.inverted(field);
        let blocks = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic);
        Ok(blocks.map_err(tantivy::TantivyError::from)?)
    }
}
