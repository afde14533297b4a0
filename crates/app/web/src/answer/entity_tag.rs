//! Entity tags: the hash of an answer's body, ended by its encoding.

use bytes::Bytes;
use http::HeaderValue;

use super::Encoding;

/// Characters of a hash.
const CHARACTERS: usize = 22;

/// The hash of a body in base64url.
#[derive(Debug, Clone)]
pub(crate) struct BodyHash([u8; CHARACTERS]);

impl BodyHash {
    pub(crate) fn of(body: &[u8]) -> Self {
        let hash = twox_hash::XxHash3_128::oneshot(body);
        let mut text = [0; CHARACTERS];
        data_encoding::BASE64URL_NOPAD.encode_mut(&hash.to_be_bytes(), &mut text);
        Self(text)
    }

    /// The strong entity tag of the body in `encoding`.
    pub(crate) fn tag(&self, encoding: Encoding) -> HeaderValue {
        let ending: &[u8] = match encoding {
            Encoding::Identity => b"\"",
            Encoding::Gzip => b"-gz\"",
            Encoding::Brotli => b"-br\"",
        };
        let mut tag = Vec::with_capacity(1 + CHARACTERS + ending.len());
        tag.push(b'"');
        tag.extend_from_slice(&self.0);
        tag.extend_from_slice(ending);
        // The alphabet of base64url and the endings are legal in a header.
        HeaderValue::from_maybe_shared(Bytes::from(tag)).unwrap_or(HeaderValue::from_static("\"\""))
    }

    /// Whether an `If-None-Match` header names this body in any encoding (RFC 9110, 13.1.2: weak comparison).
    pub(crate) fn is_known(&self, known: &str) -> bool {
        known.split(',').any(|tag| {
            let tag = tag.trim();
            if tag == "*" {
                return true;
            }
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            let Some(tag) = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')) else {
                return false;
            };
            let tag = tag.strip_suffix("-br").or_else(|| tag.strip_suffix("-gz")).unwrap_or(tag);
            tag.as_bytes() == self.0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_xxh3_of_128_bits_for_bodies_of_any_length() {
        // By another implementation; each length takes another way through it.
        for (length, hash) in [
            (0, 0x99aa_06d3_0147_98d8_6001_c324_468d_497f_u128),
            (3, 0xe3b5_5f57_945a_17cf_5f42_99fc_161c_9cbb),
            (16, 0x7295_0631_8276_07e2_8428_12cc_870d_cae2),
            (128, 0x1479_2fc3_af88_dc6c_0532_1a0b_64d6_7b41),
            (240, 0x65b5_be86_da55_40e7_c92b_68e1_6f83_bbb6),
            (241, 0x1da1_cb61_bcb8_a2a1_02e8_cd95_421c_6d02),
            (2_000, 0xaa64_d90a_d0c2_8584_8d38_fc31_dc9d_9fab),
        ] {
            let body: Vec<u8> = (0..=250).cycle().take(length).collect();
            let text = data_encoding::BASE64URL_NOPAD.encode(&hash.to_be_bytes());
            assert_eq!(BodyHash::of(&body).tag(Encoding::Identity), format!("\"{text}\""), "{length}");
        }
    }

    #[test]
    fn a_body_is_known_by_its_tag_in_any_encoding_and_by_no_other() {
        let hash = BodyHash::of(b"plaquettes");
        for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Brotli] {
            let tag = hash.tag(encoding);
            let tag = tag.to_str().unwrap();
            for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
                assert!(hash.is_known(&known), "{known}");
            }
            assert!(!BodyHash::of(b"disques").is_known(tag));
            assert!(!hash.is_known(tag.trim_matches('"')));
        }
        assert!(!hash.is_known(""));
    }
}
