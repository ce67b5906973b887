//! The tables, brought up to date at start: forward only, one transaction per step.

use crate::tables::fault::Outcome;
use crate::{Broken, Tables, copy};
use rusqlite::{Connection, TransactionBehavior};

/// Migrations in order; the first makes version 1.
pub(super) const MIGRATIONS: [&str; 14] = [
    include_str!("../../../../migrations/sqlite/0001_tables.sql"),
    include_str!("../../../../migrations/sqlite/0002_people.sql"),
    include_str!("../../../../migrations/sqlite/0003_tokens_by_id.sql"),
    include_str!("../../../../migrations/sqlite/0004_console.sql"),
    include_str!("../../../../migrations/sqlite/0005_families.sql"),
    include_str!("../../../../migrations/sqlite/0006_lists.sql"),
    include_str!("../../../../migrations/sqlite/0007_good_until.sql"),
    include_str!("../../../../migrations/sqlite/0008_names.sql"),
    include_str!("../../../../migrations/sqlite/0009_leases.sql"),
    include_str!("../../../../migrations/sqlite/0010_keyring.sql"),
    include_str!("../../../../migrations/sqlite/0011_invited.sql"),
    include_str!("../../../../migrations/sqlite/0012_by_use.sql"),
    include_str!("../../../../migrations/sqlite/0013_seen.sql"),
    include_str!("../../../../migrations/sqlite/0014_signed_ids.sql"),
];

/// Applies what is missing. Another process may be at it too: the version is read again under the lock.
pub(super) fn update(db: &mut Connection) -> Outcome<()> {
    if found(db)? == Tables::Current {
        return Ok(());
    }
    for (migration, makes) in MIGRATIONS.iter().zip(1_i64..) {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&step)? < makes {
            step.execute_batch(migration)?;
            step.execute("insert into schema_version (version) values (?1)", [makes])?;
        }
        step.commit()?;
    }
    Ok(())
}

/// What is there; `Unfit` where a newer program made it.
pub(super) fn found(db: &Connection) -> Outcome<Tables> {
    let (found, known) = (version(db)?, MIGRATIONS.len());
    if found > known as i64 {
        return Err(Broken::Unfit(format!(
            "the database was written by a newer Grantor (its tables are version {found}, this program knows {known}): start that version, or restore a backup"
        ))
        .into());
    }
    Ok(Tables::of(found, known))
}

/// Notes that a copy is begun, before there are tables.
pub(super) fn begin_copy(db: &Connection) -> Outcome<()> {
    if version(db)? == 0 {
        db.execute_batch(copy::BEGIN)?;
    }
    Ok(())
}

pub(super) fn version(db: &Connection) -> Outcome<i64> {
    // Asked of the file: what the connection remembers of its tables may be from before another process's migration.
    let made: i64 =
        db.query_row("select count(*) from sqlite_schema where name = 'schema_version'", [], |row| row.get(0))?;
    if made == 0 {
        return Ok(0);
    }
    Ok(db.query_row("select coalesce(max(version), 0) from schema_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_database_gets_all_tables_and_a_second_start_changes_nothing() {
        let mut db = Connection::open_in_memory().unwrap();
        update(&mut db).unwrap();
        update(&mut db).unwrap();
        assert_eq!(version(&db).unwrap(), MIGRATIONS.len() as i64);
        let loose: i64 = db
            .query_row("select count(*) from pragma_table_list where schema = 'main' and name not like 'sqlite_%' and not strict", [], |row| row.get(0))
            .unwrap();
        assert_eq!(loose, 0, "every table is STRICT");
    }

    #[test]
    fn a_newer_database_is_refused() {
        let mut db = Connection::open_in_memory().unwrap();
        update(&mut db).unwrap();
        db.execute("insert into schema_version (version) values (99)", []).unwrap();
        let refused = Broken::from(update(&mut db).unwrap_err()).to_string();
        assert!(
            refused.starts_with("the database was written by a newer Grantor (its tables are version 99"),
            "{refused}"
        );
    }
}
