//! Tokens and families that end before their time.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::rows::{self, account_cell};
use super::{access, audit, families, grants};
use crate::ops::{EndToken, Ended};

/// Ends one access token.
pub(super) async fn end_access(db: &impl Db, write: &EndToken) -> Outcome<Ended> {
    let ended = access::end_one(db, write.realm, write.token, write.reason, write.now).await?;
    settle(db, write, ended).await
}

/// Ends all tokens of a family.
pub(super) async fn end_family(db: &impl Db, write: &EndToken) -> Outcome<Ended> {
    static ACCESS: Sql = Sql::new(
        "update access_tokens set ended_at = $5::bigint, end_reason = $6::bigint, purge_at = $7::bigint
         where realm = $1::bigint and app = $2::bigint and account = $3::bigint and family = $4::bigint and ended_at is null and (ends_at is null or ends_at > $5::bigint)",
    );
    let account = account_cell(write.account);
    let purge_at = write.now.saturating_add(rows::ACCESS_KEPT);
    let of_family =
        cells![write.realm.0, write.app.0, account, write.family.0, write.now, write.reason as i64, purge_at];
    let ended = families::end(db, write).await? + db.change(&ACCESS, of_family).await?;
    settle(db, write, ended).await
}

async fn settle(db: &impl Db, write: &EndToken, ended: u64) -> Outcome<Ended> {
    if ended == 0 {
        return Ok(Ended::Before);
    }
    grants::end_with_last(db, write).await?;
    if let Some(left) = &write.audit {
        audit::leave(db, write.realm, left).await?;
    }
    Ok(Ended::Now)
}
