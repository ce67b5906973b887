//! What the administration asks.

use super::world::{ALICE, APP, BOB, NOW, REALM, World, account, app, audit, hash};
use engine::model::{AccountKey, AppKey, RealmKey, Review};
use store::Broken;
use store::office::{ApiKey, AppSearch, AppStanding, AuditFilter, found_under};
use store::ops::{AppChange, Audit, Page, Renews};

fn page(after: Option<&str>, limit: u32) -> Page {
    Page { after: after.map(str::to_owned), limit }
}

pub(crate) async fn accounts_are_found(world: World) {
    let store = world.store();
    for (key, name) in [(1, "anna"), (2, "Annika"), (3, "bert")] {
        store.create_account(REALM, account(name, AccountKey(key)), audit("account.create")).await.unwrap();
    }
    let found = async |text: &str, after: Option<&str>, limit| {
        let accounts = store.find_accounts(REALM, text, page(after, limit)).await.unwrap();
        accounts.into_iter().map(|account| account.username).collect::<Vec<_>>()
    };
    assert_eq!(found("", None, 10).await, ["anna", "Annika", "bert"]);
    assert_eq!(found("ANN", None, 10).await, ["anna", "Annika"]);
    assert_eq!(found("ann", Some("anna"), 10).await, ["Annika"]);
    assert_eq!(found("bert@example", None, 10).await, ["bert"]);
    assert_eq!(found(" id-bert ", None, 10).await, ["bert"]);
    assert_eq!(found("ID-BERT", None, 10).await, ["bert"], "in capitals");
    assert_eq!(found("id-Annika", None, 10).await, ["Annika"], "as it stands");
    assert!(found("%", None, 10).await.is_empty());
}

pub(crate) async fn accounts_are_found_page_by_page(world: World) {
    let store = world.store();
    let people =
        [("ann", "x@a.example"), ("bea", "ann@a.example"), ("cid", "cid@a.example"), ("ann2", "ann2@a.example")];
    for (key, (name, email)) in (1..).zip(people) {
        let mut new = account(name, AccountKey(key));
        email.clone_into(&mut new.account.email);
        new.account.id = if name == "cid" { "ann0".to_owned() } else { format!("id-{name}") };
        store.create_account(REALM, new, audit("account.create")).await.unwrap();
    }
    for limit in [1, 2, 10] {
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let found = store.find_accounts(REALM, "ann", page(after.as_deref(), limit)).await.unwrap();
            let Some(last) = found.last() else { break };
            after = Some(found_under(last, "ann"));
            names.extend(found.into_iter().map(|account| account.username));
        }
        assert_eq!(names, ["ann", "ann2", "bea"], "by user name, and by address who has another; each once");
    }
    let first = store.find_accounts(REALM, "ann0", page(None, 1)).await.unwrap();
    assert_eq!(first[0].username, "cid", "the one whose id it is");
    assert!(store.find_accounts(REALM, "ann0", page(Some(""), 1)).await.unwrap().is_empty());
}

pub(crate) async fn apps_are_found(world: World) {
    let store = world.store();
    for (nth, (client_id, name)) in [("c1", "100% Notes"), ("c2", "Notes_too"), ("c3", "Other")].into_iter().enumerate()
    {
        let mut app = app(client_id, AppKey(nth as i64));
        app.name = name.to_owned();
        app.review = [Review::Live, Review::InReview, Review::Draft][nth];
        store.create_app(REALM, app, audit("app.create")).await.unwrap();
    }
    let found = async |text: &str, standing, after: Option<&str>| {
        let search = AppSearch { text: text.to_owned(), standing };
        let apps = store.find_apps(REALM, search, page(after, 2)).await.unwrap();
        apps.into_iter().map(|app| app.client_id).collect::<Vec<_>>()
    };
    assert_eq!(found("", AppStanding::Any, None).await, ["c1", "c2"]);
    assert_eq!(found("", AppStanding::Any, Some("c2")).await, ["c3"]);
    assert_eq!(found("NOTES", AppStanding::Any, None).await, ["c1", "c2"]);
    assert_eq!(found("c3", AppStanding::Any, None).await, ["c3"]);
    assert_eq!(
        (found("0%", AppStanding::Any, None).await, found("s_t", AppStanding::Any, None).await),
        (vec!["c1".to_owned()], vec!["c2".to_owned()])
    );
    assert_eq!(found("", AppStanding::InReview, None).await, ["c2"]);
    store.change_app(REALM, AppKey(0), AppChange::Suspend(NOW, None), audit("app.suspend")).await.unwrap();
    assert_eq!(found("", AppStanding::Suspended, None).await, ["c1"]);
    assert!(found("", AppStanding::Live, None).await.is_empty());
    store.change_app(REALM, AppKey(0), AppChange::Delete(NOW), audit("app.delete")).await.unwrap();
    assert!(found("c1", AppStanding::Any, None).await.is_empty());
}

pub(crate) async fn grants_of_an_app(world: World) {
    let store = world.store();
    let family = world.family("alices").await;
    world.code("bobs", BOB).await;
    let first = store.grants_of_app(REALM, APP, NOW, page(None, 1)).await.unwrap();
    assert_eq!((first.len(), first[0].grant.key, first[0].tokens), (1, family.grant, 1));
    let after = first[0].grant.account.0.to_string();
    let rest = store.grants_of_app(REALM, APP, NOW, page(Some(&after), 10)).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.grant.account).collect::<Vec<_>>(), [BOB]);
    assert!(store.grants_of_app(RealmKey(8), APP, NOW, page(None, 10)).await.unwrap().is_empty());
}

pub(crate) async fn live_tokens_between_two(world: World) {
    let store = world.store();
    world.app().await;
    let family = world.family("t").await;
    let tokens = async |account, now| store.tokens_of(REALM, account, APP, now).await.unwrap();
    let now = tokens(ALICE, NOW).await;
    assert_eq!((now.access.len(), now.refresh.len()), (1, 1));
    assert_eq!((now.access[0].hash, now.refresh[0].hash), (family.access.hash, family.refresh.hash));
    let later = tokens(ALICE, NOW + 3_600).await;
    assert_eq!((later.access.len(), later.refresh.len()), (0, 1));
    assert!(tokens(BOB, NOW).await.access.is_empty());
    store.change_app(REALM, APP, AppChange::RevokeAll(NOW + 1), audit("app.revoke-all")).await.unwrap();
    let revoked = tokens(ALICE, NOW).await;
    assert_eq!(
        (revoked.access.len(), revoked.refresh.len()),
        (0, 0),
        "those from before the app's valid_from are dead"
    );
    let granted = store.grants_of_app(REALM, APP, NOW, page(None, 10)).await.unwrap();
    assert_eq!((granted.len(), granted[0].tokens), (1, 0), "the grant stays, without a live token");
    assert_eq!(granted[0].renews, Renews::No);
}

pub(crate) async fn the_audit_is_filtered(world: World) {
    let store = world.store();
    let leave = async |audit: Audit| store.leave(REALM, audit).await.unwrap();
    leave(Audit { account: Some(ALICE), app: None, ..audit("account.disable") }).await;
    leave(Audit { actor: "key:ci".to_owned(), at: NOW + 10, ..audit("app.suspend") }).await;
    leave(Audit { at: NOW + 20, ..audit("app.resume") }).await;
    let actions = async |filter| {
        let rows = store.find_audit(REALM, filter, page(None, 10)).await.unwrap();
        rows.into_iter().map(|row| row.audit.action).collect::<Vec<_>>()
    };
    let none = AuditFilter::default;
    assert_eq!(actions(none()).await, ["app.resume", "app.suspend", "account.disable"]);
    assert_eq!(actions(AuditFilter { actor: Some("key:ci".to_owned()), ..none() }).await, ["app.suspend"]);
    assert_eq!(actions(AuditFilter { action: Some("app.".to_owned()), ..none() }).await, ["app.resume", "app.suspend"]);
    assert!(actions(AuditFilter { action: Some("app.%".to_owned()), ..none() }).await.is_empty());
    assert_eq!(actions(AuditFilter { account: Some(ALICE), ..none() }).await, ["account.disable"]);
    assert_eq!(actions(AuditFilter { app: Some(APP), ..none() }).await, ["app.resume", "app.suspend"]);
    let between = AuditFilter { since: Some(NOW + 10), until: Some(NOW + 20), ..none() };
    assert_eq!(actions(between).await, ["app.suspend"]);
}

pub(crate) async fn the_audit_goes_by_time(world: World) {
    let store = world.store();
    // Nodes' clocks differ: what is written later may have happened earlier.
    for (at, action) in [(5, "app.one"), (9, "app.two"), (7, "account.one"), (9, "app.one")] {
        store.leave(REALM, Audit { at: NOW + at, account: Some(ALICE), ..audit(action) }).await.unwrap();
    }
    for filter in [
        AuditFilter::default(),
        AuditFilter { account: Some(ALICE), ..AuditFilter::default() },
        AuditFilter { app: Some(APP), ..AuditFilter::default() },
        AuditFilter { action: Some("a".to_owned()), ..AuditFilter::default() },
        AuditFilter { actor: Some(audit("").actor), ..AuditFilter::default() },
    ] {
        let (mut times, mut after) = (Vec::new(), None);
        loop {
            let rows = store.find_audit(REALM, filter.clone(), page(after.as_deref(), 1)).await.unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(last.id.to_string());
            times.extend(rows.into_iter().map(|row| (row.audit.at - NOW, row.audit.action)));
        }
        let expected = [(9, "app.one"), (9, "app.two"), (7, "account.one"), (5, "app.one")];
        assert_eq!(times, expected.map(|(at, action)| (at, action.to_owned())), "{filter:?}");
        let between = AuditFilter { since: Some(NOW + 7), until: Some(NOW + 9), ..filter };
        let rows = store.find_audit(REALM, between, page(None, 10)).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.audit.action.as_str()).collect::<Vec<_>>(), ["account.one"]);
    }
}

pub(crate) async fn keys_live_and_end(world: World) {
    let store = world.store();
    let key = |id: &str| ApiKey {
        hash: hash(id),
        id: id.to_owned(),
        name: "CI".to_owned(),
        rights: vec!["apps:read".to_owned()],
        created_at: NOW,
        created_by: "command-line".to_owned(),
        ends_at: Some(NOW + 60),
        used_at: None,
        ended_at: None,
    };
    for id in ["b", "a", "a"] {
        store.create_key(REALM, key(id), audit("key.create")).await.unwrap();
    }
    let same_id = ApiKey { hash: hash("other"), ..key("a") };
    assert!(matches!(store.create_key(REALM, same_id, audit("key.create")).await, Err(Broken::Taken(_))));
    assert_eq!(store.keys(REALM, page(None, 10)).await.unwrap(), [key("a"), key("b")]);
    assert_eq!(store.keys(REALM, page(Some("a"), 10)).await.unwrap(), [key("b")]);
    assert_eq!(store.key(RealmKey(8), hash("a")).await.unwrap(), None);
    store.note_key(REALM, hash("a"), NOW + 5).await.unwrap();
    store.note_key(REALM, hash("a"), NOW + 3).await.unwrap();
    store.end_key(REALM, "a", audit("key.end")).await.unwrap();
    let ended = ApiKey { used_at: Some(NOW + 5), ended_at: Some(NOW), ..key("a") };
    assert_eq!(store.key(REALM, hash("a")).await.unwrap(), Some(ended));
    assert!(matches!(store.end_key(REALM, "a", audit("key.end")).await, Err(Broken::Absent("key"))));
}
