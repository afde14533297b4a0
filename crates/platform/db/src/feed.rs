//! The change feed: what happened, in order, for whoever must know.
//!
//! Changes are written in the transaction of what they tell ([`crate::WriteTx`]),
//! read in order and at least once. A reader keeps its [`Place`].

mod store;
mod watch;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Db, DbError};

pub(crate) use store::{adopt_restored, insert, notify, save_place};
pub(crate) use watch::Feed;
pub use watch::FeedWatch;

/// A place in the feed: everything at or before it has been read.
///
/// `tx` is PostgreSQL's transaction id, always 0 on SQLite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
        store::head(self.reader(), self.backend()).await
    }

    /// Up to `limit` changes after `after` whose topic is one of `topics`, in order.
    ///
    /// On PostgreSQL a change waits here until no older transaction of the
    /// server is under way, because that one could still put a row before it.
    pub async fn read_changes(
        &self,
        after: Place,
        topics: &[&str],
        limit: u64,
    ) -> Result<Vec<Change>, DbError> {
        store::read(self.reader(), self.backend(), after, topics, limit).await
    }

    /// Wakes whoever reads the feed, from now on.
    ///
    /// Take the watch first, then read until nothing comes, then wait: so no
    /// change is missed.
    pub fn watch(&self) -> FeedWatch {
        self.feed.watch()
    }

    /// The last change that this process has committed, [`Place::default`] if none.
    ///
    /// Who has read the feed up to here has seen all of its own writes.
    pub fn last_written(&self) -> Place {
        self.feed.last_written()
    }

    /// Whether every change after `after` can still be read: it has not been trimmed,
    /// and it is a place of this database and not of a later or another one.
    ///
    /// Who keeps a place elsewhere (an index on disk) asks before it relies on it.
    pub async fn feed_holds(&self, after: Place) -> Result<bool, DbError> {
        Ok(after <= self.feed_head().await? && after >= store::trimmed(self.reader()).await?)
    }

    /// How far the subscriber `name` has read; `None` if it has saved no place yet.
    ///
    /// Saved by [`crate::WriteTx::save_place`].
    pub async fn find_place(&self, name: &str) -> Result<Option<Place>, DbError> {
        store::find_place(self.reader(), name).await
    }

    /// Deletes changes older than `before` that all named subscribers have read.
    /// Returns how many. The newest change always stays.
    pub async fn trim_feed(&self, before: DateTime<Utc>) -> Result<u64, DbError> {
        let tx = self.begin_write().await?;
        let deleted = store::trim(tx.conn(), self.backend(), before).await?;
        tx.commit().await?;
        Ok(deleted)
    }
}
