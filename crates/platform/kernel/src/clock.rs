//! The one source of the present time and of new ids.
//!
//! Everything that needs the time takes a `Clock`, so that a test can freeze it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::{NoContext, Timestamp, Uuid};

/// Tells the time: the system's, or a frozen one that only a test moves.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds since 1970 when frozen; `None` follows the system.
    frozen_us: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// A clock that follows the system's.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `now` until [`Clock::advance`] moves it.
    pub fn frozen(now: DateTime<Utc>) -> Self {
        Self { frozen_us: Some(Arc::new(AtomicI64::new(now.timestamp_micros()))) }
    }

    /// The present moment, UTC, in whole microseconds (what PostgreSQL keeps).
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.frozen_us {
            Some(frozen) => frozen.load(Ordering::Relaxed),
            #[expect(clippy::disallowed_methods, reason = "this is the clock's home")]
            None => Utc::now().timestamp_micros(),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// Moves a frozen clock forward; the system's clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(frozen) = &self.frozen_us {
            frozen.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::Relaxed);
        }
    }

    /// A new time-ordered id (UUIDv7) of this moment.
    pub fn new_uuid(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
    }
}
