//! Pages of mailed links: asking for one, using one, and what came of it.
//!
//! # Layout
//! - [`Forgotten`], [`NewPassword`], [`ConfirmAddress`], [`FirstAdministrator`]: forms; [`MailNote`]: a page that only says something.

mod confirm;
mod first;
mod forgotten;
mod note;
mod password;

pub use confirm::ConfirmAddress;
pub use first::FirstAdministrator;
pub use forgotten::{Forgotten, ForgottenError};
pub use note::{MailNote, Note};
pub use password::{NewPassword, WhichPassword};

use super::chrome::Chrome;
use super::html::Html;
use super::parts::{Field, Summary};
use super::words::Words;
use askama::Template;

/// A card with one form.
#[derive(Template)]
#[template(path = "mailed/form.html")]
struct Card<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    heading: Html,
    what: Html,
    action: &'a str,
    /// Proof that the form is ours.
    csrf: &'a str,
    /// The link's secret, where one is used.
    link: Option<&'a str>,
    /// The user name for whoever keeps passwords.
    username: Option<&'a str>,
    fields: Vec<Field<'a>>,
    button: &'static str,
    /// The way back to signing in, where people came from there.
    sign_in: Option<&'a str>,
}

impl Card<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }
}

/// Every page of this part, with its account and realm called `name`.
#[cfg(test)]
pub(in crate::pages) fn samples(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let chrome = Chrome { realm_title: name.to_owned(), ..Chrome::sample(language) };
    let named = || name.to_owned();
    let forgotten = |error| Forgotten { name: named(), error, ..Forgotten::sample() }.render(&chrome);
    let password =
        |which, error| NewPassword { account: named(), which, error, ..NewPassword::sample() }.render(&chrome);
    let confirm = ConfirmAddress { account: named(), address: named(), ..ConfirmAddress::sample() };
    let first = |faults| {
        FirstAdministrator { username: named(), email: named(), faults, ..FirstAdministrator::sample() }.render(&chrome)
    };
    use crate::desk::links::Errand;
    use crate::desk::{Misnamed, Unfit};
    use crate::pages::AccountFault;
    let note = |note| MailNote { note, onward: "/shop/account".to_owned(), sign_in: None }.render(&chrome);
    vec![
        ("forgotten", forgotten(ForgottenError::None)),
        ("forgotten_error", forgotten(ForgottenError::Missing)),
        ("forgotten_error", forgotten(ForgottenError::Throttled(300))),
        ("password", password(WhichPassword::Another, None)),
        ("password", password(WhichPassword::First, None)),
        ("password_error", password(WhichPassword::Another, Some(Unfit::Common))),
        ("confirm", confirm.render(&chrome)),
        ("first", first(Vec::new())),
        ("first_error", first(vec![AccountFault::Misnamed(Misnamed::Email), AccountFault::Unfit(Unfit::Short)])),
        ("first_made", note(Note::FirstMade)),
        ("first_over_error", note(Note::FirstOver)),
        ("sent", note(Note::Sent(1800))),
        ("no_mail", note(Note::NoMail)),
        ("saved", note(Note::Saved(Errand::Reset))),
        ("joined", note(Note::Saved(Errand::Invite))),
        ("confirmed", note(Note::Confirmed)),
        ("ended_error", note(Note::Ended(Errand::Reset))),
        ("ended_error", note(Note::Ended(Errand::Invite))),
        ("ended_for_good_error", note(Note::EndedForGood)),
        ("taken_error", note(Note::Taken)),
    ]
}
