//! `/account`: a person's own account.

mod apps;
mod data;
mod delete;
mod end_grant;
mod events;
mod password;
mod profile;
mod sessions;

use super::{Does, Halt, Page, Visit, encoded, judged, was_done};
use crate::desk::Declined;
use crate::flow::guess::{Guess, knows};
use crate::flow::pages::see_other;
use crate::flow::{Answer, Call};
use crate::pages::{AccountItem, Area, Frame, Unproven};
use http::StatusCode;
use store::Broken;
use store::ops::{PASSWORD_SHOWN, Shown};

/// The parameter with the key after which a page of a list begins.
const AFTER: &str = "after";

/// Answers below `/account`.
pub(super) async fn answer(call: &Call<'_>, path: &[&str]) -> Page {
    let does = match path {
        [] | ["sessions" | "events"] => Does::shows(call)?,
        _ => Does::of(call)?,
    };
    let visit = Visit::begin(call).await?;
    match (path, does) {
        (["email"], Does::Look) => Err(Halt::Method("POST")),
        ([], Does::Look) if !visit.authorizes() => Ok(see_other(&visit.to(AccountItem::Sessions.path()))),
        ([], Does::Look) => apps::list(&visit).await,
        (["apps", id, "remove"], Does::Look) => end_grant::ask(&visit, id).await,
        (["apps", id, "remove"], Does::Act) => end_grant::end(&visit, id).await,
        (["sessions"], Does::Look) => sessions::list(&visit).await,
        (["sessions", "end"], Does::Look) => sessions::ask_others(&visit).await,
        (["sessions", "end"], Does::Act) => sessions::end_others(&visit).await,
        (["sessions", handle, "end"], Does::Look) => sessions::ask(&visit, handle).await,
        (["sessions", handle, "end"], Does::Act) => sessions::end(&visit, handle).await,
        (["password"], _) if !visit.has_password() => Err(Halt::Absent),
        (["password"], Does::Look) => Ok(password::ask(&visit, (None, None))),
        (["password"], Does::Act) => password::change(&visit).await,
        (["profile"], Does::Look) => profile::show(&visit).await,
        (["profile"], Does::Act) => profile::change(&visit).await,
        (["email"], Does::Act) if visit.has_password() => profile::change_email(&visit).await,
        (["events"], Does::Look) => events::list(&visit).await,
        (["data"], Does::Look) => Ok(data::show(&visit)),
        (["data"], Does::Act) => data::download(&visit).await,
        (["delete"], Does::Look) => delete::ask(&visit).await,
        (["delete"], Does::Act) => delete::delete(&visit).await,
        _ => Err(Halt::Absent),
    }
}

/// The frame of a page. Where people sign in elsewhere, there is no password here; where nothing is authorized, no app has access.
fn frame(visit: &Visit<'_>, item: AccountItem) -> Frame {
    let there = |own: &AccountItem| match own {
        AccountItem::Password => visit.has_password(),
        AccountItem::Apps => visit.authorizes(),
        _ => true,
    };
    let items: Vec<AccountItem> = AccountItem::ALL.into_iter().filter(there).collect();
    item.frame(visit.frame(Area::Account), &items, was_done(visit.call).as_deref())
}

/// A page of the account.
fn page(visit: &Visit<'_>, text: String) -> Answer {
    visit.page(StatusCode::OK, text)
}

/// The same with a form, in which something may be wrong.
fn form_page<F>(visit: &Visit<'_>, fault: Option<F>, text: String) -> Answer {
    visit.page(judged(fault), text)
}

/// The address of the page after that key, of a list at this path.
fn after(visit: &Visit<'_>, path: &str, key: Option<String>) -> Option<String> {
    key.map(|key| format!("{}?{AFTER}={key}", visit.to(path)))
}

/// Whether the person knows their password: what they have shown, or what was wrong.
async fn prove(visit: &Visit<'_>, password: &str) -> Result<Result<Shown, Unproven>, Halt> {
    Ok(knows(visit.call, visit.account(), password).await?.map_err(|guess| match guess {
        Guess::Right | Guess::Wrong => Unproven::Wrong,
        Guess::Throttled(seconds) => Unproven::Throttled(seconds),
        Guess::Unavailable => Unproven::Unavailable,
    }))
}

/// Whether nothing was changed because somebody has chosen another password in this very moment.
fn is_overtaken(declined: &Declined) -> bool {
    matches!(declined, Declined::Broken(Broken::Absent(PASSWORD_SHOWN)))
}
