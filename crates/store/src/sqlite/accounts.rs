//! Accounts, what they sign in with, and their sessions.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{audit, page};
use crate::Broken;
use crate::ops::{AccountChange, Audit, NewAccount, Page, Session, SignInFacts, canonical};
use engine::model::{Account, AccountKey, RealmKey};
use engine::secret::Hashed;
use rusqlite::{Connection, params};

/// By key.
pub(super) fn by_key(db: &Connection, realm: RealmKey, key: AccountKey) -> Outcome<Option<Account>> {
    static FIND: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, disabled_at, created_at
         from accounts where realm = $1 and account = $2",
    );
    Ok(db.one(&FIND, params![realm.0, key.0], account)?)
}

/// By canonical user name or address.
pub(super) fn sign_in(db: &Connection, realm: RealmKey, name: &str) -> Outcome<Option<SignInFacts>> {
    static FIND: Sql = Sql::new(
        "select a.account, a.id, a.username, a.email, a.email_verified, a.first_name, a.last_name, a.roles, a.attributes, a.disabled_at,
           a.created_at, a.password
         from sign_in_names n join accounts a on a.realm = n.realm and a.account = n.account where n.realm = $1 and n.name = $2",
    );
    let facts =
        db.one(&FIND, params![realm.0, name], |row| Ok(SignInFacts { account: account(row)?, password: row.next()? }))?;
    Ok(facts)
}

/// In order of user name.
pub(super) fn list(db: &Connection, realm: RealmKey, asked: &Page) -> Outcome<Vec<Account>> {
    static LIST: Sql = Sql::new(
        "select account, id, username, email, email_verified, first_name, last_name, roles, attributes, disabled_at, created_at
         from accounts where realm = $1 and username_key > $2 order by username_key limit $3",
    );
    Ok(db.all(&LIST, params![realm.0, page::text_after(asked), page::limit(asked)], account)?)
}

fn account(row: &mut Cells) -> rusqlite::Result<Account> {
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
        disabled_at: row.next()?,
        created_at: row.next()?,
    })
}

/// Creates an account; a second time the same one is as good as the first.
pub(super) fn create(db: &Connection, realm: RealmKey, new: &NewAccount, left: &Audit) -> Outcome<()> {
    static NAME: Sql =
        Sql::new("insert into sign_in_names (realm, name, account) values ($1, $2, $3) on conflict do nothing");
    if by_key(db, realm, new.account.key)?.is_some_and(|known| known.id == new.account.id) {
        return Ok(());
    }
    let wanted = &new.account;
    let (username, email) = (canonical(&wanted.username), canonical(&wanted.email));
    // The second and third insert may find their name taken when the first is written: this far back, and no farther.
    db.execute_batch("savepoint account")?;
    let taken = if insert(db, realm, new)? == 0 {
        Some(format!("the user name {} or the id {}", wanted.username, wanted.id))
    } else if db.change(&NAME, params![realm.0, username, wanted.key.0])? == 0 {
        Some(format!("the user name {}", wanted.username))
    } else if !email.is_empty() && email != username && db.change(&NAME, params![realm.0, email, wanted.key.0])? == 0 {
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
           password, disabled_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing",
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
        ],
    )?)
}

/// Changes an account. Whoever signed in with what no longer holds is signed out.
pub(super) fn change(
    db: &Connection,
    realm: RealmKey,
    key: AccountKey,
    change: &AccountChange,
    left: &Audit,
) -> Outcome<()> {
    static PASSWORD: Sql = Sql::new("update accounts set password = $3 where realm = $1 and account = $2");
    static DISABLED: Sql = Sql::new("update accounts set disabled_at = $3 where realm = $1 and account = $2");
    static SIGN_OUT: Sql = Sql::new("delete from sessions where realm = $1 and account = $2");
    let found = match change {
        AccountChange::Password(password) => db.change(&PASSWORD, params![realm.0, key.0, password])?,
        AccountChange::Disable(at) => db.change(&DISABLED, params![realm.0, key.0, at])?,
        AccountChange::Enable => db.change(&DISABLED, params![realm.0, key.0, None::<i64>])?,
    };
    if found == 0 {
        return Err(Broken::Absent("account").into());
    }
    if !matches!(change, AccountChange::Enable) {
        db.change(&SIGN_OUT, params![realm.0, key.0])?;
    }
    audit::changed(db, realm, left)
}

/// The live session of that hash.
pub(super) fn session(db: &Connection, realm: RealmKey, hash: Hashed, now: i64) -> Outcome<Option<Session>> {
    static FIND: Sql =
        Sql::new("select account, signed_in_at, ends_at from sessions where realm = $1 and hash = $2 and ends_at > $3");
    Ok(db.one(&FIND, params![realm.0, hash.as_bytes(), now], |row| {
        let account = AccountKey(row.next()?);
        Ok(Session { realm, hash, account, signed_in_at: row.next()?, ends_at: row.next()? })
    })?)
}

/// Keeps a session.
pub(super) fn open_session(db: &Connection, session: &Session) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into sessions (realm, hash, account, signed_in_at, ends_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    let Session { realm, hash, account, signed_in_at, ends_at } = session;
    db.change(&INSERT, params![realm.0, hash.as_bytes(), account.0, signed_in_at, ends_at])?;
    Ok(())
}

/// Ends a session.
pub(super) fn end_session(db: &Connection, realm: RealmKey, hash: Hashed) -> Outcome<()> {
    static DELETE: Sql = Sql::new("delete from sessions where realm = $1 and hash = $2");
    db.change(&DELETE, params![realm.0, hash.as_bytes()])?;
    Ok(())
}
