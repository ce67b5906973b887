//! Secrets of apps.

use super::{Declined, Desk, facts};
use engine::model::{App, AppSecret};
use engine::policy::HasSecret;
use engine::secret::{Hashed, Plain};
use store::Broken;
use store::ops::AppChange;

/// Secrets that live beside each other at most.
pub const MOST: usize = 2;

/// What becomes of an app's secret when a new one is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldSecret {
    /// It stops working at once.
    Ends,
    /// It goes on working until the next rotation.
    Stays,
}

/// A new secret.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// One that a person chose; `None`: one is made.
    pub chosen: Option<Plain>,
    /// What it is called; may be empty.
    pub name: String,
    /// What becomes of the one that there is.
    pub old: OldSecret,
}

impl Rotation {
    /// One that is made, without a name.
    pub fn of(old: OldSecret) -> Self {
        Self { chosen: None, name: String::new(), old }
    }
}

impl Desk<'_> {
    /// Makes a new secret, which is shown once.
    pub async fn rotate_secret(&self, client_id: &str, rotation: Rotation) -> Result<Plain, Declined> {
        let Rotation { chosen, name, old } = rotation;
        let name = facts::checked_secret_name(&name)?;
        let app = self.app(client_id).await?;
        if self.kind(Some(&app.kind))?.secret == HasSecret::No {
            return Err(Declined::Secretless(app.kind));
        }
        let (plain, stored) = chosen_or_made(self, chosen).await?;
        let mut secrets = vec![AppSecret { name, ..stored }];
        if old == OldSecret::Stays {
            secrets.extend(app.secrets.iter().take(MOST - 1).cloned());
        }
        let detail = if old == OldSecret::Stays { "the old one stays" } else { "" };
        self.change(&app, AppChange::Secrets(secrets), "app.rotate-secret", detail).await?;
        Ok(plain)
    }

    /// Makes one more secret, which is shown once; the others go on working.
    pub async fn add_secret(&self, app: &App, name: &str) -> Result<Plain, Declined> {
        if self.kind(Some(&app.kind))?.secret == HasSecret::No {
            return Err(Declined::Secretless(app.kind.clone()));
        }
        let name = facts::checked_secret_name(name)?;
        let (plain, stored) = chosen_or_made(self, None).await?;
        let secret = AppSecret { name, ..stored };
        let handle = secret.handle();
        if self.was_made(app, "app.secret.add", &handle).await? {
            let lives = self.app(&app.client_id).await?.secrets.iter().any(|own| own.stored == secret.stored);
            return if lives { Ok(plain) } else { Err(Declined::MadeBefore) };
        }
        let change = AppChange::AddSecret { secret, at_most: MOST };
        self.change(app, change, "app.secret.add", &handle).await.map_err(|declined| match declined {
            Declined::Broken(Broken::Absent("room for another secret")) => Declined::ManySecrets,
            other => other,
        })?;
        Ok(plain)
    }

    /// Ends one secret, by its handle; the last one too, since a leak does not wait.
    pub async fn revoke_secret(&self, app: &App, handle: &str) -> Result<(), Declined> {
        let change = AppChange::RemoveSecret(handle.to_owned());
        self.change(app, change, "app.secret.revoke", "").await.map_err(|declined| match declined {
            Declined::Broken(Broken::Absent("secret")) => Declined::NoSecret,
            other => other,
        })
    }

    /// The app's secrets, newest first, each with when it was last used, in seconds.
    pub async fn secrets<'a>(&self, app: &'a App) -> Result<Vec<(&'a AppSecret, Option<i64>)>, Declined> {
        let uses = self.store.secret_uses(self.realm.key, app.key).await?;
        let used = |secret: &AppSecret| {
            let handle = secret.handle();
            uses.iter().find(|(own, _)| *own == handle).map(|(_, at)| *at)
        };
        Ok(app.secrets.iter().map(|secret| (secret, used(secret))).collect())
    }
}

/// A secret in the shape of the dialect, or the one that a person chose: that has a slow hash, as people choose badly.
pub(super) async fn chosen_or_made(desk: &Desk<'_>, chosen: Option<Plain>) -> Result<(Plain, AppSecret), Declined> {
    let created_at = desk.now.secs();
    let Some(plain) = chosen else {
        let dialect = &desk.main()?.dialect;
        let plain = dialect.mint(&dialect.shapes.client_secret, &desk.dice.seed());
        let stored = generated(&plain);
        return Ok((plain, AppSecret { stored, created_at, name: String::new() }));
    };
    if plain.expose().len() < 16 {
        return Err(Declined::Weak("a secret has 16 characters at least; leave it out to have one made"));
    }
    let stored = desk.passwords.hash(plain.clone(), desk.dice.salt()).await.map_err(|_| Declined::Busy)?;
    Ok((plain, AppSecret { stored, created_at, name: String::new() }))
}

/// What tells a generated secret from the others.
pub(super) fn handle(plain: &Plain) -> String {
    AppSecret { stored: generated(plain), created_at: 0, name: String::new() }.handle()
}

/// How a generated secret is stored.
pub(crate) fn generated(plain: &Plain) -> String {
    hex(&plain.hashed())
}

fn hex(hash: &Hashed) -> String {
    hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
