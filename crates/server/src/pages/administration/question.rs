//! Asks before something ends.

use super::account::AdminSession;
use super::said::{about, at, seen};
use super::sheet::PostTo;
use crate::desk::features::Feature;
use crate::pages::confirm::{Confirm, Loss};
use crate::pages::frame::{Current, Frame};
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind};

/// A question.
#[derive(Clone, Debug)]
pub struct AdminQuestion {
    /// What is to be done.
    pub what: Ending,
    /// What it is called.
    pub name: String,
    /// The app, where a grant or a token ends.
    pub app: String,
    /// Whose account, where a token ends; which session, where that ends.
    pub whose: String,
    /// What the app has or can have, where all of it ends or all of its tokens do.
    pub features: Vec<Feature>,
    /// The session, where one ends.
    pub session: Option<AdminSession>,
    /// What was typed; `None`: nothing yet.
    pub typed: Option<String>,
    /// Where the form posts to.
    pub to: PostTo,
    /// Where the way back leads.
    pub back: String,
}

/// What may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nobody can sign in to an account.
    Disable,
    /// An account goes.
    DeleteAccount,
    /// An administrator's account goes: no app has to do with it.
    DeleteAdministrator,
    /// One session of an account.
    Session,
    /// All sessions of an account.
    SignOut,
    /// What an account lets an app do.
    Revoke,
    /// An app hears no, for a reason.
    Suspend,
    /// An app is a draft again, for a reason.
    SendBack,
    /// One that opens the API.
    AccessToken,
    /// One that is good for new ones.
    RefreshToken,
    /// All tokens of an app.
    RevokeTokens,
    /// An app goes.
    DeleteApp,
    /// A key opens nothing any more.
    Key,
}

/// Title, heading, what ends, what stays, and the button.
type Said = (&'static str, &'static str, Vec<&'static str>, Vec<&'static str>, &'static str);

impl AdminQuestion {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let (title, heading, ends, stays, button) = self.said(frame);
        let device = self.session.as_ref().map(|session| session.device.as_str()).filter(|device| !device.is_empty());
        let device = device.unwrap_or(frame.words().administration.accounts.unknown_device);
        let parts =
            [("name", Part::Strong(&self.name)), ("app", Part::Strong(&self.app)), ("device", Part::Strong(device))];
        let about = match self.what {
            Ending::Revoke => format!("{} · {}", self.name, self.app),
            Ending::Session => format!("{} · {device} · {}", self.name, self.whose),
            Ending::AccessToken | Ending::RefreshToken => format!("{} · {} · {}", self.name, self.whose, self.app),
            _ => self.name.clone(),
        };
        let confirm = Confirm {
            title,
            about: Some(&about),
            heading: Html::fill(heading, &parts),
            ends: ends.into_iter().map(Html::plain).chain(self.which(frame)).collect(),
            stays: stays.into_iter().map(Html::plain).collect(),
            action: &self.to.action,
            csrf: &self.to.csrf,
            fields: self.field(frame).into_iter().collect(),
            button,
            loss: self.loss(),
            back: &self.back,
        };
        confirm.render(frame)
    }

    fn loss(&self) -> Loss {
        match self.what {
            Ending::Session | Ending::SignOut | Ending::Disable | Ending::Suspend | Ending::SendBack => Loss::ForNow,
            _ => Loss::ForGood,
        }
    }

    fn said(&self, frame: &Frame) -> Said {
        let all = &frame.words().administration;
        let (own, accounts, apps) = (&all.ask, &all.accounts, &all.apps);
        match self.what {
            Ending::Disable => {
                let ends = vec![own.disable_ends, own.disable_ends_too];
                (own.disable_title, own.disable, ends, vec![own.disable_stays], accounts.disable)
            }
            Ending::DeleteAccount => {
                let ends = vec![own.delete_account_ends, own.delete_account_ends_too];
                (own.delete_account_title, own.delete_account, ends, vec![own.delete_account_stays], accounts.delete)
            }
            Ending::DeleteAdministrator => {
                let (ends, stays) = (vec![own.delete_account_ends], vec![own.delete_administrator_stays]);
                (own.delete_account_title, own.delete_account, ends, stays, accounts.delete)
            }
            Ending::Session => {
                let this = self.session.as_ref().is_some_and(|session| session.this == Current::Yes);
                let ends = if this { own.session_ends_this } else { own.session_ends };
                let (ends, stays) = (vec![ends], vec![own.session_stays]);
                (own.session_title, own.session, ends, stays, accounts.end)
            }
            Ending::SignOut => {
                (own.sign_out_title, own.sign_out, vec![own.sign_out_ends], vec![own.sign_out_stays], accounts.end_all)
            }
            Ending::Revoke => {
                (own.revoke_title, own.revoke, vec![own.revoke_ends], vec![own.revoke_stays], all.grants.revoke)
            }
            Ending::Suspend => {
                (own.suspend_title, own.suspend, vec![own.suspend_ends], vec![own.suspend_stays], apps.suspend)
            }
            Ending::SendBack => (own.back_title, own.back, vec![own.back_ends], vec![own.back_stays], apps.send_back),
            Ending::RevokeTokens => {
                let end = &frame.words().console.end;
                let has = |feature| self.features.contains(&feature);
                let tokens = if has(Feature::RefreshTokens) { own.tokens_ends } else { own.tokens_ends_bare };
                let too = has(Feature::OwnTokens).then_some(end.revoke_all_own);
                let ends = [tokens, own.tokens_ends_too].into_iter().chain(too).collect();
                let allowed = end.allowed(&self.features);
                let stays = std::iter::once(allowed).chain(end.keys(&self.features)).collect();
                (end.revoke_all_title, end.revoke_all_heading, ends, stays, end.revoke_all)
            }
            Ending::DeleteApp => {
                let keys = frame.words().console.end.keys(&self.features);
                let ends = [own.delete_app_ends].into_iter().chain(keys).chain([own.delete_app_ends_too]).collect();
                (own.delete_app_title, own.delete_app, ends, vec![own.delete_app_stays], apps.delete)
            }
            Ending::AccessToken => {
                let (ends, stays) = (vec![own.token_ends], vec![own.token_stays]);
                (own.token_title, own.token, ends, stays, all.grants.end)
            }
            Ending::RefreshToken => {
                let (ends, stays) = (vec![own.refresh_ends, own.refresh_ends_too], vec![own.refresh_stays]);
                (own.refresh_title, own.refresh, ends, stays, all.grants.end)
            }
            Ending::Key => (own.key_title, own.key, vec![own.key_ends], vec![own.key_stays], all.keys.end),
        }
    }

    /// Which browser it is: several may be called the same.
    fn which(&self, frame: &Frame) -> Option<Html> {
        let session = self.session.as_ref()?;
        let signed_in = seen(frame, session.signed_in_at, &session.address);
        let last = at(frame, session.seen_at);
        let parts = [("signed_in", Part::Html(&signed_in)), ("seen", Part::Html(&last))];
        Some(Html::fill(frame.words().account.sessions.end_which, &parts))
    }

    /// A reason, or the name of what cannot come back.
    fn field(&self, frame: &Frame) -> Option<Field<'_>> {
        let all = &frame.words().administration;
        let typed = self.typed.as_deref().unwrap_or_default();
        match self.what {
            Ending::Suspend | Ending::SendBack => {
                let wrong = self.typed.is_some().then(|| Html::plain(all.common.reason_wrong));
                let field = Field::new("reason", all.common.reason, Kind::Lines, typed);
                Some(field.hint(Html::plain(all.ask.suspend_hint)).wrong(wrong))
            }
            Ending::DeleteAccount | Ending::DeleteAdministrator | Ending::DeleteApp => {
                let wrong = self.typed.is_some().then(|| Html::plain(all.common.name_differs));
                let field = Field::new("name", "", Kind::Line, typed).wrong(wrong);
                Some(Field { label: about(all.common.type_name, "name", &self.name), ..field })
            }
            _ => None,
        }
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str, what: Ending) -> Self {
        use super::account::AdminAccount;
        let own = || text.to_owned();
        Self {
            what,
            name: own(),
            app: own(),
            whose: own(),
            features: vec![Feature::Secrets, Feature::TestToken],
            session: (what == Ending::Session).then(|| AdminAccount::sample(text).sessions.remove(0)),
            typed: None,
            to: PostTo::default(),
            back: "/admin".to_owned(),
        }
    }
}
