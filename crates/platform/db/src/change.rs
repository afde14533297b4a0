//! The change feed: what happened, in order, for whoever must know.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Db, DbError};

/// A place in the feed: everything at or before it has been read.
///
/// `tx` is PostgreSQL's transaction id, always 0 on SQLite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The writing transaction's id.
    pub tx: u64,
    /// The row's own number.
    pub id: i64,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Where it stands in the feed.
    pub place: Place,
    /// What it is about, `domain.noun`: "catalogue.product".
    pub topic: String,
    /// Ids, never whole rows.
    pub payload: Value,
    /// When it was written, UTC.
    pub at: DateTime<Utc>,
}

impl Db {
    /// The place of the last change that can be read now.
    pub async fn feed_head(&self) -> Result<Place, DbError> {
        Ok(Place::default())
    }

    /// Up to `limit` changes after `after` whose topic is one of `topics`, in order.
    pub async fn read_changes(
        &self,
        after: Place,
        topics: &[&str],
        limit: u64,
    ) -> Result<Vec<Change>, DbError> {
        let _ = (after, topics, limit);
        Ok(Vec::new())
    }

    /// Returns when the feed may have grown since this was last called on `seen`.
    pub async fn feed_moved(&self) {
        std::future::pending::<()>().await;
    }
}
