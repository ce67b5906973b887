//! What one node does for all of them.

use super::races::race;
use super::world::{NOW, World};
use store::ops::{Lease, Won};

const MINUTE: i64 = 60;

fn lease(holder: i64, now: i64) -> Lease {
    Lease { name: "purge", holder, now, ends_at: now + MINUTE }
}

async fn held(world: &World, lease: Lease) -> Won {
    world.store().hold_lease(lease).await.unwrap()
}

/// A first time, and each time that it has ended.
pub(crate) async fn one_of_many_takes_it(world: World) {
    for round in 0..5 {
        let now = NOW + round * MINUTE;
        let got = race(&world, 32, |node, racer| {
            let lease = lease(round * 100 + racer as i64, now);
            async move { node.hold_lease(lease).await.unwrap() }
        })
        .await;
        let winners: Vec<_> = (0..32).filter(|racer| got[*racer] == Won::Yes).collect();
        assert_eq!(winners.len(), 1);
        let winner = round * 100 + winners[0] as i64;
        assert_eq!(held(&world, lease(winner, now)).await, Won::Yes, "it is the winner's");
    }
}

pub(crate) async fn the_holder_prolongs_it(world: World) {
    assert_eq!(held(&world, lease(1, NOW)).await, Won::Yes);
    assert_eq!(held(&world, lease(1, NOW + 30)).await, Won::Yes);
    assert_eq!(held(&world, lease(2, NOW + 60)).await, Won::Lost, "it would have ended now");
    assert_eq!(held(&world, lease(1, NOW + 200)).await, Won::Yes, "late, and nobody has taken it");
}

pub(crate) async fn it_passes_on_after_its_end(world: World) {
    assert_eq!(held(&world, lease(1, NOW)).await, Won::Yes);
    assert_eq!(held(&world, lease(2, NOW + MINUTE - 1)).await, Won::Lost);
    assert_eq!(held(&world, lease(2, NOW + MINUTE)).await, Won::Yes);
    assert_eq!(held(&world, lease(1, NOW + MINUTE)).await, Won::Lost, "it was somebody's once, and is no more");
}

pub(crate) async fn its_holder_hands_it_on(world: World) {
    assert_eq!(held(&world, lease(1, NOW)).await, Won::Yes);
    assert_eq!(held(&world, Lease { ends_at: NOW + 1, ..lease(2, NOW + 1) }).await, Won::Lost, "it is not theirs");
    assert_eq!(held(&world, Lease { ends_at: NOW + 1, ..lease(1, NOW + 1) }).await, Won::Yes);
    assert_eq!(held(&world, lease(2, NOW + 1)).await, Won::Yes);
}

pub(crate) async fn each_is_for_itself(world: World) {
    assert_eq!(held(&world, lease(1, NOW)).await, Won::Yes);
    assert_eq!(held(&world, Lease { name: "other", ..lease(2, NOW) }).await, Won::Yes);
}

pub(crate) async fn a_probe_is_in_nobodys_way(world: World) {
    assert_eq!(held(&world, lease(1, NOW)).await, Won::Yes);
    for (node, now) in [(0, NOW), (1, NOW), (1, NOW - 5), (0, NOW)] {
        world.node(node).probe(node as i64, now).await.unwrap();
    }
    assert_eq!(held(&world, lease(2, NOW)).await, Won::Lost, "a lease stays its holder's");
}
