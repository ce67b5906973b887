//! An app's own tokens, as a limit counts them: only where the app has one do they have a family, which is their own id, and so a place in the index by
//! which tokens are counted. Where a limit comes or goes, the tokens that are there are brought in line a few at a time, by whoever changed it while
//! there are not many, and by housekeeping. Nothing says how far that has come but the tokens themselves, so a crash loses nothing of it.

use super::cell::{Cells, cells};
use super::db::{Db, Sql, one_each};
use super::doubt::Doubt;
use super::fault::Outcome;
use super::rows::NOBODY;
use super::{Database, purge};
use engine::model::{AppKey, RealmKey};
use std::collections::BTreeMap;

/// Rows of one step.
const STEP: u32 = 250;
/// Steps before whoever changed a limit is answered.
const AT_ONCE: u32 = 200;

/// Whether an app's own tokens are as its limit wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// They are, or somebody is at it.
    Settled,
    /// It has a limit now and had none before, or the other way about.
    Unsettled,
}

/// Own tokens of an app that are not: ids from one to the other.
pub(super) struct Unsettled {
    realm: RealmKey,
    app: AppKey,
    ids: (i64, i64),
}

/// Looks for such tokens.
pub(super) async fn look(db: &impl Db, ids: (i64, i64)) -> Outcome<Vec<Unsettled>> {
    static APPS: Sql = Sql::new(
        "select realm, app, family is not null from access_tokens where id between $1::bigint and $2::bigint and account = $3::bigint
         group by realm, app, family is not null",
    );
    static LIMIT: Sql =
        Sql::new("select token_limit is not null from apps where realm = $1::bigint and app = $2::bigint");
    let read = |row: &mut Cells<'_>| Ok(((row.next::<u32>()?, row.next::<i64>()?), row.next::<bool>()?));
    let found = db.all(&APPS, cells![ids.0, ids.1, NOBODY], read).await?;
    let rows: Vec<_> = found.iter().map(|((realm, app), _)| *cells![*realm, app]).collect();
    let mut limited = Vec::new();
    for some in rows.chunks(purge::TOGETHER) {
        limited.extend(one_each(db, &LIMIT, some, |row| row.next::<bool>()).await?);
    }
    // Some of an app's may be counted and others not.
    let unsettled: BTreeMap<_, _> = found
        .into_iter()
        .zip(limited)
        .filter(|((_, counted), limited)| *counted != limited.unwrap_or(false))
        .map(|(own, _)| own)
        .collect();
    Ok(unsettled.into_keys().map(|(realm, app)| Unsettled { realm: RealmKey(realm), app: AppKey(app), ids }).collect())
}

/// Brings them in line with the limit that the app has now.
pub(super) async fn settle(db: &impl Db, Unsettled { realm, app, ids }: &Unsettled) -> Outcome<()> {
    static LIMIT: Sql =
        Sql::new("select token_limit is not null from apps where realm = $1::bigint and app = $2::bigint for update");
    static COUNT: Sql = Sql::new(
        "update access_tokens set family = id
         where id between $1::bigint and $2::bigint and realm = $3::bigint and app = $4::bigint and account = $5::bigint and family is null",
    );
    static FORGET: Sql = Sql::new(
        "update access_tokens set family = null
         where family between $1::bigint and $2::bigint and realm = $3::bigint and app = $4::bigint and account = $5::bigint",
    );
    let limited = db.one(&LIMIT, cells![realm.0, app.0], |row| row.next::<bool>()).await?.unwrap_or(false);
    let change = if limited { &COUNT } else { &FORGET };
    db.change(change, cells![ids.0, ids.1, realm.0, app.0, NOBODY]).await?;
    Ok(())
}

/// The same for one app, from the first token on and as far as that takes no long time.
pub(super) async fn settle_some<D: Database>(store: &D, realm: RealmKey, app: AppKey) -> crate::Result<()> {
    let mut from = i64::MIN;
    for _ in 0..AT_ONCE {
        let (ids, behind, unsettled) = {
            let db = store.pages()?;
            let (ids, behind) = purge::access_ids(&db, from, STEP).await?;
            (ids, behind, look(&db, ids).await?)
        };
        let own = Unsettled { realm, app, ids };
        if unsettled.iter().any(|found| (found.realm, found.app) == (realm, app)) {
            store.write(Doubt::same(), async move |db| settle(db, &own).await).await?;
        }
        let Some(behind) = behind else { break };
        from = behind;
        // Where reads wait for nothing, they alone would keep their thread.
        tokio::task::yield_now().await;
    }
    Ok(())
}
