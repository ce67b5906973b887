//! Who asks: loads the app that a request names and checks its secret.

use super::{Call, Failure};
use crate::memory::cache::{KnownApp, generated};
use dialect::model::{BothAuth, Way};
use engine::client::{self, SecretProof, TwoProofs};
use engine::model::{Account, AccountKey, AppKey};
use engine::policy::{GrantKind, HasSecret};
use engine::refusal::Refusal;
use engine::request::{ClientClaim, Param};
use std::sync::Arc;

/// The app that the claim names; the claim itself is in order.
pub async fn named(call: &Call<'_>, claim: &ClientClaim, revision: i64) -> Result<Option<Arc<KnownApp>>, Failure> {
    let two = match call.mount.dialect.both_auth {
        BothAuth::Refused => TwoProofs::Refused,
        BothAuth::WhenEqual => TwoProofs::FineWhenAlike,
    };
    let id = client::claimed(claim, two)?;
    let app = call.realm.cache.app_by_client_id(call.at(revision), id).await?;
    call.witness.names(app.as_ref());
    Ok(app)
}

/// The app, proven and in good standing.
pub async fn proven(
    call: &Call<'_>,
    app: Option<&Arc<KnownApp>>,
    claim: &ClientClaim,
) -> Result<Arc<KnownApp>, Failure> {
    let proof = check(call, app, claim).await?;
    client::proven(app.map(|app| app.app()), claim, proof, &call.mount.name)?;
    app.cloned().ok_or_else(|| Refusal::ClientUnknown.into())
}

/// Whether the secret is one of the app's. Generated ones cost one SHA-256 and come first; slow ones go through the pool once per process.
pub async fn check(call: &Call<'_>, app: Option<&Arc<KnownApp>>, claim: &ClientClaim) -> Result<SecretProof, Failure> {
    let Some(app) = app else { return Ok(SecretProof::Wrong) };
    if app.secrets.is_empty() {
        // An app whose kind has a secret and that has lost it is nobody, not a public app. Kinds are the first dialect's, at every mount.
        let kind = call.realm.main().and_then(|mount| mount.dialect.policy.kind_of(app));
        let public = kind.is_some_and(|kind| kind.secret == HasSecret::No);
        return Ok(match (public, claim.secret.is_absent()) {
            (true, true) => SecretProof::NotNeeded,
            (true, false) => SecretProof::Unasked,
            (false, _) => SecretProof::Wrong,
        });
    }
    let Param::Given(secret) = &claim.secret else { return Ok(SecretProof::Wrong) };
    let shown = match app.generated(secret) {
        // On the heap: hardly any request comes here, and its future would be the largest part of all of them.
        None => Box::pin(call.server.slow_secrets.find(call, app, secret, |own| generated(own).is_none())).await?,
        shown => shown,
    };
    let Some(own) = shown.and_then(|nth| app.secret(nth)) else { return Ok(SecretProof::Wrong) };
    call.server.secret_uses.note(call.realm.key, own, call.now.secs());
    Ok(SecretProof::Right)
}

/// Who asks at the token endpoint, and in which of the dialect's ways.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// What the request says of its client.
    pub claim: &'a ClientClaim,
    /// How it asks for its grant.
    pub way: Way,
}

/// The proven app. Where the dialect has the secret alone, or asks for no proof at all, it is the app to which the presented code or token
/// belongs.
pub async fn claimant(
    call: &Call<'_>,
    Asking { claim, way }: Asking<'_>,
    (revision, owner): (i64, Option<AppKey>),
) -> Result<Arc<KnownApp>, Failure> {
    let told = call.mount.dialect.way(way).map(|own| own.client_auth.as_slice()).unwrap_or_default();
    let by_secret = told.iter().any(|method| method.names_nobody()) || told.is_empty();
    let app = match (&claim.id, owner) {
        (Param::Absent, Some(owner)) if by_secret => {
            let app = call.realm.cache.app(call.at(revision), owner).await?;
            call.witness.names(app.as_ref());
            app
        }
        // What would have told the app is wrong, not the app.
        (Param::Absent, None) if told.is_empty() || by_secret && !claim.secret.is_absent() => {
            return Err(unknown(way.grant).into());
        }
        _ => named(call, claim, revision).await?,
    };
    if told.is_empty() {
        let proof = SecretProof::NotNeeded;
        client::proven(app.as_deref().map(KnownApp::app), claim, proof, &call.mount.name)?;
        return app.ok_or_else(|| Refusal::ClientUnknown.into());
    }
    proven(call, app.as_ref(), claim).await
}

fn unknown(grant: GrantKind) -> Refusal {
    match grant {
        GrantKind::AuthorizationCode => Refusal::CodeUnknown,
        GrantKind::RefreshToken => Refusal::RefreshTokenUnknown,
        GrantKind::Exchange => Refusal::TokenUnknown,
        GrantKind::ClientCredentials => Refusal::ClientUnknown,
    }
}

/// The account of a grant's tokens.
pub async fn account_of(
    call: &Call<'_>,
    revision: i64,
    key: Option<AccountKey>,
) -> Result<Option<Arc<Account>>, Failure> {
    match key {
        Some(key) => Ok(call.realm.cache.account(call.at(revision), key).await?),
        None => Ok(None),
    }
}
