//! JWTs: how they are signed, their claims, and what a signature that others check asks of the rest of the dialect.

use super::at::At;
use super::template::{self, Spot};
use crate::model::{Claim, Dialect, JwtAlg, JwtShape, Operation, SIGNED_AT_MOST, Shape, TestToken};
use crate::raw::{RawJwt, Word};
use engine::policy::GrantKind;
use engine::request::ResponseType;
use std::collections::BTreeSet;

/// RFC 9068 section 2.2: what an access token has to say, and how; `None`: in the dialect's words.
const DEMANDED: [(&str, Option<&str>); 7] = [
    ("iss", Some("{issuer}")),
    ("sub", Some("{subject}")),
    ("aud", None),
    ("client_id", Some("{client_id}")),
    ("iat", Some("{issued_at}")),
    ("exp", Some("{expires_at}")),
    ("jti", Some("{id}")),
];

/// How it is signed; `None`: in a way that nobody knows.
pub(super) fn alg(raw: &RawJwt) -> Option<JwtAlg> {
    raw.alg.as_deref().map_or(Some(JwtAlg::Hs256), JwtAlg::read)
}

/// A JWT.
pub(super) fn jwt(at: &At<'_>, raw: &RawJwt) -> JwtShape {
    let alg = alg(raw).unwrap_or_else(|| {
        let known = JwtAlg::WORDS.iter().map(|(word, _)| *word);
        at.key("alg").unknown("algorithm", raw.alg.as_deref().unwrap_or_default(), known);
        JwtAlg::Hs256
    });
    let at = at.key("jwt");
    let claims = claims(&at, raw);
    if alg == JwtAlg::Es256 {
        demanded(&at, raw);
    }
    JwtShape { alg, claims }
}

fn claims(at: &At<'_>, raw: &RawJwt) -> Vec<(String, Claim)> {
    let mut seen = BTreeSet::new();
    let mut claims = Vec::new();
    for (index, (name, value)) in raw.jwt.iter().enumerate() {
        let at = at.index(index);
        if !seen.insert(name) {
            at.fault(format!("the claim `{name}` is there twice"), "leave one out");
        }
        let claim = match value.as_str() {
            "{issued_at}" => Claim::IssuedAt,
            "{expires_at}" => Claim::ExpiresAt,
            "{id}" => Claim::Id,
            text => Claim::Text(template::template(&at.index(1), text, Spot::Claim)),
        };
        claims.push((name.clone(), claim));
    }
    if !claims.iter().any(|(name, claim)| name == "jti" && *claim == Claim::Id) {
        at.fault("without `jti` two tokens of one second are the same", "add `[\"jti\", \"{id}\"]`");
    }
    claims
}

fn demanded(at: &At<'_>, raw: &RawJwt) {
    // Its fault is told already.
    for (name, value) in DEMANDED.into_iter().filter(|(name, _)| *name != "jti") {
        let said = raw.jwt.iter().position(|(own, _)| own == name);
        let own = said.and_then(|index| raw.jwt.get(index)).map(|(_, own)| own.as_str());
        let right = value.map_or(own.is_some_and(|own| !own.is_empty()), |value| own == Some(value));
        if !right {
            let at = said.map_or_else(|| at.clone(), |index| at.index(index));
            let value = value.unwrap_or("https://api.example.com");
            at.fault(
                format!("an access token says `{name}` for those who check it (RFC 9068 section 2.2)"),
                format!("write `[\"{name}\", \"{value}\"]`"),
            );
        }
    }
}

/// What others check by its signature alone must end soon, be made once, and have its key published.
pub(super) fn bounds(at: &At<'_>, dialect: &Dialect) {
    let shapes = [("access_token", Some(&dialect.shapes.access_token)), ("second_access_token", second(dialect))];
    let signed = shapes.into_iter().filter(|(_, shape)| shape.is_some_and(Shape::is_published));
    for (key, _) in signed {
        let alg = at.key("shapes").key(key).key("alg");
        if !dialect.routes.iter().any(|route| route.operation == Operation::Jwks) {
            alg.fault("nobody could check this signature", "say `[jwks] routes = [\"GET /oauth2/jwks\"]`");
        }
        if dialect.policy.kinds.iter().any(|kind| kind.response_types.contains(&ResponseType::Token)) {
            alg.fault(
                "a token in a redirect is the same for the same decision, and no ES256 signature comes twice",
                "leave `token` out of every `response_types`, or sign with HS256",
            );
        }
        if dialect.test_token != TestToken::None {
            at.key("test_token").fault(UNENDING, "write `test_token = \"none\"`");
        }
        let lifetimes = &dialect.policy.lifetimes;
        let exchanges = dialect.ways().any(|(way, _)| way.grant == GrantKind::Exchange);
        for (key, life) in
            [("access_token", Some(lifetimes.access)), ("exchanged", exchanges.then_some(lifetimes.exchanged))]
        {
            if life.is_some_and(|life| life.is_none_or(|seconds| seconds > SIGNED_AT_MOST)) {
                at.key("lifetimes").key(key).fault(UNENDING, "at most `1d`");
            }
        }
    }
}

const UNENDING: &str = "whoever checks only the signature of an ES256 token learns of no end but this one";

fn second(dialect: &Dialect) -> Option<&Shape> {
    dialect.shapes.second_access_token.as_ref()
}
