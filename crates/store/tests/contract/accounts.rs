//! Accounts, sessions, and what is left of what people did.

use super::world::{ALICE, BOB, DAY, NOW, PASSWORD, REALM, World, account, audit, end_grant, hash, origin};
use engine::model::{AccountKey, RealmKey};
use store::Broken;
use store::ops::{AccountChange, Audit, Page, Session, Shown, Won, canonical};

async fn create(world: &World, name: &str, key: AccountKey) -> store::Result<()> {
    world.store().create_account(REALM, account(name, key), audit("account.create")).await
}

pub(crate) async fn names_are_one_of_a_kind(world: World) {
    let store = world.store();
    create(&world, "alice", ALICE).await.unwrap();
    assert_eq!(store.account(REALM, ALICE).await.unwrap().unwrap(), account("alice", ALICE).account);
    create(&world, "alice", ALICE).await.unwrap();
    let mut second = account("Alice ", BOB);
    second.account.id = "another".to_owned();
    second.account.email = "other@example.org".to_owned();
    let mut same_address = account("bob", BOB);
    same_address.account.email = "ALICE@example.org".to_owned();
    let mut same_id = account("carol", BOB);
    same_id.account.id = "id-alice".to_owned();
    let mut address_as_name = account("alice@example.org", BOB);
    address_as_name.account.email = String::new();
    for taken in [second, same_address, same_id, address_as_name] {
        let refused = store.create_account(REALM, taken, audit("account.create")).await;
        assert!(matches!(refused, Err(Broken::Taken(_))), "{refused:?}");
        assert!(store.account(REALM, BOB).await.unwrap().is_none(), "nothing of it stays");
    }
    assert!(store.sign_in(REALM, "bob").await.unwrap().is_none());
    assert_eq!(store.revision(REALM).await.unwrap(), 1);
    create(&world, "bob", BOB).await.unwrap();
    store.create_account(RealmKey(8), account("alice", ALICE), audit("account.create")).await.unwrap();
}

pub(crate) async fn only_what_a_cache_can_know_moves_the_revision(world: World) {
    create(&world, "alice", ALICE).await.unwrap();
    let revision = async || world.node(1).revision(REALM).await.unwrap();
    let change =
        async |change| world.store().change_account(REALM, ALICE, change, audit("account.change")).await.unwrap();
    let begun = revision().await;
    assert!(begun > 0, "whoever holds the realm's row finds one");
    create(&world, "bob", BOB).await.unwrap();
    change(AccountChange::Password("$argon2id$v=19$of-another".to_owned())).await;
    assert_eq!(revision().await, begun, "neither a new account nor a password is in a cache");
    let french = || AccountChange::Language(Some("fr".to_owned()));
    let profile = AccountChange::Profile {
        first_name: "Alice".to_owned(),
        last_name: "A.".to_owned(),
        language: Some("fr".to_owned()),
    };
    let known = [profile, AccountChange::Language(None), french(), AccountChange::Disable(NOW), AccountChange::Enable];
    for (nth, known) in (1..).zip(known) {
        change(known).await;
        assert_eq!(revision().await, begun + nth);
    }
    change(french()).await;
    assert_eq!(revision().await, begun + 5, "the same again is no news");
    let left = world.store().audit(REALM, Page { after: None, limit: 20 }).await.unwrap();
    assert_eq!(left.len(), 9, "each leaves its row all the same");
}

pub(crate) async fn sign_in_by_name_or_address(world: World) {
    create(&world, "Alice", ALICE).await.unwrap();
    for typed in ["Alice", "alice", " ALICE ", "alice@example.org"] {
        let found = world.store().sign_in(REALM, &canonical(typed)).await.unwrap().unwrap();
        assert_eq!((found.account.key, found.password.as_str()), (ALICE, "$argon2id$v=19$of-nothing"));
    }
    assert!(world.store().sign_in(REALM, "id-alice").await.unwrap().is_none());
    assert!(world.store().sign_in(RealmKey(8), "alice").await.unwrap().is_none());
}

pub(crate) async fn listed_in_pages(world: World) {
    for (key, name) in [(1, "Bert"), (2, "alf"), (3, "Cleo")] {
        create(&world, name, AccountKey(key)).await.unwrap();
    }
    let page = async |after: Option<&str>| {
        let page = Page { after: after.map(str::to_owned), limit: 2 };
        let accounts = world.store().accounts(REALM, page).await.unwrap();
        accounts.into_iter().map(|account| account.username).collect::<Vec<_>>()
    };
    assert_eq!(page(None).await, ["alf", "Bert"]);
    assert_eq!(page(Some("bert")).await, ["Cleo"]);
}

pub(crate) fn session(text: &str, account: AccountKey) -> Session {
    Session {
        realm: REALM,
        hash: hash(text),
        account,
        signed_in_at: NOW,
        ends_at: NOW + DAY,
        origin: origin(),
        seen_at: NOW,
    }
}

pub(crate) async fn a_new_password_ends_sessions(world: World) {
    let store = world.store();
    let live = async |text: &str| store.session(REALM, hash(text), NOW).await.unwrap().is_some();
    create(&world, "alice", ALICE).await.unwrap();
    create(&world, "bob", BOB).await.unwrap();
    let change = async |change| store.change_account(REALM, ALICE, change, audit("account.change")).await;
    world.sign_in(session("alices", ALICE)).await;
    world.sign_in(session("bobs", BOB)).await;
    change(AccountChange::Password("$argon2id$new".to_owned())).await.unwrap();
    assert!(!live("alices").await && live("bobs").await);
    assert_eq!(store.sign_in(REALM, "alice").await.unwrap().unwrap().password, "$argon2id$new");
    assert_eq!(open(&world, "again", password("$argon2id$new")).await, Won::Yes);
    change(AccountChange::Disable(NOW)).await.unwrap();
    assert!(!live("again").await);
    assert_eq!(store.account(REALM, ALICE).await.unwrap().unwrap().disabled_at, Some(NOW));
    change(AccountChange::Enable).await.unwrap();
    assert!(!live("again").await);
    assert_eq!(store.sign_in(REALM, "alice").await.unwrap().unwrap().account.disabled_at, None);
    let absent = store.change_account(REALM, AccountKey(99), AccountChange::Enable, audit("x")).await;
    assert!(matches!(absent, Err(Broken::Absent("account"))));
}

fn password(text: &str) -> Shown {
    Shown::Password(text.to_owned())
}

fn upstream(id: &str) -> Shown {
    Shown::Upstream(id.to_owned())
}

async fn open(world: &World, text: &str, shown: Shown) -> Won {
    world.node(1).open_session(session(text, ALICE), shown, audit("account.sign-in")).await.unwrap()
}

/// What was shown was looked at before: it has to hold still.
pub(crate) async fn a_sign_in_on_its_way_ends_with_what_it_showed(world: World) {
    let store = world.store();
    let change = async |change| store.change_account(REALM, ALICE, change, audit("account.change")).await.unwrap();
    assert_eq!(open(&world, "nobodys", password(PASSWORD)).await, Won::Lost, "there is no such account");
    create(&world, "alice", ALICE).await.unwrap();
    assert_eq!(open(&world, "first", password(PASSWORD)).await, Won::Yes);
    assert_eq!(open(&world, "elsewhere", upstream("17")).await, Won::Lost, "nobody's at the owner's login");
    change(AccountChange::Password("$argon2id$new".to_owned())).await;
    assert_eq!(open(&world, "old", password(PASSWORD)).await, Won::Lost);
    assert_eq!(open(&world, "new", password("$argon2id$new")).await, Won::Yes);
    change(AccountChange::Upstream(Some("17".to_owned()))).await;
    assert_eq!(open(&world, "linked", upstream("17")).await, Won::Yes);
    change(AccountChange::Upstream(None)).await;
    assert_eq!(open(&world, "unlinked", upstream("17")).await, Won::Lost);
    change(AccountChange::Disable(NOW)).await;
    assert_eq!(open(&world, "disabled", password("$argon2id$new")).await, Won::Lost);
    change(AccountChange::Enable).await;
    assert_eq!(open(&world, "enabled", password("$argon2id$new")).await, Won::Yes);
    change(AccountChange::Delete { at: NOW, tombstone: DAY }).await;
    assert_eq!(open(&world, "deleted", password("")).await, Won::Lost);
    assert!(store.sessions(REALM, ALICE, NOW).await.unwrap().is_empty(), "none is left of them");
    let rows = store.audit(REALM, Page { after: None, limit: 100 }).await.unwrap();
    let told = rows.iter().filter(|row| row.audit.action == "account.sign-in").count();
    assert_eq!(told, 4, "and only those that were kept are told of");
}

pub(crate) async fn sessions_end(world: World) {
    let store = world.store();
    create(&world, "alice", ALICE).await.unwrap();
    world.sign_in(session("s", ALICE)).await;
    world.sign_in(session("s", ALICE)).await;
    assert_eq!(store.session(REALM, hash("s"), NOW + DAY - 1).await.unwrap(), Some(session("s", ALICE)));
    assert_eq!(store.session(REALM, hash("s"), NOW + DAY).await.unwrap(), None);
    assert_eq!(store.session(RealmKey(8), hash("s"), NOW).await.unwrap(), None);
    store.end_session(REALM, hash("s")).await.unwrap();
    store.end_session(REALM, hash("s")).await.unwrap();
    assert_eq!(store.session(REALM, hash("s"), NOW).await.unwrap(), None);
}

pub(crate) async fn the_audit_is_newest_first(world: World) {
    let store = world.store();
    world.app().await;
    create(&world, "alice", ALICE).await.unwrap();
    create(&world, "bob", BOB).await.unwrap();
    let first = store.audit(REALM, Page { after: None, limit: 2 }).await.unwrap();
    assert_eq!(first[0].audit, Audit { action: "account.create".to_owned(), ..audit("") });
    let after = first.last().map(|row| row.id.to_string());
    let rest = store.audit(REALM, Page { after, limit: 2 }).await.unwrap();
    assert_eq!(rest.iter().map(|row| row.audit.action.as_str()).collect::<Vec<_>>(), ["app.create"]);
}

pub(crate) async fn grants_are_listed_by_account(world: World) {
    let store = world.store();
    let grant = world.code("alices", ALICE).await;
    world.code("bobs", BOB).await;
    let list = async |after: Option<String>| store.grants(REALM, ALICE, Page { after, limit: 10 }).await.unwrap();
    assert_eq!(list(None).await.iter().map(|grant| grant.key).collect::<Vec<_>>(), [grant]);
    assert!(list(Some(grant.0.to_string())).await.is_empty());
    store.end_grant(end_grant(ALICE, 0)).await.unwrap();
    assert!(list(None).await.is_empty(), "only those that live");
}
