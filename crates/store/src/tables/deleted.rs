//! What people granted to apps that were deleted. It ends in steps, since an app may have any number of people, each of whom is told; the tokens are
//! dead by their app.

use super::cell::cells;
use super::db::{Db, Sql, change_each};
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

/// A grant that has to end.
pub(super) struct Due {
    realm: RealmKey,
    app: AppKey,
    client_id: String,
    deleted_at: i64,
    account: AccountKey,
    /// As others know them.
    id: String,
}

/// Looks at no more than so many apps from that place on. Gives grants that have to end, no more than that either, and where the next step begins.
pub(super) async fn look(db: &impl Db, from: Place, at_most: u32) -> Outcome<(Vec<Due>, Option<Place>)> {
    static APPS: Sql = Sql::new(
        "select realm, app, client_id, deleted_at from apps where (realm, app) >= ($1::bigint, $2::bigint)
         order by realm, app limit $3::bigint",
    );
    let asked = cells![from.0, from.1, at_most.saturating_add(1)];
    let found = db.all(&APPS, asked, |row| {
        let (realm, app) = (RealmKey(row.next()?), AppKey(row.next()?));
        Ok(Seen { realm, app, client_id: row.next()?, deleted_at: row.next()? })
    });
    let most = at_most.min(MOST) as usize;
    let mut due = Vec::new();
    for (nth, seen) in (0..).zip(found.await?) {
        if nth < at_most
            && let Some(at) = seen.deleted_at
        {
            due.extend(of(db, &seen, at, most - due.len()).await?);
        }
        if nth == at_most || due.len() == most {
            return Ok((due, Some((seen.realm.0, seen.app.0))));
        }
    }
    Ok((due, None))
}

/// So many grants to an app that was deleted then.
async fn of(db: &impl Db, seen: &Seen, deleted_at: i64, at_most: usize) -> Outcome<Vec<Due>> {
    static LIVE: Sql = Sql::new(
        "select account from grants where app = $1::bigint and realm = $2::bigint and ended_at is null
         order by ended_at, account limit $3::bigint",
    );
    let (realm, app, most) = (seen.realm, seen.app, at_most as i64);
    let mut due = Vec::new();
    for account in db.all(&LIVE, cells![app.0, realm.0, most], |row| row.next().map(AccountKey)).await? {
        let Some(Account { id, .. }) = accounts::by_key(db, realm, account).await? else { continue };
        due.push(Due { realm, app, client_id: seen.client_id.clone(), deleted_at, account, id });
    }
    Ok(due)
}

/// Ends those that live still, as of the deletion; gives how many that were. By key, as their uses are noted.
pub(super) async fn end(db: &impl Db, grants: &[Due]) -> Outcome<u64> {
    let mut grants: Vec<&Due> = grants.iter().collect();
    grants.sort_unstable_by_key(|due| (due.realm.0, due.account.0, due.app.0));
    let ends: Vec<_> = grants
        .iter()
        .map(|Due { realm, account, app, deleted_at, .. }| {
            grants::end_row((*realm, *account, *app), *deleted_at, EndReason::Withdrawn)
        })
        .collect();
    let ended = change_each(db, &grants::END, &ends).await?;
    let told: Vec<_> =
        grants.iter().zip(&ended).filter(|(_, ended)| **ended > 0).map(|(due, _)| (due.realm, due.told())).collect();
    audit::leave_each(db, &told).await?;
    Ok(ended.into_iter().sum())
}

impl Due {
    /// What its person reads.
    fn told(&self) -> Audit {
        Audit {
            at: self.deleted_at,
            actor: "server".to_owned(),
            action: "grant.end-with-app".to_owned(),
            object: format!("account {}", self.id),
            detail: format!("app {}", self.client_id),
            account: Some(self.account),
            app: Some(self.app),
            ..Audit::default()
        }
    }
}
