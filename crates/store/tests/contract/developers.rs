//! What the app console asks.

use super::races::race;
use super::world::{ALICE, APP, BOB, NOW, REALM, World, account, app, audit, seen, test_token, token_hash};
use engine::model::{AccountKey, App, AppKey, AppSecret, EndReason, RealmKey, Review, TokenUse};
use store::Broken;
use store::developers::{Counts, NotedRefusal, REFUSALS_KEPT, SecretUse};
use store::office::AuditFilter;
use store::ops::{AppChange, AppFacts, MOST_OWNERS, MOST_REDIRECTS, Page, Won};

fn page(after: Option<&str>, limit: u32) -> Page {
    Page { after: after.map(str::to_owned), limit }
}

async fn change(world: &World, key: AppKey, change: AppChange) -> store::Result<Won> {
    world.store().change_app(REALM, key, change, audit("app.change")).await
}

fn remove_owner(account: AccountKey) -> AppChange {
    AppChange::RemoveOwner { account, tombstone: 60 }
}

pub(crate) async fn an_owners_apps(world: World) {
    let store = world.store();
    for (nth, (client_id, name)) in
        [("z", "alpha"), ("y", "Beta"), ("x", "beta"), ("w", "gone")].into_iter().enumerate()
    {
        let mut app = app(client_id, AppKey(nth as i64));
        app.name = name.to_owned();
        store.create_app(REALM, app, audit("app.create")).await.unwrap();
    }
    change(&world, AppKey(3), AppChange::Delete(NOW)).await.unwrap();
    let ids = async |after: Option<&str>, limit| {
        let apps = store.apps_of(REALM, ALICE, "", page(after, limit)).await.unwrap();
        apps.into_iter().map(|app| app.client_id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, 10).await, ["z", "x", "y"]);
    assert_eq!(ids(None, 2).await, ["z", "x"]);
    assert_eq!(ids(Some("x"), 2).await, ["y"]);
    assert!(ids(Some("forged"), 2).await.is_empty());
    assert!(store.apps_of(REALM, BOB, "", page(None, 10)).await.unwrap().is_empty());
    assert!(store.apps_of(RealmKey(8), ALICE, "", page(None, 10)).await.unwrap().is_empty());
    change(&world, AppKey(1), AppChange::AddOwner(BOB)).await.unwrap();
    assert_eq!(store.apps_of(REALM, BOB, "", page(None, 10)).await.unwrap().len(), 1);
    let facts =
        AppFacts { name: "Zeta".to_owned(), description: String::new(), site: None, color: None, support: None };
    change(&world, AppKey(0), AppChange::Facts(facts)).await.unwrap();
    assert_eq!(ids(None, 10).await, ["x", "y", "z"], "a new name is a new place in the list");
}

pub(crate) async fn an_owners_apps_are_found(world: World) {
    let store = world.store();
    for (nth, (client_id, name)) in [("z", "Notes 100%"), ("y", "notebook"), ("x", "Maps")].into_iter().enumerate() {
        let mut app = app(client_id, AppKey(nth as i64));
        app.name = name.to_owned();
        store.create_app(REALM, app, audit("app.create")).await.unwrap();
    }
    let found = async |text: &str| {
        let apps = store.apps_of(REALM, ALICE, text, page(None, 10)).await.unwrap();
        apps.into_iter().map(|app| app.client_id).collect::<Vec<_>>()
    };
    assert_eq!(found(" NOTE").await, ["y", "z"]);
    assert_eq!(found("0%").await, ["z"]);
    assert_eq!(found("x").await, ["x"]);
    assert!(found("_").await.is_empty() && found("none").await.is_empty());
}

pub(crate) async fn secrets_come_and_go_one_by_one(world: World) {
    world.app().await;
    let secret = |stored: &str| AppSecret { stored: stored.to_owned(), created_at: NOW, name: stored.to_owned() };
    let add = |stored: &str| AppChange::AddSecret { secret: secret(stored), at_most: 2 };
    let secrets = async || world.store().app(REALM, APP).await.unwrap().unwrap().secrets;
    change(&world, APP, AppChange::Secrets(Vec::new())).await.unwrap();
    change(&world, APP, add("one")).await.unwrap();
    change(&world, APP, add("two")).await.unwrap();
    assert!(matches!(change(&world, APP, add("three")).await, Err(Broken::Absent("room for another secret"))));
    assert_eq!(secrets().await, [secret("two"), secret("one")]);
    change(&world, APP, AppChange::RemoveSecret(secret("one").handle())).await.unwrap();
    let again = change(&world, APP, AppChange::RemoveSecret(secret("one").handle())).await;
    assert!(matches!(again, Err(Broken::Absent("secret"))));
    assert_eq!(secrets().await, [secret("two")]);
    // Of any number of racers, as many win as there is room for.
    let racers: Vec<_> = (0..8)
        .map(|nth| {
            let (node, change) = (world.node(nth), add(&format!("racer {nth}")));
            tokio::spawn(async move { node.change_app(REALM, APP, change, audit("app.secret.add")).await.is_ok() })
        })
        .collect();
    let mut won = 0;
    for racer in racers {
        won += usize::from(racer.await.unwrap());
    }
    assert_eq!((won, secrets().await.len()), (1, 2));
}

pub(crate) async fn a_review_is_asked_for_and_taken_back(world: World) {
    world.app().await;
    let review = async || world.store().app(REALM, APP).await.unwrap().unwrap().review;
    assert!(matches!(change(&world, APP, AppChange::Submit).await, Err(Broken::Absent("draft"))));
    change(&world, APP, AppChange::Review(Review::Draft)).await.unwrap();
    assert!(change(&world, APP, AppChange::Withdraw).await.is_err());
    change(&world, APP, AppChange::Submit).await.unwrap();
    assert_eq!(review().await, Review::InReview);
    assert!(change(&world, APP, AppChange::Submit).await.is_err());
    change(&world, APP, AppChange::Withdraw).await.unwrap();
    assert_eq!(review().await, Review::Draft);
}

pub(crate) async fn a_test_token_goes_with_its_owner(world: World) {
    let store = world.store();
    world.app().await;
    change(&world, APP, AppChange::AddOwner(BOB)).await.unwrap();
    let mut token = world.family("a").await.access;
    (token.hash, token.usage, token.grant, token.account) = (token_hash("test"), TokenUse::Test, None, Some(ALICE));
    assert!(store.test_token(REALM, APP).await.unwrap().is_none());
    store.set_test_token(test_token(Some(token.clone()))).await.unwrap();
    assert_eq!(store.test_token(REALM, APP).await.unwrap().unwrap(), token);
    let app = store.app(REALM, APP).await.unwrap().unwrap();
    assert_eq!(store.test_tokens_of(REALM, ALICE).await.unwrap(), [(app, token)]);
    assert_eq!(store.test_tokens_of(REALM, BOB).await.unwrap(), [], "another owner's speaks for another");
    change(&world, APP, remove_owner(ALICE)).await.unwrap();
    assert!(!world.is_live("test").await);
    assert!(store.test_token(REALM, APP).await.unwrap().is_none());
    assert_eq!(store.test_tokens_of(REALM, ALICE).await.unwrap(), []);
}

pub(crate) async fn what_a_former_owner_granted_ends_unless_everybody_may_use_the_app(world: World) {
    let store = world.store();
    world.app().await;
    let granted = async || store.grant(REALM, ALICE, APP).await.unwrap().is_some();
    let rows = async || {
        let all = store.audit(REALM, page(None, 100)).await.unwrap();
        all.iter().filter(|row| row.audit.action == "grant.revoke" && row.audit.account == Some(ALICE)).count()
    };
    change(&world, APP, AppChange::AddOwner(BOB)).await.unwrap();
    world.family("live").await;
    change(&world, APP, remove_owner(ALICE)).await.unwrap();
    assert!(granted().await && world.is_live("live-access").await, "as everybody else's");
    for review in [Review::Draft, Review::InReview] {
        change(&world, APP, AppChange::AddOwner(ALICE)).await.unwrap();
        change(&world, APP, AppChange::Review(review)).await.unwrap();
        let family = world.family(&format!("{review:?}")).await;
        let before = rows().await;
        change(&world, APP, remove_owner(ALICE)).await.unwrap();
        assert!(!granted().await && !world.is_live(&format!("{review:?}-access")).await);
        let ended = store.refresh(REALM, &[family.refresh.hash], NOW).await.unwrap().token.unwrap().ended;
        assert_eq!(ended, Some((NOW, EndReason::Withdrawn)));
        assert_eq!(rows().await, before + 1);
    }
    change(&world, APP, AppChange::AddOwner(ALICE)).await.unwrap();
    let before = rows().await;
    change(&world, APP, remove_owner(ALICE)).await.unwrap();
    assert_eq!(rows().await, before, "nothing was there to end");
}

pub(crate) async fn the_last_owner_stays(world: World) {
    world.app().await;
    let owners = async || world.store().app(REALM, APP).await.unwrap().unwrap().owners;
    let refused = change(&world, APP, remove_owner(ALICE)).await;
    assert!(matches!(refused, Err(Broken::Absent("other owner"))));
    change(&world, APP, AppChange::AddOwner(BOB)).await.unwrap();
    change(&world, APP, AppChange::AddOwner(BOB)).await.unwrap();
    assert_eq!(owners().await, [ALICE, BOB]);
    change(&world, APP, remove_owner(ALICE)).await.unwrap();
    assert_eq!(owners().await, [BOB]);
    assert!(world.store().apps_of(REALM, ALICE, "", page(None, 10)).await.unwrap().is_empty());
}

pub(crate) async fn counts(world: World) {
    let store = world.store();
    world.app().await;
    world.family("one").await;
    world.family("two").await;
    world.code("bobs", BOB).await;
    let counts = async |at_most, now| store.counts(REALM, APP, at_most, now).await.unwrap();
    let counted = |tokens, grants, used_at| Counts { tokens, grants, used_at };
    assert_eq!(counts(100, NOW).await, counted(2, 2, None));
    assert_eq!(counts(1, NOW).await, counted(1, 1, None));
    store.note_uses(vec![seen("one", NOW + 9), seen("two", NOW + 4)]).await.unwrap();
    assert_eq!(counts(100, NOW + 3_600).await, counted(0, 2, Some(NOW + 9)));
}

pub(crate) async fn secrets_were_used(world: World) {
    let store = world.store();
    let used = |secret: &str, at| SecretUse { realm: REALM, app: APP, secret: secret.to_owned(), at };
    store.note_secrets(vec![used("a", NOW), used("b", NOW), used("a", NOW + 9), used("a", NOW + 5)]).await.unwrap();
    let found = store.secret_uses(REALM, APP).await.unwrap();
    assert_eq!(found, [("a".to_owned(), NOW + 9), ("b".to_owned(), NOW)]);
    assert_eq!(store.revision(REALM).await.unwrap(), 0, "no cache has to forget anything for it");
    let counts = store.counts(REALM, APP, 9, NOW).await.unwrap();
    assert_eq!(counts.used_at, Some(NOW + 9), "whoever uses a secret uses the app");
}

pub(crate) async fn refusals_are_bounded(world: World) {
    let store = world.store();
    let refusal = |id: i64, app| NotedRefusal {
        realm: REALM,
        app,
        id,
        at: NOW,
        endpoint: "token".to_owned(),
        refusal: "client_secret_wrong".to_owned(),
        detail: "{}".to_owned(),
        request_id: format!("r{id}"),
    };
    let most = i64::from(REFUSALS_KEPT);
    store.note_refusals((1..=most + 20).map(|id| refusal(id, APP)).collect()).await.unwrap();
    store.note_refusals(vec![refusal(1, AppKey(12))]).await.unwrap();
    let first = store.refusals(REALM, APP, page(None, 60)).await.unwrap();
    assert_eq!(first[0], refusal(most + 20, APP));
    let after = first.last().unwrap().id.to_string();
    let rest = store.refusals(REALM, APP, page(Some(&after), 1000)).await.unwrap();
    assert_eq!((first.len() + rest.len(), rest.last().unwrap().id), (REFUSALS_KEPT as usize, 21));
    assert_eq!(store.refusals(REALM, AppKey(12), page(None, 10)).await.unwrap().len(), 1);
}

pub(crate) async fn apps_change_in_what_people_read(world: World) {
    world.app().await;
    let facts = AppFacts {
        name: "Two".to_owned(),
        description: "Does two".to_owned(),
        site: None,
        color: None,
        support: Some("https://two.example/help".to_owned()),
    };
    change(&world, APP, AppChange::Facts(facts)).await.unwrap();
    change(&world, APP, AppChange::Scopes(vec!["read".to_owned()])).await.unwrap();
    change(&world, APP, AppChange::Kind { kind: "native".to_owned(), secrets: Vec::new() }).await.unwrap();
    let mut wanted = app("one", APP);
    (wanted.name, wanted.description, wanted.site) = ("Two".to_owned(), "Does two".to_owned(), None);
    (wanted.color, wanted.support) = (None, Some("https://two.example/help".to_owned()));
    (wanted.scopes, wanted.kind, wanted.secrets) = (vec!["read".to_owned()], "native".to_owned(), Vec::new());
    for review in [Review::Draft, Review::InReview, Review::Live] {
        change(&world, APP, AppChange::Review(review)).await.unwrap();
        wanted.review = review;
        assert_eq!(world.store().app(REALM, APP).await.unwrap().unwrap(), wanted);
    }
}

pub(crate) async fn an_account_has_so_many_apps(world: World) {
    let store = world.store();
    for (name, key) in [("alice", ALICE), ("bob", BOB)] {
        store.create_account(REALM, account(name, key), audit("account.create")).await.unwrap();
    }
    let create = async |key: i64, at_most| {
        store.create_app_within(REALM, app(&format!("c{key}"), AppKey(key)), at_most, audit("app.create")).await
    };
    create(1, 2).await.unwrap();
    create(2, 2).await.unwrap();
    create(2, 2).await.unwrap();
    let full = |refused| matches!(refused, Err(Broken::Absent("room for another app")));
    assert!(full(create(3, 2).await));
    let made = async |most| store.made_apps(REALM, ALICE, most).await.unwrap();
    assert_eq!((made(1).await, made(9).await), (1, 2));
    assert!(store.app(REALM, AppKey(3)).await.unwrap().is_none(), "nothing was written");
    create(3, 3).await.unwrap();
    change(&world, AppKey(1), AppChange::Delete(NOW)).await.unwrap();
    create(4, 3).await.unwrap();
    // Another one's app that somebody is asked to look after takes none of their places, under whatever name.
    let invite = async || change(&world, AppKey(2), AppChange::AddOwner(BOB)).await.unwrap();
    assert_eq!([invite().await, invite().await], [Won::Yes, Won::Lost]);
    let facts = AppFacts { name: "Two".to_owned(), description: String::new(), site: None, color: None, support: None };
    change(&world, AppKey(2), AppChange::Facts(facts)).await.unwrap();
    let theirs = |key: i64| App { owners: vec![BOB], ..app(&format!("c{key}"), AppKey(key)) };
    assert_eq!(store.made_apps(REALM, BOB, 9).await.unwrap(), 0);
    store.create_app_within(REALM, theirs(5), 1, audit("app.create")).await.unwrap();
    assert!(full(store.create_app_within(REALM, theirs(6), 1, audit("app.create")).await));
    // Of any number of racers, as many win as there is room for.
    let racers: Vec<_> = (10..18)
        .map(|key| {
            let (node, app) = (world.node(key), app(&format!("c{key}"), AppKey(key as i64)));
            tokio::spawn(async move { node.create_app_within(REALM, app, 5, audit("app.create")).await.is_ok() })
        })
        .collect();
    let mut won = 0;
    for racer in racers {
        won += usize::from(racer.await.unwrap());
    }
    assert_eq!(won, 2);
}

pub(crate) async fn an_app_has_so_many_redirect_uris_and_owners(world: World) {
    world.app().await;
    let known = app("one", APP).redirect_uris.len();
    let uri = |nth: usize| AppChange::AddRedirect(format!("https://app.example/{nth}"));
    for nth in known..MOST_REDIRECTS {
        change(&world, APP, uri(nth)).await.unwrap();
    }
    change(&world, APP, uri(known)).await.unwrap();
    let refused = change(&world, APP, uri(MOST_REDIRECTS)).await;
    assert!(matches!(refused, Err(Broken::Absent("room for another redirect URI"))));
    let owner = |nth: usize| AppChange::AddOwner(AccountKey(1000 + nth as i64));
    for nth in 1..MOST_OWNERS {
        change(&world, APP, owner(nth)).await.unwrap();
    }
    assert!(matches!(change(&world, APP, owner(0)).await, Err(Broken::Absent("room for another owner"))));
}

pub(crate) async fn what_is_added_or_deleted_many_times_at_once_is_told_once(world: World) {
    world.app().await;
    let secret = AppSecret { stored: "s".to_owned(), created_at: NOW, name: String::new() };
    let uri = AppChange::AddRedirect("https://app.example/new".to_owned());
    let changes = [
        ("owner", AppChange::AddOwner(BOB)),
        ("redirect", uri.clone()),
        ("redirect", AppChange::Unreviewed(Box::new(uri.clone()))),
        ("both", AppChange::Several(vec![uri, AppChange::AddRedirect("https://app.example/newer".to_owned())])),
        ("secret", AppChange::AddSecret { secret, at_most: 9 }),
        ("delete", AppChange::Delete(NOW)),
    ];
    for (action, change) in changes {
        let before = world.store().revision(REALM).await.unwrap();
        let done = race(&world, 12, |node, _| {
            let (change, audit) = (change.clone(), audit(action));
            async move { node.change_app(REALM, APP, change, audit).await.unwrap() }
        })
        .await;
        let won = done.iter().filter(|won| **won == Won::Yes).count();
        let again = matches!(change, AppChange::Unreviewed(_));
        assert_eq!(won, usize::from(!again), "{change:?}");
        let filter = AuditFilter { action: Some(action.to_owned()), ..AuditFilter::default() };
        assert_eq!(world.store().find_audit(REALM, filter, page(None, 20)).await.unwrap().len(), 1, "{change:?}");
        assert_eq!(world.store().revision(REALM).await.unwrap() - before, i64::from(!again), "{change:?}");
    }
}

pub(crate) async fn what_was_looked_at_is_approved(world: World) {
    world.app().await;
    let shown = async || world.store().app(REALM, APP).await.unwrap().unwrap();
    change(&world, APP, AppChange::Review(Review::InReview)).await.unwrap();
    let seen = shown().await.fingerprint();
    change(&world, APP, AppChange::AddRedirect("https://elsewhere.example/cb".to_owned())).await.unwrap();
    let refused = change(&world, APP, AppChange::Approve(Some(seen))).await;
    assert!(matches!(refused, Err(Broken::Absent("app as it was looked at"))));
    assert_eq!(shown().await.review, Review::InReview);
    let seen = shown().await.fingerprint();
    change(&world, APP, AppChange::Approve(Some(seen))).await.unwrap();
    assert_eq!(shown().await.review, Review::Live);
}

pub(crate) async fn an_app_with_news_goes_back_to_its_review(world: World) {
    world.app().await;
    let changed = async |from, wanted| {
        change(&world, APP, AppChange::Review(from)).await.unwrap();
        change(&world, APP, AppChange::Unreviewed(Box::new(wanted))).await.unwrap();
        world.store().app(REALM, APP).await.unwrap().unwrap()
    };
    let uri = "https://app.example/new".to_owned();
    let news = || AppChange::Several(vec![AppChange::AddRedirect(uri.clone()), AppChange::Scopes(Vec::new())]);
    let app = changed(Review::Live, news()).await;
    assert!(app.scopes.is_empty() && app.redirect_uris.contains(&uri));
    assert_eq!(app.review, Review::InReview);
    assert_eq!(changed(Review::Live, news()).await.review, Review::Live, "there is nothing new about it");
    assert_eq!(changed(Review::Live, AppChange::RemoveRedirect(uri.clone())).await.review, Review::Live);
    assert_eq!(changed(Review::Draft, news()).await.review, Review::Draft, "what was no more than a draft is one");
}

pub(crate) async fn a_secret_that_is_gone_has_no_use(world: World) {
    world.app().await;
    let secret = |stored: &str| AppSecret { stored: stored.to_owned(), created_at: NOW, name: String::new() };
    change(&world, APP, AppChange::Secrets(vec![secret("a"), secret("b")])).await.unwrap();
    let used = |stored: &str| SecretUse { realm: REALM, app: APP, secret: secret(stored).handle(), at: NOW };
    world.store().note_secrets(vec![used("a"), used("b")]).await.unwrap();
    change(&world, APP, AppChange::RemoveSecret(secret("a").handle())).await.unwrap();
    assert_eq!(world.store().secret_uses(REALM, APP).await.unwrap(), [(secret("b").handle(), NOW)]);
}
