//! The refused rows as a CSV of their own: the file's columns, then where and why.
//!
//! Mended, it can be imported as it is.

use std::fs::File;
use std::path::Path;

use kernel::text::guarded_cell;

use crate::CatalogueError;
use crate::import::{PROBLEM_COLUMNS, Problem};

/// An open CSV of problems.
#[derive(Debug)]
pub struct ProblemsCsv {
    writer: csv::Writer<File>,
    /// Columns of the file; 0 until its header is known.
    columns: usize,
    headed: bool,
}

impl ProblemsCsv {
    /// Begins the file at `path`.
    pub fn create(path: &Path) -> Result<Self, CatalogueError> {
        let writer = csv::WriterBuilder::new().flexible(true).from_path(path).map_err(file_error)?;
        Ok(Self { writer, columns: 0, headed: false })
    }

    /// Writes the header: of the table that is imported, or one column for a format without any.
    pub fn write_header(&mut self, columns: &[String]) -> Result<(), CatalogueError> {
        self.columns = columns.len();
        self.headed = true;
        let names = columns.iter().map(String::as_str).chain(PROBLEM_COLUMNS).map(guarded_cell);
        self.writer.write_record(names.map(|name| name.as_bytes().to_vec())).map_err(file_error)
    }

    /// Writes a refused row and what is wrong with it.
    pub fn write(&mut self, raw: &[String], problem: &Problem) -> Result<(), CatalogueError> {
        if !self.headed {
            self.write_header(&["row".to_owned()])?;
        }
        let line = problem.line.to_string();
        let blank = std::iter::repeat_n("", self.columns.saturating_sub(raw.len()));
        let cells = raw.iter().take(self.columns).map(String::as_str).chain(blank);
        let record: Vec<_> = cells
            .chain([line.as_str(), &problem.column, &problem.value, &problem.reason])
            .map(guarded_cell)
            .collect();
        self.writer.write_record(record.iter().map(|cell| cell.as_bytes())).map_err(file_error)
    }

    /// Writes what is still in memory.
    pub fn finish(mut self) -> Result<(), CatalogueError> {
        Ok(self.writer.flush()?)
    }
}

/// A failure of the CSV writer is one of its file.
pub(crate) fn file_error(error: csv::Error) -> CatalogueError {
    CatalogueError::File(std::io::Error::other(error))
}
