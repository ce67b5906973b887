//! What one node says holds at the other at its very next request, there where it was just said otherwise.

use crate::stage::Stage;
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::person::{End, Person};
use grantor_e2e::served::Served;
use grantor_e2e::speak::{Client, Tokens};

/// One app, its person, and tokens that work at both nodes.
struct Held<'s> {
    stage: &'s Stage,
    standard: Client,
    hidrive: Client,
    person: Person,
}

impl<'s> Held<'s> {
    fn new(stage: &'s Stage) -> Self {
        let [standard, hidrive] = [("standard", "confidential"), ("hidrive", "server")]
            .map(|(realm, kind)| stage.deployment.client(realm, kind));
        Self { stage, standard, hidrive, person: stage.deployment.person(&stage.a) }
    }

    fn tokens(&mut self, client: &Client) -> Tokens {
        let code = client.brought(&self.person.allow(&client.link()));
        Tokens::of(&self.stage.b.send(client.exchange(&code))).expect("a code of one node is one at the other")
    }
}

/// What each door of a node says to a token: the gateway's question, whoami or tokeninfo of the dialect, introspection.
fn doors(node: &Served, client: &Client, token: &str) -> Vec<bool> {
    let path = grantor_e2e::http::target(&client.url).to_owned();
    let verify = Request::new("GET", &format!("{path}/verify")).header("Authorization", &format!("Bearer {token}"));
    let mut open = vec![node.send(verify).status == 200, node.send(client.whoami(token)).status == 200];
    if client.dialect == "standard" {
        open.push(introspect(node, client, token).body.contains("\"active\":true"));
    }
    open
}

fn introspect(node: &Served, client: &Client, token: &str) -> Answer {
    let secret = client.app.client_secret.as_deref().unwrap();
    let pairs = [("client_id", client.app.client_id.as_str()), ("client_secret", secret), ("token", token)];
    let path = grantor_e2e::http::target(&client.url);
    node.send(Request::new("POST", &format!("{path}/oauth2/introspect")).form(&pairs))
}

fn opens(node: &Served, client: &Client, token: &str) -> bool {
    let doors = doors(node, client, token);
    assert!(doors.iter().all(|open| *open == doors[0]), "doors of one node differ: {doors:?}");
    doors[0]
}

fn refused(answer: &Answer, word: &str) {
    assert!((400..500).contains(&answer.status) && answer.body.contains(word), "{word}: {answer:?}");
}

#[test]
fn a_token_of_one_node_works_at_the_other_until_it_is_revoked_there() {
    let stage = Stage::new(&["standard", "hidrive"]);
    let mut held = Held::new(&stage);
    for client in [held.standard.clone(), held.hidrive.clone()] {
        let (first, second) = (held.tokens(&client), held.tokens(&client));
        for tokens in [&first, &second] {
            assert!(opens(&stage.a, &client, &tokens.access) && opens(&stage.b, &client, &tokens.access));
        }
        assert_eq!(stage.a.send(client.revoke(&first.access).unwrap()).status, 200);
        assert!(!opens(&stage.b, &client, &first.access), "an access token");
        let refresh = second.refresh.unwrap();
        assert_eq!(stage.a.send(client.revoke(&refresh).unwrap()).status, 200);
        assert!(!opens(&stage.b, &client, &second.access), "all that came with a refresh token");
        refused(&stage.b.send(client.refresh(&refresh).unwrap()), "invalid_");
    }
}

#[test]
fn a_suspension_and_its_end_hold_at_the_other_node() {
    let stage = Stage::new(&["standard", "hidrive"]);
    let mut held = Held::new(&stage);
    let client = held.standard.clone();
    let tokens = held.tokens(&client);
    let own = Tokens::of(&stage.b.send(client.own_token())).unwrap();
    assert!(opens(&stage.b, &client, &tokens.access));
    let app = format!("/standard/apps/{}", client.app.client_id);
    stage.order("POST", &format!("{app}/suspend"), "{\"reason\":\"It sends spam.\"}");
    let gate = |token: &str| stage.b.send(client.whoami(token)).status;
    assert_ne!(gate(&tokens.access), 200, "its users' tokens");
    assert_ne!(gate(&own.access), 200, "its own");
    assert!(!introspect(&stage.b, &client, &tokens.access).body.contains("\"active\":true"));
    for request in [client.own_token(), client.refresh(tokens.refresh.as_deref().unwrap()).unwrap()] {
        assert!(Tokens::of(&stage.b.send(request)).is_none());
    }
    stage.order("POST", &format!("{app}/resume"), "");
    assert!(opens(&stage.b, &client, &tokens.access), "it may go on");
    assert!(Tokens::of(&stage.b.send(client.own_token())).is_some());
}

#[test]
fn a_disabled_account_is_one_at_the_other_node() {
    let stage = Stage::new(&["standard", "hidrive"]);
    let mut held = Held::new(&stage);
    let account = stage.deployment.line.account.username.clone();
    for client in [held.standard.clone(), held.hidrive.clone()] {
        let tokens = held.tokens(&client);
        assert!(opens(&stage.b, &client, &tokens.access));
        let path = format!("/{}/accounts/{account}", client.dialect);
        stage.order("POST", &format!("{path}/disable"), "");
        assert!(!opens(&stage.b, &client, &tokens.access));
        let refresh = || stage.b.send(client.refresh(tokens.refresh.as_deref().unwrap()).unwrap());
        assert!(Tokens::of(&refresh()).is_none());
        let mut stranger = stage.deployment.person(&stage.b);
        let signed_in = stranger.decide(&client.link(), "allow").unwrap();
        assert!(matches!(signed_in, End::Page(_)), "nobody signs in to it: {signed_in:?}");
        stage.order("POST", &format!("{path}/enable"), "");
        assert!(opens(&stage.b, &client, &tokens.access));
    }
}

#[test]
fn a_rotated_secret_is_the_one_at_the_other_node() {
    let stage = Stage::new(&["standard"]);
    let mut client = stage.deployment.client("standard", "confidential");
    assert!(Tokens::of(&stage.b.send(client.own_token())).is_some());
    let path = format!("/standard/apps/{}/secrets", client.app.client_id);
    let old: serde_json::Value = serde_json::from_str(&stage.order("GET", &path, "").body).unwrap();
    let made: serde_json::Value =
        serde_json::from_str(&stage.order("POST", &path, "{\"old\":\"stays\"}").body).unwrap();
    let new = made["client_secret"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let mut rotated = client.clone();
    rotated.app.client_secret = Some(new);
    assert!(Tokens::of(&stage.b.send(rotated.own_token())).is_some(), "the new one is known at once");
    let id = old["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{old}"));
    stage.order("DELETE", &format!("{path}/{id}"), "");
    refused(&stage.b.send(client.own_token()), "invalid_client");
    assert!(Tokens::of(&stage.b.send(rotated.own_token())).is_some());
    client.app.client_secret = Some("wrong".to_owned());
    refused(&stage.b.send(client.own_token()), "invalid_client");
}

/// Whether that browser is signed in at that node: it is asked for consent, or sent on, and for no password.
fn is_signed_in(person: &mut Person, node: &Served, client: &Client) -> bool {
    person.moves_to(node.at);
    match person.open(&client.link()).unwrap() {
        End::Page(page) => !page.body.contains("name=\"password\""),
        End::App(_) => true,
    }
}

#[test]
fn ended_sessions_and_new_passwords_hold_at_the_other_node() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let account = format!("/standard/accounts/{}", stage.deployment.line.account.username);
    for (method, path, body) in
        [("DELETE", "sessions", ""), ("PUT", "password", "{\"password\":\"correct horse battery\"}")]
    {
        let mut person = stage.deployment.person(&stage.a);
        person.allow(&client.link());
        assert!(is_signed_in(&mut person, &stage.b, &client), "a session of one node is one at the other");
        stage.order(method, &format!("{account}/{path}"), body);
        assert!(!is_signed_in(&mut person, &stage.b, &client), "{method} {path}");
    }
    let mut old = stage.deployment.person(&stage.b);
    assert!(matches!(old.decide(&client.link(), "allow").unwrap(), End::Page(_)), "the old password");
    let mut account = stage.deployment.line.account.clone();
    account.password = "correct horse battery".to_owned();
    Person::new(stage.b.at, account).allow(&client.link());
}
