//! Words shared by all of Dukkan: money, locales, ids, the clock, text, actors, error codes.
//!
//! Owns no state, does no I/O and waits for nothing. Whatever only one
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

/// Has an async function compiled where it stands, once.
///
/// The body of an async function is compiled in each crate that awaits it: of what the desk and the program had compiled
/// a third were use cases of the domains, most of them in both. `#[boxed]` makes it a function that returns its future in a
/// box. For use cases and what else other crates await; not for what is generic, nor for what is asked thousands
/// of times a second.
pub use async_recursion::async_recursion as boxed;

pub use actor::{Actor, Forbidden, Permission, Permissions, UnknownPermission, Who};
pub use causes::Causes;
pub use clock::Clock;
pub use error_code::ErrorCode;
pub use id::uuid;
pub use locale::{Direction, Locale, LocalizedText};
pub use money::{Currency, Money, ParseMoneyError};
