//! What the process tells about itself: JSON logs on standard error and metrics.
//!
//! Owns how they are written, not what is said. Nothing here waits for a slow
//! reader of the log: lines that it cannot take are counted and dropped.
#![warn(missing_docs)]

mod init;
mod log;
mod metrics_page;
mod process;
mod timestamp;

pub use init::{Telemetry, TelemetryError, init};
pub use log::{access_log_wanted, write_line};
pub use metrics_page::Metrics;
pub use timestamp::timestamp;
