//! Tables. Nothing of them leaves this crate.

pub(crate) mod setting;
