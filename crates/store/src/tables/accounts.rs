//! Accounts and what they sign in with.

use super::cell::{Cells, cells};
use super::db::{Db, Sql, change_each};
use super::fault::{Fault, Outcome};
use super::rows::as_of;
use super::uses::{self, Place};
use super::{audit, claims, page};
use crate::Broken;
use crate::office::found_under;
use crate::ops::{AsOf, Audit, Listed, NewAccount, Page, SignInFacts, canonical};
use engine::model::{Account, AccountKey, RealmKey};
use std::collections::BTreeMap;

/// By key, with the realm's revision.
pub(super) async fn known(db: &impl Db, realm: RealmKey, key: AccountKey) -> Outcome<Option<AsOf<Account>>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at,
           coalesce((select revision from realms where realm = $1::bigint), 0) from accounts where realm = $1::bigint and account = $2::bigint",
    );
    db.one(&FIND, cells![realm.0, key.0], |row| as_of(row, account)).await
}

/// By key.
pub(super) async fn by_key(db: &impl Db, realm: RealmKey, key: AccountKey) -> Outcome<Option<Account>> {
    Ok(known(db, realm, key).await?.map(|known| known.what))
}

/// By canonical user name or address.
pub(super) async fn sign_in(db: &impl Db, realm: RealmKey, name: &str) -> Outcome<Option<SignInFacts>> {
    static FIND: Sql = Sql::new(
        "select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
           a.upstream, a.disabled_at, a.deleted_at, a.created_at, a.seen_at, a.password
         from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account where n.realm = $1::bigint and n.name = $2::text",
    );
    let facts = db
        .one(&FIND, cells![realm.0, name], |row| Ok(SignInFacts { account: account(row)?, password: row.next()? }))
        .await?;
    Ok(facts)
}

/// In order of user name.
pub(super) async fn list(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Vec<Account>> {
    static LIST: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1::bigint and username_key > $2::text order by username_key limit $3::bigint",
    );
    db.all(&LIST, cells![realm.0, page::text_after(asked), page::limit(asked)], account).await
}

pub(super) fn account(row: &mut Cells<'_>) -> Outcome<Account> {
    Ok(Account {
        key: AccountKey(row.next()?),
        id: row.next()?,
        username: row.next()?,
        email: row.next()?,
        email_verified: row.next()?,
        first_name: row.next()?,
        last_name: row.next()?,
        roles: row.json()?,
        attributes: row.json()?,
        language: row.next()?,
        upstream: row.next()?,
        disabled_at: row.next()?,
        deleted_at: row.next()?,
        created_at: row.next()?,
        seen_at: row.next()?,
    })
}

/// Creates an account; a second time the same one is as good as the first.
pub(super) async fn create(db: &impl Db, realm: RealmKey, new: &NewAccount, left: &Audit) -> Outcome<()> {
    if by_key(db, realm, new.account.key).await?.is_some_and(|known| known.id == new.account.id) {
        return Ok(());
    }
    match new.account.upstream {
        Some(_) => claims::first(db, realm, new, left).await,
        None => insert_new(db, realm, new, left).await,
    }
}

/// The same of one that is not there.
pub(super) async fn insert_new(db: &impl Db, realm: RealmKey, new: &NewAccount, left: &Audit) -> Outcome<()> {
    let wanted = &new.account;
    let (username, email) = (canonical(&wanted.username), canonical(&wanted.email));
    let wants_email = !email.is_empty() && email != username;
    let (no_username, no_email) =
        (format!("the user name {}", wanted.username), format!("the address {}", wanted.email));
    if holder(db, realm, &username).await?.is_some() {
        return Err(Broken::Taken(no_username).into());
    }
    if wants_email && holder(db, realm, &email).await?.is_some() {
        return Err(Broken::Taken(no_email).into());
    }
    // From here on a name can only be taken by somebody who writes at the same moment.
    if insert(db, realm, new).await? == 0 {
        return Err(Broken::Taken(format!("the user name {} or the id {}", wanted.username, wanted.id)).into());
    }
    if name(db, realm, &username, wanted.key).await? == 0 {
        return Err(Fault::Late(Broken::Taken(no_username)));
    }
    if wants_email && name(db, realm, &email, wanted.key).await? == 0 {
        return Err(Fault::Late(Broken::Taken(no_email)));
    }
    audit::added(db, realm, left).await
}

async fn insert(db: &impl Db, realm: RealmKey, new: &NewAccount) -> Outcome<u64> {
    static INSERT: Sql = Sql::new(
        "insert into accounts (realm, account, id, username, username_key, email, email_verified, first_name, last_name, roles, attributes,
           password, disabled_at, created_at, language, upstream)
         values ($1::bigint, $2::bigint, $3::text, $4::text, $5::text, $6::text, $7::bigint, $8::text, $9::text, $10::text, $11::text, $12::text, $13::bigint, $14::bigint, $15::text, $16::text) on conflict do nothing",
    );
    let account = &new.account;
    db.change(
        &INSERT,
        cells![
            realm.0,
            account.key.0,
            &account.id,
            &account.username,
            &canonical(&account.username),
            &account.email,
            account.email_verified,
            &account.first_name,
            &account.last_name,
            &serde_json::to_string(&account.roles)?,
            &serde_json::to_string(&account.attributes)?,
            &new.password,
            account.disabled_at,
            account.created_at,
            &account.language,
            &account.upstream,
        ],
    )
    .await
}

/// Whose a name is.
pub(super) async fn holder(db: &impl Db, realm: RealmKey, name: &str) -> Outcome<Option<AccountKey>> {
    static HOLDER: Sql = Sql::new("select account from sign_in_names where realm = $1::bigint and name = $2::text");
    db.one(&HOLDER, cells![realm.0, name], |row| row.next().map(AccountKey)).await
}

/// Takes a name for an account; gives 0 where somebody has it.
pub(super) async fn name(db: &impl Db, realm: RealmKey, name: &str, key: AccountKey) -> Outcome<u64> {
    static NAME: Sql = Sql::new(
        "insert into sign_in_names (realm, name, account) values ($1::bigint, $2::text, $3::bigint) on conflict do nothing",
    );
    db.change(&NAME, cells![realm.0, name, key.0]).await
}

/// By its id at the owner's own login.
pub(super) async fn by_upstream(db: &impl Db, realm: RealmKey, upstream: &str) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1::bigint and upstream = $2::text",
    );
    db.one(&FIND, cells![realm.0, upstream], account).await
}

/// By its id, unless it was deleted.
pub(super) async fn by_id(db: &impl Db, realm: RealmKey, id: &str) -> Outcome<Option<Account>> {
    Ok(by_id_ever(db, realm, id).await?.filter(|account| account.deleted_at.is_none()))
}

/// By its id; deleted ones too.
pub(super) async fn by_id_ever(db: &impl Db, realm: RealmKey, id: &str) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at from accounts where realm = $1::bigint and id = $2::text",
    );
    db.one(&FIND, cells![realm.0, id], account).await
}

/// Those one of whose names begins so, or whose id it is; deleted ones are left out. Each stands under its user name, or under its address where
/// the user name does not begin so: in order of that, so that a page is read off the names.
pub(super) async fn find(db: &impl Db, realm: RealmKey, text: &str, asked: &Page) -> Outcome<Vec<Account>> {
    static ALL: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at from accounts
         where realm = $1::bigint and deleted_at is null and username_key > $2::text order by username_key limit $3::bigint",
    );
    static NAMED: Sql = Sql::new(
        "select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
           a.upstream, a.disabled_at, a.deleted_at, a.created_at, a.seen_at
         from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account
         where n.realm = $1::bigint and n.name >= $2::text and n.name < $3::text and (n.name = a.username_key or a.username_key < $4::text or a.username_key >= $3::text)
         order by n.name limit $5::bigint",
    );
    let (begins, after, limit) = (canonical(text), page::text_after(asked), page::limit(asked));
    if begins.is_empty() {
        return db.all(&ALL, cells![realm.0, after, limit], account).await;
    }
    let end = format!("{begins}\u{10ffff}");
    let from = if after.is_empty() { begins.as_str() } else { after };
    let mut found = db.all(&NAMED, cells![realm.0, from, &end, &begins, limit + 1], account).await?;
    found.retain(|account| after.is_empty() || found_under(account, &begins) != after);
    if asked.after.is_none() {
        let typed = by_id(db, realm, text.trim()).await?;
        let named = if typed.is_none() { by_id(db, realm, &begins).await? } else { typed };
        found.splice(0..0, named.filter(|account| found_under(account, &begins).is_empty()));
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// Those that were seen last first, or made last where they were never seen; deleted ones are left out.
pub(super) async fn by_use(db: &impl Db, realm: RealmKey, asked: &Page) -> Outcome<Vec<Listed<Account>>> {
    static LIST: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at, seen_at from accounts
         where realm = $1::bigint and deleted_at is null and coalesce(seen_at, created_at) <= $2::bigint and (coalesce(seen_at, created_at), account) < ($2::bigint, $3::bigint)
         order by coalesce(seen_at, created_at) desc, account desc limit $4::bigint",
    );
    let (at, key) = page::place_after(asked);
    let read = |row: &mut Cells<'_>| {
        let account = account(row)?;
        let at = account.seen_at.unwrap_or(account.created_at);
        Ok(Listed { place: page::place(at, account.key.0), row: account })
    };
    db.all(&LIST, cells![realm.0, at, key, page::limit(asked)], read).await
}

/// Notes when browsers of accounts were seen, by realm and key; later ones win. In the list an account moves once a minute.
pub(super) async fn note_seen(db: &impl Db, accounts: &BTreeMap<Place, i64>) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update accounts set seen_at = $3::bigint
         where realm = $1::bigint and account = $2::bigint and (seen_at is null or seen_at < $3::bigint - 60)",
    );
    change_each(db, &NOTE, &uses::rows(accounts)).await?;
    Ok(())
}
