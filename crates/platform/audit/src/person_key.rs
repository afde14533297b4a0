//! Sealing of personal values: XChaCha20-Poly1305 under a random key of each person.
//!
//! The chain hashes what lies sealed: with its key destroyed a value can never
//! be read again, and every hash still holds.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use db::WriteTx;
use kernel::boxed;
use uuid::Uuid;

use crate::{AuditError, store};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// What a sealed value is; bound to it, so that one cannot stand in another's place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// From where somebody acted.
    Origin,
    /// What was and is there of a person.
    Values,
}

impl Part {
    fn bound(self, person: Uuid) -> Vec<u8> {
        let name: &[u8] = match self {
            Self::Origin => b"origin",
            Self::Values => b"values",
        };
        [name, person.as_bytes()].concat()
    }
}

/// The key of one person.
pub(crate) struct PersonKey(XChaCha20Poly1305);

impl PersonKey {
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        XChaCha20Poly1305::new_from_slice(bytes).ok().map(Self)
    }

    /// The key of `person`, made if there is none yet; `None` for one who was erased.
    pub(crate) async fn of(tx: &WriteTx, person: Uuid) -> Result<Option<Self>, AuditError> {
        let mut new = vec![0; KEY_BYTES];
        getrandom::fill(&mut new)?;
        let bytes = store::person::find_or_insert_key(tx, person, new).await?;
        Ok(bytes.as_deref().and_then(Self::new))
    }

    /// Nonce and sealed text.
    pub(crate) fn seal(&self, part: Part, person: Uuid, plain: &[u8]) -> Result<Vec<u8>, AuditError> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)?;
        let payload = Payload { msg: plain, aad: &part.bound(person) };
        let sealed =
            self.0.encrypt(&nonce.into(), payload).map_err(|_no_reason_given| AuditError::Sealing)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What [`PersonKey::seal`] was given; `None` if it is not that.
    pub(crate) fn open(&self, part: Part, person: Uuid, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: text, aad: &part.bound(person) };
        self.0.decrypt(&(*nonce).into(), payload).ok()
    }
}

/// Destroys the key of `person`: what the trail holds of them can never be read again.
#[boxed]
pub async fn erase_person(tx: &WriteTx, person: Uuid) -> Result<(), AuditError> {
    store::person::destroy_key(tx, person).await
}
