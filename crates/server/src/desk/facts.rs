//! What people read about an app, its kind and its scopes.

use super::apps::listed;
use super::{Declined, Desk, secrets};
use crate::config::ReviewRule;
use engine::model::{App, Review, TILE_COLORS};
use engine::policy::{HasSecret, Kind};
use engine::secret::Plain;
use store::ops::{AppChange, AppFacts};

/// Longest texts, in characters.
const LONGEST_NAME: usize = 80;
const LONGEST_DESCRIPTION: usize = 500;
const LONGEST_PLACE: usize = 300;
const LONGEST_SECRET_NAME: usize = 60;

/// What the audit calls another kind.
const KIND: &str = "app.kind";

/// What is not in order about what people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactFault {
    /// No name.
    #[error("an app needs a name that people can read")]
    NameMissing,
    /// Too long.
    #[error("a name has 80 characters at most")]
    NameLong,
    /// Control characters, or such as turn the direction of writing.
    #[error("a name has no control characters and none that turn the direction of writing")]
    NameOdd,
    /// Too long.
    #[error("a description has 500 characters at most")]
    DescriptionLong,
    /// Control characters, or such as turn the direction of writing.
    #[error("a description has no control characters and none that turn the direction of writing")]
    DescriptionOdd,
    /// No address of a site.
    #[error("the address of a site looks like `https://app.example/about`")]
    Site,
    /// Neither mail nor site.
    #[error("an address for help looks like `help@app.example` or `https://app.example/help`")]
    Support,
    /// No such colour.
    #[error("there is no such colour")]
    Color,
    /// Too long, or with odd characters.
    #[error("a secret's name has 60 characters at most, none of them a control character")]
    SecretName,
}

/// What is to be said anew of an app; `None`: it stays. An inner `None` takes it away.
#[derive(Clone, Debug, Default)]
pub struct AppEdit {
    /// See [`App`].
    pub name: Option<String>,
    /// See `name`.
    pub description: Option<String>,
    /// See `name`.
    pub site: Option<Option<String>>,
    /// See `name`.
    pub support: Option<Option<String>>,
    /// See `name`.
    pub color: Option<Option<u8>>,
    /// See `name`.
    pub kind: Option<String>,
}

/// What an app loses by becoming one of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindLoss {
    /// So many secrets.
    Secrets(usize),
    /// What was approved: it goes back to its review.
    Approval,
}

/// The facts, tidied up, if they are in order.
fn checked(facts: AppFacts) -> Result<AppFacts, Declined> {
    let (facts, faults) = tidied(facts);
    Declined::for_any(faults)?;
    Ok(facts)
}

/// The facts, tidied up, with all that is not in order about them. An empty text is none; how long a text is counts as it was sent.
pub(super) fn tidied(facts: AppFacts) -> (AppFacts, impl Iterator<Item = Declined>) {
    let long_name = facts.name.chars().count() > LONGEST_NAME;
    let long_description = facts.description.chars().count() > LONGEST_DESCRIPTION;
    let some = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let facts = AppFacts {
        name: facts.name.trim().to_owned(),
        description: facts.description.trim().to_owned(),
        site: some(facts.site),
        color: facts.color,
        support: some(facts.support),
    };
    let faults = [
        (facts.name.is_empty(), FactFault::NameMissing),
        (long_name, FactFault::NameLong),
        (facts.name.contains(is_odd), FactFault::NameOdd),
        (long_description, FactFault::DescriptionLong),
        (facts.description.contains(is_odd_in_lines), FactFault::DescriptionOdd),
        (facts.site.as_deref().is_some_and(|site| !is_site(site)), FactFault::Site),
        (facts.support.as_deref().is_some_and(|place| !is_site(place) && !is_mail(place)), FactFault::Support),
        (facts.color.is_some_and(|color| color >= TILE_COLORS), FactFault::Color),
    ];
    (facts, faults.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault.into()))
}

/// The name of a secret.
pub(super) fn checked_secret_name(name: &str) -> Result<String, FactFault> {
    match name.chars().count() > LONGEST_SECRET_NAME || name.trim().contains(is_odd) {
        true => Err(FactFault::SecretName),
        false => Ok(name.trim().to_owned()),
    }
}

/// What could make a name look like another, or like the text around it.
pub(crate) fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The same in a text that people write in lines: what breaks a line or joins letters belongs there.
pub(super) fn is_odd_in_lines(c: char) -> bool {
    is_odd(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{200c}' | '\u{200d}')
}

fn is_site(text: &str) -> bool {
    let plain =
        text.len() <= LONGEST_PLACE && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    let Some(uri) = text.parse::<http::Uri>().ok().filter(|_| plain) else { return false };
    let named = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    named && uri.scheme_str() == Some("https")
}

fn is_mail(text: &str) -> bool {
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    let plain = text.len() <= LONGEST_PLACE && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    plain && !local.is_empty() && !domain.is_empty() && !text.contains([':', '/', '?', '&', '<', '>', '"'])
}

impl Desk<'_> {
    /// What people read about an app, all anew.
    pub async fn describe(&self, client_id: &str, facts: AppFacts) -> Result<(), Declined> {
        let facts = checked(facts)?;
        let app = self.app(client_id).await?;
        let detail = facts.name.clone();
        self.change(&app, AppChange::Facts(facts), "app.describe", &detail).await
    }

    /// Changes what is said of it, its kind among that: all of it or nothing. Gives the secret that came with another kind, which is shown once.
    pub async fn edit_app(&self, client_id: &str, edit: AppEdit) -> Result<Option<Plain>, Declined> {
        let app = self.app(client_id).await?;
        let AppEdit { name, description, site, support, color, kind } = edit;
        let facts = checked(AppFacts {
            name: name.unwrap_or_else(|| app.name.clone()),
            description: description.unwrap_or_else(|| app.description.clone()),
            site: site.unwrap_or_else(|| app.site.clone()),
            color: color.unwrap_or(app.color),
            support: support.unwrap_or_else(|| app.support.clone()),
        })?;
        let Some((change, made)) = self.kind_change(&app, kind.as_deref().unwrap_or(&app.kind)).await? else {
            self.describe(client_id, facts).await?;
            return Ok(None);
        };
        let detail = format!("{}, {}", facts.name, kind.unwrap_or_default());
        let change = AppChange::Several(vec![AppChange::Facts(facts), change]);
        self.change(&app, change, "app.kind", &detail).await?;
        Ok(made)
    }

    /// Makes it one of another kind. Where that has a secret and the app has none, one is made and shown once; where it has none, they end.
    ///
    /// A form that is sent again throws the same dice: it gets the secret that it made, as long as that lives.
    pub async fn change_kind(&self, app: &App, kind: &str) -> Result<Option<Plain>, Declined> {
        let Some((change, made)) = self.kind_change(app, kind).await? else {
            let (secret, stored) = secrets::chosen_or_made(self, None).await?;
            return Ok(app.secrets.iter().any(|own| own.stored == stored.stored).then_some(secret));
        };
        let Some(secret) = made else {
            self.change(app, change, KIND, kind).await?;
            return Ok(None);
        };
        let detail = format!("{kind} {}", secrets::handle(&secret));
        if self.was_made(app, KIND, &detail).await? {
            let now = self.app(&app.client_id).await?;
            let lives = now.secrets.iter().any(|own| own.stored == secrets::generated(&secret));
            return if lives { Ok(Some(secret)) } else { Err(Declined::MadeBefore) };
        }
        self.change(app, change, KIND, &detail).await?;
        Ok(Some(secret))
    }

    /// What would be lost if it became one of that kind.
    pub fn lost_by_kind(&self, app: &App, kind: &str) -> Result<Vec<KindLoss>, Declined> {
        if app.kind == kind {
            return Ok(Vec::new());
        }
        let secrets = match self.fitting(app, kind)?.secret {
            HasSecret::No => app.secrets.len(),
            HasSecret::Yes => 0,
        };
        let secrets = (secrets > 0).then_some(KindLoss::Secrets(secrets));
        let reviewed = self.realm.review == ReviewRule::Demanded && app.review == Review::Live;
        Ok(secrets.into_iter().chain(reviewed.then_some(KindLoss::Approval)).collect())
    }

    /// What makes it one of that kind; `None`: it is one.
    async fn kind_change(&self, app: &App, kind: &str) -> Result<Option<(AppChange, Option<Plain>)>, Declined> {
        if app.kind == kind {
            return Ok(None);
        }
        let kind = self.fitting(app, kind)?;
        let (made, secrets) = match (kind.secret, app.secrets.is_empty()) {
            (HasSecret::No, _) => (None, Vec::new()),
            (HasSecret::Yes, false) => (None, app.secrets.clone()),
            (HasSecret::Yes, true) => {
                let (plain, stored) = secrets::chosen_or_made(self, None).await?;
                (Some(plain), vec![stored])
            }
        };
        Ok(Some((AppChange::Kind { kind: kind.name.clone(), secrets }, made)))
    }

    /// The kind of that name, if it may have all of the app's redirect URIs.
    fn fitting(&self, app: &App, kind: &str) -> Result<&Kind, Declined> {
        let kind = self.kind(Some(kind))?;
        let unfit = app.redirect_uris.iter().filter(|uri| self.check_redirect(kind, uri).is_err());
        let unfit: Vec<&str> = unfit.map(String::as_str).collect();
        match unfit.is_empty() {
            true => Ok(kind),
            false => Err(Declined::KindRedirects { kind: kind.name.clone(), uris: listed(unfit.into_iter()) }),
        }
    }

    /// Changes what it may ask for from now on; what was granted stays.
    pub async fn set_scopes(&self, client_id: &str, scopes: Vec<String>) -> Result<(), Declined> {
        let scopes = self.known_scopes(Some(scopes))?;
        let app = self.app(client_id).await?;
        let detail = scopes.join(" ");
        self.change(&app, AppChange::Scopes(scopes), "app.scopes", &detail).await
    }
}
