//! Sessions, what was granted, profiles, and the end of an account.

use super::accounts::session;
use super::world::{ALICE, APP, BOB, DAY, NOW, REALM, World, account, audit, hash, issue, origin, redeem, seen};
use engine::model::RealmKey;
use store::Broken;
use store::office::AuditFilter;
use store::ops::{AccountChange, AppChange, Audit, Ended, Names, Page, Redeemed, Renews, Session, Use};
use store::people::{SESSIONS_KEPT, SessionSeen};

fn all() -> Page {
    Page { after: None, limit: 100 }
}

async fn alice_and_bob(world: &World) {
    for (name, key) in [("alice", ALICE), ("bob", BOB)] {
        world.account(name, key).await;
    }
}

pub(crate) async fn sessions_are_listed_and_end(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    for (text, whose) in [("a", ALICE), ("b", ALICE), ("c", BOB), ("d", ALICE)] {
        world.sign_in(session(text, whose)).await;
    }
    let live = async |now| store.sessions(REALM, ALICE, now).await.unwrap().len();
    assert_eq!((live(NOW).await, live(NOW + DAY).await), (3, 0));
    assert!(store.sessions(RealmKey(8), ALICE, NOW).await.unwrap().is_empty());
    let end_one =
        async |text| store.end_session_of(REALM, ALICE, hash(text), audit("account.end-session")).await.unwrap();
    assert_eq!(end_one("c").await, Ended::Before, "somebody else's");
    assert_eq!((end_one("d").await, end_one("d").await), (Ended::Now, Ended::Before));
    assert_eq!(store.end_sessions(REALM, ALICE, Some(hash("a")), audit("account.end-sessions")).await.unwrap(), 1);
    assert_eq!(store.sessions(REALM, ALICE, NOW).await.unwrap(), [session("a", ALICE)]);
    assert_eq!(store.end_sessions(REALM, ALICE, Some(hash("a")), audit("nothing")).await.unwrap(), 0);
    assert_eq!(store.end_sessions(REALM, ALICE, None, audit("account.end-sessions")).await.unwrap(), 1);
    assert!(store.session(REALM, hash("c"), NOW).await.unwrap().is_some(), "somebody else's stays");
    assert_eq!(store.audit(REALM, all()).await.unwrap().len(), 2 + 7, "what ended nothing leaves nothing");
}

pub(crate) async fn of_many_sessions_the_last_stay(world: World) {
    let store = world.store();
    let open = async |text: String, whose, seen| {
        world.sign_in(Session { seen_at: NOW + seen, ..session(&text, whose) }).await;
    };
    alice_and_bob(&world).await;
    open("bobs".to_owned(), BOB, -9).await;
    for nth in 0..i64::from(SESSIONS_KEPT) {
        open(nth.to_string(), ALICE, nth).await;
    }
    let is_there = async |text: &str| store.session(REALM, hash(text), NOW).await.unwrap().is_some();
    assert!(is_there("0").await);
    store
        .note_sessions(vec![SessionSeen { realm: REALM, hash: hash("0"), account: ALICE, at: NOW + 500 }])
        .await
        .unwrap();
    open("new".to_owned(), ALICE, -5).await;
    assert!(!is_there("1").await, "unseen for longest");
    assert!(is_there("0").await && is_there("new").await && is_there("bobs").await);
    assert_eq!(store.sessions(REALM, ALICE, NOW).await.unwrap().len(), SESSIONS_KEPT as usize);
}

pub(crate) async fn an_id_elsewhere_is_one_accounts(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    let link = async |key, id: Option<&str>| {
        let change = AccountChange::Upstream(id.map(str::to_owned));
        store.change_account(REALM, key, change, audit("account.link")).await
    };
    let whose = async |id| store.account_of_upstream(REALM, id).await.unwrap().map(|account| account.key);
    world.sign_in(session("a", ALICE)).await;
    link(ALICE, Some("17")).await.unwrap();
    assert!(store.session(REALM, hash("a"), NOW).await.unwrap().is_none(), "whoever signed in otherwise is signed out");
    link(ALICE, Some("17")).await.unwrap();
    assert!(matches!(link(BOB, Some("17")).await, Err(Broken::Taken(_))));
    assert!(matches!(link(ALICE, Some("18")).await, Err(Broken::Absent("account without such an id"))));
    assert_eq!((whose("17").await, whose("18").await), (Some(ALICE), None));
    link(ALICE, None).await.unwrap();
    link(BOB, Some("17")).await.unwrap();
    assert_eq!(whose("17").await, Some(BOB));
}

pub(crate) async fn a_session_was_seen(world: World) {
    let store = world.store();
    world.account("alice", ALICE).await;
    world.sign_in(session("a", ALICE)).await;
    let at = |at| SessionSeen { realm: REALM, hash: hash("a"), account: ALICE, at };
    store.note_sessions(vec![at(NOW + 9), at(NOW + 5)]).await.unwrap();
    assert_eq!(store.session(REALM, hash("a"), NOW).await.unwrap().unwrap().seen_at, NOW + 9);
}

pub(crate) async fn grants_tell_where_from_and_when_used(world: World) {
    let store = world.store();
    world.app().await;
    let family = world.family("t").await;
    let authorized = async || store.authorized(REALM, ALICE, NOW, all()).await.unwrap();
    let first = authorized().await;
    assert_eq!((first[0].grant.key, first[0].tokens), (family.grant, 1));
    assert_eq!(first[0].renews, Renews::Until(NOW + 30 * DAY));
    assert_eq!((&first[0].origin, &first[0].used), (&origin(), &None));
    store.note_uses(vec![seen("t-access", NOW + 5), seen("elsewhere", NOW + 7)]).await.unwrap();
    assert_eq!(authorized().await[0].used, Some((NOW + 5, "198.51.100.9".to_owned())), "an unknown token is no use");
    store.note_uses(vec![seen("t-access", NOW + 1)]).await.unwrap();
    assert_eq!(authorized().await[0].used.as_ref().unwrap().0, NOW + 5);
    let later = async |now| store.authorized(REALM, ALICE, now, all()).await.unwrap().remove(0);
    let hour = later(NOW + 3_600).await;
    assert_eq!((hour.tokens, hour.renews), (0, Renews::Until(NOW + 30 * DAY)), "expired ones do not count");
    assert_eq!(later(NOW + 30 * DAY).await.renews, Renews::No);
    assert!(store.authorized(REALM, BOB, NOW, all()).await.unwrap().is_empty());
    store.end_grant(super::world::end_grant(ALICE, 0)).await.unwrap();
    assert!(authorized().await.is_empty());
    world.family("again").await;
    assert_eq!(authorized().await[0].used, None, "a new grant has no past");
}

pub(crate) async fn renewals_end_with_the_family_that_lasts_longest(world: World) {
    let store = world.store();
    world.app().await;
    world.family("month").await;
    let renews = async || store.authorized(REALM, ALICE, NOW, all()).await.unwrap()[0].renews;
    for (text, ends_at, until) in [
        ("week", Some(NOW + 7 * DAY), Renews::Until(NOW + 30 * DAY)),
        ("year", Some(NOW + 365 * DAY), Renews::Until(NOW + 365 * DAY)),
        ("ever", None, Renews::WithoutEnd),
    ] {
        let mut write = redeem(text, world.code(text, ALICE).await, text);
        write.refresh.as_mut().unwrap().ends_at = ends_at;
        assert_eq!(store.redeem_code(write).await.unwrap(), Redeemed::Won);
        assert_eq!(renews().await, until, "{text}");
    }
    store.change_app(REALM, APP, AppChange::RevokeAll(NOW + 1), audit("app.revoke-all")).await.unwrap();
    assert_eq!(renews().await, Renews::No, "all are from before");
    let mut write = redeem("after", world.code("after", ALICE).await, "after");
    let refresh = write.refresh.as_mut().unwrap();
    (refresh.issued_at, refresh.ends_at) = (NOW + 1, Some(NOW + 7 * DAY));
    assert_eq!(store.redeem_code(write).await.unwrap(), Redeemed::Won);
    assert_eq!(renews().await, Renews::Until(NOW + 7 * DAY), "of those since");
}

pub(crate) async fn a_renewal_is_a_use_and_more_is_told(world: World) {
    let store = world.store();
    world.app().await;
    world.family("t").await;
    let authorized = async || store.authorized(REALM, ALICE, NOW, all()).await.unwrap().remove(0);
    let renewed = |at| Use { token: None, ..seen("t-access", at) };
    store.note_uses(vec![renewed(NOW + 9)]).await.unwrap();
    assert_eq!(authorized().await.used.unwrap().0, NOW + 9);
    assert_eq!(world.token("t-access", NOW).await.unwrap().used_at, None, "no token was used");
    assert_eq!(store.counts(REALM, APP, 9, NOW).await.unwrap().used_at, Some(NOW + 9));
    let mut more = issue("more", ALICE);
    (more.consent.scope, more.consent.at) = ("read write".to_owned(), NOW + 20);
    store.issue_code(more.clone()).await.unwrap();
    assert_eq!(authorized().await.widened_at, Some(NOW + 20));
    more.code.hash = hash("again");
    more.consent.at = NOW + 30;
    store.issue_code(more).await.unwrap();
    assert_eq!(authorized().await.widened_at, Some(NOW + 20), "nothing was added");
    store.end_grant(super::world::end_grant(ALICE, 0)).await.unwrap();
    store.note_uses(vec![renewed(NOW + 40)]).await.unwrap();
    let mut later = issue("later", ALICE);
    later.consent.at = NOW + 50;
    store.issue_code(later).await.unwrap();
    let anew = authorized().await;
    assert_eq!((anew.used, anew.widened_at), (None, None), "a new grant has no past");
}

pub(crate) async fn a_profile_changes(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    let change = AccountChange::Profile {
        first_name: "Alba".to_owned(),
        last_name: "Berg".to_owned(),
        language: Some("en".to_owned()),
    };
    store.change_account(REALM, ALICE, change, audit("account.profile")).await.unwrap();
    store.change_account(REALM, ALICE, AccountChange::Roles(Vec::new()), audit("account.roles")).await.unwrap();
    let mut wanted = account("alice", ALICE).account;
    (wanted.first_name, wanted.last_name) = ("Alba".to_owned(), "Berg".to_owned());
    (wanted.language, wanted.roles) = (Some("en".to_owned()), Vec::new());
    assert_eq!(store.account(REALM, ALICE).await.unwrap().unwrap(), wanted);
}

pub(crate) async fn names_change_and_are_freed(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    let rename = async |username: &str, email: &str| {
        let names = Names { username: username.to_owned(), email: email.to_owned(), email_verified: true };
        store.change_account(REALM, ALICE, AccountChange::Names(names), audit("account.names")).await
    };
    for (username, email) in [("BOB", "a@example.org"), ("alice", "Bob@example.org"), ("bob@example.org", "")] {
        assert!(matches!(rename(username, email).await, Err(Broken::Taken(_))), "{username} {email}");
    }
    assert_eq!(store.sign_in(REALM, "alice@example.org").await.unwrap().unwrap().account.key, ALICE, "nothing moved");
    rename("Alba", "alba@example.org").await.unwrap();
    assert!(store.sign_in(REALM, "alice").await.unwrap().is_none());
    assert_eq!(store.sign_in(REALM, "alba").await.unwrap().unwrap().account.email, "alba@example.org");
    rename("alba", "ALBA@example.org").await.unwrap();
    // The address alone, and the language alone, leave the name as it is.
    let address = |email: &str| AccountChange::Address { email: email.to_owned(), email_verified: false };
    let change = |change| store.change_account(REALM, ALICE, change, audit("account.change-address"));
    assert!(matches!(change(address("BOB@example.org")).await, Err(Broken::Taken(_))));
    change(address("new@example.org")).await.unwrap();
    change(AccountChange::Language(Some("en".to_owned()))).await.unwrap();
    assert!(store.sign_in(REALM, "alba@example.org").await.unwrap().is_none());
    let found = store.sign_in(REALM, "alba").await.unwrap().unwrap().account;
    assert_eq!((found.email.as_str(), found.email_verified), ("new@example.org", false));
    assert_eq!((found.first_name, found.language.as_deref()), (account("alice", ALICE).account.first_name, Some("en")));
}

pub(crate) async fn a_deleted_account_leaves_its_id(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    world.app().await;
    world.family("t").await;
    world.sign_in(session("a", ALICE)).await;
    let delete = AccountChange::Delete { at: NOW + 1, tombstone: DAY };
    store.change_account(REALM, ALICE, delete.clone(), audit("account.delete")).await.unwrap();
    let left = store.account(REALM, ALICE).await.unwrap().unwrap();
    assert_eq!((left.deleted_at, left.disabled_at, left.id.as_str()), (Some(NOW + 1), Some(NOW + 1), "id-alice"));
    assert_eq!((left.username.as_str(), left.email.as_str(), left.first_name.as_str()), ("id-alice", "", ""));
    assert_eq!(store.account_of_id_ever(REALM, "id-alice").await.unwrap().map(|own| own.key), Some(ALICE));
    assert!(store.account_of_id(REALM, "id-alice").await.unwrap().is_none());
    assert!(!world.is_live("t-access").await);
    assert!(store.authorized(REALM, ALICE, NOW + 1, all()).await.unwrap().is_empty());
    assert!(store.session(REALM, hash("a"), NOW).await.unwrap().is_none());
    assert!(store.sign_in(REALM, "alice").await.unwrap().is_none());
    for change in [delete, AccountChange::Enable, AccountChange::Password("$new".to_owned())] {
        let refused = store.change_account(REALM, ALICE, change, audit("x")).await;
        assert!(matches!(refused, Err(Broken::Absent("account"))), "it never comes back");
    }
    let mut again = account("alice", engine::model::AccountKey(99));
    let same_id = store.create_account(REALM, again.clone(), audit("account.create")).await;
    assert!(matches!(same_id, Err(Broken::Taken(_))));
    again.account.id = "another".to_owned();
    store.create_account(REALM, again, audit("account.create")).await.unwrap();
}

pub(crate) async fn nobody_who_is_gone_looks_after_an_app(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    world.app().await;
    store.change_app(REALM, APP, AppChange::AddOwner(BOB), audit("app.owner.add")).await.unwrap();
    for (gone, left) in [(ALICE, vec![BOB]), (BOB, vec![])] {
        let delete = AccountChange::Delete { at: NOW + 1, tombstone: DAY };
        let about = Audit { account: Some(gone), ..audit("account.delete") };
        store.change_account(REALM, gone, delete, about).await.unwrap();
        assert_eq!(store.app(REALM, APP).await.unwrap().unwrap().owners, left);
        assert!(store.apps_of(REALM, gone, "", all()).await.unwrap().is_empty());
        let filter = AuditFilter { account: Some(gone), app: Some(APP), ..AuditFilter::default() };
        let told = store.find_audit(REALM, filter, all()).await.unwrap();
        assert!(told.iter().any(|row| row.audit.action == "app.owner.remove"), "{told:?}");
    }
}

/// Rows of the time before ids had the name that was the account's at that time.
pub(crate) async fn a_deleted_account_leaves_no_name_in_the_audit(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    let left = |action: &str, object: &str, detail: &str| Audit {
        object: object.to_owned(),
        detail: detail.to_owned(),
        account: Some(ALICE),
        ..audit(action)
    };
    let of_bob = Audit { account: Some(BOB), ..left("account.sign-in", "account bob", "Firefox") };
    for row in [
        left("account.sign-in", "account alice", "Firefox"),
        left("account.rename", "account alice-before", ""),
        left("app.owner.add", "app one", "alice"),
        left("grant.allow", "account id-alice", "app one"),
        of_bob.clone(),
    ] {
        store.leave(REALM, row).await.unwrap();
    }
    let delete = AccountChange::Delete { at: NOW + 1, tombstone: DAY };
    store.change_account(REALM, ALICE, delete, left("account.delete", "account id-alice", "")).await.unwrap();
    let rows = store.events(REALM, ALICE, all()).await.unwrap();
    let told = rows.iter().rev().map(|row| (row.audit.object.as_str(), row.audit.detail.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("account id-alice", "Firefox"),
            ("account id-alice", ""),
            ("app one", "account id-alice"),
            ("account id-alice", "app one"),
            ("account id-alice", ""),
        ]
    );
    assert_eq!(store.events(REALM, BOB, all()).await.unwrap()[0].audit, of_bob, "nobody else's");
}

pub(crate) async fn what_happened_to_an_account(world: World) {
    let store = world.store();
    let about = |action: &str| Audit { account: Some(ALICE), app: None, ..audit(action) };
    store.create_account(REALM, account("alice", ALICE), about("account.create")).await.unwrap();
    store
        .create_account(REALM, account("bob", BOB), Audit { account: Some(BOB), ..about("account.create") })
        .await
        .unwrap();
    store.leave(REALM, about("account.sign-in")).await.unwrap();
    let events = store.events(REALM, ALICE, all()).await.unwrap();
    assert_eq!(events[0].audit, about("account.sign-in"));
    assert_eq!(
        events.iter().map(|row| row.audit.action.as_str()).collect::<Vec<_>>(),
        ["account.sign-in", "account.create"]
    );
    let after = Page { after: Some(events[0].id.to_string()), limit: 100 };
    assert_eq!(store.events(REALM, ALICE, after).await.unwrap().len(), 1);
}

fn claimed(username: &str, email: &str) -> AccountChange {
    AccountChange::Claimed(Names { username: username.to_owned(), email: email.to_owned(), email_verified: true })
}

/// Many who claim one name at once: one has it, each of the others has its own, and nobody is refused.
pub(crate) async fn of_many_who_claim_a_name_one_has_it(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    for (key, id) in [(ALICE, "4711"), (BOB, "4712")] {
        let linked = AccountChange::Upstream(Some(id.to_owned()));
        store.change_account(REALM, key, linked, audit("account.link")).await.unwrap();
    }
    let claim = async |key| store.change_account(REALM, key, claimed("carol", "carol@example.org"), audit("x")).await;
    for _ in 0..5 {
        let (alice, bob) = tokio::join!(claim(ALICE), claim(BOB));
        alice.unwrap();
        bob.unwrap();
        let has = async |key| {
            let own = store.account(REALM, key).await.unwrap().unwrap();
            (own.username == "carol", own.email == "carol@example.org")
        };
        let both = [has(ALICE).await, has(BOB).await];
        assert!(both == [(true, true), (false, false)] || both == [(false, false), (true, true)], "{both:?}");
        let found = store.sign_in(REALM, "carol").await.unwrap().unwrap().account.key;
        assert_eq!(has(found).await, (true, true));
    }
}

/// What is as it was leaves nothing, and what has changed a row for each.
pub(crate) async fn a_claim_leaves_a_row_for_each_change(world: World) {
    let store = world.store();
    alice_and_bob(&world).await;
    let actions = async || {
        let rows = store.events(REALM, ALICE, all()).await.unwrap();
        rows.into_iter().map(|row| row.audit.action).rev().skip(1).collect::<Vec<_>>()
    };
    let left = |action: &str| Audit { account: Some(ALICE), ..audit(action) };
    let claim = async |change| store.change_account(REALM, ALICE, change, left("account.rename")).await.unwrap();
    store
        .change_account(REALM, ALICE, AccountChange::Upstream(Some("4711".to_owned())), left("account.link"))
        .await
        .unwrap();
    claim(claimed("alba", "alice@Example.org")).await;
    let revision = store.revision(REALM).await.unwrap();
    claim(claimed("alba", "alice@Example.org")).await;
    assert_eq!(store.revision(REALM).await.unwrap(), revision);
    claim(claimed("alva", "alva@example.org")).await;
    assert_eq!(actions().await, ["account.rename", "account.rename", "account.change-address"]);
}
