//! Connections that reads share. One that is lost is opened anew in the background; meanwhile the others serve, or nobody is kept waiting.

use super::link::{Link, Place, Purpose};
use crate::tables::fault::Outcome;
use arc_swap::ArcSwapOption;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long after a failed attempt the next one follows.
const AGAIN: Duration = Duration::from_millis(200);

type Slot = Arc<ArcSwapOption<Link>>;

/// Some connections, and the tasks that keep them open.
pub(super) struct Reads {
    slots: Vec<Slot>,
    next: AtomicUsize,
    keepers: Vec<JoinHandle<()>>,
}

impl Reads {
    /// Opens all of them.
    pub(super) async fn open(place: &Arc<Place>) -> Outcome<Self> {
        let (mut slots, mut keepers) = (Vec::new(), Vec::new());
        for _ in 0..place.options.readers.max(1) {
            let opened = opened(place).await?;
            let slot = Slot::new(ArcSwapOption::new(Some(Arc::clone(&opened.0))));
            keepers.push(tokio::spawn(keep(Arc::clone(place), Arc::clone(&slot), opened)));
            slots.push(slot);
        }
        Ok(Self { slots, next: AtomicUsize::new(0), keepers })
    }

    /// The next one that is open.
    pub(super) fn one(&self) -> Option<Arc<Link>> {
        let from = self.next.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..self.slots.len()).filter_map(|step| self.slots.get((from + step) % self.slots.len()));
        in_turn.filter_map(|slot| slot.load_full()).find(|link| !link.is_lost())
    }
}

impl Drop for Reads {
    fn drop(&mut self) {
        self.keepers.iter().for_each(JoinHandle::abort);
    }
}

async fn opened(place: &Place) -> Outcome<(Arc<Link>, JoinHandle<()>)> {
    let (link, driver) = place.open(Purpose::Reads).await?;
    Ok((Arc::new(link), driver))
}

async fn keep(place: Arc<Place>, slot: Slot, (mut link, mut driver): (Arc<Link>, JoinHandle<()>)) {
    loop {
        tokio::select! {
            // A driver that ends by a panic has ended too.
            _ = &mut driver => {}
            () = link.is_silent() => {}
        }
        slot.store(None);
        (link, driver) = loop {
            match opened(&place).await {
                Ok(opened) => break opened,
                Err(fault) => {
                    tracing::debug!(?fault, "the database cannot be reached");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        };
        slot.store(Some(Arc::clone(&link)));
    }
}
