//! Apps: read whole, changed one fact at a time.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::own::Own;
use super::rows::as_of;
use super::{access, audit, console, grants, hold, page};
use crate::Broken;
use crate::ops::{
    AppChange, AppFacts, AsOf, Audit, EndGrant, Ended, MOST_OWNERS, MOST_REDIRECTS, Page, Won, canonical,
};
use engine::model::{AccountKey, App, AppKey, EndReason, Introspects, RealmKey, Review};

/// By `client_id`, with the realm's revision.
pub(super) async fn known_by_client_id(db: &impl Db, realm: RealmKey, client_id: &str) -> Outcome<Option<AsOf<App>>> {
    static FIND: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
           token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at,
           coalesce((select revision from realms where realm = $1::bigint), 0) from apps where realm = $1::bigint and client_id = $2::text",
    );
    db.one(&FIND, cells![realm.0, client_id], |row| as_of(row, app)).await
}

/// By key, with the realm's revision.
pub(super) async fn known(db: &impl Db, realm: RealmKey, key: AppKey) -> Outcome<Option<AsOf<App>>> {
    static FIND: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
           token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at,
           coalesce((select revision from realms where realm = $1::bigint), 0) from apps where realm = $1::bigint and app = $2::bigint",
    );
    db.one(&FIND, cells![realm.0, key.0], |row| as_of(row, app)).await
}

async fn by_client_id(db: &impl Db, realm: RealmKey, client_id: &str) -> Outcome<Option<App>> {
    Ok(known_by_client_id(db, realm, client_id).await?.map(|known| known.what))
}

/// By key.
pub(super) async fn by_key(db: &impl Db, realm: RealmKey, key: AppKey) -> Outcome<Option<App>> {
    Ok(known(db, realm, key).await?.map(|known| known.what))
}

/// From which second on what was issued to an app counts.
pub(super) async fn valid_from(db: &impl Db, realm: RealmKey, app: AppKey) -> Outcome<i64> {
    static VALID_FROM: Sql = Sql::new("select valid_from from apps where realm = $1::bigint and app = $2::bigint");
    Ok(db.one(&VALID_FROM, cells![realm.0, app.0], |row| row.next()).await?.unwrap_or(0))
}

/// In order of `client_id`.
pub(super) async fn list(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Vec<App>> {
    static LIST: Sql = Sql::new(
        "select app, client_id, name, description, site, kind, secrets, redirect_uris, scopes, owners, color, support, review, mounts, introspects,
           token_limit, suspended_at, suspend_reason, deleted_at, valid_from, created_at from apps where realm = $1::bigint and client_id > $2::text order by client_id limit $3::bigint",
    );
    db.all(&LIST, cells![realm.0, page::text_after(asked), page::limit(asked)], app).await
}

pub(super) fn app(row: &mut Cells<'_>) -> Outcome<App> {
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
        owners: row.json()?,
        color: row.next()?,
        support: row.next()?,
        review: review(row)?,
        mounts: row.json()?,
        introspects: match row.next::<String>()?.as_str() {
            "own" => Introspects::Own,
            "realm" => Introspects::Realm,
            _ => return Err(row.unreadable("something else than expected")),
        },
        token_limit: row.next()?,
        suspended_at: row.next()?,
        suspend_reason: row.next()?,
        deleted_at: row.next()?,
        valid_from: row.next()?,
        created_at: row.next()?,
    })
}

fn review(row: &mut Cells<'_>) -> Outcome<Review> {
    match row.next::<String>()?.as_str() {
        "draft" => Ok(Review::Draft),
        "in-review" => Ok(Review::InReview),
        "live" => Ok(Review::Live),
        _ => Err(row.unreadable("something else than expected")),
    }
}

/// How a review state is stored.
pub(super) fn review_cell(review: Review) -> &'static str {
    match review {
        Review::Draft => "draft",
        Review::InReview => "in-review",
        Review::Live => "live",
    }
}

/// Registers an app; a second time the same one is as good as the first. `at_most`: apps that an owner may look after.
pub(super) async fn create(
    db: &impl Db,
    realm: RealmKey,
    app: &App,
    at_most: Option<u32>,
    left: &Audit,
) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into apps (realm, app, client_id, introspects, mounts, created_at, name, description, kind, secrets, redirect_uris, scopes, valid_from)
         values ($1::bigint, $2::bigint, $3::text, $4::text, $5::text, $6::bigint, '', '', '', '[]', '[]', '[]', 0) on conflict do nothing",
    );
    if by_key(db, realm, app.key).await?.is_none() {
        for owner in &app.owners {
            has_room(db, realm, *owner, at_most).await?;
        }
    }
    let introspects = match app.introspects {
        Introspects::Own => "own",
        Introspects::Realm => "realm",
    };
    let mounts = serde_json::to_string(&app.mounts)?;
    let written =
        db.change(&INSERT, cells![realm.0, app.key.0, &app.client_id, introspects, &mounts, app.created_at]).await?;
    if written == 0 {
        let same = by_client_id(db, realm, &app.client_id).await?.is_some_and(|known| known.key == app.key);
        return if same { Ok(()) } else { Err(Broken::Taken(format!("the client id {}", app.client_id)).into()) };
    }
    set(db, realm, app).await?;
    for owner in &app.owners {
        own(db, realm, *owner, app).await?;
    }
    audit::changed(db, realm, left).await
}

/// Changes an app, unless that was so already: of many who ask for the same at once, one is told of. Gives whether its own tokens are left to be counted,
/// or to be forgotten.
pub(super) async fn change(
    db: &impl Db,
    realm: RealmKey,
    key: AppKey,
    change: &AppChange,
    left: &Audit,
) -> Outcome<(Won, Own)> {
    hold::app(db, realm, key).await?;
    let mut app = by_key(db, realm, key).await?.ok_or(Broken::Absent("app"))?;
    if was_so(&app, change) {
        return Ok((Won::Lost, Own::Settled));
    }
    let limited = app.token_limit.is_some();
    apply(&mut app, change)?;
    set(db, realm, &app).await?;
    follow(db, realm, (&app, change), left).await?;
    audit::changed(db, realm, left).await?;
    let own = if limited == app.token_limit.is_some() { Own::Settled } else { Own::Unsettled };
    Ok((Won::Yes, own))
}

/// Whether all that is to be added is there, or what is to go is gone.
fn was_so(app: &App, change: &AppChange) -> bool {
    match change {
        AppChange::AddSecret { secret, .. } => app.secrets.iter().any(|own| own.stored == secret.stored),
        AppChange::AddRedirect(uri) => app.redirect_uris.contains(uri),
        AppChange::AddOwner(account) => app.owners.contains(account),
        AppChange::Delete(_) => app.deleted_at.is_some(),
        AppChange::Unreviewed(change) => was_so(app, change),
        AppChange::Several(changes) => !changes.is_empty() && changes.iter().all(|change| was_so(app, change)),
        _ => false,
    }
}

/// What a change brings about elsewhere.
async fn follow(db: &impl Db, realm: RealmKey, (app, change): (&App, &AppChange), left: &Audit) -> Outcome<()> {
    let single = std::slice::from_ref(change);
    let changes = match change {
        AppChange::Several(changes) => changes,
        AppChange::Unreviewed(change) => std::slice::from_ref(&**change),
        _ => single,
    };
    for change in changes {
        match change {
            AppChange::AddOwner(account) => invite(db, realm, *account, app, left.at).await?,
            AppChange::RemoveOwner { account, tombstone } => {
                disown(db, realm, *account, app.key).await?;
                end_test(db, realm, (app, *account), left).await?;
                // What an owner let an app have that is its owners' alone would open it to somebody who is none.
                if app.review != Review::Live {
                    end_grant(db, realm, (app, *account), *tombstone, left).await?;
                }
            }
            AppChange::Facts(_) => {
                for owner in &app.owners {
                    own(db, realm, *owner, app).await?;
                }
            }
            AppChange::Delete(_) => {
                for owner in &app.owners {
                    disown(db, realm, *owner, app.key).await?;
                }
            }
            AppChange::Secrets(_) | AppChange::Kind { .. } | AppChange::RemoveSecret(_) => {
                console::forget_secrets(db, realm, app).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether an account may look after one more app of its own.
async fn has_room(db: &impl Db, realm: RealmKey, account: AccountKey, at_most: Option<u32>) -> Outcome<()> {
    let Some(at_most) = at_most else { return Ok(()) };
    hold::account(db, realm, account).await?;
    let made = made_by(db, realm, account, at_most).await?;
    if made < at_most { Ok(()) } else { Err(Broken::Absent("room for another app").into()) }
}

/// How many apps of its own an account looks after, counted so far: those to which somebody else invited it are not among them, and those that were deleted
/// are in nobody's list.
pub(super) async fn made_by(db: &impl Db, realm: RealmKey, account: AccountKey, at_most: u32) -> Outcome<u32> {
    static COUNT: Sql = Sql::new(
        "select count(*) from (select 1 from app_owners where realm = $1::bigint and account = $2::bigint and invited = 0 limit $3::bigint) as live",
    );
    Ok(db.one(&COUNT, cells![realm.0, account.0, at_most], |row| row.next::<u32>()).await?.unwrap_or(0))
}

/// Writes everything about an app that can change.
async fn set(db: &impl Db, realm: RealmKey, app: &App) -> Outcome<()> {
    static SET: Sql = Sql::new(
        "update apps set name = $3::text, description = $4::text, site = $5::text, kind = $6::text, secrets = $7::text, redirect_uris = $8::text, scopes = $9::text, owners = $10::text,
           color = $11::bigint, support = $12::text, review = $13::text, token_limit = $14::bigint, suspended_at = $15::bigint, suspend_reason = $16::text, deleted_at = $17::bigint,
           valid_from = $18::bigint, name_key = $19::text
         where realm = $1::bigint and app = $2::bigint",
    );
    db.change(
        &SET,
        cells![
            realm.0,
            app.key.0,
            &app.name,
            &app.description,
            &app.site,
            &app.kind,
            &serde_json::to_string(&app.secrets)?,
            &serde_json::to_string(&app.redirect_uris)?,
            &serde_json::to_string(&app.scopes)?,
            &serde_json::to_string(&app.owners)?,
            app.color,
            &app.support,
            review_cell(app.review),
            app.token_limit,
            app.suspended_at,
            &app.suspend_reason,
            app.deleted_at,
            app.valid_from,
            &canonical(&app.name),
        ],
    )
    .await?;
    Ok(())
}

/// Puts the app into the list of an owner, or where its new name belongs there. Whoever was invited to it stays so.
async fn own(db: &impl Db, realm: RealmKey, account: AccountKey, app: &App) -> Outcome<()> {
    static OWN: Sql = Sql::new(
        "insert into app_owners (realm, account, app, name_key, client_id, used_at) values ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::bigint)
         on conflict (realm, account, app) do update set name_key = excluded.name_key",
    );
    let name = canonical(&app.name);
    let row = cells![realm.0, account.0, app.key.0, &name, &app.client_id, app.created_at];
    db.change(&OWN, row).await?;
    Ok(())
}

/// Puts it into the list of somebody whom another one made an owner.
async fn invite(db: &impl Db, realm: RealmKey, account: AccountKey, app: &App, at: i64) -> Outcome<()> {
    static INVITE: Sql = Sql::new(
        "insert into app_owners (realm, account, app, name_key, client_id, used_at, invited) values ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::bigint, 1)
         on conflict (realm, account, app) do update set name_key = excluded.name_key",
    );
    let name = canonical(&app.name);
    let row = cells![realm.0, account.0, app.key.0, &name, &app.client_id, at];
    db.change(&INVITE, row).await?;
    Ok(())
}

async fn disown(db: &impl Db, realm: RealmKey, account: AccountKey, app: AppKey) -> Outcome<()> {
    static DISOWN: Sql =
        Sql::new("delete from app_owners where realm = $1::bigint and account = $2::bigint and app = $3::bigint");
    db.change(&DISOWN, cells![realm.0, account.0, app.0]).await?;
    Ok(())
}

/// Takes somebody who goes for good from among the owners, the last of them too.
pub(super) async fn forsake(db: &impl Db, realm: RealmKey, key: AppKey, account: AccountKey) -> Outcome<()> {
    hold::app(db, realm, key).await?;
    if let Some(mut app) = by_key(db, realm, key).await? {
        app.owners.retain(|own| *own != account);
        set(db, realm, &app).await?;
    }
    disown(db, realm, account, key).await
}

/// Ends a test token that speaks for that account, with a row about it.
async fn end_test(db: &impl Db, realm: RealmKey, (app, account): (&App, AccountKey), left: &Audit) -> Outcome<()> {
    if access::end_test_of(db, realm, app.key, account, left.at).await? == Ended::Now {
        let (action, detail) = ("app.test-token.revoke".to_owned(), String::new());
        audit::leave(db, realm, &Audit { action, detail, account: Some(account), ..left.clone() }).await?;
    }
    Ok(())
}

/// Ends what that account let the app have, with a row about it where there was something.
async fn end_grant(
    db: &impl Db,
    realm: RealmKey,
    (app, account): (&App, AccountKey),
    tombstone: i64,
    left: &Audit,
) -> Outcome<()> {
    let audit = Audit { action: "grant.revoke".to_owned(), account: Some(account), ..left.clone() };
    let (app, reason) = (app.key, EndReason::Withdrawn);
    grants::end(db, &EndGrant { realm, account, app, reason, tombstone, audit, now: left.at }).await?;
    Ok(())
}

fn apply(app: &mut App, change: &AppChange) -> crate::Result<()> {
    match change {
        AppChange::Secrets(secrets) => app.secrets.clone_from(secrets),
        AppChange::Kind { kind, secrets } => {
            app.kind.clone_from(kind);
            app.secrets.clone_from(secrets);
        }
        AppChange::AddSecret { at_most, .. } if app.secrets.len() >= *at_most => {
            return Err(Broken::Absent("room for another secret"));
        }
        AppChange::AddSecret { secret, .. } => app.secrets.insert(0, secret.clone()),
        AppChange::RemoveSecret(handle) => {
            let own = app.secrets.iter().find(|own| own.handle() == *handle).cloned();
            remove(&mut app.secrets, &own.ok_or(Broken::Absent("secret"))?, "secret")?;
        }
        AppChange::Facts(facts) => state(app, facts),
        AppChange::Scopes(scopes) => app.scopes.clone_from(scopes),
        AppChange::AddRedirect(uri) => {
            if !app.redirect_uris.contains(uri) {
                room(&app.redirect_uris, MOST_REDIRECTS, "room for another redirect URI")?;
                app.redirect_uris.push(uri.clone());
            }
        }
        AppChange::RemoveRedirect(uri) => remove(&mut app.redirect_uris, uri, "redirect URI")?,
        AppChange::AddOwner(account) => {
            if !app.owners.contains(account) {
                room(&app.owners, MOST_OWNERS, "room for another owner")?;
                app.owners.push(*account);
            }
        }
        AppChange::RemoveOwner { .. } if app.owners.len() < 2 => return Err(Broken::Absent("other owner")),
        AppChange::RemoveOwner { account, .. } => remove(&mut app.owners, account, "owner")?,
        AppChange::Limit(limit) => app.token_limit = *limit,
        AppChange::Several(changes) => changes.iter().try_for_each(|change| apply(app, change))?,
        AppChange::Suspend(at, reason) => {
            app.suspended_at = Some(*at);
            app.suspend_reason.clone_from(reason);
        }
        AppChange::Resume => {
            app.suspended_at = None;
            app.suspend_reason = None;
        }
        AppChange::Delete(at) => app.deleted_at = Some(*at),
        AppChange::RevokeAll(at) => app.valid_from = (app.valid_from + 1).max(*at),
        AppChange::Review(_)
        | AppChange::Submit
        | AppChange::Withdraw
        | AppChange::Approve(_)
        | AppChange::Unreviewed(_) => return reviewed(app, change),
    }
    Ok(())
}

fn reviewed(app: &mut App, change: &AppChange) -> crate::Result<()> {
    match change {
        AppChange::Review(review) => app.review = *review,
        AppChange::Submit if app.review == Review::Draft => app.review = Review::InReview,
        AppChange::Submit => return Err(Broken::Absent("draft")),
        AppChange::Withdraw if app.review == Review::InReview => app.review = Review::Draft,
        AppChange::Withdraw => return Err(Broken::Absent("review to withdraw from")),
        AppChange::Approve(Some(seen)) if app.fingerprint() != *seen => {
            return Err(Broken::Absent("app as it was looked at"));
        }
        AppChange::Approve(_) => app.review = Review::Live,
        AppChange::Unreviewed(change) => {
            let before = app.clone();
            apply(app, change)?;
            if app.review == Review::Live && app.has_news(&before) {
                app.review = Review::InReview;
            }
        }
        _ => {}
    }
    Ok(())
}

fn state(app: &mut App, facts: &AppFacts) {
    let AppFacts { name, description, site, color, support } = facts.clone();
    (app.name, app.description, app.site, app.color, app.support) = (name, description, site, color, support);
}

fn room<T>(of: &[T], at_most: usize, what: &'static str) -> crate::Result<()> {
    if of.len() < at_most { Ok(()) } else { Err(Broken::Absent(what)) }
}

fn remove<T: PartialEq>(from: &mut Vec<T>, one: &T, what: &'static str) -> crate::Result<()> {
    let before = from.len();
    from.retain(|known| known != one);
    if from.len() == before { Err(Broken::Absent(what)) } else { Ok(()) }
}
