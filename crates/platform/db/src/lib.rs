//! The one door to the database: connections, transactions, migrations, the change feed.
//!
//! Owns how Dukkan talks to SQLite and PostgreSQL. Knows no table of any
//! domain; each domain brings its own migrations and queries.
#![warn(missing_docs)]

mod address;
mod connect;
mod counter;
mod error;
mod feed;
mod migrate;
mod migration;
#[cfg(feature = "testing")]
#[expect(clippy::expect_used, clippy::panic, reason = "a test that lacks its database ends here")]
pub mod testing;
mod write_tx;

pub use connect::{Backend, Db};
pub use counter::allot_numbers;
pub use error::DbError;
pub use feed::{Change, FeedWatch, Place};
pub use migrate::migrate;
pub use write_tx::WriteTx;
