//! Asks before the access of an app ends.

use crate::pages::confirm::{Confirm, Loss};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};

/// The question.
#[derive(Clone, Debug)]
pub struct ConfirmEndGrant {
    /// The app's name.
    pub app: String,
    /// Where the form posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The list that it leads back to.
    pub back: String,
}

impl ConfirmEndGrant {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = &frame.words().account.apps;
        let filled = |sentence: &str| {
            let parts = [("app", Part::Strong(&self.app)), ("realm", Part::Name(&frame.chrome.realm_title))];
            Html::fill(sentence, &parts)
        };
        let confirm = Confirm {
            title: words.remove_title,
            about: Some(&self.app),
            heading: filled(words.remove_heading),
            ends: words.ends.map(filled).into(),
            stays: words.stays.map(filled).into(),
            action: &self.action,
            csrf: &self.csrf,
            fields: Vec::new(),
            button: words.remove,
            loss: Loss::ForGood,
            back: &self.back,
        };
        confirm.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        Self {
            app: name.to_owned(),
            action: "/shop/account/apps/6d8a4f2e/remove".to_owned(),
            csrf: "sealed".to_owned(),
            back: "/shop/account".to_owned(),
        }
    }
}
