//! Events: which there are, and how a change of the feed becomes some of them.

use chrono::{DateTime, SecondsFormat, Utc};
use db::{Change, Db};
use futures::future::BoxFuture;
use serde_json::{Value, json};

/// The event that staff send to see whether an endpoint takes it; every endpoint gets it.
pub(crate) const PING: &str = "ping";

/// Why it is not known what happened; the change is read again later.
pub type ReadError = Box<dyn std::error::Error + Send + Sync>;

/// A kind of event that an endpoint can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKind {
    /// Its name, for ever: "product.updated".
    pub name: &'static str,
    /// When it comes and what its `data` holds.
    pub about: &'static str,
}

/// Something that happened, as it is told outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The name of its kind.
    pub kind: &'static str,
    /// Ids and names, never whole records: whoever needs more asks the API.
    pub data: Value,
}

impl Event {
    /// What is sent of it.
    pub(crate) fn body(&self, at: DateTime<Utc>) -> String {
        let timestamp = at.to_rfc3339_opts(SecondsFormat::Micros, true);
        json!({ "type": self.kind, "timestamp": timestamp, "data": self.data }).to_string()
    }
}

/// Tells the events of one change, as the shop is by now.
pub type ReadEvents = fn(Db, Change) -> BoxFuture<'static, Result<Vec<Event>, ReadError>>;

/// The closed list of events, and who knows what the feed says of them.
#[derive(Debug, Clone, Copy)]
pub struct Events {
    /// All kinds there are.
    pub kinds: &'static [EventKind],
    /// The topics of the feed from which they come.
    pub topics: &'static [&'static str],
    /// What they say.
    pub read: ReadEvents,
}

impl Events {
    /// Whether there is an event of this name to ask for.
    pub(crate) fn know(&self, name: &str) -> bool {
        self.kinds.iter().any(|kind| kind.name == name)
    }
}
