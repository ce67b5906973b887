//! The way round a pooler: changes of the tables go to the server itself, and to the same database.

use super::super::link::{Link, Place, Purpose};
use super::apply::{is_one_of, is_unknown};
use crate::Broken;
use crate::tables::fault::{Fault, Outcome};
use tokio::task::JoinHandle;
use tokio_postgres::error::SqlState;

/// A connection to the same database round the pooler; what is wrong there is told by that name.
pub(super) async fn round_pooler(pooled: &Link, direct: &Place) -> Outcome<(Link, JoinHandle<()>)> {
    const OTHER: &str = "it leads to another database than `store`, in which the tables would be changed";
    let (link, driver) = opened(direct).await?;
    match (identity(pooled).await?, identity(&link).await?) {
        (Some(here), Some(there)) if here != there => Err(of_direct(OTHER)),
        _ => Ok((link, driver)),
    }
}

async fn opened(direct: &Place) -> Outcome<(Link, JoinHandle<()>)> {
    direct.open(Purpose::Writes).await.map_err(|fault| of_direct(&direct.unreached(fault).to_string()))
}

fn of_direct(what: &str) -> Fault {
    Broken::Unfit(format!("the server's own address (`direct` under [postgres]): {what}")).into()
}

/// Whether the way round the pooler is as it has to be; `Unfit` says what is wrong with it.
pub(in super::super) async fn direct(place: &Place) -> Outcome<()> {
    let itself = place.direct()?;
    match place.open(Purpose::Writes).await {
        Ok((pooled, _driver)) => round_pooler(&pooled, &itself).await.map(drop),
        Err(_) => opened(&itself).await.map(drop),
    }
}

/// Which database of which server this is; `None` where the server does not say.
async fn identity(link: &Link) -> Outcome<Option<String>> {
    let names = "select system_identifier::text || '/' || oid::text
      from pg_control_system(), pg_database where datname = current_database()";
    match link.answered(async { Ok(link.client.query_typed_one(names, &[]).await?) }).await {
        Ok(row) => Ok(Some(row.try_get(0)?)),
        Err(fault) if is_unknown(&fault) || is_one_of(&fault, &[&SqlState::INSUFFICIENT_PRIVILEGE]) => Ok(None),
        Err(fault) => Err(fault),
    }
}
