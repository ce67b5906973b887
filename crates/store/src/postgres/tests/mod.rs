//! What PostgreSQL adds to the contract.

mod outage;
mod plans;

use super::{Options, Postgres};
use cluster::{Cluster, Durability};
use std::sync::LazyLock;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());

/// A store in a database of its own, and that one's address.
async fn store() -> (Postgres, String) {
    let url = CLUSTER.database().unwrap();
    (Postgres::connect(Options::new(&url)).await.unwrap(), url)
}
