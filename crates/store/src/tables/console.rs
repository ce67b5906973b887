//! An owner's apps, how much they are used, and what was refused to them.

use super::cell::{Cells, cells};
use super::db::{Db, Sql, change_each};
use super::fault::Outcome;
use super::uses::{self, Place};
use super::{access, apps, grants, page};
use crate::developers::{Counts, NotedRefusal, REFUSALS_KEPT, SecretUse};
use crate::office::{AppSearch, AppStanding, AppUse};
use crate::ops::{Listed, Page};
use engine::model::{AccessToken, AccountKey, App, AppKey, AppSecret, RealmKey, Review};
use std::collections::BTreeMap;

/// An owner's apps, in order of name: those with that part of a name, or that id. An empty text means all of them.
pub(super) async fn of_owner(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    text: &str,
    asked: &Page,
) -> Outcome<Vec<App>> {
    static LIST: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
         from app_owners o join apps a on a.realm = o.realm and a.app = o.app
         where o.realm = $1::bigint and o.account = $2::bigint and (o.name_key, o.client_id) > ($3::text, $4::text) and ($5::text = '' or o.client_id = $5::text or o.name_key like $6::text escape '!')
         order by o.name_key, o.client_id limit $7::bigint",
    );
    let Some((name, id)) = place(db, realm, asked).await? else { return Ok(Vec::new()) };
    let (text, part) = sought(text);
    db.all(&LIST, cells![realm.0, account.0, &name, &id, text, &part, page::limit(asked)], apps::app).await
}

/// The same, the last used first.
pub(super) async fn of_owner_by_use(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    text: &str,
    asked: &Page,
) -> Outcome<Vec<Listed<App>>> {
    static LIST: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, o.used_at
         from app_owners o join apps a on a.realm = o.realm and a.app = o.app
         where o.realm = $1::bigint and o.account = $2::bigint and (o.used_at, o.app) < ($3::bigint, $4::bigint) and ($5::text = '' or o.client_id = $5::text or o.name_key like $6::text escape '!')
         order by o.used_at desc, o.app desc limit $7::bigint",
    );
    let (at, app) = page::place_after(asked);
    let (text, part) = sought(text);
    let read = |row: &mut Cells<'_>| {
        let app = apps::app(row)?;
        Ok(Listed { place: page::place(row.next()?, app.key.0), row: app })
    };
    db.all(&LIST, cells![realm.0, account.0, at, app, text, &part, page::limit(asked)], read).await
}

/// The live test tokens that speak for an account, each with its app: only an owner has one, so these are found in the list of its apps.
pub(super) async fn test_tokens_of(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
) -> Outcome<Vec<(App, AccessToken)>> {
    static LIST: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, a.test_token
         from app_owners o join apps a on a.realm = o.realm and a.app = o.app
         where o.realm = $1::bigint and o.account = $2::bigint and a.test_token is not null order by o.name_key, o.client_id",
    );
    let made = db.all(&LIST, cells![realm.0, account.0], |row| Ok((apps::app(row)?, row.token_hash()?))).await?;
    let mut found = Vec::new();
    for (app, place) in made {
        let Some(place) = place else { continue };
        let token = access::test_token_at(db, realm, place).await?;
        let own = token.filter(|token| token.account == Some(account) && token.ended.is_none());
        found.extend(own.map(|token| (app, token)));
    }
    Ok(found)
}

/// Behind which name and id a page begins; `None`: there is no such app.
async fn place(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Option<(String, String)>> {
    static PLACE: Sql =
        Sql::new("select name_key, client_id from apps where realm = $1::bigint and client_id = $2::text");
    match page::text_after(asked) {
        "" => Ok(Some((String::new(), String::new()))),
        after => Ok(db.one(&PLACE, cells![realm.0, after], |row| Ok((row.next()?, row.next()?))).await?),
    }
}

/// Those that are meant, in order of name. What is meant is found out in an index, without reading an app.
pub(super) async fn find(db: &impl Db, realm: RealmKey, search: &AppSearch, asked: &Page) -> Outcome<Vec<App>> {
    static ANY: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
         from (select name_key, client_id, app from apps
           where realm = $1::bigint and deleted_at is null and (name_key, client_id) > ($2::text, $3::text)
             and ($4::text = '' or client_id = $4::text or name_key like $5::text escape '!')
           order by name_key, client_id limit $6::bigint) as found
         join apps a on a.realm = $1::bigint and a.app = found.app order by found.name_key, found.client_id",
    );
    static SUSPENDED: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
         from (select name_key, client_id, app from apps
           where realm = $1::bigint and deleted_at is null and suspended_at is not null and (name_key, client_id) > ($2::text, $3::text)
             and ($4::text = '' or client_id = $4::text or name_key like $5::text escape '!')
           order by name_key, client_id limit $6::bigint) as found
         join apps a on a.realm = $1::bigint and a.app = found.app order by found.name_key, found.client_id",
    );
    static REVIEW: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at
         from (select name_key, client_id, app from apps
           where realm = $1::bigint and deleted_at is null and suspended_at is null and review = $7::text and (name_key, client_id) > ($2::text, $3::text)
             and ($4::text = '' or client_id = $4::text or name_key like $5::text escape '!')
           order by name_key, client_id limit $6::bigint) as found
         join apps a on a.realm = $1::bigint and a.app = found.app order by found.name_key, found.client_id",
    );
    let Some((name, id)) = place(db, realm, asked).await? else { return Ok(Vec::new()) };
    let (text, part) = sought(&search.text);
    let limit = page::limit(asked);
    let review = match search.standing {
        AppStanding::Any => {
            return db.all(&ANY, cells![realm.0, &name, &id, text, &part, limit], apps::app).await;
        }
        AppStanding::Suspended => {
            return db.all(&SUSPENDED, cells![realm.0, &name, &id, text, &part, limit], apps::app).await;
        }
        AppStanding::Draft => Review::Draft,
        AppStanding::InReview => Review::InReview,
        AppStanding::Live => Review::Live,
    };
    let wanted = cells![realm.0, &name, &id, text, &part, limit, apps::review_cell(review)];
    db.all(&REVIEW, wanted, apps::app).await
}

/// The same, the last used first.
pub(super) async fn find_by_use(
    db: &impl Db,
    realm: RealmKey,
    search: &AppSearch,
    asked: &Page,
) -> Outcome<Vec<Listed<AppUse>>> {
    static LIST: Sql = Sql::new(
        "select a.app, a.client_id, a.name, a.description, a.site, a.kind, a.secrets, a.redirect_uris, a.scopes, a.owners, a.color, a.support, a.review,
           a.mounts, a.introspects, a.token_limit, a.suspended_at, a.suspend_reason, a.deleted_at, a.valid_from, a.created_at, found.at
         from (select coalesce(used_at, created_at) as at, app from apps
           where realm = $1::bigint and deleted_at is null and coalesce(used_at, created_at) <= $2::bigint and (coalesce(used_at, created_at), app) < ($2::bigint, $3::bigint)
             and ($4::text = '' or client_id = $4::text or name_key like $5::text escape '!')
             and ($6::text = '' or case when suspended_at is null then review else 'suspended' end = $6::text)
           order by coalesce(used_at, created_at) desc, app desc limit $7::bigint) as found
         join apps a on a.realm = $1::bigint and a.app = found.app order by found.at desc, found.app desc",
    );
    let (at, app) = page::place_after(asked);
    let (text, part) = sought(&search.text);
    let standing = match search.standing {
        AppStanding::Any => "",
        AppStanding::Suspended => "suspended",
        AppStanding::Draft => apps::review_cell(Review::Draft),
        AppStanding::InReview => apps::review_cell(Review::InReview),
        AppStanding::Live => apps::review_cell(Review::Live),
    };
    let read = |row: &mut Cells<'_>| {
        let app = apps::app(row)?;
        Ok((page::place(row.next()?, app.key.0), app))
    };
    let mut found = Vec::new();
    for (place, app) in db.all(&LIST, cells![realm.0, at, app, text, &part, standing, page::limit(asked)], read).await?
    {
        // By its key, and not joined: apps stand everywhere where rows are spread, their uses do not.
        let used_at = used_at(db, realm, app.key).await?;
        found.push(Listed { place, row: (app, used_at) });
    }
    Ok(found)
}

/// When an app was last seen in use.
async fn used_at(db: &impl Db, realm: RealmKey, app: AppKey) -> Outcome<Option<i64>> {
    static USED: Sql = Sql::new("select used_at from app_uses where realm = $1::bigint and app = $2::bigint");
    db.one(&USED, cells![realm.0, app.0], |row| row.next()).await
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
pub(super) async fn counts(db: &impl Db, realm: RealmKey, app: AppKey, at_most: u32, now: i64) -> Outcome<Counts> {
    let valid_from = apps::valid_from(db, realm, app).await?;
    Ok(Counts {
        tokens: access::count_live(db, realm, app, at_most, (now, valid_from)).await?,
        grants: grants::count(db, realm, app, at_most).await?,
        used_at: used_at(db, realm, app).await?,
    })
}

/// When each secret was last used.
pub(super) async fn secret_uses(db: &impl Db, realm: RealmKey, app: AppKey) -> Outcome<Vec<(String, i64)>> {
    static LIST: Sql =
        Sql::new("select secret, used_at from secret_uses where realm = $1::bigint and app = $2::bigint");
    db.all(&LIST, cells![realm.0, app.0], |row| Ok((row.next()?, row.next()?))).await
}

/// Forgets the uses of secrets that the app has no more.
pub(super) async fn forget_secrets(db: &impl Db, realm: RealmKey, app: &App) -> Outcome<()> {
    static FORGET: Sql =
        Sql::new("delete from secret_uses where realm = $1::bigint and app = $2::bigint and secret = $3::text");
    let handles: Vec<String> = app.secrets.iter().map(AppSecret::handle).collect();
    for (secret, _) in secret_uses(db, realm, app.key).await? {
        if !handles.contains(&secret) {
            db.change(&FORGET, cells![realm.0, app.key.0, &secret]).await?;
        }
    }
    Ok(())
}

/// Notes uses of secrets; later ones win. By key, so that nobody waits in a circle.
pub(super) async fn note_secrets(db: &impl Db, uses: &[SecretUse]) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "insert into secret_uses (realm, app, secret, used_at) values ($1::bigint, $2::bigint, $3::text, $4::bigint)
         on conflict (realm, app, secret) do update set used_at = excluded.used_at where secret_uses.used_at < excluded.used_at",
    );
    let mut secrets = BTreeMap::new();
    for SecretUse { realm, app, secret, at } in uses {
        uses::latest(&mut secrets, (realm.0, app.0, secret), *at);
    }
    let rows: Vec<_> = secrets.iter().map(|((realm, app, secret), at)| *cells![*realm, app, *secret, at]).collect();
    change_each(db, &NOTE, &rows).await?;
    Ok(())
}

/// What they say about apps.
pub(super) fn apps_of(uses: &[SecretUse]) -> BTreeMap<Place, i64> {
    let mut apps = BTreeMap::new();
    for SecretUse { realm, app, at, .. } in uses {
        uses::latest(&mut apps, (realm.0, app.0), *at);
    }
    apps
}

/// What was refused to an app, newest first.
pub(super) async fn refusals(db: &impl Db, realm: RealmKey, app: AppKey, asked: &Page) -> Outcome<Vec<NotedRefusal>> {
    static LIST: Sql = Sql::new(
        "select id, at, endpoint, refusal, detail, request_id from app_refusals
         where realm = $1::bigint and app = $2::bigint and id < $3::bigint order by id desc limit $4::bigint",
    );
    let read = |row: &mut Cells<'_>| {
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
    db.all(&LIST, cells![realm.0, app.0, before, page::limit(asked)], read).await
}

/// Notes refusals and lets the oldest of each app go.
pub(super) async fn note_refusals(db: &impl Db, refusals: &[NotedRefusal]) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into app_refusals (realm, app, id, at, endpoint, refusal, detail, request_id)
         values ($1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::text, $6::text, $7::text, $8::text) on conflict do nothing",
    );
    static OLD: Sql = Sql::new(
        "select id from app_refusals where realm = $1::bigint and app = $2::bigint order by id desc limit 1 offset $3::bigint",
    );
    static TRIM: Sql =
        Sql::new("delete from app_refusals where realm = $1::bigint and app = $2::bigint and id <= $3::bigint");
    let mut by_key: Vec<_> = refusals.iter().collect();
    by_key.sort_unstable_by_key(|noted| (noted.realm.0, noted.app.0, noted.id));
    for noted in by_key {
        let NotedRefusal { realm, app, id, at, endpoint, refusal, detail, request_id } = noted;
        db.change(&INSERT, cells![realm.0, app.0, id, at, endpoint, refusal, detail, request_id]).await?;
        if let Some(old) = db.one(&OLD, cells![realm.0, app.0, REFUSALS_KEPT], |row| row.next::<i64>()).await? {
            db.change(&TRIM, cells![realm.0, app.0, old]).await?;
        }
    }
    Ok(())
}
