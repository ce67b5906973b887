//! `grantor store copy`.

use super::{Held, REALMS, folder_with_key_of, grantor, on_file, told};
use crate::database::Database;
use crate::world::World;
use std::process::Stdio;
use std::time::{Duration, Instant};
use store::postgres::{Options, Postgres};
use store::sqlite::Sqlite;
use tempfile::TempDir;

/// Rows that are too many to be copied before somebody looks.
const MANY: u32 = 60_000;

#[test]
fn to_a_server_and_back_everything_that_was_handed_out_goes_on() {
    let first = on_file();
    let held = Held::by(&first);
    let home = first.end();
    let file = Database::File(home.path().to_owned());
    let before = std::fs::read(file.name()).unwrap();

    let server = Database::server();
    let (status, said) = told(&["store", "copy", &file.name(), &server.name()]);
    assert_eq!(status, 0, "{said}");
    assert!(said.ends_with("\ncopied; both sides are the same"), "{said}");
    for table in ["access_tokens", "families", "grants", "audit", "sessions", "apps", "codes"] {
        let line = said.lines().find(|line| line.starts_with(&format!("{table} "))).unwrap();
        let rows = file.ask(&format!("select count(*) from {table}"));
        assert!(rows != "0" && line.split_whitespace().nth(1) == Some(&rows), "{line}");
        assert_eq!(server.ask(&format!("select count(*) from {table}")), rows);
    }
    assert!(std::fs::read(file.name()).unwrap() == before, "nothing is changed in FROM");

    let (status, said) = told(&["store", "copy", &file.name(), &server.name()]);
    assert_eq!(status, 1);
    assert!(said.starts_with("error: TO is not empty: `realms` has rows"), "{said}");
    assert!(said.contains("one that was begun has come to its end, or none was"), "{said}");

    let second = World::on(server, folder_with_key_of(home.path()), &World::text(&REALMS), 8);
    let held = held.works(&second, "on the server");
    let Database::Server(address) = &second.database else { unreachable!() };
    let address = address.clone();
    let key = second.end();

    let back = folder_with_key_of(key.path());
    let file = Database::File(back.path().to_owned());
    let (status, said) = told(&["store", "copy", &address, &format!("sqlite:{}", file.name())]);
    assert_eq!(status, 0, "{said}");
    let third = World::on(file, back, &World::text(&REALMS), 9);
    held.works(&third, "in a file again");
}

/// A file with many tokens, and a grant whose text a server cannot keep as it is.
fn filled() -> (TempDir, Database) {
    let folder = TempDir::new().unwrap();
    let file = Database::File(folder.path().to_owned());
    drop(Sqlite::open(file.name().as_ref()).unwrap());
    file.run(&format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < {MANY})
         insert into access_tokens (id, hash, realm, mount, app, account, scope, usage, issued_at)
         select i * 31 - 500000, randomblob(24), 1, 1, 1, 0, 'read ' || i, 0, 1000000 + i from n;
         insert into grants (realm, account, app, grant_key, scope, created_at) values (1, 9, 2, 5, 'a' || char(0) || 'b', 1), (2, 3, 4, 6, '', 1);"
    ));
    (folder, file)
}

/// Begins a copy and kills it when it has begun with the tokens.
fn killed_in_the_middle(from: &Database, to: &Database) {
    let mut child = grantor(&["store", "copy", &from.name(), &to.name()]).stdout(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    let there = "select count(*) from access_tokens";
    while to.ask("select count(*) from pg_class where relname = 'access_tokens'") == "0" || to.ask(there) == "0" {
        assert!(begun.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none(), "it has not ended");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    assert!(child.wait().unwrap().code().is_none(), "it was killed");
    let rows: u32 = to.ask(there).parse().unwrap();
    assert!(0 < rows && rows < MANY && rows.is_multiple_of(1_000), "{rows}: whole batches");
}

#[test]
fn killed_in_the_middle_it_goes_on_where_it_was() {
    let ((_folder, file), server) = (filled(), Database::server());
    killed_in_the_middle(&file, &server);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let opened = runtime.block_on(async { Postgres::connect(Options::new(server.name())).await.map(drop) });
    let refused = opened.unwrap_err().to_string();
    assert!(refused.starts_with("a copy into this database was begun and has not come to its end"), "{refused}");

    // What is there already is not written again.
    let oldest = "select min(ctid)::text || max(xmin::text::bigint)::text from access_tokens where id < -490000";
    let there = server.ask(oldest);
    let (status, said) = told(&["store", "copy", &file.name(), &server.name()]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(server.ask(oldest), there);
    assert_eq!(server.ask("select count(*) from access_tokens"), MANY.to_string());
    assert_eq!(server.ask("select count(*) from pg_class where relname = 'unfinished_copy'"), "0");
    assert_eq!(server.ask("select scope from grants where account = 9"), "a\u{fffd}b");
    runtime.block_on(async { Postgres::connect(Options::new(server.name())).await.map(drop) }).unwrap();
}

#[test]
fn what_differs_is_told() {
    let ((_folder, file), server) = (filled(), Database::server());
    killed_in_the_middle(&file, &server);
    server.run("update access_tokens set scope = 'write' where id = (select min(id) from access_tokens)");
    let copy = || told(&["store", "copy", &file.name(), &server.name()]);
    let (status, said) = copy();
    assert_eq!(status, 1);
    assert!(said.starts_with("error: `access_tokens` is not the same on both sides: FROM has 60000 rows"), "{said}");
    server.run("update access_tokens set scope = 'read 1' where id = (select min(id) from access_tokens)");
    assert_eq!(copy().0, 0, "mended, the same command ends well");
}

#[test]
fn what_is_no_database_is_told() {
    let folder = TempDir::new().unwrap();
    let (none, to) = (folder.path().join("none.db"), folder.path().join("to.db"));
    let (status, said) = told(&["store", "copy", none.to_str().unwrap(), to.to_str().unwrap()]);
    assert_eq!((status, said), (1, format!("error: FROM: there is no file {}", none.display())));
    assert!(!none.exists() && !to.exists());
    assert_eq!(told(&["store", "copy", "mysql://db/x", to.to_str().unwrap()]).0, 2);
}
