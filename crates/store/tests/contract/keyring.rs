//! What the server signs with: one ring for all nodes.

use super::races::race;
use super::world::{ALICE, DAY, NOW, REALM, World, account, audit};
use engine::model::RealmKey;
use store::keyring::{Resealed, SealedKey, Succession};
use store::ops::{Audit, Page, Won};

fn key(purpose: &str, id: i64, sealed: &str) -> SealedKey {
    SealedKey {
        realm: REALM,
        purpose: purpose.to_owned(),
        id,
        algorithm: "A256GCM".to_owned(),
        sealed: sealed.as_bytes().to_vec(),
        made_at: NOW,
        active_from: NOW,
        retires_at: None,
        ends_at: None,
    }
}

/// By the second key, a day from now.
fn succession(before: &str, sealed: &str) -> Succession {
    Succession {
        next: SealedKey { active_from: NOW + DAY, ..key("forms", 2, sealed) },
        before: before.as_bytes().to_vec(),
        ends_at: NOW + 2 * DAY,
        audit: Audit { app: None, ..audit("keys.rotate") },
    }
}

async fn ring(world: &World) -> Vec<SealedKey> {
    world.node(1).keyring().await.unwrap()
}

pub(crate) async fn of_many_who_begin_one_wins(world: World) {
    assert!(ring(&world).await.is_empty());
    race(&world, 16, |node, racer| async move {
        let own = ["forms", "ids", "tokens"].map(|purpose| key(purpose, 1, &format!("{racer}")));
        node.found_keyring(own.to_vec()).await.unwrap();
    })
    .await;
    let found = ring(&world).await;
    let purposes: Vec<&str> = found.iter().map(|key| key.purpose.as_str()).collect();
    assert_eq!(purposes, ["forms", "ids", "tokens"]);
    assert!(found.iter().all(|key| key.sealed == found[0].sealed), "all of them are one node's: {found:?}");
    let other = SealedKey { realm: RealmKey(8), ..key("forms", 1, "other") };
    world.store().found_keyring(vec![key("forms", 1, "late"), other.clone()]).await.unwrap();
    assert_eq!(ring(&world).await, [found, vec![other]].concat(), "what is there stays, what is missing comes");
}

pub(crate) async fn a_key_has_one_successor(world: World) {
    let old = key("forms", 1, "one");
    world.store().found_keyring(vec![old.clone(), key("ids", 1, "one")]).await.unwrap();
    let got = race(&world, 16, |node, racer| async move {
        node.succeed_key(succession("one", &format!("two {racer}"))).await.unwrap()
    })
    .await;
    let winners: Vec<usize> = (0..16).filter(|racer| got[*racer] == Won::Yes).collect();
    assert_eq!(winners.len(), 1);
    let next = succession("one", &format!("two {}", winners[0])).next;
    let retired = SealedKey { retires_at: Some(NOW + DAY), ends_at: Some(NOW + 2 * DAY), ..old };
    assert_eq!(ring(&world).await, [retired, next.clone(), key("ids", 1, "one")]);
    let third = Succession {
        next: SealedKey { active_from: NOW + DAY + 30, ..key("forms", 3, "three") },
        before: next.sealed.clone(),
        ends_at: NOW + DAY + 30,
        audit: succession("", "").audit,
    };
    assert_eq!(world.store().succeed_key(third).await.unwrap(), Won::Yes);
    let ends: Vec<_> = ring(&world).await.into_iter().map(|key| key.ends_at).collect();
    let cut = Some(NOW + DAY + 30);
    assert_eq!(ends, [cut, cut, None, None], "none before it ends later");
    let left = world.store().audit(REALM, Page { after: None, limit: 20 }).await.unwrap();
    assert_eq!(left.len(), 2, "only who won leaves a row: {left:?}");
}

pub(crate) async fn all_are_sealed_anew_or_none(world: World) {
    let old = [key("forms", 1, "one"), key("ids", 1, "one")];
    world.store().found_keyring(old.to_vec()).await.unwrap();
    let anew = |key: &SealedKey| Resealed { key: key.clone(), sealed: b"anew".to_vec() };
    let stale = Resealed { key: key("ids", 1, "other"), sealed: b"anew".to_vec() };
    assert_eq!(world.store().reseal_keyring(vec![anew(&old[0]), stale]).await.unwrap(), Won::Lost);
    assert_eq!(ring(&world).await, old, "one of them is another by now");
    assert_eq!(world.store().reseal_keyring(old.iter().map(anew).collect()).await.unwrap(), Won::Yes);
    assert!(ring(&world).await.iter().all(|key| key.sealed == b"anew"));
    let late = world.store().succeed_key(succession("one", "two")).await.unwrap();
    assert_eq!(late, Won::Lost, "who knows the old seal only knows the old root key");
    assert_eq!(world.store().succeed_key(succession("anew", "two")).await.unwrap(), Won::Yes);
}

pub(crate) async fn what_has_ended_is_forgotten(world: World) {
    world.store().found_keyring(vec![key("forms", 1, "one"), key("ids", 1, "one")]).await.unwrap();
    world.store().succeed_key(succession("one", "two")).await.unwrap();
    assert_eq!(world.store().forget_keys(NOW + 2 * DAY - 1).await.unwrap(), 0, "its last second");
    assert_eq!(world.store().forget_keys(NOW + 2 * DAY).await.unwrap(), 1);
    let left: Vec<_> = ring(&world).await.into_iter().map(|key| (key.purpose, key.id)).collect();
    assert_eq!(left, [("forms".to_owned(), 2), ("ids".to_owned(), 1)]);
}

pub(crate) async fn a_place_is_settled_by_an_account_or_an_app(world: World) {
    assert!(!world.store().is_settled().await.unwrap());
    world.app().await;
    assert!(world.store().is_settled().await.unwrap());
}

pub(crate) async fn an_account_settles_too(world: World) {
    world.store().create_account(REALM, account("alice", ALICE), audit("account.create")).await.unwrap();
    assert!(world.store().is_settled().await.unwrap());
}

pub(crate) async fn a_new_epoch_has_none_and_knows_that_there_were_some(world: World) {
    for _ in 0..2 {
        world.store().begin_epoch(Audit { app: None, ..audit("token.end-all") }).await.unwrap();
        let left = ring(&world).await;
        assert!(left.len() == 1 && left[0].purpose.is_empty() && left[0].sealed.is_empty(), "{left:?}");
        assert_eq!(world.store().forget_keys(NOW + 1_000 * DAY).await.unwrap(), 0);
        world.store().found_keyring(vec![key("forms", 1, "new")]).await.unwrap();
        assert_eq!(ring(&world).await.len(), 2);
    }
}
