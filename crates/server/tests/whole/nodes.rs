//! What one node does for all of them.

use crate::client::Client;
use crate::database::Database;
use crate::http::Response;
use crate::world::{NOON_MS, World};
use engine::model::{AccessToken, FamilyKey, MountKey, TokenUse};
use engine::secret::Hashed;
use engine::token::{TokenHash, TokenId};
use grantor::clock::Clock;
use grantor::dice::SeededDice;
use grantor::purge::{self, Turn};
use grantor::server::Server;
use grantor::{config, serve};
use std::path::Path;
use std::sync::Arc;
use store::ops::{Bounds, IssueAccess};
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
    server.store.put_link(Link { realm, hash, purpose, account: None, data, ends_at }, None, None).await.unwrap();
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

/// Bits of an id below the millisecond.
const BELOW: u32 = 21;

/// Gives another node's tokens the ids that this one would make in this second and in each of the next nine.
fn another_makes_the_same(world: &World, client: &Client<'_>) {
    world.advance(1);
    let next = world.server.ids.token(world.server.clock.now()).0;
    let now = world.server.clock.now().secs();
    for nth in 0..200 {
        let id = next + ((1_000 * (nth / 20)) << BELOW) + nth % 20;
        let access = AccessToken {
            hash: TokenHash::carried(TokenId(id), Hashed::of(format!("another node's {id}").as_bytes())),
            mount: MountKey(1),
            app: client.own.app.key,
            account: None,
            grant: None,
            family: FamilyKey(id),
            scope: String::new(),
            usage: TokenUse::Grant,
            issued_at: now,
            ends_at: None,
            ended: None,
            used_at: None,
            purge_at: None,
        };
        let realm = world.realm("standard").key;
        let write = IssueAccess { realm, access, consent: None, bounds: Bounds::default(), now };
        world.block_on(world.server.store.issue_access(write)).unwrap();
    }
}

/// Two nodes whose ids begin near each other would be in each other's way until one is started again.
#[test]
fn a_node_that_comes_upon_ids_of_another_makes_others_from_then_on() {
    let world = World::of(&["standard", "serble"]);
    let client = Client::of(&world, "standard", "confidential");
    let tokens = client.tokens();
    let stays = Client::first(&world, "serble");
    let kept = stays.tokens();
    let own = || client.send(client.dialect().client_credentials(&client.face(), None).unwrap());
    let rotated = || client.refresh(tokens.renewable());
    let requests: [&dyn Fn() -> Response; 3] = [&own, &rotated, &|| stays.refresh(kept.renewable())];
    for request in requests {
        another_makes_the_same(&world, &client);
        let refused = request();
        assert_eq!((refused.status, refused.header("retry-after")), (503, "1"), "{refused:?}");
        world.advance(1);
        assert_eq!(request().status, 200, "the next one is elsewhere");
    }
}
