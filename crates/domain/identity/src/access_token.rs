//! Access tokens: who holds one is the person of that session, for a quarter of an hour.
//!
//! JWT, HMAC-SHA-256 and nothing else. A token names its session, and every use
//! looks that up: an ended session's token is worth nothing at once.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{IdentityError, Keys, SessionId, StaffId, jwt_hmac};

/// How long one holds.
pub const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

const ISSUER: &str = "dukkan";
/// Whose token it is; customers' are of another kind and never pass here.
const STAFF: &str = "staff";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    exp: i64,
}

/// A token and when it ends.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// The token as it is sent.
    pub token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A token for a person in a session.
pub(crate) fn issue(
    keys: &Keys,
    staff: StaffId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<AccessToken, IdentityError> {
    jwt_hmac::install();
    let expires_at = now + ACCESS_TOKEN_LIFE;
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: STAFF.to_owned(),
        sub: staff.0,
        sid: session.0,
        iat: now.timestamp(),
        exp: expires_at.timestamp(),
    };
    let (id, key) = keys.signing();
    let header = Header { kid: Some(id.to_owned()), ..Header::new(Algorithm::HS256) };
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key))
        .map_err(|error| IdentityError::Cryptography(error.to_string()))?;
    Ok(AccessToken { token, expires_at })
}

/// Whose token it is and of which session; `None` for anything that we did not issue, or that has ended.
pub(crate) fn read(keys: &Keys, token: &str, now: DateTime<Utc>) -> Option<(StaffId, SessionId)> {
    jwt_hmac::install();
    let header = jsonwebtoken::decode_header(token).ok()?;
    // The key is chosen among ours by name; nothing else of the header is believed.
    let key = keys.verifying(header.kid.as_deref()?)?;
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[STAFF]);
    validation.set_issuer(&[ISSUER]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // By our own clock, below.
    validation.validate_exp = false;
    let claims =
        jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(key), &validation).ok()?.claims;
    (claims.exp > now.timestamp()).then_some((StaffId(claims.sub), SessionId(claims.sid)))
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use serde_json::{Value, json};

    use super::*;

    fn keys() -> Keys {
        Keys::read("a-secret-of-thirty-two-characters-or-more").unwrap()
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000, 0).unwrap()
    }

    fn part(value: &Value) -> String {
        BASE64URL_NOPAD.encode(value.to_string().as_bytes())
    }

    fn claims(aud: &str) -> Value {
        let (sub, sid) = (Uuid::from_u128(1), Uuid::from_u128(2));
        json!({"iss": "dukkan", "aud": aud, "sub": sub, "sid": sid, "iat": 0, "exp": now().timestamp() + 60})
    }

    /// Signed with `key` over exactly this header and these claims.
    fn signed(key: &[u8], header: &Value, claims: &Value) -> String {
        jwt_hmac::install();
        let text = format!("{}.{}", part(header), part(claims));
        let key = EncodingKey::from_secret(key);
        let signature = jsonwebtoken::crypto::sign(text.as_bytes(), &key, Algorithm::HS256).unwrap();
        format!("{text}.{signature}")
    }

    #[test]
    fn a_token_is_read_until_it_ends() {
        let keys = keys();
        let (staff, session) = (StaffId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let issued = issue(&keys, staff, session, now()).unwrap();
        assert_eq!(read(&keys, &issued.token, now()), Some((staff, session)));
        assert_eq!(read(&keys, &issued.token, issued.expires_at), None);
    }

    #[test]
    fn a_right_token_made_by_hand_is_read() {
        let keys = keys();
        let (kid, key) = keys.signing();
        let header = json!({"alg": "HS256", "typ": "JWT", "kid": kid});
        assert!(read(&keys, &signed(key, &header, &claims("staff")), now()).is_some());
    }

    #[test]
    fn a_token_of_no_algorithm_or_another_is_refused() {
        let keys = keys();
        let (kid, key) = keys.signing();
        for alg in ["none", "None", "NONE", "nOnE", "HS384", "HS512", "RS256", "ES256", "EdDSA", "PS256"] {
            let header = json!({"alg": alg, "typ": "JWT", "kid": kid});
            let token = signed(key, &header, &claims("staff"));
            assert_eq!(read(&keys, &token, now()), None, "{alg}");
            let (unsigned, _) = token.rsplit_once('.').unwrap();
            assert_eq!(read(&keys, &format!("{unsigned}."), now()), None, "{alg}, unsigned");
            assert_eq!(read(&keys, unsigned, now()), None, "{alg}, in two parts");
        }
    }

    #[test]
    fn a_key_that_the_token_names_or_brings_along_is_not_ours() {
        let keys = keys();
        let (kid, key) = keys.signing();
        let foreign = b"the attacker's own key, 32 bytes".as_slice();
        let jwk = json!({"kty": "oct", "k": BASE64URL_NOPAD.encode(foreign)});
        for header in [
            json!({"alg": "HS256", "kid": kid}),
            json!({"alg": "HS256", "kid": kid, "jwk": jwk}),
            json!({"alg": "HS256", "kid": kid, "jku": "https://attacker.example/keys", "x5u": "https://attacker.example"}),
        ] {
            assert_eq!(read(&keys, &signed(foreign, &header, &claims("staff")), now()), None, "{header}");
        }
        for kid in
            [json!("../../dev/null"), json!("' OR 1=1 --"), json!(""), json!("000000000000"), Value::Null]
        {
            let header = json!({"alg": "HS256", "kid": kid});
            assert_eq!(read(&keys, &signed(key, &header, &claims("staff")), now()), None, "{kid}");
            assert_eq!(read(&keys, &signed(b"", &header, &claims("staff")), now()), None, "{kid}");
        }
        assert_eq!(read(&keys, &signed(key, &json!({"alg": "HS256"}), &claims("staff")), now()), None);
    }

    #[test]
    fn a_customers_token_never_reaches_the_desk() {
        let keys = keys();
        let (kid, key) = keys.signing();
        let header = json!({"alg": "HS256", "kid": kid});
        assert_eq!(read(&keys, &signed(key, &header, &claims("customer")), now()), None);
        let mut both = claims("staff");
        both["aud"] = json!(["customer", "staff"]);
        assert_eq!(read(&keys, &signed(key, &header, &both), now()), None);
    }

    #[test]
    fn a_changed_claim_breaks_the_signature() {
        let keys = keys();
        let issued = issue(&keys, StaffId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)), now()).unwrap();
        let parts: Vec<&str> = issued.token.split('.').collect();
        let mut other = claims("staff");
        other["sub"] = json!(Uuid::from_u128(9));
        assert_eq!(read(&keys, &format!("{}.{}.{}", parts[0], part(&other), parts[2]), now()), None);
        for rubbish in ["", ".", "..", "a.b.c", "\u{0}"] {
            assert_eq!(read(&keys, rubbish, now()), None);
        }
    }
}
