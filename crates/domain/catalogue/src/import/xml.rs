//! XML, one record at a time and nothing that could hurt: no document types, no entities, no depth, no giants.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Levels within the file.
const DEPTH: usize = 32;
/// Bytes of one record, and of anything between two.
const RECORD_BYTES: u64 = 8 << 20;
/// Elements of one record.
const RECORD_ELEMENTS: usize = 50_000;

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Its own text, trimmed.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of this name, if it has any.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str()).filter(|text| !text.is_empty())
    }

    /// All children within the first child of this name: `Prices` -> each `Pricing`.
    pub(super) fn within(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.child(name).into_iter().flat_map(|child| &child.children)
    }
}

/// Reads records of a file.
pub(super) struct XmlRecords<R> {
    reader: Reader<Bounded<BufReader<R>>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: Read> XmlRecords<R> {
    pub(super) fn new(input: R) -> Self {
        let input = BufReader::with_capacity(64 << 10, input);
        let mut reader = Reader::from_reader(Bounded { inner: input, left: RECORD_BYTES, lines: 1 });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The line that has been reached.
    pub(super) fn line(&self) -> u64 {
        self.reader.get_ref().lines
    }

    /// The next element with one of these names, at any level; the line at which it begins.
    ///
    /// # Errors
    /// Why the file cannot be read any further.
    pub(super) fn next(&mut self, names: &[&str]) -> Result<Option<(u64, Element)>, String> {
        loop {
            self.reader.get_mut().left = RECORD_BYTES;
            self.buffer.clear();
            let line = self.line();
            match self.reader.read_event_into(&mut self.buffer).map_err(|error| reason_of(&error))? {
                Event::Start(start) => {
                    if names.contains(&start.local_name().into_inner()) {
                        let element = element_of(&start)?;
                        return Ok(Some((line, self.complete(element)?)));
                    }
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(format!("more than {DEPTH} levels"));
                    }
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::DocType(_) => return Err(NO_DOCTYPE.to_owned()),
                Event::GeneralRef(reference) if !reference.is_char_ref() => {
                    predefined(&reference)?;
                }
                Event::Eof if self.depth > 0 => return Err("ends in the middle of an element".to_owned()),
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads the rest of an element whose start has been read.
    fn complete(&mut self, root: Element) -> Result<Element, String> {
        let mut open = vec![root];
        let mut elements = 1;
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| reason_of(&error))?;
            let Some(top) = open.last_mut() else {
                return Err("an element that never began ends".to_owned());
            };
            match event {
                Event::Start(start) => {
                    elements += 1;
                    if elements > RECORD_ELEMENTS {
                        return Err(format!("more than {RECORD_ELEMENTS} elements in one record"));
                    }
                    if self.depth + open.len() >= DEPTH {
                        return Err(format!("more than {DEPTH} levels"));
                    }
                    let element = element_of(&start)?;
                    open.push(element);
                }
                Event::Text(text) => top.text.push_str(&text.xml10_content()),
                Event::CData(text) => top.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(c)) => top.text.push(c),
                    Ok(None) => top.text.push_str(predefined(&reference)?),
                    Err(error) => return Err(error.to_string()),
                },
                Event::End(_) => {
                    top.text = top.text.trim().to_owned();
                    if let Some(element) = open.pop() {
                        match open.last_mut() {
                            Some(parent) => parent.children.push(element),
                            None => return Ok(element),
                        }
                    }
                }
                Event::DocType(_) => return Err(NO_DOCTYPE.to_owned()),
                Event::Eof => return Err("ends in the middle of a record".to_owned()),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

const NO_DOCTYPE: &str = "declares a document type, with which entities come; neither is read";

fn element_of(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().into_inner().to_owned(), value.into_owned()));
    }
    let name = start.local_name().into_inner().to_owned();
    Ok(Element { name, attributes, ..Element::default() })
}

/// The five entities that need no declaration.
fn predefined(name: &str) -> Result<&'static str, String> {
    match name {
        "amp" => Ok("&"),
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "quot" => Ok("\""),
        "apos" => Ok("'"),
        _ => Err(format!("the entity &{name}; is not one of the five that XML knows by itself")),
    }
}

fn reason_of(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Io(io) => io.to_string(),
        other => format!("not well-formed: {other}"),
    }
}

/// Gives no more than `left` bytes until somebody sets it anew, and counts lines.
struct Bounded<R> {
    inner: R,
    left: u64,
    lines: u64,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("more than 8 MiB in one record"));
        }
        let available = self.inner.fill_buf()?;
        let count = available.len().min(self.left as usize);
        Ok(&available[..count])
    }

    fn consume(&mut self, count: usize) {
        if let Ok(buffer) = self.inner.fill_buf() {
            self.lines += memchr::memchr_iter(b'\n', &buffer[..count.min(buffer.len())]).count() as u64;
        }
        self.left = self.left.saturating_sub(count as u64);
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(xml: &str) -> Result<Option<Element>, String> {
        XmlRecords::new(xml.as_bytes()).next(&["App"]).map(|found| found.map(|(_, element)| element))
    }

    #[test]
    fn a_record_is_read_with_its_children() {
        let app =
            first("<A><b/>\n<x:App id='1&amp;2'>\n<Part>AQ &#65;&lt;</Part><Note/></x:App></A>").unwrap();
        let app = app.unwrap();
        assert_eq!(app.attribute("id"), Some("1&2"));
        assert_eq!(app.text_of("Part"), Some("AQ A<"));
        assert_eq!(app.text_of("Note"), None);
    }

    #[test]
    fn entities_and_depth_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><A><App>&b;</App></A>";
        assert!(first(bomb).unwrap_err().contains("document type"));
        assert!(first("<A><App>&b;</App></A>").unwrap_err().contains("&b;"));
        assert!(first(&"<A>".repeat(1_000_000)).unwrap_err().contains("levels"));
        assert!(first(&format!("<A><App>{}", "<b>".repeat(1_000_000))).unwrap_err().contains("levels"));
        assert!(first("<A><App></A>").unwrap_err().contains("well-formed"));
        assert!(first("<A><App>").unwrap_err().contains("middle"));
        assert!(first(&format!("<A><App>{}</App></A>", "x".repeat(9 << 20))).unwrap_err().contains("8 MiB"));
        assert!(first(&format!("<A><{}", "x".repeat(9 << 20))).unwrap_err().contains("8 MiB"));
    }
}
