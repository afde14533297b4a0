//! Passwords: the rules for new ones, hashing and checking on a bounded number of threads.
//!
//! argon2id with 19 MiB and two passes (OWASP ASVS 5.0, appendix C). Hashes of
//! bcrypt, from an older system, verify and ask to be replaced.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use data_encoding::BASE64_NOPAD;
use tokio::sync::Semaphore;

use crate::IdentityError;

/// Shorter ones are refused.
const SHORTEST: usize = 10;
/// Longer ones are refused: nobody remembers them, and hashing takes time.
const LONGEST_BYTES: usize = 256;
/// The commonest of ten characters or more, in lower case.
const COMMON: &str = include_str!("common_passwords.txt");
/// How many may wait for a thread; at about 50 ms each the last waits some seconds.
const MOST_WAITING: usize = 64;

/// Hashes and checks passwords. Cheap to clone.
///
/// At most half of the processors work on it at once, so that the shop has the
/// others; who comes when too many wait is sent away.
#[derive(Debug, Clone)]
pub struct Passwords {
    threads: Arc<Semaphore>,
    places: Arc<Semaphore>,
    done: Arc<AtomicU64>,
    /// Of a password that nobody knows, to be checked where there is no account.
    nobodys: Arc<str>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    Wrong,
    Right,
    /// Right, by a hash of a kind that should be replaced.
    RightButOld,
}

impl Passwords {
    /// For this machine.
    pub fn new() -> Result<Self, IdentityError> {
        let threads = available_parallelism().map_or(1, |processors| (processors.get() / 2).max(1));
        Ok(Self {
            threads: Arc::new(Semaphore::new(threads)),
            places: Arc::new(Semaphore::new(MOST_WAITING)),
            done: Arc::default(),
            nobodys: nobodys_hash()?.into(),
        })
    }

    /// How many passwords were hashed or checked: the work done, for tests and figures.
    pub fn work_done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, IdentityError> {
        let password = password.to_owned();
        self.work(move || hash(password.as_bytes())).await
    }

    /// Whether `password` is what `known` is the hash of. Without a hash the same work is done for nothing.
    pub(crate) async fn check(&self, password: &str, known: Option<&str>) -> Result<Checked, IdentityError> {
        let Some(known) = known else {
            self.compare(password, Arc::clone(&self.nobodys)).await?;
            return Ok(Checked::Wrong);
        };
        self.compare(password, known.into()).await
    }

    async fn compare(&self, password: &str, known: Arc<str>) -> Result<Checked, IdentityError> {
        let password = password.to_owned();
        self.work(move || check(password.as_bytes(), &known)).await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, IdentityError> + Send + 'static,
    ) -> Result<T, IdentityError> {
        let _place = self.places.try_acquire().map_err(|_none_left| IdentityError::Busy)?;
        let thread = Arc::clone(&self.threads).acquire_owned().await;
        let done = Arc::clone(&self.done);
        let working = tokio::task::spawn_blocking(move || {
            // Given back by the work itself: who goes away does not make room for another beside it.
            let _thread = thread;
            let result = work();
            done.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("password_hashes_total").increment(1);
            result
        });
        working.await.map_err(|error| IdentityError::Cryptography(error.to_string()))?
    }
}

fn hash(password: &[u8]) -> Result<String, IdentityError> {
    let hash = Argon2::default().hash_password(password);
    hash.map(|hash| hash.to_string()).map_err(|error| IdentityError::Cryptography(error.to_string()))
}

/// What no password is the hash of, as far as anybody knows. Drawn, not computed: that would take 19 MiB at each start.
fn nobodys_hash() -> Result<String, IdentityError> {
    let mut drawn = [0; 48];
    getrandom::fill(&mut drawn)?;
    let (salt, output) = drawn.split_at(16);
    let [salt, output] = [salt, output].map(|bytes| BASE64_NOPAD.encode(bytes));
    let (memory, passes) = (Params::DEFAULT_M_COST, Params::DEFAULT_T_COST);
    let lanes = Params::DEFAULT_P_COST;
    Ok(format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}"))
}

fn check(password: &[u8], known: &str) -> Result<Checked, IdentityError> {
    if known.starts_with("$2") {
        let right = bcrypt::verify(password, known);
        let right = right.map_err(|error| IdentityError::Cryptography(error.to_string()))?;
        return Ok(if right { Checked::RightButOld } else { Checked::Wrong });
    }
    let known = PasswordHash::new(known).map_err(|error| IdentityError::Cryptography(error.to_string()))?;
    let right = Argon2::default().verify_password(password, &known).is_ok();
    Ok(if right { Checked::Right } else { Checked::Wrong })
}

/// Whether a new password may be taken; `about` are words that an attacker would try first.
pub(crate) fn check_rules(password: &str, about: &[&str]) -> Result<(), IdentityError> {
    let refuse = |reason: &str| Err(IdentityError::invalid("password", reason));
    if password.chars().count() < SHORTEST {
        return refuse("has fewer than 10 characters");
    }
    if password.len() > LONGEST_BYTES {
        return refuse("has more than 256 bytes");
    }
    let lower = password.to_lowercase();
    let mut characters = lower.chars();
    let first = characters.next();
    if COMMON.lines().any(|common| common == lower) || characters.all(|one| Some(one) == first) {
        return refuse("is one of the commonest there are");
    }
    if about.iter().any(|word| word.to_lowercase() == lower) {
        return refuse("is the e-mail or the name");
    }
    Ok(())
}

/// Refuses what no account can have, before any work is done.
pub(crate) fn is_possible(password: &str) -> bool {
    password.len() <= LONGEST_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_obvious_passwords_are_refused() {
        for refused in
            ["", "ninechars", "1234567890", "Password123", "aaaaaaaaaaaa", "AZERTYUIOP", "Clerk@Shop.example"]
        {
            assert!(check_rules(refused, &["clerk@shop.example"]).is_err(), "{refused}");
        }
        assert!(check_rules(&"ab".repeat(200), &[]).is_err());
        for taken in ["correct horse battery", "كلمة سر طويلة", "dix-lettres!"] {
            assert!(check_rules(taken, &["clerk@shop.example"]).is_ok(), "{taken}");
        }
    }

    #[test]
    fn every_common_password_is_long_enough_to_matter() {
        for common in COMMON.lines() {
            assert!(common.chars().count() >= SHORTEST && common == common.to_lowercase(), "{common}");
        }
    }

    #[test]
    fn hashes_are_argon2id_with_19_mib_and_two_passes() {
        for hash in [hash(b"x").unwrap(), nobodys_hash().unwrap()] {
            assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
            assert_eq!(hash.len(), "$argon2id$v=19$m=19456,t=2,p=1$".len() + 22 + 1 + 43);
        }
    }

    #[tokio::test]
    async fn the_same_work_is_done_whether_there_is_an_account_or_not() {
        let passwords = Passwords::new().unwrap();
        let known = passwords.hash("the right one").await.unwrap();
        let before = passwords.work_done();
        assert_eq!(passwords.check("wrong", Some(&known)).await.unwrap(), Checked::Wrong);
        let with_account = passwords.work_done() - before;
        assert_eq!(passwords.check("wrong", None).await.unwrap(), Checked::Wrong);
        assert_eq!(passwords.work_done() - before, 2 * with_account);
        assert_eq!(passwords.check("the right one", Some(&known)).await.unwrap(), Checked::Right);
    }

    #[tokio::test]
    async fn a_bcrypt_hash_verifies_and_asks_to_be_replaced() {
        let passwords = Passwords::new().unwrap();
        let old = bcrypt::hash("from the old system", 4).unwrap();
        let check = async |word| passwords.check(word, Some(&old)).await.unwrap();
        assert_eq!(check("from the old system").await, Checked::RightButOld);
        assert_eq!(check("another").await, Checked::Wrong);
    }

    #[tokio::test]
    async fn who_comes_when_too_many_wait_is_sent_away_at_once() {
        let passwords = Passwords::new().unwrap();
        let checks = (0..MOST_WAITING + 10).map(|_| passwords.check("x", None));
        let results = futures::future::join_all(checks).await;
        let busy = results.iter().filter(|result| matches!(result, Err(IdentityError::Busy))).count();
        assert_eq!(busy, 10);
        assert_eq!(passwords.work_done(), MOST_WAITING as u64);
        assert!(passwords.check("x", None).await.is_ok());
    }
}
