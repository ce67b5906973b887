//! An owner's apps, how much they are used, and what was refused to them.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{access, apps, grants, page};
use crate::developers::{Counts, NotedRefusal, REFUSALS_KEPT, SecretUse};
use crate::office::{AppSearch, AppStanding};
use crate::ops::Page;
use engine::model::{AccountKey, App, AppKey, RealmKey, Review};
use rusqlite::{Connection, params};

/// An owner's apps, in order of name: those with that part of a name, or that id. An empty text means all of them.
pub(super) fn of_owner(
    db: &Connection,
    realm: RealmKey,
    account: AccountKey,
    text: &str,
    asked: &Page,
) -> Outcome<Vec<App>> {
    static BEGIN: Sql = Sql::new("select name_key, client_id from apps where realm = $1 and client_id = $2");
    static LIST: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
         from app_owners o join apps a on a.realm = o.realm and a.app = o.app
         where o.realm = $1 and o.account = $2 and (o.name_key, o.client_id) > ($3, $4) and ($5 = '' or o.client_id = $5 or o.name_key like $6 escape '!')
         order by o.name_key, o.client_id limit $7",
    );
    let begin = match page::text_after(asked) {
        "" => Some((String::new(), String::new())),
        after => db.one(&BEGIN, params![realm.0, after], |row| Ok((row.next()?, row.next()?)))?,
    };
    let Some((name, id)) = begin else { return Ok(Vec::new()) };
    let (text, part) = sought(text);
    Ok(db.all(&LIST, params![realm.0, account.0, name, id, text, part, page::limit(asked)], apps::app)?)
}

/// Those that are meant, in order of name.
pub(super) fn find(db: &Connection, realm: RealmKey, search: &AppSearch, asked: &Page) -> Outcome<Vec<App>> {
    static FIND: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
           token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at
         from apps where realm = $1 and deleted_at is null
           and ($2 = '' or client_id = $2 or name_key like $3 escape '!')
           and ($4 is null or (review = $4 and suspended_at is null)) and ($5 = 0 or suspended_at is not null)
           and (name_key, client_id) >
             (select case $6 when '' then '' else max(name_key) end, case $6 when '' then '' else max(client_id) end
              from apps where realm = $1 and client_id = $6)
         order by name_key, client_id limit $7",
    );
    let (text, part) = sought(&search.text);
    let review = match search.standing {
        AppStanding::Draft => Some(Review::Draft),
        AppStanding::InReview => Some(Review::InReview),
        AppStanding::Live => Some(Review::Live),
        AppStanding::Any | AppStanding::Suspended => None,
    };
    let review = review.map(apps::review_cell);
    let suspended = search.standing == AppStanding::Suspended;
    let wanted = params![realm.0, text, part, review, suspended, page::text_after(asked), page::limit(asked)];
    Ok(db.all(&FIND, wanted, apps::app)?)
}

/// A text as an id, and as a part of a name.
fn sought(text: &str) -> (&str, String) {
    let text = text.trim();
    (text, format!("%{}%", escaped(&text.to_lowercase())))
}

/// So that `%` and `_` are letters like others.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c])).collect()
}

/// How much an app is used.
pub(super) fn counts(db: &Connection, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Outcome<Counts> {
    static USED: Sql = Sql::new("select used_at from app_uses where realm = $1 and app = $2");
    Ok(Counts {
        tokens: access::count_live(db, realm, app, at_most, now)?,
        grants: grants::count(db, realm, app, at_most)?,
        used_at: db.one(&USED, params![realm.0, app.0], |row| row.next())?,
    })
}

/// When each secret was last used.
pub(super) fn secret_uses(db: &Connection, realm: RealmKey, app: AppKey) -> Outcome<Vec<(String, i64)>> {
    static LIST: Sql = Sql::new("select secret, used_at from secret_uses where realm = $1 and app = $2");
    Ok(db.all(&LIST, params![realm.0, app.0], |row| Ok((row.next()?, row.next()?)))?)
}

/// Notes uses of secrets.
pub(super) fn note_secrets(db: &Connection, uses: &[SecretUse]) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "insert into secret_uses (realm, app, secret, used_at) values ($1, $2, $3, $4)
         on conflict (realm, app, secret) do update set used_at = max(secret_uses.used_at, excluded.used_at)",
    );
    for SecretUse { realm, app, secret, at } in uses {
        db.change(&NOTE, params![realm.0, app.0, secret, at])?;
    }
    Ok(())
}

/// What was refused to an app, newest first.
pub(super) fn refusals(db: &Connection, realm: RealmKey, app: AppKey, asked: &Page) -> Outcome<Vec<NotedRefusal>> {
    static LIST: Sql = Sql::new(
        "select id, at, endpoint, refusal, detail, request_id from app_refusals
         where realm = $1 and app = $2 and id < $3 order by id desc limit $4",
    );
    let read = |row: &mut Cells| {
        Ok(NotedRefusal {
            realm,
            app,
            id: row.next()?,
            at: row.next()?,
            endpoint: row.next()?,
            refusal: row.next()?,
            detail: row.next()?,
            request_id: row.next()?,
        })
    };
    let before = page::number_after(asked, i64::MAX);
    Ok(db.all(&LIST, params![realm.0, app.0, before, page::limit(asked)], read)?)
}

/// Notes refusals and lets the oldest of each app go.
pub(super) fn note_refusals(db: &Connection, refusals: &[NotedRefusal]) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into app_refusals (realm, app, id, at, endpoint, refusal, detail, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
    );
    static TRIM: Sql = Sql::new(
        "delete from app_refusals where realm = $1 and app = $2 and id <= (
           select id from app_refusals where realm = $1 and app = $2 order by id desc limit 1 offset $3)",
    );
    for noted in refusals {
        let NotedRefusal { realm, app, id, at, endpoint, refusal, detail, request_id } = noted;
        db.change(&INSERT, params![realm.0, app.0, id, at, endpoint, refusal, detail, request_id])?;
        db.change(&TRIM, params![realm.0, app.0, REFUSALS_KEPT])?;
    }
    Ok(())
}
