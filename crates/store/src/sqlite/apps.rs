//! Apps: read whole, changed one fact at a time.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{audit, page};
use crate::Broken;
use crate::ops::{AppChange, Audit, Page};
use engine::model::{AccountKey, App, AppKey, Introspects, RealmKey};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, params};

/// By `client_id`.
pub(super) fn by_client_id(db: &Connection, realm: RealmKey, client_id: &str) -> Outcome<Option<App>> {
    static FIND: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owner, mounts, introspects, token_limit,
           suspended_at, deleted_at, valid_from, created_at from apps where realm = $1 and client_id = $2",
    );
    Ok(db.one(&FIND, params![realm.0, client_id], app)?)
}

/// By key.
pub(super) fn by_key(db: &Connection, realm: RealmKey, key: AppKey) -> Outcome<Option<App>> {
    static FIND: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owner, mounts, introspects, token_limit,
           suspended_at, deleted_at, valid_from, created_at from apps where realm = $1 and app = $2",
    );
    Ok(db.one(&FIND, params![realm.0, key.0], app)?)
}

/// In order of `client_id`.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<App>> {
    static LIST: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owner, mounts, introspects, token_limit,
           suspended_at, deleted_at, valid_from, created_at from apps where realm = $1 and client_id > $2 order by client_id limit $3",
    );
    Ok(db.all(&LIST, params![realm.0, page::text_after(asked), page::limit(asked)], app)?)
}

fn app(row: &mut Cells) -> rusqlite::Result<App> {
    Ok(App {
        key: AppKey(row.next()?),
        client_id: row.next()?,
        name: row.next()?,
        description: row.next()?,
        site: row.next()?,
        kind: row.next()?,
        secrets: row.json()?,
        redirect_uris: row.json()?,
        scopes: row.json()?,
        owner: row.next::<Option<i64>>()?.map(AccountKey),
        mounts: row.json()?,
        introspects: match row.next::<String>()?.as_str() {
            "own" => Introspects::Own,
            "realm" => Introspects::Realm,
            _ => return Err(row.unreadable(FromSqlError::InvalidType)),
        },
        token_limit: row.next()?,
        suspended_at: row.next()?,
        deleted_at: row.next()?,
        valid_from: row.next()?,
        created_at: row.next()?,
    })
}

/// Registers an app; a second time the same one is as good as the first.
pub(super) fn create(db: &Connection, realm: RealmKey, app: &App, left: &Audit) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into apps (realm, app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owner, mounts,
           introspects, token_limit, suspended_at, deleted_at, valid_from, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict do nothing",
    );
    let written = db.change(
        &INSERT,
        params![
            realm.0,
            app.key.0,
            app.client_id,
            app.name,
            app.description,
            app.site,
            app.kind,
            serde_json::to_string(&app.secrets)?,
            serde_json::to_string(&app.redirect_uris)?,
            serde_json::to_string(&app.scopes)?,
            app.owner.map(|owner| owner.0),
            serde_json::to_string(&app.mounts)?,
            match app.introspects {
                Introspects::Own => "own",
                Introspects::Realm => "realm",
            },
            app.token_limit,
            app.suspended_at,
            app.deleted_at,
            app.valid_from,
            app.created_at,
        ],
    )?;
    if written == 0 {
        let same = by_client_id(db, realm, &app.client_id)?.is_some_and(|known| known.key == app.key);
        return if same { Ok(()) } else { Err(Broken::Taken(format!("the client id {}", app.client_id)).into()) };
    }
    audit::changed(db, realm, left)
}

/// Changes an app.
pub(super) fn change(db: &Connection, realm: RealmKey, key: AppKey, change: &AppChange, left: &Audit) -> Outcome<()> {
    static SET: Sql = Sql::new(
        "update apps set secrets = $3, redirect_uris = $4, token_limit = $5, suspended_at = $6, deleted_at = $7, valid_from = $8
         where realm = $1 and app = $2",
    );
    let mut app = by_key(db, realm, key)?.ok_or(Broken::Absent("app"))?;
    apply(&mut app, change)?;
    db.change(
        &SET,
        params![
            realm.0,
            key.0,
            serde_json::to_string(&app.secrets)?,
            serde_json::to_string(&app.redirect_uris)?,
            app.token_limit,
            app.suspended_at,
            app.deleted_at,
            app.valid_from,
        ],
    )?;
    audit::changed(db, realm, left)
}

fn apply(app: &mut App, change: &AppChange) -> crate::Result<()> {
    match change {
        AppChange::Secrets(secrets) => app.secrets.clone_from(secrets),
        AppChange::AddRedirect(uri) => {
            if !app.redirect_uris.contains(uri) {
                app.redirect_uris.push(uri.clone());
            }
        }
        AppChange::RemoveRedirect(uri) => {
            let before = app.redirect_uris.len();
            app.redirect_uris.retain(|known| known != uri);
            if app.redirect_uris.len() == before {
                return Err(Broken::Absent("redirect URI"));
            }
        }
        AppChange::Limit(limit) => app.token_limit = *limit,
        AppChange::Suspend(at) => app.suspended_at = Some(*at),
        AppChange::Resume => app.suspended_at = None,
        AppChange::Delete(at) => app.deleted_at = Some(*at),
        AppChange::RevokeAll(at) => app.valid_from = app.valid_from.max(*at),
    }
    Ok(())
}
