//! Signed-in browsers.

use super::audit;
use super::cell::{Cells, cells};
use super::db::{Db, Sql, change_each};
use super::fault::Outcome;
use super::uses::{self, Place};
use crate::ops::{Audit, Ended, Origin, Session, Shown, Won};
use crate::people::{SESSIONS_KEPT, SessionSeen};
use engine::model::{AccountKey, RealmKey};
use engine::secret::Hashed;
use std::collections::BTreeMap;

static DELETE: Sql = Sql::new("delete from sessions where realm = $1::bigint and hash = $2::bytea");

/// The live session of that hash.
pub(super) async fn session(db: &impl Db, realm: RealmKey, hash: Hashed, now: i64) -> Outcome<Option<Session>> {
    static FIND: Sql = Sql::new(
        "select hash, account, signed_in_at, ends_at, address, device, seen_at from sessions
         where realm = $1::bigint and hash = $2::bytea and ends_at > $3::bigint",
    );
    db.one(&FIND, cells![realm.0, hash.as_bytes(), now], |row| read(realm, row)).await
}

/// Those of an account.
pub(super) async fn of_account(db: &impl Db, realm: RealmKey, account: AccountKey, now: i64) -> Outcome<Vec<Session>> {
    static LIST: Sql = Sql::new(
        "select hash, account, signed_in_at, ends_at, address, device, seen_at from sessions
         where realm = $1::bigint and account = $2::bigint and ends_at > $3::bigint order by seen_at desc, signed_in_at desc limit 100",
    );
    db.all(&LIST, cells![realm.0, account.0, now], |row| read(realm, row)).await
}

fn read(realm: RealmKey, row: &mut Cells<'_>) -> Outcome<Session> {
    let hash = row.hash()?;
    Ok(Session {
        realm,
        hash: hash.ok_or_else(|| row.unreadable("something else than expected"))?,
        account: AccountKey(row.next()?),
        signed_in_at: row.next()?,
        ends_at: row.next()?,
        origin: Origin { address: row.next()?, device: row.next()? },
        seen_at: row.next()?,
    })
}

/// Keeps a session, once, while what was shown lets its account in.
pub(super) async fn open(db: &impl Db, session: &Session, shown: &Shown, left: &Audit) -> Outcome<Won> {
    static INSERT: Sql = Sql::new(
        "insert into sessions (realm, hash, account, signed_in_at, ends_at, address, device, seen_at)
         values ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::text, $7::text, $8::bigint) on conflict do nothing",
    );
    let Session { realm, hash, account, signed_in_at, ends_at, origin, seen_at } = session;
    let Origin { address, device } = origin;
    let row = cells![realm.0, hash.as_bytes(), account.0, signed_in_at, ends_at, address, device, seen_at];
    static CROWDED: Sql = Sql::new(
        "select hash from sessions where realm = $1::bigint and account = $2::bigint and hash <> $3::bytea order by seen_at desc, signed_in_at desc limit 1000 offset $4::bigint",
    );
    if !lets_in(db, (*realm, *account), shown).await? {
        return Ok(Won::Lost);
    }
    if db.change(&INSERT, row).await? > 0 {
        let crowded = cells![realm.0, account.0, hash.as_bytes(), SESSIONS_KEPT - 1];
        for hash in db.all(&CROWDED, crowded, |row| row.next::<[u8; 32]>()).await? {
            db.change(&DELETE, cells![realm.0, &hash]).await?;
        }
        audit::leave(db, *realm, left).await?;
    }
    Ok(Won::Yes)
}

/// Whether the account may sign in, with that. Its row stands still from here on: what ends its sessions came before, and is seen, or comes afterwards, and ends
/// this one.
pub(super) async fn lets_in(db: &impl Db, (realm, account): (RealmKey, AccountKey), shown: &Shown) -> Outcome<bool> {
    static HOLD: Sql = Sql::new(
        "select disabled_at is null, password, upstream from accounts where realm = $1::bigint and account = $2::bigint for update",
    );
    let read = |row: &mut Cells<'_>| {
        let (may, password, upstream) = (row.next::<bool>()?, row.next::<String>()?, row.next::<Option<String>>()?);
        Ok(may
            && match shown {
                Shown::Password(own) => !own.is_empty() && password == *own,
                Shown::Upstream(own) => upstream.as_ref() == Some(own),
            })
    };
    Ok(db.one(&HOLD, cells![realm.0, account.0], read).await?.unwrap_or(false))
}

/// Ends a session.
pub(super) async fn end(db: &impl Db, realm: RealmKey, hash: Hashed) -> Outcome<()> {
    db.change(&DELETE, cells![realm.0, hash.as_bytes()]).await?;
    Ok(())
}

/// Ends an account's session; somebody else's stays.
pub(super) async fn end_of(
    db: &impl Db,
    (realm, account): (RealmKey, AccountKey),
    hash: Hashed,
    left: &Audit,
) -> Outcome<Ended> {
    static DELETE: Sql =
        Sql::new("delete from sessions where realm = $1::bigint and account = $2::bigint and hash = $3::bytea");
    if db.change(&DELETE, cells![realm.0, account.0, hash.as_bytes()]).await? == 0 {
        return Ok(Ended::Before);
    }
    audit::leave(db, realm, left).await?;
    Ok(Ended::Now)
}

/// Ends an account's sessions but that one.
pub(super) async fn end_all(db: &impl Db, realm: RealmKey, account: AccountKey, but: Option<Hashed>) -> Outcome<u32> {
    static DELETE: Sql = Sql::new(
        "delete from sessions where realm = $1::bigint and account = $2::bigint and ($3::bytea is null or hash <> $3::bytea)",
    );
    let but = but.as_ref().map(Hashed::as_bytes);
    Ok(u32::try_from(db.change(&DELETE, cells![realm.0, account.0, but]).await?).unwrap_or(u32::MAX))
}

/// The same, with what it leaves.
pub(super) async fn end_others(
    db: &impl Db,
    realm: RealmKey,
    account: AccountKey,
    but: Option<Hashed>,
    left: &Audit,
) -> Outcome<u32> {
    let ended = end_all(db, realm, account, but).await?;
    if ended > 0 {
        audit::leave(db, realm, left).await?;
    }
    Ok(ended)
}

/// Notes when sessions were seen; later ones win. By key, so that nobody waits in a circle.
pub(super) async fn note(db: &impl Db, seen: &[SessionSeen]) -> Outcome<()> {
    static NOTE: Sql = Sql::new(
        "update sessions set seen_at = $3::bigint where realm = $1::bigint and hash = $2::bytea and seen_at < $3::bigint",
    );
    let mut sessions = BTreeMap::new();
    for SessionSeen { realm, hash, at, .. } in seen {
        uses::latest(&mut sessions, (realm.0, hash.as_bytes()), *at);
    }
    let rows: Vec<_> = sessions.iter().map(|((realm, hash), at)| *cells![*realm, *hash, at]).collect();
    change_each(db, &NOTE, &rows).await?;
    Ok(())
}

/// When their accounts were.
pub(super) fn accounts_of(seen: &[SessionSeen]) -> BTreeMap<Place, i64> {
    let mut accounts = BTreeMap::new();
    for SessionSeen { realm, account, at, .. } in seen {
        uses::latest(&mut accounts, (realm.0, account.0), *at);
    }
    accounts
}
