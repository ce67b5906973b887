//! The file: whose it is, what stands in it, and what is refused.

use super::super::Sqlite;
use super::{Fixture, NOW, REALM, token};
use crate::contract::accounts::session as signed_in;
use crate::contract::world::account as person;
use crate::ops::{Consent, IssueCode, Issued, RedeemCode, Redeemed, Session, Shown, Won};
use crate::{Broken, Store, Tables};
use engine::model::{AccessToken, AccountKey, AppKey, Code, FamilyKey, GrantKey, MountKey, RefreshToken};
use engine::secret::Plain;
use engine::token::TokenHash;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

#[tokio::test]
async fn only_its_owner_reads_it() {
    let fixture = Fixture::new();
    fixture.issue("t").await.unwrap();
    for entry in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
    }
}

fn consent(proposed: GrantKey) -> Consent {
    let (origin, audit) = Default::default();
    Consent { proposed, scope: "the-scope".to_owned(), at: NOW, origin, audit }
}

#[tokio::test]
async fn no_secret_stands_in_clear() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let canaries = ["canary-code", "canary-access", "canary-refresh", "canary-session"].map(Plain::new);
    let [code, access, refresh, session] = canaries.each_ref().map(Plain::hashed);
    let (app, account, grant, family) = (AppKey(1), AccountKey(2), GrantKey(3), FamilyKey(4));
    let code_row = Code {
        hash: code,
        mount: MountKey(1),
        app,
        account,
        grant,
        scope: "the-scope".to_owned(),
        redirect_uri: None,
        redirect_named: false,
        challenge: None,
        offline: true,
        issued_at: NOW,
        ends_at: NOW + 60,
        spent: None,
    };
    let issue = IssueCode { realm: REALM, code: code_row, consent: consent(grant) };
    assert_eq!(store.issue_code(issue).await.unwrap(), Issued::New);
    let access =
        AccessToken { hash: TokenHash::of(access), account: Some(account), grant: Some(grant), family, ..token("") };
    let refresh = RefreshToken {
        hash: TokenHash::of(refresh),
        mount: MountKey(1),
        app,
        account,
        grant,
        family,
        number: 0,
        scope: "the-scope".to_owned(),
        issued_at: NOW,
        ends_at: None,
        family_ends_at: None,
        ended: None,
        succession: None,
        access: None,
        purge_at: None,
    };
    let (bounds, refresh) = (crate::ops::Bounds::default(), Some(refresh));
    let redeem = RedeemCode { realm: REALM, code, grant, access, second: None, refresh, bounds, now: NOW };
    assert_eq!(store.redeem_code(redeem).await.unwrap(), Redeemed::Won);
    let session = Session { realm: REALM, hash: session, ..signed_in("s", account) };
    let person = person("alice", account);
    let shown = Shown::Password(person.password.clone());
    store.create_account(REALM, person, Default::default()).await.unwrap();
    assert_eq!(store.open_session(session, shown, Default::default()).await.unwrap(), Won::Yes);

    let bytes: Vec<u8> = std::fs::read_dir(fixture.folder.path())
        .unwrap()
        .flat_map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("the-scope"), "the scan sees what is there");
    assert!(!holds("canary"));
}

#[tokio::test]
async fn a_thread_reads_many_databases_with_few_connections() {
    let fixtures: Vec<_> = (0..20).map(|_| Fixture::new()).collect();
    for (number, fixture) in fixtures.iter().enumerate() {
        fixture.issue(&number.to_string()).await.unwrap();
    }
    for _ in 0..2 {
        for (number, fixture) in fixtures.iter().enumerate() {
            assert!(fixture.has(&number.to_string()).await);
            assert!(!fixture.has("other").await);
        }
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let fixture = Fixture::new();
    fixture.issue("t").await.unwrap();
    let Fixture { folder, store } = fixture;
    drop(store);
    let store = Sqlite::open(&folder.path().join("grantor.db")).unwrap();
    assert!(Fixture { folder, store }.has("t").await);
}

#[test]
fn many_may_start_at_once_on_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    std::thread::scope(|scope| {
        let open = || scope.spawn(|| Sqlite::open(&path).map(drop));
        for started in (0..8).map(|_| open()).collect::<Vec<_>>() {
            started.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_newer_database_is_refused() {
    let fixture = Fixture::new();
    let other = rusqlite::Connection::open(fixture.path()).unwrap();
    other.execute("insert into schema_version (version) values (99)", []).unwrap();
    let refused = Sqlite::open(&fixture.path()).err().unwrap();
    assert!(matches!(&refused, Broken::Unfit(why) if why.contains("newer Grantor")), "{refused}");
}

#[test]
fn whoever_only_looks_makes_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    assert!(Sqlite::tables(&path).is_err() && !path.exists());
    std::fs::write(&path, "").unwrap();
    assert_eq!(Sqlite::tables(&path).unwrap(), Tables::Absent);
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    drop(Sqlite::open(&path).unwrap());
    assert_eq!(Sqlite::tables(&path).unwrap(), Tables::Current);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute("delete from schema_version where version > 5", []).unwrap();
    assert_eq!(Sqlite::tables(&path).unwrap(), Tables::Earlier);
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    std::fs::write(&path, "Dear diary, ".repeat(1_000)).unwrap();
    assert!(matches!(Sqlite::open(&path).err().unwrap(), Broken::Corrupt(_)));
    let refused = Sqlite::open(Path::new("/nowhere/grantor.db")).err().unwrap();
    assert!(refused.to_string().contains("/nowhere/grantor.db"), "{refused}");
}

#[tokio::test]
async fn check_says_what_is_wrong() {
    let fixture = Fixture::new();
    for number in 0..500 {
        fixture.issue(&number.to_string()).await.unwrap();
    }
    assert!(fixture.store.check().await.unwrap().is_empty());
    let Fixture { folder, store } = fixture;
    drop(store);
    let path = folder.path().join("grantor.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4_096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let found = match Sqlite::open(&path) {
        Ok(store) => store.check().await,
        Err(broken) => Err(broken),
    };
    assert!(
        found.as_ref().map_or_else(|broken| matches!(broken, Broken::Corrupt(_)), |found| !found.is_empty()),
        "{found:?}"
    );
}
