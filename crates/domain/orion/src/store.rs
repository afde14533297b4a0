//! Queries: reads on a connection, writes on `&WriteTx`; they never begin a transaction.

pub(crate) mod forecast;
pub(crate) mod insight;
pub(crate) mod model;
pub(crate) mod sale_day;
pub(crate) mod weather_day;
