//! A server that ends, freezes and comes back at the same address, and one that takes another's place.
#![allow(clippy::unwrap_used, clippy::expect_used)]

extern crate grantor_cluster as cluster;

use cluster::{Cluster, Durability, Stop};
use std::path::Path;

#[test]
fn it_comes_back_with_what_it_had() {
    let cluster = Cluster::start(Durability::Disk).unwrap();
    let database = cluster.database().unwrap();
    cluster.run(&database, "create table kept (n int)").unwrap();
    for how in [Stop::Fast, Stop::Immediate, Stop::Killed] {
        cluster.run(&database, "insert into kept values (1)").unwrap();
        cluster.stop(how).unwrap();
        assert!(cluster.run(&database, "select 1").is_err(), "{how:?}");
        cluster.resume().unwrap();
    }
    cluster.run(&database, "select 1 / (case count(*) when 3 then 1 else 0 end) from kept").unwrap();
    cluster.freeze().unwrap();
    cluster.thaw().unwrap();
    cluster.run(&database, "select 1").unwrap();
    let folder = database.split(['@', '/']).nth(3).unwrap().replace("%2F", "/");
    drop(cluster);
    let begun = std::time::Instant::now();
    while Path::new(&folder).exists() {
        assert!(begun.elapsed().as_secs() < 20, "{folder} goes with it");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_standby_takes_its_place() {
    let first = Cluster::start(Durability::Disk).unwrap();
    let database = first.database().unwrap();
    let second = first.standby().unwrap();
    first.run(&database, "create table kept (n int)").unwrap();
    first.stop(Stop::Killed).unwrap();
    second.promote().unwrap();
    second.run(&first.either(&second, &database), "insert into kept values (1)").unwrap();
}
