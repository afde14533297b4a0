//! Bytes on disk: little-endian arrays with their lengths, and one sum over all.

use std::io::{self, Read, Write};

/// A value of a fixed size.
pub(super) trait Packed: Copy {
    const SIZE: usize;
    fn write(self, out: &mut Vec<u8>);
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! packed_integers {
    ($($integer:ty),+) => {$(
        impl Packed for $integer {
            const SIZE: usize = size_of::<$integer>();
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Self {
                bytes.first_chunk().map_or(0, |bytes| Self::from_le_bytes(*bytes))
            }
        }
    )+};
}
packed_integers!(u8, u32, u64, i64);

impl<T: Packed> Packed for (T, T) {
    const SIZE: usize = 2 * T::SIZE;
    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(bytes: &[u8]) -> Self {
        let (first, second) = bytes.split_at(T::SIZE);
        (T::read(first), T::read(second))
    }
}

/// Writes arrays and sums them up.
pub(super) struct Sink<W> {
    out: W,
    sum: blake3::Hasher,
    buffer: Vec<u8>,
}

impl<W: Write> Sink<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, sum: blake3::Hasher::new(), buffer: Vec::new() }
    }

    pub(super) fn array<T: Packed>(&mut self, values: &[T]) -> io::Result<()> {
        self.buffer.clear();
        (values.len() as u64).write(&mut self.buffer);
        for value in values {
            value.write(&mut self.buffer);
        }
        self.flush_buffer()
    }

    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.buffer.clear();
        (text.len() as u64).write(&mut self.buffer);
        self.buffer.extend_from_slice(text.as_bytes());
        self.flush_buffer()
    }

    pub(super) fn number(&mut self, number: u64) -> io::Result<()> {
        self.buffer.clear();
        number.write(&mut self.buffer);
        self.flush_buffer()
    }

    fn flush_buffer(&mut self) -> io::Result<()> {
        self.sum.update(&self.buffer);
        self.out.write_all(&self.buffer)
    }

    /// Ends with the sum.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.write_all(self.sum.finalize().as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Reads what a [`Sink`] wrote; never believes a length that the file cannot hold.
pub(super) struct Tap<R> {
    input: R,
    left: u64,
    sum: blake3::Hasher,
    buffer: Vec<u8>,
}

impl<R: Read> Tap<R> {
    /// `length` is the file's.
    pub(super) fn new(input: R, length: u64) -> Self {
        Self { input, left: length.saturating_sub(32), sum: blake3::Hasher::new(), buffer: Vec::new() }
    }

    pub(super) fn number(&mut self) -> io::Result<u64> {
        self.fill(8)?;
        Ok(u64::read(&self.buffer))
    }

    /// How many things follow, each at least one byte long.
    pub(super) fn count(&mut self) -> io::Result<usize> {
        let count = self.number()?;
        if count > self.left { Err(damaged()) } else { Ok(count as usize) }
    }

    pub(super) fn array<T: Packed>(&mut self) -> io::Result<Vec<T>> {
        let count = self.count()?;
        self.fill(count as u64 * T::SIZE as u64)?;
        Ok(self.buffer.chunks_exact(T::SIZE).map(T::read).collect())
    }

    pub(super) fn text(&mut self) -> io::Result<String> {
        let count = self.count()?;
        self.fill(count as u64)?;
        std::str::from_utf8(&self.buffer).map(str::to_owned).or(Err(damaged()))
    }

    fn fill(&mut self, length: u64) -> io::Result<()> {
        self.left = self.left.checked_sub(length).ok_or_else(damaged)?;
        self.buffer.resize(length as usize, 0);
        self.input.read_exact(&mut self.buffer)?;
        self.sum.update(&self.buffer);
        Ok(())
    }

    /// Checks the sum and that nothing is left.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let mut sum = [0; 32];
        self.input.read_exact(&mut sum)?;
        if self.left == 0 && self.sum.finalize() == sum { Ok(()) } else { Err(damaged()) }
    }
}

pub(super) fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}
