//! A file that an answer hands over: for the disk of whoever asked, never shown by the browser.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::text::guarded_cell;

/// The kind of a table.
pub const CSV: &str = "text/csv; charset=utf-8";

/// A file of this name.
pub fn download(name: &str, kind: &'static str, content: impl Into<Body>) -> Response {
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment"))),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, content.into()).into_response()
}

/// A table for spreadsheets, with the mark by which they know UTF-8; none of its cells is run by them.
pub fn table<const COLUMNS: usize>(rows: impl Iterator<Item = [String; COLUMNS]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        // Writing to memory cannot fail, and all rows are of one length.
        let _ = writer.write_record(row.iter().map(|cell| guarded_cell(cell).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}
