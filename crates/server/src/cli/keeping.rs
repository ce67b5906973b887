//! `grantor backup` and `grantor restore`.

use super::args::{BackupArgs, RestoreArgs};
use super::outcome::{Failure, Outcome, configuration, print};
use super::table::{table, time};
use super::{office, start};
use crate::config::DATABASE;
use crate::config::{ADMIN, Config, StoreConfig};
use crate::keeping;
use crate::keys::rotate;
use engine::model::{RealmKey, name_key};
use std::cmp::Reverse;
use store::Store;
use store::ops::{Audited, Epoch, Page};
use store::sqlite::Sqlite;

/// So many rows of what was changed last are shown.
const SHOWN: usize = 20;
/// Of so many of each realm that are read.
const READ: u32 = 500;

pub(super) fn backup(args: BackupArgs) -> Outcome {
    let config = embedded(configuration(&office::file(args.place.config.as_ref(), args.place.data.as_ref()))?)?;
    let (existing, key) = (args.manner.existing(), args.manner.root_key());
    keeping::backup(&config.data, &args.file, existing, key)?;
    print(format_args!("{} is written", args.file.display()))
}

pub(super) fn restore(args: RestoreArgs) -> Outcome {
    let config = embedded(configuration(&office::file(args.place.config.as_ref(), args.place.data.as_ref()))?)?;
    let now = start::clock(&config).now();
    start::block_on(async {
        let from = (args.file.as_path(), args.manner.root_key());
        let restored = keeping::restore(from, &config.data, args.manner.existing(), now).await?;
        let database = config.data.join(DATABASE);
        print(format_args!("{} is restored from {}", database.display(), args.file.display()))?;
        told(&restored.ended)?;
        last(&config, &Sqlite::open(&database)?).await
    })
}

/// Whether a change has to be looked at: new keys and new beginnings come by themselves.
fn is_undone(action: &str) -> bool {
    ![keeping::END_ALL, rotate::ROTATED].contains(&action)
}

fn embedded(config: Config) -> Outcome<Config> {
    match config.store {
        StoreConfig::Embedded => Ok(config),
        StoreConfig::Postgres(_) => Err(Failure::of(
            "the database is on a PostgreSQL server: back it up and restore it with PostgreSQL's tools, then run `grantor store epoch`",
        )),
    }
}

/// What a new beginning has ended.
pub(super) fn told(ended: &Epoch) -> Outcome {
    let Epoch { access_tokens, families, codes, sessions, links, grants, keys } = ended;
    print(format_args!(
        "ended: {access_tokens} access tokens, {families} families of refresh tokens, {codes} codes, {sessions} sessions, {links} links, {grants} grants, {keys} API keys"
    ))?;
    print(
        "People sign in again, and apps ask them again; administrators make new API keys, developers new test tokens.",
    )
}

/// What was changed last, as far as the database knows: what came after that nobody has any more.
pub(super) async fn last(config: &Config, store: &dyn Store) -> Outcome {
    let mut rows: Vec<(&str, Audited)> = Vec::new();
    for realm in config.realms.iter().map(|realm| realm.name.as_str()).chain([ADMIN]) {
        let page = Page { after: None, limit: READ };
        let own = store.audit(RealmKey(name_key(realm)), page).await?;
        rows.extend(own.into_iter().filter(|row| is_undone(&row.audit.action)).map(|row| (realm, row)));
    }
    rows.sort_by_key(|(_, row)| Reverse((row.audit.at, row.id)));
    rows.truncate(SHOWN);
    let cells = rows.into_iter().map(|(realm, Audited { audit, .. })| {
        vec![time(audit.at), realm.to_owned(), audit.actor, audit.action, audit.object]
    });
    print(
        "\nWhat the backup knows as changed last. What was changed after it is as it was before: secrets that were replaced,",
    )?;
    print(
        "apps that were suspended, accounts that were disabled or deleted, passwords. Change it again before you start the server.",
    )?;
    print(table(&["WHEN", "REALM", "WHO", "WHAT", "ABOUT"], cells.collect()))
}
