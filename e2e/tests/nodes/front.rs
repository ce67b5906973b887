//! Real proxies with the documented snippets in front of two nodes, one of which is killed under load.

use crate::stage::Stage;
use grantor_e2e::child::{free_address, installed};
use grantor_e2e::http::Request;
use grantor_e2e::person::Person;
use grantor_e2e::proxy::{Kind, Proxy};
use grantor_e2e::scene::{Scene, play};
use std::net::Ipv4Addr;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// For so long requests may break off that the node had begun.
const BREAKS: Duration = Duration::from_millis(300);
/// Longer than a node is left out.
const LEFT_OUT: Duration = Duration::from_secs(3);

/// A person's session is where the person is, whatever they or the proxy say.
fn tells_who_asks(stage: &Stage, proxy: &Proxy) {
    let (own, forged) = (Ipv4Addr::new(127, 0, 0, 9), "192.0.2.66");
    let account = stage.deployment.line.account.clone();
    let mut person = Person::new(proxy.at, account.clone()).from(own).saying("X-Forwarded-For", forged);
    person.allow(&stage.deployment.client("standard", "confidential").link());
    let sessions = stage.order("GET", &format!("/standard/accounts/{}/sessions", account.username), "").body;
    assert!(sessions.contains(&format!("\"{own}\"")) && !sessions.contains(forged), "{sessions}");
}

fn speaks_tls(proxy: &Proxy) {
    let mut curl = Command::new(installed("curl", "curl"));
    let out =
        curl.args(["--silent", "--insecure", "--fail", &format!("https://{}/livez", proxy.tls)]).output().unwrap();
    assert!(out.status.success(), "{out:?}");
}

/// Kills a node; gives how many requests broke off with it. Soon nobody notices any more.
fn without_the_first(scene: &mut Scene<'_>) -> usize {
    // nginx says to come again where a node broke off.
    let unanswered = || scene.site.later.load(Ordering::Relaxed) + scene.site.broken.load(Ordering::Relaxed);
    let before = unanswered();
    scene.site.breaks.store(true, Ordering::Relaxed);
    scene.nodes.remove(0).kill();
    std::thread::sleep(BREAKS);
    scene.site.breaks.store(false, Ordering::Relaxed);
    let broken = unanswered();
    std::thread::sleep(LEFT_OUT);
    assert_eq!(unanswered(), broken, "somebody was told to come again, with a node there");
    broken - before
}

fn a_killed_node_is_not_missed(kind: Kind) {
    let stage = Stage::new(&["standard", "hidrive"]);
    let proxy = Proxy::start(kind, stage.both().map(|node| node.at));
    tells_who_asks(&stage, &proxy);
    speaks_tls(&proxy);
    let Stage { deployment, a, b, .. } = stage;
    let played = play(&deployment, vec![a, b], [proxy.at; 2], |scene| {
        let at = scene.nodes[0].at;
        let mut broken = without_the_first(scene);
        scene.nodes.push(scene.deployment.files.node_at("a", at));
        std::thread::sleep(LEFT_OUT);
        // The one that was away is all there is.
        broken += without_the_first(scene);
        println!("{kind:?}: {broken} requests broke off with the nodes that were killed");
    });
    assert!(played.good > 100, "{} good answers", played.good);
}

#[test]
fn without_any_node_a_proxy_says_to_come_again() {
    for kind in [Kind::Nginx, Kind::Haproxy] {
        let proxy = Proxy::start(kind, [free_address(), free_address()]);
        let (read, wrote) =
            (Request::new("GET", "/livez"), Request::new("POST", "/standard/token").form(&[("a", "b")]));
        for request in [read, wrote] {
            let answer = request.send(proxy.at).unwrap();
            assert_eq!((answer.status, answer.header("retry-after")), (503, "1"), "{kind:?}: {}", answer.body);
        }
    }
}

#[test]
fn behind_nginx_a_killed_node_is_not_missed() {
    a_killed_node_is_not_missed(Kind::Nginx);
}

#[test]
fn behind_haproxy_a_killed_node_is_not_missed() {
    a_killed_node_is_not_missed(Kind::Haproxy);
}
