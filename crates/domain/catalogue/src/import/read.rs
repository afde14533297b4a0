//! From a file to entries: finds out the format, then lets its reader run.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::sync::atomic::Ordering;

use encoding_rs::{Encoding, UTF_8};

use super::csv_rows::{CsvRow, CsvRows, sniff_delimiter};
use super::encoding::{Detector, Utf8Reader, from_first_bytes, from_xml_declaration};
use super::entry::{EntrySink, Item};
use super::input::{BytesRead, Input, read_up_to};
use super::table::{TableError, TableRow};
use super::{ImportFormat, ImportOptions, Problem, aces, json_lines, pies, table, xlsx};
use crate::{CatalogueError, CatalogueSettings};

/// A file whose format is known.
pub(crate) struct Opened {
    pub(crate) format: ImportFormat,
    pub(super) source: Source,
}

pub(super) enum Source {
    Text(Box<dyn Read + Send>),
    Workbook(Box<dyn ReadSeek>),
}

pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Opens a file and finds out its format and encoding.
pub(crate) fn open(
    path: &Path,
    options: &ImportOptions,
    bytes_read: &BytesRead,
) -> Result<Opened, CatalogueError> {
    let input = Input::open(path, bytes_read.clone())?;
    let known = encoding_of(&input.head, options)?;
    if options.format == Some(ImportFormat::Xlsx) || is_workbook(&input.head) {
        return Ok(Opened {
            format: ImportFormat::Xlsx,
            source: Source::Workbook(Box::new(File::open(path)?)),
        });
    }
    let encoding = if let Some(encoding) = known {
        encoding
    } else {
        // The first accent may stand in the last row: the whole file is looked at.
        detect(&mut Input::open(path, BytesRead::default())?.into_reader())
    };
    bytes_read.store(0, Ordering::Relaxed);
    let input = Input::open(path, bytes_read.clone())?;
    let format = options.format.unwrap_or_else(|| text_format(&decode_head(&input.head, encoding)));
    Ok(Opened { format, source: Source::Text(Box::new(Utf8Reader::new(input.into_reader(), encoding))) })
}

/// Opens bytes in memory, for a look at them.
fn open_bytes(bytes: Vec<u8>, options: &ImportOptions) -> Result<Opened, CatalogueError> {
    if options.format == Some(ImportFormat::Xlsx) || is_workbook(&bytes) {
        let source = Source::Workbook(Box::new(Cursor::new(bytes)));
        return Ok(Opened { format: ImportFormat::Xlsx, source });
    }
    let encoding = match encoding_of(&bytes, options)? {
        Some(encoding) => encoding,
        None => detect(&mut bytes.as_slice()),
    };
    let head = decode_head(&bytes[..bytes.len().min(super::input::HEAD_BYTES)], encoding);
    let format = options.format.unwrap_or_else(|| text_format(&head));
    Ok(Opened { format, source: Source::Text(Box::new(Utf8Reader::new(Cursor::new(bytes), encoding))) })
}

fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn encoding_of(head: &[u8], options: &ImportOptions) -> Result<Option<&'static Encoding>, CatalogueError> {
    match options.encoding.as_deref() {
        None => {
            let json = options.format.map_or_else(
                || head.trim_ascii_start().starts_with(b"{"),
                |format| format == ImportFormat::JsonLines,
            );
            let told = from_first_bytes(head).or_else(|| from_xml_declaration(head));
            // JSON is UTF-8: one bad byte is one bad row, and no reason to read all others as something else.
            Ok(told.or(json.then_some(UTF_8)))
        }
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => Ok(Some(encoding)),
            None => Err(CatalogueError::UnreadableFile(format!(
                "no encoding is called {label:?}; utf-8, windows-1252, windows-1256 and utf-16le are"
            ))),
        },
    }
}

/// A file that breaks off is taken as far as it goes; reading it will say so.
fn detect(reader: &mut impl Read) -> &'static Encoding {
    let mut detector = Detector::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let got = read_up_to(reader, &mut buffer).unwrap_or(0);
        detector.feed(&buffer[..got], false);
        if got == 0 {
            return detector.encoding();
        }
    }
}

fn decode_head(head: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_with_bom_removal(head).0.into_owned()
}

fn text_format(head: &str) -> ImportFormat {
    let start = head.trim_start();
    if start.starts_with('<') {
        if head.contains("<PIES") || head.contains(":PIES") { ImportFormat::Pies } else { ImportFormat::Aces }
    } else if start.starts_with('{') {
        ImportFormat::JsonLines
    } else {
        ImportFormat::Csv
    }
}

/// Reads the file into the sink; returns when it is read, or nobody listens any more.
pub(crate) fn read(
    opened: Opened,
    settings: &CatalogueSettings,
    options: &ImportOptions,
    sink: &mut EntrySink,
) -> Result<(), CatalogueError> {
    let result = match (opened.format, opened.source) {
        (ImportFormat::Xlsx, Source::Workbook(file)) => {
            let mut workbook = xlsx::Workbook::open(file).map_err(CatalogueError::UnreadableFile)?;
            workbook
                .rows(|rows| table::read(rows, settings, options, sink))
                .map_err(CatalogueError::UnreadableFile)?
        }
        (_, Source::Workbook(_)) | (ImportFormat::Xlsx, Source::Text(_)) => {
            return Err(CatalogueError::UnreadableFile("a workbook is read as XLSX only".to_owned()));
        }
        (ImportFormat::Csv, Source::Text(text)) => csv_table(text, options)
            .map_err(TableError::Io)
            .and_then(|rows| table::read(rows, settings, options, sink)),
        (ImportFormat::JsonLines, Source::Text(text)) => json_lines::read(text, settings, options, sink),
        (ImportFormat::Aces, Source::Text(_)) if !settings.vehicles => {
            return Err(CatalogueError::UnreadableFile(
                "this shop has no vehicles, and ACES says what fits them".to_owned(),
            ));
        }
        (ImportFormat::Aces, Source::Text(text)) => aces::read(text, options, sink),
        (ImportFormat::Pies, Source::Text(text)) => pies::read(text, settings, sink),
    };
    match result {
        Ok(()) => {
            // Stopped: whoever listened has its own reason.
            let _sent = sink.flush();
            Ok(())
        }
        Err(TableError::Stopped) => Ok(()),
        Err(TableError::Io(error)) => {
            let reason = format!("cannot be read any further: {error}");
            let _sent = sink.problem(Problem::refused(0, "file", "", reason), Vec::new());
            let _sent = sink.flush();
            Ok(())
        }
    }
}

/// The rows of a CSV file, its guarded cells as they were meant.
pub(super) fn csv_table(
    mut text: Box<dyn Read + Send>,
    options: &ImportOptions,
) -> io::Result<impl Iterator<Item = io::Result<TableRow>>> {
    let mut head = vec![0; 8 << 10];
    let got = read_up_to(&mut text, &mut head)?;
    head.truncate(got);
    let (sniffed, names_itself) = sniff_delimiter(&String::from_utf8_lossy(&head));
    let delimiter = options.delimiter.unwrap_or(sniffed);
    let mut rows = CsvRows::new(Cursor::new(head).chain(text), delimiter);
    if names_itself {
        rows.next_row()?;
    }
    Ok(std::iter::from_fn(move || {
        let (line, row) = match rows.next_row() {
            Ok(row) => row?,
            Err(error) => return Some(Err(error)),
        };
        Some(Ok(match row {
            CsvRow::Cells(mut cells) => {
                for cell in &mut cells {
                    let bare = kernel::text::unguarded_cell(cell);
                    if bare.len() != cell.len() {
                        *cell = bare.to_owned();
                    }
                }
                (line, Ok(cells))
            }
            CsvRow::TooLarge(reason, start) => (line, Err((reason, start))),
        }))
    }))
}

/// What can be read of a file, without a shop.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportPreview {
    /// How it is written.
    pub format: Option<ImportFormat>,
    /// Rows that can be read.
    pub rows: u64,
    /// What cannot.
    pub problems: Vec<Problem>,
}

/// Reads bytes as an import would, up to the database.
pub fn preview_import(
    bytes: Vec<u8>,
    settings: &CatalogueSettings,
    options: &ImportOptions,
) -> Result<ImportPreview, CatalogueError> {
    let opened = open_bytes(bytes, options)?;
    let mut preview = ImportPreview { format: Some(opened.format), ..ImportPreview::default() };
    let (mut sink, mut entries) = EntrySink::new(false);
    let (settings, options) = (settings.clone(), options.clone());
    let reader = std::thread::spawn(move || read(opened, &settings, &options, &mut sink));
    while let Some(batch) = entries.blocking_recv() {
        for entry in batch.entries {
            match entry.item {
                Item::Problem(problem) => preview.problems.push(problem),
                Item::Note(_) | Item::Header(_) => {}
                _ => preview.rows += 1,
            }
        }
    }
    match reader.join() {
        Ok(result) => result.map(|()| preview),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
