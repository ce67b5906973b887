//! JSON Web Tokens signed with HS256 (RFC 7515, RFC 7519): the shape of a token, never the proof of it; its row is.

use super::Subject;
use super::stream::Stream;
use crate::encode::{Facts, Filler, Spacing};
use crate::model::{Claim, Dialect, JwtShape, Node, Template, TemplatePart};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::Seed;

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

impl Dialect {
    pub(super) fn jwt(&self, shape: &JwtShape, seed: &Seed, subject: &Subject) -> String {
        let payload = self.claims(shape, seed, subject);
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
        let key = hmac::Key::new(hmac::HMAC_SHA256, &subject.key.0);
        let signature = hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    fn claims(&self, shape: &JwtShape, seed: &Seed, subject: &Subject) -> Vec<u8> {
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
        let id: [u8; 16] = Stream::new(seed).bytes();
        let members = shape.claims.iter().filter_map(|(name, claim)| {
            let value = match claim {
                Claim::Text(template) => Node::Text(template.clone()),
                Claim::IssuedAt => Node::Integer(subject.issued_at),
                Claim::ExpiresAt => Node::Integer(subject.ends_at?),
                Claim::Id => Node::Text(Template(vec![TemplatePart::Literal(URL_SAFE_NO_PAD.encode(id))])),
            };
            Some((name.clone(), value))
        });
        let mut out = Vec::new();
        Filler::new(self, &facts).json(&Node::Object(members.collect()), Spacing::Compact, &mut out);
        out
    }
}
