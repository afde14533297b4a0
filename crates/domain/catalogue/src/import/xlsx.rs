//! Workbooks: the first sheet, cell by cell, after everything in the file was weighed.
//!
//! Before anything is parsed, all parts are unpacked once into nothing: neither
//! their declared nor their real size may pass the limits, and no part may hold
//! what a spreadsheet never writes (document types, entities, giant elements).

use std::io::{self, Read, Seek};

use calamine::{DataRef, Reader as _, Xlsx};
use zip::ZipArchive;

use super::csv_rows::ROW_CELLS;
use super::table::TableRow;

const PARTS: usize = 2_000;
/// A sheet of a million rows of twenty cells has 900 MB.
const SHEET_BYTES: u64 = 2 << 30;
/// Texts that are shared by cells stay in memory.
const SHARED_TEXT_BYTES: u64 = 128 << 20;
const OTHER_BYTES: u64 = 16 << 20;
/// Between two `<`; a cell holds 32,767 characters at most.
const RUN_BYTES: usize = 1 << 20;

/// An open workbook.
pub(super) struct Workbook<R: Read + Seek> {
    xlsx: Xlsx<R>,
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens a workbook that has been weighed; the reason if it cannot be.
    pub(super) fn open(mut file: R) -> Result<Self, String> {
        weigh(&mut file)?;
        file.rewind().map_err(|error| error.to_string())?;
        let xlsx = Xlsx::new(file).map_err(|error| format!("not a workbook that can be read: {error}"))?;
        Ok(Self { xlsx })
    }

    /// The rows of the first sheet, handed to `take` one by one until it breaks off.
    pub(super) fn rows<E>(
        &mut self,
        take: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(), E>,
    ) -> Result<Result<(), E>, String> {
        let name = self.xlsx.sheet_names().first().cloned().ok_or("the workbook has no sheet")?;
        let mut cells = self.xlsx.worksheet_cells_reader(&name).map_err(|error| error.to_string())?;
        let mut waiting: Option<(u32, u32, String)> = None;
        let mut ended = false;
        let mut rows = std::iter::from_fn(|| {
            if ended && waiting.is_none() {
                return None;
            }
            let mut row: Option<(u32, Vec<String>)> = None;
            let mut too_wide = false;
            loop {
                let next = match waiting.take() {
                    Some(cell) => Some(cell),
                    None => match cells.next_cell() {
                        Ok(Some(cell)) => {
                            let (row, column) = cell.get_position();
                            Some((row, column, text_of(cell.get_value())))
                        }
                        Ok(None) => None,
                        Err(error) => {
                            ended = true;
                            return Some(Err(io::Error::other(error.to_string())));
                        }
                    },
                };
                let Some((at, column, text)) = next else {
                    ended = true;
                    break;
                };
                let (current, texts) = row.get_or_insert_with(|| (at, Vec::new()));
                if *current != at {
                    waiting = Some((at, column, text));
                    break;
                }
                if column as usize >= ROW_CELLS {
                    too_wide |= !text.is_empty();
                    continue;
                }
                texts.resize(texts.len().max(column as usize + 1), String::new());
                texts[column as usize] = text;
            }
            row.map(|(at, texts)| {
                let start = || texts.first().cloned().unwrap_or_default();
                let row =
                    if too_wide { Err(("more than 2,000 columns in one row", start())) } else { Ok(texts) };
                Ok((u64::from(at) + 1, row))
            })
        });
        Ok(take(&mut rows))
    }
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(flag) => u8::from(*flag).to_string(),
        DataRef::DateTime(date) => number_text(date.as_f64()),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A number as it was typed: six decimals hide what binary fractions add.
fn number_text(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Unpacks every part into nothing and measures it.
fn weigh(file: &mut (impl Read + Seek)) -> Result<(), String> {
    let mut archive = ZipArchive::new(file).map_err(|error| format!("not a workbook: {error}"))?;
    if archive.len() > PARTS {
        return Err(format!("more than {PARTS} parts in one workbook"));
    }
    let mut sheets_left = SHEET_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = part.name().map_err(|error| error.to_string())?.into_owned();
        let sheet = name.contains("worksheets/");
        let limit = if sheet {
            sheets_left
        } else if name.ends_with("sharedStrings.xml") {
            SHARED_TEXT_BYTES
        } else {
            OTHER_BYTES
        };
        let too_large =
            || format!("{name} unpacks to more than {} MiB, as no honest workbook does", limit >> 20);
        if part.size() > limit {
            return Err(too_large());
        }
        let is_xml = !name.contains("media/");
        let size = measure(part.take(limit + 1), is_xml).map_err(|reason| format!("{name}: {reason}"))?;
        if size > limit {
            return Err(too_large());
        }
        if sheet {
            sheets_left -= size;
        }
    }
    Ok(())
}

/// The size of a part; the reason if its XML is not what spreadsheets write.
fn measure(mut part: impl Read, is_xml: bool) -> Result<u64, String> {
    let mut buffer = vec![0; 64 << 10];
    let (mut size, mut run, mut last) = (0, 0, 0);
    loop {
        let got = match part.read(&mut buffer) {
            Ok(0) => return Ok(size),
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.to_string()),
        };
        size += got as u64;
        if !is_xml {
            continue;
        }
        let chunk = &buffer[..got];
        let mut start = 0;
        for at in memchr::memchr_iter(b'<', chunk) {
            run += at - start;
            if run > RUN_BYTES {
                break;
            }
            run = 0;
            start = at;
            if chunk.get(at + 1) == Some(&b'!') {
                return Err(
                    "holds a document type, entity, comment or raw text, which no spreadsheet writes"
                        .to_owned(),
                );
            }
        }
        run += got - start;
        if run > RUN_BYTES {
            return Err("holds an element of more than 1 MiB".to_owned());
        }
        if last == b'<' && chunk.first() == Some(&b'!') {
            return Err(
                "holds a document type, entity, comment or raw text, which no spreadsheet writes".to_owned()
            );
        }
        last = chunk[got - 1];
    }
}
