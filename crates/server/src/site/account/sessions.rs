//! The browsers in which a person is signed in.

use super::{Page, Visit, frame, page};
use crate::desk::Declined;
use crate::desk::account::handle;
use crate::flow::Answer;
use crate::pages::{AccountItem, AccountSessions, ConfirmEndSession, Current, SessionShown, Signed};
use store::ops::Session;

const PATH: &str = "/account/sessions";

/// The list, this browser first.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let sessions = visit.desk().sessions_of(visit.account()).await?;
    let mut shown: Vec<SessionShown> = sessions.iter().map(|session| one(visit, session)).collect();
    shown.sort_by_key(|session| session.this == Current::No);
    let others = (shown.len() > 1).then(|| visit.to(&format!("{PATH}/end")));
    let list = AccountSessions { sessions: shown, others };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Sessions))))
}

fn one(visit: &Visit<'_>, session: &Session) -> SessionShown {
    SessionShown {
        device: session.origin.device.clone(),
        address: session.origin.address.clone(),
        signed_in_at: session.signed_in_at,
        seen_at: visit.call.server.sessions.seen_at(session),
        this: Current::when(session.hash == *visit.session()),
        end: visit.to(&format!("{PATH}/{}/end", handle(&session.hash))),
    }
}

/// Asks before one ends.
pub(super) async fn ask(visit: &Visit<'_>, named: &str) -> Page {
    let sessions = visit.desk().sessions_of(visit.account()).await?;
    let found = sessions.into_iter().find(|session| handle(&session.hash) == named);
    match found {
        // This browser signs out by the button for that.
        Some(session) if session.hash != *visit.session() => Ok(question(visit, Signed::One(one(visit, &session)))),
        // Who comes back to the question after it was answered sees what is left.
        _ => Ok(visit.lead_on(PATH)),
    }
}

/// Asks before all but this one end, where there are others.
pub(super) async fn ask_others(visit: &Visit<'_>) -> Page {
    match visit.desk().sessions_of(visit.account()).await?.len() {
        0 | 1 => Ok(visit.lead_on(PATH)),
        _ => Ok(question(visit, Signed::Others)),
    }
}

fn question(visit: &Visit<'_>, which: Signed) -> Answer {
    let (action, csrf) = (visit.here(), visit.csrf(visit.call.path));
    let there = visit.call.realm.hand_off.as_ref().map(|page| page.host().to_owned());
    let question = ConfirmEndSession { which, there, action, csrf, back: visit.to(PATH) };
    page(visit, question.render(&frame(visit, AccountItem::Sessions)))
}

/// Ends one. The form was made for this person while that session lived; where it has ended since, it is done.
pub(super) async fn end(visit: &Visit<'_>, named: &str) -> Page {
    visit.act()?;
    if named == handle(visit.session()) {
        return Ok(visit.lead_on(PATH));
    }
    match visit.desk().end_session_of(visit.account(), named).await {
        Ok(()) | Err(Declined::NoSession) => Ok(visit.done(PATH, "ended")),
        Err(declined) => Err(declined.into()),
    }
}

/// Ends all but this one.
pub(super) async fn end_others(visit: &Visit<'_>) -> Page {
    visit.act()?;
    visit.desk().end_other_sessions(visit.account(), *visit.session()).await?;
    Ok(visit.done(PATH, "ended-others"))
}
