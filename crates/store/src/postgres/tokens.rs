//! Tokens that stand on nothing: an app's own, which no limit counts. There is nothing to decide when they are written, so that all that has queued
//! up is one statement.

use super::again::{Failed, LONG, Tries};
use super::link::{Link, Place, Purpose};
use crate::ops::{IssueAccess, Issued};
use crate::tables::batch::{BATCH, Counts, GATHER};
use crate::tables::fault::Outcome;
use crate::tables::rows::{ACCESS_KEPT, NOBODY};
use crate::{Broken, Result};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::task::yield_now;

pub(super) const INSERT: &str = "insert into access_tokens (id, hash, realm, mount, app, account, scope, usage, issued_at, ends_at, purge_at)
  select * from unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[],
    $10::bigint[], $11::bigint[])
  on conflict do nothing returning id";

/// The way to the task that writes them.
pub(super) struct Tokens {
    queue: Sender<Waiting>,
    counts: Arc<Counts>,
}

/// A row, and who waits for it. `None`: its id is there already, or not all could be written together: what that means for this one, whoever asked finds
/// out.
struct Waiting {
    row: Row,
    to: oneshot::Sender<Result<Option<Issued>>>,
}

struct Row {
    id: i64,
    hash: [u8; 24],
    realm: i64,
    mount: i64,
    app: i64,
    scope: String,
    usage: i64,
    issued_at: i64,
    ends_at: Option<i64>,
    purge_at: Option<i64>,
}

impl Row {
    fn of(write: &IssueAccess) -> Self {
        let token = &write.access;
        let purge_at = token.purge_at.or(token.ends_at.map(|end| end.saturating_add(ACCESS_KEPT)));
        Self {
            id: token.hash.id().0,
            hash: *token.hash.rest(),
            realm: i64::from(write.realm.0),
            mount: i64::from(token.mount.0),
            app: token.app.0,
            scope: token.scope.clone(),
            usage: token.usage as i64,
            issued_at: token.issued_at,
            ends_at: token.ends_at,
            purge_at: purge_at.filter(|purge| token.ends_at != Some(*purge)),
        }
    }
}

impl Tokens {
    /// Starts the task; it ends when this is dropped.
    pub(super) fn start(place: &Arc<Place>, counts: Arc<Counts>) -> Self {
        let (queue, waiting) = channel(place.options.queue);
        tokio::spawn(serve(Arc::clone(place), waiting, Arc::clone(&counts)));
        Self { queue, counts }
    }

    /// Writes a token and waits until it is durable.
    pub(super) async fn issue(&self, write: &IssueAccess) -> Result<Option<Issued>> {
        let (to, answer) = oneshot::channel();
        let gone = || Broken::Unavailable("the writer has ended".to_owned());
        self.counts.waiting.fetch_add(1, Ordering::Relaxed);
        let sent = self.queue.try_send(Waiting { row: Row::of(write), to });
        if sent.is_err() {
            self.counts.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        match sent {
            Ok(()) => answer.await.unwrap_or_else(|_| Err(gone())),
            Err(TrySendError::Full(_)) => Err(self.counts.refuses()),
            Err(TrySendError::Closed(_)) => Err(gone()),
        }
    }
}

async fn serve(place: Arc<Place>, mut queue: Receiver<Waiting>, counts: Arc<Counts>) {
    let (mut link, mut last) = (None, 0);
    loop {
        let mut batch = Vec::new();
        if queue.recv_many(&mut batch, BATCH).await == 0 {
            return;
        }
        if last > 1 {
            gather(&mut queue, &mut batch).await;
        }
        last = batch.len();
        counts.waiting.fetch_sub(batch.len() as u64, Ordering::Relaxed);
        let begun = Instant::now();
        let written = write(&place, &mut link, &batch).await;
        match written {
            Ok(mut ids) => {
                counts.committed(batch.len());
                for Waiting { row, to } in batch {
                    // Taken out, so that the second of two that are the same is not told that it was new.
                    let _ = to.send(Ok(ids.remove(&row.id).then_some(Issued::New)));
                }
            }
            Err(fault) if !fault.hits_all() => {
                for Waiting { to, .. } in batch {
                    let _ = to.send(Ok(None));
                }
            }
            Err(fault) => {
                let shared = Broken::from(fault).shared();
                if begun.elapsed() >= LONG {
                    take_all(&mut queue, &mut batch, &counts);
                }
                for Waiting { to, .. } in batch {
                    let _ = to.send(Err(shared.clone()));
                }
            }
        }
    }
}

/// Whoever waits now comes into the batch too.
fn take_all(queue: &mut Receiver<Waiting>, batch: &mut Vec<Waiting>, counts: &Counts) {
    let before = batch.len();
    while let Ok(more) = queue.try_recv() {
        batch.push(more);
    }
    counts.waiting.fetch_sub((batch.len() - before) as u64, Ordering::Relaxed);
}

/// Where several came at a time, more are on their way: what else the runtime has to do goes first, as long as that brings more, and not for long.
async fn gather<T>(queue: &mut Receiver<T>, batch: &mut Vec<T>) {
    let begun = Instant::now();
    loop {
        let before = batch.len();
        yield_now().await;
        while batch.len() < BATCH
            && let Ok(more) = queue.try_recv()
        {
            batch.push(more);
        }
        if batch.len() == before || batch.len() == BATCH || begun.elapsed() >= GATHER {
            return;
        }
    }
}

/// Until they are written, or known not to be, or nobody waits for them any more: what is there already stays.
async fn write(place: &Place, link: &mut Option<Link>, batch: &[Waiting]) -> Outcome<HashSet<i64>> {
    let mut tries = Tries::new(place.options.statement);
    loop {
        match write_once(place, link, batch).await {
            Ok(ids) => return Ok(ids),
            Err(failed) => tries.next(failed).await?,
        }
        if tries.are_in_doubt() && batch.iter().all(|waiting| waiting.to.is_closed()) {
            return Ok(HashSet::new());
        }
    }
}

async fn write_once(
    place: &Place,
    link: &mut Option<Link>,
    batch: &[Waiting],
) -> std::result::Result<HashSet<i64>, Failed> {
    let open = match link.take().filter(|link| !link.is_lost()) {
        Some(open) => open,
        None => place.open(Purpose::Writes).await.map_err(Failed::Before)?.0,
    };
    let written = open.answered(insert(&open, batch)).await;
    *link = Some(open).filter(|_| written.is_ok());
    // The statement is its own commit.
    written.map_err(Failed::committing)
}

async fn insert(link: &Link, batch: &[Waiting]) -> Outcome<HashSet<i64>> {
    fn column<'a, T>(batch: &'a [Waiting], of: impl Fn(&'a Row) -> T) -> Vec<T> {
        batch.iter().map(|waiting| of(&waiting.row)).collect()
    }
    let statement = link.prepared_text(INSERT).await?;
    let rows = link
        .client
        .query(
            &statement,
            &[
                &column(batch, |row| row.id),
                &column(batch, |row| row.hash.as_slice()),
                &column(batch, |row| row.realm),
                &column(batch, |row| row.mount),
                &column(batch, |row| row.app),
                &column(batch, |_| NOBODY),
                &column(batch, |row| row.scope.as_str()),
                &column(batch, |row| row.usage),
                &column(batch, |row| row.issued_at),
                &column(batch, |row| row.ends_at),
                &column(batch, |row| row.purge_at),
            ],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_comes_one_by_one_does_not_keep_a_batch_for_long() {
        let (queue, mut waiting) = channel(2 * BATCH);
        let slow = tokio::spawn(async move {
            while queue.send(()).await.is_ok() {
                std::thread::sleep(GATHER);
                yield_now().await;
            }
        });
        let mut batch = vec![()];
        gather(&mut waiting, &mut batch).await;
        assert!(batch.len() <= 4, "{} came", batch.len());
        drop(waiting);
        slow.await.unwrap();
    }

    #[tokio::test]
    async fn whoever_is_on_the_way_comes_into_the_same_batch_up_to_its_bound() {
        let (queue, mut waiting) = channel(2 * BATCH);
        let bring = |number: usize| {
            let queue = queue.clone();
            tokio::spawn(async move { queue.send(number).await.unwrap() })
        };
        (1..20).for_each(|number| drop(bring(number)));
        let mut batch = vec![0];
        gather(&mut waiting, &mut batch).await;
        assert!(batch.iter().copied().eq(0..20));
        (20..BATCH + 10).for_each(|number| queue.try_send(number).unwrap());
        gather(&mut waiting, &mut batch).await;
        assert_eq!((batch.len(), waiting.len()), (BATCH, 10));
    }
}
