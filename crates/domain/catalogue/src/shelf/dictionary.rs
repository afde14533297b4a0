//! Words that many products share, each kept once: specification values, fitment details.

use rustc_hash::FxHashMap;

use crate::{SpecificationRef, SpecificationValue, SpecificationValueRef};

/// Grows as products come; a number in it never changes its meaning.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    keys: Vec<Key>,
    key_numbers: FxHashMap<String, u32>,
    values: Vec<Value>,
    details: Vec<Detail>,
    detail_numbers: FxHashMap<Detail, u32>,
}

#[derive(Debug, Clone)]
struct Key {
    name: String,
    /// By the value's text: its numbers as flag, number and text.
    values: FxHashMap<String, [u32; 3]>,
}

#[derive(Debug, Clone)]
struct Value {
    key: u32,
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Flag(bool),
    Number(f64),
    Text,
}

impl Kind {
    fn of(value: &SpecificationValue) -> Self {
        match value {
            SpecificationValue::Flag(flag) => Self::Flag(*flag),
            SpecificationValue::Number(number) => Self::Number(*number),
            SpecificationValue::Text(_) => Self::Text,
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Flag(_) => 0,
            Self::Number(_) => 1,
            Self::Text => 2,
        }
    }
}

/// What a fitment says beside the vehicle.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Detail {
    pub(super) position: Option<String>,
    pub(super) quantity: Option<u16>,
    pub(super) conditions: Option<String>,
}

const NONE: u32 = u32::MAX;

impl Dictionary {
    /// The number of this value, if somebody had it before.
    pub(super) fn known_value(&self, key: &str, value: &SpecificationValue) -> Option<u32> {
        let values = &self.keys[self.key_number(key)? as usize].values;
        let kinds = match value {
            SpecificationValue::Text(text) => values.get(text),
            SpecificationValue::Flag(_) | SpecificationValue::Number(_) => {
                values.get(&SpecificationValueRef::from(value).to_string())
            }
        };
        kinds.map(|kinds| kinds[Kind::of(value).place()]).filter(|number| *number != NONE)
    }

    /// A number for a value that nobody had before.
    pub(super) fn add_value(&mut self, key: &str, value: &SpecificationValue) -> u32 {
        let key = self.key_number(key).unwrap_or_else(|| self.add_key(key));
        let (text, kind) = (SpecificationValueRef::from(value).to_string(), Kind::of(value));
        let number = self.values.len() as u32;
        let values = &mut self.keys[key as usize].values;
        values.entry(text.clone()).or_insert([NONE; 3])[kind.place()] = number;
        self.values.push(Value { key, text, kind });
        number
    }

    fn add_key(&mut self, name: &str) -> u32 {
        let number = self.keys.len() as u32;
        self.keys.push(Key { name: name.to_owned(), values: FxHashMap::default() });
        self.key_numbers.insert(name.to_owned(), number);
        number
    }

    pub(super) fn specification(&self, value: u32) -> Option<SpecificationRef<'_>> {
        let entry = self.values.get(value as usize)?;
        let value = match entry.kind {
            Kind::Flag(flag) => SpecificationValueRef::Flag(flag),
            Kind::Number(number) => SpecificationValueRef::Number(number),
            Kind::Text => SpecificationValueRef::Text(&entry.text),
        };
        Some(SpecificationRef { key: self.key_name(entry.key), value })
    }

    pub(super) fn key_number(&self, name: &str) -> Option<u32> {
        self.key_numbers.get(name).copied()
    }

    pub(super) fn key_name(&self, key: u32) -> &str {
        &self.keys[key as usize].name
    }

    pub(super) fn key_names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.name.as_str())
    }

    pub(super) fn key_count(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn value_count(&self) -> usize {
        self.values.len()
    }

    /// The key of a value, and the value as its filter takes it.
    pub(super) fn value_text(&self, value: u32) -> (u32, &str) {
        let entry = &self.values[value as usize];
        (entry.key, &entry.text)
    }

    /// All values of a key, as their filter takes them.
    pub(super) fn texts_of_key(&self, key: u32) -> impl Iterator<Item = &str> {
        self.keys[key as usize].values.keys().map(String::as_str)
    }

    /// The numbers of the values of `key` that are written as `text`.
    pub(super) fn values_written(&self, key: u32, text: &str) -> impl Iterator<Item = u32> + use<> {
        let kinds = self.keys[key as usize].values.get(text).copied().unwrap_or([NONE; 3]);
        kinds.into_iter().filter(|number| *number != NONE)
    }

    pub(super) fn known_detail(&self, detail: &Detail) -> Option<u32> {
        self.detail_numbers.get(detail).copied()
    }

    pub(super) fn add_detail(&mut self, detail: Detail) -> u32 {
        let number = self.details.len() as u32;
        self.details.push(detail.clone());
        self.detail_numbers.insert(detail, number);
        number
    }

    pub(super) fn detail(&self, number: u32) -> Option<&Detail> {
        self.details.get(number as usize)
    }

    pub(super) fn details(&self) -> &[Detail] {
        &self.details
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let values: usize = self.values.iter().map(|value| value.text.len() * 2 + 144).sum();
        values + self.details.len() * 200 + self.keys.len() * 160
    }
}
