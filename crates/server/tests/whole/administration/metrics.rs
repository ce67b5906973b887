//! What is counted, and that it tells nobody's secrets.

use super::pages::administrator;
use crate::client::Client;
use crate::world::World;
use grantor::metrics::figures::{Figures, Span};
use std::collections::BTreeSet;

/// The value of a line of the metrics, 0 where there is none.
fn counted(world: &World, name: &str) -> u64 {
    let text = world.get("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0, |value| value.parse().unwrap())
}

fn requests(world: &World, realm: &str, endpoint: &str, outcome: &str) -> u64 {
    let labels = format!("realm=\"{realm}\",endpoint=\"{endpoint}\",outcome=\"{outcome}\"");
    counted(world, &format!("grantor_requests_total{{{labels}}}"))
}

#[test]
fn requests_are_counted_by_realm_endpoint_and_outcome() {
    let world = World::of(&["standard", "raindrop-live"]);
    let client = Client::first(&world, "standard");
    let pair = [("client_id", client.id()), ("client_secret", client.secret())];
    let token = |grant: &str| world.form("/standard/oauth2/token", &[&pair[..], &[("grant_type", grant)]].concat());
    assert_eq!(token("client_credentials").status, 200);
    assert_eq!(token("password").status, 400);
    assert_eq!(token("password").status, 400);
    assert_eq!(requests(&world, "standard", "token", "answered"), 1);
    assert_eq!(requests(&world, "standard", "token", "refused"), 2);
    assert_eq!(counted(&world, "grantor_refusals_total{refusal=\"grant_type_unsupported\"}"), 2);
    assert_eq!(counted(&world, "grantor_tokens_issued_total{grant=\"client_credentials\"}"), 1);
    assert_eq!(counted(&world, "grantor_request_duration_seconds_count{endpoint=\"token\"}"), 3);
    // This dialect refuses with status 200: the outcome is the rules', not the status's.
    let refused = world.json("/raindrop-live/oauth/access_token", "{}");
    assert_eq!(refused.status, 200);
    assert_eq!(requests(&world, "raindrop-live", "token", "refused"), 1);
    world.get("/nowhere");
    assert_eq!(requests(&world, "", "none", "refused"), 1);
    world.get("/standard/nowhere");
    assert_eq!(requests(&world, "standard", "none", "refused"), 1);
    assert!(counted(&world, "grantor_store_commits_total") > 0);
    assert_eq!(counted(&world, "grantor_store_refused_total"), 0);
}

#[test]
fn sign_ins_and_ends_are_counted() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    browser.sign_in_with(&page, "a wrong guess").page();
    let tokens = client.tokens();
    client.revoke(tokens.renewable());
    for (outcome, count) in [("wrong", 1), ("accepted", 1), ("throttled", 0), ("disabled", 0)] {
        assert_eq!(counted(&world, &format!("grantor_sign_ins_total{{outcome=\"{outcome}\"}}")), count, "{outcome}");
    }
    assert_eq!(counted(&world, "grantor_tokens_issued_total{grant=\"authorization_code\"}"), 1);
    assert_eq!(counted(&world, "grantor_ended_total{what=\"family\"}"), 1);
}

#[test]
fn tries_that_come_too_often_are_counted_and_are_among_those_that_failed() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let page = browser.open(&client.target()).page();
    let throttled = (0..11).filter(|_| browser.sign_in_with(&page, "a wrong guess").page().status == 429).count();
    assert!(throttled > 0);
    for (outcome, count) in [("wrong", 11 - throttled), ("throttled", throttled)] {
        assert_eq!(
            counted(&world, &format!("grantor_sign_ins_total{{outcome=\"{outcome}\"}}")),
            count as u64,
            "{outcome}"
        );
    }
    world.advance(600);
    let home = administrator(&world).open("/admin").page().text();
    assert!(home.contains("1 succeeded, 11 failed"), "{home}");
}

#[test]
fn labels_are_closed_sets_and_hold_nothing_that_a_caller_sent() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    world.form("/standard/oauth2/token", &[("grant_type", "canary"), ("client_id", "canary")]);
    world.get("/canary?canary=canary");
    let text = world.get("/metrics").text();
    for secret in ["canary", &tokens.access, client.id(), client.secret(), "demo"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let names: BTreeSet<&str> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split('{').nth(1).unwrap_or_default().split('}').next().unwrap_or_default().split(','))
        .filter_map(|label| Some(label.split_once('=')?.0))
        .collect();
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        ["endpoint", "grant", "le", "outcome", "realm", "refusal", "version", "what"]
    );
    assert!(text.ends_with("# EOF\n"));
}

#[test]
fn the_last_hour_and_the_last_day_are_there_for_charts() {
    let world = World::of(&["standard"]);
    let refuse = || world.form("/standard/oauth2/token", &[("grant_type", "password")]);
    refuse();
    world.advance(60);
    refuse();
    refuse();
    let hour = Figures::chart(&world.server, Span::Hour);
    assert_eq!((hour.step, hour.bars.len()), (60, 60));
    let refused: Vec<u64> = hour.bars.iter().map(|bar| bar.sums.refused).collect();
    assert_eq!(refused.iter().sum::<u64>(), 3);
    assert_eq!(refused[58] + refused[59], 3, "{refused:?}");
    assert_eq!(hour.bars[59].at % 60, 0);
    assert_eq!(
        hour.refusals.iter().map(|(refusal, count)| (refusal.name(), *count)).collect::<Vec<_>>(),
        [("client_id_missing", 3)]
    );
    world.advance(2 * 3600);
    let (hour, day) = (Figures::chart(&world.server, Span::Hour), Figures::chart(&world.server, Span::Day));
    assert_eq!(hour.bars.iter().map(|bar| bar.sums.requests).sum::<u64>(), 0, "{hour:?}");
    assert_eq!(day.bars.len(), 24);
    assert_eq!(day.bars.iter().map(|bar| bar.sums.requests).sum::<u64>(), 3);
    assert_eq!(day.bars[21].sums.refused, 3);
}
