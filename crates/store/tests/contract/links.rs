//! Links that are good once.

use super::world::{ALICE, BOB, NOW, REALM, World, access, account, audit, hash, test_token};
use engine::model::{AccessToken, RealmKey, TokenUse};
use store::Broken;
use store::ops::{AccountChange, Ended, Names, PASSWORD_SHOWN, Page, Shown, Won};
use store::people::{Link, LinkEffect, UseLink};

fn link(text: &str) -> Link {
    let (purpose, data) = ("reset".to_owned(), "alice@example.org".to_owned());
    Link { realm: REALM, hash: hash(text), purpose, account: Some(ALICE), data, ends_at: NOW + 60 }
}

fn used(text: &str, password: &str) -> UseLink {
    UseLink {
        realm: REALM,
        purpose: "reset".to_owned(),
        hash: hash(text),
        effect: LinkEffect::Change(AccountChange::Password(password.to_owned())),
        audit: audit("account.reset-password"),
        now: NOW + 59,
    }
}

async fn alice(world: &World) {
    world.store().create_account(REALM, account("alice", ALICE), audit("account.create")).await.unwrap();
}

async fn password(world: &World) -> String {
    world.store().sign_in(REALM, "alice").await.unwrap().unwrap().password
}

pub(crate) async fn good_once_until_its_end(world: World) {
    let store = world.store();
    alice(&world).await;
    store.put_link(link("one"), None, None).await.unwrap();
    let found = async |realm, purpose: &str, now| store.link(realm, purpose, hash("one"), now).await.unwrap();
    assert_eq!(found(REALM, "reset", NOW + 59).await, Some(link("one")));
    for (realm, purpose, now) in [(REALM, "confirm", NOW), (RealmKey(8), "reset", NOW), (REALM, "reset", NOW + 60)] {
        assert_eq!(found(realm, purpose, now).await, None);
    }
    let late = UseLink { now: NOW + 60, ..used("one", "$late") };
    let other = UseLink { purpose: "confirm".to_owned(), ..used("one", "$other") };
    let elsewhere = UseLink { realm: RealmKey(8), ..used("one", "$elsewhere") };
    for refused in [late, other, elsewhere, used("none", "$none")] {
        assert_eq!(store.use_link(refused).await.unwrap(), Won::Lost);
    }
    assert_eq!(store.use_link(used("one", "$new")).await.unwrap(), Won::Yes);
    assert_eq!(store.use_link(used("one", "$newer")).await.unwrap(), Won::Lost);
    assert_eq!(password(&world).await, "$new");
    assert_eq!(found(REALM, "reset", NOW).await, None);
}

pub(crate) async fn a_newer_one_replaces_it(world: World) {
    let store = world.store();
    alice(&world).await;
    let other = Link { purpose: "confirm".to_owned(), ..link("other") };
    for link in [link("old"), other.clone(), link("new")] {
        store.put_link(link, None, None).await.unwrap();
    }
    assert_eq!(store.use_link(used("old", "$old")).await.unwrap(), Won::Lost);
    assert_eq!(store.link(REALM, "confirm", hash("other"), NOW).await.unwrap(), Some(other));
    assert_eq!(store.use_link(used("new", "$new")).await.unwrap(), Won::Yes);
}

pub(crate) async fn a_taken_name_leaves_it_good(world: World) {
    let store = world.store();
    alice(&world).await;
    store.put_link(link("one"), None, None).await.unwrap();
    let create = |name: &str| UseLink {
        effect: LinkEffect::Create(Box::new(account(name, BOB))),
        audit: audit("account.create"),
        ..used("one", "")
    };
    let mut taken = account("bob", BOB);
    taken.account.email = "ALICE@example.org".to_owned();
    let taken = UseLink { effect: LinkEffect::Create(Box::new(taken)), ..create("bob") };
    assert!(matches!(store.use_link(taken).await, Err(Broken::Taken(_))));
    let names = Names { username: "bob".to_owned(), email: String::new(), email_verified: false };
    assert_eq!(store.use_link(create("bob")).await.unwrap(), Won::Yes);
    store.put_link(link("two"), None, None).await.unwrap();
    let renamed = UseLink { effect: LinkEffect::Change(AccountChange::Names(names)), ..used("two", "") };
    assert!(matches!(store.use_link(renamed).await, Err(Broken::Taken(_))));
    assert_eq!(store.use_link(used("two", "$good")).await.unwrap(), Won::Yes);
}

/// Whoever had the old password or address has no link that was made with them.
pub(crate) async fn a_new_password_or_name_ends_the_others(world: World) {
    let store = world.store();
    alice(&world).await;
    let names = Names { username: "alice".to_owned(), email: "new@example.org".to_owned(), email_verified: true };
    let profile = AccountChange::Profile {
        first_name: "A".to_owned(),
        last_name: String::new(),
        language: Some("de".to_owned()),
    };
    let good = async || {
        let found = store.link(REALM, "confirm", hash("confirm"), NOW).await.unwrap().is_some();
        (found, store.link(REALM, "reset", hash("reset"), NOW).await.unwrap().is_some())
    };
    let by_mail = |address: &str| AccountChange::PasswordByMail {
        password: "$mailed".to_owned(),
        address: address.to_owned(),
        tombstone: 0,
    };
    for (change, stays) in [
        (AccountChange::Password("$new".to_owned()), false),
        (by_mail("elsewhere@example.org"), false),
        (AccountChange::Address { email: "newer@example.org".to_owned(), email_verified: false }, false),
        (AccountChange::Language(None), true),
        (AccountChange::Names(names), false),
        (AccountChange::Disable(NOW), false),
        (profile, true),
    ] {
        store.put_link(link("reset"), None, None).await.unwrap();
        store.put_link(Link { purpose: "confirm".to_owned(), ..link("confirm") }, None, None).await.unwrap();
        assert_eq!(good().await, (true, true));
        store.change_account(REALM, ALICE, change.clone(), audit("account.change")).await.unwrap();
        assert_eq!(good().await, (stays, stays), "{change:?}");
    }
    // A link proves the mailbox that it was sent to, and no other.
    let confirmed = async || store.account(REALM, ALICE).await.unwrap().unwrap().email_verified;
    let address = AccountChange::Address { email: "last@example.org".to_owned(), email_verified: false };
    for (change, proven) in [(address, false), (by_mail("new@example.org"), false), (by_mail("last@example.org"), true)]
    {
        store.change_account(REALM, ALICE, change.clone(), audit("account.change")).await.unwrap();
        assert_eq!(confirmed().await, proven, "{change:?}");
    }
}

/// It was made for the address of before, and came into the store after the address had changed.
pub(crate) async fn one_that_went_to_another_mailbox_chooses_no_password(world: World) {
    let store = world.store();
    alice(&world).await;
    let by_mail = |text: &str, address: &str| {
        let (password, address) = ("$mailed".to_owned(), address.to_owned());
        let change = AccountChange::PasswordByMail { password, address, tombstone: 0 };
        UseLink { effect: LinkEffect::Change(change), ..used(text, "") }
    };
    let (before, now) = ("before@example.org", "alice@Example.org");
    store.put_link(Link { data: before.to_owned(), ..link("late") }, None, None).await.unwrap();
    assert_eq!(store.use_link(by_mail("late", before)).await.unwrap(), Won::Lost);
    assert_ne!(password(&world).await, "$mailed");
    store.put_link(Link { data: now.to_owned(), ..link("own") }, None, None).await.unwrap();
    assert_eq!(store.use_link(by_mail("own", now)).await.unwrap(), Won::Yes);
    assert_eq!(password(&world).await, "$mailed");
    store.put_link(Link { data: String::new(), ..link("by hand") }, None, None).await.unwrap();
    assert_eq!(store.use_link(by_mail("by hand", "")).await.unwrap(), Won::Yes, "it went another way");
}

pub(crate) async fn one_that_waits_is_told_and_taken_back(world: World) {
    alice(&world).await;
    let store = world.store();
    let late = Link { purpose: "confirm".to_owned(), ..link("late") };
    let shown = Some(Shown::Password("$argon2id$v=19$of-before".to_owned()));
    let refused = store.put_link(late, shown, Some(audit("account.ask-address"))).await;
    assert!(matches!(refused, Err(Broken::Absent(PASSWORD_SHOWN))), "not by a password that was replaced");
    assert!(store.link(REALM, "confirm", hash("late"), NOW).await.unwrap().is_none());
    store.put_link(Link { purpose: "confirm".to_owned(), ..link("asked") }, None, None).await.unwrap();
    store.put_link(link("reset"), None, None).await.unwrap();
    let waits = async |account, now| store.link_of(REALM, account, "confirm", now).await.unwrap();
    assert_eq!(waits(ALICE, NOW + 59).await, Some(("alice@example.org".to_owned(), NOW + 60)));
    assert_eq!((waits(ALICE, NOW + 60).await, waits(BOB, NOW).await), (None, None));
    let withdraw = async || store.end_links(REALM, ALICE, "confirm", audit("account.withdraw-address")).await.unwrap();
    assert_eq!((withdraw().await, withdraw().await), (Ended::Now, Ended::Before));
    assert!(waits(ALICE, NOW).await.is_none());
    assert!(store.link(REALM, "confirm", hash("asked"), NOW).await.unwrap().is_none());
    assert!(store.link(REALM, "reset", hash("reset"), NOW).await.unwrap().is_some(), "another purpose");
    let left = store.audit(REALM, Page { after: None, limit: 10 }).await.unwrap();
    assert_eq!(left.iter().filter(|row| row.audit.action == "account.withdraw-address").count(), 1);
}

/// Whoever made the account had not shown that its address is theirs, so what they gave away is not the owner's to keep.
pub(crate) async fn a_first_proof_of_an_address_ends_what_was_given(world: World) {
    let store = world.store();
    let mut made = account("alice", ALICE);
    made.account.email_verified = false;
    store.create_account(REALM, made, audit("account.create")).await.unwrap();
    let by_mail = |address: &str| AccountChange::PasswordByMail {
        password: "$mailed".to_owned(),
        address: address.to_owned(),
        tombstone: 60,
    };
    let chosen = async |address: &str| {
        store.change_account(REALM, ALICE, by_mail(address), audit("account.reset-password")).await.unwrap();
    };
    let before = world.family("before").await;
    chosen("elsewhere@example.org").await;
    assert!(world.is_live("before-access").await, "another mailbox proves nothing");
    chosen("alice@Example.org").await;
    assert!(!world.is_live("before-access").await);
    assert!(store.grant(REALM, ALICE, before.access.app).await.unwrap().is_none());
    world.family("after").await;
    world.app().await;
    let test = AccessToken { usage: TokenUse::Test, ends_at: None, ..access("test") };
    store.set_test_token(test_token(Some(test.clone()))).await.unwrap();
    chosen("alice@Example.org").await;
    assert!(store.test_token(REALM, test.app).await.unwrap().is_none(), "a test token needs no consent, so it goes");
    assert!(world.is_live("after-access").await, "proven before: what was given stays");
}

pub(crate) async fn racers_have_one_winner(world: World) {
    alice(&world).await;
    world.store().put_link(link("one"), None, None).await.unwrap();
    let racers = (0..32).map(|racer| {
        let node = world.node(racer);
        tokio::spawn(async move { node.use_link(used("one", &format!("${racer}"))).await.unwrap() })
    });
    let mut won = 0;
    for racer in racers.collect::<Vec<_>>() {
        won += usize::from(racer.await.unwrap() == Won::Yes);
    }
    assert_eq!(won, 1);
}

pub(crate) async fn what_is_spent_is_spent(world: World) {
    let store = world.store();
    let spend = async |realm, text: &str| store.spend(realm, hash(text), NOW + 60).await.unwrap();
    assert_eq!(spend(REALM, "n").await, Won::Yes);
    assert_eq!(spend(REALM, "n").await, Won::Lost);
    assert_eq!((spend(REALM, "m").await, spend(RealmKey(8), "n").await), (Won::Yes, Won::Yes));
    assert_eq!(world.node(1).spend(REALM, hash("n"), NOW + 60).await.unwrap(), Won::Lost, "on every node");
    store.put_link(link("old"), None, None).await.unwrap();
    assert_eq!(store.purge(NOW + 59, 100).await.unwrap().gone, 0);
    assert_eq!(store.purge(NOW + 60, 100).await.unwrap().gone, 4, "three that were spent and a link");
}
