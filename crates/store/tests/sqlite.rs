//! The contract suite on SQLite: two stores on one file, as two processes would have it.
#![allow(clippy::unwrap_used)]

extern crate grantor_store as store;

mod contract;

use contract::world::World;
use std::sync::Arc;
use store::Store;
use store::sqlite::Sqlite;

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("grantor.db");
    let open = || -> Arc<dyn Store> { Arc::new(Sqlite::open(&path).unwrap()) };
    World { nodes: vec![open(), open()], _kept: Box::new(folder) }
}

contract::suite!(crate::world);
