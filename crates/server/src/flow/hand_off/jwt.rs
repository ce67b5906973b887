//! JSON Web Tokens between this server and the owner's login page: HS256 and nothing else (RFC 7515; RFC 8725 section 3.1 to 3.11).
//!
//! Each direction has a key and a `typ` of its own, so a request is never an answer. A header holds `alg` and `typ` and nothing more: there is
//! no algorithm to choose, no key to name, no extension to understand.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Key, Plain};
use serde::{Deserialize, Serialize};

/// Which way a token goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From this server to the login page.
    Request,
    /// Back.
    Answer,
}

impl Direction {
    fn typ(self) -> &'static str {
        match self {
            Self::Request => "grantor-request+jwt",
            Self::Answer => "grantor-answer+jwt",
        }
    }

    /// Its key under the shared secret: HKDF-SHA-256, salt `grantor`, 32 bytes.
    pub fn key(self, secret: &Plain) -> Key {
        let info = match self {
            Self::Request => "hand-off request",
            Self::Answer => "hand-off answer",
        };
        Key::shared(secret, info)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    typ: String,
}

/// Signs claims for that direction.
pub fn sign(direction: Direction, key: &Key, claims: &impl Serialize) -> String {
    let header = Header { alg: "HS256".to_owned(), typ: direction.typ().to_owned() };
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.0), signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

fn part(value: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default())
}

/// The claims of a token of that direction as they stand there, if it was signed with that key. The signature is compared in constant time, before anything is parsed.
pub fn signed_claims(direction: Direction, key: &Key, token: &str) -> Option<Vec<u8>> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key.0), signed.as_bytes(), &signature).ok()?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.alg != "HS256" || header.typ != direction.typ() {
        return None;
    }
    URL_SAFE_NO_PAD.decode(claims).ok()
}
