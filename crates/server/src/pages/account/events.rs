//! What happened to an account, in plain words.

use crate::desk::account::HELD_BACK;
pub use crate::desk::names::By;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::lasting;
use crate::pages::parts::{Empty, Pager, time};
use crate::pages::words::Words;
use askama::Template;

/// Events, newest first.
#[derive(Clone, Debug)]
pub struct AccountEvents {
    /// Those of this page.
    pub events: Vec<Event>,
    /// Where the list begins, on any page but the first.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, in seconds since 1970.
    pub at: i64,
    /// The audit's word for it.
    pub action: String,
    /// The name of the app that it is about.
    pub app: Option<String>,
    /// The device of a sign-in; empty: not known.
    pub device: String,
    /// What they proved themselves with, by words of RFC 8176.
    pub ways: Vec<String>,
    /// Seconds that tries to sign in were held back.
    pub wait: Option<u64>,
    /// From which address; empty: not known.
    pub address: String,
    /// Who did it.
    pub by: By,
}

impl AccountEvents {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        View { frame, chrome: &frame.chrome, words: frame.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        let actions = [
            "account.sign-in",
            "grant.allow",
            "grant.revoke",
            "grant.end-with-app",
            HELD_BACK,
            "account.set-password",
            "account.password-link",
            "account.ask-address",
            "account.odd",
            "app.owner.add",
            "app.test-token",
            "app.test-token.revoke",
            name,
        ];
        let event = |action: &&str| Event {
            at: 1_795_300_000,
            action: (*action).to_owned(),
            app: Some(name.to_owned()),
            device: name.to_owned(),
            ways: vec!["pwd".to_owned(), "own-way".to_owned()],
            wait: Some(15),
            address: "2001:db8::17".to_owned(),
            by: match *action {
                "account.set-password" => By::Operator,
                "grant.revoke" => By::App(name.to_owned()),
                "app.owner.add" => By::OtherOwner,
                "account.password-link" | HELD_BACK => By::Somebody,
                _ => By::Owner,
            },
        };
        Self { events: actions.iter().map(event).collect(), first: None, next: Some("?after=7".to_owned()) }
    }
}

#[derive(Template)]
#[template(path = "account/events.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountEvents,
}

impl View<'_> {
    fn what(&self, event: &Event) -> Html {
        let words = &self.words.account.events;
        let sentence = match event.action.as_str() {
            "account.create" => words.create,
            "account.sign-in" if event.device.is_empty() => words.sign_in,
            "account.sign-in" => words.sign_in_on,
            "account.sign-out" => words.sign_out,
            HELD_BACK => words.held_back,
            "account.set-password" => words.set_password,
            "account.reset-password" => words.reset_password,
            "account.password-link" if event.by == By::Somebody => words.asked_password_link,
            "account.password-link" => words.password_link,
            "account.ask-address" => words.ask_email,
            "account.withdraw-address" => words.withdraw_email,
            "account.change-address" => words.email,
            "account.confirm-address" => words.confirm_email,
            "account.profile" => words.profile,
            "account.rename" => words.username,
            "account.lose-name" => words.lose_name,
            "account.lose-address" => words.lose_email,
            "account.end-session" if event.device.is_empty() => words.end_session,
            "account.end-session" => words.end_session_on,
            "account.end-sessions" if event.by == By::Operator => words.end_all_sessions,
            "account.end-sessions" => words.end_sessions,
            "account.disable" => words.disable,
            "account.enable" => words.enable,
            "account.link" => words.link,
            "account.unlink" => words.unlink,
            "account.roles" => words.roles,
            "account.export" => words.export,
            "app.test-token" => words.test_token,
            "app.test-token.revoke" => words.test_token_end,
            "app.owner.add" => words.owner_add,
            "app.owner.remove" => words.owner_remove,
            "grant.allow" => words.allow,
            "grant.revoke" => words.revoke,
            "grant.end-with-app" => words.app_deleted,
            "token.crowded" => words.crowded,
            "token.revoke" => words.token,
            "token.revoke-family" => words.family,
            _ => words.other,
        };
        let gone = Html::plain(words.gone);
        let app = event.app.as_deref().map_or(Part::Html(&gone), Part::Strong);
        let wait = lasting::duration(&self.words.units, event.wait.unwrap_or_default());
        let parts = [
            ("app", app),
            ("device", Part::Name(&event.device)),
            ("wait", Part::Text(&wait)),
            ("action", Part::Code(&event.action)),
        ];
        let said = Html::fill(sentence, &parts);
        match self.ways(event) {
            Some(ways) => {
                Html::fill(words.sign_in_with, &[("sentence", Part::Html(&said)), ("ways", Part::Html(&ways))])
            }
            None => said,
        }
    }

    /// What no catalogue knows stands as the owner's page has it.
    fn ways(&self, event: &Event) -> Option<Html> {
        let known = self.words.account.events.ways;
        let word = |way: &String| known.iter().find(|(name, _)| name == way).map(|(_, word)| *word);
        let parts = event.ways.iter().map(|way| word(way).map_or(Part::Code(way), Part::Text));
        (!event.ways.is_empty()).then(|| Html::joined(&parts.collect::<Vec<_>>(), ", "))
    }

    fn by(&self, event: &Event) -> Option<Html> {
        let words = &self.words.account.events;
        match &event.by {
            By::Owner | By::Somebody => None,
            By::App(name) => Some(Html::fill(words.by_app, &[("app", Part::Strong(name))])),
            By::OtherOwner => Some(Html::plain(words.by_other_owner)),
            By::Operator => {
                let realm = [("realm", Part::Name(&self.chrome.realm_title))];
                let operator = Html::fill(self.words.common.operator, &realm);
                Some(Html::fill(words.by_operator, &[("operator", Part::Html(&operator))]))
            }
        }
    }

    fn time(&self, event: &Event) -> Html {
        time(self.words, self.frame.now, event.at)
    }

    fn empty(&self) -> Empty<'_> {
        let words = &self.words.account.events;
        Empty { nothing: words.none, what: Html::plain(words.none_what), step: None }
    }

    fn pager(&self) -> Pager {
        Pager { words: self.words, first: self.page.first.clone(), next: self.page.next.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words;

    /// What is about an account, of all that the audit has words for; nobody reads of their own account's end.
    fn is_told(action: &str) -> bool {
        let whole = ["token.end-all", "account.delete"].contains(&action);
        ["account.", "app.owner.", "app.test-token", "grant.", "token."].iter().any(|of| action.starts_with(of))
            && !whole
    }

    #[test]
    fn whatever_is_told_of_an_account_has_words() {
        let frame = Frame::sample("en", "Shop");
        let actions = words::of("en").administration.actions.iter().map(|(action, _)| *action);
        let told: Vec<&str> = actions.filter(|action| is_told(action)).collect();
        assert!(told.len() > 30, "{told:?}");
        for action in told {
            let mut page = AccountEvents::sample("Notes");
            page.events.truncate(1);
            page.events[0].action = action.to_owned();
            let text = page.render(&frame);
            assert!(!text.contains("Something else"), "{action}: {text}");
        }
    }
}
