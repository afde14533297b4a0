//! What every handler can reach: the shelf, the clock, the answer cache, the configuration.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use catalogue::{Shelf, Snapshot};
use db::Db;
use kernel::{Clock, ErrorCode};
use telemetry::Metrics;

use crate::answer::AnswerCache;
use crate::{Desk, Problem, WebConfig};

/// Shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// What an [`AppState`] holds.
pub struct Inner {
    shelf: Arc<Shelf>,
    /// Asked for its health alone; `None` for a shelf without a database behind it.
    pub db: Option<Db>,
    /// Where staff work; `None` for a shelf without a database behind it.
    pub desk: Option<Desk>,
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
        desk: Option<Desk>,
        clock: Clock,
        cache: Option<AnswerCache>,
        metrics: Metrics,
        config: WebConfig,
    ) -> Self {
        let ready = AtomicBool::new(true);
        Self(Arc::new(Inner { shelf, db, desk, clock, cache, metrics, config, ready }))
    }

    /// What is for sale at this moment.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.shelf.snapshot()
    }

    /// Where staff work.
    ///
    /// # Errors
    /// 503 where there is no database.
    pub fn desk(&self) -> Result<&Desk, Problem> {
        self.0.desk.as_ref().ok_or_else(|| Problem::of(ErrorCode::Unavailable))
    }

    /// Lets this process show what it has just written.
    pub async fn show_changes(&self) {
        if let Err(error) = self.0.shelf.catch_up().await {
            // It is written all the same, and the shelf's keeper tries again.
            tracing::warn!(%error, "a change is shown later");
        }
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
