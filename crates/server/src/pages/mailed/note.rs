//! What came of it.

use super::super::chrome::Chrome;
use super::super::html::{Html, Part};
use super::super::lasting;
use super::super::words::Words;
use crate::desk::links::Errand;
use askama::Template;

/// A page that says something and leads on.
#[derive(Clone, Debug)]
pub struct MailNote {
    /// What.
    pub note: Note,
    /// Where it leads on to; empty: nowhere.
    pub onward: String,
    /// The way back to signing in, where it leads on to something else.
    pub sign_in: Option<String>,
}

/// What such a page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A link is on its way, if there is such an account; seconds that it lives.
    Sent(u64),
    /// No mail is sent here.
    NoMail,
    /// There is a new password.
    Saved(Errand),
    /// The address is confirmed.
    Confirmed,
    /// The link was used, or is too old, or never was one; what it was for.
    Ended(Errand),
    /// The same where no mail is sent: somebody else has to help.
    EndedForGood,
    /// Another account has the address.
    Taken,
    /// There is a first administrator now.
    FirstMade,
    /// The link to become the first administrator works no more.
    FirstOver,
}

impl MailNote {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let own = &words.mailed;
        let (heading, what, act) = match self.note {
            Note::Sent(life) => {
                let time = lasting::duration(&words.units, life);
                (own.sent, Html::fill(own.sent_what, &[("time", Part::Text(&time))]), own.again)
            }
            Note::NoMail => (own.forgotten, chrome.helper(own.no_mail), own.sign_in),
            Note::Saved(Errand::Invite) => (own.saved, Html::plain(own.joined_what), own.sign_in),
            Note::Saved(_) => (own.saved, Html::plain(own.saved_what), own.sign_in),
            Note::Confirmed => (own.confirmed, chrome.about_realm(own.confirmed_what), own.to_account),
            Note::Ended(Errand::Reset) => (own.ended, Html::plain(own.ended_what), own.another),
            Note::Ended(Errand::Invite) => (own.ended, chrome.helper(own.invite_ended_what), own.sign_in),
            Note::Ended(Errand::Confirm) => (own.ended, Html::plain(own.ended_what), own.to_account),
            Note::EndedForGood => (own.ended, chrome.helper(own.no_mail), own.sign_in),
            Note::FirstMade => (own.first_made, Html::plain(own.first_made_what), own.sign_in),
            Note::FirstOver => (own.ended, Html::plain(own.first_over_what), own.sign_in),
            Note::Taken => (own.taken, chrome.about_realm(own.taken_what), own.to_account),
        };
        View { chrome, words, page: self, heading, what, act }.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "mailed/note.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a MailNote,
    heading: &'static str,
    what: Html,
    act: &'static str,
}

impl View<'_> {
    fn is_error(&self) -> bool {
        matches!(self.page.note, Note::Ended(_) | Note::EndedForGood | Note::Taken | Note::FirstOver)
    }

    /// Whether going on is what people came for.
    fn class(&self) -> &'static str {
        match self.page.note {
            Note::Saved(_) | Note::Confirmed | Note::FirstMade | Note::Ended(Errand::Reset) => "primary",
            _ => "secondary",
        }
    }

    fn more(&self) -> Option<&'static str> {
        matches!(self.page.note, Note::Sent(_)).then_some(self.words.mailed.nothing_came)
    }
}
