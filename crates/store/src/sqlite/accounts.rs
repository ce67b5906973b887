//! Accounts and what they sign in with.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{audit, page};
use crate::Broken;
use crate::office::found_under;
use crate::ops::{Audit, NewAccount, Page, SignInFacts, canonical};
use engine::model::{Account, AccountKey, RealmKey};
use rusqlite::{Connection, params};

/// By key.
pub(super) fn by_key(db: &Connection, realm: RealmKey, key: AccountKey) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at from accounts where realm = $1 and account = $2",
    );
    Ok(db.one(&FIND, params![realm.0, key.0], account)?)
}

/// By canonical user name or address.
pub(super) fn sign_in(db: &Connection, realm: RealmKey, name: &str) -> Outcome<Option<SignInFacts>> {
    static FIND: Sql = Sql::new(
        "select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
           a.upstream, a.disabled_at, a.deleted_at, a.created_at, a.password
         from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account where n.realm = $1 and n.name = $2",
    );
    let facts =
        db.one(&FIND, params![realm.0, name], |row| Ok(SignInFacts { account: account(row)?, password: row.next()? }))?;
    Ok(facts)
}

/// In order of user name.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<Account>> {
    static LIST: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at from accounts where realm = $1 and username_key > $2 order by username_key limit $3",
    );
    Ok(db.all(&LIST, params![realm.0, page::text_after(asked), page::limit(asked)], account)?)
}

pub(super) fn account(row: &mut Cells) -> rusqlite::Result<Account> {
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
    })
}

/// Creates an account; a second time the same one is as good as the first.
pub(super) fn create(db: &Connection, realm: RealmKey, new: &NewAccount, left: &Audit) -> Outcome<()> {
    if by_key(db, realm, new.account.key)?.is_some_and(|known| known.id == new.account.id) {
        return Ok(());
    }
    let wanted = &new.account;
    let (username, email) = (canonical(&wanted.username), canonical(&wanted.email));
    // The second and third insert may find their name taken when the first is written: this far back, and no farther.
    db.execute_batch("savepoint account")?;
    let taken = if insert(db, realm, new)? == 0 {
        Some(format!("the user name {} or the id {}", wanted.username, wanted.id))
    } else if name(db, realm, &username, wanted.key)? == 0 {
        Some(format!("the user name {}", wanted.username))
    } else if !email.is_empty() && email != username && name(db, realm, &email, wanted.key)? == 0 {
        Some(format!("the address {}", wanted.email))
    } else {
        None
    };
    if let Some(taken) = taken {
        db.execute_batch("rollback to account; release account")?;
        return Err(Broken::Taken(taken).into());
    }
    db.execute_batch("release account")?;
    audit::changed(db, realm, left)
}

fn insert(db: &Connection, realm: RealmKey, new: &NewAccount) -> Outcome<usize> {
    static INSERT: Sql = Sql::new(
        "insert into accounts (realm, account, id, username, username_key, email, email_verified, first_name, last_name, roles, attributes,
           password, disabled_at, created_at, language, upstream)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing",
    );
    let account = &new.account;
    Ok(db.change(
        &INSERT,
        params![
            realm.0,
            account.key.0,
            account.id,
            account.username,
            canonical(&account.username),
            account.email,
            account.email_verified,
            account.first_name,
            account.last_name,
            serde_json::to_string(&account.roles)?,
            serde_json::to_string(&account.attributes)?,
            new.password,
            account.disabled_at,
            account.created_at,
            account.language,
            account.upstream,
        ],
    )?)
}

/// Takes a name for an account; gives 0 where somebody has it.
pub(super) fn name(db: &Connection, realm: RealmKey, name: &str, key: AccountKey) -> Outcome<usize> {
    static NAME: Sql =
        Sql::new("insert into sign_in_names (realm, name, account) values ($1, $2, $3) on conflict do nothing");
    Ok(db.change(&NAME, params![realm.0, name, key.0])?)
}

/// By its id at the owner's own login.
pub(super) fn by_upstream(db: &Connection, realm: RealmKey, upstream: &str) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at from accounts where realm = $1 and upstream = $2",
    );
    Ok(db.one(&FIND, params![realm.0, upstream], account)?)
}

/// By its id; deleted ones have none that anybody could look up.
pub(super) fn by_id(db: &Connection, realm: RealmKey, id: &str) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at from accounts where realm = $1 and id = $2 and deleted_at is null",
    );
    Ok(db.one(&FIND, params![realm.0, id], account)?)
}

/// Those one of whose names begins so, or whose id it is; deleted ones are left out. Each stands under its user name, or under its address where
/// the user name does not begin so: in order of that, so that a page is read off the names.
pub(super) fn find(db: &Connection, realm: RealmKey, text: &str, asked: &Page) -> Outcome<Vec<Account>> {
    static ALL: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, language, upstream,
           disabled_at, deleted_at, created_at from accounts
         where realm = $1 and deleted_at is null and username_key > $2 order by username_key limit $3",
    );
    static NAMED: Sql = Sql::new(
        "select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.language,
           a.upstream, a.disabled_at, a.deleted_at, a.created_at
         from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account
         where n.realm = $1 and n.name >= $2 and n.name < $3 and (n.name = a.username_key or a.username_key < $4 or a.username_key >= $3)
         order by n.name limit $5",
    );
    let (begins, after, limit) = (canonical(text), page::text_after(asked), page::limit(asked));
    if begins.is_empty() {
        return Ok(db.all(&ALL, params![realm.0, after, limit], account)?);
    }
    let end = format!("{begins}\u{10ffff}");
    let from = if after.is_empty() { begins.as_str() } else { after };
    let mut found = db.all(&NAMED, params![realm.0, from, end, begins, limit + 1], account)?;
    found.retain(|account| after.is_empty() || found_under(account, &begins) != after);
    if asked.after.is_none() {
        let named = by_id(db, realm, text.trim())?.filter(|account| found_under(account, &begins).is_empty());
        found.splice(0..0, named);
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}
