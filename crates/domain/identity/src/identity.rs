//! What all use cases of this crate work with.

use db::Db;
use kernel::Clock;

use crate::{IdentityError, Keys, Passwords};

/// The database of accounts, the time, the shop's keys and the threads that hash. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Where accounts and sessions are.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// The keys of the shop's secret.
    pub keys: Keys,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// How the shop is called in people's authenticator apps.
    pub shop_name: String,
}

impl Identity {
    /// Over `db`, with the keys of `secret`.
    ///
    /// # Errors
    /// [`IdentityError::BadSecret`].
    pub fn new(db: Db, clock: Clock, secret: &str, shop_name: String) -> Result<Self, IdentityError> {
        let db = db.with_clock(clock.clone());
        Ok(Self { db, clock, keys: Keys::read(secret)?, passwords: Passwords::new()?, shop_name })
    }
}
