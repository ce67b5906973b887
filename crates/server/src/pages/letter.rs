//! Letters: the same catalogues as pages, as plain text and as simple HTML. No picture, no tracking, one link.

use super::html::{Html, Part, fill_text};
use super::lasting;
use super::words::{self, LetterWords, Words};
use crate::colour::Colour;
use askama::Template;

/// The accent of a realm that has none of its own, as in the stylesheet.
const ACCENT: &str = "#0b6262";

/// A letter before it is written.
#[derive(Clone, Debug)]
pub struct LetterPage {
    /// A language code. One without a catalogue reads as English.
    pub language: String,
    /// The realm as people call it.
    pub realm_title: String,
    /// The realm's own accent on light.
    pub accent: Option<Colour>,
    /// Where its people get help, if it says.
    pub support: Option<String>,
    /// The host of the owner's own login, where people have no password here.
    pub signs_in_at: Option<String>,
    /// Where its one link leads: an address below the configured public one.
    pub link: String,
    /// What it is about.
    pub matter: Matter,
}

/// What a letter is about. Names that strangers chose stand only in letters to confirmed addresses; the name in an invitation is the administrator's choice.
#[derive(Clone, Debug)]
pub enum Matter {
    /// The link confirms the address; seconds that it lives.
    Confirm(u64),
    /// The link asks for a new password; seconds that it lives.
    Reset(u64),
    /// The link asks for the first password of an account that somebody else has made.
    Invite {
        /// Its user name.
        account: String,
        /// Seconds that the link lives.
        life: u64,
    },
    /// Somebody signed in.
    NewDevice {
        /// Such as "Firefox, Linux"; empty: it says nothing.
        device: String,
        /// From which address.
        address: String,
        /// When, in seconds.
        at: i64,
    },
    /// An app was allowed.
    NewApp {
        /// Its name.
        app: String,
        /// When, in seconds.
        at: i64,
    },
    /// Its person chose a new password, so many seconds after 1970, and stays signed in where that was.
    PasswordChanged(i64),
    /// There is a new password, since so many seconds after 1970, and nobody is signed in any more.
    PasswordSet(i64),
    /// There is a new address, since so many seconds after 1970; this letter goes to the old one.
    AddressChanged(i64),
}

/// A letter, whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// A whole HTML document.
    pub html: String,
}

impl Matter {
    /// In a word, for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirm(_) => "confirm",
            Self::Reset(_) => "reset",
            Self::Invite { .. } => "invite",
            Self::NewDevice { .. } => "new-device",
            Self::NewApp { .. } => "new-app",
            Self::PasswordChanged(_) | Self::PasswordSet(_) => "password-changed",
            Self::AddressChanged(_) => "address-changed",
        }
    }

    fn words(&self, words: &'static Words) -> &'static LetterWords {
        let letters = &words.letters;
        match self {
            Self::Confirm(_) => &letters.confirm,
            Self::Reset(_) => &letters.reset,
            Self::Invite { .. } => &letters.invite,
            Self::NewDevice { .. } => &letters.new_device,
            Self::NewApp { .. } => &letters.new_app,
            Self::PasswordChanged(_) => &letters.password_changed,
            Self::PasswordSet(_) => &letters.password_set,
            Self::AddressChanged(_) => &letters.address_changed,
        }
    }

    /// What to do if it was somebody else, where that is another thing for whoever has their password elsewhere.
    fn then_elsewhere(&self, words: &'static Words) -> Option<&'static str> {
        match self {
            Self::NewDevice { .. } => Some(words.letters.new_device_elsewhere),
            Self::NewApp { .. } => Some(words.letters.new_app_elsewhere),
            _ => None,
        }
    }

    fn slots(&self, words: &Words) -> Vec<(&'static str, String)> {
        let moment = |at| lasting::moment(words, at).unwrap_or_default();
        match self {
            Self::Confirm(life) | Self::Reset(life) => vec![("time", lasting::duration(&words.units, *life))],
            Self::Invite { account, life } => {
                vec![("account", named(account)), ("time", lasting::duration(&words.units, *life))]
            }
            Self::NewDevice { device, address, at } => {
                let device = if device.is_empty() { words.letters.some_device } else { device };
                vec![("device", named(device)), ("address", named(address)), ("when", moment(*at))]
            }
            Self::NewApp { app, at } => vec![("app", named(app)), ("when", moment(*at))],
            Self::PasswordChanged(at) | Self::PasswordSet(at) | Self::AddressChanged(at) => vec![("when", moment(*at))],
        }
    }
}

/// A name of strangers as part of a line of ours: nothing in it ends the line or turns it, and it is short.
fn named(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let calm: String = name.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).take(100).collect();
    calm.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl LetterPage {
    /// The letter.
    pub fn write(&self) -> Written {
        let words = words::of(&self.language);
        let own = self.matter.words(words);
        let mut slots = self.matter.slots(words);
        slots.push(("realm", named(&self.realm_title)));
        slots.extend(self.signs_in_at.iter().map(|host| ("host", named(host))));
        let elsewhere = self.signs_in_at.as_ref().and_then(|_| self.matter.then_elsewhere(words));
        let then = elsewhere.unwrap_or(own.then);
        let operator = || words.common.operator.replace("{realm}", &named(&self.realm_title));
        slots.push(("support", self.support.clone().unwrap_or_else(operator)));
        let parts: Vec<(&str, &str)> = slots.iter().map(|(slot, text)| (*slot, text.as_str())).collect();
        let text = |sentence| fill_text(sentence, &parts);
        let names: Vec<(&str, Part)> = parts.iter().map(|(slot, text)| (*slot, Part::Name(text))).collect();
        let html = |sentence| Html::fill(sentence, &names);
        let view = View {
            words,
            subject: text(own.subject),
            accent: self.accent.map_or_else(|| ACCENT.to_owned(), |own| own.to_string()),
            link: &self.link,
            what: html(own.what),
            act: html(own.act),
            then: html(then),
            sent_by: html(words.letters.sent_by),
        };
        Written {
            text: format!(
                "{}\n\n{}:\n{}\n\n{}\n\n-- \n{}\n",
                text(own.what),
                text(own.act),
                self.link,
                text(then),
                text(words.letters.sent_by)
            ),
            html: view.render().unwrap_or_default(),
            subject: view.subject,
        }
    }
}

#[derive(Template)]
#[template(path = "letter.html")]
struct View<'a> {
    words: &'static Words,
    subject: String,
    accent: String,
    link: &'a str,
    what: Html,
    act: Html,
    then: Html,
    sent_by: Html,
}

#[cfg(test)]
mod tests {
    use super::super::languages;
    use super::*;

    fn letters(name: &str) -> Vec<Matter> {
        let named = || name.to_owned();
        vec![
            Matter::Confirm(86_400),
            Matter::Reset(1800),
            Matter::Invite { account: named(), life: 259_200 },
            Matter::NewDevice { device: named(), address: "192.0.2.1".to_owned(), at: 1_795_348_800 },
            Matter::NewApp { app: named(), at: 1_795_348_800 },
            Matter::PasswordChanged(1_795_348_800),
            Matter::PasswordSet(1_795_348_800),
            Matter::AddressChanged(1_795_348_800),
        ]
    }

    /// Where the password is elsewhere, no letter sends anybody to a page that is not there.
    #[test]
    fn whoever_signs_in_elsewhere_is_sent_there_for_another_password() {
        for language in languages() {
            for matter in letters("Notes").into_iter().filter(|matter| matter.then_elsewhere(words::of("en")).is_some())
            {
                let (language, link) = ((*language).to_owned(), "https://auth.example/account".to_owned());
                let (realm_title, signs_in_at) = ("Shop".to_owned(), Some("www.shop.example".to_owned()));
                let page = LetterPage { language, realm_title, accent: None, support: None, signs_in_at, link, matter };
                let Written { text, html, .. } = page.write();
                for said in [&text, &html] {
                    assert!(said.contains("www.shop.example") && !said.contains(['{', '}']), "{said}");
                    assert!(!said.contains("new password") && !said.contains("neues Passwort"), "{said}");
                }
            }
        }
    }

    fn written(language: &str, matter: Matter, name: &str) -> Written {
        let link = "https://auth.example/-/x?link=a&b".to_owned();
        let (language, realm_title) = (language.to_owned(), name.to_owned());
        let (support, signs_in_at) = (None, None);
        LetterPage { language, realm_title, accent: None, support, signs_in_at, link, matter }.write()
    }

    #[test]
    fn every_letter_is_whole_in_every_language() {
        for language in languages() {
            for matter in letters("Notes") {
                let kind = matter.name();
                let letter = written(language, matter, "Shop");
                for text in [&letter.subject, &letter.text, &letter.html] {
                    assert!(!text.contains(['{', '}']), "{language} {kind}: {text}");
                }
                assert_eq!(letter.text.matches("https://auth.example/-/x?link=a&b\n").count(), 1, "{kind}");
                assert_eq!(letter.html.matches("href=\"https://auth.example/-/x?link=a&#38;b\"").count(), 1, "{kind}");
                assert!(letter.html.contains(&format!("<html lang=\"{language}\">")), "{kind}");
                assert!(!letter.html.contains("<img") && !letter.html.contains("src="), "{kind}: nothing is fetched");
            }
        }
    }

    #[test]
    fn a_name_ends_no_line_and_opens_no_tag() {
        let evil = "x\r\nBcc: victim@example.com\r\n\r\n<b>\u{202e}";
        for matter in letters(evil) {
            let letter = written("en", matter, evil);
            assert!(!letter.subject.contains(['\r', '\n']), "{:?}", letter.subject);
            assert!(!letter.text.contains("\nBcc") && !letter.text.contains('\u{202e}'), "{}", letter.text);
            assert!(!letter.html.contains("<b>"), "{}", letter.html);
        }
    }

    #[test]
    fn whoever_lost_an_account_reads_whom_to_ask() {
        let letter = |support: Option<&str>| {
            let (support, realm_title) = (support.map(str::to_owned), "Shop".to_owned());
            let (language, link) = ("en".to_owned(), "https://auth.example/-/forgotten".to_owned());
            let (signs_in_at, matter) = (None, Matter::AddressChanged(0));
            LetterPage { language, realm_title, accent: None, support, signs_in_at, link, matter }.write()
        };
        let named = letter(Some("help@shop.example"));
        for text in [&named.text, &named.html] {
            assert!(text.contains("please contact ") && text.contains("help@shop.example"), "{text}");
        }
        assert!(letter(None).text.contains("please contact whoever runs Shop."), "{}", letter(None).text);
    }

    #[test]
    fn without_a_colour_of_the_realm_a_letter_has_that_of_the_pages() {
        assert!(written("en", Matter::Reset(1800), "Shop").html.contains("background:#0b6262;"));
        assert!(crate::pages::STYLE.contains(&format!("--accent: {ACCENT};")));
    }

    #[test]
    fn the_reset_letter_reads_so() {
        let letter = written("de", Matter::Reset(1800), "Shop");
        insta(&letter.text);
        assert_eq!(letter.subject, "Neues Passwort für Shop");
    }

    fn insta(text: &str) {
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Für Ihr Konto bei Shop wurde ein neues Passwort angefordert.");
        assert_eq!(&lines[2..4], ["Neues Passwort wählen:", "https://auth.example/-/x?link=a&b"]);
        assert!(lines[5].contains("30\u{a0}Minuten"), "{}", lines[5]);
    }
}
