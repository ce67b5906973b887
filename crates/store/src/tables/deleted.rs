//! What people granted to apps that were deleted. It ends in steps, since an app may have any number of people, each of whom is told; the tokens are
//! dead by their app.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::{accounts, audit, grants};
use crate::ops::Audit;
use engine::model::{Account, AccountKey, AppKey, EndReason, RealmKey};

/// Where an app is: its realm and its key.
pub(super) type Place = (u32, i64);

/// Grants that end in one step.
const MOST: u32 = 100;

/// An app that was looked at.
struct Seen {
    realm: RealmKey,
    app: AppKey,
    client_id: String,
    deleted_at: Option<i64>,
}

/// Looks at no more than so many apps from that place on. Gives how many grants ended, and where the next step begins.
pub(super) async fn end_grants(db: &impl Db, from: Place, at_most: u32) -> Outcome<(u32, Option<Place>)> {
    static APPS: Sql = Sql::new(
        "select realm, app, client_id, deleted_at from apps where (realm, app) >= ($1, $2) order by realm, app limit $3",
    );
    let asked = cells![from.0, from.1, at_most.saturating_add(1)];
    let found = db.all(&APPS, asked, |row| {
        let (realm, app) = (RealmKey(row.next()?), AppKey(row.next()?));
        Ok(Seen { realm, app, client_id: row.next()?, deleted_at: row.next()? })
    });
    let mut left = at_most.min(MOST);
    let most = left;
    for (nth, seen) in (0..).zip(found.await?) {
        if nth < at_most
            && let Some(at) = seen.deleted_at
        {
            left -= end_of(db, &seen, at, left).await?;
        }
        if nth == at_most || left == 0 {
            return Ok((most - left, Some((seen.realm.0, seen.app.0))));
        }
    }
    Ok((most - left, None))
}

/// Ends so many grants of an app as of its deletion.
async fn end_of(db: &impl Db, seen: &Seen, at: i64, at_most: u32) -> Outcome<u32> {
    static LIVE: Sql = Sql::new(
        "select account from grants where app = $1 and realm = $2 and ended_at is null order by account limit $3",
    );
    let live = db.all(&LIVE, cells![seen.app.0, seen.realm.0, at_most], |row| row.next().map(AccountKey)).await?;
    let mut ended = 0;
    for account in live {
        let Some(Account { id, .. }) = accounts::by_key(db, seen.realm, account).await? else { continue };
        if grants::end_alone(db, (seen.realm, account, seen.app), at, EndReason::Withdrawn).await? == 0 {
            continue;
        }
        ended += 1;
        let told = Audit {
            at,
            actor: "server".to_owned(),
            action: "grant.end-with-app".to_owned(),
            object: format!("account {id}"),
            detail: format!("app {}", seen.client_id),
            account: Some(account),
            app: Some(seen.app),
            ..Audit::default()
        };
        audit::leave(db, seen.realm, &told).await?;
    }
    Ok(ended)
}
