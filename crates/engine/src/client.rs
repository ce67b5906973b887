//! Who asks: the rules for an app that comes to the token, introspection or revocation endpoint (RFC 6749 section 2.3).

use crate::model::App;
use crate::refusal::{Refusal, Refused};
use crate::request::{ClientClaim, Doubled, Param};

/// What became of the app's secret, checked outside (a slow hash goes through a pool).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretProof {
    /// One of the app's secrets.
    Right,
    /// None of them.
    Wrong,
    /// The app has none and none was sent.
    NotNeeded,
    /// The app's kind has none, and one was sent all the same.
    Unasked,
}

/// Whether the dialect takes two equal proofs in one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoProofs {
    /// Basic and parameters together are fine when equal.
    FineWhenAlike,
    /// RFC 6749 section 2.3: never.
    Refused,
}

/// The claim is in order as far as it can be seen without the app.
pub fn claimed(claim: &ClientClaim, two: TwoProofs) -> Result<&str, Refused> {
    let carried = |refusal| Refused::carried(refusal, claim.carrier);
    match (claim.doubled, two) {
        (Doubled::Different, _) | (Doubled::Alike, TwoProofs::Refused) => {
            return Err(carried(Refusal::ClientAuthDoubled));
        }
        _ => {}
    }
    match &claim.id {
        Param::Absent => Err(carried(Refusal::ClientIdMissing)),
        Param::Malformed => Err(carried(Refusal::ClientUnknown)),
        Param::Given(id) => Ok(id),
    }
}

/// The app is known, has proven itself and is in good standing. In this order, so that nothing about an app is told to who lacks its secret.
pub fn proven<'a>(
    app: Option<&'a App>,
    claim: &ClientClaim,
    proof: SecretProof,
    mount: &str,
) -> Result<&'a App, Refused> {
    let app = authenticated(app, claim, proof)?;
    let carried = |refusal| Refused::carried(refusal, claim.carrier);
    if app.deleted_at.is_some() {
        return Err(carried(Refusal::AppDeleted));
    }
    if app.suspended_at.is_some() {
        return Err(carried(Refusal::AppSuspended));
    }
    if !app.mounts.is_empty() && !app.mounts.iter().any(|own| own == mount) {
        return Err(carried(Refusal::AppElsewhere));
    }
    Ok(app)
}

/// The app is known and has proven itself, whatever its standing: enough to end its own tokens.
pub fn authenticated<'a>(app: Option<&'a App>, claim: &ClientClaim, proof: SecretProof) -> Result<&'a App, Refused> {
    let carried = |refusal| Refused::carried(refusal, claim.carrier);
    let app = app.ok_or_else(|| carried(Refusal::ClientUnknown))?;
    match (&claim.secret, proof) {
        (_, SecretProof::Right | SecretProof::NotNeeded) => Ok(app),
        (Param::Absent, SecretProof::Wrong) => Err(carried(Refusal::ClientSecretMissing)),
        (_, SecretProof::Wrong) => Err(carried(Refusal::ClientSecretWrong)),
        // RFC 6749 section 2.3.1: whoever sends a secret claims to have one. That an app has none is no secret.
        (_, SecretProof::Unasked) => Err(carried(Refusal::ClientSecretUnasked)),
    }
}
