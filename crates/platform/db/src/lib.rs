//! The one door to the database: connections, transactions, migrations, the change feed.
//!
//! Owns how Dukkan talks to SQLite and PostgreSQL. Knows no table of any
//! domain; each domain brings its own migrations and queries.
#![warn(missing_docs)]

mod change;
mod connect;
mod error;
mod migrate;
mod write_tx;

pub use change::{Change, Place};
pub use connect::{Backend, Db};
pub use error::DbError;
pub use migrate::migrate;
pub use write_tx::WriteTx;
