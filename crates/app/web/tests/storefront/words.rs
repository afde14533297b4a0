//! The words of the storefront.

use web::testing::wording::Face;

const FACE: Face = Face {
    root: env!("CARGO_MANIFEST_DIR"),
    words: "locales",
    templates: "templates",
    source: "src/storefront",
    // Specifications and their values, fuels, months, days.
    made: &["spec-", "value-", "fuel-", "month-", "stock-"],
};

#[test]
fn every_language_has_every_key() {
    FACE.check_languages();
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    FACE.check_uses();
}
