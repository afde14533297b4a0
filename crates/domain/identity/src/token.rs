//! Opaque tokens: 256 random bits that only their holder knows; we keep their hash.

use data_encoding::BASE64URL_NOPAD;

use crate::IdentityError;

/// What a token is for; it begins with this, so that a leaked one is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Refresh,
    Browser,
    Link,
    ApiKey,
}

impl TokenKind {
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Refresh => "dkr_",
            Self::Browser => "dks_",
            Self::Link => "dkl_",
            Self::ApiKey => "dkk_",
        }
    }

    pub(crate) fn new_token(self) -> Result<String, IdentityError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(self.of_bytes(&bytes))
    }

    pub(crate) fn of_bytes(self, bytes: &[u8; 32]) -> String {
        format!("{}{}", self.prefix(), BASE64URL_NOPAD.encode(bytes))
    }
}

/// What is kept of a token. It has 256 random bits: a fast hash is enough.
pub(crate) fn hash_token(token: &str) -> Vec<u8> {
    blake3::derive_key("dukkan 2026-11-21 token at rest", token.as_bytes()).to_vec()
}
