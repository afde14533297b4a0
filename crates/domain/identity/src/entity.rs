//! The tables as SeaORM sees them. Nothing of this leaves the crate.

pub(crate) mod api_key;
pub(crate) mod one_time_link;
pub(crate) mod recovery_code;
pub(crate) mod refresh_token;
pub(crate) mod session;
pub(crate) mod staff;
