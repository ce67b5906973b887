//! Asks before a person's other browsers are signed out.

use crate::pages::confirm::Confirm;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};

/// The question.
#[derive(Clone, Debug)]
pub struct ConfirmEndSession {
    /// Which are signed out.
    pub which: Signed,
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
    /// One, by its device; empty: not known.
    One(String),
    /// All but this one.
    Others,
}

impl ConfirmEndSession {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = &frame.words().account.sessions;
        let (title, about, heading, ends, button) = match &self.which {
            Signed::One(device) => {
                let device = if device.is_empty() { words.unknown } else { device };
                let heading = Html::fill(words.end_heading, &[("device", Part::Strong(device))]);
                (words.end_title, Some(device), heading, words.end_ends, words.end)
            }
            Signed::Others => {
                let title = words.end_others_title;
                (title, None, Html::plain(title), words.end_others_ends, words.end_others)
            }
        };
        let confirm = Confirm {
            title,
            about,
            heading,
            ends: vec![Html::plain(ends)],
            stays: words.end_stays.map(Html::plain).into(),
            action: &self.action,
            csrf: &self.csrf,
            fields: Vec::new(),
            button,
            back: &self.back,
        };
        confirm.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(which: Signed) -> Self {
        Self {
            which,
            action: "/shop/account/sessions/0123456789abcdef/end".to_owned(),
            csrf: "sealed".to_owned(),
            back: "/shop/account/sessions".to_owned(),
        }
    }
}
