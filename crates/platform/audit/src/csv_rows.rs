//! The trail as a table for a spreadsheet, none of whose cells it would run.

use std::fmt::Write;

use kernel::text::guarded_cell;
use serde_json::Value;

use crate::{AuditEntry, Sealed};

const COLUMNS: [&str; 13] = [
    "number",
    "at",
    "who",
    "who_id",
    "address",
    "action",
    "subject",
    "subject_id",
    "before",
    "after",
    "personal_before",
    "personal_after",
    "hash",
];

/// What stands in the place of a value whose person was erased.
const ERASED: &str = "(erased)";

/// The byte order mark, by which spreadsheets know UTF-8, and the row of names.
pub fn csv_head() -> Vec<u8> {
    let mut head = b"\xef\xbb\xbf".to_vec();
    head.append(&mut write([COLUMNS.map(str::to_owned)].into_iter()));
    head
}

/// One row an entry.
pub fn csv_rows(entries: &[AuditEntry]) -> Vec<u8> {
    write(entries.iter().map(cells))
}

fn write(rows: impl Iterator<Item = [String; COLUMNS.len()]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and all rows are of one length.
        let _ = writer.write_record(row.iter().map(|cell| guarded_cell(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

fn cells(entry: &AuditEntry) -> [String; COLUMNS.len()] {
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    let (personal_before, personal_after) = match &entry.personal {
        Sealed::Absent => (String::new(), String::new()),
        Sealed::Known(values) => (json(&values.before), json(&values.after)),
        Sealed::Erased => (ERASED.to_owned(), ERASED.to_owned()),
    };
    let who = match &entry.who.part {
        Some(part) => format!("{}: {part}", entry.who.kind),
        None => entry.who.kind.clone(),
    };
    let address = match &entry.address {
        Sealed::Absent => String::new(),
        Sealed::Known(address) => address.clone(),
        Sealed::Erased => ERASED.to_owned(),
    };
    let hash = entry.hash.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    [
        entry.number.to_string(),
        entry.at.to_rfc3339(),
        who,
        entry.who.id.map(|id| id.to_string()).unwrap_or_default(),
        address,
        entry.action.clone(),
        entry.subject_kind.clone(),
        entry.subject_id.clone(),
        json(&entry.values.before),
        json(&entry.values.after),
        personal_before,
        personal_after,
        hash,
    ]
}
