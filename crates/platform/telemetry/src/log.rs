//! The log's way out: lines are put into a buffer in memory, a thread writes it.
//!
//! A line costs its caller a lock and a copy. If whoever reads the log stops
//! reading, lines are dropped and counted, and nobody waits.

use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A line is on its way after this time at the latest.
const FLUSH_INTERVAL: Duration = Duration::from_millis(100);
/// So many bytes are written before their time.
const FLUSH_BYTES: usize = 256 * 1024;
/// More than this waits for nobody.
const LONGEST_BACKLOG_BYTES: usize = 16 * 1024 * 1024;

static LOG: OnceLock<Arc<Buffer>> = OnceLock::new();

/// Whether lines of the access log are wanted at the level that was set.
pub fn access_log_wanted() -> bool {
    tracing::enabled!(target: "access", tracing::Level::INFO)
}

/// Adds one line, ready as JSON and with its `\n`, to the log; 0.1 microseconds.
///
/// Before [`crate::init`] it goes nowhere.
pub fn write_line(line: &[u8]) {
    if let Some(buffer) = LOG.get() {
        buffer.append(line);
    }
}

#[derive(Debug, Default)]
struct Buffer {
    waiting: Mutex<Waiting>,
    wake: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    bytes: Vec<u8>,
    dropped_lines: u64,
    ended: bool,
}

impl Buffer {
    fn append(&self, line: &[u8]) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.bytes.len() + line.len() > LONGEST_BACKLOG_BYTES {
            waiting.dropped_lines += 1;
            return;
        }
        let before = waiting.bytes.len();
        waiting.bytes.extend_from_slice(line);
        if before < FLUSH_BYTES && waiting.bytes.len() >= FLUSH_BYTES {
            self.wake.notify_one();
        }
    }

    /// Takes what waits, leaving `written` in its place.
    ///
    /// Returns how many lines were lost meanwhile, and whether this is the end.
    fn take(&self, written: &mut Vec<u8>) -> (u64, bool) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = |waiting: &mut Waiting| !waiting.ended && waiting.bytes.len() < FLUSH_BYTES;
        let waited = self.wake.wait_timeout_while(waiting, FLUSH_INTERVAL, idle);
        let mut waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        written.clear();
        written.shrink_to(4 * FLUSH_BYTES);
        std::mem::swap(written, &mut waiting.bytes);
        (std::mem::take(&mut waiting.dropped_lines), waiting.ended)
    }
}

/// The thread that writes; dropping this writes the rest and ends it.
#[derive(Debug)]
pub(crate) struct LogThread {
    buffer: Arc<Buffer>,
    thread: Option<JoinHandle<()>>,
}

impl LogThread {
    /// Writes all lines of this process to `out`.
    ///
    /// `housekeeping` is called about every five seconds.
    pub(crate) fn start(
        out: impl Write + Send + 'static,
        housekeeping: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        Self::start_on(Arc::clone(LOG.get_or_init(Arc::default)), out, housekeeping)
    }

    fn start_on(
        buffer: Arc<Buffer>,
        out: impl Write + Send + 'static,
        housekeeping: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let source = Arc::clone(&buffer);
        let run = move || write_all(&source, out, &housekeeping);
        let thread = std::thread::Builder::new().name("log".to_owned()).spawn(run)?;
        Ok(Self { buffer, thread: Some(thread) })
    }
}

impl Drop for LogThread {
    fn drop(&mut self) {
        self.buffer.waiting.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.buffer.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // It has nothing to say that could still be written.
            let _outcome = thread.join();
        }
    }
}

fn write_all(buffer: &Buffer, mut out: impl Write, housekeeping: &impl Fn()) {
    let dropped_total = metrics::counter!("log_lines_dropped_total");
    let mut bytes = Vec::new();
    let mut last_housekeeping = std::time::Instant::now();
    loop {
        let (dropped, ended) = buffer.take(&mut bytes);
        dropped_total.increment(dropped);
        // Where the log itself fails there is nobody left to tell.
        let _outcome = out.write_all(&bytes).and_then(|()| out.flush());
        if ended {
            return;
        }
        if last_housekeeping.elapsed() > Duration::from_secs(5) {
            housekeeping();
            last_housekeeping = std::time::Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_written_whole_and_in_order_before_the_end() {
        let (buffer, sink) = (Arc::<Buffer>::default(), Sink::default());
        let thread = LogThread::start_on(Arc::clone(&buffer), sink.clone(), || ()).unwrap();
        let lines: Vec<String> = (0..50_000).map(|number| format!("line {number}\n")).collect();
        for line in &lines {
            buffer.append(line.as_bytes());
        }
        drop(thread);
        assert_eq!(String::from_utf8(sink.0.lock().unwrap().clone()).unwrap(), lines.concat());
    }

    #[test]
    fn lines_that_nobody_takes_are_dropped_and_counted() {
        let buffer = Buffer::default();
        let line = vec![b'x'; LONGEST_BACKLOG_BYTES / 2];
        for _ in 0..5 {
            buffer.append(&line);
        }
        let mut taken = Vec::new();
        assert_eq!(buffer.take(&mut taken), (3, false));
        assert_eq!(taken.len(), LONGEST_BACKLOG_BYTES);
    }
}
