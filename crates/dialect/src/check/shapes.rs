//! Shapes, lifetimes and refresh rules: what may not be guessed must not be guessable.

use super::at::At;
use super::{signed, text};
use crate::mint::LONGEST;
use crate::model::{Alphabet, JwtAlg, Shape, ShapePart, Shapes};
use crate::raw::{RawDialect, RawLifetimes, RawShape};
use engine::policy::{Lifetimes, LostAccess, OlderAccess, RefreshPolicy, Rotation};

/// Random bits that a secret text has at least.
const FLOOR: u32 = 112;
/// RFC 6749 section 4.1.2: ten minutes.
const CODE_AT_MOST: i64 = 600;
/// `[shapes]`.
pub(super) fn shapes(at: &At<'_>, raw: &RawDialect) -> Shapes {
    let at = at.key("shapes");
    let raw = &raw.shapes;
    let secret = |key: &str, raw: Option<&RawShape>| {
        let shape = shape(&at, key, raw);
        if !unread(&shape) && shape.entropy_bits() < FLOOR {
            at.key(key).fault(
                format!("this has only {} random bits, so it could be guessed", shape.entropy_bits()),
                format!("at least {FLOOR}: `base62:43` has 256, `hex:32` 128, `base62:20` 119"),
            );
        }
        shape
    };
    let id = |key: &str, raw: Option<&RawShape>| {
        let shape = shape(&at, key, raw);
        if matches!(shape, Shape::Jwt(_)) {
            at.key(key).fault("an id is no signed token", "write `uuid`, `hex:32` or another shape");
        }
        shape
    };
    let no_claims = |key: &str, shape: Shape| {
        if matches!(shape, Shape::Jwt(_)) {
            at.key(key).fault("this cannot be a signed token", "only access and refresh tokens can");
        }
        shape
    };
    let ours = |key: &str, shape: Shape| {
        if shape.is_published() {
            at.key(key).key("alg").fault(
                "a refresh token is nobody's business but this server's, and must be the same when its answer is given again",
                "leave `alg` out, or write a shape without claims",
            );
        }
        shape
    };
    Shapes {
        code: no_claims("code", secret("code", raw.code.as_ref())),
        access_token: secret("access_token", raw.access_token.as_ref()),
        second_access_token: raw.second_access_token.as_ref().map(|raw| secret("second_access_token", Some(raw))),
        refresh_token: ours("refresh_token", secret("refresh_token", raw.refresh_token.as_ref())),
        client_id: id("client_id", raw.client_id.as_ref()),
        client_secret: no_claims("client_secret", secret("client_secret", raw.client_secret.as_ref())),
        account_id: id("account_id", raw.account_id.as_ref()),
    }
}

fn shape(at: &At<'_>, key: &str, raw: Option<&RawShape>) -> Shape {
    let raw = at.required(key, raw, RawShape::Text("base62:43".to_owned()));
    let at = at.key(key);
    match &raw {
        RawShape::Text(text) if text == "uuid" => Shape::Uuid,
        RawShape::Text(text) => Shape::Parts(parts(&at, text)),
        RawShape::Jwt(jwt) => Shape::Jwt(signed::jwt(&at, jwt)),
    }
}

fn parts(at: &At<'_>, text: &str) -> Vec<ShapePart> {
    let mut found = Vec::new();
    if !text.contains('{') {
        found.extend(piece(at, text));
    } else {
        let mut rest = text;
        while let Some((literal, tail)) = rest.split_once('{') {
            let Some((inner, tail)) = tail.split_once('}') else {
                at.fault("a brace without its partner", "write `rt-{base62:32}`");
                return found;
            };
            if !literal.is_empty() {
                found.push(ShapePart::Literal(literal.to_owned()));
            }
            found.extend(piece(at, inner));
            rest = tail;
        }
        if !rest.is_empty() {
            found.push(ShapePart::Literal(rest.to_owned()));
        }
    }
    let strange = |c: char| !c.is_ascii_graphic() || "\"'\\<>&%+".contains(c);
    if found.iter().any(|part| matches!(part, ShapePart::Literal(text) if text.contains(strange))) {
        at.fault(
            "a fixed piece has a character that needs escaping",
            "letters, digits and `-._~:` are safe everywhere",
        );
    }
    let long = |part: &ShapePart| match part {
        ShapePart::Literal(text) => text.len(),
        ShapePart::Random(_, count) => *count,
    };
    if found.iter().map(long).sum::<usize>() > LONGEST {
        at.fault("this is too long for a header or an address", format!("at most {LONGEST} characters"));
    }
    found
}

fn piece(at: &At<'_>, text: &str) -> Option<ShapePart> {
    let (word, count) = text.split_once(':').unwrap_or((text, ""));
    let Some((_, alphabet)) = ALPHABETS.iter().find(|(known, _)| *known == word) else {
        at.unknown("alphabet", word, ALPHABETS.iter().map(|(known, _)| *known).chain(["uuid"]));
        return None;
    };
    match count.parse::<usize>() {
        Ok(count @ 1..=LONGEST) => Some(ShapePart::Random(*alphabet, count)),
        _ => {
            at.fault(format!("`{text}` does not say how many"), format!("write `{word}:32`, from 1 to {LONGEST}"));
            None
        }
    }
}

/// Alphabets and their words.
pub(crate) const ALPHABETS: &[(&str, Alphabet)] = &[
    ("hex", Alphabet::Hex),
    ("base62", Alphabet::Base62),
    ("base64url", Alphabet::Base64Url),
    ("lower", Alphabet::Lower),
    ("digits", Alphabet::Digits),
];

/// Its fault is told already.
fn unread(shape: &Shape) -> bool {
    matches!(shape, Shape::Parts(parts) if parts.iter().all(|part| matches!(part, ShapePart::Literal(_))))
}

/// `[lifetimes]`.
pub(super) fn lifetimes(at: &At<'_>, raw: &RawLifetimes) -> Lifetimes {
    let at = at.key("lifetimes");
    let code = at.required("code", raw.code.as_ref(), "60s".to_owned());
    let code = text::lifetime(&at.key("code"), &code);
    if code.is_none_or(|seconds| !(1..=CODE_AT_MOST).contains(&seconds)) {
        at.key("code").fault("a code lives ten minutes at most (RFC 6749 section 4.1.2)", "from `1s` to `10m`");
    }
    let life = |key: &str, raw: Option<&String>| {
        let said = at.required(key, raw, "1h".to_owned());
        let life = text::lifetime(&at.key(key), &said);
        if life == Some(0) {
            at.key(key).fault("this would be dead when it is born", "at least `1s`");
        }
        life
    };
    let tombstone = at.required("tombstone", raw.tombstone.as_ref(), "0s".to_owned());
    Lifetimes {
        code: code.unwrap_or(CODE_AT_MOST),
        access: life("access_token", raw.access_token.as_ref()),
        exchanged: life("exchanged", raw.exchanged.as_ref()),
        tombstone: text::span(&at.key("tombstone"), &tombstone),
    }
}

/// `[refresh]`, with the lifetimes of refresh tokens.
pub(super) fn refresh(at: &At<'_>, raw: &RawDialect) -> RefreshPolicy {
    let (lives, here) = (at.key("lifetimes"), at.key("refresh"));
    let life = |key: &str, raw: Option<&String>| {
        let said = lives.required(key, raw, "endless".to_owned());
        text::lifetime(&lives.key(key), &said)
    };
    let span = |key: &str, raw: Option<&String>| {
        let said = here.required(key, raw, "0s".to_owned());
        text::span(&here.key(key), &said)
    };
    let policy = RefreshPolicy {
        rotation: here.choice("rotation", raw.refresh.rotation, Rotation::Rotate),
        life: life("refresh_token", raw.lifetimes.refresh_token.as_ref()),
        family_life: life("refresh_family", raw.lifetimes.refresh_family.as_ref()),
        grace: span("grace", raw.refresh.grace.as_ref()),
        lost_answer: span("lost_answer", raw.refresh.lost_answer.as_ref()),
        older_access: here.choice("older_access", raw.refresh.older_access, OlderAccess::Keep),
        lost_access: match &raw.shapes.access_token {
            Some(RawShape::Jwt(jwt)) if signed::alg(jwt) == Some(JwtAlg::Es256) => LostAccess::Anew,
            _ => LostAccess::Same,
        },
    };
    if policy.lost_answer < policy.grace {
        here.key("lost_answer").fault("shorter than `grace`", "at least as long as `grace`; `7d` is usual");
    }
    if policy.lost_answer > 7 * 86_400 {
        here.key("lost_answer").fault("a copy would be good for too long", "at most `7d`");
    }
    if policy.grace > 300 {
        here.key("grace").fault("a copy would be good for too long", "at most `5m`; `30s` is usual");
    }
    policy
}
