//! Workbooks of any bytes: an answer, never a panic, never more memory than a row.
#![no_main]

use catalogue::{CatalogueSettings, ImportFormat, ImportOptions, preview_import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ImportOptions { format: Some(ImportFormat::Xlsx), ..ImportOptions::default() };
    // An error is an answer too.
    let _answer = preview_import(bytes.to_vec(), &CatalogueSettings::default(), &options);
});
