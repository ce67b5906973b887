//! New keys in the place of old ones. A new one is known to all nodes before it signs, and an old one is good until what it signed has ended.

use super::keyring::{self, Unopened, opened, sealed};
use super::ring::{Purpose, Turn};
use crate::realm::Realm;
use crate::server::Server;
use engine::secret::Key;
use store::keyring::{SealedKey, Succession};
use store::ops::{Audit, Won};

/// So many seconds a key is known before it signs, unless others have to know it too ([`Purpose::lead`]).
pub const LEAD: i64 = 30;
/// So many seconds longer than what it signed it is good: nodes whose clocks differ, or that were cut off, may have signed with it a little later.
pub const MARGIN: i64 = 3_600;
/// What the audit calls it.
pub const ROTATED: &str = "signing-key.rotate";

/// Which keys are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that have signed for as long as the configuration says.
    Due,
    /// All that ever are.
    All,
}

/// What becomes of the old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// They are good until what they signed has ended.
    Overlaps,
    /// They end with the first second of the new ones, and all that they signed with them.
    Ends,
}

/// Replaces keys; gives how many. `actor` as the audit calls it.
pub async fn rotate(server: &Server, which: Which, old: Old, actor: &str) -> Result<u32, Unopened> {
    let (now, rows) = (server.clock.now(), server.store.keyring().await?);
    // A node with another root key than the others' makes none.
    opened(&server.keys, &rows)?;
    let newest = rows.iter().filter(|row| row.retires_at.is_none());
    let mut rotated = 0;
    for row in newest {
        let realm = server.realms.all.iter().chain([&server.realms.admin]).find(|realm| realm.key == row.realm);
        let purpose = Purpose::of(&row.purpose);
        let turn = purpose.map(Purpose::turn);
        let (Some(realm), Some(purpose), Some(Turn::Rotates(good_for))) = (realm, purpose, turn) else { continue };
        let is_due = server.config.keys.rotate.is_some_and(|age| now.secs() - row.active_from >= age);
        if which == Which::Due && !is_due {
            continue;
        }
        let (lead, good_for) = match old {
            Old::Overlaps => (purpose.lead(), good_for + MARGIN),
            Old::Ends => (LEAD, 0),
        };
        let next = (purpose.make(server.dice.as_ref()), server.clock.now().secs() + lead);
        let succession = succession(server, (realm, row), next, (good_for, actor))?;
        if server.store.succeed_key(succession).await? == Won::Yes {
            tracing::info!(realm = %realm.name, purpose = row.purpose, number = row.id + 1, "a key takes the place of the one before it");
            rotated += 1;
        }
    }
    keyring::renew(server).await?;
    Ok(rotated)
}

fn succession(
    server: &Server,
    (realm, row): (&Realm, &SealedKey),
    (key, active_from): (Key, i64),
    (good_for, actor): (i64, &str),
) -> Result<Succession, Unopened> {
    let (now, id) = (server.clock.now(), row.id + 1);
    let blank = SealedKey { id, made_at: now.secs(), active_from, retires_at: None, ends_at: None, ..row.clone() };
    let audit = Audit {
        at: now.secs(),
        millis: now.millis(),
        actor: actor.to_owned(),
        action: ROTATED.to_owned(),
        object: format!("key {}", row.purpose),
        detail: format!("number {id} of {}", realm.name),
        ..Audit::default()
    };
    Ok(Succession {
        next: sealed(&server.keys, &blank, &key, server.dice.as_ref())?,
        before: row.sealed.clone(),
        ends_at: active_from + good_for,
        audit,
    })
}

/// What one node does for all of them: replaces what is due, and forgets what has ended.
pub async fn keep(server: &Server) -> Result<(), Unopened> {
    rotate(server, Which::Due, Old::Overlaps, "server").await?;
    server.store.forget_keys(server.clock.now().secs()).await?;
    Ok(())
}
