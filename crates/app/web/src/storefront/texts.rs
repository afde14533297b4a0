//! The pages' words: one Fluent file a language, every text by its key.
//!
//! Texts without arguments are formatted once at start; the others when asked.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use kernel::Locale;
use minijinja::value::Value;
use rustc_hash::FxHashMap;

use super::StorefrontError;

/// The words of one language.
pub struct Texts {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    fixed: FxHashMap<String, Value>,
}

impl Texts {
    /// Reads a Fluent file.
    pub fn read(locale: Locale, source: &str) -> Result<Self, StorefrontError> {
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            StorefrontError::Texts { locale, reason: first }
        })?;
        let language = locale.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks keep numbers and Latin names in order inside Arabic; the others need none.
        bundle.set_use_isolating(locale == Locale::Ar);
        bundle.set_formatter(Some(match locale {
            Locale::Fr => |value, _| grouped(value, "\u{202f}"),
            Locale::Ar | Locale::En => |value, _| grouped(value, ","),
        }));
        bundle.add_resource(resource).map_err(|errors| {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            StorefrontError::Texts { locale, reason: first }
        })?;
        let mut texts = Self { locale, bundle, fixed: FxHashMap::default() };
        for key in keys(source) {
            let mut errors = Vec::new();
            let text = texts.write(key, None, &mut errors);
            if let (Some(text), true) = (text, errors.is_empty()) {
                texts.fixed.insert(key.to_owned(), Value::from(text));
            }
        }
        Ok(texts)
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// A text that needs no arguments.
    pub fn fixed(&self, key: &str) -> Option<&str> {
        self.fixed.get(key).and_then(Value::as_str)
    }

    /// A text without arguments as a template takes it; its key if there is none.
    pub fn value(&self, key: &str) -> Value {
        self.fixed.get(key).cloned().unwrap_or_else(|| Value::from(key))
    }

    /// A text without arguments; its key if there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.fixed(key).unwrap_or(key)
    }

    /// Whether there is such a text.
    pub fn knows(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A text with its arguments filled in; its key if there is none.
    pub fn format(&self, key: &str, arguments: &FluentArgs<'_>) -> String {
        self.write(key, Some(arguments), &mut Vec::new()).unwrap_or_else(|| key.to_owned())
    }

    /// A text about a count.
    pub fn count(&self, key: &str, count: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", count);
        self.format(key, &arguments)
    }

    /// A text with one word or name in it.
    pub fn with(&self, key: &str, name: &'static str, value: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(name, value);
        self.format(key, &arguments)
    }

    fn write(
        &self,
        key: &str,
        arguments: Option<&FluentArgs<'_>>,
        errors: &mut Vec<FluentError>,
    ) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        Some(self.bundle.format_pattern(pattern, arguments, errors).into_owned())
    }
}

/// The keys of a Fluent file, in order.
pub fn keys(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim())
}

/// A count with its thousands apart, as the language writes it.
fn grouped(value: &FluentValue<'_>, separator: &str) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, .. }) = value else { return None };
    if value.fract() != 0.0 || value.abs() >= 1e15 {
        return None;
    }
    Some(group_digits(*value as i64, separator))
}

/// A whole number with `separator` between its thousands.
pub(crate) fn group_digits(number: i64, separator: &str) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + 6);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}
