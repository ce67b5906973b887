//! Lists in which what was used last is at the top.

use super::world::{ALICE, APP, BOB, NOW, REALM, World, access, account, app, audit, hash, issue_access, token_hash};
use engine::model::{AccessToken, AccountKey, AppKey, GrantKey, Review};
use std::collections::BTreeSet;
use store::office::{AppSearch, AppStanding};
use store::ops::{AccountChange, AppChange, AppFacts, Authorized, Consent, Issued, Listed, Origin, Page, Use};
use store::people::SessionSeen;

const MINUTE: i64 = 60;

fn page(after: Option<&String>, limit: u32) -> Page {
    Page { after: after.cloned(), limit }
}

/// All pages of two rows each.
async fn in_pages<T>(list: impl AsyncFn(Page) -> Vec<Listed<T>>) -> Vec<Listed<T>> {
    let mut all: Vec<Listed<T>> = Vec::new();
    loop {
        let part = list(page(all.last().map(|listed| &listed.place), 2)).await;
        if part.is_empty() {
            return all;
        }
        all.extend(part);
    }
}

/// An app of [`ALICE`]'s that was made that many seconds after [`NOW`].
async fn made(world: &World, client_id: &str, key: i64, after: i64) {
    let app = engine::model::App { created_at: NOW + after, ..app(client_id, AppKey(key)) };
    world.store().create_app(REALM, app, audit("app.create")).await.unwrap();
}

/// A consent of that account to that app, with a token `TAG-access`.
async fn granted(world: &World, tag: &str, account: AccountKey, app: i64, at: i64) {
    let token = AccessToken { app: AppKey(app), account: Some(account), grant: Some(GrantKey(at)), ..access(tag) };
    let consent = Consent {
        proposed: GrantKey(at),
        scope: "read".to_owned(),
        at,
        origin: Origin::default(),
        audit: audit("grant.allow"),
    };
    let write = store::ops::IssueAccess { consent: Some(consent), ..issue_access(token) };
    assert_eq!(world.store().issue_access(write).await.unwrap(), Issued::New);
}

async fn used(world: &World, tag: &str, account: AccountKey, app: i64, at: i64) {
    let token = token_hash(&format!("{tag}-access")).id();
    let seen = Use {
        realm: REALM,
        token: Some(token),
        app: AppKey(app),
        account: Some(account),
        at,
        address: "192.0.2.1".to_owned(),
    };
    world.store().note_uses(vec![seen]).await.unwrap();
}

pub(crate) async fn an_owners_apps(world: World) {
    let store = world.store();
    for (client_id, key, after) in [("a", 1, 0), ("b", 2, 300), ("c", 3, 300), ("d", 4, 600)] {
        made(&world, client_id, key, after).await;
    }
    let ids = async |text: &str| {
        let rows = in_pages(async |page| store.apps_by_use(REALM, ALICE, text, page).await.unwrap()).await;
        rows.into_iter().map(|listed| listed.row.client_id).collect::<Vec<_>>()
    };
    assert_eq!(ids("").await, ["d", "c", "b", "a"], "none was used: the newest first, and of one moment each once");
    used(&world, "any", ALICE, 1, NOW + 700).await;
    used(&world, "any", ALICE, 2, NOW + 800).await;
    assert_eq!(ids("").await, ["b", "a", "d", "c"]);
    used(&world, "any", ALICE, 1, NOW + 800 + MINUTE).await;
    assert_eq!(ids("").await, ["a", "b", "d", "c"]);
    used(&world, "any", ALICE, 2, NOW + 800).await;
    assert_eq!(ids("").await, ["a", "b", "d", "c"], "an earlier use changes nothing");
    let name = AppFacts { name: "Zeta".to_owned(), description: String::new(), site: None, color: None, support: None };
    store.change_app(REALM, AppKey(3), AppChange::Facts(name), audit("app.change")).await.unwrap();
    assert_eq!(ids("").await, ["a", "b", "d", "c"], "a name moves nothing");
    assert_eq!(ids("one").await, ["a", "b", "d"]);
    assert_eq!((ids("c").await, ids("none").await), (vec!["c".to_owned()], Vec::new()));
    store.change_app(REALM, AppKey(2), AppChange::Delete(NOW), audit("app.delete")).await.unwrap();
    assert_eq!(ids("").await, ["a", "d", "c"]);
    assert!(store.apps_by_use(REALM, BOB, "", page(None, 9)).await.unwrap().is_empty());
    store.change_app(REALM, AppKey(3), AppChange::AddOwner(BOB), audit("app.owner")).await.unwrap();
    let forged = page(Some(&"forged".to_owned()), 9);
    assert_eq!(store.apps_by_use(REALM, BOB, "", forged).await.unwrap().len(), 1, "no place is the beginning");
}

pub(crate) async fn a_realms_apps(world: World) {
    let store = world.store();
    for (client_id, key, after) in [("a", 1, 0), ("b", 2, 300), ("c", 3, 300), ("d", 4, 600)] {
        made(&world, client_id, key, after).await;
    }
    let found = async |text: &str, standing| {
        let search = AppSearch { text: text.to_owned(), standing };
        let rows = in_pages(async |page| store.find_apps_by_use(REALM, search.clone(), page).await.unwrap()).await;
        rows.into_iter().map(|listed| (listed.row.0.client_id, listed.row.1)).collect::<Vec<_>>()
    };
    let ids = async |text: &str, standing| {
        found(text, standing).await.into_iter().map(|(client_id, _)| client_id).collect::<Vec<_>>()
    };
    assert_eq!(ids("", AppStanding::Any).await, ["d", "c", "b", "a"], "none was used: the newest first, each once");
    used(&world, "any", ALICE, 1, NOW + 700).await;
    used(&world, "any", ALICE, 2, NOW + 800).await;
    let (first, second) = (("b".to_owned(), Some(NOW + 800)), ("a".to_owned(), Some(NOW + 700)));
    assert_eq!(
        found("", AppStanding::Any).await,
        [first, second, ("d".to_owned(), None), ("c".to_owned(), None)],
        "the last used first, each with when that was"
    );
    store.change_app(REALM, AppKey(2), AppChange::Suspend(NOW, None), audit("app.suspend")).await.unwrap();
    store.change_app(REALM, AppKey(4), AppChange::Review(Review::InReview), audit("app.submit")).await.unwrap();
    assert_eq!(ids("", AppStanding::Suspended).await, ["b"]);
    assert_eq!(ids("", AppStanding::InReview).await, ["d"]);
    assert_eq!(ids("", AppStanding::Live).await, ["a", "c"]);
    assert_eq!(
        (ids("c", AppStanding::Any).await, ids("none", AppStanding::Any).await),
        (vec!["c".to_owned()], Vec::new())
    );
    assert_eq!(
        (ids("one", AppStanding::Live).await, ids("b", AppStanding::Live).await),
        (vec!["a".to_owned(), "c".to_owned()], Vec::new())
    );
    store.change_app(REALM, AppKey(2), AppChange::Delete(NOW), audit("app.delete")).await.unwrap();
    assert_eq!(ids("", AppStanding::Any).await, ["a", "d", "c"]);
}

pub(crate) async fn a_realms_accounts(world: World) {
    let store = world.store();
    for (key, after) in [(1, 0), (2, 300), (3, 300), (4, 600)] {
        let mut new = account(&format!("n{key}"), AccountKey(key));
        new.account.created_at = NOW + after;
        store.create_account(REALM, new, audit("account.create")).await.unwrap();
    }
    let seen = async |key: i64, at| {
        let (hash, account) = (hash(&key.to_string()), AccountKey(key));
        store.note_sessions(vec![SessionSeen { realm: REALM, hash, account, at }]).await.unwrap();
    };
    let listed = async || {
        let rows = in_pages(async |page| store.accounts_by_use(REALM, page).await.unwrap()).await;
        rows.into_iter().map(|listed| listed.row).collect::<Vec<_>>()
    };
    let keys = async || listed().await.iter().map(|account| account.key.0).collect::<Vec<_>>();
    assert_eq!(keys().await, [4, 3, 2, 1], "none was seen: the newest first, and of one moment each once");
    seen(1, NOW + 700).await;
    seen(2, NOW + 800).await;
    assert_eq!(keys().await, [2, 1, 4, 3]);
    seen(1, NOW + 800 + MINUTE).await;
    assert_eq!(keys().await, [1, 2, 4, 3]);
    seen(2, NOW + 800).await;
    assert_eq!(keys().await, [1, 2, 4, 3], "an earlier visit changes nothing");
    let first = listed().await.remove(0);
    assert_eq!(first.seen_at, Some(NOW + 800 + MINUTE));
    assert_eq!(store.account(REALM, AccountKey(1)).await.unwrap(), Some(first), "the same as in every other answer");
    let gone = AccountChange::Delete { at: NOW, tombstone: NOW };
    store.change_account(REALM, AccountKey(2), gone, audit("account.delete")).await.unwrap();
    assert_eq!(keys().await, [1, 4, 3]);
}

pub(crate) async fn what_an_account_granted(world: World) {
    let store = world.store();
    for app in 1..=5 {
        made(&world, &format!("app{app}"), app, 0).await;
        granted(&world, &format!("t{app}"), ALICE, app, NOW + app / 2).await;
    }
    granted(&world, "bob", BOB, 5, NOW + 99).await;
    let listed = async || {
        in_pages(async |page| store.authorized_by_use(REALM, ALICE, NOW, page).await.unwrap())
            .await
            .into_iter()
            .map(|listed| listed.row)
            .collect::<Vec<Authorized>>()
    };
    let apps = async || listed().await.iter().map(|row| row.grant.app.0).collect::<Vec<_>>();
    assert_eq!(apps().await, [5, 4, 3, 2, 1], "none was used: the last granted first, and of one moment each once");
    used(&world, "t2", ALICE, 2, NOW + 50).await;
    used(&world, "t4", ALICE, 4, NOW + 51).await;
    assert_eq!(apps().await, [4, 2, 5, 3, 1]);
    let first = listed().await.remove(0);
    assert_eq!((first.used, first.tokens), (Some((NOW + 51, "192.0.2.1".to_owned())), 1));
    let rows: BTreeSet<i64> =
        store.authorized(REALM, ALICE, NOW, page(None, 9)).await.unwrap().iter().map(|row| row.grant.app.0).collect();
    assert_eq!(rows, apps().await.into_iter().collect(), "the same as in the order that stands still");
    let ended = store::ops::EndGrant { app: AppKey(4), ..super::world::end_grant(ALICE, 0) };
    store.end_grant(ended).await.unwrap();
    assert_eq!(apps().await, [2, 5, 3, 1]);
    store.change_app(REALM, AppKey(5), AppChange::Delete(NOW), audit("app.delete")).await.unwrap();
    assert_eq!(apps().await, [2, 3, 1], "what an app has that was deleted is over");
    let rows = store.authorized(REALM, ALICE, NOW, page(None, 9)).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.grant.app.0).collect::<Vec<_>>(), [1, 2, 3]);
}

pub(crate) async fn who_granted_something_to_an_app(world: World) {
    let store = world.store();
    world.app().await;
    for account in 1..=4 {
        granted(&world, &format!("t{account}"), AccountKey(account), APP.0, NOW + account).await;
    }
    let accounts = async || {
        in_pages(async |page| store.grants_of_app_by_use(REALM, APP, NOW, page).await.unwrap())
            .await
            .into_iter()
            .map(|listed| listed.row.grant.account.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(accounts().await, [4, 3, 2, 1]);
    used(&world, "t1", AccountKey(1), APP.0, NOW + 50).await;
    assert_eq!(accounts().await, [1, 4, 3, 2]);
    let other = store.grants_of_app_by_use(REALM, AppKey(99), NOW, page(None, 9)).await.unwrap();
    assert!(other.is_empty());
}
