//! AUT-04: a flood of sign-ins waits for itself, and token requests do not wait for it.

use crate::client::Client;
use crate::world::World;
use engine::secret::Plain;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// As many as the server lets wait, and the one whose turn it is.
const PLACES: u32 = 33;

/// Keeps the queue of passwords full until it is dropped.
struct Flood(Arc<AtomicBool>);

impl Flood {
    fn begin(world: &World) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        for _ in 0..PLACES {
            let (server, ends) = (world.server.clone(), ends.clone());
            let keep = async move {
                while !ends.load(Ordering::Relaxed) {
                    let _ = server.passwords.verify(Plain::new("a wrong guess"), None).await;
                }
            };
            world.block_on(async { drop(tokio::spawn(keep)) });
        }
        Self(ends)
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn aut_04_token_requests_do_not_wait_for_a_flood_of_sign_ins() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut browser = world.browser();
    let form = browser.open("/standard/account").page();
    let began = Instant::now();
    world.block_on(world.server.passwords.verify(Plain::new("x"), None)).unwrap();
    let queue = began.elapsed() * PLACES;
    let flood = Flood::begin(&world);

    let mut took: Vec<Duration> = Vec::new();
    let mut refresh = tokens.renewable().to_owned();
    for _ in 0..15 {
        let began = Instant::now();
        let renewed = client.refreshed(&refresh);
        took.push(began.elapsed());
        client.lives(&renewed.access, "in the flood");
        refresh = renewed.renewable().to_owned();
    }
    took.sort();
    assert!(took[7] < queue / 3, "{took:?} where waiting takes {queue:?}");

    // Whoever comes on top is told to come again, at once; now and then one finds a place that has just become free.
    let refused = (0..8).any(|nth| {
        let name = format!("somebody-{nth}");
        let answer = browser.submit(&form, "/-/sign-in", &[("username", &name), ("password", "guess")]).page();
        answer.status == 503 && !answer.header("retry-after").is_empty()
    });
    assert!(refused, "the queue has an end");
    drop(flood);
}
