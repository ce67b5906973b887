//! TLS, as the address asks for it.

use super::{leave, left};
use crate::Broken;
use crate::postgres::link::Place;
use crate::postgres::{Options, Postgres};
use cluster::Secured;
use std::sync::LazyLock;

static SECURED: LazyLock<Secured> = LazyLock::new(|| Secured::start().unwrap());

async fn connected(server: &Secured, database: &str, words: &str, roots: Option<Vec<u8>>) -> crate::Result<Postgres> {
    Postgres::connect(Options { roots, ..Options::new(server.address(database, words)) }).await
}

#[tokio::test]
async fn a_server_whose_certificate_is_known_is_spoken_to_by_tls() {
    let database = SECURED.cluster.database().unwrap();
    let roots = SECURED.certificate().unwrap();
    for words in ["sslmode=require", "sslmode=verify-full", "sslmode=verify-ca", "sslmode=prefer"] {
        let store = connected(&SECURED, &database, words, Some(roots.clone())).await.unwrap();
        leave(&store, words).await.unwrap();
        assert_eq!(left(&store).await.unwrap()[0], words);
        let how = "select count(*) from pg_stat_ssl natural join pg_stat_activity where application_name = 'grantor' and datname = current_database() and not ssl";
        assert_eq!(SECURED.cluster.ask(&database, how).unwrap(), "0", "{words}");
    }
}

#[tokio::test]
async fn a_server_whose_certificate_is_not_known_is_refused_and_the_sentence_says_why() {
    let database = SECURED.cluster.database().unwrap();
    let other = Secured::start().unwrap();
    for (words, roots) in [
        ("sslmode=require", Some(other.certificate().unwrap())),
        ("sslmode=prefer", Some(other.certificate().unwrap())),
        ("sslmode=require", None),
    ] {
        let Err(Broken::Unavailable(sentence)) = connected(&SECURED, &database, words, roots).await else {
            panic!("it is believed")
        };
        assert!(sentence.contains("TLS") && sentence.contains("UnknownIssuer"), "{sentence}");
    }
    // The name in the certificate counts, too.
    let roots = Some(SECURED.certificate().unwrap());
    let named = SECURED.address(&database, "sslmode=require").replace("@127.", "@localhost&hostaddr=127.");
    let (place, rest) = named.split_once('&').unwrap();
    let (address, rest) = rest.split_once('/').unwrap();
    let named = Options { roots, ..Options::new(format!("{place}/{rest}&{address}")) };
    let Err(Broken::Unavailable(sentence)) = Postgres::connect(named).await else { panic!("it is believed") };
    assert!(sentence.contains("not valid for name"), "{sentence}");
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_it_is_demanded() {
    let plain = Secured::start().unwrap();
    let database = plain.cluster.database().unwrap();
    plain.unsecure(&database).unwrap();
    let Err(Broken::Unavailable(sentence)) = connected(&plain, &database, "sslmode=require", None).await else {
        panic!("it is believed")
    };
    assert!(sentence.contains("server does not support TLS"), "{sentence}");
    // Without a word about it the server may say that it speaks none, and so may whoever is in between.
    leave(&connected(&plain, &database, "", None).await.unwrap(), "in clear").await.unwrap();
}

#[test]
fn whoever_can_be_read_along_with_is_told() {
    let is_exposed = |url: &str| Place::new(Options::new(url)).unwrap().is_exposed();
    for exposed in ["postgres://grantor@db/grantor", "postgres://grantor@10.0.0.1/g?sslmode=prefer", "host=a,localhost"]
    {
        assert!(is_exposed(exposed), "{exposed}");
    }
    for fine in [
        "postgres://grantor@db/grantor?sslmode=require",
        "postgres://grantor@db/grantor?sslmode=verify-full",
        "postgres://grantor@db/grantor?sslmode=disable",
        "postgres://grantor@localhost/grantor",
        "postgres://grantor@127.0.0.1,[::1]/grantor",
        "postgres://grantor@%2Frun%2Fpostgresql/grantor",
    ] {
        assert!(!is_exposed(fine), "{fine}");
    }
}
