//! The database: whether it opens, and whether it is sound.

use super::Finding;
use crate::config::DATABASE;
use crate::config::{Config, StoreConfig, dialect_of};
use crate::keys::Keys;
use crate::keys::keyring::{Unopened, opened};
use engine::model::{RealmKey, name_key};
use engine::time::Now;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use store::ops::Page;
use store::postgres::{Access, EXPOSED, Options, Pooler, Postgres, Round, Way};
use store::sqlite::Sqlite;
use store::{Beside, Store, Tables};

const SUBJECT: &str = "database";
/// Of what is wrong so much is told.
const TOLD: usize = 10;

pub(super) async fn examine(config: &Config, now: Now) -> Vec<Finding> {
    match &config.store {
        StoreConfig::Embedded => embedded(config, now).await,
        StoreConfig::Postgres(options) => {
            let mut findings = served(config, options, now).await;
            findings.extend(ways(options).await);
            findings.extend(direct(options).await);
            if matches!(options.is_exposed(), Ok(true)) {
                findings.push(Finding::note(SUBJECT, EXPOSED));
            }
            findings
        }
    }
}

async fn served(config: &Config, options: &Options, now: Now) -> Vec<Finding> {
    let tables = Postgres::tables(options.clone()).await;
    if let Some(told) = untouched(tables) {
        return vec![told];
    }
    let store = match Postgres::connect(options.clone()).await {
        Ok(store) => store,
        Err(broken) => return vec![Finding::fault(SUBJECT, broken.to_string())],
    };
    let version = store.server_version().await.unwrap_or_default();
    let mut findings = vec![Finding::fine(SUBJECT, format!("PostgreSQL {version}")), sound(&store).await];
    findings.extend(keys(config, &store).await);
    findings.extend(future(config, &store, now).await);
    findings.extend(elders(config, &store));
    findings
}

/// What is held back for nodes of before, though there may be none.
fn elders(config: &Config, store: &dyn Store) -> Option<Finding> {
    let mut mounts = config.realms.iter().flat_map(|realm| realm.mounts.iter().map(move |mount| (realm, mount)));
    let is_private = |(realm, mount)| dialect_of(config, realm, mount).is_ok_and(|own| own.shapes.is_private());
    (store.beside() == Beside::Elders && mounts.any(is_private)).then(|| Finding::note(SUBJECT, Beside::REMEDY))
}

/// Of several hosts each: as long as one of them serves, nothing else tells of the others.
async fn ways(options: &Options) -> Vec<Finding> {
    let ways = Postgres::ways(options.clone()).await.unwrap_or_default();
    if ways.len() < 2 {
        return Vec::new();
    }
    let told = |Way { name, leads }| match leads {
        Ok(Access::Writes) => Finding::fine(SUBJECT, format!("{name} takes writes")),
        Ok(Access::Reads) => Finding::fine(SUBJECT, format!("{name} takes no writes: it is passed by until it does")),
        Err(broken) => Finding::note(SUBJECT, format!("{name} gives no connection: {broken}")),
    };
    ways.into_iter().map(told).collect()
}

/// Behind a pooler the server's own address is needed when the tables are brought up to date, and not before: nobody would notice.
async fn direct(options: &Options) -> Option<Finding> {
    const SUBJECT: &str = "direct";
    if options.pooler == Pooler::None {
        return None;
    }
    if options.direct.is_none() {
        match Postgres::tables(options.clone()).await {
            Ok(Tables::Current) => {
                let what = "it is not said: the next version that changes the tables needs the server's own address";
                return Some(Finding::note(SUBJECT, what));
            }
            // Whether it is needed nobody knows then, and what is wrong is told.
            Err(_) => return None,
            Ok(_) => {}
        }
    }
    Some(match Postgres::direct(options.clone()).await {
        Ok(Round::Same) => Finding::fine(SUBJECT, "the server's own address, for the next change of the tables"),
        Ok(Round::Alike) => Finding::note(
            SUBJECT,
            "the server's own address answers; whether it leads to the same database as `store` is not known",
        ),
        Err(broken) => Finding::fault(SUBJECT, broken.to_string()),
    })
}

/// Opening a database makes its tables: one that has others than this program's is left alone.
fn untouched(tables: store::Result<Tables>) -> Option<Finding> {
    Some(match tables {
        Ok(Tables::Current) => return None,
        Ok(Tables::Absent) => Finding::note(SUBJECT, "it has no tables yet; the first start makes them"),
        Ok(Tables::Earlier) => {
            let what = "its tables are those of an earlier version; the next start brings them up to date, and then there is more to look at";
            Finding::note(SUBJECT, what)
        }
        Err(broken) => Finding::fault(SUBJECT, broken.to_string()),
    })
}

async fn embedded(config: &Config, now: Now) -> Vec<Finding> {
    let path = config.data.join(DATABASE);
    if !path.exists() {
        return vec![Finding::note(SUBJECT, format!("{} is not there yet; the first start makes it", path.display()))];
    }
    if let Some(told) = untouched(Sqlite::tables(&path)) {
        return vec![mode(&path), Finding { sentence: format!("{}: {}", path.display(), told.sentence), ..told }];
    }
    let store = match Sqlite::open(&path) {
        Ok(store) => store,
        Err(broken) => return vec![Finding::fault(SUBJECT, format!("{}: {broken}", path.display()))],
    };
    let mut findings = vec![mode(&path), sound(&store).await];
    findings.extend(keys(config, &store).await);
    findings.extend(future(config, &store, now).await);
    findings
}

/// Whether the root key is the one that belongs to this database. What is wrong with the root key itself is told where that is looked at.
async fn keys(config: &Config, store: &dyn Store) -> Option<Finding> {
    const SUBJECT: &str = "keys";
    let rows = match store.keyring().await {
        Ok(rows) if rows.iter().any(|row| !row.purpose.is_empty()) => rows,
        Ok(_) => return Some(Finding::note(SUBJECT, "none in the database yet; the first start makes them")),
        Err(broken) => return Some(Finding::fault(SUBJECT, broken.to_string())),
    };
    let root = match Keys::find(&config.data) {
        Ok(Some(root)) => root,
        Ok(None) => return Some(Finding::fault(SUBJECT, Unopened::NoRoot.to_string())),
        Err(_) => return None,
    };
    Some(match opened(&root, &rows) {
        Ok(held) => Finding::fine(SUBJECT, format!("{} in the database; the root key opens them", held.len())),
        Err(unopened) => Finding::fault(SUBJECT, unopened.to_string()),
    })
}

fn mode(path: &Path) -> Finding {
    match std::fs::metadata(path).map(|own| own.permissions().mode()) {
        Ok(mode) if mode & 0o077 != 0 => {
            Finding::fault(SUBJECT, format!("others can read {}; run chmod 600 on it", path.display()))
        }
        _ => Finding::fine(SUBJECT, format!("{}, SQLite {}", path.display(), Sqlite::library_version())),
    }
}

async fn sound(store: &dyn Store) -> Finding {
    match store.check().await {
        Ok(wrong) if wrong.is_empty() => Finding::fine(SUBJECT, "it is sound"),
        Ok(wrong) => {
            let more = wrong.len().saturating_sub(TOLD);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let told = wrong.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join("; ");
            Finding::fault(SUBJECT, format!("{told}{more}"))
        }
        Err(broken) => Finding::fault(SUBJECT, broken.to_string()),
    }
}

/// An audit row of the future says that the clock was ahead or went back.
async fn future(config: &Config, store: &dyn Store, now: Now) -> Option<Finding> {
    for realm in &config.realms {
        let rows = store.audit(RealmKey(name_key(&realm.name)), Page { after: None, limit: 1 }).await.ok()?;
        if rows.first().is_some_and(|row| row.audit.at > now.secs() + 60) {
            let what =
                format!("the realm `{}` has an audit row of the future: the clock was ahead, or went back", realm.name);
            return Some(Finding::fault("clock", what));
        }
    }
    None
}
