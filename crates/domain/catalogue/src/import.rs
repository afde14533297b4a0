//! Reading files of products, vehicles and categories: formats into entries, without a database.
//!
//! Every reader streams, holds one row at a time and has a limit for everything
//! that a file can make large. What it cannot read becomes a [`Problem`] and the rest goes on.

mod aces;
mod amount;
mod csv_rows;
mod encoding;
mod entry;
mod field;
mod input;
mod json_lines;
mod mapping;
mod other_table;
mod pies;
mod read;
mod report;
mod row;
mod table;
mod vehicle_words;
mod xlsx;
mod xml;

pub(crate) use aces::{Application, BaseVehicle, FullSubmission};
pub use amount::{minor_units as read_amount, whole as read_whole};
pub(crate) use entry::{Entry, EntrySink, Item};
pub use mapping::{ImportMapping, MappingError};
pub use other_table::read_table;
pub use read::{ImportPreview, preview_import};
pub(crate) use read::{Opened, open, read};
pub use report::{Counts, ImportProgress, ImportReport, Problem};
pub(crate) use row::{IMAGE_SEPARATORS, LIST_SEPARATORS};
pub(crate) use table::PROBLEM_COLUMNS;

use std::ops::RangeInclusive;
use std::path::PathBuf;

use kernel::Locale;
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportKind {
    /// Products, with or without the vehicles that they fit.
    Products,
    /// The vehicle table.
    Vehicles,
    /// The tree of categories.
    Categories,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportFormat {
    /// Text with delimiters.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// A workbook; its first sheet is read.
    Xlsx,
    /// Auto Care's fitment XML, 3.x and 4.x.
    Aces,
    /// Auto Care's product XML, 7.x.
    Pies,
}

/// How to import a file. The default finds out everything by itself.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// `None` = as columns or format tell.
    pub kind: Option<ImportKind>,
    /// `None` = as the content tells.
    pub format: Option<ImportFormat>,
    /// The WHATWG label of the text's encoding ("windows-1256"); `None` = as the content tells.
    pub encoding: Option<String>,
    /// Between the cells of a CSV file; `None` = of `,` `;` tab `|` the one that its first line has most.
    pub delimiter: Option<u8>,
    /// Language of names and descriptions whose column says none; `None` = the shop's first.
    pub locale: Option<Locale>,
    /// Columns by hand.
    pub mapping: ImportMapping,
    /// Says what would happen and writes nothing.
    pub dry_run: bool,
    /// Leaves costs aside, for somebody who may not see them.
    pub leave_costs: bool,
    /// What people call the file; `None` = as it is called where it lies.
    pub name: Option<String>,
    /// In whose name, for the price history.
    pub who: String,
    /// Refuses rows with a brand or category that the shop does not have, instead of making it.
    pub refuse_unknown: bool,
    /// ACES: the `BaseVehicle` ids of the shop's `VCdb`; others are refused.
    pub vcdb_base_vehicles: Option<RangeInclusive<u32>>,
    /// Where refused rows go, with their reasons beside them.
    pub problems_csv: Option<PathBuf>,
}
