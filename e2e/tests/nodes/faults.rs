//! Under load something ends, freezes, fills up or changes places. Meanwhile whoever asks is told to come again and nothing else, afterwards all that
//! was acknowledged holds, and both nodes are healthy within two seconds of the database.
//!
//! `GRANTOR_OUTAGE` says how many seconds it is away.

use crate::load::{Site, Worker};
use crate::stage::Deployment;
use cluster::{Cluster, Durability, Stop};
use grantor_e2e::http::Request;
use grantor_e2e::ledger::Totals;
use grantor_e2e::served::Served;
use grantor_e2e::speak::Tokens;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How long it goes well before and afterwards.
const WELL: Duration = Duration::from_millis(1_500);
/// How soon a node is healthy again.
const HEALTHY: Duration = Duration::from_secs(2);
/// One at a time: each measures how soon.
static ONE: Mutex<()> = Mutex::new(());

fn outage(usual: u64) -> Duration {
    let asked = std::env::var("GRANTOR_OUTAGE").ok().map(|seconds| seconds.parse().unwrap());
    Duration::from_secs(asked.unwrap_or(usual))
}

/// What a fault does while the load goes on.
struct Scene<'s> {
    deployment: &'s Deployment,
    site: &'s Site,
    nodes: Vec<Served>,
}

impl Scene<'_> {
    /// The database is there again from this moment on.
    fn is_healthy_soon(&self) {
        let back = Instant::now();
        let client = self.deployment.client("standard", "confidential");
        for nth in 0..2 {
            let at = self.site.nth(nth);
            let ready = || Request::new("GET", "/readyz").send(at).is_ok_and(|answer| answer.status == 200);
            let issues = || client.own_token().send(at).is_ok_and(|answer| Tokens::of(&answer).is_some());
            while !(ready() && issues()) {
                assert!(back.elapsed() < HEALTHY, "node {nth} is not healthy {:?} after the database", back.elapsed());
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        println!("healthy after {:.2} s", back.elapsed().as_secs_f32());
    }
}

/// Runs the load on a database at that address, and the fault in the middle.
fn under_load(store: &str, fault: impl FnOnce(&mut Scene<'_>)) {
    let deployment = Deployment::new(store, &["standard", "hidrive"]);
    let nodes = ["a", "b"].map(|name| deployment.files.node(name));
    let site = Site::new(nodes.each_ref().map(|node| node.at));
    let mut workers = Worker::all(&deployment, nodes[0].at);
    let mut scene = Scene { deployment: &deployment, site: &site, nodes: nodes.into() };
    std::thread::scope(|scope| {
        let _over = Over(&site);
        for worker in &mut workers {
            scope.spawn(|| worker.run(&site));
        }
        std::thread::sleep(WELL);
        fault(&mut scene);
        std::thread::sleep(WELL);
    });
    let mut totals = Totals::default();
    for worker in &mut workers {
        worker.check(&site, &mut totals);
    }
    let (good, later) = (site.good.load(Ordering::Relaxed), site.later.load(Ordering::Relaxed));
    println!("{good} good answers, {later} to come again: {totals}");
    assert!(good > 100 && later > 0, "{good} good answers, {later} to come again");
}

/// Lets the workers end, also when the fault itself fails.
struct Over<'s>(&'s Site);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

/// A database on disk, away for so long while the load goes on.
fn without_database(settings: &[&str], usual: u64, end: impl FnOnce(&Cluster), back: impl FnOnce(&Cluster)) {
    let _one = ONE.lock();
    let cluster = Cluster::start_with(Durability::Disk, settings).unwrap();
    under_load(&cluster.database().unwrap(), |scene| {
        end(&cluster);
        std::thread::sleep(outage(usual));
        back(&cluster);
        scene.is_healthy_soon();
    });
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
    without_database(&[], 9, |cluster| cluster.freeze().unwrap(), |cluster| cluster.thaw().unwrap());
}

#[test]
fn other_clients_take_all_connections() {
    let _one = ONE.lock();
    let cluster = Cluster::start_with(Durability::Disk, &["max_connections=20"]).unwrap();
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
    });
}
