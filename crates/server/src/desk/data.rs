//! All that is kept about a person, as one document.

use super::names::{By, Names};
use super::{About, Declined, Desk, page};
use engine::model::{AccessToken, Account, App, AppSecret};
use serde_json::{Value, json};
use store::ops::{Audited, Authorized, Renews, Session};

impl Desk<'_> {
    /// What somebody takes with them. It leaves a row, since it leaves the house.
    pub async fn data(&self, account: &Account) -> Result<Value, Declined> {
        let document = document(self, account).await?;
        let audit = self.audit("account.export", About::Account(account), "");
        self.store.leave(self.realm.key, audit).await?;
        Ok(document)
    }
}

async fn document(desk: &Desk<'_>, account: &Account) -> Result<Value, Declined> {
    let (mut apps, mut events, mut names) = (Vec::new(), Vec::new(), Names::new(*desk, None));
    let mut after = None;
    loop {
        let part = desk.authorized(&account.username, page(after)).await?;
        let there = part.rows.iter().filter(|(_, app)| app.deleted_at.is_none());
        apps.extend(there.map(|(row, app)| granted(row, app)));
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    loop {
        let part = desk.events(account, after).await?;
        for (row, app) in &part.rows {
            events.push(event(row, app.as_ref(), names.by(account, &row.audit).await?));
        }
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    Ok(json!({
        "realm": desk.realm.title,
        "made_at": instant(desk.now.secs()),
        "account": {
            "id": account.id, "username": account.username, "email": account.email,
            "email_confirmed": account.email_verified, "first_name": account.first_name,
            "last_name": account.last_name, "language": account.language, "roles": account.roles,
            "attributes": account.attributes, "created_at": instant(account.created_at),
            "id_where_you_sign_in": account.upstream,
        },
        "apps": apps,
        "test_tokens": desk.test_tokens_of(account).await?.iter().map(test_token).collect::<Vec<_>>(),
        "own_apps": desk.owned(account).await?.iter().map(owned).collect::<Vec<_>>(),
        "sessions": desk.sessions_of(account).await?.iter().map(session).collect::<Vec<_>>(),
        "events": events,
    }))
}

fn granted(row: &Authorized, app: &App) -> Value {
    json!({
        "name": app.name, "client_id": app.client_id, "site": app.site, "scope": row.grant.scope,
        "allowed_at": instant(row.grant.created_at), "allowed_from": row.origin.address,
        "allowed_on": row.origin.device, "live_tokens": row.tokens, "renews": row.renews != Renews::No,
        "renews_until": until(row.renews),
        "widened_at": row.widened_at.map(instant),
        "last_used_at": row.used.as_ref().map(|(at, _)| instant(*at)),
        "last_used_from": row.used.as_ref().map(|(_, from)| from),
    })
}

/// `None` also where it has no end.
fn until(renews: Renews) -> Option<String> {
    match renews {
        Renews::Until(end) => instant(end),
        Renews::No | Renews::WithoutEnd => None,
    }
}

/// A token that speaks for the account without a consent: that it is there, not what it is.
fn test_token((app, token): &(App, AccessToken)) -> Value {
    json!({
        "name": app.name, "client_id": app.client_id, "scope": token.scope, "made_at": instant(token.issued_at),
        "last_used_at": token.used_at.map(instant),
    })
}

/// An app that the account looks after; of its secrets that they are there, not what they are.
fn owned(app: &App) -> Value {
    let secret = |secret: &AppSecret| json!({ "name": secret.name, "created_at": instant(secret.created_at) });
    json!({
        "name": app.name, "client_id": app.client_id, "kind": app.kind, "description": app.description, "site": app.site,
        "support": app.support, "redirect_uris": app.redirect_uris, "scopes": app.scopes, "review": app.review,
        "suspended_at": app.suspended_at.map(instant), "suspended_because": app.suspend_reason,
        "token_limit": app.token_limit, "created_at": instant(app.created_at),
        "secrets": app.secrets.iter().map(secret).collect::<Vec<_>>(),
    })
}

fn session(session: &Session) -> Value {
    json!({
        "device": session.origin.device, "address": session.origin.address,
        "signed_in_at": instant(session.signed_in_at), "last_seen_at": instant(session.seen_at),
        "ends_at": instant(session.ends_at),
    })
}

fn event(row: &Audited, app: Option<&App>, by: By) -> Value {
    let from = by.tells_address().then_some(&row.audit.address);
    let (by, by_app) = match by {
        By::Owner => ("account", None),
        By::Somebody => ("somebody-not-signed-in", None),
        By::App(name) => ("app", Some(name)),
        By::OtherOwner => ("other-owner", None),
        By::Operator => ("operator", None),
    };
    json!({
        "by": by, "by_app": by_app,
        "at": instant(row.audit.at), "action": row.audit.action, "app": app.map(|app| &app.name),
        "detail": row.audit.detail, "from": from,
    })
}

/// RFC 3339.
pub(crate) fn instant(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|at| at.to_string())
}
