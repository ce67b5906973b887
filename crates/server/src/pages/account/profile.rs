//! What somebody says about themselves.

use super::proof::{self, Unproven};
use crate::desk::Misnamed;
use crate::desk::account::fits_a_person;
use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::language::languages;
use crate::pages::parts::{Field, Kind, Summary, time};
use crate::pages::words::{self, Words};
use askama::Template;

/// Name, language and address, in two forms.
#[derive(Clone, Debug)]
pub struct AccountProfile {
    /// Where the form of name and language, or of the language alone, posts to, and proof that it is ours.
    pub names: (String, String),
    /// The same of the address; `None`: name and address are kept elsewhere.
    pub mail: Option<(String, String)>,
    /// User name; it stays.
    pub username: String,
    /// First name, as typed.
    pub first_name: String,
    /// Last name, as typed.
    pub last_name: String,
    /// The language, a code; empty: the browser's.
    pub language: String,
    /// The address now, and whether it was confirmed.
    pub address: (String, Confirmed),
    /// An address that was asked for and not confirmed yet, and when its link ends, in seconds since 1970.
    pub asked: Option<(String, i64)>,
    /// The new address, as typed.
    pub email: String,
    /// What was wrong with the names.
    pub misnamed: Option<Misnamed>,
    /// What was wrong with the new address.
    pub unaddressed: Option<Unaddressed>,
    /// What was wrong with the current password.
    pub current: Option<Unproven>,
}

/// Why there is no new address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unaddressed {
    /// It is none, or somebody else's.
    Wrong(Misnamed),
    /// It is the account's, and confirmed.
    Confirmed,
    /// Enough letters have gone out: wait so many seconds.
    Throttled(u64),
}

/// Whether an address was confirmed by its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It was.
    Yes,
    /// It was not, and no letter can be sent.
    No,
    /// It was not; a letter with a link is out, or can be sent.
    NotYet,
}

impl AccountProfile {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let names = frame.all_kept(&self.names.0, self.names(words));
        let mail = self.mail.as_ref().map(|(action, _)| frame.all_kept(action, self.mail(words))).unwrap_or_default();
        View { frame, chrome: &frame.chrome, words, page: self, names, mail }.render().unwrap_or_default()
    }

    fn names(&self, words: &'static Words) -> Vec<Field<'_>> {
        let own = &words.account.profile;
        let spoken = languages().iter().map(|language| (*language, words::of(language).site.own_name));
        let choices = [("", own.as_browser)].into_iter().chain(spoken).collect();
        let said = |wrong: Option<Misnamed>| wrong.map(|wrong| proof::misnamed(words, wrong));
        let wrong = |name: &str| said(self.misnamed.filter(|_| !fits_a_person(name)));
        let unspoken = self.misnamed.filter(|wrong| *wrong == Misnamed::Language);
        let language = Field::new("language", own.language, Kind::OneOf(choices), &self.language).wrong(said(unspoken));
        if self.mail.is_none() {
            return vec![language];
        }
        vec![
            Field::new("first_name", own.first_name, Kind::Optional, &self.first_name)
                .filled_in_as("given-name")
                .wrong(wrong(&self.first_name)),
            Field::new("last_name", own.last_name, Kind::Optional, &self.last_name)
                .filled_in_as("family-name")
                .wrong(wrong(&self.last_name)),
            language,
        ]
    }

    fn mail(&self, words: &'static Words) -> Vec<Field<'_>> {
        let own = &words.account.profile;
        let wrong = self.unaddressed.map(|wrong| match wrong {
            Unaddressed::Wrong(wrong) => proof::misnamed(words, wrong),
            Unaddressed::Confirmed => Html::plain(own.same_address),
            Unaddressed::Throttled(seconds) => proof::wait(words, own.letters_throttled, seconds),
        });
        let mut email = Field::new("email", own.email, Kind::Email, &self.email);
        if self.address.1 == Confirmed::NotYet {
            email = email.hint(Html::plain(own.another_letter));
        }
        vec![email.filled_in_as("email").wrong(wrong), proof::current(words, self.current)]
    }

    #[cfg(test)]
    pub(super) fn sample(name: &str) -> Self {
        let form = |path: &str| (format!("/shop/account/{path}"), "sealed".to_owned());
        Self {
            names: form("profile"),
            mail: Some(form("email")),
            username: name.to_owned(),
            first_name: name.to_owned(),
            last_name: name.to_owned(),
            language: "de".to_owned(),
            address: ("dana@example.com".to_owned(), Confirmed::Yes),
            asked: Some((name.to_owned(), 1_795_400_000)),
            email: String::new(),
            misnamed: None,
            unaddressed: None,
            current: None,
        }
    }
}

#[derive(Template)]
#[template(path = "account/profile.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a AccountProfile,
    names: Vec<Field<'a>>,
    mail: Vec<Field<'a>>,
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.names).or_else(|| Summary::of(self.words, &self.mail))
    }

    fn has_name(&self) -> bool {
        !self.page.first_name.is_empty() || !self.page.last_name.is_empty()
    }

    fn asked(&self) -> Option<Html> {
        let (address, end) = self.page.asked.as_ref()?;
        let time = time(self.words, self.frame.now, *end);
        let parts = [("address", Part::Strong(address)), ("time", Part::Html(&time))];
        Some(Html::fill(self.words.account.profile.asked, &parts))
    }

    fn address(&self) -> Html {
        let (address, confirmed) = &self.page.address;
        let words = &self.words.account.profile;
        let sentence = match confirmed {
            Confirmed::Yes => words.confirmed,
            Confirmed::No => words.unconfirmed_no_mail,
            Confirmed::NotYet => words.unconfirmed,
        };
        Html::fill(sentence, &[("address", Part::Strong(address))])
    }
}
