//! The contract suite on PostgreSQL: two nodes on one database.
#![allow(clippy::unwrap_used, clippy::expect_used)]

extern crate grantor_store as store;

mod contract;

use cluster::{Cluster, Durability};
use contract::world::World;
use std::sync::{Arc, LazyLock};
use store::Store;
use store::postgres::{Options, Postgres};

async fn world() -> World {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());
    let url = CLUSTER.database().unwrap();
    let node = async || {
        let node: Arc<dyn Store> = Arc::new(Postgres::connect(Options::new(&url)).await.unwrap());
        node
    };
    World { nodes: vec![node().await, node().await], _kept: Box::new(()) }
}

contract::suite!(crate::world);
