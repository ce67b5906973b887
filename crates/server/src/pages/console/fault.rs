//! What is wrong with something that was typed, in words.

use crate::desk::facts::FactFault;
use crate::pages::chrome::Chrome;
use crate::pages::html::{Html, Part};
use engine::policy::RedirectForm;
use engine::redirect::Unregistrable;

/// The forms that redirect URIs of a kind of app may have, and the words that ask for the code on screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedirectForms {
    /// The forms.
    pub forms: Vec<RedirectForm>,
    /// The words.
    pub on_screen: Vec<String>,
}

impl RedirectForms {
    /// What the kind may have, as a sentence.
    fn usable(&self, chrome: &Chrome) -> Html {
        let words = &chrome.words().console.faults;
        match self.forms.as_slice() {
            [] => Html::plain(words.uri_never),
            _ => Html::fill(words.uri_form, &[("forms", Part::Html(&self.said(chrome)))]),
        }
    }

    /// Listed in words.
    pub(super) fn said(&self, chrome: &Chrome) -> Html {
        let words = &chrome.words().console.faults;
        let mut all = Html::default();
        for form in &self.forms {
            let word = self.on_screen.first().map(String::as_str).unwrap_or_default();
            let sentence = match form {
                RedirectForm::Https => words.https,
                RedirectForm::Loopback => words.loopback,
                RedirectForm::PrivateUse => words.private_use,
                RedirectForm::OnScreen => words.on_screen,
            };
            let one = Html::fill(sentence, &[("word", Part::Code(word))]);
            all = match all == Html::default() {
                true => one,
                false => Html::fill("{all}, {one}", &[("all", Part::Html(&all)), ("one", Part::Html(&one))]),
            };
        }
        all
    }
}

/// Where the kind of an app is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindField {
    /// In the form that the fault is about.
    Here,
    /// On another page.
    Elsewhere,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// With what people read.
    Fact(FactFault),
    /// No redirect URI was typed.
    UriMissing,
    /// It cannot be registered; these forms can. The last is its normal form, where it has one.
    Uri(Unregistrable, RedirectForms, String),
    /// There are so many already.
    ManyUris(usize),
    /// It is for apps of these kinds, of which one is chosen there; this one's can have those forms.
    UriOfKinds(RedirectForms, Vec<String>, KindField),
    /// Its query has these names, which answers use.
    UriReserved(Vec<String>),
    /// The other kind cannot have these, which stand on the page of that name.
    KindUris(String, String),
    /// Two secrets live already.
    ManySecrets,
    /// The account has so many already.
    ManyApps(u32),
    /// No user name was typed.
    OwnerMissing,
    /// Nobody has that user name.
    NoAccount,
    /// There are so many already.
    ManyOwners(usize),
    /// Somebody has to stay.
    LastOwner,
    /// What was typed is not the name that was asked for.
    NotTheName,
}

impl Fault {
    /// The field that it is about.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Self::Fact(FactFault::NameMissing | FactFault::NameLong | FactFault::NameOdd) | Self::ManyApps(_) => "name",
            Self::Fact(FactFault::DescriptionLong | FactFault::DescriptionOdd) => "description",
            Self::Fact(FactFault::Site) => "site",
            Self::Fact(FactFault::Support) => "support",
            Self::Fact(FactFault::Color) => "color",
            Self::Fact(FactFault::SecretName) | Self::ManySecrets => "secret_name",
            Self::UriMissing | Self::Uri(..) | Self::UriOfKinds(..) | Self::UriReserved(_) | Self::ManyUris(_) => {
                "redirect_uri"
            }
            Self::KindUris(..) => "kind",
            Self::OwnerMissing | Self::NoAccount | Self::ManyOwners(_) => "username",
            Self::LastOwner | Self::NotTheName => "typed",
        }
    }

    /// What it says.
    pub(super) fn said(&self, chrome: &Chrome) -> Html {
        let words = &chrome.words().console.faults;
        let counted = |sentence: &str, count: usize| sentence.replace("{count}", &count.to_string());
        let sentence = match self {
            Self::Fact(FactFault::NameMissing) => words.name_missing,
            Self::Fact(FactFault::NameLong) => words.name_long,
            Self::Fact(FactFault::NameOdd | FactFault::DescriptionOdd) => words.name_odd,
            Self::Fact(FactFault::DescriptionLong) => words.description_long,
            Self::Fact(FactFault::Site) => words.site,
            Self::Fact(FactFault::Support) => words.support,
            Self::Fact(FactFault::Color) => words.color,
            Self::Fact(FactFault::SecretName) => words.secret_name,
            Self::UriMissing => words.uri_missing,
            Self::Uri(why, forms, normal) => {
                let usable = forms.usable(chrome);
                if *why == Unregistrable::Form {
                    return usable;
                }
                let parts = [("usable", Part::Html(&usable)), ("normal", Part::Code(normal))];
                return Html::fill(unregistrable(chrome, *why), &parts);
            }
            Self::ManyUris(count) => return Html::plain(&counted(words.uri_many, *count)),
            Self::UriOfKinds(forms, kinds, field) => {
                let (usable, kinds) = (forms.usable(chrome), codes(kinds));
                let sentence = match field {
                    KindField::Here => words.uri_of_kinds_here,
                    KindField::Elsewhere => words.uri_of_kinds,
                };
                return Html::fill(sentence, &[("usable", Part::Html(&usable)), ("kinds", Part::Html(&kinds))]);
            }
            Self::UriReserved(names) => {
                return Html::fill(words.uri_reserved, &[("names", Part::Html(&codes(names)))]);
            }
            Self::KindUris(uris, place) => {
                return Html::fill(words.kind_uris, &[("uris", Part::Code(uris)), ("place", Part::Strong(place))]);
            }
            Self::ManySecrets => words.secrets_many,
            Self::ManyApps(count) => return chrome.helper(&words.apps_many.replace("{count}", &count.to_string())),
            Self::OwnerMissing => words.owner_missing,
            Self::NoAccount => return chrome.about_realm(words.no_account),
            Self::ManyOwners(count) => return Html::plain(&counted(words.owners_many, *count)),
            Self::LastOwner => words.last_owner,
            Self::NotTheName => words.not_the_name,
        };
        Html::plain(sentence)
    }

    /// What the first of these that is about that field says.
    pub(super) fn at<'f>(faults: impl IntoIterator<Item = &'f Self>, field: &str, chrome: &Chrome) -> Option<Html> {
        faults.into_iter().find(|fault| fault.field() == field).map(|fault| fault.said(chrome))
    }
}

fn codes(words: &[String]) -> Html {
    Html::joined(&words.iter().map(|word| Part::Code(word)).collect::<Vec<_>>(), ", ")
}

fn unregistrable(chrome: &Chrome, why: Unregistrable) -> &'static str {
    let words = &chrome.words().console.faults;
    match why {
        Unregistrable::TooLong => words.uri_long,
        Unregistrable::Blank => words.uri_blank,
        Unregistrable::Fragment => words.uri_fragment,
        Unregistrable::Wildcard => words.uri_wildcard,
        Unregistrable::Relative => words.uri_relative,
        Unregistrable::Character => words.uri_character,
        Unregistrable::Dots => words.uri_dots,
        Unregistrable::Percent => words.uri_percent,
        Unregistrable::Malformed => words.uri_malformed,
        Unregistrable::UserInfo => words.uri_user,
        Unregistrable::PlainHttp => words.uri_plain_http,
        Unregistrable::Scheme => words.uri_scheme,
        Unregistrable::Letters => words.uri_letters,
        Unregistrable::Spelling => words.uri_spelling,
        Unregistrable::Form => words.uri_form,
        Unregistrable::Reserved => words.uri_reserved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_of_its_own_in_every_language() {
        for language in ["en", "de"] {
            let chrome = Chrome::sample(language);
            let forms = RedirectForms { forms: vec![RedirectForm::Https], on_screen: Vec::new() };
            let said = |why| Fault::Uri(why, forms.clone(), "https://app.example/".to_owned()).said(&chrome);
            let mut all: Vec<String> = Unregistrable::ALL.map(|why| format!("{:?}", said(why))).into();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), Unregistrable::ALL.len(), "{all:#?}");
        }
    }
}
