//! The transaction in which everything is written.

use std::sync::Arc;
use std::sync::Mutex;

use kernel::Clock;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::feed::{self, Feed, Place};
use crate::{Backend, DbError};

/// An open write transaction.
///
/// Dropped without [`WriteTx::commit`] it changes nothing.
#[derive(Debug)]
pub struct WriteTx {
    tx: DatabaseTransaction,
    backend: Backend,
    clock: Clock,
    feed: Arc<Feed>,
    last_change: Mutex<Option<Place>>,
}

impl WriteTx {
    pub(crate) async fn begin(
        writer: &DatabaseConnection,
        backend: Backend,
        clock: Clock,
        feed: Arc<Feed>,
    ) -> Result<Self, DbError> {
        let options = TransactionOptions {
            // A deferred one that writes after it has read fails at once when another wrote meanwhile.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = writer.begin_with_options(options).await?;
        Ok(Self { tx, backend, clock, feed, last_change: Mutex::new(None) })
    }

    /// The connection of this transaction, for reads and for a store's writes.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The clock that tells when what is written here was written.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Adds a row to the change feed; others see it when this commits.
    ///
    /// `topic` is `domain.noun`; `payload` holds ids, never rows.
    pub async fn record_change(&self, topic: &str, payload: &serde_json::Value) -> Result<(), DbError> {
        let place = feed::insert(&self.tx, self.backend, topic, payload, self.clock.now()).await?;
        if let Ok(mut last) = self.last_change.lock() {
            *last = Some(place);
        }
        Ok(())
    }

    /// Keeps how far the subscriber `name` has read.
    ///
    /// Place and effect commit together: write what came of the changes in the
    /// same transaction.
    pub async fn save_place(&self, name: &str, place: Place) -> Result<(), DbError> {
        feed::save_place(&self.tx, name, place).await
    }

    /// Makes it durable and wakes the feed's subscribers.
    pub async fn commit(self) -> Result<(), DbError> {
        let last_change = self.last_change.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last_change.is_some() && self.backend == Backend::Postgres {
            feed::notify(&self.tx).await?;
        }
        self.tx.commit().await?;
        if let Some(place) = last_change {
            self.feed.wrote(place);
        }
        Ok(())
    }
}
