//! Asking for a link in the place of a forgotten password.

use super::super::{Does, Guest, Page, was_done};
use crate::chores::{Chore, Forgotten as Asked};
use crate::desk::links::Errand;
use crate::flow::Call;
use crate::pages::{Forgotten, ForgottenError, MailNote, Note};
use crate::throttle::Budget;
use engine::secret::Hashed;
use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use store::ops::canonical;

pub(super) async fn answer(call: &Call<'_>) -> Page {
    let does = Does::of(call)?;
    let guest = Guest::come(call);
    if call.server.mail.is_none() {
        return Ok(note(&guest, Note::NoMail, "/account"));
    }
    match does {
        Does::Act => asked(&guest).await,
        Does::Look if was_done(call).is_some() => {
            Ok(note(&guest, Note::Sent(Errand::Reset.life().unsigned_abs()), "/-/forgotten"))
        }
        Does::Look => Ok(form(&guest, "", ForgottenError::None)),
    }
}

/// What happens is the same whether there is such an account or not, to the byte and to the step (AUT-01).
async fn asked(guest: &Guest<'_>) -> Page {
    let call = guest.call;
    let fields = guest.act()?;
    let typed = fields.one("name");
    if canonical(typed).is_empty() {
        return Ok(form(guest, typed, ForgottenError::Missing));
    }
    let key = Hashed::of(format!("{}\nname\n{}", call.realm.name, canonical(typed)).as_bytes());
    let budgets = [Budget::Letters(key), Budget::letters_from(call.address)];
    // The letter counts, whatever becomes of it.
    if let Err(wait) = call.server.throttle.admit(budgets, call.now).await.map(drop) {
        return Ok(form(guest, typed, ForgottenError::Throttled(wait.unsigned_abs())));
    }
    call.server.chores.add(Chore::Forgotten(Asked {
        realm: call.realm.name.clone(),
        mount: call.mount.key,
        name: typed.to_owned(),
        language: guest.language.clone(),
        address: call.address.to_string(),
    }));
    Ok(guest.done(call.path, "sent"))
}

fn form(guest: &Guest<'_>, name: &str, error: ForgottenError) -> crate::flow::Answer {
    let path = guest.call.path;
    let sign_in = guest.to("/account");
    let page = Forgotten { action: guest.to(path), csrf: guest.csrf(path), name: name.to_owned(), error, sign_in };
    let status = match error {
        ForgottenError::None => StatusCode::OK,
        ForgottenError::Missing => StatusCode::UNPROCESSABLE_ENTITY,
        ForgottenError::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
    };
    let mut answer = guest.page(status, page.render(&guest.chrome()));
    if let ForgottenError::Throttled(seconds) = error {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

fn note(guest: &Guest<'_>, note: Note, onward: &str) -> crate::flow::Answer {
    let sign_in = matches!(note, Note::Sent(_)).then(|| guest.to("/account"));
    let page = MailNote { note, onward: guest.to(onward), sign_in };
    guest.page(StatusCode::OK, page.render(&guest.chrome()))
}
