//! The apps that a person has let in.

use super::{AFTER, Page, Visit, after, encoded, frame, page, was_done};
use crate::desk::Declined;
use crate::flow::permissions;
use crate::pages::{AccountApps, AccountItem, AppsSaid, GrantedApp, Renewal, ShownTestToken, Suspended};
use engine::model::{AccessToken, App};
use engine::scope::ScopeSet;
use store::ops::{Authorized, Renews};

/// How the word of `?done=` begins after an app was removed; its client id follows.
pub(super) const REMOVED: &str = "removed.";

/// The list.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let asked = visit.call.parameter(AFTER);
    let from = asked.as_ref().map(|key| format!("?{AFTER}={}", encoded(key))).unwrap_or_default();
    let first = asked.as_ref().map(|_| visit.to("/account"));
    let found = visit.desk().let_in(visit.account(), asked).await?;
    if found.rows.is_empty() && first.is_some() {
        // What stood behind that place is gone, or has moved to the top.
        return Ok(visit.lead_on("/account"));
    }
    let apps = found.rows.iter().map(|(row, app)| granted(visit, (row, app), &from)).collect();
    // They are few, and stand with the first page.
    let tokens = match first {
        None => visit.desk().test_tokens_of(visit.account()).await?,
        Some(_) => Vec::new(),
    };
    let test_tokens = tokens.iter().map(|(app, token)| test_token(visit, app, token)).collect();
    let said = said(visit).await?;
    let list = AccountApps { said, apps, test_tokens, first, next: after(visit, "/account", found.next) };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Apps))))
}

/// What was done just before; else what waits for the person.
async fn said(visit: &Visit<'_>) -> Result<Option<AppsSaid>, Declined> {
    let done = was_done(visit.call);
    if let Some(id) = done.as_deref().and_then(|done| done.strip_prefix(REMOVED)) {
        return match visit.desk().app(id).await {
            Ok(app) => Ok(Some(AppsSaid::Removed(Some(app.name)))),
            Err(Declined::NoApp(..)) => Ok(Some(AppsSaid::Removed(None))),
            Err(declined) => Err(declined),
        };
    }
    let account = visit.account();
    let waits = done.is_none() && !account.email_verified && visit.has_password() && visit.call.server.mail.is_some();
    let asked = if waits { visit.desk().awaited_address(account).await? } else { None };
    Ok(asked.map(|(address, _)| AppsSaid::Awaited(address)))
}

/// `from`: the query of the page that it stands on, to come back to.
fn granted(visit: &Visit<'_>, (row, app): (&Authorized, &App), from: &str) -> GrantedApp {
    let dialect = &visit.call.mount.dialect;
    let known = |address: &String| Some(address.clone()).filter(|address| !address.is_empty());
    GrantedApp {
        app: app.name.clone(),
        client_id: app.client_id.clone(),
        color: app.color,
        description: app.description.clone(),
        site: app.site.clone(),
        support: app.support.clone(),
        suspended: if app.suspended_at.is_some() { Suspended::Yes } else { Suspended::No },
        permissions: permissions::of(dialect, &ScopeSet::parse(&row.grant.scope), &visit.language),
        note: permissions::said(&dialect.pages.consent_note, &visit.language),
        granted: (row.grant.created_at, known(&row.origin.address)),
        device: row.origin.device.clone(),
        widened: row.widened_at,
        used: row.used.as_ref().map(|(at, from)| (*at, known(from))),
        tokens: Some(u64::from(row.tokens)),
        renews: match row.renews {
            Renews::No => Renewal::No,
            Renews::Until(end) => Renewal::Until(end),
            Renews::WithoutEnd => Renewal::WithoutEnd,
        },
        remove: visit.to(&format!("/account/apps/{}/remove{from}", app.client_id)),
    }
}

/// The console asks before it ends one.
fn test_token(visit: &Visit<'_>, app: &App, token: &AccessToken) -> ShownTestToken {
    let dialect = &visit.call.mount.dialect;
    let made = visit.to(&format!("{}/{}/test-token", dialect.console.path, app.client_id));
    ShownTestToken {
        app: app.name.clone(),
        client_id: app.client_id.clone(),
        color: app.color,
        suspended: if app.suspended_at.is_some() { Suspended::Yes } else { Suspended::No },
        permissions: permissions::of(dialect, &ScopeSet::parse(&token.scope), &visit.language),
        note: permissions::said(&dialect.pages.consent_note, &visit.language),
        made: token.issued_at,
        used: token.used_at,
        revoke: format!("{made}/revoke"),
        settings: made,
    }
}
