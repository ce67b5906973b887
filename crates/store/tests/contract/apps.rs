//! Apps.

use super::world::{APP, NOW, REALM, World, app, audit};
use engine::model::{AppKey, AppSecret, RealmKey};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Broken;
use store::ops::{AccountChange, AppChange, Page};

pub(crate) async fn created_once(world: World) {
    let store = world.store();
    world.app().await;
    assert_eq!(store.app_by_client_id(REALM, "one").await.unwrap().unwrap(), app("one", APP));
    assert_eq!(store.app(REALM, APP).await.unwrap().unwrap(), app("one", APP));
    assert!(store.app(REALM, AppKey(404)).await.unwrap().is_none());
    assert!(store.app_by_client_id(REALM, "One").await.unwrap().is_none(), "client ids are compared as they are");
    store.create_app(REALM, app("one", APP), audit("app.create")).await.unwrap();
    let taken = store.create_app(REALM, app("one", AppKey(12)), audit("app.create")).await;
    assert!(matches!(taken, Err(Broken::Taken(what)) if what == "the client id one"));
    assert_eq!(store.revision(REALM).await.unwrap(), 1, "neither the same again nor the other changed anything");
    store.create_app(RealmKey(8), app("one", AppKey(13)), audit("app.create")).await.unwrap();
}

pub(crate) async fn listed_in_pages(world: World) {
    for (key, client_id) in [(1, "b"), (2, "a"), (3, "c")] {
        world.store().create_app(REALM, app(client_id, AppKey(key)), audit("app.create")).await.unwrap();
    }
    let page = async |after: Option<&str>| {
        let page = Page { after: after.map(str::to_owned), limit: 2 };
        let apps = world.store().apps(REALM, page).await.unwrap();
        apps.into_iter().map(|app| app.client_id).collect::<Vec<_>>()
    };
    assert_eq!(page(None).await, ["a", "b"]);
    assert_eq!(page(Some("b")).await, ["c"]);
    assert!(page(Some("c")).await.is_empty());
}

pub(crate) async fn changed_one_fact_at_a_time(world: World) {
    let store = world.store();
    world.app().await;
    let change = async |change| {
        store.change_app(REALM, APP, change, audit("app.change")).await?;
        Ok::<_, Broken>(store.app(REALM, APP).await?.unwrap())
    };
    let mut wanted = app("one", APP);
    wanted.secrets = vec![AppSecret { stored: "new".to_owned(), created_at: NOW + 1, name: "blue".to_owned() }];
    assert_eq!(change(AppChange::Secrets(wanted.secrets.clone())).await.unwrap(), wanted);
    let uri = "https://app.example/two".to_owned();
    wanted.redirect_uris.push(uri.clone());
    assert_eq!(change(AppChange::AddRedirect(uri.clone())).await.unwrap(), wanted);
    assert_eq!(change(AppChange::AddRedirect(uri.clone())).await.unwrap(), wanted);
    wanted.redirect_uris.pop();
    assert_eq!(change(AppChange::RemoveRedirect(uri.clone())).await.unwrap(), wanted);
    assert!(matches!(change(AppChange::RemoveRedirect(uri)).await, Err(Broken::Absent("redirect URI"))));
    wanted.token_limit = None;
    assert_eq!(change(AppChange::Limit(None)).await.unwrap(), wanted);
    (wanted.suspended_at, wanted.suspend_reason) = (Some(NOW), Some("spam".to_owned()));
    assert_eq!(change(AppChange::Suspend(NOW, wanted.suspend_reason.clone())).await.unwrap(), wanted);
    (wanted.suspended_at, wanted.suspend_reason) = (None, None);
    assert_eq!(change(AppChange::Resume).await.unwrap(), wanted);
    wanted.valid_from = NOW + 5;
    assert_eq!(change(AppChange::RevokeAll(NOW + 5)).await.unwrap(), wanted);
    wanted.valid_from = NOW + 6;
    assert_eq!(
        change(AppChange::RevokeAll(NOW)).await.unwrap(),
        wanted,
        "what bears that very second dies with the rest"
    );
    wanted.deleted_at = Some(NOW);
    assert_eq!(change(AppChange::Delete(NOW)).await.unwrap(), wanted);
    assert_eq!(store.app_by_client_id(REALM, "one").await.unwrap().unwrap(), wanted, "deleted ones too");
    let absent = store.change_app(REALM, AppKey(404), AppChange::Resume, audit("x")).await;
    assert!(matches!(absent, Err(Broken::Absent("app"))));
}

pub(crate) async fn every_change_moves_the_revision(world: World) {
    let store = world.store();
    let revision = async || store.revision(REALM).await.unwrap();
    assert_eq!(revision().await, 0);
    world.app().await;
    let alice = super::world::account("alice", super::world::ALICE);
    store.create_account(REALM, alice, audit("account.create")).await.unwrap();
    assert_eq!(revision().await, 1, "of a new account no cache knows anything");
    store.change_app(REALM, APP, AppChange::Suspend(NOW, None), audit("app.suspend")).await.unwrap();
    let disable = AccountChange::Disable(NOW);
    store.change_account(REALM, super::world::ALICE, disable, audit("account.disable")).await.unwrap();
    assert_eq!(revision().await, 3);
    assert_eq!(world.node(1).revision(REALM).await.unwrap(), 3, "on every node");
    assert_eq!(store.revision(RealmKey(8)).await.unwrap(), 0, "of this realm alone");
    world.family("code").await;
    assert_eq!(revision().await, 3, "tokens don't");
    let read = [
        store.known_app(REALM, APP).await.unwrap().unwrap().revision,
        world.node(1).known_app_by_client_id(REALM, "one").await.unwrap().unwrap().revision,
        store.known_account(REALM, super::world::ALICE).await.unwrap().unwrap().revision,
    ];
    assert_eq!(read, [3; 3], "it comes with what is read");
}

/// However many ask at once, on whichever node: what was acknowledged before is seen, and nothing that is not yet written.
pub(crate) async fn whoever_asks_sees_every_change_before(world: World) {
    const CHANGES: i64 = 40;
    let (other, theirs) = (RealmKey(8), 1);
    world.app().await;
    world.store().create_app(other, app("one", AppKey(13)), audit("app.create")).await.unwrap();
    let (begun, done) = (Arc::new(AtomicI64::new(1)), Arc::new(AtomicI64::new(1)));
    let askers: Vec<_> = (0..32)
        .map(|asker| {
            let (store, begun, done) = (world.node(asker), Arc::clone(&begun), Arc::clone(&done));
            tokio::spawn(async move {
                let mut asked = 0;
                loop {
                    let before = done.load(Ordering::SeqCst);
                    let seen = store.revision(REALM).await.unwrap();
                    let after = begun.load(Ordering::SeqCst);
                    assert!((before..=after).contains(&seen), "{seen} is none of {before} to {after}");
                    if asker % 4 == 0 {
                        assert_eq!(
                            store.revision(other).await.unwrap(),
                            theirs,
                            "each is told of the realm it asked for"
                        );
                    }
                    asked += 1;
                    if before > CHANGES {
                        return asked;
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for nth in 1..=CHANGES {
        begun.fetch_add(1, Ordering::SeqCst);
        let change = if nth % 2 == 0 { AppChange::Resume } else { AppChange::Suspend(NOW, None) };
        world.store().change_app(REALM, APP, change, audit("app.change")).await.unwrap();
        done.fetch_add(1, Ordering::SeqCst);
    }
    for asker in askers {
        let asked: i64 = asker.await.unwrap();
        assert!(asked > 1, "it asked while things changed");
    }
}
