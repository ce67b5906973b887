//! Under load something ends, freezes, fills up or changes places. Meanwhile whoever asks is told to come again and nothing else, afterwards all that
//! was acknowledged holds, and both nodes are healthy within two seconds of the database.
//!
//! `GRANTOR_OUTAGE` says how many seconds it is away.

use cluster::{Cluster, Durability, Stop};
use grantor_e2e::deployment::Deployment;
use grantor_e2e::scene::{Played, under_load};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Nobody is kept waiting for longer while the database says nothing: twice the five seconds of a statement and three more (docs/operations.md), and
/// what a busy machine takes.
const LONGEST: Duration = Duration::from_secs(15);

/// One at a time: each measures how soon.
static ONE: Mutex<()> = Mutex::new(());

fn outage(usual: u64) -> Duration {
    let asked = std::env::var("GRANTOR_OUTAGE").ok().map(|seconds| seconds.parse().unwrap());
    Duration::from_secs(asked.unwrap_or(usual))
}

/// A database on disk, away for so long while the load goes on.
fn without_database(settings: &[&str], usual: u64, end: impl FnOnce(&Cluster), back: impl FnOnce(&Cluster)) -> Played {
    let _one = ONE.lock();
    let cluster = Cluster::start_with(Durability::Disk, settings).unwrap();
    under_load(&cluster.database().unwrap(), |scene| {
        end(&cluster);
        std::thread::sleep(outage(usual));
        back(&cluster);
        scene.is_healthy_soon();
    })
}

#[test]
fn a_node_is_killed_and_started_again() {
    let _one = ONE.lock();
    let cluster = Cluster::start(Durability::Disk).unwrap();
    under_load(&cluster.database().unwrap(), |scene| {
        scene.site.breaks.store(true, Ordering::Relaxed);
        scene.nodes.remove(0).kill();
        std::thread::sleep(outage(2));
        let again = scene.deployment.files.node("a");
        *scene.site.nodes[0].lock().unwrap() = again.at;
        scene.nodes.insert(0, again);
        scene.is_healthy_soon();
    });
}

#[test]
fn the_database_is_restarted() {
    without_database(&[], 0, |cluster| cluster.stop(Stop::Fast).unwrap(), |cluster| cluster.resume().unwrap());
}

#[test]
fn the_database_is_away_for_a_while() {
    without_database(&[], 10, |cluster| cluster.stop(Stop::Immediate).unwrap(), |cluster| cluster.resume().unwrap());
}

#[test]
fn the_database_is_killed() {
    without_database(&[], 1, |cluster| cluster.stop(Stop::Killed).unwrap(), |cluster| cluster.resume().unwrap());
}

#[test]
fn the_database_freezes() {
    let froze = without_database(&[], 20, |cluster| cluster.freeze().unwrap(), |cluster| cluster.thaw().unwrap());
    assert!(froze.slowest < LONGEST, "{:?}", froze.slowest);
}

/// As it is set a node ends ten seconds after it is told, whoever still waits for the database; its last notes, its writer and its runtime have some seconds more.
#[test]
fn a_node_ends_in_time_while_the_database_is_frozen() {
    let _one = ONE.lock();
    let cluster = Cluster::start(Durability::Memory).unwrap();
    let deployment = Deployment::new(&cluster.database().unwrap(), &["standard"]);
    let (node, client) = (deployment.files.node("a"), deployment.client("standard", "confidential"));
    assert_eq!(client.own_token().send(node.at).unwrap().status, 200);
    cluster.freeze().unwrap();
    let (at, asked) = (node.at, client.own_token());
    let waits = std::thread::spawn(move || asked.send(at));
    std::thread::sleep(Duration::from_millis(500));
    let begun = Instant::now();
    assert!(node.terminate().success());
    let took = begun.elapsed();
    cluster.thaw().unwrap();
    assert!(took < Duration::from_secs(20), "{took:?}");
    // It was told to come again, or cut off.
    assert!(waits.join().unwrap().map_or(true, |answer| answer.status == 503));
}

#[test]
fn other_clients_take_all_connections() {
    let _one = ONE.lock();
    let cluster = Cluster::start_with(Durability::Disk, &["max_connections=25"]).unwrap();
    let database = cluster.database().unwrap();
    under_load(&database, |scene| {
        let mut crowd = cluster.crowd(&database, 40).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < outage(4) {
            crowd.push_out("grantor").unwrap();
            std::thread::sleep(Duration::from_millis(100));
        }
        drop(crowd);
        scene.is_healthy_soon();
    });
}

#[test]
fn a_synchronous_standby_takes_the_databases_place() {
    let _one = ONE.lock();
    let first = Cluster::start(Durability::Disk).unwrap();
    let database = first.database().unwrap();
    let second = first.standby().unwrap();
    under_load(&first.either(&second, &database), |scene| {
        first.stop(Stop::Killed).unwrap();
        std::thread::sleep(outage(1));
        second.promote().unwrap();
        scene.is_healthy_soon();
        for node in &scene.nodes {
            let log = node.log();
            let used = |line: &&str| line.contains("the database is used at this host");
            let hosts: Vec<bool> = log.lines().filter(used).map(|line| line.contains(&second.place())).collect();
            assert_eq!(hosts, [false, true], "first the one, then the other: {log}");
        }
    });
}
