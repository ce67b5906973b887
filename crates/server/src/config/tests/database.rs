//! A database at an address.

use super::{checked, faults, realm};
use crate::config::{EXAMPLE, StoreConfig};
use store::postgres::{Batches, Options, Pooler};

/// What the file says of the database, `store` apart.
fn options(lines: &str) -> Options {
    let text = format!("store = \"postgres://grantor@db/grantor\"\n[postgres]\n{lines}\n{}", realm(""));
    let StoreConfig::Postgres(options) = checked(&text).unwrap().store else { panic!("it is on a server") };
    options
}

#[test]
fn what_the_example_shows_of_a_database_at_an_address_is_the_default() {
    let shown = EXAMPLE.split_once("# [postgres]\n").unwrap().1.split("\n\n").next().unwrap();
    let others = ["root_certificates", "direct"];
    let lines = shown.lines().filter_map(|line| line.strip_prefix("# "));
    let lines: Vec<&str> = lines.filter(|line| !others.iter().any(|other| line.starts_with(other))).collect();
    assert_eq!(lines.len(), 5);
    assert!(options(&lines.join("\n")) == Options::new("postgres://grantor@db/grantor"));
}

#[test]
fn a_database_at_an_address_is_used_as_the_file_says() {
    let own = options("readers = 1\nwriters = 9\nstatement_timeout = \"8s\"\nbatches = false");
    assert_eq!((own.readers, own.writers, own.statement.as_secs()), (1, 9, 8));
    assert_eq!(own.batches, Batches::Off);
    let own = options("pooler = \"transaction\"\ndirect = \"postgres://grantor@itself/grantor\"");
    assert_eq!(own.pooler, Pooler::Transaction);
    assert_eq!(own.direct.as_deref(), Some("postgres://grantor@itself/grantor"));
    let wrong = "store = \"postgres://grantor@db/grantor\"\n[postgres]\nreaders = 0\nwriters = 101\nstatement_timeout = \"2m\"\n\
                 pooler = \"transactions\"\ndirect = \"nonsense\"\n";
    let found = faults(&(wrong.to_owned() + &realm("")));
    assert_eq!(
        found,
        [
            "3:11 0 connections / 1 to 100",
            "4:11 101 connections / 1 to 100",
            "5:21 a statement cannot take `2m` / `1s` to `1m`",
            "6:10 unknown pooler `transactions` / did you mean `transaction`?",
            "7:10 the address of the database: invalid connection string: unexpected EOF / the server's own address, as in `store`",
        ]
    );
    let alone =
        "store = \"postgres://grantor@db/grantor\"\n[postgres]\ndirect = \"postgres://grantor@itself/grantor\"\n";
    assert!(faults(&(alone.to_owned() + &realm("")))[0].contains("no pooler that this address would go round"));
    assert!(faults(&("[postgres]\nreaders = 1\n".to_owned() + &realm("")))[0].contains("no database at an address"));
}
