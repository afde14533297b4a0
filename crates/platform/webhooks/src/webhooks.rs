//! What all use cases of this crate work with.

use std::net::SocketAddr;
use std::time::Duration;

use db::Db;
use fetch::{FetchSettings, Fetcher};
use jobs::Handlers;
use seal::Sealer;

use crate::Events;

/// The database, the shop's seal, the way out and the events there are. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Webhooks {
    pub(crate) db: Db,
    pub(crate) sealer: Sealer,
    pub(crate) fetcher: Fetcher,
    pub(crate) events: Events,
}

impl Webhooks {
    /// Over `db`, with secrets under `sealer`, sent through `fetcher`.
    pub fn new(db: Db, sealer: Sealer, fetcher: Fetcher, events: Events) -> Self {
        Self { db, sealer, fetcher, events }
    }

    /// Which events there are.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// The functions of this crate's jobs.
    pub fn handlers(&self) -> Handlers {
        crate::deliver::handlers(self).and(crate::housekeeping::handlers())
    }
}

/// How patient a sender is: an endpoint answers quickly and briefly, or it is tried again later.
///
/// `trusted` are receivers in the house, as they stand in a URL.
pub fn fetch_settings(trusted: Vec<SocketAddr>) -> FetchSettings {
    FetchSettings {
        time_limit: Duration::from_secs(15),
        connect_limit: Duration::from_secs(5),
        most_bytes: 1 << 20,
        trusted,
        ..FetchSettings::default()
    }
}
