//! The tables as SeaORM sees them; private to this crate.

pub(crate) mod delivery;
pub(crate) mod endpoint;
