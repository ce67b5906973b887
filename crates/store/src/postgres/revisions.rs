//! Revisions of realms, which nearly every request asks for. Whoever asks while one is looked up shares the next look: that begins when all of them
//! have come, so that each sees what was committed before.

use super::open;
use super::reads::Reads;
use crate::tables::audit;
use crate::tables::batch::{BATCH, Counts};
use crate::{Broken, Result};
use engine::model::RealmKey;
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// A look that takes longer keeps nobody but those who share it: the next one begins beside it, as a rule on another connection.
const SLOW: Duration = Duration::from_millis(5);

/// The way to the task that looks.
pub(super) struct Revisions {
    queue: UnboundedSender<Asked>,
    /// Whoever asks has one until the answer.
    places: Arc<Semaphore>,
    counts: Arc<Counts>,
}

struct Asked {
    realm: RealmKey,
    answer: oneshot::Sender<Result<i64>>,
    _place: OwnedSemaphorePermit,
}

impl Revisions {
    /// Starts the task; it ends when this is dropped. `most`: how many may wait for an answer.
    pub(super) fn start(reads: Arc<Reads>, most: usize, counts: Arc<Counts>) -> Self {
        let (queue, asked) = unbounded_channel();
        tokio::spawn(serve(reads, asked));
        Self { queue, places: Arc::new(Semaphore::new(most)), counts }
    }

    /// The realm's, as it is after this was called.
    pub(super) async fn of(&self, realm: RealmKey) -> Result<i64> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else { return Err(self.counts.refuses()) };
        let (answer, told) = oneshot::channel();
        // Where the task has ended, what was sent is dropped, and with it the way of the answer.
        let _ = self.queue.send(Asked { realm, answer, _place: place });
        told.await.unwrap_or_else(|_| Err(Broken::Unavailable("whoever reads has ended".to_owned())))
    }
}

async fn serve(reads: Arc<Reads>, mut queue: UnboundedReceiver<Asked>) {
    let mut asked = Vec::new();
    while queue.recv_many(&mut asked, BATCH).await > 0 {
        let look = tokio::spawn(look(Arc::clone(&reads), std::mem::take(&mut asked)));
        // Dropping the handle does not end a slow one: whoever waits for it is still told.
        let _ = timeout(SLOW, look).await;
    }
}

async fn look(reads: Arc<Reads>, asked: Vec<Asked>) {
    let mut realms: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for own in asked {
        realms.entry(own.realm.0).or_default().push(own);
    }
    join_all(realms.into_iter().map(async |(realm, asked)| {
        let found = revision(&reads, RealmKey(realm)).await;
        for own in asked {
            // Nobody listens any more when the client has gone.
            let _ = own.answer.send(found.clone());
        }
    }))
    .await;
}

async fn revision(reads: &Reads, realm: RealmKey) -> Result<i64> {
    Ok(audit::revision(&open(reads)?, realm).await?)
}
