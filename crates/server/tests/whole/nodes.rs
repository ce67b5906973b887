//! What one node does for all of them.

use crate::database::Database;
use crate::world::{NOON_MS, World};
use engine::secret::Hashed;
use grantor::clock::Clock;
use grantor::dice::SeededDice;
use grantor::purge::{self, Turn};
use grantor::server::Server;
use grantor::{config, serve};
use std::path::Path;
use std::sync::Arc;
use store::people::Link;
use tempfile::TempDir;
use tokio::runtime::Runtime;

async fn node(file: &Path, clock: &Arc<Clock>, seed: u8) -> Server {
    let config = config::read(file).unwrap();
    let at = config.listen;
    serve::open(config, at, clock.clone(), Arc::new(SeededDice::new(seed))).await.unwrap()
}

/// Something that counts as absent is there.
async fn expired(server: &Server, text: &str) {
    let (realm, hash) = (server.realms.admin.key, Hashed::of(text.as_bytes()));
    let (purpose, data, ends_at) = ("reset".to_owned(), String::new(), server.clock.now().secs());
    server.store.put_link(Link { realm, hash, purpose, account: None, data, ends_at }, None).await.unwrap();
}

/// How many rows went; `None`: it is another node's turn.
async fn purged(turn: &mut Turn, server: &Server) -> Option<u32> {
    turn.step(server).await.unwrap().map(|purged| purged.gone)
}

#[test]
fn rows_are_purged_by_one_node_at_a_time() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, Database::new(folder.path()).line() + &World::text(&["standard"])).unwrap();
    Runtime::new().unwrap().block_on(nodes_take_turns(&file));
}

async fn nodes_take_turns(file: &Path) {
    let clock = Arc::new(Clock::held_at(NOON_MS));
    let (first, second) = (node(file, &clock, 1).await, node(file, &clock, 2).await);
    let (mut firsts, mut seconds) = (Turn::default(), Turn::default());

    expired(&first, "one").await;
    assert_eq!(purged(&mut firsts, &first).await, Some(1));
    expired(&first, "two").await;
    assert_eq!(purged(&mut seconds, &second).await, None, "it is the first one's turn");
    for _ in 0..10 {
        clock.advance(300);
        assert!(purged(&mut firsts, &first).await.is_some(), "which lasts for as long as it goes on");
        assert_eq!(purged(&mut seconds, &second).await, None);
    }

    expired(&first, "three").await;
    clock.advance(901);
    assert_eq!(purged(&mut seconds, &second).await, Some(1), "the first one is gone");
    assert_eq!(purged(&mut firsts, &first).await, None, "and comes back");

    purge::hand_on(&first).await;
    assert_eq!(purged(&mut firsts, &first).await, None, "nobody hands on what is another's");
    purge::hand_on(&second).await;
    assert_eq!(purged(&mut firsts, &first).await, Some(0), "what ends well keeps nobody waiting");
    assert_eq!(purged(&mut Turn::default(), &second).await, None);
}
