//! Purging deletes what counts as absent, so that nobody notices.

use super::world::{
    ALICE, APP, BOB, DAY, NOW, REALM, World, access, account, app, audit, end_token, hash, issue, issue_access, rotate,
    seen, token_hash,
};
use engine::model::{AccessToken, AppKey, Code, EndReason, Succession};
use store::ops::{AppChange, EndToken, GrantToo, IssueCode, Page, Purged, Rest, Session, Used};

pub(crate) async fn bounded(world: World) {
    let store = world.store();
    for tag in 0..10 {
        store.issue_access(issue_access(access(&tag.to_string()))).await.unwrap();
        store.issue_code(issue(&format!("code-{tag}"), ALICE)).await.unwrap();
    }
    let session = Session { ends_at: NOW + 60, ..super::accounts::session("s", ALICE) };
    world.account("alice", ALICE).await;
    world.sign_in(session).await;
    assert_eq!(store.purge(NOW, 100).await.unwrap(), Purged { gone: 0, settled: 0, rest: Rest::None });
    let late = NOW + 365 * DAY;
    let mut gone = Vec::new();
    for _ in 0..5 {
        gone.push(store.purge(late, 8).await.unwrap().gone);
    }
    assert_eq!(gone, [8, 8, 5, 0, 0]);
}

/// Whoever writes waits for a step that has something to delete, and for no other.
pub(crate) async fn where_nothing_has_ended_nothing_is_written(world: World) {
    let store = world.store();
    for tag in 0..20 {
        world.family(&tag.to_string()).await;
    }
    let ends = AccessToken { ends_at: Some(NOW + 60), purge_at: Some(NOW + 60), ..access("ends") };
    store.issue_access(issue_access(ends)).await.unwrap();
    let written = async |now| {
        let (before, mut gone) = (store.work().operations, 0);
        loop {
            let step = store.purge(now, 4).await.unwrap();
            gone += step.gone;
            if step.rest == Rest::None {
                return (store.work().operations - before, gone);
            }
        }
    };
    assert_eq!(written(NOW).await, (0, 0));
    assert_eq!(written(NOW + 61).await, (1, 1));
}

/// What lives long does not hide what is behind it, wherever new rows come in between the steps.
pub(crate) async fn it_gets_past_what_lives_on(world: World) {
    let store = world.store();
    for tag in 0..50 {
        let life = if tag % 5 == 0 { Some(NOW + 60) } else { None };
        let token = AccessToken { ends_at: life, purge_at: life, ..access(&format!("old-{tag}")) };
        store.issue_access(issue_access(token)).await.unwrap();
    }
    let (mut gone, mut steps) = (0, 0);
    loop {
        let purged = store.purge(NOW + 61, 7).await.unwrap();
        store.issue_access(issue_access(access(&format!("new-{steps}")))).await.unwrap();
        (gone, steps) = (gone + purged.gone, steps + 1);
        if purged.rest == Rest::None {
            break;
        }
        assert!(steps < 100);
    }
    assert_eq!(gone, 10);
}

/// Tokens with every kind of end, asked at every interesting second, before and after purging.
pub(crate) async fn answers_stay_the_same(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    store.rotate_refresh(rotate(&family, "next", NOW + 10)).await.unwrap();
    store.end_family(end_token(&world.family("ended").await.access, GrantToo::Keep)).await.unwrap();
    let lives = [None, Some(1), Some(3_600), Some(90 * DAY)];
    let mut texts = vec!["code-access".to_owned(), "next-access".to_owned(), "ended-access".to_owned()];
    for (at, (life, kept)) in lives.iter().flat_map(|life| lives.map(|kept| (*life, kept))).enumerate() {
        let token = AccessToken {
            ends_at: life.map(|life| NOW + life),
            purge_at: life.zip(kept).map(|(life, kept)| NOW + life + kept),
            ..access(&format!("{at}"))
        };
        store.issue_access(issue_access(token.clone())).await.unwrap();
        if at % 3 == 0 {
            store
                .end_access(EndToken { reason: EndReason::Revoked, ..end_token(&token, GrantToo::Keep) })
                .await
                .unwrap();
        }
        texts.push(format!("{at}-access"));
    }
    for now in [NOW, NOW + 2, NOW + 3_601, NOW + 7_201, NOW + DAY, NOW + 32 * DAY, NOW + 181 * DAY] {
        let before = answers(&world, &texts, now).await;
        while store.purge(now, 3).await.unwrap().rest == Rest::More {}
        for (after, before) in answers(&world, &texts, now).await.into_iter().zip(before) {
            assert_eq!(after, before, "at +{}", now - NOW);
        }
    }
}

async fn answers(world: &World, texts: &[String], now: i64) -> Vec<String> {
    let mut answers = Vec::new();
    for text in texts {
        answers.push(format!("{:?}", world.token(text, now).await));
        let refresh =
            world.store().refresh(REALM, &[token_hash(&text.replace("access", "refresh"))], now).await.unwrap();
        answers.push(format!("{refresh:?}"));
        answers
            .push(format!("{:?}", world.store().code(REALM, hash(&text.replace("-access", "")), now).await.unwrap()));
    }
    answers.push(world.store().live_tokens(REALM, super::world::APP, 100, now).await.unwrap().to_string());
    answers
}

pub(crate) async fn use_outlives_the_token(world: World) {
    let store = world.store();
    let first = world.family("code").await;
    let second = super::refresh::after(&rotate(&first, "next", NOW + 10), &first);
    store.rotate_refresh(rotate(&first, "next", NOW + 10)).await.unwrap();
    store.note_uses(vec![seen("next-access", NOW + 20)]).await.unwrap();
    let later = NOW + 10 + 7_201;
    assert!(store.purge(later, 100).await.unwrap().gone >= 2);
    let facts = store.refresh(REALM, &[first.refresh.hash], later).await.unwrap();
    assert_eq!(
        facts.successor.unwrap().used,
        Used::Yes,
        "a copied refresh token gains nothing by waiting for the purge"
    );

    let third = rotate(&second, "third", later);
    store.rotate_refresh(third).await.unwrap();
    let facts = store.refresh(REALM, &[first.refresh.hash], later).await.unwrap();
    assert_eq!(facts.token.unwrap().succession, Some(Succession::Older), "nor by the next rotation");
    let facts = store.refresh(REALM, &[second.refresh.hash], later).await.unwrap();
    assert_eq!(facts.successor.unwrap().used, Used::No, "what was used before proves nothing about the third");
}

pub(crate) async fn replays_are_known_for_a_day(world: World) {
    world.family("code").await;
    let end = NOW + 60;
    world.store().purge(end + DAY, 100).await.unwrap();
    assert!(world.store().code(REALM, hash("code"), end + DAY).await.unwrap().code.unwrap().spent.is_some());
    assert!(world.store().code(REALM, hash("code"), end + DAY + 1).await.unwrap().code.is_none());
}

/// Once and dated at the deletion, however often it is looked for; what others have stays.
pub(crate) async fn what_a_deleted_app_was_granted_ends_and_is_told(world: World) {
    let store = world.store();
    world.app().await;
    for (name, key) in [("alice", ALICE), ("bob", BOB)] {
        store.create_account(REALM, account(name, key), audit("account.create")).await.unwrap();
        world.code(name, key).await;
    }
    let other = AppKey(12);
    store.create_app(REALM, app("other", other), audit("app.create")).await.unwrap();
    let kept = issue("of-another", ALICE);
    store.issue_code(IssueCode { code: Code { app: other, ..kept.code }, ..kept }).await.unwrap();
    let purged = async || {
        let (mut gone, mut rest) = (0, Rest::More);
        while rest == Rest::More {
            let step = store.purge(NOW + 5, 1).await.unwrap();
            assert!(step.gone <= 1);
            (gone, rest) = (gone + step.gone, step.rest);
        }
        gone
    };
    let page = || Page { after: None, limit: 10 };
    let told = async |key| {
        let rows = store.events(REALM, key, page()).await.unwrap().into_iter().map(|row| row.audit);
        let told = rows.filter(|row| row.action == "grant.end-with-app");
        told.map(|row| (row.at, row.actor, row.object, row.detail, row.app)).collect::<Vec<_>>()
    };
    assert_eq!((purged().await, told(ALICE).await), (0, Vec::new()), "it lives");
    store.change_app(REALM, APP, AppChange::Delete(NOW + 2), audit("app.delete")).await.unwrap();
    assert_eq!([purged().await, purged().await], [2, 0]);
    for (key, id) in [(ALICE, "account id-alice"), (BOB, "account id-bob")] {
        let row = (NOW + 2, "server".to_owned(), id.to_owned(), "app one".to_owned(), Some(APP));
        assert_eq!(told(key).await, [row]);
        let live = store.grants(REALM, key, page()).await.unwrap().into_iter().map(|grant| grant.app);
        assert_eq!(live.collect::<Vec<_>>(), if key == ALICE { vec![other] } else { Vec::new() });
    }
}
