//! Many at once, on two nodes: one winner, and no bound broken.

use super::accounts::session;
use super::refresh::after;
use super::world::{
    ALICE, APP, NOW, PASSWORD, REALM, World, access, audit, end_grant, end_token, issue, issue_access, redeem, rotate,
    token_hash,
};
use std::sync::Arc;
use store::ops::{AccountChange, Bounds, GrantToo, IssueAccess, Issued, PASSWORD_SHOWN, Page, Redeemed, Shown, Won};
use store::{Broken, Store};
use tokio::sync::Barrier;

const RACERS: usize = 32;

/// Runs `racers` of one kind at the same moment, on alternating nodes; gives what each got.
pub(super) async fn race<T, F>(world: &World, racers: usize, run: impl Fn(Arc<dyn Store>, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let start = Arc::new(Barrier::new(racers));
    let tasks = (0..racers).map(|racer| {
        let (start, run) = (Arc::clone(&start), run(world.node(racer), racer));
        tokio::spawn(async move {
            start.wait().await;
            run.await
        })
    });
    let mut got = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        got.push(task.await.unwrap());
    }
    got
}

pub(crate) async fn one_code_has_one_winner(world: World) {
    for round in 0..5 {
        let text = format!("code-{round}");
        let grant = world.code(&text, ALICE).await;
        let got = race(&world, RACERS, |node, racer| {
            let write = redeem(&text, grant, &format!("{round}-{racer}"));
            async move { node.redeem_code(write).await.unwrap() }
        })
        .await;
        assert_eq!(got.iter().filter(|redeemed| **redeemed == Redeemed::Won).count(), 1);
        assert_eq!(got.iter().filter(|redeemed| **redeemed == Redeemed::Lost).count(), RACERS - 1);
        assert_eq!(world.store().live_tokens(REALM, APP, 100, NOW).await.unwrap(), round + 1);
    }
}

pub(crate) async fn a_page_has_one_answer(world: World) {
    for round in 0..20 {
        let text = format!("page-{round}");
        let page = issue(&text, ALICE);
        let said = race(&world, RACERS, |node, racer| {
            let (page, token) = (page.clone(), issue_access(access(&text)));
            let token = IssueAccess { consent: Some(page.consent.clone()), ..token };
            async move {
                match (racer / 2 % 2, round % 2) {
                    (0, _) => (node.deny(REALM, page.code).await.unwrap() == Won::Yes, false),
                    (_, 0) => (false, node.issue_code(page).await.unwrap() != Issued::Gone),
                    _ => (false, node.issue_implicit(token, page.code).await.unwrap() != Issued::Gone),
                }
            }
        })
        .await;
        let noes = said.iter().filter(|(no, _)| *no).count();
        let yeses = said.iter().filter(|(_, yes)| *yes).count();
        assert!([(RACERS / 2, 0), (0, RACERS / 2)].contains(&(noes, yeses)), "{text}: {noes} noes, {yeses} yeses");
        let granted = world.store().grant(REALM, ALICE, APP).await.unwrap().is_some();
        assert_eq!(granted, yeses > 0, "{text}: a consent stands just where it was given");
        world.store().end_grant(end_grant(ALICE, 0)).await.unwrap();
    }
}

pub(crate) async fn one_refresh_token_has_one_successor(world: World) {
    let mut family = world.family("code").await;
    for round in 0..5 {
        let writes: Vec<_> =
            (0..RACERS).map(|racer| rotate(&family, &format!("{round}-{racer}"), NOW + round)).collect();
        let got = race(&world, RACERS, |node, racer| {
            let write = writes[racer].clone();
            async move { node.rotate_refresh(write).await.unwrap() }
        })
        .await;
        let winners: Vec<_> = (0..RACERS).filter(|racer| got[*racer] == Won::Yes).collect();
        assert_eq!(winners.len(), 1);
        let facts = world.store().refresh(REALM, &[family.refresh.hash], NOW).await.unwrap();
        assert_eq!(facts.successor.unwrap().refresh.hash, writes[winners[0]].refresh.hash);
        family = after(&writes[winners[0]], &family);
    }
}

pub(crate) async fn the_limit_holds(world: World) {
    world.app().await;
    let mut grant = None;
    for code in 0..RACERS {
        grant = Some(world.code(&format!("code-{code}"), ALICE).await);
    }
    let grant = grant.unwrap();
    let got = race(&world, RACERS, |node, racer| {
        let mut write = redeem(&format!("code-{racer}"), grant, &format!("{racer}"));
        write.bounds = Bounds { app_limit: Some(5), grant_limit: None };
        async move { node.redeem_code(write).await.unwrap() }
    })
    .await;
    assert_eq!(got.iter().filter(|redeemed| **redeemed == Redeemed::Won).count(), 5);
    assert_eq!(got.iter().filter(|redeemed| **redeemed == Redeemed::OverLimit).count(), RACERS - 5);
    assert_eq!(world.store().live_tokens(REALM, APP, 100, NOW).await.unwrap(), 5);
}

pub(crate) async fn a_double_click_keeps_one_code(world: World) {
    let got = race(&world, RACERS, |node, _| async move { node.issue_code(issue("code", ALICE)).await.unwrap() }).await;
    assert_eq!(got.iter().filter(|issued| **issued == Issued::New).count(), 1);
    assert_eq!(got.iter().filter(|issued| **issued == Issued::Same).count(), RACERS - 1);
}

pub(crate) async fn a_withdrawal_beats_every_redemption(world: World) {
    for round in 0..20 {
        let text = format!("code-{round}");
        let grant = world.code(&text, ALICE).await;
        race(&world, 4, |node, racer| {
            let write = redeem(&text, grant, &format!("{round}-{racer}"));
            async move {
                match racer {
                    0 => drop(node.end_grant(end_grant(ALICE, 0)).await.unwrap()),
                    _ => drop(node.redeem_code(write).await.unwrap()),
                }
            }
        })
        .await;
        assert!(world.store().grant(REALM, ALICE, APP).await.unwrap().is_none());
        for racer in 1..4 {
            assert!(!world.is_live(&format!("{round}-{racer}-access")).await, "whoever came first, nothing lives");
        }
    }
}

pub(crate) async fn a_family_end_beats_every_rotation(world: World) {
    for round in 0..20 {
        let family = world.family(&format!("code-{round}")).await;
        race(&world, 4, |node, racer| {
            let write = rotate(&family, &format!("{round}-{racer}"), NOW);
            let end = end_token(&family.access, GrantToo::Keep);
            async move {
                match racer {
                    0 => drop(node.end_family(end).await.unwrap()),
                    _ => drop(node.rotate_refresh(write).await.unwrap()),
                }
            }
        })
        .await;
        for racer in 1..4 {
            assert!(!world.is_live(&format!("{round}-{racer}-access")).await);
            let refresh = token_hash(&format!("{round}-{racer}-refresh"));
            let token = world.store().refresh(REALM, &[refresh], NOW).await.unwrap().token;
            assert!(token.is_none_or(|token| token.ended.is_some()));
        }
    }
}

pub(crate) async fn a_new_password_beats_every_sign_in(world: World) {
    world.account("alice", ALICE).await;
    let mut kept = PASSWORD.to_owned();
    for round in 0..20 {
        let next = format!("$argon2id$v=19$of-{round}");
        race(&world, 8, |node, racer| {
            let (shown, change) = (Shown::Password(kept.clone()), AccountChange::Password(next.clone()));
            let session = session(&format!("{round}-{racer}"), ALICE);
            async move {
                match racer {
                    3 => node.change_account(REALM, ALICE, change, audit("account.set-password")).await.unwrap(),
                    _ => drop(node.open_session(session, shown, audit("account.sign-in")).await.unwrap()),
                }
            }
        })
        .await;
        let left = world.store().sessions(REALM, ALICE, NOW).await.unwrap();
        assert!(left.is_empty(), "whoever came first, nobody is in by the old one: {left:?}");
        kept = next;
    }
}

pub(crate) async fn a_password_is_replaced_once_by_whoever_shows_it(world: World) {
    world.account("alice", ALICE).await;
    let mut kept = PASSWORD.to_owned();
    for round in 0..5 {
        let new = |racer: usize| format!("$argon2id$v=19$of-{round}-{racer}");
        let replaced = race(&world, 8, |node, racer| {
            let (shown, change) = (Shown::Password(kept.clone()), AccountChange::Password(new(racer)));
            async move {
                let changed = node.change_own_account((REALM, ALICE), shown, change, audit("account.set-password"));
                let refused = changed.await.err();
                assert!(matches!(refused, None | Some(Broken::Absent(PASSWORD_SHOWN))), "{refused:?}");
                refused.is_none()
            }
        })
        .await;
        let winners: Vec<_> = (0..8).filter(|racer| replaced[*racer]).collect();
        assert_eq!(winners.len(), 1);
        kept = new(winners[0]);
        assert_eq!(world.store().sign_in(REALM, "alice").await.unwrap().unwrap().password, kept);
    }
    let told = world.store().audit(REALM, Page { after: None, limit: 100 }).await.unwrap();
    assert_eq!(told.iter().filter(|row| row.audit.action == "account.set-password").count(), 5);
}

pub(crate) async fn consents_do_not_lose_each_other(world: World) {
    race(&world, 8, |node, racer| {
        let mut write = issue(&format!("code-{racer}"), ALICE);
        write.consent.scope = format!("scope-{racer}");
        async move { node.issue_code(write).await.unwrap() }
    })
    .await;
    let grant = world.store().grant(REALM, ALICE, APP).await.unwrap().unwrap();
    let mut words: Vec<_> = grant.scope.split(' ').collect();
    words.sort_unstable();
    assert_eq!(words, (0..8).map(|racer| format!("scope-{racer}")).collect::<Vec<_>>(), "all in one grant");
}
