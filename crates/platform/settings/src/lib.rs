//! What people set at the desk: of the shop, and each for themselves.
//!
//! Owns that a setting is kept, who may change it, and that nobody writes over what they have not
//! seen. What a value means, and whether it can be so, is known to whoever asks for it.
//! What belongs to the machine (addresses, secrets, limits) is no setting: it is configured.
#![warn(missing_docs)]

mod entity;
mod error;
mod migration;
mod shop;
mod store;
mod views;

pub use error::SettingsError;
pub use migration::migrations;
pub use shop::{Setting, TOPIC, edit_shop_setting, find_shop_setting, write_shop_setting};
pub use store::forget_person;
pub use views::{SavedView, keep_view, list_views, remove_view};
