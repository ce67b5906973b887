//! Who asks: loads the app that a request names and checks its secret.

use super::{Call, Failure};
use dialect::model::{BothAuth, Way};
use engine::client::{self, SecretProof, TwoProofs};
use engine::model::{Account, AccountKey, App, AppKey};
use engine::policy::{GrantKind, HasSecret};
use engine::refusal::Refusal;
use engine::request::{ClientClaim, Param};
use engine::secret::{Hashed, Plain};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The app that the claim names; the claim itself is in order.
pub async fn named(call: &Call<'_>, claim: &ClientClaim, revision: i64) -> Result<Option<Arc<App>>, Failure> {
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
pub async fn proven(call: &Call<'_>, app: Option<&Arc<App>>, claim: &ClientClaim) -> Result<Arc<App>, Failure> {
    let proof = check(call, app, claim).await?;
    client::proven(app.map(Arc::as_ref), claim, proof, &call.mount.name)?;
    app.cloned().ok_or_else(|| Refusal::ClientUnknown.into())
}

/// Whether the secret is one of the app's. Generated ones cost one SHA-256; slow ones go through the pool once per process.
pub async fn check(call: &Call<'_>, app: Option<&Arc<App>>, claim: &ClientClaim) -> Result<SecretProof, Failure> {
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
    for own in &app.secrets {
        let right = match parse_hash(&own.stored) {
            Some(hash) => hash.matches(secret),
            None => slow(call, secret, &own.stored).await?,
        };
        if right {
            call.server.secret_uses.note(call.realm.key, app.key, own, call.now.secs());
            return Ok(SecretProof::Right);
        }
    }
    Ok(SecretProof::Wrong)
}

/// SHA-256 in hex, as generated secrets are stored.
fn parse_hash(stored: &str) -> Option<Hashed> {
    if stored.len() != 64 || !stored.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(stored.get(at..at + 2)?, 16).ok()?;
    }
    Some(Hashed::from_bytes(bytes))
}

/// Pairs of a stored hash and a secret that were found right, as MACs under a key of this process.
static PROVEN: LazyLock<Mutex<HashMap<[u8; 32], ()>>> = LazyLock::new(Mutex::default);
const MOST_PROVEN: usize = 10_000;

async fn slow(call: &Call<'_>, secret: &Plain, stored: &str) -> Result<bool, Failure> {
    let mac = call.realm.keys.decisions.named("slow secrets").seed(&[stored.as_bytes(), secret.expose().as_bytes()]).0;
    if PROVEN.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&mac) {
        return Ok(true);
    }
    let right = call.server.passwords.verify(secret.clone(), Some(stored.to_owned())).await?;
    if right {
        let mut proven = PROVEN.lock().unwrap_or_else(PoisonError::into_inner);
        if proven.len() >= MOST_PROVEN {
            proven.clear();
        }
        proven.insert(mac, ());
    }
    Ok(right)
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
) -> Result<Arc<App>, Failure> {
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
        client::proven(app.as_deref(), claim, proof, &call.mount.name)?;
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
