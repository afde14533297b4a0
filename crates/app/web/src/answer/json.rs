//! JSON as `serde_json` writes it, at half of its cost: names of fields are not searched for what must be
//! escaped, and texts many bytes at a time.
//!
//! For answers that are made afresh. Numbers with a fraction are still `serde_json`'s to write.

use std::fmt::{Display, Write};

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_json::Error;

/// `value` as JSON, in a buffer that has room for `expected_bytes` at once.
pub(crate) fn to_json(value: &impl Serialize, expected_bytes: usize) -> Result<Vec<u8>, Error> {
    let mut json = Json(Vec::with_capacity(expected_bytes));
    value.serialize(&mut json)?;
    Ok(json.0)
}

struct Json(Vec<u8>);

impl Json {
    fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn push_integer(&mut self, number: impl itoa::Integer) {
        self.push(itoa::Buffer::new().format(number).as_bytes());
    }

    fn push_text(&mut self, text: &str) {
        self.push(b"\"");
        self.push_escaped(text);
        self.push(b"\"");
    }

    fn push_escaped(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // Looked at as a whole, without stopping, because that is done many bytes at a time.
        if bytes.iter().fold(true, |all, byte| all & is_plain(*byte)) {
            self.push(bytes);
            return;
        }
        for byte in bytes {
            match byte {
                b'"' => self.push(b"\\\""),
                b'\\' => self.push(b"\\\\"),
                b'\n' => self.push(b"\\n"),
                b'\r' => self.push(b"\\r"),
                b'\t' => self.push(b"\\t"),
                8 => self.push(b"\\b"),
                12 => self.push(b"\\f"),
                byte if is_plain(*byte) => self.0.push(*byte),
                byte => {
                    let digit = |number: u8| b"0123456789abcdef"[usize::from(number)];
                    self.push(b"\\u00");
                    self.push(&[digit(byte >> 4), digit(byte & 15)]);
                }
            }
        }
    }

    /// A name that the compiler knows: it holds nothing to be escaped.
    fn push_name(&mut self, name: &'static str) {
        debug_assert!(name.bytes().all(is_plain));
        self.push(b"\"");
        self.push(name.as_bytes());
        self.push(b"\":");
    }

    fn open(&mut self, begin: &[u8], end: &'static [u8]) -> Compound<'_> {
        self.push(begin);
        Compound { json: self, is_first: true, end }
    }

    fn open_variant(&mut self, variant: &'static str, begin: &[u8], end: &'static [u8]) -> Compound<'_> {
        self.push(b"{");
        self.push_name(variant);
        self.open(begin, end)
    }
}

fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// What is displayed, into a text.
impl Write for Json {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_escaped(text);
        Ok(())
    }
}

/// A list or an object under way.
struct Compound<'a> {
    json: &'a mut Json,
    is_first: bool,
    end: &'static [u8],
}

impl Compound<'_> {
    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.json.push(b",");
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.separate();
        value.serialize(&mut *self.json)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.separate();
        self.json.push_name(name);
        value.serialize(&mut *self.json)
    }

    fn close(self) {
        self.json.push(self.end);
    }
}

/// The methods that only write a number.
macro_rules! integers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, number: $type) -> Result<(), Error> {
            self.push_integer(number);
            Ok(())
        })*
    };
}

impl<'a> Serializer for &'a mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a>;
    type SerializeTuple = Compound<'a>;
    type SerializeTupleStruct = Compound<'a>;
    type SerializeTupleVariant = Compound<'a>;
    type SerializeMap = Compound<'a>;
    type SerializeStruct = Compound<'a>;
    type SerializeStructVariant = Compound<'a>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128);
    integers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.push(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        serde_json::to_writer(&mut self.0, &number)
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        serde_json::to_writer(&mut self.0, &number)
    }

    fn serialize_char(self, character: char) -> Result<(), Error> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.push_text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.push(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut object = self.open(b"{", b"}");
        object.field(variant, value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple(self, _length: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(b"[", b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Compound<'a>, Error> {
        Ok(self.open_variant(variant, b"[", b"]}"))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Compound<'a>, Error> {
        Ok(self.open(b"{", b"}"))
    }

    fn serialize_struct(self, _name: &'static str, _length: usize) -> Result<Compound<'a>, Error> {
        Ok(self.open(b"{", b"}"))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _length: usize,
    ) -> Result<Compound<'a>, Error> {
        Ok(self.open_variant(variant, b"{", b"}}"))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.push(b"\"");
        write!(self, "{value}").map_err(Error::custom)?;
        self.push(b"\"");
        Ok(())
    }
}

/// The traits of what has no names: each only adds an item.
macro_rules! items {
    ($($trait:ident::$method:ident),*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

items!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// The traits of what the compiler has named.
macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        let begin = self.json.0.len();
        key.serialize(&mut *self.json)?;
        let is_text = self.json.0.get(begin) == Some(&b'"');
        if is_text { Ok(()) } else { Err(Error::custom("the key of an object must be a text")) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.json.push(b":");
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Variant {
        UnitOne,
        New(i8),
        Pair(char, f32),
        Named { some_field: () },
    }

    #[derive(Serialize)]
    struct Everything<'a> {
        numbers: (i64, u64, i128, f64, f64, f64),
        texts: Vec<String>,
        option: Option<&'a str>,
        none: Option<u8>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        left_out: Vec<u8>,
        variants: [Variant; 4],
        map: BTreeMap<String, bool>,
        id: Uuid,
        at: DateTime<chrono::Utc>,
        nothing: [u8; 0],
    }

    #[test]
    fn it_is_what_serde_json_writes() {
        let characters = (0..0x3000).filter_map(char::from_u32);
        let everything = Everything {
            numbers: (i64::MIN, u64::MAX, i128::MAX, 1.0, 0.1, f64::NAN),
            texts: characters
                .map(String::from)
                .chain(["plain".to_owned(), "a \"b\"\\\n".to_owned()])
                .collect(),
            option: Some("\u{1f}"),
            none: None,
            left_out: Vec::new(),
            variants: [
                Variant::UnitOne,
                Variant::New(-1),
                Variant::Pair('"', 0.5),
                Variant::Named { some_field: () },
            ],
            map: BTreeMap::from([("a\"".to_owned(), true), ("b".to_owned(), false)]),
            id: Uuid::from_u128(7),
            at: DateTime::UNIX_EPOCH,
            nothing: [],
        };
        let ours = String::from_utf8(to_json(&everything, 0).unwrap()).unwrap();
        assert_eq!(ours, serde_json::to_string(&everything).unwrap());
    }

    #[test]
    fn a_key_that_is_no_text_is_refused() {
        assert!(to_json(&BTreeMap::from([(1, 2)]), 0).is_err());
    }
}
