//! A new password by a link.

use super::super::{Does, Guest, Page, judged, was_done};
use super::{named, opened, refused};
use crate::desk::letters::Notice;
use crate::desk::links::{Errand, Open};
use crate::desk::{Declined, Unfit};
use crate::flow::{Answer, Call};
use crate::pages::{MailNote, NewPassword, Note, WhichPassword};
use engine::secret::Plain;
use http::StatusCode;

pub(super) async fn answer(call: &Call<'_>, errand: Errand) -> Page {
    let does = Does::of(call)?;
    let guest = Guest::come(call);
    match does {
        Does::Act => chosen(guest, errand).await,
        Does::Look if was_done(call).is_some() => {
            let page = MailNote { note: Note::Saved(errand), onward: guest.to("/account"), sign_in: None };
            Ok(guest.page(StatusCode::OK, page.render(&guest.chrome())))
        }
        Does::Look => {
            let link = named(call);
            let open = opened(&guest, errand, &link).await?;
            Ok(form(&guest.speaking(&open.account), errand, (&open, &link), None))
        }
    }
}

async fn chosen(guest: Guest<'_>, errand: Errand) -> Page {
    let fields = guest.act()?;
    let link = Plain::new(fields.one("link"));
    let open = opened(&guest, errand, &link).await?;
    let guest = guest.speaking(&open.account);
    match guest.desk().choose_password(errand, &link, &Plain::new(fields.one("password"))).await {
        Ok(account) => {
            if errand == Errand::Reset {
                guest.postroom().tell(&account, Notice::PasswordSet, Some(&guest.language));
            }
            Ok(guest.done(guest.call.path, "saved"))
        }
        Err(Declined::Password(unfit)) => Ok(form(&guest, errand, (&open, &link), Some(unfit))),
        Err(declined) => Err(refused(&guest, errand, declined)),
    }
}

fn form(guest: &Guest<'_>, errand: Errand, (open, link): (&Open, &Plain), error: Option<Unfit>) -> Answer {
    let path = guest.call.path;
    let page = NewPassword {
        action: guest.to(path),
        csrf: guest.csrf(path),
        link: link.expose().to_owned(),
        account: open.account.username.clone(),
        which: if errand == Errand::Invite { WhichPassword::First } else { WhichPassword::Another },
        error,
    };
    guest.page(judged(error), page.render(&guest.chrome()))
}
