//! What the server signs with: replaced with overlap, one ring for all nodes, closed to another root key.

use crate::browser::End;
use crate::client::Client;
use crate::database::Database;
use crate::http::Response;
use crate::people::is_sign_in;
use crate::world::{NOON_MS, WEB, World};
use engine::secret::Seed;
use grantor::clock::Clock;
use grantor::config::{self, Switch};
use grantor::demo::file::{self, Wish};
use grantor::desk::doctor::{Level, examine};
use grantor::dice::SeededDice;
use grantor::keys::Keys;
use grantor::keys::keyring::{self, Unopened};
use grantor::keys::ring::{Purpose, Turn};
use grantor::keys::rotate::{self, LEAD, MARGIN, Old, Which};
use grantor::serve::{self, Unstarted};
use grantor::server::Server;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::keyring::SealedKey;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const DAY: i64 = 86_400;

fn rotated(world: &World, which: Which, old: Old) -> u32 {
    world.block_on(rotate::rotate(&world.server, which, old, "command-line")).unwrap()
}

fn kept(world: &World) {
    world.block_on(rotate::keep(&world.server)).unwrap();
}

fn ring(world: &World, purpose: Purpose) -> Vec<SealedKey> {
    let (realm, mut all) = (world.realm("standard").key, world.block_on(world.server.store.keyring()).unwrap());
    all.retain(|key| key.realm == realm && key.purpose == purpose.word());
    all
}

fn numbers(world: &World, purpose: Purpose) -> Vec<i64> {
    ring(world, purpose).iter().map(|key| key.id).collect()
}

/// How many keys of that realm open forms now.
fn opening(world: &World) -> usize {
    let keys = world.realm("standard").keys.turning();
    keys.forms.verifying(world.server.clock.now().secs()).count()
}

fn account_page(world: &World) -> (crate::browser::Browser<'_>, Response) {
    let mut browser = world.browser();
    let page = browser.open("/standard/account").page();
    assert!(is_sign_in(&page));
    (browser, page)
}

fn is_let_in(end: End) -> bool {
    matches!(end, End::Page(page) if page.status == 200 && !is_sign_in(&page))
}

#[test]
fn an_open_form_and_a_session_survive_a_rotation() {
    let world = World::of(&["standard"]);
    let (mut before, form) = account_page(&world);
    assert_eq!(rotated(&world, Which::All, Old::Overlaps), 8, "four purposes of two realms");
    assert_eq!(opening(&world), 2, "the new one is known before it signs");
    let (mut between, by_old) = account_page(&world);
    world.advance(LEAD);
    let (mut after, by_new) = account_page(&world);
    for (browser, page) in [(&mut before, &form), (&mut between, &by_old), (&mut after, &by_new)] {
        assert!(is_let_in(browser.sign_in(page)));
        assert!(is_let_in(browser.open("/standard/account")), "its session");
    }
    let known = before.cookies.clone();
    world.advance(DAY + MARGIN);
    assert_eq!(opening(&world), 1, "nothing that the old one sealed is good any more");
    kept(&world);
    assert_eq!((numbers(&world, Purpose::Forms), numbers(&world, Purpose::Tokens)), (vec![2], vec![1, 2]));
    assert_eq!(numbers(&world, Purpose::Browsers), [1, 2], "a browser is known for a year");
    assert!(known.contains_key("grantor-standard-known"));
    let audit = world
        .block_on(world.server.store.audit(world.realm("standard").key, store::ops::Page { after: None, limit: 9 }));
    let left: Vec<String> = audit.unwrap().into_iter().map(|row| row.audit.action).collect();
    assert_eq!(left.iter().filter(|action| *action == rotate::ROTATED).count(), 4, "{left:?}");
}

#[test]
fn what_a_leaked_key_sealed_ends_with_it() {
    let world = World::of(&["standard"]);
    let (mut browser, form) = account_page(&world);
    rotated(&world, Which::All, Old::Overlaps);
    world.advance(LEAD);
    rotated(&world, Which::All, Old::Ends);
    let (mut other, late) = account_page(&world);
    world.advance(LEAD);
    assert_eq!(opening(&world), 1, "those before the one before end too");
    for (browser, form) in [(&mut browser, &form), (&mut other, &late)] {
        assert!(browser.sign_in(form).is_page_of(400));
    }
    let (mut browser, form) = account_page(&world);
    assert!(is_let_in(browser.sign_in(&form)));
}

#[test]
fn by_age_and_by_itself() {
    let world = World::configured(&["standard"], "\n[keys]\nrotate = \"30d\"\n");
    world.advance(30 * DAY - 1);
    kept(&world);
    assert_eq!(numbers(&world, Purpose::Forms), [1]);
    world.advance(1);
    kept(&world);
    kept(&world);
    assert_eq!(numbers(&world, Purpose::Forms), [1, 2], "once");
    let [old, new] = &ring(&world, Purpose::Forms)[..] else { panic!("two keys") };
    let now = world.server.clock.now().secs();
    let Turn::Rotates(good_for) = Purpose::Forms.turn() else { panic!("it is replaced") };
    assert_eq!((new.active_from, old.retires_at), (now + LEAD, Some(now + LEAD)));
    assert_eq!((old.ends_at, new.ends_at), (Some(now + LEAD + good_for + MARGIN), None));
    for stays in [Purpose::Decisions, Purpose::Successors, Purpose::Ids] {
        assert_eq!(numbers(&world, stays), [1], "{stays:?}");
    }
    let never = World::configured(&["standard"], "\n[keys]\nrotate = \"never\"\n");
    never.advance(4_000 * DAY);
    kept(&never);
    assert_eq!(numbers(&never, Purpose::Forms), [1]);
}

/// The standard, with JWTs.
fn signed() -> World {
    let wish = Wish {
        listen: "127.0.0.1:0".parse().unwrap(),
        store: None,
        redirect_uris: vec![WEB.to_owned()],
        only: vec!["standard".to_owned()],
        dialects: None,
        samples: Switch::Off,
    };
    let dialect = "extends = \"standard\"\n[shapes]\n\
        access_token = { jwt = [[\"sub\", \"{account.id}\"], [\"iat\", \"{issued_at}\"], [\"jti\", \"{id}\"]] }\n\
        refresh_token = { jwt = [[\"typ\", \"refresh\"], [\"iat\", \"{issued_at}\"], [\"jti\", \"{id}\"]] }\n";
    let more = "\n[[realms]]\nname = \"signed\"\nmounts = [{ dialect = \"signed\", prefix = \"/signed\" }]\n";
    let text = file::text(&wish).unwrap().replacen("\n[demo]", "\ndialects = \"more\"\n\n[demo]", 1) + more;
    World::from_config(&text, &|folder| {
        std::fs::create_dir_all(folder.join("more/signed")).unwrap();
        std::fs::write(folder.join("more/signed/dialect.toml"), dialect).unwrap();
    })
}

/// Whether that realm's key of this place (0: the newest) signed it.
fn is_signed_by(world: &World, nth: usize, token: &str) -> bool {
    use base64::Engine;
    let keys = world.realm("signed").keys.turning();
    let key = keys.tokens.verifying(0).nth(nth).unwrap().clone();
    let (text, signature) = token.rsplit_once('.').unwrap();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &key.0);
    let made = aws_lc_rs::hmac::sign(&key, text.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(made.as_ref()) == signature
}

#[test]
fn a_jwt_of_the_old_key_lives_on_and_a_lost_answer_is_the_same_again() {
    let world = signed();
    let client = Client::first(&world, "signed");
    let first = client.tokens();
    let lost = client.refreshed(first.renewable());
    rotated(&world, Which::All, Old::Overlaps);
    world.advance(LEAD);
    let again = client.refreshed(first.renewable());
    assert_eq!((&again.access, &again.refresh), (&lost.access, &lost.refresh));
    client.lives(&lost.access, "by the old key");
    let next = client.refreshed(lost.renewable());
    assert!(is_signed_by(&world, 1, &lost.access) && is_signed_by(&world, 1, lost.renewable()));
    assert!(is_signed_by(&world, 0, &next.access) && is_signed_by(&world, 0, next.renewable()));
    client.lives(&next.access, "by the new one");
}

async fn node(file: &Path, seed: u8) -> Result<Server, Unstarted> {
    let config = config::read(file).unwrap();
    let at = config.listen;
    serve::open(config, at, Arc::new(Clock::held_at(NOON_MS)), Arc::new(SeededDice::new(seed))).await
}

fn forms(server: &Server) -> Vec<[u8; 32]> {
    let keys = server.realms.named("standard").unwrap().keys.turning();
    keys.forms.verifying(0).map(|key| key.0).collect()
}

#[test]
fn nodes_have_one_ring_and_one_root_key() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let text = Database::new(folder.path()).line() + &World::text(&["standard"]);
    for place in [&folder, &other] {
        std::fs::write(place.path().join("grantor.toml"), &text).unwrap();
    }
    let (file, elsewhere) = (folder.path().join("grantor.toml"), other.path().join("grantor.toml"));
    Runtime::new().unwrap().block_on(async {
        let (first, second) = tokio::join!(node(&file, 1), node(&file, 2));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(forms(&first), forms(&second), "started at the same time");
        assert_eq!(rotate::rotate(&first, Which::All, Old::Overlaps, "server").await.unwrap(), 8);
        assert_eq!((forms(&first).len(), forms(&second).len()), (2, 1));
        keyring::renew(&second).await.unwrap();
        assert_eq!(forms(&first), forms(&second));
        let (one, two) = tokio::join!(
            rotate::rotate(&first, Which::All, Old::Overlaps, "server"),
            rotate::rotate(&second, Which::All, Old::Overlaps, "server")
        );
        assert!(one.unwrap() + two.unwrap() >= 8);
        keyring::renew(&first).await.unwrap();
        keyring::renew(&second).await.unwrap();
        assert_eq!(forms(&first), forms(&second));
        if text.starts_with("store") {
            let refused = async || node(&elsewhere, 3).await.err().unwrap().to_string();
            let none = refused().await;
            assert!(none.starts_with("GRANTOR_ROOT_KEY is not set, and there is no root.key"), "{none}");
            let findings = examine(&config::read(&elsewhere).unwrap(), first.clock.now()).await;
            assert!(findings.iter().any(|own| own.level == Level::Fault && own.sentence == none), "{findings:?}");
            Keys::make(other.path(), Seed([3; 32])).unwrap();
            let wrong = refused().await;
            assert!(wrong.starts_with("the root key is not the one under which"), "{wrong}");
        }
    });
}

/// The program before this table derived all keys from the root key: where it worked these are the first ones.
#[test]
fn after_an_upgrade_what_was_derived_goes_on() {
    let folder = TempDir::new().unwrap();
    let world = World::on(Database::File(folder.path().to_owned()), folder, &World::text(&["standard"]), 7);
    world.database.run("delete from keyring");
    let folder = world.end();
    let world = World::on(Database::File(folder.path().to_owned()), folder, &World::text(&["standard"]), 8);
    let (root, keys) = (world.server.keys.clone(), &world.realm("standard").keys);
    let derived = |purpose: Purpose| root.named(&format!("{}:standard", purpose.word())).0;
    assert_eq!(keys.decisions.0, derived(Purpose::Decisions));
    assert_eq!(keys.successors.0, derived(Purpose::Successors));
    assert_eq!(forms(&world.server), [derived(Purpose::Forms)]);
    assert_eq!(keys.turning().tokens.signing(0).0, derived(Purpose::Tokens));
    assert_eq!(keys.turning().browsers.signing(0).0, derived(Purpose::Browsers));
    let app = Client::of(&world, "standard", "confidential");
    let (first, cookies) = (app.tokens(), app.cookies());
    let (browser, form) = account_page(&world);
    let open = browser.cookies.clone();
    drop(app);

    world.database.run("delete from keyring");
    let folder = world.end();
    let world = World::on(Database::File(folder.path().to_owned()), folder, &World::text(&["standard"]), 9);
    let app = Client::of(&world, "standard", "confidential");
    app.lives(&first.access, "its id is found in it");
    app.refreshed(first.renewable());
    let mut browser = world.browser();
    browser.cookies = open;
    assert!(is_let_in(browser.sign_in(&form)), "a form that was open");
    browser.cookies = cookies;
    assert!(is_let_in(browser.open("/standard/account")), "a session");
}

/// A database that is being restored is empty for a while.
#[test]
fn a_ring_that_is_empty_ends_no_node() {
    let world = World::of(&["standard"]);
    let (client, server) = (Client::of(&world, "standard", "confidential"), world.server.clone());
    let token = client.tokens().access;
    world.database.run("create table before as select * from keyring");
    world.database.run("delete from keyring");
    assert!(matches!(world.block_on(keyring::renew(&server)), Err(Unopened::Gone)));
    let ended = async { tokio::time::timeout(Duration::from_millis(2_500), keyring::watch(server.clone())).await };
    assert!(world.block_on(ended).is_err(), "it goes on, and has looked more than once");
    client.lives(&token, "by the keys that it has");
    world.database.run("insert into keyring select * from before");
    world.block_on(keyring::renew(&server)).unwrap();
    client.lives(&client.tokens().access, "a new one");
}
