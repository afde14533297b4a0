//! The storefront through its public face: every page in every language, hostile texts, a browser.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod browser;
mod cookies;
mod every_page;
mod hostile_texts;
mod search_engines;
mod search_words;
mod shop;
mod tokens;
mod visitor;
mod words;
