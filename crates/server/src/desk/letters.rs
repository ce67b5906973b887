//! Who is told what by mail, in which language, and where its one link leads.

use super::links::{Errand, Made};
use crate::config::Switch;
use crate::dice::Dice;
use crate::mail::{Address, Letter, Mail};
use crate::pages::{LetterPage, Matter};
use crate::realm::{Mount, Realm};
use engine::model::Account;
use engine::time::Now;
use store::ops::Origin;

/// A notice need not come later than this, in seconds.
const NEWS: i64 = 24 * 3600;

/// Where the letters of one realm are written.
#[derive(Clone, Copy)]
pub struct Postroom<'a> {
    /// The way out; `None`: there is no mail server, and nobody is told anything.
    pub mail: Option<&'a Mail>,
    /// Whose people.
    pub realm: &'a Realm,
    /// At which mount their pages are: links begin with its configured address, never with what a request says (OID-09).
    pub mount: &'a Mount,
    /// Randomness.
    pub dice: &'a dyn Dice,
    /// Time.
    pub now: Now,
}

/// Something that has happened to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A sign-in from a browser that had not signed in before: what it is, and from which address.
    NewDevice(String, String),
    /// An app of that name was allowed for the first time.
    NewApp(String),
    /// Its person chose a new password, in a browser that stays signed in.
    PasswordChanged,
    /// There is a new password, and nobody is signed in any more.
    PasswordSet,
    /// There is a new address; the account is the one before, and its address the old one.
    AddressChanged,
}

impl Postroom<'_> {
    /// Tells somebody what has happened to their account.
    ///
    /// Word of devices and apps goes to confirmed addresses only: an app's name is somebody's choice, and nobody makes us write to a stranger
    /// what they like. A new password or address is always told.
    ///
    /// `spoken`: the language of the page where it happened, for an account that has none of its own; `None`: it happened on no page.
    pub fn tell(&self, account: &Account, notice: Notice, spoken: Option<&str>) {
        let at = self.now.secs();
        let (told, matter) = match notice {
            Notice::NewDevice(device, address) => {
                (self.realm.notices.new_device, Matter::NewDevice { device, address, at })
            }
            Notice::NewApp(app) => (self.realm.notices.new_app, Matter::NewApp { app, at }),
            Notice::PasswordChanged => (Switch::On, Matter::PasswordChanged(at)),
            Notice::PasswordSet => (Switch::On, Matter::PasswordSet(at)),
            Notice::AddressChanged => (Switch::On, Matter::AddressChanged(at)),
        };
        let (path, confirmed) = match matter {
            Matter::PasswordChanged(_) | Matter::PasswordSet(_) => ("/-/forgotten", true),
            Matter::AddressChanged(_) => ("/account", true),
            _ => ("/account", account.email_verified),
        };
        if told == Switch::On && confirmed {
            let language = self.language(account, spoken);
            self.post((&account.email, language), (format!("{}{path}", self.mount.issuer), matter), at + NEWS);
        }
    }

    /// Tells somebody of a sign-in from a browser that had not signed in before.
    pub fn tell_of_device(&self, account: &Account, from: Origin, spoken: &str) {
        self.tell(account, Notice::NewDevice(from.device, from.address), Some(spoken));
    }

    /// Sends a link. `spoken`: as in [`Postroom::tell`].
    pub fn send_link(&self, account: &Account, to: &str, made: &Made, spoken: Option<&str>) {
        let life = made.errand.life().unsigned_abs();
        let matter = match made.errand {
            Errand::Confirm => Matter::Confirm(life),
            Errand::Reset => Matter::Reset(life),
            Errand::Invite => Matter::Invite { account: account.username.clone(), life },
        };
        let link = made.address(&self.mount.issuer);
        self.post((to, self.language(account, spoken)), (link, matter), made.ends_at);
    }

    fn language(&self, account: &Account, spoken: Option<&str>) -> String {
        let own = account.language.as_deref();
        own.or(spoken).unwrap_or(&self.mount.dialect.pages.default_language).to_owned()
    }

    fn post(&self, (to, language): (&str, String), (link, matter): (String, Matter), good_until: i64) {
        let Some(mail) = self.mail else { return };
        let kind = matter.name();
        let Ok(to) = to.parse::<Address>() else {
            tracing::warn!(realm = %self.realm.name, letter = kind, "a letter was not written: the account's address is none");
            return;
        };
        let (realm_title, support) = (self.realm.title.clone(), self.realm.support.clone());
        let signs_in_at = self.realm.hand_off.as_ref().map(|page| page.host().to_owned());
        let accent = self.realm.brand.accent;
        let page = LetterPage { language, realm_title, accent, support, signs_in_at, link, matter };
        mail.post(Letter {
            id: format!("{:016x}", self.dice.key()),
            kind,
            realm: self.realm.name.clone(),
            sender: self.realm.title.clone(),
            to,
            written: page.write(),
            good_until,
        });
    }
}
