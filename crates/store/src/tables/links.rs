//! Links that are good once, and what may come once only.

use super::cell::{Cells, cells};
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::{account_changes, accounts, audit, hold, sessions};
use crate::Broken;
use crate::ops::{AccountChange, Audit, Ended, PASSWORD_SHOWN, Shown, Won};
use crate::people::{Link, LinkEffect, UseLink};
use engine::model::{AccountKey, RealmKey};
use engine::secret::Hashed;

/// Those of one account and purpose.
static OLDER: Sql =
    Sql::new("delete from links where realm = $1::bigint and account = $2::bigint and purpose = $3::text");

/// Keeps a link in the place of older ones, if what its person has shown, where it is they who ask, still holds.
pub(super) async fn put(db: &impl Db, link: &Link, shown: Option<&Shown>, left: Option<&Audit>) -> Outcome<()> {
    static INSERT: Sql = Sql::new(
        "insert into links (realm, hash, purpose, account, data, ends_at) values ($1::bigint, $2::bytea, $3::text, $4::bigint, $5::text, $6::bigint) on conflict do nothing",
    );
    let Link { realm, hash, purpose, account, data, ends_at } = link;
    if let Some(account) = account {
        hold::account(db, *realm, *account).await?;
        if let Some(shown) = shown
            && !sessions::lets_in(db, (*realm, *account), shown).await?
        {
            return Err(Broken::Absent(PASSWORD_SHOWN).into());
        }
        db.change(&OLDER, cells![realm.0, account.0, purpose]).await?;
    }
    let account = account.map(|account| account.0);
    db.change(&INSERT, cells![realm.0, hash.as_bytes(), purpose, account, data, ends_at]).await?;
    match left {
        Some(left) => audit::leave(db, *realm, left).await,
        None => Ok(()),
    }
}

/// The link, if it is good.
pub(super) async fn find(
    db: &impl Db,
    realm: RealmKey,
    purpose: &str,
    hash: Hashed,
    now: i64,
) -> Outcome<Option<Link>> {
    static FIND: Sql = Sql::new(
        "select account, data, ends_at from links where realm = $1::bigint and hash = $2::bytea and purpose = $3::text and ends_at > $4::bigint",
    );
    look(db, &FIND, realm, (purpose, hash), now).await
}

async fn look(
    db: &impl Db,
    find: &'static Sql,
    realm: RealmKey,
    (purpose, hash): (&str, Hashed),
    now: i64,
) -> Outcome<Option<Link>> {
    let read = |row: &mut Cells<'_>| {
        let account = row.next::<Option<i64>>()?.map(AccountKey);
        Ok(Link { realm, hash, purpose: purpose.to_owned(), account, data: row.next()?, ends_at: row.next()? })
    };
    db.one(find, cells![realm.0, hash.as_bytes(), purpose, now], read).await
}

/// What the good one of an account for that purpose carries, and its end: there is one at most.
pub(super) async fn of_account(
    db: &impl Db,
    realm: RealmKey,
    (account, purpose): (AccountKey, &str),
    now: i64,
) -> Outcome<Option<(String, i64)>> {
    static FIND: Sql = Sql::new(
        "select data, ends_at from links where realm = $1::bigint and account = $2::bigint and purpose = $3::text and ends_at > $4::bigint",
    );
    db.one(&FIND, cells![realm.0, account.0, purpose, now], |row| Ok((row.next()?, row.next()?))).await
}

/// Those of an account for that purpose are good no more.
pub(super) async fn end(
    db: &impl Db,
    realm: RealmKey,
    (account, purpose): (AccountKey, &str),
    left: &Audit,
) -> Outcome<Ended> {
    hold::account(db, realm, account).await?;
    if db.change(&OLDER, cells![realm.0, account.0, purpose]).await? == 0 {
        return Ok(Ended::Before);
    }
    audit::leave(db, realm, left).await?;
    Ok(Ended::Now)
}

/// Does what the link is for, then uses it up: a name that is taken leaves it good.
pub(super) async fn use_up(db: &impl Db, write: &UseLink) -> Outcome<Won> {
    static HELD: Sql = Sql::new(
        "select account, data, ends_at from links where realm = $1::bigint and hash = $2::bytea and purpose = $3::text and ends_at > $4::bigint for update",
    );
    static DELETE: Sql = Sql::new("delete from links where realm = $1::bigint and hash = $2::bytea");
    let Some(link) = look(db, &HELD, write.realm, (&write.purpose, write.hash), write.now).await? else {
        return Ok(Won::Lost);
    };
    match &write.effect {
        LinkEffect::Change(change) => {
            let account = link.account.ok_or(Broken::Absent("account"))?;
            if matches!(change, AccountChange::PasswordByMail { .. }) && !reaches(db, &link, account).await? {
                return Ok(Won::Lost);
            }
            account_changes::change(db, (write.realm, account), None, change, &write.audit).await?;
        }
        LinkEffect::Create(new) => accounts::create(db, write.realm, new, &write.audit).await?,
    }
    db.change(&DELETE, cells![write.realm.0, write.hash.as_bytes()]).await?;
    Ok(Won::Yes)
}

/// Whether the mailbox that it was sent to is still the account's: the address may have changed while the link was made.
async fn reaches(db: &impl Db, link: &Link, account: AccountKey) -> Outcome<bool> {
    hold::account(db, link.realm, account).await?;
    let owner = accounts::by_key(db, link.realm, account).await?;
    Ok(link.data.is_empty() || owner.is_some_and(|owner| owner.email == link.data))
}

/// Links of an account are good no more.
pub(super) async fn end_all(db: &impl Db, realm: RealmKey, account: AccountKey) -> Outcome<()> {
    static DELETE: Sql = Sql::new("delete from links where realm = $1::bigint and account = $2::bigint");
    db.change(&DELETE, cells![realm.0, account.0]).await?;
    Ok(())
}

/// Once only.
pub(super) async fn spend(db: &impl Db, realm: RealmKey, hash: Hashed, ends_at: i64) -> Outcome<Won> {
    static INSERT: Sql = Sql::new(
        "insert into spent (realm, hash, ends_at) values ($1::bigint, $2::bytea, $3::bigint) on conflict do nothing",
    );
    match db.change(&INSERT, cells![realm.0, hash.as_bytes(), ends_at]).await? {
        0 => Ok(Won::Lost),
        _ => Ok(Won::Yes),
    }
}
