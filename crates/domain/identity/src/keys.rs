//! The shop's secret, and the keys for each use that come of it.
//!
//! The text of the secret holds one or more secrets, parted by white space: the
//! first signs and seals, all of them verify and open, so that a new one can be
//! put before the old.

use std::sync::Arc;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use seal::Sealer;
use uuid::Uuid;

use crate::IdentityError;
use crate::token::TokenKind;

/// Shorter secrets can be guessed.
const SHORTEST_SECRET: usize = 32;

/// The keys of one shop. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    secrets: Arc<[Secret]>,
    sealer: Sealer,
}

struct Secret {
    id: String,
    access: [u8; 32],
    successor: [u8; 32],
    csrf: [u8; 32],
    recovery: [u8; 32],
}

impl Keys {
    /// Reads the text of a secret.
    ///
    /// # Errors
    /// [`IdentityError::BadSecret`] if there is none, or one is shorter than 32 characters.
    pub fn read(text: &str) -> Result<Self, IdentityError> {
        let secrets: Vec<&str> = text.split_whitespace().collect();
        if secrets.is_empty() {
            return Err(IdentityError::BadSecret("the secret is empty"));
        }
        if secrets.iter().any(|secret| secret.len() < SHORTEST_SECRET) {
            return Err(IdentityError::BadSecret("a secret is shorter than 32 characters"));
        }
        let sealer = Sealer::new(secrets.iter().copied());
        Ok(Self { secrets: secrets.into_iter().map(Secret::new).collect(), sealer })
    }

    /// The text of a new secret.
    pub fn new_secret() -> Result<String, IdentityError> {
        let mut bytes = [0; 48];
        getrandom::fill(&mut bytes)?;
        Ok(BASE64URL_NOPAD.encode(&bytes))
    }

    fn first(&self) -> &Secret {
        &self.secrets[0]
    }

    /// The id and bytes of the key that signs access tokens.
    pub(crate) fn signing(&self) -> (&str, &[u8]) {
        (&self.first().id, &self.first().access)
    }

    /// The key with this id, to verify with.
    pub(crate) fn verifying(&self, id: &str) -> Option<&[u8]> {
        self.secrets.iter().find(|secret| secret.id == id).map(|secret| secret.access.as_slice())
    }

    /// The refresh token that follows `token`: always the same, and known to nobody without the key.
    pub(crate) fn successor(&self, token: &str) -> String {
        let hash = blake3::keyed_hash(&self.first().successor, token.as_bytes());
        TokenKind::Refresh.of_bytes(hash.as_bytes())
    }

    /// What a form of this session must bring along.
    pub fn csrf_token(&self, session: Uuid) -> String {
        HEXLOWER.encode(blake3::keyed_hash(&self.first().csrf, session.as_bytes()).as_bytes())
    }

    /// Whether `token` is this session's, by this or an earlier secret.
    pub fn csrf_matches(&self, session: Uuid, token: &str) -> bool {
        let Some(sent) = HEXLOWER.decode(token.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok())
        else {
            return false;
        };
        // Comparing hashes takes the same time wherever they differ.
        let sent = blake3::Hash::from_bytes(sent);
        self.secrets.iter().any(|secret| blake3::keyed_hash(&secret.csrf, session.as_bytes()) == sent)
    }

    /// What is kept of a recovery code: it is short, so that its hash needs a key.
    pub(crate) fn hash_recovery_code(&self, code: &str) -> impl Iterator<Item = Vec<u8>> {
        self.secrets
            .iter()
            .map(|secret| blake3::keyed_hash(&secret.recovery, code.as_bytes()).as_bytes().to_vec())
    }

    /// Seals what must be read again: second factors here, and what other parts of the shop keep.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }
}

impl Secret {
    fn new(text: &str) -> Self {
        let derive = |purpose: &str| blake3::derive_key(purpose, text.as_bytes());
        Self {
            id: HEXLOWER.encode(&derive("dukkan 2026-11-21 key id")[..6]),
            access: derive("dukkan 2026-11-21 access token"),
            successor: derive("dukkan 2026-11-21 successor of a refresh token"),
            csrf: derive("dukkan 2026-11-21 csrf"),
            recovery: derive("dukkan 2026-11-21 recovery code"),
        }
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.secrets.iter().map(|secret| &secret.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "an-old-secret-of-thirty-two-characters";
    const NEW: &str = "a-new-secret-of-thirty-two-characters-";

    #[test]
    fn an_earlier_secret_still_verifies_and_opens_while_it_stands_behind_the_new_one() {
        let old = Keys::read(OLD).unwrap();
        let both = Keys::read(&format!("{NEW}\n{OLD}\n")).unwrap();
        let new = Keys::read(NEW).unwrap();
        let session = Uuid::nil();
        assert!(both.csrf_matches(session, &old.csrf_token(session)));
        assert!(!new.csrf_matches(session, &old.csrf_token(session)));
        let sealed = old.sealer().seal(b"x").unwrap();
        assert_eq!(both.sealer().open(&sealed).as_deref(), Some(b"x".as_slice()));
        assert!(both.verifying(old.signing().0).is_some());
        assert_eq!(both.signing().0, new.signing().0);
    }

    #[test]
    fn a_short_or_missing_secret_is_refused() {
        assert!(Keys::read(" \n").is_err());
        assert!(Keys::read("short").is_err());
        assert!(Keys::read(&Keys::new_secret().unwrap()).is_ok());
    }

    #[test]
    fn keys_do_not_show_themselves() {
        let shown = format!("{:?}", Keys::read(OLD).unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
