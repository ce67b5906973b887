//! One transaction for many, and none that suffers for another.

use super::super::Patience;
use super::{Fixture, is_unavailable, token};
use crate::Broken;
use crate::ops::Issued;
use crate::sqlite::rows;
use std::sync::Arc;
use std::time::Duration;

/// Keeps the writer busy for so long, and waits until it is.
async fn occupy(fixture: &Arc<Fixture>, time: Duration) -> tokio::task::JoinHandle<()> {
    let busy = Arc::clone(fixture);
    let task = tokio::spawn(async move {
        let work = move |_: &rusqlite::Connection| {
            std::thread::sleep(time);
            Ok(())
        };
        busy.store.writer.write(work).await.unwrap();
    });
    tokio::time::sleep(time / 4).await;
    task
}

#[tokio::test]
async fn every_commit_is_on_disk_before_it_is_answered() {
    let fixture = Fixture::new();
    let read = |db: &rusqlite::Connection| {
        let synchronous = db.query_row("pragma synchronous", [], |row| row.get::<_, i64>(0))?;
        let mode = db.query_row("pragma journal_mode", [], |row| row.get::<_, String>(0))?;
        Ok((synchronous, mode))
    };
    assert_eq!(fixture.store.writer.write(read).await.unwrap(), (2, "wal".to_owned()));
}

#[tokio::test]
async fn what_has_queued_up_is_committed_together() {
    let fixture = Arc::new(Fixture::new());
    let busy = occupy(&fixture, Duration::from_millis(200)).await;
    let (before, _) = fixture.store.commits();
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let fixture = Arc::clone(&fixture);
            tokio::spawn(async move { fixture.issue(&number.to_string()).await.unwrap() })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Issued::New);
    }
    busy.await.unwrap();
    let (commits, operations) = fixture.store.commits();
    assert_eq!(operations, 101);
    assert!(commits - before <= 3, "{} commits", commits - before);
}

#[tokio::test]
async fn an_operation_that_fails_takes_no_other_along() {
    let fixture = Arc::new(Fixture::new());
    let busy = occupy(&fixture, Duration::from_millis(200)).await;
    let fails = |db: &rusqlite::Connection| {
        rows::insert_access(db, super::REALM, &token("half"))?;
        rows::insert_access(db, super::REALM, &token("half"))
    };
    let (first, failed, second) =
        tokio::join!(fixture.issue("before"), fixture.store.writer.write(fails), fixture.issue("after"));
    assert_eq!((first.unwrap(), second.unwrap()), (Issued::New, Issued::New));
    assert!(matches!(failed, Err(Broken::Corrupt(_))));
    assert!(!fixture.has("half").await, "all of an operation or nothing");
    busy.await.unwrap();
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let fixture = Arc::new(Fixture::with(Patience { queue: 4, ..Patience::default() }));
    let busy = occupy(&fixture, Duration::from_millis(400)).await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let fixture = Arc::clone(&fixture);
            tokio::spawn(async move {
                let asked = std::time::Instant::now();
                let got = fixture.issue(&number.to_string()).await;
                if is_unavailable(&got) {
                    assert!(asked.elapsed() < Duration::from_millis(200));
                }
                is_unavailable(&got)
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += usize::from(task.await.unwrap());
    }
    assert_eq!(refused, 16);
    busy.await.unwrap();
    assert_eq!(fixture.issue("later").await.unwrap(), Issued::New);
}
