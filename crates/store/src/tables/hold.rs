//! Rows that stand still until the transaction ends, for whoever decides by them. Everybody takes them in this order, so that nobody waits in a
//! circle: realm, app, account, grant ([`super::grants::hold`]), family, token. On SQLite, where only one writes at a time, this is a mere look.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use engine::model::{AccountKey, AppKey, RealmKey};

/// Holds the realm's row until the transaction ends: nothing else of the realm's administration happens meanwhile.
pub(super) async fn realm(db: &impl Db, realm: RealmKey) -> Outcome<()> {
    static HOLD: Sql = Sql::new("select revision from realms where realm = $1::bigint for update");
    db.one(&HOLD, cells![realm.0], |row| row.next::<i64>()).await?;
    Ok(())
}

/// Holds an app's row until the transaction ends; gives from which second on what was issued to it counts.
pub(super) async fn app(db: &impl Db, realm: RealmKey, key: AppKey) -> Outcome<i64> {
    static HOLD: Sql = Sql::new("select valid_from from apps where realm = $1::bigint and app = $2::bigint for update");
    Ok(db.one(&HOLD, cells![realm.0, key.0], |row| row.next()).await?.unwrap_or(0))
}

/// Holds an account's row until the transaction ends.
pub(super) async fn account(db: &impl Db, realm: RealmKey, key: AccountKey) -> Outcome<()> {
    static HOLD: Sql = Sql::new("select 1 from accounts where realm = $1::bigint and account = $2::bigint for update");
    db.one(&HOLD, cells![realm.0, key.0], |row| row.next::<i64>()).await?;
    Ok(())
}
