//! Real things by the API: each operation at accounts, apps, grants, tokens, sessions, secrets and keys that somebody has, by a key that lacks the right, by
//! one that has it in the wrong place, and by one that may. `rights` asks the same about what is not there.

use super::rights::OPERATIONS;
use super::{Caller, key};
use crate::browser::Browser;
use crate::client::Client;
use crate::console::PASSWORD;
use crate::http::Response;
use crate::world::{World, accounts};
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::apps::Wish;
use grantor::desk::rights::Right;
use serde_json::Value;

/// What is Alice's, in the realm `standard`.
struct Things {
    app: String,
    secret: String,
    session: String,
    token: String,
    key: String,
}

/// Two realms that speak alike.
fn world() -> World {
    let realm = |name: &str| {
        format!("[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"standard\", prefix = \"/{name}\" }}]\n")
    };
    let text =
        format!("listen = \"127.0.0.1:0\"\ndata = \".\"\n[demo]\nseed = true\n{}{}", realm("standard"), realm("club"));
    World::from_config(&text, &|_| ())
}

fn person(name: &str) -> Person {
    Person { username: name.to_owned(), email: format!("{name}@example.com"), ..Person::default() }
}

/// Alice allows an app of her own, in a browser.
fn allows(world: &World, client: &Client<'_>) {
    let mut browser: Browser<'_> = world.browser();
    let form = browser.open(&client.target()).page();
    let consent = browser.submit(&form, "/-/sign-in", &[("username", "alice"), ("password", PASSWORD)]).page();
    let url = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).url();
    let code = client.dialect().client_read_redirect(&url).code.unwrap();
    assert_eq!(client.exchange(&code).status, 200);
}

fn things(world: &World) -> Things {
    let client = Client::first(world, "standard");
    let id = client.id();
    world.admin("standard", async move |desk| {
        desk.create_account(person("alice"), &Plain::new(PASSWORD)).await.unwrap();
        desk.create_account(person("carol"), &Plain::new(PASSWORD)).await.unwrap();
        let app = desk.app(id).await.unwrap();
        desk.add_secret(&app, "autumn").await.unwrap();
    });
    allows(world, &client);
    let caller = Caller::new(world);
    assert!(caller.send("PUT", &format!("/realms/standard/apps/{id}/owners/alice"), "").status < 300);
    let first = |path: &str| caller.get(&format!("/realms/standard{path}")).member("/items/0/id");
    Things {
        app: id.to_owned(),
        secret: first(&format!("/apps/{id}/secrets")),
        session: first("/accounts/alice/sessions"),
        token: first(&format!("/accounts/alice/grants/{id}/tokens")),
        key: key(world, &[Right::AppsRead]).0,
    }
}

impl Things {
    /// The path to them in that realm. An owner that comes and goes is Carol.
    fn at(&self, path: &str, realm: &str) -> String {
        let name = if path.contains("/owners/") { "carol" } else { "alice" };
        let path = path.replace("{realm}", realm).replace("{username}", name).replace("{client_id}", &self.app);
        let path = path.replace("{secret}", &self.secret).replace("{session}", &self.session);
        path.replace("{token}", &self.token).replace("{key}", &self.key)
    }
}

/// All that an operation could change.
fn kept(world: &World) -> String {
    let of_realm = |realm: &str| {
        world.admin(realm, async move |desk| {
            let page = || store::ops::Page { after: None, limit: 100 };
            let rows = desk.find_audit(Default::default(), page()).await.unwrap().rows.len();
            format!("{rows} {:?} {:?}", accounts(&desk).await, desk.apps().await.unwrap())
        })
    };
    let alice = world.admin("standard", async move |desk| {
        let account = accounts(&desk).await.into_iter().find(|account| account.username == "alice");
        let sessions = desk.sessions("alice").await.map_or(0, |sessions| sessions.len());
        format!("{account:?} {sessions}")
    });
    // Of the keys their ids: what a key was last used for is noted.
    format!("{}{}{alice}", of_realm("standard"), of_realm("club"))
}

fn rights_of(takes: &str) -> Vec<Right> {
    takes.split(' ').map(|word| word.parse().unwrap()).collect()
}

/// Nothing of what the thing is stands in a refusal, beside what the caller has named.
fn tells_nothing(answer: &Response, things: &Things, what: &str) {
    let named: Vec<&str> = what.split(['/', ' ']).collect();
    let text = named.iter().filter(|part| part.len() > 12).fold(answer.text(), |text, part| text.replace(part, ""));
    for told in ["alice@example.com", &things.secret, &things.session, &things.token, "Pocket Reader", "redirect_uris"]
    {
        assert!(!text.contains(told), "{what}: {told} in {answer:?}");
    }
}

#[test]
fn a_key_without_the_right_neither_sees_nor_changes_what_is_there() {
    let world = world();
    let things = things(&world);
    let callers: Vec<(Right, Caller<'_>)> = Right::ALL
        .iter()
        .map(|right| {
            let others: Vec<Right> = Right::ALL.iter().copied().filter(|other| other != right).collect();
            (*right, Caller::with(&world, &others))
        })
        .collect();
    let before = kept(&world);
    for (method, path, takes, body) in OPERATIONS {
        let own = things.at(path, "standard");
        for right in rights_of(takes) {
            let (_, lacking) = callers.iter().find(|(lacks, _)| *lacks == right).unwrap();
            let no = lacking.send(method, &own, body);
            assert_eq!(no.status, 403, "{method} {own} without {right}: {no:?}");
            assert!(no.member("/detail").contains(right.word()), "{method} {own}: {no:?}");
            tells_nothing(&no, &things, &format!("{method} {own}"));
        }
        assert_eq!(kept(&world), before, "{method} {own}");
    }
}

/// An id opens nothing below another realm, another account or another app, though the key may do everything.
#[test]
fn what_is_named_in_the_wrong_place_is_not_there() {
    let world = world();
    let things = things(&world);
    let caller = Caller::new(&world);
    let other_app = world.apps("standard")[1].app.client_id.clone();
    let before = kept(&world);
    let mut asked = 0;
    for (method, path, _, body) in OPERATIONS.iter().filter(|(_, path, ..)| path.matches('{').count() > 1) {
        let mut places = vec![things.at(path, "club")];
        if path.contains("{secret}") {
            places.push(things.at(&path.replace("{client_id}", &other_app), "standard"));
        }
        if path.contains("{session}") || path.contains("{token}") {
            places.push(things.at(&path.replace("{username}", "demo"), "standard"));
        }
        if path.contains("{token}") {
            places.push(things.at(&path.replace("{client_id}", &other_app), "standard"));
        }
        for place in places {
            let no = caller.send(method, &place, body);
            assert_eq!(no.status, 404, "{method} {place}: {no:?}");
            tells_nothing(&no, &things, &format!("{method} {place}"));
            asked += 1;
        }
        assert_eq!(kept(&world), before, "{method} {path}");
    }
    assert!(asked > 40, "{asked}");
}

/// With exactly its rights, each operation answers about the thing itself, or says what about it stands in the way.
#[test]
fn a_key_with_the_right_alone_does_it() {
    let world = world();
    let things = things(&world);
    // First what only looks, then what ends one of many, and what ends the whole last.
    let rank = |(method, path, ..): &&(&str, &str, &str, &str)| match (*method, *path) {
        ("GET", _) => 0,
        ("DELETE", path) if path.ends_with("{token}") || path.ends_with("{session}") || path.ends_with("{secret}") => 1,
        ("DELETE", path) if path.ends_with("/grants/{client_id}") => 2,
        ("DELETE", path) if path.ends_with("/apps/{client_id}") || path.ends_with("/accounts/{username}") => 4,
        _ => 3,
    };
    let mut operations: Vec<_> = OPERATIONS.iter().collect();
    operations.sort_by_key(rank);
    // In a realm without a mail server, a review or an owner's login.
    let declined = ["/letter", "/upstream", "/ask-review", "/withdraw-review", "/test-token"];
    for (method, path, takes, body) in operations {
        let own = things.at(path, "standard");
        // A key gives away what it has.
        let body = if *path == "/keys" { body.replace("apps:read", "keys:write") } else { (*body).to_owned() };
        let answer = Caller::with(&world, &rights_of(takes)).send(method, &own, &body);
        match declined.iter().any(|end| path.ends_with(end)) {
            false => assert!((200..300).contains(&answer.status), "{method} {own}: {answer:?}"),
            true => assert!(matches!(answer.status, 200..300 | 404 | 409 | 422), "{method} {own}: {answer:?}"),
        }
        if *method == "GET" && path.ends_with("/{username}") {
            assert_eq!(answer.member("/email"), "alice@example.com");
        }
    }
    let gone = world.admin("standard", async move |desk| desk.account("alice").await.is_err());
    assert!(gone, "the last of them did what it says");
    let wish = Wish { name: "New".to_owned(), ..Wish::default() };
    world.admin("standard", async move |desk| desk.create_app(wish).await.unwrap());
    let apps: Value = serde_json::from_slice(&Caller::new(&world).get("/realms/standard/apps").body).unwrap();
    let ids = apps["items"].as_array().unwrap().iter().map(|app| app["client_id"].as_str().unwrap());
    assert!(ids.into_iter().all(|id| id != things.app), "nor is the app there");
}
