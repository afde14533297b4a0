//! What an import has done, and what it could not do and why.

use serde::{Deserialize, Serialize};

use super::{ImportFormat, ImportKind};

/// Problems that a report holds itself; all go into the CSV of problems.
const PROBLEMS_KEPT: usize = 1_000;

/// One thing that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The line at which the row begins (the row's number in a workbook); 0 = the file as a whole.
    pub line: u64,
    /// The column or element, as the file names it.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong and what would be right.
    pub reason: String,
    /// Whether the row was left aside; else it is a warning.
    pub refused: bool,
}

impl Problem {
    /// A row that is left aside.
    pub fn refused(line: u64, column: &str, value: &str, reason: impl Into<String>) -> Self {
        let value = crate::write_context::shortened(value);
        Self { line, column: column.to_owned(), value, reason: reason.into(), refused: true }
    }

    /// Something that the owner should look at.
    pub(crate) fn warning(line: u64, column: &str, value: &str, reason: impl Into<String>) -> Self {
        Self { refused: false, ..Self::refused(line, column, value, reason) }
    }
}

/// How many of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// As they were.
    pub unchanged: u64,
    /// Taken away.
    pub removed: u64,
}

/// What an import has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// How the file was written.
    pub format: Option<ImportFormat>,
    /// What it held.
    pub kind: Option<ImportKind>,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Rows, lines, applications or items read.
    pub rows: u64,
    /// Of them left aside.
    pub refused: u64,
    /// Of them exact repetitions of an earlier one (vehicles, fitments).
    pub repeated: u64,
    /// Products, each counted once.
    pub products: Counts,
    /// Of the new products those that wait for a name or a price.
    pub drafts: u64,
    /// Vehicles, each counted once.
    pub vehicles: Counts,
    /// Categories of a file of categories.
    pub categories: Counts,
    /// Fitments of a fitment file.
    pub fitments: Counts,
    /// The first 1,000 problems.
    pub problems: Vec<Problem>,
    /// All of them.
    pub problem_count: u64,
    /// What the owner should know of the file as a whole.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// Whether any row of the file can be, or was, taken in.
    pub fn has_good_rows(&self) -> bool {
        self.rows > self.refused
    }

    /// Counts a problem, and keeps it if there is room.
    pub(crate) fn add_problem(&mut self, problem: &Problem) {
        self.problem_count += 1;
        self.refused += u64::from(problem.refused);
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem.clone());
        }
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Bytes of the file read so far.
    pub bytes_read: u64,
    /// Bytes that it has.
    pub bytes_total: u64,
    /// Rows written (or looked at, on a dry run) so far.
    pub rows: u64,
}
