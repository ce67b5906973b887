//! The questions before something of an app ends.

use super::secrets::{ListedSecret, called};
use super::{ConsoleApp, ConsoleItem, Fault, Number, WithoutRedirects};
use crate::desk::facts::KindLoss;
use crate::desk::features::Feature;
use crate::desk::own::Standing;
use crate::pages::confirm::{Confirm, Loss};
use crate::pages::frame::{Current, Frame};
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, time};

/// Where a question's form posts to, and where the way back leads.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The address.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The way back.
    pub back: String,
}

/// Before a secret ends.
#[derive(Clone, Debug)]
pub struct ConfirmRevokeSecret {
    /// The app.
    pub app: ConsoleApp,
    /// The secret.
    pub secret: ListedSecret,
    /// Whether it is the last one.
    pub last: Current,
    /// The form.
    pub asked: Asked,
}

impl ConfirmRevokeSecret {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Secrets, None);
        let words = &frame.words().console.secrets;
        let ListedSecret { made, used_at, .. } = &self.secret;
        let name = called(&self.secret.name, &self.secret.handle);
        let at = |at: &i64| time(frame.words(), frame.now, *at);
        let which = match used_at {
            Some(used) => {
                Html::fill(words.revoke_which, &[("made", Part::Html(&at(made))), ("used", Part::Html(&at(used)))])
            }
            None => Html::fill(words.revoke_unused, &[("made", Part::Html(&at(made)))]),
        };
        let last = (self.last == Current::Yes).then(|| Html::plain(words.revoke_ends_last));
        let stays = if last.is_some() { words.revoke_stays } else { words.revoke_stays_other };
        Confirm {
            title: words.revoke_title,
            about: Some(name),
            heading: Html::fill(words.revoke_heading, &[("name", Part::Strong(name))]),
            ends: [Html::plain(words.revoke_ends), which].into_iter().chain(last).collect(),
            stays: vec![Html::plain(stays)],
            button: words.revoke,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before a redirect URI is none any more.
#[derive(Clone, Debug)]
pub struct ConfirmRemoveRedirect {
    /// The app.
    pub app: ConsoleApp,
    /// The redirect URI.
    pub uri: String,
    /// What the app does without it, if it is the last one.
    pub without: Option<WithoutRedirects>,
    /// The form.
    pub asked: Asked,
}

impl ConfirmRemoveRedirect {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Redirects, None);
        let words = &frame.words().console.redirects;
        let last = self.without.map(|without| match without {
            WithoutRedirects::Closed => Html::plain(words.remove_ends_last),
            WithoutRedirects::OnScreen => Html::plain(words.remove_ends_last_on_screen),
        });
        Confirm {
            title: words.remove_title,
            about: Some(&self.uri),
            heading: Html::fill(words.remove_heading, &[("uri", Part::Code(&self.uri))]),
            ends: std::iter::once(Html::plain(words.remove_ends)).chain(last).collect(),
            stays: words.remove_stays.map(Html::plain).into(),
            button: words.remove,
            loss: Loss::ForNow,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before it is an app of another kind.
#[derive(Clone, Debug)]
pub struct ConfirmChangeKind {
    /// The app.
    pub app: ConsoleApp,
    /// The other kind.
    pub kind: String,
    /// What is lost by it.
    pub lost: Vec<KindLoss>,
    /// The form.
    pub asked: Asked,
}

impl ConfirmChangeKind {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Settings, None);
        let (words, button) = (&frame.words().console.end, frame.words().console.settings.change_kind);
        let ends = self.lost.iter().map(|loss| match loss {
            KindLoss::Secrets(count) => Html::fill(words.kind_secrets, &[("count", Part::Text(&count.to_string()))]),
            KindLoss::Approval => frame.chrome.about_realm(words.kind_approval),
        });
        let heading = [("app", Part::Strong(&self.app.name)), ("kind", Part::Code(&self.kind))];
        Confirm {
            title: words.kind_title,
            about: Some(&self.kind),
            heading: Html::fill(words.kind_heading, &heading),
            ends: ends.collect(),
            stays: words.kind_stays.map(Html::plain).into(),
            button,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before the test token ends.
#[derive(Clone, Debug)]
pub struct ConfirmEndTestToken {
    /// The app.
    pub app: ConsoleApp,
    /// Whether another one takes its place.
    pub then: ThenTestToken,
    /// The user name of whom it speaks for.
    pub speaks_for: Option<String>,
    /// The form.
    pub asked: Asked,
}

/// What comes when a test token has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThenTestToken {
    /// None.
    None,
    /// Another one.
    New,
}

impl ConfirmEndTestToken {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::TestToken, None);
        let words = &frame.words().console.test_token;
        let [title, heading, ends, stays, button] = match self.then {
            ThenTestToken::None => {
                [words.revoke_title, words.revoke_heading, words.revoke_ends, words.revoke_stays, words.revoke]
            }
            ThenTestToken::New => {
                [words.reset_title, words.reset_heading, words.reset_ends, words.reset_stays, words.reset]
            }
        };
        let whose = self.speaks_for.as_deref().map(|name| Html::fill(words.ends_of, &[("name", Part::Strong(name))]));
        Confirm {
            title,
            heading: Html::fill(heading, &[("app", Part::Strong(&self.app.name))]),
            ends: std::iter::once(Html::plain(ends)).chain(whose).collect(),
            stays: vec![Html::plain(stays)],
            button,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before somebody is an owner no more.
#[derive(Clone, Debug)]
pub struct ConfirmRemoveOwner {
    /// The app.
    pub app: ConsoleApp,
    /// The user name.
    pub name: String,
    /// Whether it is the reader.
    pub you: Current,
    /// Whether the test token goes with them.
    pub token_too: Current,
    /// Whether what they let the app have does.
    pub access_too: Current,
    /// The form.
    pub asked: Asked,
}

impl ConfirmRemoveOwner {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Owners, None);
        let words = &frame.words().console.owners;
        let filled = |sentence: &str| {
            Html::fill(sentence, &[("name", Part::Strong(&self.name)), ("app", Part::Strong(&self.app.name))])
        };
        let ends = if self.you == Current::Yes { words.remove_ends_own } else { words.remove_ends };
        let token = (self.token_too == Current::Yes).then(|| Html::plain(words.remove_token));
        let access = (self.access_too == Current::Yes).then(|| Html::plain(words.remove_access));
        Confirm {
            title: words.remove_title,
            about: Some(&self.name),
            heading: filled(words.remove_heading),
            ends: std::iter::once(filled(ends)).chain(token).chain(access).collect(),
            stays: vec![filled(words.remove_stays)],
            button: words.remove,
            loss: if self.you == Current::Yes { Loss::ForGood } else { Loss::ForNow },
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before all user tokens end.
#[derive(Clone, Debug)]
pub struct ConfirmRevokeAll {
    /// The app.
    pub app: ConsoleApp,
    /// How many people allowed it.
    pub users: Number,
    /// Its live tokens.
    pub tokens: Number,
    /// The form.
    pub asked: Asked,
}

impl ConfirmRevokeAll {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Settings, None);
        let words = &frame.words().console.end;
        let filled = |sentence: &str| counted(sentence, &frame, &self.app, (self.users, self.tokens));
        let tokens = if self.app.has(Feature::RefreshTokens) { words.revoke_all_ends } else { words.revoke_all_bare };
        let own = self.app.has(Feature::OwnTokens).then_some(words.revoke_all_own);
        let again = match self.app.standing {
            Standing::Live => words.revoke_all_again,
            Standing::Suspended(_) => words.revoke_all_suspended,
            Standing::Draft | Standing::InReview => words.revoke_all_closed,
        };
        let ends = [tokens, again].into_iter().chain(own);
        let stays = std::iter::once(words.allowed(&self.app.features)).chain(words.keys(&self.app.features));
        Confirm {
            title: words.revoke_all_title,
            heading: filled(words.revoke_all_heading),
            ends: ends.map(filled).collect(),
            stays: stays.map(filled).collect(),
            button: words.revoke_all,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

/// Before the app ends.
#[derive(Clone, Debug)]
pub struct ConfirmDeleteApp {
    /// The app.
    pub app: ConsoleApp,
    /// How many people allowed it.
    pub users: Number,
    /// Its live tokens.
    pub tokens: Number,
    /// The user names of its other owners.
    pub others: Vec<String>,
    /// What was typed.
    pub typed: String,
    /// What is wrong with that.
    pub fault: Option<Fault>,
    /// The form.
    pub asked: Asked,
}

impl ConfirmDeleteApp {
    /// The page.
    pub fn render(&self, frame: Frame) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Settings, None);
        let words = &frame.words().console.end;
        let filled = |sentence: &str| counted(sentence, &frame, &self.app, (self.users, self.tokens));
        let keys = words.keys(&self.app.features);
        let ends = [words.delete_access, words.delete_id].into_iter().chain(keys).chain([words.delete_refused]);
        let owners =
            Html::list(&self.others).map(|others| Html::fill(words.delete_owners, &[("owners", Part::Html(&others))]));
        let field = Field::new("typed", words.type_name, Kind::Line, &self.typed)
            .hint(filled(words.type_name_hint))
            .wrong(Fault::at(self.fault.as_ref(), "typed", &frame.chrome));
        Confirm {
            title: words.delete_title,
            heading: filled(words.delete_heading),
            ends: ends.map(filled).chain(owners).collect(),
            stays: vec![filled(words.delete_stays)],
            fields: vec![field],
            button: words.delete,
            ..self.asked.confirm()
        }
        .render(&frame)
    }
}

impl Asked {
    /// The question without its words.
    fn confirm(&self) -> Confirm<'_> {
        Confirm {
            title: "",
            about: None,
            heading: Html::default(),
            ends: Vec::new(),
            stays: Vec::new(),
            action: &self.action,
            csrf: &self.csrf,
            fields: Vec::new(),
            button: "",
            loss: Loss::ForGood,
            back: &self.back,
        }
    }
}

fn counted(sentence: &str, frame: &Frame, app: &ConsoleApp, (users, tokens): (Number, Number)) -> Html {
    let (people, tokens) = (users.said(frame.words()), tokens.said(frame.words()));
    let parts = [
        ("app", Part::Strong(&app.name)),
        ("people", Part::Text(&people)),
        ("tokens", Part::Text(&tokens)),
        ("realm", Part::Name(&frame.chrome.realm_title)),
    ];
    Html::fill(sentence, &parts)
}
