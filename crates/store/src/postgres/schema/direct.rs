//! The way round a pooler: changes of the tables go to the server itself, and there to the same tables.

use super::super::link::{Link, Place, Purpose};
use super::apply::is_unknown;
use crate::Broken;
use crate::tables::fault::{Fault, Outcome};
use std::hash::{BuildHasher, Hasher, RandomState};
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
pub(super) async fn round_pooler(pooled: &Link, direct: &Place) -> Outcome<Link> {
    let link = opened(direct).await?;
    if compared(pooled, &link, direct).await? == Round::Alike {
        tracing::warn!(
            "whether `direct` leads to the same database as `store` is not known: the engine has no locks by which to tell"
        );
    }
    Ok(link)
}

/// Where the way round the pooler leads; `Unfit` says what is wrong with it.
pub(in super::super) async fn direct(place: &Place) -> Outcome<Round> {
    let itself = place.direct()?;
    let link = opened(&itself).await?;
    match place.open(Purpose::Writes).await {
        Ok((pooled, _driver)) => compared(&pooled, &link, &itself).await,
        Err(_) => Ok(Round::Alike),
    }
}

async fn opened(direct: &Place) -> Outcome<Link> {
    match direct.open(Purpose::Writes).await {
        Ok((link, _driver)) => Ok(link),
        Err(fault) => Err(of_direct(&direct.unreached(fault).to_string())),
    }
}

fn of_direct(what: &str) -> Fault {
    Broken::Unfit(format!("the server's own address (`direct` under [postgres]): {what}")).into()
}

/// What is told where the tables were changed, and are not found changed.
pub(super) fn elsewhere() -> Fault {
    of_direct(OTHER)
}

async fn compared(pooled: &Link, link: &Link, direct: &Place) -> Outcome<Round> {
    let other = opened(direct).await?;
    if link.is_shared(&other).await? {
        return Err(of_direct(POOLED));
    }
    let one = is_one(pooled, [link, &other]).await?;
    if one == Some(false) || (one.is_none() && !has_same_table(pooled, link).await?) {
        return Err(elsewhere());
    }
    let (here, there) = (schema_of(pooled).await?, schema_of(link).await?);
    if here != there {
        return Err(of_direct(&format!(
            "the tables would be made in the schema `{there}` there, and are looked for in `{here}`: give both the same role and the same search_path"
        )));
    }
    Ok(if one == Some(true) { Round::Same } else { Round::Alike })
}

async fn schema_of(link: &Link) -> Outcome<String> {
    let schema = "select coalesce(current_schema()::text, '')";
    let row = link.answered(async { Ok(link.client.query_typed_one(schema, &[]).await?) }).await?;
    Ok(row.try_get(0)?)
}

/// By the number that the server gave to the first table; there may be none yet.
async fn has_same_table(pooled: &Link, link: &Link) -> Outcome<bool> {
    let there = table_of(link).await?;
    // One that is there by now may have been made in between.
    Ok(there == table_of(pooled).await? || (there.is_none() && table_of(link).await? == table_of(pooled).await?))
}

async fn table_of(link: &Link) -> Outcome<Option<i64>> {
    let table = "select to_regclass('schema_version')::oid::bigint";
    let row = link.answered(async { Ok(link.client.query_typed_one(table, &[]).await?) }).await?;
    Ok(row.try_get(0)?)
}

/// Whether a lock that is taken over there is in the way here; `None`: where it is in nobody's way, that says nothing. A copy of a database, and of a whole
/// server, has locks of its own.
async fn is_one(pooled: &Link, [link, other]: [&Link; 2]) -> Outcome<Option<bool>> {
    // A number of nobody else's, so that nodes that start at once say nothing of each other.
    let key = RandomState::new().build_hasher().finish().cast_signed();
    link.execute("begin").await?;
    let tried = async {
        match is_free(link, key).await? && !is_free(other, key).await? {
            true => Ok(Some(!is_free(pooled, key).await?)),
            false => Ok(None),
        }
    };
    let (tried, released) = (tried.await, link.execute("rollback").await);
    match tried {
        Err(fault) if is_unknown(&fault) => released.map(|()| None),
        Err(fault) => Err(fault),
        // Where the connection was lost meanwhile, so was the lock, and it was in nobody's way.
        Ok(one) => released.map(|()| one),
    }
}

/// Takes it for as long as the transaction lasts, where nobody has it.
async fn is_free(link: &Link, key: i64) -> Outcome<bool> {
    let take = "select pg_try_advisory_xact_lock($1::bigint)";
    let row = link.answered(async { Ok(link.client.query_typed_one(take, &[(&key, Type::INT8)]).await?) }).await?;
    Ok(row.try_get(0)?)
}
