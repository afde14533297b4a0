//! Queries: free functions, reads on a connection, writes on a [`db::WriteTx`]; none begins a transaction.

pub(crate) mod brand;
mod bulk;
pub(crate) mod bulk_edit;
pub(crate) mod category;
pub(crate) mod fitment;
pub(crate) mod price_change;
pub(crate) mod product;
pub(crate) mod product_groups;
pub(crate) mod product_list;
pub(crate) mod product_name;
pub(crate) mod product_pictures;
pub(crate) mod product_words;
pub(crate) mod synonym;
pub(crate) mod vehicle;
