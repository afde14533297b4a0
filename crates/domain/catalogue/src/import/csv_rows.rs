//! Rows of delimited text, with quoted line ends, within limits: a row that is too large is skipped to its end.

use std::io::{self, BufRead, BufReader, Read};

use csv_core::ReadRecordResult;

/// Bytes in one row.
const ROW_BYTES: usize = 4 << 20;
/// Cells in one row.
pub(super) const ROW_CELLS: usize = 2_000;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A stream of rows.
pub(super) struct CsvRows<R> {
    input: BufReader<R>,
    core: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// One row.
pub(super) enum CsvRow {
    Cells(Vec<String>),
    /// Larger than a row may be; its first cells for the report.
    TooLarge(&'static str, String),
}

impl<R: Read> CsvRows<R> {
    pub(super) fn new(input: R, delimiter: u8) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let input = BufReader::with_capacity(64 << 10, input);
        Self { input, core, text: vec![0; 4 << 10], ends: vec![0; 64] }
    }

    /// The next row and the line at which it begins; `None` at the end.
    pub(super) fn next_row(&mut self) -> io::Result<Option<(u64, CsvRow)>> {
        let line = self.core.line();
        let (mut text_len, mut ends_len) = (0, 0);
        let mut too_large = None;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let (result, read, wrote, ended) =
                self.core.read_record(buffer, &mut self.text[text_len..], &mut self.ends[ends_len..]);
            self.input.consume(read);
            text_len += wrote;
            ends_len += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if text_len < ROW_BYTES => {
                    self.text.resize((self.text.len() * 2).min(ROW_BYTES), 0);
                }
                ReadRecordResult::OutputEndsFull if ends_len < ROW_CELLS => {
                    self.ends.resize((self.ends.len() * 2).min(ROW_CELLS), 0);
                }
                // Overwritten from here on: only the end of the row is looked for.
                ReadRecordResult::OutputFull => {
                    too_large.get_or_insert_with(|| ("more than 4 MiB in one row", self.first_cells()));
                    text_len = 0;
                }
                ReadRecordResult::OutputEndsFull => {
                    too_large
                        .get_or_insert_with(|| ("more than 2,000 columns in one row", self.first_cells()));
                    ends_len = 0;
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        if let Some((reason, start)) = too_large {
            self.text = vec![0; 4 << 10];
            return Ok(Some((line, CsvRow::TooLarge(reason, start))));
        }
        let mut cells = Vec::with_capacity(ends_len);
        let mut start = 0;
        for end in &self.ends[..ends_len] {
            cells.push(String::from_utf8_lossy(&self.text[start..*end]).into_owned());
            start = *end;
        }
        Ok(Some((line, CsvRow::Cells(cells))))
    }

    fn first_cells(&self) -> String {
        String::from_utf8_lossy(&self.text[..self.text.len().min(60)]).into_owned()
    }
}

/// The delimiter of a text that begins so, and whether its first line only names it (`sep=;`).
pub(super) fn sniff_delimiter(head: &str) -> (u8, bool) {
    let first_line = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if let Some(named) = first_line.trim().strip_prefix("sep=")
        && let [delimiter] = named.as_bytes()
    {
        return (*delimiter, true);
    }
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in first_line.bytes() {
        quoted ^= byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte && !quoted) {
            counts[at] += 1;
        }
    }
    let best = (0..DELIMITERS.len()).max_by_key(|at| (counts[*at], usize::MAX - at)).unwrap_or(0);
    (DELIMITERS[best], false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = CsvRows::new(text.as_bytes(), sniff_delimiter(text).0);
        let mut all = Vec::new();
        while let Some((line, row)) = rows.next_row().unwrap() {
            if let CsvRow::Cells(cells) = row {
                all.push((line, cells));
            }
        }
        all
    }

    #[test]
    fn quoted_line_ends_stay_in_their_cell_and_lines_are_counted() {
        let rows = cells("sku;nom\nA1;\"Filtre;\nà \"\"huile\"\"\"\nA2;Bougie\n");
        assert_eq!(rows[1], (2, vec!["A1".to_owned(), "Filtre;\nà \"huile\"".to_owned()]));
        assert_eq!(rows[2], (4, vec!["A2".to_owned(), "Bougie".to_owned()]));
    }

    #[test]
    fn delimiters_are_found_in_the_first_line() {
        for (text, delimiter) in
            [("a,b,c", b','), ("a;\"b,,,,\";c", b';'), ("a\tb", b'\t'), ("a|b|c", b'|'), ("sep=;\na", b';')]
        {
            assert_eq!(sniff_delimiter(text).0, delimiter, "{text}");
        }
    }

    #[test]
    fn a_row_beyond_the_limits_is_skipped_and_the_next_one_read() {
        let long = "x".repeat(ROW_BYTES + 10);
        let wide = ",".repeat(ROW_CELLS + 10);
        let text = format!("sku,name\nA,{long}\nB,{wide}\nC,ok\n");
        let rows = cells(&text);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], (4, vec!["C".to_owned(), "ok".to_owned()]));
    }
}
