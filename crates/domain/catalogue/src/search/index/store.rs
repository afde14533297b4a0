//! The tantivy index and its one writer.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{
    Field as SchemaField, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::document::{ProductTerms, SEPARATOR, TextNames};
use super::segment::{Field, SegmentView};
use crate::{CatalogueError, NumberSet, ShelfProduct};

/// Names the layout of the files; a change of fields or analysis takes a new one.
const LAYOUT: &str = "words-2";

/// What the writer may keep in memory before it writes a segment.
const WRITER_BYTES: usize = 32 << 20;

/// A tantivy index with its writer.
pub(super) struct Store {
    writer: Mutex<Writer>,
    reader: IndexReader,
    fields: Fields,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// The one writer, and which products it has written, staged ones too.
struct Writer {
    index: IndexWriter,
    held: NumberSet,
}

/// The schema's fields.
#[derive(Debug, Clone, Copy)]
struct Fields {
    number: SchemaField,
    texts: [SchemaField; Field::ALL.len()],
}

impl Fields {
    fn text(&self, field: Field) -> SchemaField {
        self.texts[field as usize]
    }
}

impl Store {
    pub(super) fn open(directory: Option<&Path>) -> Result<Self, CatalogueError> {
        let Some(directory) = directory else { return Self::in_memory() };
        let home = directory.join(LAYOUT);
        match Self::on_disk(&home) {
            Err(CatalogueError::SearchIndex(cause)) => {
                tracing::warn!(%cause, "the search index on disk cannot be used and is made anew");
                let removed = std::fs::remove_dir_all(&home);
                if removed.is_err() { Self::in_memory() } else { Self::on_disk(&home) }
            }
            opened => opened,
        }
    }

    fn in_memory() -> Result<Self, CatalogueError> {
        let (schema, fields) = schema();
        Self::over(&Index::create(RamDirectory::create(), schema, IndexSettings::default())?, fields)
    }

    fn on_disk(home: &Path) -> Result<Self, CatalogueError> {
        std::fs::create_dir_all(home).map_err(tantivy::TantivyError::from)?;
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(home).map_err(tantivy::TantivyError::from)?;
        match Self::over(&Index::open_or_create(directory, schema)?, fields) {
            // Another process of this shop writes there: this one keeps its own words in memory.
            Err(CatalogueError::SearchIndex(cause)) if is_locked(&cause) => Self::in_memory(),
            opened => opened,
        }
    }

    fn over(index: &Index, fields: Fields) -> Result<Self, CatalogueError> {
        index.tokenizers().register("terms", TextAnalyzer::from(TermSplitter::default()));
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(WRITER_BYTES)
            .build();
        let writer = Writer { index: index.writer_with_options(options)?, held: NumberSet::default() };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let store = Self { writer: Mutex::new(writer), reader, fields };
        let (segments, _) = store.segments()?;
        store.writer().held = segments.iter().flat_map(SegmentView::live_numbers).collect();
        Ok(store)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn remove(&self, number: u32) {
        let mut writer = self.writer();
        if writer.held.remove(number) {
            writer.index.delete_term(self.number_term(number));
        }
    }

    fn number_term(&self, number: u32) -> Term {
        Term::from_field_u64(self.fields.number, u64::from(number))
    }

    pub(super) fn put(&self, product: &ShelfProduct, names: &TextNames) -> Result<(), CatalogueError> {
        let number = product.product.number;
        let terms = ProductTerms::of(product, names);
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.number, u64::from(number));
        for (field, text) in terms.into_fields() {
            if !text.is_empty() {
                document.add_text(self.fields.text(field), text);
            }
        }
        let mut writer = self.writer();
        // Each deletion is looked up in every segment: a million of them would take longer than the writing.
        if !writer.held.insert(number) {
            writer.index.delete_term(self.number_term(number));
        }
        writer.index.add_document(document)?;
        Ok(())
    }

    pub(super) fn commit(&self, place: &str) -> Result<(), CatalogueError> {
        let mut writer = self.writer();
        let mut commit = writer.index.prepare_commit()?;
        commit.set_payload(place);
        commit.commit()?;
        drop(writer);
        self.reader.reload()?;
        Ok(())
    }

    /// What was committed last, and with which place.
    pub(super) fn segments(&self) -> Result<(Vec<SegmentView>, Option<String>), CatalogueError> {
        let searcher = self.reader.searcher();
        let place = searcher.index().load_metas()?.payload;
        let segments = searcher
            .segment_readers()
            .iter()
            .map(|reader| SegmentView::open(reader, |field| self.fields.text(field)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok((segments, place))
    }
}

fn is_locked(cause: &tantivy::TantivyError) -> bool {
    matches!(cause, tantivy::TantivyError::LockFailure(..))
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = builder.add_u64_field("number", NumericOptions::default().set_indexed().set_fast());
    let texts = Field::ALL.map(|field| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("terms")
            .set_fieldnorms(field.has_lengths())
            .set_index_option(if field.has_lengths() {
                IndexRecordOption::WithFreqs
            } else {
                IndexRecordOption::Basic
            });
        builder.add_text_field(field.name(), TextOptions::default().set_indexing_options(indexing))
    });
    (builder.build(), Fields { number, texts })
}

/// Cuts a prepared text at its separators: the analysis was done before.
#[derive(Debug, Clone, Default)]
struct TermSplitter {
    token: Token,
}

struct TermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for TermSplitter {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(SEPARATOR, self.rest.as_bytes()) else { return false };
        let (term, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
