//! Transactions that are in each other's way: one waits, others go on, and who had to give way tries again.

use super::way::Way;
use super::{CLUSTER, leave, node};
use crate::contract::accounts::session;
use crate::contract::world::{
    ALICE, APP, NOW, PASSWORD, REALM, World, access, audit, end_token, hash, issue_access, redeem, rotate, token_hash,
};
use crate::developers::SecretUse;
use crate::ops::{AccountChange, Bounds, Ended, GrantToo, IssueAccess, Issued, RedeemCode, Redeemed, Shown, Won};
use crate::people::SessionSeen;
use crate::postgres::link::{Link, Place, Purpose};
use crate::postgres::{Batches, Options, Postgres};
use crate::{Broken, Store};
use engine::model::AccessToken;
use engine::secret::Hashed;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// How long a statement of a node may take here; a lock is waited for no longer.
const PATIENCE: Duration = Duration::from_secs(1);
/// The same, where the lock's own time, two seconds, ends before.
const LONGER: Duration = Duration::from_millis(2_500);

/// Somebody else on the database, who takes their time.
async fn other(url: &str) -> Link {
    let options = Options { statement: Duration::from_secs(60), ..Options::new(url) };
    Place::new(options).unwrap().open(Purpose::Writes).await.unwrap().0
}

async fn hold_app(url: &str) -> Link {
    let other = other(url).await;
    let app = format!("begin; select 1 from apps where realm = {} and app = {} for update", REALM.0, APP.0);
    other.execute(&app).await.unwrap();
    other
}

async fn until(url: &str, question: &str, answer: &str) {
    let begun = Instant::now();
    while CLUSTER.ask(url, question).unwrap() != answer {
        assert!(begun.elapsed() < Duration::from_secs(20), "{question}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// How many wait for a lock.
const WAIT: &str =
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

/// Until a node waits for a lock.
async fn somebody_waits(url: &str) {
    until(url, &format!("select ({WAIT}) > 0"), "t").await;
}

/// A node with one connection for writes, so that what waits meanwhile is one batch.
async fn narrow(url: &str, statement: Duration) -> Arc<World> {
    let options = Options { statement, writers: 1, ..Options::new(url) };
    let world = node(Postgres::connect(options).await.unwrap());
    world.app().await;
    Arc::new(world)
}

/// A code of that text for tokens; the limit makes it wait for the app's row.
fn limited(world: &World, write: RedeemCode) -> JoinHandle<crate::Result<Redeemed>> {
    let (node, bounds) = (world.node(0), Bounds { app_limit: Some(100), grant_limit: None });
    tokio::spawn(async move { node.redeem_code(RedeemCode { bounds, ..write }).await })
}

fn unlimited(world: &World, write: RedeemCode) -> JoinHandle<crate::Result<Redeemed>> {
    let node = world.node(0);
    tokio::spawn(async move { node.redeem_code(write).await })
}

async fn codes(world: &World, codes: usize) -> Vec<RedeemCode> {
    let mut all = Vec::new();
    for text in (0..codes).map(|code| format!("code-{code}")) {
        all.push(redeem(&text, world.code(&text, ALICE).await, &text));
    }
    all
}

#[tokio::test]
async fn whoever_waits_for_a_row_in_vain_suffers_alone() {
    let url = CLUSTER.database().unwrap();
    let world = narrow(&url, LONGER).await;
    let mut writes = codes(&world, 12).await.into_iter();
    let _held = hold_app(&url).await;
    // It keeps the writer busy, so that the others queue up behind it.
    let first = limited(&world, writes.next().unwrap());
    somebody_waits(&url).await;
    let mut tasks: Vec<_> = writes.by_ref().take(5).map(|write| unlimited(&world, write)).collect();
    let culprit = limited(&world, writes.next().unwrap());
    tasks.extend(writes.map(|write| unlimited(&world, write)));
    let begun = Instant::now();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), Redeemed::Won);
    }
    assert!(begun.elapsed() < 6 * LONGER, "{:?}", begun.elapsed());
    for waited in [first, culprit] {
        assert!(matches!(waited.await.unwrap(), Err(Broken::Unavailable(_))));
    }
}

#[tokio::test]
async fn where_everybody_waits_in_vain_nobody_waits_for_all_the_others() {
    let url = CLUSTER.database().unwrap();
    let world = narrow(&url, PATIENCE).await;
    let mut writes = codes(&world, 20).await.into_iter();
    let _held = hold_app(&url).await;
    let first = limited(&world, writes.next().unwrap());
    somebody_waits(&url).await;
    let begun = Instant::now();
    for task in writes.map(|write| limited(&world, write)).collect::<Vec<_>>() {
        assert!(matches!(task.await.unwrap(), Err(Broken::Unavailable(_))));
    }
    // The first, then the batch, and two of it.
    assert!(begun.elapsed() < 6 * PATIENCE, "{:?}", begun.elapsed());
    assert!(first.await.unwrap().is_err());
}

/// Those behind have waited for both, whatever was done between them.
#[tokio::test]
async fn of_two_who_wait_in_vain_one_may_come_long_after_the_other() {
    let url = CLUSTER.database().unwrap();
    let world = narrow(&url, PATIENCE).await;
    let mut writes = codes(&world, 7).await.into_iter();
    let _held = hold_app(&url).await;
    let first = limited(&world, writes.next().unwrap());
    somebody_waits(&url).await;
    let mut tasks = Vec::new();
    for (nth, write) in writes.enumerate() {
        tasks.push(if nth % 2 == 0 { unlimited(&world, write) } else { limited(&world, write) });
    }
    let mut won = Vec::new();
    for task in tasks {
        won.push(match task.await.unwrap() {
            Ok(redeemed) => redeemed == Redeemed::Won,
            Err(broken) => {
                assert!(matches!(broken, Broken::Unavailable(_)), "{broken:?}");
                false
            }
        });
    }
    assert_eq!(won, [true, false, true, false, false, false]);
    assert!(first.await.unwrap().is_err());
}

#[tokio::test]
async fn a_deadlock_is_tried_again() {
    let url = CLUSTER.database().unwrap();
    let world = node(Postgres::connect(Options::new(&url)).await.unwrap());
    world.app().await;
    let write = codes(&world, 1).await.remove(0);
    let other = other(&url).await;
    // It waits for longer than the node's connection does, and so is not the one that gives way.
    other.execute("set deadlock_timeout = '30s'; begin; select 1 from grants for update").await.unwrap();
    let node = limited(&world, write);
    somebody_waits(&url).await;
    // The node holds the app and waits for the grant.
    other.execute("select 1 from apps for update").await.unwrap();
    other.execute("commit").await.unwrap();
    assert_eq!(node.await.unwrap().unwrap(), Redeemed::Won);
    let counted = "select deadlocks from pg_stat_database where datname = current_database()";
    let begun = Instant::now();
    while CLUSTER.ask(&url, counted).unwrap() != "1" {
        assert!(begun.elapsed() < Duration::from_secs(20), "there was a deadlock");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A database whose transactions see one moment, and fail where another one has changed what they are about to change.
fn strict(level: &str) -> String {
    let url = CLUSTER.database().unwrap();
    let name = url.rsplit('/').next().unwrap();
    CLUSTER.run(&url, &format!("alter database {name} set default_transaction_isolation = '{level}'")).unwrap();
    url
}

/// The first change of a family is refused as one that came too late.
const LATE: &str = "create sequence tries;
  create function late() returns trigger language plpgsql as
    'begin if nextval(''tries'') = 1 then raise exception using errcode = ''40001''; end if; return new; end';
  create trigger late before update on families for each row execute function late()";

#[tokio::test]
async fn a_transaction_that_somebody_was_in_the_way_of_is_run_again() {
    for batches in [Batches::On, Batches::Off] {
        let url = CLUSTER.database().unwrap();
        let world = node(Postgres::connect(Options { batches, ..Options::new(&url) }).await.unwrap());
        let family = world.family("code").await;
        CLUSTER.run(&url, LATE).unwrap();
        assert_eq!(world.store().rotate_refresh(rotate(&family, "next", NOW)).await.unwrap(), Won::Yes);
        assert!(CLUSTER.ask(&url, "select last_value > 1 from tries").unwrap() == "t", "it was tried twice");
        assert!(world.is_live("next-access").await);
        let end = end_token(&family.access, GrantToo::Keep);
        assert_eq!(world.store().end_family(end).await.unwrap(), Ended::Now);
    }
}

fn own(tag: &str) -> IssueAccess {
    issue_access(AccessToken { account: None, ..access(tag) })
}

#[tokio::test]
async fn an_apps_own_token_that_another_write_was_in_the_way_of_is_tried_again() {
    let url = strict("repeatable read");
    let world = node(Postgres::connect(Options::new(&url)).await.unwrap());
    let (hash, other) = (token_hash("one-access"), other(&url).await);
    let rest: String = hash.rest().iter().map(|byte| format!("{byte:02x}")).collect();
    let same = format!(
        "begin; insert into access_tokens (id, hash, realm, mount, app, account, scope, usage, issued_at)
           values ({}, '\\x{rest}', {}, 3, {}, 0, 'read', 0, {NOW})",
        hash.id().0,
        REALM.0,
        APP.0
    );
    other.execute(&same).await.unwrap();
    let node = world.node(0);
    let task = tokio::spawn(async move { node.issue_access(own("one")).await });
    somebody_waits(&url).await;
    other.execute("commit").await.unwrap();
    assert_eq!(task.await.unwrap().unwrap(), Issued::Same);
}

#[tokio::test]
async fn a_database_that_is_away_for_a_moment_costs_neither_a_token_nor_a_write_anything() {
    let url = CLUSTER.database().unwrap();
    let way = Way::to(&url).await;
    let store = Postgres::connect(Options { writers: 1, ..Options::new(&way.url) }).await.unwrap();
    // Neither has a connection before its first use.
    way.refuses(5);
    assert_eq!(Store::issue_access(&store, own("one")).await.unwrap(), Issued::New);
    way.refuses(5);
    leave(&store, "after").await.unwrap();
}

#[tokio::test]
async fn a_node_that_stands_still_with_its_probe_in_hand_is_in_nobodys_way() {
    let url = CLUSTER.database().unwrap();
    let store = Postgres::connect(Options { statement: PATIENCE, ..Options::new(&url) }).await.unwrap();
    store.probe(1, NOW).await.unwrap();
    let other = other(&url).await;
    other.execute("begin; select 1 from leases for update").await.unwrap();
    assert!(matches!(store.probe(1, NOW).await, Err(Broken::Unavailable(_))), "its own is held");
    store.probe(2, NOW).await.unwrap();
}

fn sign_in(world: &World, text: &str, password: &str) -> JoinHandle<crate::Result<Won>> {
    let (node, session) = (world.node(0), session(text, ALICE));
    let shown = Shown::Password(password.to_owned());
    tokio::spawn(async move { node.open_session(session, shown, audit("account.sign-in")).await })
}

/// Its password was looked at before, and the new one is not committed yet.
#[tokio::test]
async fn a_sign_in_waits_for_a_new_password_that_is_on_its_way() {
    for level in ["read committed", "repeatable read", "serializable"] {
        let url = strict(level);
        let world = node(Postgres::connect(Options::new(&url)).await.unwrap());
        world.account("alice", ALICE).await;
        let other = other(&url).await;
        other.execute("begin; update accounts set password = 'new'; delete from sessions").await.unwrap();
        let (old, new) = (sign_in(&world, "old", PASSWORD), sign_in(&world, "new", "new"));
        somebody_waits(&url).await;
        other.execute("commit").await.unwrap();
        assert_eq!((old.await.unwrap().unwrap(), new.await.unwrap().unwrap()), (Won::Lost, Won::Yes), "{level}");
        let kept = world.store().sessions(REALM, ALICE, NOW).await.unwrap();
        assert_eq!(kept.iter().map(|session| session.hash).collect::<Vec<_>>(), [hash("new")], "{level}");
    }
}

#[tokio::test]
async fn a_new_password_waits_for_a_sign_in_that_is_on_its_way_and_ends_it() {
    for level in ["read committed", "repeatable read", "serializable"] {
        a_new_password_ends_it(&strict(level)).await;
    }
}

async fn a_new_password_ends_it(url: &str) {
    let world = node(Postgres::connect(Options::new(url)).await.unwrap());
    world.account("alice", ALICE).await;
    // What its session waits for after its account is held.
    let other = other(url).await;
    other.execute("begin; lock table sessions in share mode").await.unwrap();
    let signs_in = sign_in(&world, "old", PASSWORD);
    somebody_waits(url).await;
    let node = world.node(0);
    let changes = tokio::spawn(async move {
        let change = AccountChange::Password("new".to_owned());
        node.change_account(REALM, ALICE, change, audit("account.set-password")).await
    });
    until(url, WAIT, "2").await;
    other.execute("commit").await.unwrap();
    assert_eq!(signs_in.await.unwrap().unwrap(), Won::Yes);
    changes.await.unwrap().unwrap();
    assert!(world.store().sessions(REALM, ALICE, NOW).await.unwrap().is_empty());
}

/// Whether nobody holds a row of those.
fn is_free(url: &str, rows: &str) -> bool {
    let free = format!("select count(*) from (select 1 from {rows} for update skip locked) as free");
    CLUSTER.ask(url, &free).unwrap() == "1"
}

#[tokio::test]
async fn when_sessions_were_seen_is_noted_by_key_and_then_when_accounts_were() {
    let url = CLUSTER.database().unwrap();
    let world = node(Postgres::connect(Options::new(&url)).await.unwrap());
    world.account("alice", ALICE).await;
    let mut hashes: Vec<Hashed> = ["a", "b", "c"].map(hash).into();
    hashes.sort_unstable_by_key(|hash| *hash.as_bytes());
    for text in ["a", "b", "c"] {
        world.sign_in(session(text, ALICE)).await;
    }
    let row = |nth: usize| {
        let hex: String = hashes[nth].as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sessions where hash = '\\x{hex}'")
    };
    let other = other(&url).await;
    other
        .execute(&format!("begin; select 1 from accounts for update; select 1 from {} for update", row(1)))
        .await
        .unwrap();
    let backwards =
        hashes.iter().rev().map(|hash| SessionSeen { realm: REALM, hash: *hash, account: ALICE, at: NOW + 9 });
    let (node, seen) = (world.node(0), backwards.collect());
    let noted = tokio::spawn(async move { node.note_sessions(seen).await });
    somebody_waits(&url).await;
    assert!(!is_free(&url, &row(0)) && is_free(&url, &row(2)), "the first is held, and the last is not yet");
    other.execute("commit; begin; select 1 from accounts for update").await.unwrap();
    let written = format!("select count(*) from sessions where seen_at = {}", NOW + 9);
    until(&url, &written, "3").await;
    assert!(!noted.is_finished(), "the account's own row is held still");
    other.execute("commit").await.unwrap();
    noted.await.unwrap().unwrap();
    assert_eq!(world.store().account(REALM, ALICE).await.unwrap().unwrap().seen_at, Some(NOW + 9));
}

#[tokio::test]
async fn uses_of_secrets_are_noted_by_key_and_then_those_of_their_apps() {
    let url = CLUSTER.database().unwrap();
    let world = node(Postgres::connect(Options::new(&url)).await.unwrap());
    world.app().await;
    let used = |secret: &str, at| SecretUse { realm: REALM, app: APP, secret: secret.to_owned(), at };
    let all = |at| ["c", "b", "a"].map(|secret| used(secret, at)).into();
    world.store().note_secrets(all(NOW)).await.unwrap();
    let row = |secret: &str| format!("secret_uses where secret = '{secret}'");
    let other = other(&url).await;
    other
        .execute(&format!("begin; select 1 from apps for update; select 1 from {} for update", row("b")))
        .await
        .unwrap();
    let (node, uses) = (world.node(0), all(NOW + 90));
    let noted = tokio::spawn(async move { node.note_secrets(uses).await });
    somebody_waits(&url).await;
    assert!(!is_free(&url, &row("a")) && is_free(&url, &row("c")), "the first is held, and the last is not yet");
    other.execute("commit; begin; select 1 from apps for update").await.unwrap();
    let written = format!("select count(*) from secret_uses where used_at = {}", NOW + 90);
    until(&url, &written, "3").await;
    assert!(!noted.is_finished(), "the app's own row is held still");
    other.execute("commit").await.unwrap();
    noted.await.unwrap().unwrap();
    assert_eq!(world.store().counts(REALM, APP, 0, NOW).await.unwrap().used_at, Some(NOW + 90));
}
