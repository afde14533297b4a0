//! The words of the desk.

use web::testing::wording::Face;

const FACE: Face = Face {
    root: env!("CARGO_MANIFEST_DIR"),
    words: "locales",
    templates: "templates",
    source: "src/pages",
    // What was done, what one may do, names of fields, fuels; of forecasts: what is proposed and why, models,
    // what stands in for them, classes of demand, rules; days, branches, events of webhooks, notes of figures.
    made: &[
        "did-",
        "may-",
        "field-",
        "fuel-",
        "insight-",
        "proposal-",
        "why-",
        "model-",
        "fallback-",
        "class-",
        "rule-",
        "day-",
        "branch-",
        "event-",
        "figure-",
    ],
};

#[test]
fn every_language_has_every_key() {
    FACE.check_languages();
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    FACE.check_uses();
}
