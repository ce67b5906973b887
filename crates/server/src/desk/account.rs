//! What people do with their own account.

use super::accounts::check_address;
use super::facts::is_odd;
use super::slice::one_more;
use super::{About, Declined, Desk, Misnamed, Slice, Unfit};
use crate::pages::languages;
use engine::model::{Account, App};
use engine::secret::{Hashed, Plain};
use store::Broken;
use store::ops::{AccountChange, Audited, Authorized, Ended, Page, Session};

/// Apps of a page: each says much, and a page stays light.
const APPS: u32 = 10;

/// Events of a page.
const EVENTS: u32 = 40;

/// What the audit calls it that tries to sign in had to wait; its detail is how long.
pub const HELD_BACK: &str = "account.held-back";

/// What people say about themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Of pages and mail; `None`: the browser's.
    pub language: Option<String>,
}

/// What is to be said anew of an account; `None`: it stays.
#[derive(Clone, Debug, Default)]
pub struct AccountEdit {
    /// Address for mail.
    pub email: Option<String>,
    /// See [`Profile`].
    pub first_name: Option<String>,
    /// See `first_name`.
    pub last_name: Option<String>,
    /// See `first_name`; an inner `None` takes it away.
    pub language: Option<Option<String>>,
}

impl Desk<'_> {
    /// The apps that an account has let in, the last used first.
    pub async fn let_in(&self, account: &Account, after: Option<String>) -> Result<Slice<(Authorized, App)>, Declined> {
        self.authorized_by_use(account, Page { after, limit: APPS }).await
    }

    /// The app, if the account has let it in.
    pub async fn authorized_app(&self, account: &Account, client_id: &str) -> Result<App, Declined> {
        let app = self.app(client_id).await?;
        match self.store.grant(self.realm.key, account.key, app.key).await? {
            Some(_) => Ok(app),
            None => Err(Declined::NoGrant(account.username.clone(), app.client_id)),
        }
    }

    /// The live sessions of an account, the one seen last first.
    pub async fn sessions_of(&self, account: &Account) -> Result<Vec<Session>, Declined> {
        Ok(self.store.sessions(self.realm.key, account.key, self.now.secs()).await?)
    }

    /// Ends one of them, by its [`handle`].
    pub async fn end_session_of(&self, account: &Account, named: &str) -> Result<(), Declined> {
        let sessions = self.sessions_of(account).await?;
        let found = sessions.iter().find(|session| handle(&session.hash) == named).ok_or(Declined::NoSession)?;
        let audit = self.audit("account.end-session", About::Account(account), found.origin.device.as_str());
        match self.store.end_session_of(self.realm.key, account.key, found.hash, audit).await? {
            Ended::Now => Ok(()),
            Ended::Before => Err(Declined::NoSession),
        }
    }

    /// Ends all of them but that one; gives how many.
    pub async fn end_other_sessions(&self, account: &Account, but: Hashed) -> Result<u32, Declined> {
        let audit = self.audit("account.end-sessions", About::Account(account), "");
        Ok(self.store.end_sessions(self.realm.key, account.key, Some(but), audit).await?)
    }

    /// Changes what people say about themselves; where they sign in elsewhere, their names come from there, and only the language is theirs.
    pub async fn change_profile(&self, account: &Account, profile: Profile) -> Result<(), Declined> {
        let Profile { first_name, last_name, language } = profile;
        let named_here = self.has_passwords().is_ok();
        if named_here && [&first_name, &last_name].iter().any(|name| !fits_a_person(name)) {
            return Err(Misnamed::TooLong.into());
        }
        if language.as_deref().is_some_and(|own| !languages().contains(&own)) {
            return Err(Misnamed::Language.into());
        }
        let news = named_here && (&first_name, &last_name) != (&account.first_name, &account.last_name);
        if !news && language == account.language {
            return Ok(());
        }
        let change = match named_here {
            true => AccountChange::Profile { first_name, last_name, language },
            false => AccountChange::Language(language),
        };
        self.change_account(account, change, "account.profile").await
    }

    /// Changes what is said of an account: the address first, which may be somebody else's.
    pub async fn edit_account(&self, name: &str, edit: AccountEdit) -> Result<(), Declined> {
        let account = self.account(name).await?;
        if let Some(email) = edit.email.filter(|email| *email != account.email) {
            self.change_email(&account, &email).await?;
        }
        let profile = Profile {
            first_name: edit.first_name.unwrap_or_else(|| account.first_name.clone()),
            last_name: edit.last_name.unwrap_or_else(|| account.last_name.clone()),
            language: edit.language.unwrap_or_else(|| account.language.clone()),
        };
        let named = (&account.first_name, &account.last_name) != (&profile.first_name, &profile.last_name);
        match (named, profile.language != account.language) {
            (false, false) => Ok(()),
            (true, _) if self.has_passwords().is_err() => self.has_passwords(),
            _ => self.change_profile(&account, profile).await,
        }
    }

    /// Changes the address for mail; it is unconfirmed until its owner has answered a letter.
    pub async fn change_email(&self, account: &Account, email: &str) -> Result<(), Declined> {
        self.has_passwords()?;
        check_address(email)?;
        let change = AccountChange::Address { email: email.to_owned(), email_verified: false };
        match self.change_account(account, change, "account.change-address").await {
            Err(Declined::Broken(Broken::Taken(_))) => Err(Misnamed::EmailTaken.into()),
            changed => changed,
        }
    }

    /// What happened to an account, newest first, each with its app where it is about one.
    pub async fn events(
        &self,
        account: &Account,
        after: Option<String>,
    ) -> Result<Slice<(Audited, Option<App>)>, Declined> {
        let page = Page { after, limit: EVENTS };
        let found = self.store.events(self.realm.key, account.key, one_more(&page)).await?;
        let Slice { rows: found, next } = Slice::of(found, &page, |row| row.id.to_string());
        let mut rows = Vec::new();
        for row in found {
            let app = match row.audit.app {
                Some(key) => self.store.app(self.realm.key, key).await?,
                None => None,
            };
            rows.push((row, app));
        }
        Ok(Slice { rows, next })
    }

    /// Notes for an account that so many wrong passwords were tried that the next try has to wait.
    pub async fn note_held_back(&self, account: &Account, seconds: i64) -> Result<(), Declined> {
        let audit = self.audit(HELD_BACK, About::Account(account), format!("{seconds} s"));
        Ok(self.store.leave(self.realm.key, audit).await?)
    }

    /// The apps that nobody looks after once this account is gone.
    pub async fn orphans(&self, account: &Account) -> Result<Vec<App>, Declined> {
        let apps = self.owned(account).await?;
        Ok(apps.into_iter().filter(|app| app.owners == [account.key]).collect())
    }

    /// Gives a person the password that they chose in the place of the one that they have. All their sessions end. Gives the new one's hash.
    pub async fn change_password(
        &self,
        account: &Account,
        current: &Plain,
        password: &Plain,
    ) -> Result<String, Declined> {
        if current.expose() == password.expose() {
            return Err(Unfit::Same.into());
        }
        let names = [account.username.as_str(), &account.email];
        let hash = self.hashed(password, &names).await?;
        self.change_account(account, AccountChange::Password(hash.clone()), "account.set-password").await?;
        Ok(hash)
    }
}

/// Whether a name is one that a person may have. Zero-width joiners are letters' business in Persian, in Indic scripts and in emoji; nothing else that nobody sees is
/// in a name, and least of all what turns the direction of writing.
pub fn fits_a_person(name: &str) -> bool {
    name.chars().count() <= 100 && !name.contains(|c| is_odd(c) && !matches!(c, '\u{200c}' | '\u{200d}'))
}

/// What a session is called in addresses: tells nothing of the cookie.
pub fn handle(session: &Hashed) -> String {
    session.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
