//! The way round a pooler: changes of the tables go to the server itself, and there to the same tables.

use super::super::link::{Link, Place, Purpose};
use super::apply::is_unknown;
use crate::Broken;
use crate::tables::fault::{Fault, Outcome};
use std::hash::{BuildHasher, Hasher, RandomState};
use tokio::task::JoinHandle;
use tokio_postgres::types::Type;

const POOLED: &str =
    "it leads to a pooler that hands connections on after each transaction, too: give the server's own address";
const OTHER: &str = "it leads to another database than `store`, in which the tables would be changed";

/// What the way round the pooler leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// The same database.
    Same,
    /// A database with the same tables; nobody says whether it is the same.
    Alike,
}

/// A connection to the same tables round the pooler; what is wrong there is told by that name.
pub(super) async fn round_pooler(pooled: &Link, direct: &Place) -> Outcome<(Link, JoinHandle<()>)> {
    let (link, driver) = opened(direct).await?;
    compared(pooled, &link, direct).await?;
    Ok((link, driver))
}

/// Where the way round the pooler leads; `Unfit` says what is wrong with it.
pub(in super::super) async fn direct(place: &Place) -> Outcome<Round> {
    let itself = place.direct()?;
    let (link, _driver) = opened(&itself).await?;
    match place.open(Purpose::Writes).await {
        Ok((pooled, _driver)) => compared(&pooled, &link, &itself).await,
        Err(_) => Ok(Round::Alike),
    }
}

async fn opened(direct: &Place) -> Outcome<(Link, JoinHandle<()>)> {
    direct.open(Purpose::Writes).await.map_err(|fault| of_direct(&direct.unreached(fault).to_string()))
}

fn of_direct(what: &str) -> Fault {
    Broken::Unfit(format!("the server's own address (`direct` under [postgres]): {what}")).into()
}

/// What is told where the tables were changed, and are not found changed.
pub(super) fn elsewhere() -> Fault {
    of_direct(OTHER)
}

async fn compared(pooled: &Link, link: &Link, direct: &Place) -> Outcome<Round> {
    let (other, _driver) = opened(direct).await?;
    if let (Some(one), Some(other)) = (link.process().await?, other.process().await?)
        && one == other
    {
        return Err(of_direct(POOLED));
    }
    let one = is_one(pooled, [link, &other]).await?;
    if one == Some(false) {
        return Err(elsewhere());
    }
    let (here, there) = (found(pooled).await?, found(link).await?);
    if here.table != there.table || (here.table.is_none() && here.schema != there.schema) {
        let Found { schema, .. } = there;
        return Err(of_direct(&format!(
            "it leads to other tables than `store` (the schema there is `{schema}`, here `{}`): give both the same role, or the same search_path",
            here.schema
        )));
    }
    Ok(if one == Some(true) { Round::Same } else { Round::Alike })
}

/// Where the tables are, or would be made.
struct Found {
    schema: String,
    /// The number that the server gave to the first of them; `None`: there are none yet.
    table: Option<i64>,
}

async fn found(link: &Link) -> Outcome<Found> {
    let found = "select coalesce(current_schema()::text, ''), to_regclass('schema_version')::oid::bigint";
    let row = link.answered(async { Ok(link.client.query_typed_one(found, &[]).await?) }).await?;
    Ok(Found { schema: row.try_get(0)?, table: row.try_get(1)? })
}

/// Whether a lock that is taken over there is in the way here; `None`: where it is in nobody's way, that says nothing. A copy of a database, and of a whole
/// server, has locks of its own.
async fn is_one(pooled: &Link, [link, other]: [&Link; 2]) -> Outcome<Option<bool>> {
    // A number of nobody else's, so that nodes that start at once say nothing of each other.
    let key = RandomState::new().build_hasher().finish().cast_signed();
    link.execute("begin").await?;
    let free = async {
        match is_free(link, key).await? {
            true => Ok((is_free(other, key).await?, is_free(pooled, key).await?)),
            false => Ok((true, true)),
        }
    };
    let free = free.await;
    link.execute("rollback").await?;
    match free {
        Ok((false, here)) => Ok(Some(!here)),
        Ok(_) => Ok(None),
        Err(fault) if is_unknown(&fault) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Takes it for as long as the transaction lasts, where nobody has it.
async fn is_free(link: &Link, key: i64) -> Outcome<bool> {
    let take = "select pg_try_advisory_xact_lock($1::bigint)";
    let row = link.answered(async { Ok(link.client.query_typed_one(take, &[(&key, Type::INT8)]).await?) }).await?;
    Ok(row.try_get(0)?)
}
