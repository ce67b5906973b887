//! A new beginning after a restore. These statements go through whole tables, which is why they are not among those whose plans are looked at.

use super::audit;
use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use super::keyring;
use crate::ops::{Audit, Epoch};
use engine::model::{EndReason, RealmKey};

/// How far a realm's revision jumps: further than it can have come since any backup.
const JUMP: i64 = 1 << 32;

/// Ends all that anybody was given: tokens, codes, sessions, links, grants, keys; and what the server signs with.
pub(super) async fn begin(db: &impl Db, left: &Audit) -> Outcome<Epoch> {
    static ACCESS: Sql = Sql::new("delete from access_tokens");
    static REFRESH: Sql = Sql::new("delete from refresh_tokens");
    static FAMILIES: Sql = Sql::new("delete from families");
    static CODES: Sql = Sql::new("delete from codes");
    static SESSIONS: Sql = Sql::new("delete from sessions");
    static LINKS: Sql = Sql::new("delete from links");
    static TEST_TOKENS: Sql = Sql::new("update apps set test_token = null where test_token is not null");
    static GRANTS: Sql =
        Sql::new("update grants set ended_at = $1::bigint, end_reason = $2::bigint where ended_at is null");
    static KEYS: Sql = Sql::new("update api_keys set ended_at = $1::bigint where ended_at is null");
    // What a node remembers by a revision that came after the backup must not pass for what is here when this realm gets there again.
    static REVISIONS: Sql = Sql::new("update realms set revision = revision + $1::bigint");
    static REALMS: Sql = Sql::new("select realm from realms order by realm");
    // As whoever holds rows takes them (see `hold`), and what gives birth before what it bears: whoever redeems or rotates meanwhile waits for that row
    // and finds it gone, and what was born before is seen by then.
    db.change(&REVISIONS, cells![JUMP]).await?;
    db.change(&TEST_TOKENS, &[]).await?;
    let sessions = db.change(&SESSIONS, &[]).await?;
    let links = db.change(&LINKS, &[]).await?;
    let grants = db.change(&GRANTS, cells![left.at, EndReason::Revoked as i64]).await?;
    let codes = db.change(&CODES, &[]).await?;
    let families = db.change(&FAMILIES, &[]).await?;
    db.change(&REFRESH, &[]).await?;
    let access_tokens = db.change(&ACCESS, &[]).await?;
    let keys = db.change(&KEYS, cells![left.at]).await?;
    let epoch = Epoch { access_tokens, families, codes, sessions, links, grants, keys };
    keyring::empty(db, left.at).await?;
    for realm in db.all(&REALMS, &[], |row| row.next::<u32>()).await? {
        audit::leave(db, RealmKey(realm), left).await?;
    }
    Ok(epoch)
}
