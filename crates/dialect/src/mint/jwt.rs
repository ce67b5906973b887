//! JSON Web Tokens (RFC 7515, RFC 7519, RFC 9068): the shape of a token, never the proof of it; its row is.

use super::{Minted, Origin, Signers, Subject, Unsigned, carry};
use crate::encode::{Facts, Filler, Object};
use crate::model::{Claim, Dialect, JwtAlg, JwtShape};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Key, Plain};
use engine::token::{Mask, TokenHash, TokenId};

/// `{"alg":"HS256","typ":"JWT"}`
const HS256: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// How each token of the other kind begins: `{"alg":"ES256",`
const ES256: &str = "eyJhbGciOiJFUzI1NiIs";
/// In front of the id, as it is written; in a text of somebody's its quotes would be escaped.
const JTI: &[u8] = br#""jti":""#;
/// Two dots and 64 bytes in base64, with a little to spare.
const SIGNATURE: usize = 92;

impl Dialect {
    pub(super) fn jwt(&self, shape: &JwtShape, origin: Origin, subject: &Subject) -> Result<Minted, Unsigned> {
        let Signers { hs256, es256 } = subject.signers;
        let text = match shape.alg {
            JwtAlg::Hs256 => {
                let signed = self.signed(HS256, (shape, &carry::jti_or_random(&origin)), subject);
                let signature = mac(hs256, &signed);
                with_signature(signed, signature.as_ref())
            }
            JwtAlg::Es256 => {
                let key = es256.ok_or(Unsigned)?;
                let signed = self.signed(&key.header, (shape, &carry::jti(&origin)), subject);
                let signature = key.sign(&signed)?;
                with_signature(signed, &signature)
            }
        };
        let hash = match origin.of_time() {
            Some(id) => TokenHash::carried(id, text.hashed()),
            None => TokenHash::of(text.hashed()),
        };
        Ok(Minted { hash, text })
    }

    /// Header and payload, with room for a signature: what is a token soon lies in one place only.
    fn signed(&self, header: &str, (shape, id): (&JwtShape, &str), subject: &Subject) -> String {
        let payload = self.payload(shape, id, subject);
        let mut signed = String::with_capacity(header.len() + payload.len() * 4 / 3 + SIGNATURE);
        signed.push_str(header);
        signed.push('.');
        URL_SAFE_NO_PAD.encode_string(payload, &mut signed);
        signed
    }

    fn payload(&self, shape: &JwtShape, id: &str, subject: &Subject) -> Vec<u8> {
        let facts = Facts {
            now_ms: subject.issued_at.saturating_mul(1000),
            issuer: subject.issuer,
            realm: subject.realm,
            realm_title: subject.realm_title,
            app: Some(subject.app),
            account: subject.account,
            scope: Some(subject.scope),
            issued_at: Some(subject.issued_at),
            access_ends_at: subject.ends_at,
            ..Facts::default()
        };
        let filler = Filler::new(self, &facts);
        let mut out = Vec::with_capacity(512);
        let mut claims = Object::open(&mut out);
        for (name, claim) in &shape.claims {
            match claim {
                Claim::Text(template) => claims.text(name, &filler.written(template)),
                Claim::IssuedAt => claims.integer(name, subject.issued_at),
                Claim::ExpiresAt => subject.ends_at.into_iter().for_each(|end| claims.integer(name, end)),
                Claim::Id => claims.text(name, id),
            }
        }
        claims.close();
        out
    }
}

fn with_signature(mut signed: String, signature: &[u8]) -> Plain {
    signed.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut signed);
    Plain::new(signed)
}

fn mac(key: &Key, text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.0), text.as_bytes())
}

/// The id that a text says it carries, however it is signed.
pub(super) fn carried(text: &str, mask: &Mask) -> Option<TokenId> {
    let rest = [HS256, ES256].iter().find_map(|begins| text.strip_prefix(begins))?;
    let (payload, _) = rest.split_once('.')?.1.split_once('.')?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let at = payload.windows(JTI.len()).position(|window| window == JTI)?;
    let jti = payload.get(at + JTI.len()..)?.split(|byte| *byte == b'"').next()?;
    carry::of_jti(std::str::from_utf8(jti).ok()?, mask)
}
