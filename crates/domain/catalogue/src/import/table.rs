//! Rows of a table, whatever the file: finds the header, names the columns, joins rows that continue one another.

use std::io;

use super::entry::{Entry, EntrySink, Item, Stopped};
use super::field::Field;
use super::row::RowReader;
use super::{ImportKind, ImportOptions, Problem};
use crate::CatalogueSettings;

/// Rows above the header that may hold a title.
const ROWS_ABOVE_HEADER: usize = 10;
/// Names under which the CSV of problems adds its columns; left aside when it comes back.
pub(crate) const PROBLEM_COLUMNS: [&str; 4] =
    ["import_line", "import_column", "import_value", "import_reason"];

/// A row of cells, or why it is none.
pub(super) type TableRow = (u64, Result<Vec<String>, (&'static str, String)>);

/// Why reading a table ended early.
#[derive(Debug)]
pub(super) enum TableError {
    Stopped,
    Io(io::Error),
}

impl From<Stopped> for TableError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<io::Error> for TableError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a whole table into the sink.
pub(super) fn read(
    mut rows: impl Iterator<Item = io::Result<TableRow>>,
    settings: &CatalogueSettings,
    options: &ImportOptions,
    sink: &mut EntrySink,
) -> Result<(), TableError> {
    let Some((header_line, columns)) = find_header(&mut rows, options, sink)? else { return Ok(()) };
    let Some(kind) = options.kind.or_else(|| columns.kind()) else {
        let headers = columns.headers.join(", ");
        let reason = "no column is known as the SKU (or, for vehicles, as make and model); \
                      name it in a mapping file";
        return Ok(sink.problem(Problem::refused(header_line, "header", &headers, reason), Vec::new())?);
    };
    let unknown = columns.unknown();
    if !unknown.is_empty() {
        sink.note(format!("columns left aside: {}", unknown.join(", ")))?;
    }
    let item = Item::Header(columns.document_fields());
    sink.push(Entry { line: header_line, raw: columns.headers.clone(), item }, 200)?;
    let reader = RowReader { settings, options, kind };
    let mut waiting: Option<(Entry, usize)> = None;
    for row in rows {
        let (line, cells) = row?;
        let (entry, bytes) = match cells {
            Err((reason, start)) => {
                (problem_entry(Problem::refused(line, "row", &start, reason), Vec::new()), 200)
            }
            Ok(cells) if cells.iter().all(|cell| cell.trim().is_empty()) => continue,
            Ok(cells) => {
                let bytes = cells.iter().map(String::len).sum();
                let item = reader.read(line, columns.named(&cells));
                if let (
                    Some((Entry { item: Item::Product(product, vehicles), .. }, size)),
                    Ok(Item::Product(more, their)),
                ) = (&mut waiting, &item)
                    && product.sku == more.sku
                    && columns.continues(&cells)
                {
                    join(product, more);
                    vehicles.extend(their.iter().cloned());
                    *size += bytes;
                    continue;
                }
                let raw = if sink.keep_raw { cells } else { Vec::new() };
                match item {
                    Ok(item) => (Entry { line, raw, item }, bytes),
                    Err(problem) => (problem_entry(problem, raw), bytes),
                }
            }
        };
        if let Some((entry, bytes)) = waiting.replace((entry, bytes)) {
            sink.push(entry, bytes)?;
        }
    }
    if let Some((entry, bytes)) = waiting {
        sink.push(entry, bytes)?;
    }
    Ok(())
}

fn problem_entry(problem: Problem, raw: Vec<String>) -> Entry {
    Entry { line: problem.line, raw, item: Item::Problem(problem) }
}

/// Adds the lists of a row to those of the row that it continues.
fn join(product: &mut crate::ProductDocument, more: &crate::ProductDocument) {
    fn add<T: Clone>(list: &mut Option<Vec<T>>, more: Option<&Vec<T>>) {
        if let Some(more) = more {
            list.get_or_insert_default().extend(more.iter().cloned());
        }
    }
    add(&mut product.images, more.images.as_ref());
    add(&mut product.oe_numbers, more.oe_numbers.as_ref());
    add(&mut product.cross_references, more.cross_references.as_ref());
    add(&mut product.specifications, more.specifications.as_ref());
    add(&mut product.fitments, more.fitments.as_ref());
}

/// The first row that names a SKU, or a make and a model, or two fields at least; else the first.
fn find_header(
    rows: &mut impl Iterator<Item = io::Result<TableRow>>,
    options: &ImportOptions,
    sink: &mut EntrySink,
) -> Result<Option<(u64, Columns)>, TableError> {
    let mut first = None;
    for row in rows.by_ref() {
        let (line, cells) = row?;
        let cells = match cells {
            Ok(cells) => cells,
            Err((reason, start)) => {
                sink.problem(Problem::refused(line, "header", &start, reason), Vec::new())?;
                return Ok(None);
            }
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let columns = Columns::new(cells, options);
        let known = columns.fields.iter().flatten().count();
        if columns.kind().is_some() && (known >= 2 || columns.headers.len() == known) {
            return Ok(Some((line, columns)));
        }
        if first.is_none() {
            first = Some((line, columns));
        }
        if line as usize >= ROWS_ABOVE_HEADER {
            break;
        }
    }
    Ok(first)
}

/// The header of a table.
struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
}

impl Columns {
    fn new(headers: Vec<String>, options: &ImportOptions) -> Self {
        let found: Vec<Option<(Field, usize)>> =
            headers.iter().map(|header| options.mapping.field(header)).collect();
        let fields = found
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let (field, rank) = column.as_ref()?;
                let taken = found.iter().enumerate().any(|(other_at, other)| {
                    other.as_ref().is_some_and(|(other, other_rank)| {
                        other == field && (*other_rank, other_at) < (*rank, at)
                    })
                });
                (!taken || field.is_list()).then(|| field.clone())
            })
            .collect();
        Self { headers, fields }
    }

    fn has(&self, name: &'static str) -> bool {
        self.fields.contains(&Some(Field::Plain(name)))
    }

    /// What the columns are about.
    fn kind(&self) -> Option<ImportKind> {
        let named = self.fields.iter().any(|field| matches!(field, Some(Field::Name(_))));
        let sold =
            named || ["price", "price_minor", "stock", "brand", "fitments"].iter().any(|n| self.has(n));
        if self.has("make") && self.has("model") && !sold {
            Some(ImportKind::Vehicles)
        } else if self.has("sku") {
            Some(ImportKind::Products)
        } else if named && (self.has("parent") || self.has("slug")) {
            Some(ImportKind::Categories)
        } else {
            None
        }
    }

    /// The documents' fields and the headers that they come from.
    fn document_fields(&self) -> Vec<(&'static str, String)> {
        let columns = self.fields.iter().zip(&self.headers);
        columns
            .filter_map(|(field, header)| Some((field.as_ref()?.document_field(), header.clone())))
            .collect()
    }

    fn unknown(&self) -> Vec<&str> {
        self.headers
            .iter()
            .zip(&self.fields)
            .filter(|(header, field)| {
                field.is_none() && !header.trim().is_empty() && !PROBLEM_COLUMNS.contains(&header.as_str())
            })
            .map(|(header, _)| header.as_str())
            .collect()
    }

    /// The cells that say something, with what they are.
    fn named<'c>(&'c self, cells: &'c [String]) -> impl Iterator<Item = (Field, &'c str, &'c str)> {
        self.fields.iter().zip(&self.headers).zip(cells).filter_map(|((field, header), cell)| {
            let text = cell.trim();
            let field = field.as_ref().filter(|_| !text.is_empty())?;
            Some((field.clone(), header.as_str(), text))
        })
    }

    /// Whether a row has nothing beside its SKU but entries of lists.
    fn continues(&self, cells: &[String]) -> bool {
        let mut entries = 0;
        for (field, _, _) in self.named(cells) {
            if field.continues() {
                entries += 1;
            } else if field != Field::Plain("sku") {
                return false;
            }
        }
        entries > 0
    }
}
