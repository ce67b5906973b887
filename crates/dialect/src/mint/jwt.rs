//! JSON Web Tokens (RFC 7515, RFC 7519, RFC 9068): the shape of a token, never the proof of it; its row is.

use super::stream::Stream;
use super::{Minted, Origin, Signers, Subject, Unsigned, carry};
use crate::encode::{Facts, Filler, Spacing};
use crate::model::{Claim, Dialect, JwtAlg, JwtShape, Node, Template, TemplatePart};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Key, Plain};
use engine::token::{Mask, TokenHash, TokenId};

/// `{"alg":"HS256","typ":"JWT"}`
const HS256: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// How each token that carries an id begins: `{"alg":"ES256",`
const ES256: &str = "eyJhbGciOiJFUzI1NiIs";
/// In front of the id, as it is written; in a text of somebody's its quotes would be escaped.
const JTI: &[u8] = br#""jti":""#;

impl Dialect {
    pub(super) fn jwt(&self, shape: &JwtShape, origin: Origin, subject: &Subject) -> Result<Minted, Unsigned> {
        let Signers { hs256, es256 } = subject.signers;
        match shape.alg {
            JwtAlg::Hs256 => {
                let id: [u8; 16] = Stream::new(&origin.seed).bytes();
                let signed = format!("{HS256}.{}", self.payload(shape, URL_SAFE_NO_PAD.encode(id), subject));
                let text = Plain::new(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac(hs256, &signed))));
                Ok(Minted { hash: TokenHash::of(text.hashed()), text })
            }
            JwtAlg::Es256 => {
                let key = es256.ok_or(Unsigned)?;
                let jti = carry::jti(&origin);
                let signed = format!("{}.{}", key.header, self.payload(shape, jti, subject));
                let text = Plain::new(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key.sign(&signed)?)));
                let hash = match origin.of_time() {
                    Some(id) => TokenHash::carried(id, text.hashed()),
                    None => TokenHash::of(text.hashed()),
                };
                Ok(Minted { hash, text })
            }
        }
    }

    fn payload(&self, shape: &JwtShape, id: String, subject: &Subject) -> String {
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
        let id = Node::Text(Template(vec![TemplatePart::Literal(id)]));
        let members = shape.claims.iter().filter_map(|(name, claim)| {
            let value = match claim {
                Claim::Text(template) => Node::Text(template.clone()),
                Claim::IssuedAt => Node::Integer(subject.issued_at),
                Claim::ExpiresAt => Node::Integer(subject.ends_at?),
                Claim::Id => id.clone(),
            };
            Some((name.clone(), value))
        });
        let mut out = Vec::new();
        Filler::new(self, &facts).json(&Node::Object(members.collect()), Spacing::Compact, &mut out);
        URL_SAFE_NO_PAD.encode(out)
    }
}

fn mac(key: &Key, text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.0), text.as_bytes())
}

/// The id that a text says it carries: only the hash in its row tells whether that is true.
pub(super) fn carried(text: &str, mask: &Mask) -> Option<TokenId> {
    let (payload, _) = text.strip_prefix(ES256)?.split_once('.')?.1.split_once('.')?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let at = payload.windows(JTI.len()).position(|window| window == JTI)?;
    let jti = payload.get(at + JTI.len()..)?.split(|byte| *byte == b'"').next()?;
    carry::of_jti(std::str::from_utf8(jti).ok()?, mask)
}
