//! Words shared by all of Dukkan: money, locales, ids, the clock, text, actors, error codes.
//!
//! Owns no state and does no I/O; nothing here is async. Whatever only one
//! domain needs lives in that domain.
#![warn(missing_docs)]

mod actor;
mod causes;
mod clock;
mod error_code;
mod id;
mod locale;
mod money;
pub mod text;

pub use actor::{Actor, Forbidden, Permission, Permissions, UnknownPermission, Who};
pub use causes::Causes;
pub use clock::Clock;
pub use error_code::ErrorCode;
pub use id::uuid;
pub use locale::{Direction, Locale, LocalizedText};
pub use money::{Currency, Money, ParseMoneyError};
