//! The page that asks once before something is destroyed: what ends, and what stays.

use super::chrome::Chrome;
use super::frame::Frame;
use super::html::Html;
use super::parts::{Field, Summary};
use super::words::Words;
use askama::Template;

/// One question.
pub(super) struct Confirm<'a> {
    /// In the browser's tab.
    pub(super) title: &'static str,
    /// What it is about, in the tab too.
    pub(super) about: Option<&'a str>,
    /// The question, with the name of what it is about.
    pub(super) heading: Html,
    /// What ends, a line each.
    pub(super) ends: Vec<Html>,
    /// What stays.
    pub(super) stays: Vec<Html>,
    /// Where the form posts to.
    pub(super) action: &'a str,
    /// Proof that the form is ours.
    pub(super) csrf: &'a str,
    /// What must be typed, where it cannot be undone.
    pub(super) fields: Vec<Field<'a>>,
    /// What the button says.
    pub(super) button: &'static str,
    /// Whether it comes back: only what does not is red.
    pub(super) loss: Loss,
    /// Where the way back leads.
    pub(super) back: &'a str,
}

/// Whether what ends can be had again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// By a step as small as this one.
    ForNow,
    /// Never.
    ForGood,
}

impl Confirm<'_> {
    /// The page.
    pub(super) fn render(self, frame: &Frame) -> String {
        self.view(frame, None)
    }

    /// The page again, with why nothing was done: a reason that no field can mend.
    pub(super) fn refused(self, frame: &Frame, why: &Html) -> String {
        self.view(frame, Some(why))
    }

    fn view(self, frame: &Frame, refused: Option<&Html>) -> String {
        let fields = frame.all_kept(self.action, self.fields);
        let page = &Confirm { fields, ..self };
        View { frame, chrome: &frame.chrome, words: frame.words(), page, refused }.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a Confirm<'a>,
    refused: Option<&'a Html>,
}

impl View<'_> {
    fn class(&self) -> &'static str {
        if self.page.loss == Loss::ForGood { "danger" } else { "primary" }
    }

    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.page.fields)
    }
}
