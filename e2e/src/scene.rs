//! Something happens to two nodes under load, and what they said before and meanwhile still holds afterwards.

use crate::deployment::Deployment;
use crate::http::Request;
use crate::ledger::Totals;
use crate::load::{REALMS, Site, Worker};
use crate::served::Served;
use crate::speak::Tokens;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How long it goes well before and afterwards.
const WELL: Duration = Duration::from_millis(1_500);
/// How soon a node is healthy again.
const HEALTHY: Duration = Duration::from_secs(2);

/// What a fault does while the load goes on.
pub struct Scene<'s> {
    /// Accounts, apps, and what nodes are started with.
    pub deployment: &'s Deployment,
    /// What the load has in common.
    pub site: &'s Site,
    /// Both nodes.
    pub nodes: Vec<Served>,
}

impl Scene<'_> {
    /// The database is there again from this moment on.
    pub fn is_healthy_soon(&self) {
        let back = Instant::now();
        let client = self.deployment.client("standard", "confidential");
        for (nth, at) in self.nodes.iter().map(|node| node.at).enumerate() {
            let ready = || Request::new("GET", "/readyz").send(at).is_ok_and(|answer| answer.status == 200);
            let issues = || client.own_token().send(at).is_ok_and(|answer| Tokens::of(&answer).is_some());
            while !(ready() && issues()) {
                assert!(back.elapsed() < HEALTHY, "node {nth} is not healthy {:?} after the database", back.elapsed());
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        let took = back.elapsed();
        println!("healthy after {:.2} s", took.as_secs_f32());
        assert!(took < HEALTHY, "it took {took:?}");
    }
}

/// How it went.
pub struct Played {
    /// Good answers.
    pub good: usize,
    /// Answers that said to come again.
    pub later: usize,
    /// Requests that broke off.
    pub broken: usize,
    /// How long the slowest answer to an app took.
    pub slowest: Duration,
}

/// Runs the load on a database at that address, and the fault in the middle.
pub fn under_load(store: &str, fault: impl FnOnce(&mut Scene<'_>)) -> Played {
    let deployment = Deployment::new(store, &REALMS);
    let nodes = ["a", "b"].map(|name| deployment.files.node(name));
    let doors = nodes.each_ref().map(|node| node.at);
    let played = play(&deployment, nodes.into(), doors, fault);
    let Played { good, later, broken, .. } = played;
    assert!(good > 100 && later + broken > 0, "{good} good answers, {later} to come again, {broken} broken off");
    played
}

/// The same with nodes that run, by these doors.
pub fn play(
    deployment: &Deployment,
    nodes: Vec<Served>,
    doors: [SocketAddr; 2],
    fault: impl FnOnce(&mut Scene<'_>),
) -> Played {
    let site = Site::new(doors);
    let mut workers = Worker::all(deployment, doors[0]);
    let mut scene = Scene { deployment, site: &site, nodes };
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
    let [good, later, broken] = [&site.good, &site.later, &site.broken].map(|count| count.load(Ordering::Relaxed));
    let slowest = Duration::from_millis(site.slowest.load(Ordering::Relaxed));
    let seconds = slowest.as_secs_f32();
    println!(
        "{good} good answers, {later} to come again, {broken} broken off, the slowest after {seconds:.1} s: {totals}"
    );
    totals.assert_at_least([20, 20, 10, 5]);
    Played { good, later, broken, slowest }
}

/// Lets the workers end, also when the fault itself fails.
struct Over<'s>(&'s Site);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}
