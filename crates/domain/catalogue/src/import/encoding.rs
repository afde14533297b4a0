//! Text in whatever encoding a spreadsheet wrote it, as UTF-8.
//!
//! A byte order mark decides; without one UTF-16 shows in its zero bytes, UTF-8
//! in being valid, and Windows-1256 differs from 1252 in whole words of high letters.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// Stands for bytes that are not of the encoding: no text may hold it, so that its row is refused.
const MALFORMED: char = '\u{ffff}';

/// Decodes a stream to UTF-8; what is malformed becomes a character that no row may hold.
pub(super) struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Decoded and not yet handed out.
    ready: String,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf8Reader<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, raw: vec![0; 32 << 10], ready: String::new(), given: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() && !self.ended {
            let got = self.inner.read(&mut self.raw)?;
            self.ended = got == 0;
            let mut input = &self.raw[..got];
            loop {
                self.ready.reserve(self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(1 << 16) + 4);
                let (result, read) =
                    self.decoder.decode_to_string_without_replacement(input, &mut self.ready, self.ended);
                input = &input[read..];
                match result {
                    DecoderResult::InputEmpty => break,
                    DecoderResult::OutputFull => {}
                    DecoderResult::Malformed(..) => self.ready.push(MALFORMED),
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let ready = &self.ready.as_bytes()[self.given..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}

/// Looks at bytes until it knows in which encoding they are.
pub(super) struct Detector {
    utf8: Decoder,
    valid_utf8: bool,
    arabic_words: u32,
    western_words: u32,
    run: u32,
}

/// What the first bytes say beyond doubt.
pub(super) fn from_first_bytes(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    let sample = &head[..head.len().min(4_096)];
    if sample.len() >= 4 {
        let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
        if zeros(1) > sample.len() / 4 {
            return Some(UTF_16LE);
        }
        if zeros(0) > sample.len() / 4 {
            return Some(UTF_16BE);
        }
    }
    None
}

/// The encoding that an XML declaration names.
pub(super) fn from_xml_declaration(head: &[u8]) -> Option<&'static Encoding> {
    let end = head.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let quoted = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = quoted[1..].split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

impl Detector {
    pub(super) fn new() -> Self {
        let utf8 = UTF_8.new_decoder_without_bom_handling();
        Self { utf8, valid_utf8: true, arabic_words: 0, western_words: 0, run: 0 }
    }

    /// Looks at the next bytes.
    pub(super) fn feed(&mut self, bytes: &[u8], last: bool) {
        self.valid_utf8 = self.valid_utf8 && self.goes_on_as_utf8(bytes, last);
        if !self.valid_utf8 {
            // What came before could be read as UTF-8: it has next to no high letters.
            self.count_words(bytes);
        }
    }

    fn goes_on_as_utf8(&mut self, mut bytes: &[u8], last: bool) -> bool {
        let mut scratch = [0_u8; 8_192];
        loop {
            let (result, read, _) = self.utf8.decode_to_utf8_without_replacement(bytes, &mut scratch, last);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return true,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return false,
            }
        }
    }

    fn count_words(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if is_arabic_letter_in_1256(*byte) {
                self.run += 1;
            } else {
                match self.run {
                    0 => {}
                    1 | 2 => self.western_words += 1,
                    _ => self.arabic_words += 1,
                }
                self.run = 0;
            }
        }
    }

    pub(super) fn encoding(&self) -> &'static Encoding {
        if self.valid_utf8 {
            UTF_8
        } else if self.arabic_words > self.western_words / 4 {
            WINDOWS_1256
        } else {
            WINDOWS_1252
        }
    }
}

/// Windows-1256 keeps French letters where 1252 has them and puts Arabic ones between.
fn is_arabic_letter_in_1256(byte: u8) -> bool {
    matches!(byte, 0xc1..=0xd6 | 0xd8..=0xdf | 0xe1 | 0xe3..=0xe6 | 0xec | 0xed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str, encoding: &'static Encoding) -> &'static Encoding {
        let (bytes, _, _) = encoding.encode(text);
        let mut detector = Detector::new();
        for chunk in bytes.chunks(3) {
            detector.feed(chunk, false);
        }
        detector.feed(&[], true);
        detector.encoding()
    }

    #[test]
    fn encodings_are_told_apart_by_their_letters() {
        let french = "Référence;Désignation;Prix\nA1;Étrier à disque côté gauche;45,900\nFORÊT DÉCOUPÉ ÉÉ\n";
        let arabic = "المرجع;الاسم;السعر\nA1;فلتر زيت كليو;45.900\n";
        assert_eq!(detected(french, UTF_8), UTF_8);
        assert_eq!(detected(french, WINDOWS_1252), WINDOWS_1252);
        assert_eq!(detected(arabic, UTF_8), UTF_8);
        assert_eq!(detected(arabic, WINDOWS_1256), WINDOWS_1256);
    }

    #[test]
    fn decoding_is_the_same_in_pieces_of_any_size() {
        let text = "سعر é €";
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(from_first_bytes(&utf16), Some(UTF_16LE));
        let mut decoded = String::new();
        Utf8Reader::new(utf16.as_slice(), UTF_16LE).read_to_string(&mut decoded).unwrap();
        assert_eq!(decoded, text);
    }
}
