//! One transaction for many, and none that suffers for another.

use super::super::Patience;
use super::Fixture;
use crate::Store;
use crate::ops::Issued;
use crate::sqlite::run::Open;
use crate::tables::cell::cells;
use crate::tables::db::{Db, Sql};
use crate::tables::doubt::Doubt;
use crate::tables::fault::Fault;
use crate::{Broken, Result};
use engine::model::RealmKey;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

/// A writer that is busy until it is let go.
struct Held {
    release: Sender<()>,
    task: JoinHandle<()>,
}

impl Held {
    async fn new(fixture: &Arc<Fixture>) -> Self {
        let (release, gate) = channel();
        let (entered, inside) = channel();
        let gate = Mutex::new(gate);
        let store = Arc::clone(fixture);
        let task = tokio::spawn(async move {
            let work = async move |_: &Open| {
                entered.send(()).unwrap();
                gate.lock().unwrap().recv().unwrap();
                Ok(())
            };
            store.store.writer.write(Doubt::Tell, work).await.unwrap();
        });
        tokio::task::spawn_blocking(move || inside.recv().unwrap()).await.unwrap();
        Self { release, task }
    }

    async fn let_go(self) {
        self.release.send(()).unwrap();
        self.task.await.unwrap();
    }
}

/// Starts so many writes, and lets each get as far as the queue.
async fn queue(fixture: &Arc<Fixture>, writes: usize) -> Vec<JoinHandle<Result<Issued>>> {
    let start = |number: usize| {
        let fixture = Arc::clone(fixture);
        tokio::spawn(async move { fixture.issue(&number.to_string()).await })
    };
    let tasks = (0..writes).map(start).collect();
    for _ in 0..2 * writes {
        tokio::task::yield_now().await;
    }
    tasks
}

#[tokio::test]
async fn every_commit_is_on_disk_before_it_is_answered() {
    let fixture = Fixture::new();
    let read = async |open: &Open| {
        let db = open.connection();
        let synchronous = db.query_row("pragma synchronous", [], |row| row.get::<_, i64>(0))?;
        let mode = db.query_row("pragma journal_mode", [], |row| row.get::<_, String>(0))?;
        Ok((synchronous, mode))
    };
    assert_eq!(fixture.store.writer.write(Doubt::Tell, read).await.unwrap(), (2, "wal".to_owned()));
}

#[tokio::test]
async fn what_has_queued_up_is_committed_together() {
    let fixture = Arc::new(Fixture::new());
    let held = Held::new(&fixture).await;
    let tasks = queue(&fixture, 100).await;
    held.let_go().await;
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), Issued::New);
    }
    assert_eq!(
        (fixture.store.work().commits, fixture.store.work().operations),
        (2, 101),
        "one for the first, one for all that came meanwhile"
    );
}

#[tokio::test]
async fn an_operation_that_fails_takes_no_other_along() {
    let fixture = Arc::new(Fixture::new());
    let held = Held::new(&fixture).await;
    static HALF: Sql = Sql::new("insert into realms (realm, revision) values (77, 1)");
    let fails = async |db: &Open| {
        db.change(&HALF, cells![]).await?;
        Err::<(), _>(Fault::corrupt("half"))
    };
    let failing = fixture.store.writer.write(Doubt::Tell, fails);
    let (before, failed, after, ()) =
        tokio::join!(fixture.issue("before"), failing, fixture.issue("after"), held.let_go());
    assert_eq!((before.unwrap(), after.unwrap()), (Issued::New, Issued::New));
    assert!(matches!(failed, Err(Broken::Corrupt(_))));
    assert_eq!(fixture.store.revision(RealmKey(77)).await.unwrap(), 0, "all of an operation or nothing");
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let fixture = Arc::new(Fixture::with(Patience { queue: 4, ..Patience::default() }));
    let held = Held::new(&fixture).await;
    let (answered, waiting): (Vec<_>, Vec<_>) =
        queue(&fixture, 20).await.into_iter().partition(JoinHandle::is_finished);
    assert_eq!((answered.len(), waiting.len()), (16, 4), "the writer still being busy");
    held.let_go().await;
    for task in answered {
        assert!(matches!(task.await.unwrap(), Err(Broken::Busy)), "nothing is wrong with the database");
    }
    assert_eq!(fixture.store.work().refused, 16);
    for task in waiting {
        assert_eq!(task.await.unwrap().unwrap(), Issued::New);
    }
}
