//! The tables, brought up to date at start: forward only, one statement per transaction, each of which does nothing where it was done before. Nodes
//! of the versions before go on working meanwhile: tables grow first, and shrink when no program is left that needs what goes.

mod apply;
mod direct;

pub(super) use apply::apply;
pub use direct::Round;
pub(super) use direct::direct;

use super::link::{Link, Place, Purpose};
use super::options::Pooler;
use crate::tables::Kind;
use crate::tables::fault::{Fault, Outcome};
use crate::{Beside, Broken, Tables, copy};
use apply::{PATIENCE, is_one_of, is_unknown};
use std::time::{Duration, Instant};
use tokio_postgres::SimpleQueryMessage;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

/// Migrations in order; the first makes version 1.
pub(super) const MIGRATIONS: [&str; 7] = [
    include_str!("../../../../../migrations/postgres/0001_tables.sql"),
    include_str!("../../../../../migrations/postgres/0002_leases.sql"),
    include_str!("../../../../../migrations/postgres/0003_keyring.sql"),
    include_str!("../../../../../migrations/postgres/0004_invited.sql"),
    include_str!("../../../../../migrations/postgres/0005_by_use.sql"),
    include_str!("../../../../../migrations/postgres/0006_seen.sql"),
    include_str!("../../../../../migrations/postgres/0007_spread.sql"),
];

/// The oldest program that may work on the newest tables knows this version.
pub(super) const WORKS_FROM: i64 = 1;

/// Programs that know this version find an HS256 token by the id in it, and those of before do not.
const FINDS_SIGNED_IDS: i64 = 7;

/// What a program knows of the tables.
#[derive(Clone, Copy)]
pub(super) struct Known<'s> {
    pub(super) migrations: &'s [&'s str],
    pub(super) works_from: i64,
}

/// What this one knows.
pub(super) const KNOWN: Known<'static> = Known { migrations: &MIGRATIONS, works_from: WORKS_FROM };

/// What one node at a time holds while it changes the tables: a lock of this number ("grantor"). A transaction of its own holds it, which ends with the node,
/// and which sees nothing meanwhile, as whoever makes an index would wait for one that did. (A statement that was not asked for as plain text leaves its
/// snapshot behind until the end of the transaction.)
const TURN: &str = "select pg_try_advisory_xact_lock(29117685391716210)";
const WAITING: &str = "begin isolation level read committed; set local idle_in_transaction_session_timeout = 0";
/// How often a node looks whether it is its turn, and for how long.
const LOOK: Duration = Duration::from_millis(200);
const AT_MOST: Duration = Duration::from_secs(3_600);

const POOLED: &str = "its address is that of a pooler that hands connections on after each transaction, through which nothing can be copied: give the server's own address";

/// How text is kept.
const ENCODING: &str = "UTF8";

/// Applies what is missing, and says who else may be at work then.
pub(super) async fn update(place: &Place, program: Known<'_>) -> Outcome<Beside> {
    let newest = program.migrations.len() as i64;
    let (link, _driver) = place.open(Purpose::Writes).await?;
    keeps_every_name(&link).await?;
    if found(&link, program).await? >= newest {
        return beside(&link).await;
    }
    // A turn, and an index that is made beside everybody's work, are no one transaction's.
    match place.options.pooler {
        Pooler::None => change(place, &place.open(Purpose::Writes).await?.0, program).await?,
        Pooler::Transaction => {
            let own = place.direct()?;
            change(&own, &direct::round_pooler(&link, &own).await?, program).await?;
        }
    }
    // That may have taken hours.
    let (link, _driver) = place.open(Purpose::Writes).await?;
    if place.options.pooler == Pooler::Transaction && found(&link, program).await? < newest {
        return Err(direct::elsewhere());
    }
    beside(&link).await
}

/// Does so when it is this node's turn.
async fn change(place: &Place, turn: &Link, program: Known<'_>) -> Outcome<()> {
    wait(turn).await?;
    let (link, _driver) = place.open(Purpose::Writes).await?;
    // Tables that nobody has begun are no earlier program's.
    let is_first = version(&link).await?.is_none();
    let works_from = if is_first { program.migrations.len() as i64 } else { program.works_from };
    // Whoever had the turn before may have done all there is to do.
    let found = found(&link, program).await?;
    link.execute(PATIENCE).await?;
    for (migration, makes) in program.migrations.iter().zip(1_i64..).filter(|(_, makes)| *makes > found) {
        for statement in statements(migration) {
            apply(&link, statement).await?;
        }
        let row = "insert into schema_version (version, works_from) values ($1, $2) on conflict do nothing";
        link.client.execute(row, &[&makes, &works_from]).await?;
    }
    Ok(())
}

/// Who may be at work: whoever these tables are good for.
async fn beside(link: &Link) -> Outcome<Beside> {
    let (_, works_from) = version(link).await?.unwrap_or_default();
    Ok(if works_from < FINDS_SIGNED_IDS { Beside::Elders } else { Beside::Equals })
}

/// Notes that a copy is begun, before there are tables. Refused where a pooler is noticed, before anything is written.
pub(super) async fn begin_copy(place: &Place) -> Outcome<()> {
    let (link, _driver) = place.open(Purpose::Writes).await?;
    keeps_every_name(&link).await?;
    let (other, _driver) = place.open(Purpose::Writes).await?;
    if link.is_shared(&other).await? {
        return Err(Broken::Unfit(POOLED.to_owned()).into());
    }
    match version(&link).await? {
        Some((1.., _)) => return Ok(()),
        Some(_) => {}
        None => refuse_others(&link).await?,
    }
    apply(&link, copy::BEGIN).await
}

async fn keeps_every_name(link: &Link) -> Outcome<()> {
    let encoding = link.setting("server_encoding").await?;
    if encoding == ENCODING {
        return Ok(());
    }
    Err(Broken::Unfit(format!(
        "the database keeps text as {encoding}, in which not every name can be written: make one with `createdb --template=template0 --encoding={ENCODING}`"
    ))
    .into())
}

/// What is there, and nothing is changed; `Unfit` where [`update`] would say so of the database.
pub(super) async fn tables(place: &Place, program: Known<'_>) -> Outcome<Tables> {
    let (link, _driver) = place.open(Purpose::Writes).await?;
    keeps_every_name(&link).await?;
    if copy::is_unfinished(&link, Kind::Postgres).await? {
        return Err(copy::unfinished().into());
    }
    Ok(Tables::of(found(&link, program).await?, program.migrations.len()))
}

/// Tables that are not there, whatever the version says.
pub(super) async fn missing(link: &Link) -> Outcome<Vec<String>> {
    let gone = "select name from unnest($1::text[]) as name where to_regclass(name) is null";
    let rows =
        link.answered(async { Ok(link.client.query_typed(gone, &[(&ours(), Type::TEXT_ARRAY)]).await?) }).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Refuses a database in which another program has tables that are called like ours. Ours begin with the one that says their version.
async fn refuse_others(link: &Link) -> Outcome<()> {
    let there = "select name from unnest($1::text[]) as name
      where to_regclass(quote_ident(current_schema()) || '.' || quote_ident(name)) is not null limit 1";
    let other =
        link.answered(async { Ok(link.client.query_typed_opt(there, &[(&ours(), Type::TEXT_ARRAY)]).await?) }).await?;
    let Some(other) = other else { return Ok(()) };
    // One that starts at the same time may have begun meanwhile.
    if version(link).await?.is_some() {
        return Ok(());
    }
    Err(stranger(other.try_get(0)?))
}

fn stranger(table: &str) -> Fault {
    Broken::Unfit(format!(
        "another program has a table `{table}` in this database: make an empty one for Grantor with `createdb`, and name that"
    ))
    .into()
}

/// The tables that the migrations make.
fn ours() -> Vec<&'static str> {
    MIGRATIONS.iter().flat_map(|migration| statements(migration)).filter_map(table).collect()
}

/// The table that a statement makes.
fn table(statement: &str) -> Option<&str> {
    let (_, rest) = statement.split_once("CREATE TABLE IF NOT EXISTS ")?;
    rest.split_whitespace().next()
}

/// The version of the tables; `Unfit` where it needs a newer program.
async fn found(link: &Link, program: Known<'_>) -> Outcome<i64> {
    let known = program.migrations.len() as i64;
    let Some((found, works_from)) = version(link).await? else {
        refuse_others(link).await?;
        return Ok(0);
    };
    if works_from > known {
        return Err(Broken::Unfit(format!(
            "the database was changed by a newer Grantor (its tables are version {found} and need a program that knows {works_from}, this one knows {known}): start that version, or restore a backup"
        ))
        .into());
    }
    Ok(found)
}

/// Waits for this node's turn, and never in a transaction that stays: an index that is made meanwhile waits for each that was at a statement when it
/// began. Where there is no such lock, nodes that are at it at once get along as best they can.
async fn wait(turn: &Link) -> Outcome<()> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        turn.execute(WAITING).await?;
        match turn.answered(async { Ok(turn.client.simple_query(TURN).await?) }).await {
            Ok(said) if said.iter().any(is_yes) => return Ok(()),
            Ok(_) if begun.elapsed() > AT_MOST => {
                return Err(Fault::unavailable("another node has been changing the tables for an hour"));
            }
            Ok(_) => {}
            Err(fault) if is_unknown(&fault) => return Ok(()),
            Err(fault) => return Err(fault),
        }
        if !told {
            tracing::info!("another node is changing the tables: this one waits for it, an hour at most");
            told = true;
        }
        turn.execute("rollback").await?;
        tokio::time::sleep(LOOK).await;
    }
}

fn is_yes(said: &SimpleQueryMessage) -> bool {
    matches!(said, SimpleQueryMessage::Row(row) if row.get(0) == Some("t"))
}

/// Each statement of a migration: none of them has a semicolon inside, nor in a comment.
pub(super) fn statements(migration: &str) -> impl Iterator<Item = &str> {
    migration.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}

/// The version of the tables, and the oldest program that may work on them; 0 and 0 where nobody has come to the end of the first, `None` where nobody began.
async fn version(link: &Link) -> Outcome<Option<(i64, i64)>> {
    let made = link.client.query_typed_one("select to_regclass('schema_version') is not null", &[]).await?;
    if !made.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let row = "select coalesce(max(version), 0), coalesce(max(works_from), 0) from schema_version";
    let row = match link.client.query_typed_one(row, &[]).await.map_err(Fault::from) {
        Err(fault) if is_one_of(&fault, &[&SqlState::UNDEFINED_COLUMN, &SqlState::DATATYPE_MISMATCH]) => {
            return Err(stranger("schema_version"));
        }
        row => row?,
    };
    Ok(Some((row.try_get(0)?, row.try_get(1)?)))
}
