//! Where somebody is signed in.

use crate::pages::chrome::Chrome;
use crate::pages::frame::{Current, Frame};
use crate::pages::html::{Html, Part, fill_text};
use crate::pages::parts::time;
use crate::pages::words::Words;
use askama::Template;

/// The browsers in which a person is signed in.
#[derive(Clone, Debug)]
pub struct AccountSessions {
    /// This one first.
    pub sessions: Vec<SessionShown>,
    /// Where all others are ended; `None`: there are none.
    pub others: Option<String>,
}

/// One of them. Times in seconds since 1970.
#[derive(Clone, Debug)]
pub struct SessionShown {
    /// Browser and system; empty: not known.
    pub device: String,
    /// From which address; empty: not known.
    pub address: String,
    /// When its person signed in.
    pub signed_in_at: i64,
    /// When it was last seen.
    pub seen_at: i64,
    /// Whether it is the one that looks at the page.
    pub this: Current,
    /// Where it is ended.
    pub end: String,
}

impl SessionShown {
    /// When, and from where.
    pub(super) fn signed_in(&self, frame: &Frame) -> Html {
        let time = time(frame.words(), frame.now, self.signed_in_at);
        match self.address.as_str() {
            "" => time,
            from => Html::fill(
                frame.words().account.sessions.from,
                &[("time", Part::Html(&time)), ("address", Part::Name(from))],
            ),
        }
    }
}

impl AccountSessions {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        View { frame, chrome: &frame.chrome, words: frame.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        let this = SessionShown {
            device: name.to_owned(),
            address: "192.0.2.7".to_owned(),
            signed_in_at: 1_795_300_000,
            seen_at: 1_795_348_790,
            this: Current::Yes,
            end: String::new(),
        };
        let other = SessionShown {
            device: String::new(),
            address: "2001:db8::17".to_owned(),
            seen_at: 1_795_340_000,
            this: Current::No,
            end: "/shop/account/sessions/0123456789abcdef/end".to_owned(),
            ..this.clone()
        };
        Self { sessions: vec![this, other], others: Some("/shop/account/sessions/end".to_owned()) }
    }
}

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountSessions,
}

impl View<'_> {
    fn device<'a>(&'a self, session: &'a SessionShown) -> &'a str {
        if session.device.is_empty() { self.words.account.sessions.unknown } else { &session.device }
    }

    fn end_label(&self, session: &SessionShown) -> String {
        fill_text(self.words.account.sessions.end_of, &[("device", self.device(session))])
    }

    fn signed_in(&self, session: &SessionShown) -> Html {
        session.signed_in(self.frame)
    }

    fn seen(&self, session: &SessionShown) -> Html {
        self.time(session.seen_at)
    }

    fn time(&self, at: i64) -> Html {
        time(self.words, self.frame.now, at)
    }
}
