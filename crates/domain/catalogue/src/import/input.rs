//! Opens a file: unpacks gzip, counts what was read, looks at the beginning.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

/// Bytes of the beginning that decide on format, encoding and delimiter.
pub(super) const HEAD_BYTES: usize = 64 << 10;

/// How many bytes of the file on disk have been read; shared with whoever shows progress.
pub(crate) type BytesRead = Arc<AtomicU64>;

/// A source of bytes, its first ones looked at already.
pub(super) struct Input {
    /// The first [`HEAD_BYTES`], or all if there are fewer.
    pub(super) head: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

impl Input {
    /// Opens a file, packed or not.
    pub(super) fn open(path: &Path, bytes_read: BytesRead) -> io::Result<Self> {
        let mut file = Counting { inner: File::open(path)?, bytes_read };
        let mut magic = [0; 2];
        let got = read_up_to(&mut file, &mut magic)?;
        let start = Cursor::new(magic[..got].to_vec());
        let whole = BufReader::with_capacity(256 << 10, start.chain(file));
        if magic == [0x1f, 0x8b] {
            Self::new(Box::new(BufReader::with_capacity(256 << 10, MultiGzDecoder::new(whole))))
        } else {
            Self::new(Box::new(whole))
        }
    }

    /// Looks at the beginning of a stream.
    pub(super) fn new(mut rest: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut head = vec![0; HEAD_BYTES];
        let got = read_up_to(&mut rest, &mut head)?;
        head.truncate(got);
        Ok(Self { head, rest })
    }

    /// All bytes from the first.
    pub(super) fn into_reader(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.head).chain(self.rest))
    }
}

/// Fills as much of `buffer` as the reader has.
pub(super) fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

struct Counting {
    inner: File,
    bytes_read: BytesRead,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.bytes_read.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}
