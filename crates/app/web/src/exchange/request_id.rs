//! The id by which a request is found in the log: the sender's own when it is fit for one.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use http::HeaderValue;
use http::header::{HeaderMap, HeaderName};

pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LONGEST: usize = 64;

/// Makes ids that no other run of the server makes.
#[derive(Debug)]
pub(super) struct RequestIds {
    run: [u8; 16],
    made: AtomicU64,
}

impl RequestIds {
    pub(super) fn new() -> Self {
        // The standard library seeds each of these from the system's randomness.
        let seed = RandomState::new().hash_one(std::process::id());
        Self { run: hex(seed), made: AtomicU64::new(0) }
    }

    pub(super) fn of(&self, headers: &HeaderMap) -> HeaderValue {
        match headers.get(HEADER) {
            Some(sent) if is_fit(sent.as_bytes()) => sent.clone(),
            Some(_) | None => self.make(),
        }
    }

    /// The run and the count, both in hexadecimal, the count without its leading half: `...-0000002a`.
    fn make(&self) -> HeaderValue {
        let count = hex(self.made.fetch_add(1, Ordering::Relaxed));
        let mut id = [b'-'; 25];
        id[..16].copy_from_slice(&self.run);
        id[17..].copy_from_slice(&count[8..]);
        HeaderValue::from_bytes(&id).unwrap_or(HeaderValue::from_static("unknown"))
    }
}

/// 1 to 64 letters, digits, dots, underscores and hyphens: nothing that could write into a log.
fn is_fit(id: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    (1..=LONGEST).contains(&id.len()) && id.iter().all(allowed)
}

fn hex(number: u64) -> [u8; 16] {
    let mut digits = [0; 16];
    for (place, digit) in digits.iter_mut().rev().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (4 * place) & 15) as usize];
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: &RequestIds, sent: &[u8]) -> HeaderValue {
        let headers = HeaderMap::from_iter([(HEADER, HeaderValue::from_bytes(sent).unwrap())]);
        ids.of(&headers)
    }

    #[test]
    fn a_fit_id_is_kept_and_any_other_replaced() {
        let ids = RequestIds::new();
        for fit in ["a", "3f-9.B_x", &"x".repeat(64)] {
            assert_eq!(of(&ids, fit.as_bytes()), fit);
        }
        for unfit in ["", "a b", "a\"b", &"x".repeat(65), "é"] {
            assert_ne!(of(&ids, unfit.as_bytes()), unfit);
        }
    }

    #[test]
    fn made_ids_are_fit_and_differ() {
        let ids = RequestIds::new();
        let (first, second) = (ids.make(), ids.make());
        assert!(is_fit(first.as_bytes()) && is_fit(second.as_bytes()));
        assert_ne!(first, second);
        assert_ne!(first, RequestIds::new().make());
        assert!(first.to_str().unwrap().ends_with("-00000000"));
    }
}
