//! The three formats of an export, on a thread of their own.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use kernel::Currency;
use kernel::text::guarded_cell;
use rust_xlsxwriter::{Workbook, XlsxError};
use serde::Serialize;
use tempfile::NamedTempFile;
use tokio::sync::mpsc;

use super::ExportFormat;
use super::table::{category_row, columns, product_rows, vehicle_row};
use crate::import_file::file_error;
use crate::{CatalogueError, CategoryDocument, ImportKind, ProductDocument, VehicleDocument};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const SHEET_ROWS: u32 = 1_048_576;

/// A page of documents.
pub(super) enum Rows {
    Products(Vec<ProductDocument>),
    Vehicles(Vec<VehicleDocument>),
    Categories(Vec<CategoryDocument>),
    /// No more will come although there are more.
    Broken,
}

enum Sink<'a> {
    Csv(Box<csv::Writer<BufWriter<&'a mut File>>>),
    JsonLines(BufWriter<&'a mut File>),
    Xlsx { workbook: Box<Workbook>, row: u32, file: &'a mut File },
}

/// Writes all pages and puts the file in its place.
pub(super) fn write(
    path: &Path,
    format: ExportFormat,
    kind: ImportKind,
    currency: Currency,
    mut pages: mpsc::Receiver<Rows>,
) -> Result<(), CatalogueError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    let mut sink = Sink::open(format, kind, file.as_file_mut())?;
    while let Some(rows) = pages.blocking_recv() {
        match rows {
            Rows::Broken => return Ok(()),
            Rows::Products(documents) => {
                for document in &documents {
                    sink.write(document, |document| product_rows(document, currency))?;
                }
            }
            Rows::Vehicles(documents) => {
                for document in &documents {
                    sink.write(document, |document| vec![vehicle_row(document)])?;
                }
            }
            Rows::Categories(documents) => {
                for document in &documents {
                    sink.write(document, |document| vec![category_row(document)])?;
                }
            }
        }
    }
    sink.finish()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| CatalogueError::File(error.error))?;
    Ok(())
}

impl<'a> Sink<'a> {
    fn open(format: ExportFormat, kind: ImportKind, file: &'a mut File) -> Result<Self, CatalogueError> {
        let mut sink = match format {
            ExportFormat::JsonLines => return Ok(Self::JsonLines(BufWriter::new(file))),
            ExportFormat::Csv => {
                file.write_all(BYTE_ORDER_MARK)?;
                Self::Csv(Box::new(csv::Writer::from_writer(BufWriter::new(file))))
            }
            ExportFormat::Xlsx => {
                let mut workbook = Box::new(Workbook::new());
                workbook.add_worksheet_with_constant_memory().map_err(workbook_error)?;
                Self::Xlsx { workbook, row: 0, file }
            }
        };
        sink.write_row(columns(kind))?;
        Ok(sink)
    }

    fn write<D: Serialize>(
        &mut self,
        document: &D,
        rows: impl Fn(&D) -> Vec<Vec<String>>,
    ) -> Result<(), CatalogueError> {
        if let Self::JsonLines(writer) = self {
            serde_json::to_writer(&mut *writer, document).map_err(std::io::Error::from)?;
            return Ok(writer.write_all(b"\n")?);
        }
        for row in rows(document) {
            self.write_row(&row)?;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: &[impl AsRef<str>]) -> Result<(), CatalogueError> {
        match self {
            Self::JsonLines(_) => Ok(()),
            Self::Csv(writer) => {
                let cells = cells.iter().map(|cell| guarded_cell(cell.as_ref()));
                for cell in cells {
                    writer.write_field(cell.as_bytes()).map_err(file_error)?;
                }
                writer.write_record(None::<&[u8]>).map_err(file_error)
            }
            Self::Xlsx { workbook, row, .. } => {
                if *row >= SHEET_ROWS {
                    let reason = format!("a sheet holds {SHEET_ROWS} rows; export as CSV or JSON Lines");
                    return Err(CatalogueError::UnreadableFile(reason));
                }
                let sheet = workbook.worksheet_from_index(0).map_err(workbook_error)?;
                for (column, cell) in (0..).zip(cells) {
                    // As a text a cell is never a formula.
                    if !cell.as_ref().is_empty() {
                        sheet.write_string(*row, column, cell.as_ref()).map_err(workbook_error)?;
                    }
                }
                *row += 1;
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<(), CatalogueError> {
        match self {
            Self::Csv(mut writer) => Ok(writer.flush()?),
            Self::JsonLines(mut writer) => Ok(writer.flush()?),
            Self::Xlsx { mut workbook, file, .. } => {
                workbook.save_to_writer(BufWriter::new(file)).map_err(workbook_error)
            }
        }
    }
}

fn workbook_error(error: XlsxError) -> CatalogueError {
    CatalogueError::File(std::io::Error::other(error))
}
