//! Keeps the search index in step: which products' words it must read again, and how far it is.

use std::path::Path;

use db::Place;

use crate::search::SearchIndex;
use crate::shelf::apply::Writer;
use crate::shelf::tables::Tables;
use crate::{CatalogueError, CatalogueSettings, ProductId, ShelfProduct};

/// Where the index lies within the shelf's directory.
const FOLDER: &str = "words";

/// How far an index is, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) place: Place,
    /// Of the first product for sale.
    pub(super) shop: Option<ProductId>,
}

impl Mark {
    /// What [`Mark::to_text`] wrote into `index`.
    pub(super) fn of(index: &SearchIndex) -> Option<Self> {
        let mut parts = index.place()?.split(' ');
        let place = Place { tx: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()? };
        Some(Self { place, shop: Some(parts.next()?.parse().ok()?) })
    }

    pub(super) fn to_text(self) -> String {
        let shop = self.shop.map(|id| id.to_string()).unwrap_or_default();
        format!("{} {} {shop}", self.place.tx, self.place.id)
    }
}

/// Opens the index in the shelf's directory, or an empty one in memory.
pub(super) fn open(
    directory: Option<&Path>,
    settings: &CatalogueSettings,
    tables: &Tables,
) -> Result<SearchIndex, CatalogueError> {
    let folder = directory.map(|directory| directory.join(FOLDER));
    SearchIndex::open(folder.as_deref(), settings, tables.search_names())
}

/// Throws the index in the directory away.
pub(super) fn discard(directory: Option<&Path>) {
    if let Some(directory) = directory
        && let Err(error) = std::fs::remove_dir_all(directory.join(FOLDER))
    {
        tracing::warn!(%error, "the old search index could not be removed");
    }
}

/// Puts a page of products on the shelf; those in `numbers` that are not in `found` are taken off.
///
/// Hands to search what it must read again, and those for which `again` holds anyway.
pub(super) fn put_page(
    writer: &mut Writer,
    numbers: &[u32],
    found: &[ShelfProduct],
    again: impl Fn(u32) -> bool,
) -> Result<bool, CatalogueError> {
    let mut staged: Vec<&ShelfProduct> = Vec::new();
    let mut removed: Vec<u32> = Vec::new();
    let mut found = found.iter().peekable();
    for number in numbers {
        let record = found.next_if(|record| record.product.number == *number);
        if !writer.put(*number, record) && !again(*number) {
            continue;
        }
        match record {
            Some(record) => staged.push(record),
            None => removed.push(*number),
        }
    }
    let any = !staged.is_empty() || !removed.is_empty();
    if any {
        writer.search().stage(staged, &removed)?;
    }
    Ok(any)
}
