//! `/-/forgotten`, `/-/reset`, `/-/join`, `/-/confirm`: everything that goes by a mailed link.
//!
//! Opening a link changes nothing, since scanners of mail open links, too: a form follows, and only that uses the link up.

mod confirm;
mod forgotten;
mod password;

use super::{Guest, Halt, Page};
use crate::desk::links::{Errand, Open};
use crate::desk::{Declined, Misnamed};
use crate::flow::Call;
use crate::pages::{MailNote, Note};
use engine::secret::Plain;
use http::StatusCode;

/// Answers at one of these paths; `None`: it is none of them. Where people sign in at the owner's own login, password and address are kept
/// there as well.
pub(super) async fn answer(call: &Call<'_>, name: &str) -> Option<Page> {
    Some(match name {
        "forgotten" | "reset" | "join" | "confirm" if call.realm.hand_off.is_some() => Err(Halt::Absent),
        "forgotten" => forgotten::answer(call).await,
        "reset" => password::answer(call, Errand::Reset).await,
        "join" => password::answer(call, Errand::Invite).await,
        "confirm" => confirm::answer(call).await,
        _ => return None,
    })
}

/// The link that the address names.
fn named(call: &Call<'_>) -> Plain {
    Plain::new(call.parameter("link").unwrap_or_default())
}

/// What the link is about, or the page that says that it works no more.
async fn opened(guest: &Guest<'_>, errand: Errand, link: &Plain) -> Result<Open, Halt> {
    let open = guest.desk().open_link(errand, link).await;
    open.map_err(|declined| refused(guest, errand, declined))
}

/// The page of a link that did not do what it is for.
fn refused(guest: &Guest<'_>, errand: Errand, declined: Declined) -> Halt {
    let (note, status) = match declined {
        Declined::SpentLink => (Note::Ended(errand), StatusCode::GONE),
        Declined::Misnamed(Misnamed::EmailTaken) => (Note::Taken, StatusCode::CONFLICT),
        other => return other.into(),
    };
    // Where no mail goes out, nobody can ask for another link.
    let (note, onward) = match (note, &guest.call.server.mail) {
        (Note::Ended(Errand::Reset), Some(_)) => (note, "/-/forgotten"),
        (Note::Ended(_), None) => (Note::EndedForGood, "/account"),
        (note, _) => (note, "/account"),
    };
    let sign_in = (note == Note::Ended(Errand::Reset)).then(|| guest.to("/account"));
    let page = MailNote { note, onward: guest.to(onward), sign_in };
    Halt::Page(Box::new(guest.page(status, page.render(&guest.chrome()))))
}
