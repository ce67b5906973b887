//! What is asked of people before something important changes, and what may be wrong with it.

use crate::desk::{Misnamed, Unfit};
use crate::pages::html::{Html, Part};
use crate::pages::lasting;
use crate::pages::parts::{Field, Kind};
use crate::pages::words::Words;

/// Why the current password was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    /// It is another.
    Wrong,
    /// Too many tries: wait so many seconds.
    Throttled(u64),
    /// The server cannot tell at the moment.
    Unavailable,
}

/// The field for the current password.
pub(super) fn current(words: &'static Words, wrong: Option<Unproven>) -> Field<'static> {
    let form = &words.account.form;
    let error = wrong.map(|wrong| match wrong {
        Unproven::Wrong => Html::plain(form.wrong),
        Unproven::Throttled(seconds) => wait(words, form.throttled, seconds),
        Unproven::Unavailable => Html::plain(form.unavailable),
    });
    Field::new("current", form.current, Kind::Password, "")
        .hint(Html::plain(form.current_hint))
        .filled_in_as("current-password")
        .wrong(error)
}

/// The field for a new password.
pub(in crate::pages) fn new(words: &'static Words, label: &str, wrong: Option<Unfit>) -> Field<'static> {
    let form = &words.account.form;
    Field::new("password", label, Kind::Password, "")
        .hint(Html::plain(form.password_hint))
        .filled_in_as("new-password")
        .wrong(wrong.map(|wrong| unfit(words, wrong)))
}

/// What is wrong with a new password.
pub(in crate::pages) fn unfit(words: &'static Words, wrong: Unfit) -> Html {
    let form = &words.account.form;
    Html::plain(match wrong {
        Unfit::Short => form.short,
        Unfit::Long => form.long,
        Unfit::Common => form.common,
        Unfit::Name => form.own_name,
        Unfit::Same => form.same_password,
    })
}

/// What is wrong with a name or an address.
pub(in crate::pages) fn misnamed(words: &'static Words, wrong: Misnamed) -> Html {
    let form = &words.account.form;
    Html::plain(match wrong {
        Misnamed::Username => form.username_odd,
        Misnamed::UsernameTaken => form.username_taken,
        Misnamed::Email => form.email_odd,
        Misnamed::EmailTaken => form.email_taken,
        Misnamed::Language => form.unspoken,
        Misnamed::TooLong | Misnamed::Id => form.too_long,
    })
}

/// A sentence with a time to wait.
pub(in crate::pages) fn wait(words: &'static Words, sentence: &str, seconds: u64) -> Html {
    let time = lasting::duration(&words.units, seconds.max(1));
    Html::fill(sentence, &[("wait", Part::Text(&time))])
}
