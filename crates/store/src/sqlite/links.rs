//! Links that are good once, and what may come once only.

use super::fault::Outcome;
use super::sql::{Cells, Run, Sql};
use super::{account_changes, accounts};
use crate::Broken;
use crate::ops::Won;
use crate::people::{Link, LinkEffect, UseLink};
use engine::model::{AccountKey, RealmKey};
use engine::secret::Hashed;
use rusqlite::{Connection, params};

/// Keeps a link in the place of older ones.
pub(super) fn put(db: &Connection, link: &Link) -> Outcome<()> {
    static OLDER: Sql = Sql::new("delete from links where realm = $1 and account = $2 and purpose = $3");
    static INSERT: Sql = Sql::new(
        "insert into links (realm, hash, purpose, account, data, ends_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    );
    let Link { realm, hash, purpose, account, data, ends_at } = link;
    if let Some(account) = account {
        db.change(&OLDER, params![realm.0, account.0, purpose])?;
    }
    let account = account.map(|account| account.0);
    db.change(&INSERT, params![realm.0, hash.as_bytes(), purpose, account, data, ends_at])?;
    Ok(())
}

/// The link, if it is good.
pub(super) fn find(db: &Connection, realm: RealmKey, purpose: &str, hash: Hashed, now: i64) -> Outcome<Option<Link>> {
    static FIND: Sql = Sql::new(
        "select account, data, ends_at from links where realm = $1 and hash = $2 and purpose = $3 and ends_at > $4",
    );
    let read = |row: &mut Cells| {
        let account = row.next::<Option<i64>>()?.map(AccountKey);
        Ok(Link { realm, hash, purpose: purpose.to_owned(), account, data: row.next()?, ends_at: row.next()? })
    };
    Ok(db.one(&FIND, params![realm.0, hash.as_bytes(), purpose, now], read)?)
}

/// Does what the link is for, then uses it up: a name that is taken leaves it good.
pub(super) fn use_up(db: &Connection, write: &UseLink) -> Outcome<Won> {
    static DELETE: Sql = Sql::new("delete from links where realm = $1 and hash = $2");
    let Some(link) = find(db, write.realm, &write.purpose, write.hash, write.now)? else { return Ok(Won::Lost) };
    match &write.effect {
        LinkEffect::Change(change) => {
            let account = link.account.ok_or(Broken::Absent("account"))?;
            account_changes::change(db, write.realm, account, change, &write.audit)?;
        }
        LinkEffect::Create(new) => accounts::create(db, write.realm, new, &write.audit)?,
    }
    db.change(&DELETE, params![write.realm.0, write.hash.as_bytes()])?;
    Ok(Won::Yes)
}

/// Links of an account are good no more.
pub(super) fn end_all(db: &Connection, realm: RealmKey, account: AccountKey) -> Outcome<()> {
    static DELETE: Sql = Sql::new("delete from links where realm = $1 and account = $2");
    db.change(&DELETE, params![realm.0, account.0])?;
    Ok(())
}

/// Once only.
pub(super) fn spend(db: &Connection, realm: RealmKey, hash: Hashed, ends_at: i64) -> Outcome<Won> {
    static INSERT: Sql =
        Sql::new("insert into spent (realm, hash, ends_at) values ($1, $2, $3) on conflict do nothing");
    match db.change(&INSERT, params![realm.0, hash.as_bytes(), ends_at])? {
        0 => Ok(Won::Lost),
        _ => Ok(Won::Yes),
    }
}
