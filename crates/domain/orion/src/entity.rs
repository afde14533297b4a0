//! Tables of demand, private to this crate.

pub(crate) mod sale_day;
