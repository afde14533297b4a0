//! Tables of other domains: rows of a CSV file or workbook, whatever they are about, within the limits of an import.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::read::{Source, csv_table, open};
use super::table::TableRow;
use super::{ImportOptions, xlsx};
use crate::CatalogueError;

/// Hands each row to `take`: its line, then its cells or why they cannot be read and how the row begins.
///
/// `bytes_read` follows how much of the file on disk has been read; of a workbook it stays 0.
///
/// # Errors
/// [`CatalogueError::UnreadableFile`] for what is no table at all, [`CatalogueError::File`] if it cannot be opened.
pub fn read_table(
    path: &Path,
    options: &ImportOptions,
    bytes_read: &Arc<AtomicU64>,
    mut take: impl FnMut(u64, Result<Vec<String>, (&'static str, String)>),
) -> Result<(), CatalogueError> {
    let opened = open(path, options, bytes_read)?;
    let mut take_all = |rows: &mut dyn Iterator<Item = io::Result<TableRow>>| {
        for row in rows {
            match row {
                Ok((line, cells)) => take(line, cells),
                Err(error) => {
                    take(0, Err(("cannot be read any further", error.to_string())));
                    break;
                }
            }
        }
        Ok::<_, CatalogueError>(())
    };
    match opened.source {
        Source::Text(text) => take_all(&mut csv_table(text, options)?),
        Source::Workbook(file) => {
            let mut workbook = xlsx::Workbook::open(file).map_err(CatalogueError::UnreadableFile)?;
            workbook.rows(take_all).map_err(CatalogueError::UnreadableFile)?
        }
    }
}
