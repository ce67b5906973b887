//! Where the database is, and how it is used.

use crate::config::StoreConfig;
use crate::config::raw::{RawConfig, RawPostgres};
use dialect::check::{At, seconds};
use std::path::Path;
use std::time::Duration;
use store::postgres::{Batches, Options, Pooler};

const RIGHT: &str = "`postgres://user@host/name`, or no `store` for the file grantor.db in the data folder";
/// More connections of one kind are of no use to a node.
const MOST: i64 = 100;

pub(super) fn store(at: &At<'_>, raw: &RawConfig, folder: &Path) -> StoreConfig {
    let (own, Some(url)) = (&raw.postgres, &raw.store) else {
        if raw.postgres != RawPostgres::default() {
            at.key("postgres").fault("there is no database at an address", "add `store`, or take this out");
        }
        return StoreConfig::Embedded;
    };
    let (usual, at_own) = (Options::new(url), at.key("postgres"));
    let options = Options {
        pooler: pooler(&at_own, own),
        direct: own.direct.clone(),
        roots: roots(&at_own.key("root_certificates"), own, folder),
        readers: connections(&at_own.key("readers"), own.readers, usual.readers),
        writers: connections(&at_own.key("writers"), own.writers, usual.writers),
        batches: if own.batches == Some(false) { Batches::Off } else { Batches::On },
        statement: statement(&at_own.key("statement_timeout"), own, usual.statement),
        ..usual
    };
    // The addresses may hold a password: they are not shown.
    if let Err(fault) = (Options { direct: None, ..options.clone() }).check() {
        at.key("store").fault(fault.to_string(), RIGHT);
    } else if let Err(fault) = options.check() {
        at_own.key("direct").fault(fault.to_string(), "the server's own address, as in `store`");
    }
    StoreConfig::Postgres(options)
}

fn pooler(at: &At<'_>, raw: &RawPostgres) -> Pooler {
    let pooler = match raw.pooler.as_deref() {
        None | Some("none") => Pooler::None,
        Some("transaction") => Pooler::Transaction,
        Some(other) => {
            at.key("pooler").unknown("pooler", other, ["none", "transaction"]);
            return Pooler::Transaction;
        }
    };
    if pooler == Pooler::None && raw.direct.is_some() {
        let right =
            "add `pooler = \"transaction\"`, or take this out: without a pooler `store` is the server's own address";
        at.key("direct").fault("there is no pooler that this address would go round", right);
    }
    pooler
}

fn roots(at: &At<'_>, raw: &RawPostgres, folder: &Path) -> Option<Vec<u8>> {
    let path = folder.join(raw.root_certificates.as_ref()?);
    let read = std::fs::read(&path).inspect_err(|error| {
        at.fault(
            format!("{} cannot be read: {error}", path.display()),
            "a file of certificates in PEM form; without it, those of the system",
        );
    });
    read.ok()
}

fn connections(at: &At<'_>, given: Option<i64>, usual: usize) -> usize {
    let Some(count) = given else { return usual };
    let fits = usize::try_from(count).ok().filter(|_| (1..=MOST).contains(&count));
    fits.unwrap_or_else(|| {
        at.fault(format!("{count} connections"), format!("1 to {MOST}"));
        usual
    })
}

fn statement(at: &At<'_>, raw: &RawPostgres, usual: Duration) -> Duration {
    let Some(text) = raw.statement_timeout.as_deref() else { return usual };
    let fits = seconds(text).filter(|given| (1..=60).contains(given));
    fits.map_or_else(
        || {
            at.fault(format!("a statement cannot take `{text}`"), "`1s` to `1m`");
            usual
        },
        |given| Duration::from_secs(given.unsigned_abs()),
    )
}
