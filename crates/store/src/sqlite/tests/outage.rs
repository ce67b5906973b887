//! A database that is full, locked or gone: 503 meanwhile, and service by itself afterwards.

use super::{Fixture, is_unavailable};
use crate::Store;
use crate::ops::Issued;
use crate::sqlite::Patience;
use crate::sqlite::run::Open;
use crate::tables::doubt::Doubt;
use rusqlite::Connection;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::test]
async fn full() {
    let fixture = Fixture::new();
    let pages = |most: u32| {
        async move |open: &Open| {
            open.connection().query_row(&format!("pragma max_page_count = {most}"), [], |_| Ok(()))?;
            Ok(())
        }
    };
    fixture.issue("before").await.unwrap();
    fixture.store.writer.write(Doubt::Tell, pages(1)).await.unwrap();
    let mut got = Ok(Issued::New);
    let mut kept = Vec::new();
    for number in 0..2_000 {
        let text = format!("token-{number}");
        got = fixture.issue(&text).await;
        if got.is_err() {
            break;
        }
        kept.push(text);
    }
    assert!(is_unavailable(&got), "{got:?}");
    assert!(fixture.has("before").await, "reading goes on");
    fixture.store.writer.write(Doubt::Tell, pages(1_000_000)).await.unwrap();
    assert_eq!(fixture.issue("after").await.unwrap(), Issued::New);
    for text in kept {
        assert!(fixture.has(&text).await, "{text} was acknowledged");
    }
}

#[tokio::test]
async fn locked() {
    let fixture = Fixture::new();
    fixture.issue("before").await.unwrap();
    let other = Connection::open(fixture.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let fixture = Arc::new(fixture);
    let asked = Instant::now();
    let write = |number: usize| {
        let fixture = Arc::clone(&fixture);
        tokio::spawn(async move { fixture.issue(&number.to_string()).await })
    };
    for task in (0..50).map(write).collect::<Vec<_>>() {
        assert!(is_unavailable(&task.await.unwrap()));
    }
    let waited = asked.elapsed();
    assert!(waited >= Duration::from_millis(90), "{waited:?}: a lock is waited for");
    assert!(waited < Duration::from_secs(2), "{waited:?}: once for all that queue, not once each");
    assert!(fixture.has("before").await, "reading goes on");
    other.execute_batch("commit").unwrap();
    assert_eq!(fixture.issue("a").await.unwrap(), Issued::New);
}

/// Who queues behind a write that waits for a lock has waited as well, and does not wait as long once more.
#[tokio::test]
async fn a_long_lock_is_waited_for_once() {
    let patience = Patience { busy: Duration::from_secs(1), queue: 1_000 };
    let fixture = Arc::new(Fixture::with(patience));
    let other = Connection::open(fixture.path()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let asked = Instant::now();
    let write = |text: &'static str| {
        let fixture = Arc::clone(&fixture);
        tokio::spawn(async move { fixture.issue(text).await })
    };
    let first = write("first");
    tokio::time::sleep(Duration::from_millis(200)).await;
    let behind = write("behind");
    assert!(is_unavailable(&first.await.unwrap()) && is_unavailable(&behind.await.unwrap()));
    let waited = asked.elapsed();
    assert!((900..1_700).contains(&waited.as_millis()), "{waited:?}");
    other.execute_batch("commit").unwrap();
    assert_eq!(fixture.issue("after").await.unwrap(), Issued::New);
    // The lock has passed: the next one is waited for as patiently as the first.
    other.execute_batch("begin immediate").unwrap();
    let asked = Instant::now();
    assert!(is_unavailable(&fixture.issue("later").await));
    assert!(asked.elapsed() >= Duration::from_millis(900));
}

#[tokio::test]
async fn a_short_lock_is_waited_for() {
    let fixture = Fixture::new();
    let path = fixture.path();
    let (locked, is_locked) = tokio::sync::oneshot::channel();
    let other = std::thread::spawn(move || {
        let other = Connection::open(path).unwrap();
        other.execute_batch("begin immediate").unwrap();
        locked.send(()).unwrap();
        std::thread::sleep(Duration::from_millis(30));
        other.execute_batch("commit").unwrap();
    });
    is_locked.await.unwrap();
    assert_eq!(fixture.issue("a").await.unwrap(), Issued::New);
    other.join().unwrap();
}

#[tokio::test]
async fn gone_and_back() {
    let fixture = Fixture::new();
    fixture.issue("before").await.unwrap();
    assert!(fixture.has("before").await);
    let away = fixture.folder.path().join("away.db");
    std::fs::rename(fixture.path(), &away).unwrap();
    let got = fixture.issue("lost").await;
    assert!(is_unavailable(&got), "{got:?}: no write goes into a file that nobody will find");
    assert!(is_unavailable(&fixture.store.revision(super::REALM).await));
    assert!(!fixture.path().exists(), "nor is an empty one made in its place");
    std::fs::rename(&away, fixture.path()).unwrap();
    assert_eq!(fixture.issue("after").await.unwrap(), Issued::New);
    assert!(fixture.has("after").await && !fixture.has("lost").await);
}

#[tokio::test]
async fn replaced() {
    let fixture = Fixture::new();
    fixture.issue("here").await.unwrap();
    assert!(fixture.has("here").await);
    let other = Fixture::new();
    other.issue("there").await.unwrap();
    let restored = other.path();
    let Fixture { folder: kept, store } = other;
    drop(store);
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", fixture.path().display()));
    }
    std::fs::rename(restored, fixture.path()).unwrap();
    drop(kept);
    let deadline = Instant::now() + Duration::from_secs(5);
    while fixture.has("here").await {
        assert!(Instant::now() < deadline, "the idle writer looks for itself");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(fixture.has("there").await);
    assert_eq!(fixture.issue("after").await.unwrap(), Issued::New);
    assert!(fixture.has("after").await);
}
