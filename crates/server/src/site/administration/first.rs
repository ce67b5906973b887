//! The first administrator, by the link that `grantor serve` prints while there has never been one.
//!
//! Opening the link changes nothing; only the form uses it up.

use super::super::{Does, Guest, Page, judged, was_done};
use crate::desk::Declined;
use crate::desk::accounts::Person;
use crate::flow::{Answer, Call};
use crate::pages::{AccountFault, FirstAdministrator, MailNote, Note};
use engine::secret::Plain;
use http::StatusCode;

pub(super) async fn answer(call: &Call<'_>) -> Page {
    let does = Does::of(call)?;
    let guest = Guest::come(call);
    match does {
        Does::Act => made(&guest).await,
        Does::Look if was_done(call).is_some() => Ok(note(&guest, Note::FirstMade, StatusCode::OK)),
        Does::Look => {
            let link = Plain::new(call.parameter("link").unwrap_or_default());
            match guest.desk().first_link_is_good(&link).await? {
                true => Ok(form(&guest, &link, ("", ""), Vec::new())),
                false => Ok(over(&guest)),
            }
        }
    }
}

async fn made(guest: &Guest<'_>) -> Page {
    let fields = guest.act()?;
    let (link, password) = (Plain::new(fields.one("link")), Plain::new(fields.one("password")));
    let typed = (fields.one("username"), fields.one("email"));
    let person = Person { username: typed.0.to_owned(), email: typed.1.to_owned(), ..Person::default() };
    match guest.desk().first_administrator(&link, person, &password).await {
        Ok(_) => Ok(guest.done(guest.call.path, "made")),
        Err(Declined::SpentLink) => Ok(over(guest)),
        Err(declined) => Ok(form(guest, &link, typed, AccountFault::all_of(declined)?)),
    }
}

fn form(guest: &Guest<'_>, link: &Plain, (username, email): (&str, &str), faults: Vec<AccountFault>) -> Answer {
    let path = guest.call.path;
    let page = FirstAdministrator {
        action: guest.to(path),
        csrf: guest.csrf(path),
        link: link.expose().to_owned(),
        username: username.to_owned(),
        email: email.to_owned(),
        faults,
    };
    guest.page(judged(page.faults.first()), page.render(&guest.chrome()))
}

fn over(guest: &Guest<'_>) -> Answer {
    note(guest, Note::FirstOver, StatusCode::GONE)
}

fn note(guest: &Guest<'_>, note: Note, status: StatusCode) -> Answer {
    let page = MailNote { note, onward: guest.to(""), sign_in: None };
    guest.page(status, page.render(&guest.chrome()))
}
