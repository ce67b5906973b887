//! Who does at the moment what one node does for all of them.

use super::cell::cells;
use super::db::{Db, Sql};
use super::fault::Outcome;
use crate::ops::{Lease, Won};

/// Rows for probes: enough that nodes hardly ever share one, so that a node that stands still with its own in hand is in nobody's way; and so few that those of
/// nodes that are gone are no burden.
const PROBES: i64 = 64;

/// Writes a row that is there for nothing else, over itself.
pub(super) async fn probe(db: &impl Db, holder: i64, now: i64) -> Outcome<()> {
    static PROBE: Sql = Sql::new(
        "insert into leases (name, holder, ends_at) values ($1::text, $2::bigint, $3::bigint)
         on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at",
    );
    let name = format!("probe {}", holder.rem_euclid(PROBES));
    db.change(&PROBE, cells![&name, holder, now]).await?;
    Ok(())
}

/// Takes a lease that nobody holds, or prolongs one's own.
pub(super) async fn hold(db: &impl Db, lease: &Lease) -> Outcome<Won> {
    static HOLD: Sql = Sql::new(
        "insert into leases (name, holder, ends_at) values ($1::text, $2::bigint, $3::bigint)
         on conflict (name) do update set holder = excluded.holder, ends_at = excluded.ends_at
         where leases.holder = excluded.holder or leases.ends_at <= $4::bigint",
    );
    let Lease { name, holder, now, ends_at } = lease;
    let held = db.change(&HOLD, cells![*name, holder, ends_at, now]).await?;
    Ok(if held == 1 { Won::Yes } else { Won::Lost })
}
