//! Queries: reads on a connection, writes on `&WriteTx`; they never begin a transaction.

pub(crate) mod api_key;
pub(crate) mod link;
pub(crate) mod recovery_code;
pub(crate) mod refresh_token;
pub(crate) mod session;
pub(crate) mod staff;

use chrono::{DateTime, Utc};

/// A moment of a column of microseconds.
pub(crate) fn moment(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}
