//! The audit trail: who did what, when, from where, what was before and what after.
//!
//! Owns a chain of entries, each hashed over the one before, written in the
//! transaction of what it tells. An entry cannot be changed or removed: there
//! is no function for it, the tables refuse it, and [`verify`] finds out.
//! Personal values lie under a key of their person, so that a person can be
//! forgotten while the chain stays whole.
#![warn(missing_docs)]

mod chain;
mod csv_rows;
mod entity;
mod entry;
mod error;
mod list;
mod migration;
mod person_key;
mod recent;
mod record;
mod store;
mod verify;

pub use csv_rows::{csv_head, csv_rows};
pub use entry::Entry;
pub use error::AuditError;
pub use list::{AuditEntry, AuditFilter, AuditPage, Sealed, Values, Writer, list};
pub use migration::migrations;
pub use person_key::erase_person;
pub use recent::recent;
pub use record::{record, record_all};
pub use verify::{Fault, Verdict, verify};
