//! Secrets at rest: what must be read again lies in the database sealed under the shop's secret.
//!
//! Owns the key that comes of the shop's secret for this one use, and the sealing
//! (XChaCha20-Poly1305). Knows nothing of what is sealed or where it is kept.
#![warn(missing_docs)]

use std::sync::Arc;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit};

const NONCE_BYTES: usize = 24;
const PURPOSE: &str = "dukkan 2026-11-21 sealing at rest";

/// Seals with the shop's first secret, opens with any of them. Cheap to clone.
#[derive(Clone)]
pub struct Sealer(Arc<[[u8; 32]]>);

/// Why nothing was sealed; never because of what was to be sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// There is no secret to seal under.
    #[error("the shop has no secret")]
    NoSecret,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoRandomness(#[from] getrandom::Error),
    /// The cipher failed.
    #[error("the cipher failed: {0}")]
    Cipher(String),
}

impl Sealer {
    /// Under these secrets of the shop: the first seals, all of them open.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        Self(secrets.into_iter().map(|secret| blake3::derive_key(PURPOSE, secret.as_bytes())).collect())
    }

    /// A nonce and the sealed text.
    ///
    /// # Errors
    /// [`SealError`], whatever is sealed.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let key = self.0.first().ok_or(SealError::NoSecret)?;
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)?;
        let sealed = XChaCha20Poly1305::new(key.into())
            .encrypt(&nonce.into(), plain)
            .map_err(|error| SealError::Cipher(error.to_string()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed; `None` if that was under none of these secrets, or it was changed.
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        self.0.iter().find_map(|key| XChaCha20Poly1305::new(key.into()).decrypt(&(*nonce).into(), text).ok())
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("secrets", &self.0.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_secret_still_opens_while_it_stands_behind_the_new_one() {
        let (old, new, both) = (Sealer::new(["old"]), Sealer::new(["new"]), Sealer::new(["new", "old"]));
        let sealed = old.seal(b"x").unwrap();
        assert_eq!(both.open(&sealed).as_deref(), Some(b"x".as_slice()));
        assert_eq!(new.open(&sealed), None);
        assert_eq!(old.open(&both.seal(b"y").unwrap()), None);
    }

    #[test]
    fn what_was_changed_does_not_open_and_no_key_shows_itself() {
        let sealer = Sealer::new(["a secret"]);
        let mut sealed = sealer.seal(b"x").unwrap();
        assert_ne!(sealer.seal(b"x").unwrap(), sealed);
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(sealer.open(&sealed), None);
        assert_eq!(sealer.open(b"short"), None);
        assert_eq!(format!("{sealer:?}"), "Sealer { secrets: 1 }");
    }
}
