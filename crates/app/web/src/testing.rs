//! What tests of pages look through: a browser, the form of HTML, the words of a face.
//!
//! For tests only (feature `testing`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test may"
)]

pub mod html;
pub mod phone;
pub mod wording;
