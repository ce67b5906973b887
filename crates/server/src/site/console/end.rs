//! What ends something of an app: each asks once, on a page of its own.

use super::app::Own;
use super::{keys, path, redirects};
use crate::desk::Declined;
use crate::desk::names::reads_like;
use crate::desk::own::COUNTED;
use crate::flow::Answer;
use crate::pages::{
    ConfirmDeleteApp, ConfirmEndTestToken, ConfirmRemoveOwner, ConfirmRemoveRedirect, ConfirmRevokeAll,
    ConfirmRevokeSecret, ConsoleApp, ConsoleItem, Current, Fault, Number, ThenTestToken,
};
use crate::site::{Does, Halt, Page, Visit};
use store::ops::LiveTestToken;

/// Answers at the pages that ask.
pub(super) async fn answer(own: &Own<'_>, path: &[&str], does: Does) -> Page {
    match (path, does) {
        (["secrets", handle, "revoke"], Does::Look) => ask_secret(own, handle).await,
        (["secrets", handle, "revoke"], Does::Act) => revoke_secret(own, handle).await,
        (["redirects", handle, "remove"], Does::Look) => ask_redirect(own, handle),
        (["redirects", handle, "remove"], Does::Act) => remove_redirect(own, handle).await,
        (["test-token", "revoke"], Does::Look) => ask_test_token(own, ThenTestToken::None).await,
        (["test-token", "reset"], Does::Look) => ask_test_token(own, ThenTestToken::New).await,
        (["test-token", "reset"], Does::Act) => keys::make_test_token(own, LiveTestToken::Ends).await,
        (["test-token", "revoke"], Does::Act) => revoke_test_token(own).await,
        (["owners", id, "remove"], Does::Look) => ask_owner(own, id).await,
        (["owners", id, "remove"], Does::Act) => remove_owner(own, id).await,
        (["revoke-all"], Does::Look) => ask_all(own).await,
        (["revoke-all"], Does::Act) => revoke_all(own).await,
        (["delete"], Does::Look) => ask_delete(own, "", None).await,
        (["delete"], Does::Act) => delete(own).await,
        _ => Err(Halt::Absent),
    }
}

/// Who comes back to a question after it was answered sees what is left.
fn answered(own: &Own<'_>, item: ConsoleItem) -> Answer {
    own.visit.lead_on(&own.path(item.path()))
}

async fn ask_secret(own: &Own<'_>, handle: &str) -> Page {
    let secrets = keys::listed(own).await?;
    let Some(secret) = secrets.into_iter().find(|secret| secret.handle == handle) else {
        return Ok(answered(own, ConsoleItem::Secrets));
    };
    let question = ConfirmRevokeSecret {
        app: own.shown()?,
        secret,
        last: Current::when(own.app.secrets.len() == 1),
        asked: own.asked(ConsoleItem::Secrets),
    };
    Ok(own.page(None, question.render(own.frame())))
}

/// One that is gone already is as good.
async fn revoke_secret(own: &Own<'_>, handle: &str) -> Page {
    own.visit.act()?;
    match own.desk().revoke_secret(&own.app, handle).await {
        Ok(()) | Err(Declined::NoSecret) => Ok(own.lead(ConsoleItem::Secrets, "secret-revoked")),
        Err(declined) => Err(declined.into()),
    }
}

fn ask_redirect(own: &Own<'_>, handle: &str) -> Page {
    let Some(uri) = own.app.redirect_uris.iter().find(|uri| redirects::handle(uri) == handle) else {
        return Ok(answered(own, ConsoleItem::Redirects));
    };
    let question = ConfirmRemoveRedirect {
        app: own.shown()?,
        uri: uri.clone(),
        without: (own.app.redirect_uris.len() == 1).then(|| own.without_redirects()),
        asked: own.asked(ConsoleItem::Redirects),
    };
    Ok(own.page(None, question.render(own.frame())))
}

/// One that is gone already is as good.
async fn remove_redirect(own: &Own<'_>, handle: &str) -> Page {
    own.visit.act()?;
    if let Some(uri) = own.app.redirect_uris.iter().find(|uri| redirects::handle(uri) == handle) {
        match own.desk().remove_redirect(&own.app.client_id, uri).await {
            Ok(()) | Err(Declined::NoRedirect(_)) => {}
            Err(declined) => return Err(declined.into()),
        }
    }
    Ok(own.lead(ConsoleItem::Redirects, "redirect-removed"))
}

async fn ask_test_token(own: &Own<'_>, then: ThenTestToken) -> Page {
    let Some(token) = own.desk().live_test_token(&own.app).await? else {
        return Ok(answered(own, ConsoleItem::TestToken));
    };
    let speaks_for = keys::speaks_for(own, &token).await?;
    let question =
        ConfirmEndTestToken { app: own.shown()?, then, speaks_for, asked: own.asked(ConsoleItem::TestToken) };
    Ok(own.page(None, question.render(own.frame())))
}

async fn revoke_test_token(own: &Own<'_>) -> Page {
    own.visit.act()?;
    own.desk().end_test_token(&own.app).await?;
    Ok(own.lead(ConsoleItem::TestToken, "test-token-revoked"))
}

async fn ask_owner(own: &Own<'_>, id: &str) -> Page {
    let owners = own.desk().owners_of(&own.app).await?;
    let Some(owner) = owners.iter().find(|owner| owner.id == id).filter(|_| owners.len() > 1) else {
        return Ok(answered(own, ConsoleItem::Owners));
    };
    let token = own.desk().live_test_token(&own.app).await?;
    let granted = own.desk().granted_as_owner(&own.app, owner).await?;
    let question = ConfirmRemoveOwner {
        app: own.shown()?,
        name: owner.username.clone(),
        you: Current::when(owner.key == own.visit.account().key),
        token_too: Current::when(token.is_some_and(|token| token.account == Some(owner.key))),
        access_too: Current::when(granted.is_some()),
        asked: own.asked(ConsoleItem::Owners),
    };
    Ok(own.page(None, question.render(own.frame())))
}

/// Whoever removes themselves has no page of the app to go back to.
async fn remove_owner(own: &Own<'_>, id: &str) -> Page {
    own.visit.act()?;
    match own.desk().remove_owner_of_id(&own.app, id).await {
        Ok(()) if id == own.visit.account().id => Ok(own.visit.done(path(own.visit), "left")),
        Ok(()) | Err(Declined::NoOwner(_)) => Ok(own.lead(ConsoleItem::Owners, "owner-removed")),
        Err(declined) => Err(declined.into()),
    }
}

async fn counted(own: &Own<'_>) -> Result<(Number, Number), Halt> {
    let counts = own.desk().counts(&own.app).await?;
    let number = |count| Number { count, at_most: COUNTED };
    Ok((number(counts.grants), number(counts.tokens)))
}

async fn ask_all(own: &Own<'_>) -> Page {
    let (users, tokens) = counted(own).await?;
    let app = ConsoleApp { features: own.desk().has_now(&own.app).await?, ..own.shown()? };
    let question = ConfirmRevokeAll { app, users, tokens, asked: own.asked(ConsoleItem::Settings) };
    Ok(own.page(None, question.render(own.frame())))
}

async fn revoke_all(own: &Own<'_>) -> Page {
    own.visit.act()?;
    own.desk().revoke_all(&own.app).await?;
    Ok(own.lead(ConsoleItem::Overview, "all-revoked"))
}

async fn ask_delete(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let (users, tokens) = counted(own).await?;
    let owners = own.desk().owners_of(&own.app).await?;
    let others = owners.into_iter().filter(|owner| owner.key != own.visit.account().key);
    let question = ConfirmDeleteApp {
        app: ConsoleApp { features: own.desk().has_now(&own.app).await?, ..own.shown()? },
        users,
        tokens,
        others: others.map(|owner| owner.username).collect(),
        typed: typed.to_owned(),
        fault: fault.clone(),
        asked: own.asked(ConsoleItem::Settings),
    };
    Ok(own.page(fault.as_ref(), question.render(own.frame())))
}

async fn delete(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    let typed = fields.one("typed");
    if !reads_like(typed, &own.app.name) {
        return ask_delete(own, typed, Some(Fault::NotTheName)).await;
    }
    own.desk().delete_app(&own.app.client_id).await?;
    Ok(own.visit.done(path(own.visit), "deleted"))
}

/// An app that was theirs and is deleted: its pages and forms lead on to the list, which says so.
pub(super) async fn deleted(visit: &Visit<'_>, client_id: &str, does: Does) -> Page {
    if !visit.desk().was_own(visit.account().key, client_id).await? {
        return Err(Halt::Absent);
    }
    if does == Does::Act {
        visit.act()?;
    }
    Ok(visit.done(path(visit), "deleted"))
}
