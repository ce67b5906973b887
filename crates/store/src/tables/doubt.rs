//! What becomes of an operation when the answer to its commit is lost, so that nobody knows whether it has happened.

use crate::ops::{Ended, Issued};

/// Whether it may be run a second time.
pub(crate) enum Doubt<T> {
    /// Whoever asked is told to come again: a second run would leave a second row, or say of what it has done itself that somebody else did, or end what
    /// came after the first.
    Tell,
    /// It is run again, changes nothing where it has happened, and knows what it wrote: of what it said the first time and says now, this is the answer.
    Again(fn(T, T) -> T),
}

impl<T> Doubt<T> {
    /// It is run again, and says the same.
    pub(crate) fn same() -> Self {
        Self::Again(|_, now| now)
    }
}

impl Doubt<Issued> {
    /// It is run again; what it finds of itself is new.
    pub(crate) fn issue() -> Self {
        Self::Again(|first, now| match (first, now) {
            (Issued::New, Issued::Same) => Issued::New,
            (_, now) => now,
        })
    }
}

impl Doubt<Ended> {
    /// It is run again; what it saw alive the first time has ended now. Where somebody else has ended it in between, both have.
    pub(crate) fn end() -> Self {
        Self::Again(|first, now| if first == Ended::Now { first } else { now })
    }
}

#[cfg(test)]
mod twice {
    //! What may be run again runs twice, each time, and all that the contract promises holds.

    use super::Doubt;
    use crate::contract::world::World;
    use crate::sqlite::Sqlite;
    use crate::tables::fault::Outcome;
    use crate::tables::{Database, Desk, Kind};
    use crate::{Result, Store};
    use std::sync::Arc;

    struct Twice(Sqlite);

    impl Database for Twice {
        const KIND: Kind = Sqlite::KIND;

        type Reader = <Sqlite as Database>::Reader;
        type Writer = <Sqlite as Database>::Writer;

        fn reader(&self) -> Outcome<Self::Reader> {
            self.0.reader()
        }

        async fn write<T: Send + 'static>(
            &self,
            doubt: Doubt<T>,
            work: impl AsyncFn(&Self::Writer) -> Outcome<T> + Send + 'static,
        ) -> Result<T> {
            let again = match doubt {
                Doubt::Tell => None,
                Doubt::Again(both) => Some(both),
            };
            let all = async move |db: &Self::Writer| match (work(db).await?, again) {
                (first, Some(both)) => Ok(both(first, work(db).await?)),
                (first, None) => Ok(first),
            };
            self.0.write(Doubt::Tell, all).await
        }

        async fn examine(&self) -> Result<Vec<String>> {
            self.0.examine().await
        }

        fn desk(&self) -> &Desk {
            self.0.desk()
        }
    }

    async fn world() -> World {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("grantor.db");
        let open = || -> Arc<dyn Store> { Arc::new(Twice(Sqlite::open(&path).unwrap())) };
        World { nodes: vec![open(), open()], _kept: Box::new(folder) }
    }

    crate::contract::suite!(crate::tables::doubt::twice::world);
}
