//! The catalogues. Each language fills the same struct, so a missing sentence does not compile.
//! Slots such as `{app}` are filled by `Html::fill`; a test proves that every language has the same ones.

mod account;
mod administration;
pub(super) mod console;
mod de;
mod de_trouble;
mod door;
mod en;
mod en_trouble;
mod letter;
mod mailed;
pub(super) mod reasons;
pub(super) mod recorded;
pub(super) mod reference;
mod site;
#[cfg(test)]
mod tests;

pub(super) use account::Account;
pub(super) use administration::Administration;
pub(super) use console::Console;
pub(super) use door::Door;
pub(super) use letter::LetterWords;
pub(super) use reasons::Reasons;
pub(super) use reference::Reference;
pub(super) use site::Site;

use super::trouble::Troubles;
use letter::Letters;
use mailed::Mailed;

/// The catalogue of a language; English where there is none.
pub(super) fn of(language: &str) -> &'static Words {
    match language {
        "de" => &de::WORDS,
        _ => &en::WORDS,
    }
}

/// All sentences of one language.
#[cfg_attr(test, derive(serde::Serialize))]
pub(crate) struct Words {
    pub(super) common: Common,
    pub(super) sign_in: SignIn,
    pub(super) consent: Consent,
    pub(super) on_screen: OnScreen,
    pub(super) closing: Closing,
    pub(super) error: Error,
    pub(super) demo: Demo,
    pub(super) letters: Letters,
    pub(super) mailed: Mailed,
    pub(super) units: Units,
    pub(super) trouble: Troubles,
    pub(super) site: Site,
    pub(super) account: Account,
    pub(super) console: Console,
    pub(super) reasons: Reasons,
    pub(super) administration: Administration,
    pub(super) reference: Reference,
    pub(super) door: Door,
}

/// On several pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Common {
    /// Code of the catalogue, for `lang`.
    pub(super) language: &'static str,
    /// Begins the title of a page with an error.
    pub(super) error: &'static str,
    /// Who helps, where the realm names nobody. Stands behind "contact".
    pub(super) operator: &'static str,
    pub(super) signed_in_as: &'static str,
    pub(super) sign_out: &'static str,
}

/// The sign-in page.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct SignIn {
    pub(super) title: &'static str,
    pub(super) heading: &'static str,
    pub(super) onward: &'static str,
    /// What people sign in with.
    pub(super) name: &'static str,
    /// One of the two.
    pub(super) username: &'static str,
    pub(super) password: &'static str,
    pub(super) submit: &'static str,
    pub(super) wrong_pair: &'static str,
    pub(super) throttled: &'static str,
    pub(super) disabled: &'static str,
    pub(super) unavailable: &'static str,
    pub(super) ended: &'static str,
    pub(super) kept: &'static str,
    pub(super) forgotten: &'static str,
    pub(super) forgotten_how: &'static str,
}

/// The consent page.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Consent {
    pub(super) title: &'static str,
    pub(super) asks: &'static str,
    pub(super) as_whom: &'static str,
    pub(super) not_you: &'static str,
    pub(super) may: &'static str,
    pub(super) may_choose: &'static str,
    pub(super) choose_hint: &'static str,
    pub(super) may_nothing: &'static str,
    pub(super) marked: &'static str,
    pub(super) asked: &'static str,
    pub(super) made_by: &'static str,
    pub(super) since: &'static str,
    pub(super) review: &'static str,
    pub(super) not_reviewed: &'static str,
    pub(super) used_by: &'static str,
    pub(super) people: &'static str,
    pub(super) many_people: &'static str,
    pub(super) one_person: &'static str,
    pub(super) sends_to: &'static str,
    pub(super) device: &'static str,
    pub(super) on_screen: &'static str,
    pub(super) lasts: &'static str,
    pub(super) until_ended: &'static str,
    pub(super) unused: &'static str,
    pub(super) unused_or: &'static str,
    pub(super) end_at: &'static str,
    pub(super) account_pages: &'static str,
    pub(super) allow: &'static str,
    pub(super) deny: &'static str,
}

/// The code on screen.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct OnScreen {
    pub(super) title: &'static str,
    pub(super) heading: &'static str,
    pub(super) label: &'static str,
    pub(super) paste: &'static str,
    pub(super) lasts: &'static str,
}

/// Signed out, denied.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Closing {
    pub(super) signed_out: &'static str,
    pub(super) signed_out_what: &'static str,
    /// In a realm whose people sign in elsewhere.
    pub(super) signed_in_there: &'static str,
    pub(super) again: &'static str,
    pub(super) denied: &'static str,
    pub(super) denied_what: &'static str,
    pub(super) close: &'static str,
}

/// Around the sentences of an error page.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Error {
    pub(super) you: &'static str,
    pub(super) developer: &'static str,
    pub(super) operator: &'static str,
    pub(super) both: &'static str,
    /// Where redirect URIs are added, where the page knows no address.
    pub(super) settings: &'static str,
    pub(super) again: &'static str,
    pub(super) technical: &'static str,
    pub(super) reason: &'static str,
    pub(super) app: &'static str,
    pub(super) parameter: &'static str,
    pub(super) sent: &'static str,
    pub(super) request_id: &'static str,
}

/// The demo's own pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Demo {
    pub(super) title: &'static str,
    pub(super) heading: &'static str,
    pub(super) about: &'static str,
    pub(super) account: &'static str,
    pub(super) account_hint: &'static str,
    /// In the place of a password that is no longer the demo's.
    pub(super) own_password: &'static str,
    pub(super) administrator: &'static str,
    pub(super) administrator_hint: &'static str,
    pub(super) dialect: &'static str,
    pub(super) app: &'static str,
    pub(super) kind: &'static str,
    pub(super) client_id: &'static str,
    pub(super) authorize: &'static str,
    pub(super) no_apps: &'static str,
    pub(super) account_pages: &'static str,
    pub(super) console: &'static str,
    pub(super) callback_title: &'static str,
    pub(super) callback_heading: &'static str,
    pub(super) callback_about: &'static str,
    pub(super) in_query: &'static str,
    pub(super) in_fragment: &'static str,
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(super) nothing: &'static str,
    pub(super) nothing_fragment: &'static str,
    pub(super) no_script: &'static str,
    pub(super) next: &'static str,
    pub(super) next_code: &'static str,
    pub(super) next_token: &'static str,
    pub(super) next_refused: &'static str,
    pub(super) next_nothing: &'static str,
    pub(super) back: &'static str,
}

/// Units, singular and plural; months; instants near and far; the mark between thousands.
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Units {
    pub(super) second: [&'static str; 2],
    pub(super) minute: [&'static str; 2],
    pub(super) hour: [&'static str; 2],
    pub(super) day: [&'static str; 2],
    pub(super) year: [&'static str; 2],
    pub(super) months: [&'static str; 12],
    /// Day and minute, with the slots `{day}`, `{month}`, `{year}` and `{time}`.
    pub(super) moment: &'static str,
    /// Less than a minute away.
    pub(super) now: &'static str,
    pub(super) minutes_ago: [&'static str; 2],
    pub(super) hours_ago: [&'static str; 2],
    pub(super) days_ago: [&'static str; 2],
    pub(super) months_ago: [&'static str; 2],
    pub(super) years_ago: [&'static str; 2],
    pub(super) in_minutes: [&'static str; 2],
    pub(super) in_hours: [&'static str; 2],
    pub(super) in_days: [&'static str; 2],
    pub(super) in_months: [&'static str; 2],
    pub(super) in_years: [&'static str; 2],
    pub(super) thousands: &'static str,
}
