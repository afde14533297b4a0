//! What readers give: entries, in batches, through a narrow channel.

use tokio::sync::mpsc;

use super::{Application, FullSubmission, Problem};
use crate::upsert::check::normalise;
use crate::{CategoryDocument, ProductDocument, Refusal, VehicleDocument};

/// Entries in one batch, which becomes one transaction: others who write wait for a third of a second.
const BATCH_ENTRIES: usize = 6_000;
/// Entries in the first; each is three times as large as the one before, so that the database has something to do
/// while the next is read.
const FIRST_BATCH_ENTRIES: usize = 1_000;
/// Bytes of the file after which a batch is full all the same.
const BATCH_BYTES: usize = 16 << 20;

/// One row of a file.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where it begins.
    pub(crate) line: u64,
    /// Its cells as they stand in the file; empty unless somebody wants them back.
    pub(crate) raw: Vec<String>,
    /// What it says.
    pub(crate) item: Item,
}

/// What a row says.
#[derive(Debug)]
pub(crate) enum Item {
    /// A product, and the vehicles that its row spells out; in its normal form once it has gone into the sink.
    Product(Box<ProductDocument>, Vec<VehicleDocument>),
    /// A product with this SKU that cannot be.
    RefusedProduct(String, Refusal, Vec<VehicleDocument>),
    /// A product that is to go.
    Removal(String),
    Vehicle(Box<VehicleDocument>),
    Category(Box<CategoryDocument>),
    Application(Box<Application>),
    /// Of a file that is all that its sender has.
    Full(FullSubmission),
    /// It cannot be read, or has something odd.
    Problem(Problem),
    /// For the report.
    Note(String),
    /// The names of a table's columns are its cells; here which field of a document each carries.
    Header(Vec<(&'static str, String)>),
}

/// Nobody listens any more.
#[derive(Debug)]
pub(crate) struct Stopped;

/// Entries that become one transaction.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) entries: Vec<Entry>,
    /// Of the file, about; unpacked.
    pub(crate) bytes: u64,
}

/// Where a reader puts its entries.
pub(crate) struct EntrySink {
    batch: Vec<Entry>,
    bytes: usize,
    /// So many entries make the batch full.
    full: usize,
    sender: mpsc::Sender<Batch>,
    /// Whether entries carry their cells.
    pub(crate) keep_raw: bool,
}

impl EntrySink {
    /// A sink, and the end at which batches come out. Two batches wait at most.
    pub(crate) fn new(keep_raw: bool) -> (Self, mpsc::Receiver<Batch>) {
        let (sender, receiver) = mpsc::channel(1);
        (Self { batch: Vec::new(), bytes: 0, full: FIRST_BATCH_ENTRIES, sender, keep_raw }, receiver)
    }

    /// Adds an entry that took `bytes` of the file.
    pub(crate) fn push(&mut self, entry: Entry, bytes: usize) -> Result<(), Stopped> {
        // Here, beside the writing of the batch before.
        let item = match entry.item {
            Item::Product(document, vehicles) => {
                let sku = document.sku.clone();
                match normalise(*document) {
                    Ok(document) => Item::Product(Box::new(document), vehicles),
                    Err(refusal) => Item::RefusedProduct(sku, refusal, vehicles),
                }
            }
            other => other,
        };
        // A category may stand before its parent, which must then be in the same batch.
        let full = if matches!(item, Item::Category(_)) { BATCH_ENTRIES } else { self.full };
        self.batch.push(Entry { item, ..entry });
        self.bytes += bytes;
        if self.batch.len() >= full || self.bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Adds a problem.
    pub(crate) fn problem(&mut self, problem: Problem, raw: Vec<String>) -> Result<(), Stopped> {
        self.push(Entry { line: problem.line, raw, item: Item::Problem(problem) }, 200)
    }

    /// Adds a note to the report.
    pub(crate) fn note(&mut self, note: String) -> Result<(), Stopped> {
        self.push(Entry { line: 0, raw: Vec::new(), item: Item::Note(note) }, 200)
    }

    /// Sends what is there.
    pub(crate) fn flush(&mut self) -> Result<(), Stopped> {
        let bytes = std::mem::take(&mut self.bytes) as u64;
        if self.batch.is_empty() {
            return Ok(());
        }
        self.full = (self.full * 3).min(BATCH_ENTRIES);
        let next = Vec::with_capacity(self.batch.len());
        let batch = Batch { entries: std::mem::replace(&mut self.batch, next), bytes };
        self.sender.blocking_send(batch).map_err(|_closed| Stopped)
    }
}
