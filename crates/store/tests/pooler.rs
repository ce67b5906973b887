//! The contract suite behind a pooler that hands connections on after each transaction: two nodes, fewer connections than either would have.
#![allow(clippy::unwrap_used, clippy::expect_used)]

extern crate grantor_store as store;

mod contract;

use cluster::{Cluster, Durability};
use contract::world::World;
use std::sync::{Arc, LazyLock};
use store::Store;
use store::postgres::{Options, Pooler, Postgres};

async fn world() -> World {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());
    static POOLER: LazyLock<cluster::Pooler> = LazyLock::new(|| CLUSTER.pooler(3).unwrap());
    let direct = CLUSTER.database().unwrap();
    let url = POOLER.address(&direct);
    let node = async || {
        let options =
            Options { pooler: Pooler::Transaction, direct: Some(direct.clone()), ..Options::new(url.clone()) };
        let node: Arc<dyn Store> = Arc::new(Postgres::connect(options).await.unwrap());
        node
    };
    World { nodes: vec![node().await, node().await], _kept: Box::new(()) }
}

contract::suite!(crate::world);
