//! Revocation (RFC 7009): what ends with a token.

use crate::model::{AccessToken, App, EndReason, MountKey, RefreshToken};
use crate::time::{Now, has_ended};

/// The token that was found, of whichever kind: the hint only says where to look first (RFC 7009 section 2.1).
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// An access token: it alone ends.
    Access(&'a AccessToken),
    /// A refresh token: its family ends, and the grant with its last family.
    Refresh(&'a RefreshToken),
}

/// What the request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// End it.
    End(EndReason),
    /// There is nothing that this caller could end.
    Nothing,
}

/// Whether the token is one that the caller may end: of this mount, live, and its own where the caller had to prove itself.
pub fn decide(found: Option<Found<'_>>, caller: Option<&App>, mount: MountKey, now: Now) -> Verdict {
    let Some(found) = found else { return Verdict::Nothing };
    let (app, issued_by, dead) = match found {
        Found::Access(token) => (token.app, token.mount, token.ended.is_some() || has_ended(token.ends_at, now)),
        Found::Refresh(token) => (token.app, token.mount, token.ended.is_some() || has_ended(token.ends_at, now)),
    };
    match issued_by != mount || dead || caller.is_some_and(|caller| caller.key != app) {
        true => Verdict::Nothing,
        false => Verdict::End(EndReason::Revoked),
    }
}
