//! Several workers of one honest app, and several copies of one token: whoever comes, there are never two live branches.

use super::{GRACE, ROTATING};
use crate::client::{Client, deliver};
use crate::race;
use crate::world::World;
use engine::policy::GrantKind;
use std::collections::BTreeSet;

const WORKERS: usize = 32;

#[test]
fn ref_03_32_refreshes_at_once_give_one_successor() {
    let world = World::new();
    let at = world.at;
    for (mount, kind) in ROTATING {
        let client = Client::of(&world, mount, kind);
        let first = client.tokens();
        let requests = vec![client.refreshing(first.renewable()); WORKERS];
        let answers = race::all(requests, |request| deliver(at, request));
        let all: BTreeSet<(String, Option<String>)> = answers
            .iter()
            .map(|answer| client.read(GrantKind::RefreshToken, answer))
            .map(|tokens| (tokens.access, tokens.refresh))
            .collect();
        assert_eq!(all.len(), 1, "{mount}: {all:?}");
        let (access, refresh) = all.into_iter().next().unwrap();
        client.lives(&access, "that all workers share");
        client.lives(&client.refreshed(&refresh.unwrap()).access, "of the one branch that there is");
    }
}

/// Half of them hold the old token and half the new one. The new one rotates once; an old one gets the successor while that is unused,
/// or betrays itself: never a branch of its own.
#[test]
fn ref_03_old_and_new_at_once_leave_one_branch_or_none() {
    let world = World::new();
    let at = world.at;
    for (mount, kind) in ROTATING {
        let client = Client::of(&world, mount, kind);
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        let request =
            |n: usize| client.refreshing(if n.is_multiple_of(2) { first.renewable() } else { second.renewable() });
        let answers = race::all((0..WORKERS).map(request).collect(), |request| deliver(at, request));
        let read = |answer: &[u8]| client.dialect().client_read_tokens(GrantKind::RefreshToken, answer);
        let heads: BTreeSet<String> = answers
            .iter()
            .filter_map(|answer| read(&answer.body)?.refresh_token)
            .filter(|refresh| refresh != second.renewable())
            .collect();
        assert!(heads.len() <= 1, "{mount}: two heads {heads:?}");
        assert!(answers.iter().all(|answer| answer.status < 500), "{mount}: {answers:?}");
        let live = heads.iter().filter(|head| read(&client.refresh(head).body).is_some()).count();
        assert!(live <= 1, "{mount}");
    }
}

/// Workers that don't share a store refresh one after the other within the grace: nobody is logged out.
#[test]
fn ref_04_workers_within_the_grace_go_on_together() {
    let world = World::new();
    for (mount, kind) in ROTATING {
        let client = Client::of(&world, mount, kind);
        let first = client.tokens();
        let mut seen = BTreeSet::new();
        for _ in 0..4 {
            let tokens = client.refreshed(first.renewable());
            client.lives(&tokens.access, "that a worker got");
            seen.insert(tokens.refresh);
            world.advance(GRACE / 4);
        }
        assert_eq!(seen.len(), 1, "{mount}");
    }
}

#[test]
fn same_back_serves_32_workers_each_with_a_token_of_its_own() {
    let world = World::of(&["serble", "hidrive"]);
    let at = world.at;
    for mount in ["serble", "hidrive"] {
        let client = Client::first(&world, mount);
        let first = client.tokens();
        let requests = vec![client.refreshing(first.renewable()); WORKERS];
        let answers = race::all(requests, |request| deliver(at, request));
        let all: Vec<_> = answers.iter().map(|answer| client.read(GrantKind::RefreshToken, answer)).collect();
        assert!(all.iter().all(|tokens| tokens.refresh == first.refresh), "{mount}");
        let texts: BTreeSet<&str> = all.iter().map(|tokens| tokens.access.as_str()).collect();
        assert_eq!(texts.len(), WORKERS, "{mount}");
        client.lives(&all[WORKERS - 1].access, "of the last worker");
    }
}
