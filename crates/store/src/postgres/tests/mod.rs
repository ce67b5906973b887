//! What PostgreSQL adds to the contract.

mod contend;
mod lost;
mod outage;
mod plans;
mod pooler;
mod rolling;
mod secured;
mod shares;
mod way;

use super::{Options, Postgres};
use crate::Store;
use crate::contract::world::{REALM, World};
use crate::ops::{Audit, Page};
use cluster::{Cluster, Durability};
use std::sync::Arc;
use std::sync::LazyLock;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());

/// A store in a database of its own, and that one's address.
async fn store() -> (Postgres, String) {
    let url = CLUSTER.database().unwrap();
    (Postgres::connect(Options::new(&url)).await.unwrap(), url)
}

/// A node alone.
fn node(store: Postgres) -> World {
    World { nodes: vec![Arc::new(store)], _kept: Box::new(()) }
}

async fn leave(store: &Postgres, action: &str) -> crate::Result<()> {
    let audit = Audit { at: 1_800_000_000, action: action.to_owned(), ..Audit::default() };
    crate::people::People::leave(store, REALM, audit).await
}

async fn left(store: &Postgres) -> crate::Result<Vec<String>> {
    let rows = store.audit(REALM, Page { after: None, limit: 100 }).await?;
    Ok(rows.into_iter().map(|row| row.audit.action).collect())
}
