//! What nodes sign and seal with is one ring: from the first start on, through a change of keys, and closed to a node with another root key.

use crate::stage::{CLUSTER, Stage};
use grantor_e2e::deployment::Files;
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::served::Served;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Nobody and nothing is there yet.
fn empty() -> Files {
    let shop = "[[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
    Files::empty(&CLUSTER.database().unwrap(), shop)
}

/// The keys of that realm and purpose, as `store keys list` tells them.
fn keys(files: &Files, realm: &str, purpose: &str) -> Vec<Value> {
    let listed: Value = serde_json::from_str(&files.administer(&["store", "keys", "list", "--json"])).unwrap();
    let all = listed.as_array().unwrap().iter();
    all.filter(|key| key["realm"] == realm && key["purpose"] == purpose).cloned().collect()
}

/// New keys sign half a minute after they were made.
fn rotated(files: &Files) {
    files.administer(&["store", "keys", "rotate"]);
    let begun = Instant::now();
    while keys(files, "standard", "forms")[1]["state"] != "signs" {
        assert!(begun.elapsed() < Duration::from_secs(60), "the new keys never sign");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether the answer to a consent form leads on to the app with a code.
fn is_allowed(answer: &Answer) -> bool {
    answer.status == 303 && answer.header("location").contains("code=")
}

#[test]
fn a_form_of_one_node_is_good_at_the_other_before_and_after_a_change_of_keys() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let button = |node: &Served| stage.deployment.person(node).button(&client.link()).unwrap();
    let open = [button(&stage.a), button(&stage.b)];
    rotated(&stage.deployment.files);
    // The first thing that either seals with the new key is good at the other at once.
    let new = [button(&stage.a), button(&stage.b)];
    for (from, [a, b]) in [("the old key", open), ("the new key", new)] {
        let answers = [stage.b.send(a), stage.a.send(b)];
        assert!(answers.iter().all(is_allowed), "{from}: {answers:?}");
    }
    let mut person = stage.deployment.person(&stage.a);
    person.allow(&client.link());
    person.moves_to(stage.b.at);
    person.allow(&client.link());
    for log in [stage.a.log(), stage.b.log()] {
        assert!(!log.contains("could not be read"), "{log}");
    }
}

#[test]
fn two_that_start_at_once_on_an_empty_database_have_the_same_keys() {
    for _ in 0..3 {
        let files = empty();
        let (a, b) = std::thread::scope(|scope| {
            let [a, b] = ["a", "b"].map(|name| scope.spawn(|| files.node(name)));
            (a.join().unwrap(), b.join().unwrap())
        });
        let purposes = ["forms", "browsers", "tokens", "signatures", "decisions", "successors", "ids"];
        assert!(purposes.iter().all(|purpose| keys(&files, "shop", purpose).len() == 1), "one winner of each");
        let page = a.send(Request::get("/shop/account"));
        let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
        let form = hidden(&page, "request");
        let wrong = |node: &Served, request: &str| {
            let fields = [("request", request), ("username", "nobody"), ("password", "wrong")];
            let post = Request::new("POST", "/shop/-/sign-in").header("Sec-Fetch-Site", "same-origin");
            node.send(post.header("Cookie", &cookie).form(&fields))
        };
        let statuses: BTreeSet<u16> = [&a, &b].map(|node| wrong(node, &form).status).into();
        assert_eq!(statuses.len(), 1, "both read the form and refuse the person: {statuses:?}");
        assert_ne!(wrong(&b, "nothing").status, *statuses.first().unwrap(), "and not the form");
    }
}

fn hidden(page: &Answer, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page:?}"));
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_node_with_another_root_key_is_refused() {
    let files = empty();
    let a = files.node("a");
    let refused = files.refused("b", &"ab".repeat(32));
    assert!(
        refused.contains("error: the root key is not the one under which the keys in the database are sealed"),
        "{refused}"
    );
    assert!(refused.contains("GRANTOR_ROOT_KEY") && !refused.contains("abab"), "{refused}");
    assert_eq!(a.send(Request::get("/readyz")).status, 200);
    files.node("b");
}

#[test]
fn nodes_whose_keys_were_begun_anew_end_and_those_that_start_then_have_the_same() {
    let Stage { deployment, a, b, .. } = Stage::new(&["standard"]);
    let client = deployment.client("standard", "confidential");
    deployment.files.administer(&["store", "epoch"]);
    for mut node in [a, b] {
        let (status, log) = (node.ended(), node.log());
        assert_eq!(status.code(), Some(1), "{log}");
        assert!(log.contains("error: the keys in the database were begun anew by `grantor store epoch`"), "{log}");
    }
    let [a, b] = ["a", "b"].map(|name| deployment.files.node(name));
    let button = deployment.person(&a).button(&client.link()).unwrap();
    assert!(is_allowed(&b.send(button)), "a form of one is good at the other");
}
