//! Starts logs and metrics, once in a process.

use std::io::Write;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::log::{self, LogThread};
use crate::{Metrics, timestamp};

/// Why logs or metrics cannot be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// The level is none.
    #[error("no log level: {0:?} (error, warn, info, debug, trace; or by crate: \"warn,web=debug\")")]
    BadLevel(String, #[source] tracing_subscriber::filter::ParseError),
    /// Somebody has started them in this process already.
    #[error("logs and metrics are started twice")]
    StartedTwice,
    /// The system gives no thread to write the log.
    #[error("no thread for the log")]
    NoThread(#[from] std::io::Error),
}

/// The running logs and metrics; dropping it writes what is still to be written.
#[derive(Debug)]
pub struct Telemetry {
    metrics: Metrics,
    _log: LogThread,
}

impl Telemetry {
    /// The metrics of this process.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

/// Starts JSON logs on standard error from `level` up ("info", or by crate:
/// "warn,web=debug"), and the metrics. Panics are logged as errors too.
///
/// Handles of metrics that were made before this count nothing.
///
/// # Errors
/// A level that is none; a second start.
pub fn init(level: &str) -> Result<Telemetry, TelemetryError> {
    let filter =
        EnvFilter::try_new(level).map_err(|error| TelemetryError::BadLevel(level.to_owned(), error))?;
    let metrics = Metrics::install()?;
    let upkeep = metrics.clone();
    let log = LogThread::start(std::io::stderr(), move || upkeep.run_upkeep())?;
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_timer(Timestamps)
        .with_writer(|| LogWriter);
    let subscriber = tracing_subscriber::registry().with(filter).with(lines);
    subscriber.try_init().map_err(|_twice| TelemetryError::StartedTwice)?;
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        let reason = panic.payload_as_str().unwrap_or("no reason given");
        let backtrace = std::backtrace::Backtrace::force_capture();
        tracing::error!(location, reason, %backtrace, "panicked");
    }));
    Ok(Telemetry { metrics, _log: log })
}

/// One clock and one form for all lines.
struct Timestamps;

impl FormatTime for Timestamps {
    fn format_time(&self, writer: &mut Writer<'_>) -> std::fmt::Result {
        let since_1970 = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let text = timestamp(i64::try_from(since_1970.as_micros()).unwrap_or(0));
        writer.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Each event comes as one whole line.
struct LogWriter;

impl Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        log::write_line(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
