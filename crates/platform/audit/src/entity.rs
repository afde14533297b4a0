//! The tables as SeaORM sees them. Nothing of this leaves the crate.

pub(crate) mod entry;
pub(crate) mod person;
