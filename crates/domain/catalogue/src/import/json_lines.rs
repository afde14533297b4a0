//! One JSON object a line: our own documents, or any flat object whose keys name fields as columns do.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};

use rustc_hash::FxHashMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::entry::{Entry, EntrySink, Item};
use super::field::Field;
use super::row::RowReader;
use super::table::TableError;
use super::{ImportKind, ImportOptions, Problem};
use crate::{CatalogueSettings, CategoryDocument, ProductDocument, VehicleDocument};

/// Bytes in one line.
const LINE_BYTES: usize = 8 << 20;
/// Keys left aside that are told of, and the characters that are shown of one.
const KEYS_TOLD: usize = 100;
const KEY_CHARS: usize = 100;
/// Keys that are asked about once.
const KEYS_REMEMBERED: usize = 1_000;

/// Reads all lines into the sink.
pub(super) fn read(
    input: impl Read,
    settings: &CatalogueSettings,
    options: &ImportOptions,
    sink: &mut EntrySink,
) -> Result<(), TableError> {
    let mut input = BufReader::with_capacity(64 << 10, input);
    let mut kind = options.kind;
    let mut line = 0;
    let mut buffer = Vec::new();
    let mut aside = BTreeSet::new();
    let mut more_aside = false;
    let mut own_keys = OwnKeys::default();
    loop {
        line += 1;
        buffer.clear();
        let whole = read_line(&mut input, &mut buffer)?;
        let bytes = buffer.len();
        let text = match simdutf8::basic::from_utf8(&buffer) {
            _ if !whole => Err("a line of more than 8 MiB"),
            Ok("") => break,
            Ok(text) => Ok(text.trim()),
            Err(_) => Err("not UTF-8, which JSON is written in"),
        };
        match text {
            Err(reason) => {
                let start = String::from_utf8_lossy(&buffer[..bytes.min(100)]).into_owned();
                sink.problem(Problem::refused(line, "line", &start, reason), Vec::new())?;
            }
            Ok("") => {}
            Ok(text) => {
                let kind = *kind.get_or_insert_with(|| kind_of(text));
                let raw = if sink.keep_raw { vec![text.to_owned()] } else { Vec::new() };
                match item(line, text, RowReader { settings, options, kind }, &mut own_keys) {
                    Ok((item, unknown)) => {
                        sink.push(Entry { line, raw, item }, bytes)?;
                        for key in unknown {
                            let told: String = key.chars().take(KEY_CHARS).collect();
                            if aside.len() < KEYS_TOLD {
                                aside.insert(told);
                            } else {
                                more_aside |= !aside.contains(&told);
                            }
                        }
                    }
                    Err(problem) => sink.problem(problem, raw)?,
                }
            }
        }
    }
    if !aside.is_empty() {
        let aside: Vec<String> = aside.into_iter().collect();
        let more = if more_aside { " and others" } else { "" };
        sink.note(format!("fields left aside: {}{more}", aside.join(", ")))?;
    }
    Ok(())
}

/// Reads up to the line's end; `false` if the line is too long (it is then skipped).
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let mut whole = true;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.map_or(buffer.len(), |at| at + 1)];
        if line.len() + part.len() > LINE_BYTES {
            whole = false;
            line.truncate(200);
        } else if whole {
            line.extend_from_slice(part);
        }
        let (read, ended) = (part.len(), end.is_some() || part.is_empty());
        input.consume(read);
        if ended {
            return Ok(whole);
        }
    }
}

fn kind_of(line: &str) -> ImportKind {
    let has = |key: &str| line.contains(&format!("\"{key}\""));
    if has("make") && !has("sku") && !has("id") {
        ImportKind::Vehicles
    } else if has("slug") && has("names") && !has("sku") {
        ImportKind::Categories
    } else {
        ImportKind::Products
    }
}

/// What a line says, and its keys of which nothing is known.
fn item(
    line: u64,
    text: &str,
    reader: RowReader<'_>,
    own_keys: &mut OwnKeys,
) -> Result<(Item, Vec<String>), Problem> {
    let exact = match reader.kind {
        ImportKind::Products => serde_json::from_str(text).map(|document| product(document, reader)),
        ImportKind::Vehicles => serde_json::from_str(text).map(Item::Vehicle),
        ImportKind::Categories => serde_json::from_str(text).map(Item::Category),
    };
    let exact_error = match exact {
        Ok(item) => return Ok((item, Vec::new())),
        Err(error) => error,
    };
    let object: Map<String, Value> = serde_json::from_str(text)
        .map_err(|error| Problem::refused(line, "line", text, format!("not a JSON object: {error}")))?;
    let (own, foreign): (Map<_, _>, Map<_, _>) =
        object.iter().map(pair).partition(|(key, _)| own_keys.has(reader.kind, key));
    let refused = |own: &Map<String, Value>, error: &serde_json::Error| {
        let (column, value) = offending(reader.kind, own);
        Problem::refused(line, &column, &value, reason_of(error))
    };
    if foreign.is_empty() {
        return Err(refused(&own, &exact_error));
    }
    let is_unknown = |key: &String| reader.options.mapping.field(key).is_none();
    // With a key that is ours alone it is one of our documents, whatever else it holds.
    if own.keys().any(is_unknown) {
        return match document_of(own.clone(), reader).map_err(|error| refused(&own, &error))? {
            Item::Product(product, _) => {
                let unknown = foreign.keys().filter(|key| is_unknown(key)).cloned().collect();
                let cells = cells_of(&foreign, reader.options);
                Ok((reader.read_onto(line, *product, trimmed(&cells))?, unknown))
            }
            other => Ok((other, foreign.into_iter().map(|(key, _)| key).collect())),
        };
    }
    let unknown = object.keys().filter(|key| is_unknown(key)).cloned().collect();
    let cells = cells_of(&object, reader.options);
    Ok((reader.read(line, trimmed(&cells))?, unknown))
}

fn pair((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// What an object's keys say, as cells would.
fn cells_of<'o>(object: &'o Map<String, Value>, options: &ImportOptions) -> Vec<(Field, &'o str, String)> {
    fields_of(object, options)
        .into_iter()
        .filter_map(|(field, key)| Some((field, key, text_of(object.get(key)?)?)))
        .collect()
}

fn product(mut document: Box<ProductDocument>, reader: RowReader<'_>) -> Item {
    if !reader.settings.vehicles {
        document.fitments = None;
    }
    Item::Product(document, Vec::new())
}

fn trimmed<'c>(cells: &'c [(Field, &'c str, String)]) -> impl Iterator<Item = (Field, &'c str, &'c str)> {
    cells.iter().map(|(field, key, text)| (field.clone(), *key, text.trim()))
}

/// The document that an object is.
fn document_of(object: Map<String, Value>, reader: RowReader<'_>) -> Result<Item, serde_json::Error> {
    let object = Value::Object(object);
    Ok(match reader.kind {
        ImportKind::Products => product(serde_json::from_value(object)?, reader),
        ImportKind::Vehicles => Item::Vehicle(serde_json::from_value(object)?),
        ImportKind::Categories => Item::Category(serde_json::from_value(object)?),
    })
}

/// The fields that an object's keys name; of two keys for one field the better name.
fn fields_of<'o>(object: &'o Map<String, Value>, options: &ImportOptions) -> Vec<(Field, &'o str)> {
    let mut found: Vec<(Field, usize, &str)> = Vec::new();
    for key in object.keys() {
        let Some((field, rank)) = options.mapping.field(key) else { continue };
        match found.iter_mut().find(|(other, ..)| *other == field && !field.is_list()) {
            Some(other) if other.1 > rank => *other = (field, rank, key),
            Some(_) => {}
            None => found.push((field, rank, key)),
        }
    }
    found.into_iter().map(|(field, _, key)| (field, key)).collect()
}

/// A value as a cell would hold it; `None` if it says nothing.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => return None,
        other => other.to_string(),
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// Which keys our own documents have, as far as it was asked.
#[derive(Default)]
struct OwnKeys(FxHashMap<String, bool>);

impl OwnKeys {
    fn has(&mut self, kind: ImportKind, key: &str) -> bool {
        if let Some(own) = self.0.get(key) {
            return *own;
        }
        // A null under a key that we do not have is refused for the key, not for the null.
        let own = alone(kind, key, &Value::Null).is_none_or(|error| !is_unknown_field(&error));
        if self.0.len() < KEYS_REMEMBERED {
            self.0.insert(key.to_owned(), own);
        }
        own
    }
}

/// Why an object of this key and value alone is no document.
fn alone(kind: ImportKind, key: &str, value: &Value) -> Option<serde_json::Error> {
    fn refused<T: DeserializeOwned>(object: Value) -> Option<serde_json::Error> {
        serde_json::from_value::<T>(object).err()
    }
    let object = serde_json::json!({ key: value });
    match kind {
        ImportKind::Products => refused::<ProductDocument>(object),
        ImportKind::Vehicles => refused::<VehicleDocument>(object),
        ImportKind::Categories => refused::<CategoryDocument>(object),
    }
}

fn is_unknown_field(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("unknown field")
}

/// The key whose value alone is already wrong.
fn offending(kind: ImportKind, object: &Map<String, Value>) -> (String, String) {
    object
        .iter()
        .find(|(key, value)| alone(kind, key, value).is_some())
        .map_or_else(|| ("line".to_owned(), String::new()), |(key, value)| (key.clone(), value.to_string()))
}

fn reason_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // The place within the line says nothing to somebody who sees the column.
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
