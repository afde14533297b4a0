//! Fields of forms as templates show them: what was typed, and what is wrong with it.

use serde::Serialize;

/// One field.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) error: Option<String>,
}

impl Field {
    /// An empty one.
    pub(crate) fn empty(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// One with something in it.
    pub(crate) fn of(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), error: None }
    }

    /// The same, with what is wrong if it is this field that is.
    pub(crate) fn wrong(mut self, wrong: Option<&Wrong>) -> Self {
        self.error = wrong.filter(|wrong| wrong.field == self.name).map(|wrong| wrong.reason.clone());
        self
    }
}

/// A field that is wrong, and why, in the reader's language.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    pub(crate) field: &'static str,
    pub(crate) reason: String,
}

/// One thing to choose.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}
