//! The contract suite on PostgreSQL: two nodes on one database, whose transactions hold writes of several requests, or of one each.
#![allow(clippy::unwrap_used, clippy::expect_used)]

extern crate grantor_store as store;

mod contract;

use cluster::{Cluster, Durability};
use contract::world::World;
use std::sync::{Arc, LazyLock};
use store::Store;
use store::postgres::{Batches, Options, Postgres};

async fn nodes(batches: Batches) -> World {
    static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());
    let url = CLUSTER.database().unwrap();
    let node = async || {
        let options = Options { batches, ..Options::new(&url) };
        let node: Arc<dyn Store> = Arc::new(Postgres::connect(options).await.unwrap());
        node
    };
    World { nodes: vec![node().await, node().await], _kept: Box::new(()) }
}

async fn world() -> World {
    nodes(Batches::On).await
}

contract::suite!(crate::world);

mod unbatched {
    async fn world() -> crate::contract::world::World {
        crate::nodes(store::postgres::Batches::Off).await
    }

    crate::contract::suite!(crate::unbatched::world);
}
