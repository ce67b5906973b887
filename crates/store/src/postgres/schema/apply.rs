//! Statements that change the tables while everybody goes on working: they wait for nobody long, or in nobody's way.

use super::super::link::Link;
use crate::tables::fault::{Fault, Outcome};
use std::pin::pin;
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// A statement takes as long as it takes: an index over many rows takes minutes. But it never waits long for a lock, since everybody else would queue
/// up behind it; it is tried again instead.
pub(super) const PATIENCE: &str = "set statement_timeout = 0; set lock_timeout = 500";
/// What is made beside all work has nobody queue up behind it, and waits for every transaction that began before it: a dump takes hours, and an index that
/// is broken off has to be made from the beginning.
const ALL_THE_TIME: &str = "set lock_timeout = 0";

/// What takes longer is worth a word.
const TOLD: Duration = Duration::from_secs(1);

/// How often a statement is tried that another node is at.
const TRIES: u32 = 20;
/// And how long after it.
const PAUSE: Duration = Duration::from_millis(50);

/// Another node may be at the same statement: then it is done, or will be in a moment. Or somebody uses the table for a while.
pub(in super::super) async fn apply(link: &Link, statement: &str) -> Outcome<()> {
    let mut outcome = run(link, statement).await;
    for _ in 1..TRIES {
        if !outcome.as_ref().is_err_and(is_in_the_way) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        outcome = run(link, statement).await;
    }
    outcome
}

/// Prepared, so that the server takes no more than one statement.
async fn run(link: &Link, statement: &str) -> Outcome<()> {
    if !statement.contains(" INDEX CONCURRENTLY ") {
        link.client.execute(statement, &[]).await?;
        return Ok(());
    }
    link.execute(ALL_THE_TIME).await?;
    let mut work = pin!(beside_work(link, statement));
    let done = match tokio::time::timeout(TOLD, &mut work).await {
        Ok(done) => done,
        Err(_) => {
            tracing::info!(statement, "this waits for all transactions that began before it");
            work.await
        }
    };
    link.execute(PATIENCE).await?;
    done
}

/// An index that comes or goes while everybody goes on writing.
async fn beside_work(link: &Link, statement: &str) -> Outcome<()> {
    if let Some(index) = made(statement) {
        return make(link, index, statement).await;
    }
    take_away(link, statement).await
}

async fn take_away(link: &Link, statement: &str) -> Outcome<()> {
    match link.client.execute(statement, &[]).await.map_err(Fault::from) {
        // YugabyteDB takes an index away only while everybody waits, which is for a moment.
        Err(fault) if is_unknown(&fault) => {
            link.execute(PATIENCE).await?;
            link.client.execute(&statement.replace(" CONCURRENTLY ", " "), &[]).await?;
            link.execute(ALL_THE_TIME).await
        }
        outcome => outcome.map(drop),
    }
}

async fn make(link: &Link, index: &str, statement: &str) -> Outcome<()> {
    link.client.execute(statement, &[]).await?;
    if is_broken_off(link, index).await? {
        take_away(link, &format!("DROP INDEX CONCURRENTLY IF EXISTS {index}")).await?;
        link.client.execute(statement, &[]).await?;
    }
    Ok(())
}

/// The name of the index that a statement makes.
fn made(statement: &str) -> Option<&str> {
    let (_, rest) = statement.split_once("CREATE INDEX CONCURRENTLY IF NOT EXISTS ")?;
    rest.split_whitespace().next()
}

/// Whether its making was broken off: such an index stands there, and no statement uses it.
async fn is_broken_off(link: &Link, index: &str) -> Outcome<bool> {
    let invalid = "select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid";
    Ok(link.client.query_opt(invalid, &[&index]).await?.is_some())
}

pub(super) fn is_unknown(fault: &Fault) -> bool {
    is_one_of(fault, &[&SqlState::FEATURE_NOT_SUPPORTED, &SqlState::UNDEFINED_FUNCTION])
}

fn is_in_the_way(fault: &Fault) -> bool {
    let met = [
        &SqlState::UNIQUE_VIOLATION,
        &SqlState::DUPLICATE_TABLE,
        &SqlState::DUPLICATE_OBJECT,
        &SqlState::T_R_SERIALIZATION_FAILURE,
        &SqlState::T_R_DEADLOCK_DETECTED,
        &SqlState::LOCK_NOT_AVAILABLE,
    ];
    is_one_of(fault, &met)
}

pub(super) fn is_one_of(fault: &Fault, states: &[&SqlState]) -> bool {
    matches!(fault, Fault::Postgres(error) if error.code().is_some_and(|code| states.contains(&code)))
}
