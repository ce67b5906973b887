//! Secrets that are kept as slow hashes: a wrong one is no way to keep others from signing in, and a right one is slow once.

use crate::client::Client;
use crate::http::{Request, Response};
use crate::race;
use crate::world::World;
use engine::model::{App, AppSecret};
use engine::secret::Plain;
use grantor::desk::apps::Wish;
use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use store::ops::{AppChange, Audit};

const BEHIND_A_PROXY: &str = "listen = \"127.0.0.1:0\"\ndata = \".\"\ntrusted_proxies = [\"127.0.0.1\"]\n[demo]\nseed = true\n[[realms]]\nname = \"standard\"\nmounts = [{ dialect = \"standard\", prefix = \"/standard\" }]\n";
const IMPORTED: &str = "a secret of before";

/// What an app has behind the imported secret.
#[derive(PartialEq)]
enum Behind {
    Nothing,
    ItsOwn,
}

/// A world in which the first app's secrets are these.
fn imported(behind: Behind) -> World {
    let world = World::from_config(BEHIND_A_PROXY, &|_| ());
    import(&world, &world.apps("standard")[0].app, behind);
    world
}

/// Makes the app's secrets these.
fn import(world: &World, app: &App, behind: Behind) {
    let slow = world.block_on(world.server.passwords.hash(Plain::new(IMPORTED), [7; 16])).unwrap();
    let secret = |stored: String| AppSecret { stored, created_at: 0, name: String::new() };
    let own = app.secrets.first().filter(|_| behind == Behind::ItsOwn).cloned();
    let secrets = [secret(slow)].into_iter().chain(own).collect();
    let text = || "an import".to_owned();
    let audit = Audit { actor: text(), action: text(), object: text(), ..Audit::default() };
    let (realm, store) = (world.realm("standard").key, world.server.store.clone());
    world.block_on(store.change_app(realm, app.key, AppChange::Secrets(secrets), audit)).unwrap();
}

fn shown(at: SocketAddr, id: &str, secret: &str, from: &str) -> Response {
    let pairs = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    Request::new("POST", "/standard/oauth2/token").header("X-Forwarded-For", from).form(&pairs).send(at)
}

#[test]
fn wrong_ones_are_few_from_one_address_and_the_right_one_from_elsewhere_is_heard() {
    let world = imported(Behind::Nothing);
    let client = Client::first(&world, "standard");
    let from = |address: &str, secret: &str| shown(world.at, client.id(), secret, address);
    let before = world.server.passwords.worked();
    for _ in 0..10 {
        let wrong = from("192.0.2.1", "a guess");
        assert_eq!((wrong.status, wrong.member("/error")), (401, "invalid_client".to_owned()), "{wrong:?}");
    }
    for secret in ["a guess", IMPORTED] {
        let held = from("192.0.2.1", secret);
        assert_eq!((held.status, held.member("/error")), (429, "temporarily_unavailable".to_owned()), "{held:?}");
        assert!((1..=15).contains(&held.header("retry-after").parse::<u64>().unwrap()), "{held:?}");
    }
    assert_eq!(world.server.passwords.worked() - before, 10, "what is refused costs nothing");
    assert_eq!(from("192.0.2.2", IMPORTED).status, 200, "the right one from elsewhere");
    assert_eq!(from("192.0.2.1", IMPORTED).status, 200, "which is known from then on, wherever it comes from");
    assert_eq!(world.server.passwords.worked() - before, 11, "and is slow once");
    world.advance(15);
    assert_eq!(from("192.0.2.1", "a guess").status, 401, "one try in a stated time is let through");
    assert_eq!(from("192.0.2.1", "a guess").status, 429);
}

#[test]
fn a_generated_one_beside_a_slow_one_is_never_slow() {
    let world = imported(Behind::ItsOwn);
    let client = Client::first(&world, "standard");
    let before = world.server.passwords.worked();
    assert_eq!(shown(world.at, client.id(), client.secret(), "192.0.2.1").status, 200);
    assert_eq!(world.server.passwords.worked() - before, 0);
    assert_eq!(shown(world.at, client.id(), IMPORTED, "192.0.2.1").status, 200);
}

/// Workers of one app that start at once show a secret that nobody has shown before.
#[test]
fn of_many_right_ones_at_once_one_is_slow() {
    let world = imported(Behind::Nothing);
    let (id, at) = (Client::first(&world, "standard").id().to_owned(), world.at);
    let before = world.server.passwords.worked();
    let statuses = race::all((0..30).collect(), |_: usize| shown(at, &id, IMPORTED, "192.0.2.1").status);
    assert_eq!(statuses, [200; 30]);
    assert_eq!(world.server.passwords.worked() - before, 1);
}

/// The same of several apps behind one address: whoever finds no place waits for one.
#[test]
fn of_many_apps_behind_one_address_all_are_heard() {
    let world = imported(Behind::Nothing);
    let more: [App; 2] = std::array::from_fn(|nth| another(&world, nth));
    let first = Client::first(&world, "standard").id().to_owned();
    let ids: Vec<String> = more.into_iter().map(|app| app.client_id).chain([first]).collect();
    let ask = |nth: usize| shown(world.at, &ids[nth % ids.len()], IMPORTED, "192.0.2.1").status;
    assert_eq!(race::all((0..30).collect(), ask), [200; 30]);
}

/// Another app with an imported secret.
fn another(world: &World, nth: usize) -> App {
    let wish = Wish { name: format!("App {nth}"), ..Wish::default() };
    let app = world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap()).app;
    import(world, &app, Behind::Nothing);
    app
}

/// Ends when it is dropped, also by a test that fails.
struct Flood<'a>(&'a AtomicBool);

impl Drop for Flood<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Does this while wrong secrets of these apps come from everywhere, more than may wait; gives what they were told too.
fn flooded<T>(at: SocketAddr, ids: &[&str], work: impl FnOnce() -> T) -> (T, Vec<u16>) {
    let (over, full) = (AtomicBool::new(false), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let flood = Flood(&over);
        let guesses = |nth: usize| {
            let (id, over, full) = (ids[nth % ids.len()], &over, &full);
            let one = move |n: usize| {
                let told = shown(at, id, "a guess", &format!("198.{}.{nth}.{}", 51 + n / 200, n % 200)).status;
                if told == 503 {
                    full.store(true, Relaxed);
                    std::thread::sleep(Duration::from_millis(50));
                }
                told
            };
            move || (0..).take_while(|_| !over.load(Relaxed)).map(one).collect::<Vec<_>>()
        };
        let guesses: Vec<_> = (0..48).map(|nth| scope.spawn(guesses(nth))).collect();
        let begun = Instant::now();
        while !full.load(Relaxed) {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody was told to come again");
            std::thread::sleep(Duration::from_millis(5));
        }
        let done = work();
        drop(flood);
        (done, guesses.into_iter().flat_map(|guesses| guesses.join().unwrap()).collect())
    })
}

/// However many addresses and apps wrong ones come from and name, they have one place in the pool at a time.
#[test]
fn people_sign_in_beside_a_flood_of_wrong_ones() {
    let world = imported(Behind::Nothing);
    let client = Client::first(&world, "standard");
    let apps: [App; 6] = std::array::from_fn(|nth| another(&world, nth));
    let worked = || world.server.passwords.worked();
    let (signed_in, told) = flooded(world.at, &apps.each_ref().map(|app| app.client_id.as_str()), || {
        let sign_in = |_| {
            let mut browser = world.browser();
            let page = browser.open(&client.target()).page();
            let before = worked();
            (browser.sign_in(&page).page().status, worked() - before)
        };
        (0..3).map(sign_in).collect::<Vec<_>>()
    });
    assert!(signed_in.iter().all(|(status, worked)| *status == 200 && *worked < 16), "behind so many: {signed_in:?}");
    assert!(told.iter().all(|status| matches!(status, 401 | 503)), "{told:?}");
    assert!(told.contains(&401), "{told:?}");
}

/// However many addresses guess one app's, another app is heard from elsewhere.
#[test]
fn guesses_at_one_app_take_no_other_apps_place() {
    let world = imported(Behind::Nothing);
    let (client, other) = (Client::first(&world, "standard"), Client::second(&world, "standard"));
    import(&world, &other.own.app, Behind::Nothing);
    let heard = |n: usize| shown(world.at, other.id(), "a guess", &format!("192.0.2.{n}")).status;
    let (statuses, _) = flooded(world.at, &[client.id()], || (0..8).map(heard).collect::<Vec<u16>>());
    assert_eq!(statuses, [401; 8]);
}
