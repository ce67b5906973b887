//! Texts with slots, and which slots make sense where.

use super::at::At;
use super::suggest;
use crate::model::{Slot, Template, TemplatePart};

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// An answer of the token endpoint.
    Token,
    /// Token info, introspection and resources: about a live token.
    Live,
    /// The answer to a revocation.
    Revoked,
    /// A redirect with a code.
    CodeRedirect,
    /// A redirect with a token.
    TokenRedirect,
    /// A redirect with a refusal.
    RefusalRedirect,
    /// The body of a refusal.
    Refusal,
    /// The description of a refusal.
    Description,
    /// A claim of a JWT.
    Claim,
}

impl Spot {
    fn about(self) -> &'static str {
        match self {
            Self::Token => "an answer of the token endpoint",
            Self::Live => "an answer about a live token",
            Self::Revoked => "the answer to a revocation",
            Self::CodeRedirect => "a redirect with a code",
            Self::TokenRedirect => "a redirect with a token",
            Self::RefusalRedirect => "a redirect with a refusal",
            Self::Refusal => "a refusal",
            Self::Description => "a description",
            Self::Claim => "a claim",
        }
    }

    /// Whether the slot can have a value there.
    fn knows(self, slot: &Slot) -> bool {
        use Slot as S;
        match slot {
            S::AccessToken => matches!(self, Self::Token | Self::TokenRedirect | Self::Live),
            S::SecondAccessToken | S::RefreshToken | S::RefreshExpiresIn => self == Self::Token,
            S::Code => self == Self::CodeRedirect,
            S::State => matches!(self, Self::CodeRedirect | Self::TokenRedirect | Self::RefusalRedirect),
            S::Realm | S::RealmTitle | S::Issuer => true,
            S::RequestId => !matches!(self, Self::Claim | Self::Description),
            S::Error | S::Description | S::Number | S::Status => matches!(self, Self::RefusalRedirect | Self::Refusal),
            S::Parameter | S::MissingScope | S::Carrier => {
                matches!(self, Self::RefusalRedirect | Self::Refusal | Self::Description)
            }
            S::ClientId | S::AppName => !matches!(self, Self::Revoked | Self::Refusal | Self::Description),
            S::Scope | S::ScopeList | S::ScopeBits | S::SecondScope => self.tells_of_account(),
            S::Subject
            | S::AccountId
            | S::AccountIdNumber
            | S::Username
            | S::Email
            | S::EmailVerified
            | S::FullName
            | S::FirstName
            | S::LastName
            | S::Attribute(_) => self.tells_of_account(),
            S::ExpiresIn
            | S::ExpiresInWhole
            | S::ExpiresInText
            | S::ExpiresInMillis
            | S::ExpiresAt
            | S::ExpiresAtMillis
            | S::ExpiresAtText
            | S::IssuedAt
            | S::IssuedAtMillis
            | S::IssuedAtText => {
                matches!(self, Self::Token | Self::Live | Self::TokenRedirect)
            }
        }
    }

    fn tells_of_account(self) -> bool {
        matches!(self, Self::Token | Self::Live | Self::CodeRedirect | Self::TokenRedirect | Self::Claim)
    }
}

/// A text with slots; `{{` and `}}` stand for braces.
pub(super) fn template(at: &At<'_>, text: &str, spot: Spot) -> Template {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(next) = rest.find(['{', '}']) {
        literal.push_str(rest.get(..next).unwrap_or_default());
        let after = rest.get(next..).unwrap_or_default();
        if let Some(tail) = after.strip_prefix("{{").or_else(|| after.strip_prefix("}}")) {
            literal.push_str(after.get(..1).unwrap_or_default());
            rest = tail;
            continue;
        }
        let Some((word, tail)) = after.strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
            at.fault("a brace without its partner", "write `{{` or `}}` for a brace that is meant");
            return Template(Vec::new());
        };
        if !literal.is_empty() {
            parts.push(TemplatePart::Literal(std::mem::take(&mut literal)));
        }
        parts.extend(slot(at, word, spot).map(TemplatePart::Slot));
        rest = tail;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(TemplatePart::Literal(literal));
    }
    Template(parts)
}

/// A slot that makes sense there.
pub(super) fn slot(at: &At<'_>, word: &str, spot: Spot) -> Option<Slot> {
    let Some(slot) = Slot::read(word) else {
        let known: Vec<&str> = Slot::words().filter(|word| Slot::read(word).is_some_and(|s| spot.knows(&s))).collect();
        at.fault(format!("unknown slot `{{{word}}}`"), suggest::remedy(word, known));
        return None;
    };
    if !spot.knows(&slot) {
        let known: Vec<String> = Slot::words()
            .filter(|word| Slot::read(word).is_some_and(|slot| spot.knows(&slot)))
            .map(|word| format!("{{{word}}}"))
            .collect();
        at.fault(format!("`{{{word}}}` has no value in {}", spot.about()), format!("it may hold {}", known.join(" ")));
    }
    Some(slot)
}
