//! ES256 (RFC 7518 section 3.4): what signs tokens that others check, and what they check them with.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Hashed, Key};
use serde_json::{Value, json};

/// A key pair on P-256, read once and used by all requests at the same time.
#[derive(Clone, Debug)]
pub struct Es256 {
    pair: EcdsaKeyPair,
    kid: String,
    /// The coordinates of the public point.
    point: [String; 2],
    /// The first part of a token.
    pub(super) header: String,
}

/// The signature failed: a fault of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsigned;

impl Es256 {
    /// With the 32 bytes as private key; `None`: they are none (0, or past the order of the curve: one of 4 billion).
    pub fn new(key: &Key) -> Option<Self> {
        let point = PrivateKey::from_private_key(&ECDH_P256, &key.0).ok()?.compute_public_key().ok()?;
        let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(signing, &key.0, point.as_ref()).ok()?;
        // SEC 1 section 2.3.3: 4, then both coordinates.
        let (x, y) = pair.public_key().as_ref().get(1..)?.split_at_checked(32)?;
        let point = [x, y].map(|part| URL_SAFE_NO_PAD.encode(part));
        let kid = thumbprint(&point);
        // RFC 9068 section 2.1.
        let header = format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{kid}"}}"#);
        Some(Self { pair, kid, point, header: URL_SAFE_NO_PAD.encode(header) })
    }

    /// Its name in tokens and in the key set: RFC 7638.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What everybody may know of it (RFC 7517).
    pub fn public(&self) -> Value {
        let [x, y] = &self.point;
        json!({ "kty": "EC", "use": "sig", "alg": "ES256", "kid": self.kid, "crv": "P-256", "x": x, "y": y })
    }

    /// The signature in 64 bytes.
    pub(super) fn sign(&self, text: &str) -> Result<[u8; 64], Unsigned> {
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).map_err(|_| Unsigned)?;
        signature.as_ref().try_into().map_err(|_| Unsigned)
    }
}

fn thumbprint([x, y]: &[String; 2]) -> String {
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    URL_SAFE_NO_PAD.encode(Hashed::of(members.as_bytes()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    /// RFC 7515 appendix A.3.1.
    const PRIVATE: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn key(text: &str) -> Key {
        Key(URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap())
    }

    #[test]
    fn key_01_the_public_half_of_the_rfcs_key_is_the_rfcs_and_nothing_else_is_told() {
        let key = Es256::new(&key(PRIVATE)).unwrap();
        let public = key.public();
        assert_eq!((&public["x"], &public["y"]), (&X.into(), &Y.into()));
        let members: Vec<&str> = public.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
        assert!(!public.to_string().contains(PRIVATE) && !format!("{key:?}").contains(PRIVATE));
    }

    #[test]
    fn a_signature_is_good_for_its_text_only_and_never_the_same() {
        let key = Es256::new(&key(PRIVATE)).unwrap();
        let signature = key.sign("a.b").unwrap();
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.pair.public_key().as_ref());
        assert!(public.verify(b"a.b", &signature).is_ok() && public.verify(b"a.c", &signature).is_err());
        assert_ne!(key.sign("a.b").unwrap(), signature);
    }

    #[test]
    fn what_lies_outside_of_the_curves_order_is_no_key() {
        for byte in [0, 255] {
            assert!(Es256::new(&Key([byte; 32])).is_none(), "{byte}");
        }
    }
}
