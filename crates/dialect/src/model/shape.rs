//! Shapes of texts that the server makes from 32 random bytes.

use super::Template;

/// The shape of a code, token, secret or id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Literal pieces and random pieces, in order.
    Parts(Vec<ShapePart>),
    /// A version 4 UUID, lower case.
    Uuid,
    /// A signed token with claims.
    Jwt(JwtShape),
}

/// A piece of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapePart {
    /// As it is.
    Literal(String),
    /// So many random characters.
    Random(Alphabet, usize),
}

/// The characters of a random piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// `0-9a-f`
    Hex,
    /// `A-Za-z0-9`
    Base62,
    /// `A-Za-z0-9-_`
    Base64Url,
    /// `a-z0-9`
    Lower,
    /// `0-9`, the first of a piece never 0.
    Digits,
}

impl Alphabet {
    /// All of them. Neighbours with one length for 64 bits stand together.
    pub const ALL: [Self; 5] = [Self::Hex, Self::Base62, Self::Base64Url, Self::Lower, Self::Digits];
}

/// How long a token may live that others check by its signature alone, in seconds: they learn of no earlier end, and its key stays
/// published as long.
pub const SIGNED_AT_MOST: i64 = 86_400;

/// A JWT signed under a key of the realm (RFC 7519). Without its row it is worth nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtShape {
    /// How it is signed.
    pub alg: JwtAlg,
    /// Claims in order; always with a `jti`.
    pub claims: Vec<(String, Claim)>,
}

/// How a JWT is signed (RFC 7518 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JwtAlg {
    /// HMAC with SHA-256: only this server can check it.
    Hs256,
    /// ECDSA on P-256 with SHA-256: everybody can, by the key set. It is an access token by RFC 9068.
    Es256,
}

impl Shape {
    /// Whether others check texts of this shape by the published keys.
    pub fn is_published(&self) -> bool {
        matches!(self, Self::Jwt(JwtShape { alg: JwtAlg::Es256, .. }))
    }

    /// Whether texts of this shape are signed with a key that only this server has.
    pub fn is_private(&self) -> bool {
        matches!(self, Self::Jwt(JwtShape { alg: JwtAlg::Hs256, .. }))
    }
}

/// The value of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A text of literals and slots.
    Text(Template),
    /// Issue time in seconds.
    IssuedAt,
    /// End in seconds; left out for endless ones.
    ExpiresAt,
    /// 128 random bits or more, and the id of its row where it may carry that.
    Id,
}
