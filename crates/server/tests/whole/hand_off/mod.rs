//! The owner's own login: two realms hand people off to one page, which these tests play.

mod attacks;
mod honest;
mod linked;
mod names;
mod people;
mod told;

use crate::browser::{Browser, End};
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::{HAND_OFF_SECRET, WEB, World};
use engine::secret::{Key, Plain};
use grantor::flow::hand_off::claims;
pub use grantor::flow::hand_off::claims::Answer;
use grantor::flow::hand_off::jwt::{Direction, sign, signed_claims};

/// The standard with OpenID Connect's way to demand a fresh sign-in.
const DIALECT: &str = r#"
extends = "standard"
title = "Shop"
[authorize.extras.prompt]
need = "optional"
effects = { login = "sign-in-again" }
"#;

/// Where people sign in.
const PAGE: &str = "https://www.shop.example/login";

/// The realms `shop` and `club`: same page, same secret.
pub fn world() -> World {
    with_hosts("")
}

/// The same; `shop` has another mount under these hosts.
fn with_hosts(hosts: &str) -> World {
    configured(hosts, "")
}

/// The same with further tables of the file.
fn configured(hosts: &str, tables: &str) -> World {
    let more =
        if hosts.is_empty() { String::new() } else { format!(", {{ dialect = \"prompting\", hosts = [{hosts}] }}") };
    let realm = |name: &str, more: &str| {
        format!(
            "[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"prompting\", prefix = \"/{name}\" }}{more}]\n\
             login = \"hand-off\"\nlogin_page = \"{PAGE}\"\n\
             scopes = [{{ name = \"read\", words = {{ en = \"Read\" }} }}, {{ name = \"run\", words = {{ en = \"Run\" }}, role = \"staff\" }}]\n"
        )
    };
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\ndialects = \"dialects\"\n[demo]\nseed = true\nredirect_uris = [\"{WEB}\"]\n{tables}\n{}{}",
        realm("shop", &more),
        realm("club", "")
    );
    World::from_config(&text, &|folder| {
        let own = folder.join("dialects/prompting");
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join("dialect.toml"), DIALECT).unwrap();
    })
}

/// A browser at the owner's page, with what Grantor asks there.
pub struct Visit<'w> {
    world: &'w World,
    pub browser: Browser<'w>,
    request: claims::Request,
    /// The request as it came.
    token: String,
}

fn secret() -> Plain {
    Plain::new(HAND_OFF_SECRET)
}

/// What a token says that is signed for that direction.
fn read<T: serde::de::DeserializeOwned>(direction: Direction, key: &Key, token: &str) -> Option<T> {
    serde_json::from_slice(&signed_claims(direction, key, token)?).ok()
}

/// Opens an authorize address in a browser that is sent away for it.
fn sent<'w>(world: &'w World, mut browser: Browser<'w>, target: &str) -> Visit<'w> {
    let end = browser.open(target);
    let End::App(url, 303) = end else { panic!("303 to the login page, not {end:?}") };
    let token = url.strip_prefix(&format!("{PAGE}?request=")).unwrap_or_else(|| panic!("{url}")).to_owned();
    let key = Direction::Request.key(&secret());
    let request = read(Direction::Request, &key, &token).expect("a request signed by Grantor");
    Visit { world, browser, request, token }
}

/// The same with the first app's plain request, in a new browser.
pub fn visit<'w>(world: &'w World, realm: &str) -> Visit<'w> {
    sent(world, world.browser(), &Client::first(world, realm).target())
}

impl<'w> Visit<'w> {
    fn now(&self) -> i64 {
        self.world.server.clock.now().secs()
    }

    /// What an honest owner says about Ada.
    pub fn ada(&self) -> Answer {
        Answer {
            iss: PAGE.to_owned(),
            aud: self.request.iss.clone(),
            realm: self.request.realm.clone(),
            jti: self.request.jti.clone(),
            iat: self.now(),
            exp: self.now() + 60,
            sub: "4711".to_owned(),
            preferred_username: "ada".to_owned(),
            email: "ada@shop.example".to_owned(),
            email_verified: true,
            given_name: "Ada".to_owned(),
            family_name: "Lovelace".to_owned(),
            roles: None,
            auth_time: self.now(),
            amr: vec!["pwd".to_owned()],
        }
    }

    /// The owner's redirect for that answer: path and query.
    fn way_back(&self, answer: &Answer) -> String {
        self.with_token(&sign(Direction::Answer, &Direction::Answer.key(&secret()), answer))
    }

    fn with_token(&self, token: &str) -> String {
        let below = self.request.return_to.strip_prefix(&self.world.url()).expect("an address of this server");
        format!("{below}&answer={token}")
    }

    /// Comes back with an answer and goes on.
    pub fn back(&mut self, answer: &Answer) -> End {
        let target = self.way_back(answer);
        self.browser.open(&target)
    }

    /// Comes back with a token that has to be refused: what the page says. Nobody is signed in by it, and nobody sent anywhere.
    fn refused(&mut self, target: &str) -> Response {
        let answer = self.browser.send(Request::new("GET", target));
        assert_eq!(answer.status, 400, "{answer:?}");
        assert_eq!((answer.header("set-cookie"), answer.header("location")), ("", ""), "{answer:?}");
        answer
    }
}

/// Whether it is the consent page, for that account.
fn is_consent_of(end: End, username: &str) -> bool {
    let text = end.page().text();
    text.contains("/-/consent\"") && text.contains(username)
}

/// What the error page calls it.
fn trouble(world: &World) -> String {
    let lines = world.log();
    let line = lines.iter().rev().find(|line| line.text.contains("trouble=")).expect("a line about it");
    line.text.split("trouble=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The accounts of a realm beside the seeded one: id, user name, address.
fn accounts(world: &World, realm: &str) -> Vec<engine::model::Account> {
    let all = world.admin(realm, async move |desk| desk.accounts().await.unwrap());
    all.into_iter().filter(|account| account.username != "demo").collect()
}
