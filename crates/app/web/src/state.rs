//! What every handler can reach: the shelf, the clock, the answer cache, the configuration.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use catalogue::{Shelf, Snapshot};
use db::Db;
use kernel::Clock;
use telemetry::Metrics;

use crate::WebConfig;
use crate::answer::AnswerCache;

/// Shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What an [`AppState`] holds.
pub struct Inner {
    shelf: Arc<Shelf>,
    /// Asked for its health alone; `None` for a shelf without a database behind it.
    pub db: Option<Db>,
    /// The one source of the time.
    pub clock: Clock,
    /// Tiers 1 and 2; absent with `--no-cache`.
    pub cache: Option<AnswerCache>,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// The web's part of the configuration.
    pub config: WebConfig,
    ready: AtomicBool,
}

impl AppState {
    /// Puts together what the handlers need; `cache` is `None` with `--no-cache`.
    pub fn new(
        shelf: Arc<Shelf>,
        db: Option<Db>,
        clock: Clock,
        cache: Option<AnswerCache>,
        metrics: Metrics,
        config: WebConfig,
    ) -> Self {
        Self(Arc::new(Inner { shelf, db, clock, cache, metrics, config, ready: AtomicBool::new(true) }))
    }

    /// What is for sale at this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.shelf.snapshot()
    }

    /// Whether new requests are welcome.
    pub fn is_ready(&self) -> bool {
        self.0.ready.load(Ordering::Relaxed)
    }

    /// Makes `/readyz` fail from now on, so that load balancers turn away.
    pub fn stop_being_ready(&self) {
        self.0.ready.store(false, Ordering::Relaxed);
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
