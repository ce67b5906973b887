//! Asks before a person's other browsers are signed out.

use super::SessionShown;
use crate::pages::confirm::{Confirm, Loss};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::time;

/// The question.
#[derive(Clone, Debug)]
pub struct ConfirmEndSession {
    /// Which are signed out.
    pub which: Signed,
    /// The host of the owner's own login, where people sign in there.
    pub there: Option<String>,
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The list that it leads back to.
    pub back: String,
}

/// Browsers of a person.
#[derive(Clone, Debug)]
pub enum Signed {
    /// One.
    One(SessionShown),
    /// All but this one.
    Others,
}

impl ConfirmEndSession {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = &frame.words().account.sessions;
        let (title, about, heading, [here, elsewhere], button) = match &self.which {
            Signed::One(session) => {
                let device = if session.device.is_empty() { words.unknown } else { &session.device };
                let heading = Html::fill(words.end_heading, &[("device", Part::Strong(device))]);
                (words.end_title, Some(device), heading, [words.end_ends, words.end_ends_elsewhere], words.end)
            }
            Signed::Others => {
                let title = words.end_others_title;
                let ends = [words.end_others_ends, words.end_others_ends_elsewhere];
                (title, None, Html::plain(title), ends, words.end_others)
            }
        };
        let ends = match &self.there {
            Some(host) => Html::fill(elsewhere, &[("host", Part::Name(host))]),
            None => Html::plain(here),
        };
        let confirm = Confirm {
            title,
            about,
            heading,
            ends: [ends].into_iter().chain(self.which(frame)).collect(),
            stays: words.end_stays.map(Html::plain).into(),
            action: &self.action,
            csrf: &self.csrf,
            fields: Vec::new(),
            button,
            loss: Loss::ForNow,
            back: &self.back,
        };
        confirm.render(frame)
    }

    /// Which browser it is: several may be called the same.
    fn which(&self, frame: &Frame) -> Option<Html> {
        let Signed::One(session) = &self.which else { return None };
        let (signed_in, seen) = (session.signed_in(frame), time(frame.words(), frame.now, session.seen_at));
        let parts = [("signed_in", Part::Html(&signed_in)), ("seen", Part::Html(&seen))];
        Some(Html::fill(frame.words().account.sessions.end_which, &parts))
    }

    #[cfg(test)]
    pub(super) fn sample(which: Signed) -> Self {
        Self {
            which,
            there: None,
            action: "/shop/account/sessions/0123456789abcdef/end".to_owned(),
            csrf: "sealed".to_owned(),
            back: "/shop/account/sessions".to_owned(),
        }
    }
}
