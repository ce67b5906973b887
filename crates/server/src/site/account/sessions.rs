//! The browsers in which a person is signed in.

use super::{Page, Visit, frame, page};
use crate::desk::Declined;
use crate::desk::account::handle;
use crate::pages::{AccountItem, AccountSessions, Current, SessionShown};
use store::ops::Session;

const PATH: &str = "/account/sessions";

/// The list, this browser first.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let sessions = visit.desk().sessions_of(visit.account()).await?;
    let mut shown: Vec<SessionShown> = sessions.iter().map(|session| one(visit, session)).collect();
    shown.sort_by_key(|session| session.this == Current::No);
    let end = format!("{PATH}/end");
    let others = (shown.len() > 1).then(|| (visit.to(&end), visit.csrf(&end)));
    let list = AccountSessions { sessions: shown, others };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Sessions))))
}

fn one(visit: &Visit<'_>, session: &Session) -> SessionShown {
    let path = format!("{PATH}/{}/end", handle(&session.hash));
    SessionShown {
        device: session.origin.device.clone(),
        address: session.origin.address.clone(),
        signed_in_at: session.signed_in_at,
        seen_at: visit.call.server.sessions.seen_at(session),
        this: Current::when(session.hash == *visit.session()),
        action: visit.to(&path),
        csrf: visit.csrf(&path),
    }
}

/// Ends one. The form was made for this person while that session lived; where it has ended since, it is done.
pub(super) async fn end(visit: &Visit<'_>, named: &str) -> Page {
    visit.act()?;
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
