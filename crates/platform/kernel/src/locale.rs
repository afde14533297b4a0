//! The languages in which a shop can speak, and texts that exist in several.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that the pages and the search know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// French.
    Fr,
    /// Arabic, written from right to left.
    Ar,
    /// English.
    En,
}

/// The side at which a line of text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Locale {
    /// All of them, in the order of fallback.
    pub const ALL: [Self; 3] = [Self::Fr, Self::Ar, Self::En];

    /// The two-letter code (ISO 639-1), as in paths and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::Ar => "ar",
            Self::En => "en",
        }
    }

    /// Its place in [`Locale::ALL`], for tables with one column a locale.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The side at which its lines begin.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            Self::Fr | Self::En => Direction::Ltr,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Locale {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|locale| locale.as_str() == text).ok_or(())
    }
}

/// One text in as many languages as somebody wrote it. JSON: `{"fr":"Frein"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LocalizedText {
    /// French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    /// Arabic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ar: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl LocalizedText {
    /// A text in one language.
    pub fn in_locale(locale: Locale, text: impl Into<String>) -> Self {
        let mut texts = Self::default();
        *texts.slot(locale) = Some(text.into());
        texts
    }

    /// The same text with `text` as its version in `locale`.
    #[must_use]
    pub fn with(mut self, locale: Locale, text: impl Into<String>) -> Self {
        *self.slot(locale) = Some(text.into());
        self
    }

    /// The text in exactly this language.
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Fr => self.fr.as_deref(),
            Locale::Ar => self.ar.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }

    /// The text in this language, else in the first that there is, else "".
    pub fn best(&self, locale: Locale) -> &str {
        self.get(locale)
            .or_else(|| Locale::ALL.into_iter().find_map(|other| self.get(other)))
            .unwrap_or_default()
    }

    /// Whether nobody wrote it in any language.
    pub fn is_empty(&self) -> bool {
        Locale::ALL.into_iter().all(|locale| self.get(locale).is_none_or(str::is_empty))
    }

    /// The place where this language's version is kept.
    pub fn slot(&mut self, locale: Locale) -> &mut Option<String> {
        match locale {
            Locale::Fr => &mut self.fr,
            Locale::Ar => &mut self.ar,
            Locale::En => &mut self.en,
        }
    }
}
