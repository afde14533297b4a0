//! Signatures as Standard Webhooks has them: HMAC-SHA-256 over id, moment and body.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::WebhooksError;

const SECRET_BYTES: usize = 32;
/// How a secret begins when it is shown, so that a leaked one is recognised.
const PREFIX: &str = "whsec_";

/// A new signing secret.
pub(crate) fn new_secret() -> Result<Vec<u8>, WebhooksError> {
    let mut secret = vec![0; SECRET_BYTES];
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

/// A secret as receivers' libraries take it.
pub(crate) fn show_secret(secret: &[u8]) -> String {
    format!("{PREFIX}{}", BASE64.encode(secret))
}

/// One signature for each secret, parted by spaces: a receiver needs to know but one of them.
pub(crate) fn sign<'a>(
    secrets: impl IntoIterator<Item = &'a [u8]>,
    id: &str,
    timestamp: i64,
    body: &str,
) -> String {
    let signed = format!("{id}.{timestamp}.{body}");
    // A key of any length will do.
    let hashes = secrets.into_iter().filter_map(|secret| Hmac::<Sha256>::new_from_slice(secret).ok());
    let signatures = hashes.map(|hmac| {
        let hash = hmac.chain_update(signed.as_bytes()).finalize().into_bytes();
        format!("v1,{}", BASE64.encode(&hash))
    });
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of the Standard Webhooks libraries.
    const VECTOR: (&str, &str, i64, &str, &str) = (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        r#"{"test": 2432232314}"#,
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );

    #[test]
    fn the_published_vector_is_signed_as_published() {
        let (shown, id, timestamp, body, signature) = VECTOR;
        let secret = BASE64.decode(shown.strip_prefix(PREFIX).unwrap().as_bytes()).unwrap();
        assert_eq!(show_secret(&secret), shown);
        assert_eq!(sign([secret.as_slice()], id, timestamp, body), signature);
        let both = sign([b"new".as_slice(), &secret], id, timestamp, body);
        assert_eq!(both.split(' ').nth(1), Some(signature));
        assert_ne!(both.split(' ').next(), Some(signature));
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_eq!((one.len(), one == other), (32, false));
    }
}
