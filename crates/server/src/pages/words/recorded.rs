//! What the audit and apps keep in whole sentences, as it stands there: the server's own, and where a dialect is weaker than the standard.

use super::Words;
use crate::desk::review::NO_REASON;
use std::borrow::Cow;

/// As they are recorded; a catalogue has each in its language, in this order.
pub(in crate::pages) const RECORDED: &[&str] = &[
    "the first administrator",
    "by a mailed link",
    "the old one stays",
    "the database was restored from a backup",
    "Redirect URIs match below the registered path, not exactly (RFC 9700 section 2.1).",
    "Redirect URIs match whatever their query adds, not exactly (RFC 9700 section 2.1).",
    "A request without redirect URI is answered to the first registered one, even where there are several.",
    "Codes may be shown on screen, where people can be talked into handing them on.",
    "The exchange need not repeat the redirect URI (RFC 6749 section 4.1.3).",
    "Refusals travel by redirect before anybody has signed in (RFC 9700 section 4.11.2).",
    "A request object is overlooked instead of refused, so its app never learns that what it signed does not count (RFC 9101).",
    "Apps without a secret need no PKCE: who intercepts a code can redeem it (RFC 9700 section 2.1.1).",
    "PKCE is optional (RFC 9700 section 2.1.1 recommends it for all).",
    "A PKCE challenge may be the verifier itself (RFC 7636 section 7.2).",
    "Access tokens travel in redirects: implicit grant (RFC 9700 section 2.1.2).",
    "An app may prove itself in two ways at once when they say the same (RFC 6749 section 2.3).",
    "A secret in the query is overlooked instead of refused, so its app never learns that it leaks.",
    "Exchanged access tokens never expire.",
    "Access tokens never expire.",
    "A live access token is exchanged for a fresh one without any proof of the app.",
    "Refresh tokens never expire.",
    "Refresh tokens in use have no last day.",
    "Refresh tokens of apps without a secret are not rotated (RFC 9700 section 2.2.2).",
    "Refresh tokens are not rotated: a stolen copy goes on working.",
    "Test tokens never expire.",
    "Secrets and codes travel in the query of token requests, where logs keep them.",
    "Tokens are issued by GET.",
    "Secrets of apps travel as Bearer tokens.",
    "A secret alone proves an app that does not say who it is.",
    "API calls carry tokens in the query, where logs keep them (RFC 9700 section 4.3.2).",
    "A resource refuses with a 2xx: gateways must ask `/verify`, never the resource.",
    "Tokens travel in the query when they are asked about or ended.",
    "Tokens stand in the path when they are revoked.",
    "Tokens are revoked by GET.",
    "Whoever holds a token may revoke it, without being the app (RFC 7009 section 2.1).",
    NO_REASON,
];

/// The sentence that this text is.
pub(in crate::pages) fn sentence(text: &str, words: &[&'static str]) -> Option<&'static str> {
    let at = RECORDED.iter().position(|recorded| *recorded == text)?;
    words.get(at).copied()
}

/// A reason as people read it: what somebody wrote, or the sentence that stands in its place.
pub(in crate::pages) fn reason<'t>(text: &'t str, words: &Words) -> &'t str {
    sentence(text, words.administration.recorded).unwrap_or(text)
}

/// A text of the audit, with the sentences in it that a catalogue has.
pub(in crate::pages) fn in_words<'t>(text: &'t str, words: &[&str]) -> Cow<'t, str> {
    let known = RECORDED.iter().zip(words).filter(|(recorded, _)| text.contains(**recorded));
    known.fold(Cow::Borrowed(text), |text, (recorded, own)| Cow::Owned(text.replace(recorded, own)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dialect::check::weaknesses;

    #[test]
    fn all_that_a_dialect_may_be_warned_of_is_known() {
        let source = dialect::catalog::source("standard").unwrap();
        let dialect = dialect::check::load(&source, &dialect::catalog::source).unwrap();
        let unknown: Vec<_> =
            weaknesses(&dialect).map(|(_, text)| text).filter(|text| !RECORDED.contains(text)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn sentences_are_found_wherever_they_stand() {
        let mut own = RECORDED.to_vec();
        (own[17], own[18]) = ("B.", "A.");
        let text = "a: Access tokens never expire. b: Exchanged access tokens never expire. c: New.";
        assert_eq!(in_words(text, &own), "a: A. b: B. c: New.");
    }
}
