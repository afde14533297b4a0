//! The second factor: codes of RFC 6238 (six digits, 30 seconds, SHA-1: what every app speaks).

use data_encoding::BASE32_NOPAD;
use totp_rs::Builder;

use crate::{IdentityError, Keys};

const SECRET_BYTES: usize = 20;
/// Recovery codes given at once.
const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 10 characters of base 32, less the last bits.
const RECOVERY_BYTES: usize = 7;
const RECOVERY_LETTERS: usize = 10;

/// A secret that a person puts into their app.
#[derive(Debug, Clone)]
pub struct TotpSecret {
    /// In base 32, to be typed.
    pub secret: String,
    /// As an address that apps read from a QR code.
    pub uri: String,
}

/// A new secret.
pub(crate) fn new_secret() -> Result<Vec<u8>, IdentityError> {
    let mut secret = vec![0; SECRET_BYTES];
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

/// The secret as a person and their app take it; the app shows `shop` and `email`.
pub(crate) fn show(secret: &[u8], shop: &str, email: &str) -> TotpSecret {
    let text = BASE32_NOPAD.encode(secret);
    let (shop, email) = (percent_encoded(shop), percent_encoded(email));
    let uri = format!("otpauth://totp/{shop}:{email}?secret={text}&issuer={shop}");
    TotpSecret { secret: text, uri }
}

/// The step of which `code` is, if it is right now or was or will be 30 seconds from now.
pub(crate) fn step_of(secret: &[u8], code: &str, unix_seconds: i64) -> Option<i64> {
    let secret: [u8; SECRET_BYTES] = secret.try_into().ok()?;
    let generator = Builder::new().with_secret(secret).build().ok()?;
    let step = generator.check(code.trim(), u64::try_from(unix_seconds).ok()?)?;
    i64::try_from(step).ok()
}

/// New recovery codes, each to be used once: "k3v9d-7xq2m".
pub(crate) fn new_recovery_codes() -> Result<Vec<String>, IdentityError> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let mut bytes = [0; RECOVERY_BYTES];
            getrandom::fill(&mut bytes)?;
            let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
            let (first, second) = letters[..RECOVERY_LETTERS].split_at(RECOVERY_LETTERS / 2);
            Ok(format!("{first}-{second}"))
        })
        .collect()
}

/// What a recovery code may be kept as, however it was typed.
pub(crate) fn recovery_hashes(keys: &Keys, code: &str) -> Vec<Vec<u8>> {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    keys.hash_recovery_code(&letters.to_lowercase()).collect()
}

/// All but letters and digits as `%xx`.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six of eight digits.
        let secret = b"12345678901234567890";
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(secret, code, time), Some(time / 30));
            assert_eq!(step_of(secret, code, time + 30), Some(time / 30));
            assert_eq!(step_of(secret, code, time + 60), None);
        }
        for rubbish in ["", "28708", "2870822", "+28708", "abcdef", "٢٨٧٠٨٢"] {
            assert_eq!(step_of(secret, rubbish, 59), None);
        }
    }

    #[test]
    fn a_secret_is_shown_as_apps_read_it() {
        let shown = show(b"12345678901234567890", "Comptoir du Sahel", "a@b.tn");
        assert_eq!(
            shown.uri,
            "otpauth://totp/Comptoir%20du%20Sahel:a%40b%2Etn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Comptoir%20du%20Sahel"
        );
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let keys = Keys::read("a-secret-of-thirty-two-characters-or-more").unwrap();
        let codes = new_recovery_codes().unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let code = &codes[0];
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(recovery_hashes(&keys, code), recovery_hashes(&keys, &typed));
    }
}
