//! Connections that reads share: some for questions about tokens, as many for pages, so that no list keeps a token waiting. One that is lost is opened
//! anew in the background; meanwhile the others serve, or nobody is kept waiting.

use super::link::{Link, Place, Purpose};
use crate::tables::cell::{Cell, Cells};
use crate::tables::db::{Db, Sql};
use crate::tables::fault::{Fault, Outcome};
use arc_swap::ArcSwapOption;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinHandle;

type Slot = Arc<ArcSwapOption<Link>>;

/// Some connections, and the tasks that keep them open.
pub(super) struct Reads {
    shared: Arc<Shared>,
    keepers: Vec<JoinHandle<()>>,
}

struct Shared {
    slots: Vec<Slot>,
    next: AtomicUsize,
}

/// What runs an operation's reads.
pub(crate) struct Reader {
    link: Arc<Link>,
    others: Arc<Shared>,
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
        Ok(Self { shared: Arc::new(Shared { slots, next: AtomicUsize::new(0) }), keepers })
    }

    /// The next one that is open.
    pub(super) fn one(&self) -> Option<Reader> {
        self.shared.one(|_| true).map(|link| Reader { link, others: Arc::clone(&self.shared) })
    }
}

impl Shared {
    fn one(&self, fits: impl Fn(&Arc<Link>) -> bool) -> Option<Arc<Link>> {
        let from = self.next.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..self.slots.len()).filter_map(|step| self.slots.get((from + step) % self.slots.len()));
        in_turn.filter_map(|slot| slot.load_full()).find(|link| !link.is_lost() && fits(link))
    }
}

impl Drop for Reads {
    fn drop(&mut self) {
        self.keepers.iter().for_each(JoinHandle::abort);
    }
}

impl Reader {
    /// The connection.
    pub(super) fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// Another connection, if this one was lost with the question: to ask twice changes nothing. Whoever has waited in vain has waited long enough.
    fn other(&self, fault: &Fault) -> Option<Arc<Link>> {
        let lost = matches!(fault, Fault::Postgres(_)) && fault.loses_connection();
        if lost { self.others.one(|link| !Arc::ptr_eq(link, &self.link)) } else { None }
    }
}

impl Db for Reader {
    async fn change(&self, sql: &'static Sql, row: &[Cell<'_>]) -> Outcome<u64> {
        self.link.change(sql, row).await
    }

    async fn one<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Option<T>> {
        match self.link.one(sql, row, &read).await {
            Err(fault) => match self.other(&fault) {
                Some(link) => link.one(sql, row, &read).await,
                None => Err(fault),
            },
            outcome => outcome,
        }
    }

    async fn all<T: Send>(
        &self,
        sql: &'static Sql,
        row: &[Cell<'_>],
        read: impl Fn(&mut Cells<'_>) -> Outcome<T> + Send + Sync,
    ) -> Outcome<Vec<T>> {
        match self.link.all(sql, row, &read).await {
            Err(fault) => match self.other(&fault) {
                Some(link) => link.all(sql, row, &read).await,
                None => Err(fault),
            },
            outcome => outcome,
        }
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
        let opened = place.open_at_last(Purpose::Reads).await;
        (link, driver) = (Arc::new(opened.0), opened.1);
        slot.store(Some(Arc::clone(&link)));
    }
}
