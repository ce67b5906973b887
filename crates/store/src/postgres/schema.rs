//! The tables, brought up to date at start: forward only, one statement per transaction, each of which does nothing where it was done before. Nodes
//! of the version before go on working meanwhile.

use super::link::{Link, Place};
use crate::Broken;
use crate::tables::fault::{Fault, Outcome};
use tokio_postgres::error::SqlState;

/// Migrations in order; the first makes version 1.
pub(super) const MIGRATIONS: [&str; 1] = [include_str!("../../../../migrations/postgres/0001_tables.sql")];

/// The oldest program that may work on the newest tables knows this version.
const WORKS_FROM: i64 = 1;

/// Applies what is missing.
pub(super) async fn update(place: &Place) -> Outcome<()> {
    let (link, _driver) = place.open().await?;
    let known = MIGRATIONS.len() as i64;
    let (found, works_from) = version(&link).await?;
    if works_from > known {
        return Err(Broken::Unfit(format!(
            "the database was changed by a newer Grantor (its tables are version {found} and need a program that knows {works_from}, this one knows {known}): start that version, or restore a backup"
        ))
        .into());
    }
    for (migration, makes) in MIGRATIONS.iter().zip(1_i64..).filter(|(_, makes)| *makes > found) {
        for statement in statements(migration) {
            apply(&link, statement).await?;
        }
        let row = "insert into schema_version (version, works_from) values ($1, $2) on conflict do nothing";
        link.client.execute(row, &[&makes, &WORKS_FROM]).await?;
    }
    Ok(())
}

/// Each statement of a migration: none of them has a semicolon inside, nor in a comment.
pub(super) fn statements(migration: &str) -> impl Iterator<Item = &str> {
    migration.split(";\n").map(str::trim).filter(|statement| !statement.is_empty())
}

/// Another node may be at the same statement: then it is done, or will be in a moment.
async fn apply(link: &Link, statement: &str) -> Outcome<()> {
    match link.execute(statement).await {
        Err(Fault::Postgres(error))
            if error
                .code()
                .is_some_and(|code| [&SqlState::UNIQUE_VIOLATION, &SqlState::DUPLICATE_TABLE].contains(&code)) =>
        {
            link.execute(statement).await
        }
        outcome => outcome,
    }
}

/// The version of the tables, and the oldest program that may work on them; 0 and 0 where there are none.
async fn version(link: &Link) -> Outcome<(i64, i64)> {
    let made = link.client.query_one("select to_regclass('schema_version') is not null", &[]).await?;
    if !made.try_get::<_, bool>(0)? {
        return Ok((0, 0));
    }
    let row = "select coalesce(max(version), 0), coalesce(max(works_from), 0) from schema_version";
    let row = link.client.query_one(row, &[]).await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}
