//! Confirming an address by a link.

use super::super::{Does, Guest, Page, was_done};
use super::{named, opened, refused};
use crate::desk::letters::Notice;
use crate::desk::links::Errand;
use crate::flow::Call;
use crate::pages::{ConfirmAddress, MailNote, Note};
use engine::secret::Plain;
use http::StatusCode;

pub(super) async fn answer(call: &Call<'_>) -> Page {
    let does = Does::of(call)?;
    let guest = Guest::come(call);
    match does {
        Does::Act => confirmed(guest).await,
        Does::Look if was_done(call).is_some() => {
            let page = MailNote { note: Note::Confirmed, onward: guest.to("/account"), sign_in: None };
            Ok(guest.page(StatusCode::OK, page.render(&guest.chrome())))
        }
        Does::Look => asks(guest).await,
    }
}

async fn asks(guest: Guest<'_>) -> Page {
    let link = named(guest.call);
    let open = opened(&guest, Errand::Confirm, &link).await?;
    let guest = guest.speaking(&open.account);
    let path = guest.call.path;
    let page = ConfirmAddress {
        action: guest.to(path),
        csrf: guest.csrf(path),
        link: link.expose().to_owned(),
        account: open.account.username,
        address: open.address,
    };
    Ok(guest.page(StatusCode::OK, page.render(&guest.chrome())))
}

async fn confirmed(guest: Guest<'_>) -> Page {
    let fields = guest.act()?;
    let link = Plain::new(fields.one("link"));
    let open = opened(&guest, Errand::Confirm, &link).await?;
    let guest = guest.speaking(&open.account);
    let before = guest.desk().confirm_address(&link).await;
    let before = before.map_err(|declined| refused(&guest, Errand::Confirm, declined))?;
    if before.address != before.account.email {
        guest.postroom().tell(&before.account, Notice::AddressChanged, Some(&guest.language));
    }
    Ok(guest.done(guest.call.path, "confirmed"))
}
