//! Fitment and product XML of any bytes: an answer, never a panic, no entity, no depth.
#![no_main]

use catalogue::{CatalogueSettings, ImportFormat, ImportOptions, preview_import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [ImportFormat::Aces, ImportFormat::Pies] {
        let options = ImportOptions { format: Some(format), ..ImportOptions::default() };
        // An error is an answer too.
        let _answer = preview_import(bytes.to_vec(), &CatalogueSettings::default(), &options);
    }
});
