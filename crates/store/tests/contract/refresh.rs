//! Refresh tokens: one live branch, and enough memory to tell a retry from a theft.

use super::world::{
    ALICE, DAY, Family, NOW, REALM, World, access, end_grant, end_token, redeem, rotate, seen, token_hash,
};
use engine::model::{AccessToken, EndReason, Handover, RefreshToken, Succession};
use engine::policy::{OlderAccess, Rotation};
use store::ops::{Bounds, GrantToo, Purged, Renew, Rest, Rotate, Used, Won};

/// The family after a rotation.
pub(crate) fn after(write: &Rotate, family: &Family) -> Family {
    Family { grant: family.grant, access: write.access.clone(), refresh: write.refresh.clone() }
}

pub(crate) async fn rotation_consumes_once(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let write = rotate(&family, "next", NOW + 10);
    assert_eq!(store.rotate_refresh(write.clone()).await.unwrap(), Won::Yes);
    assert_eq!(store.rotate_refresh(rotate(&family, "sibling", NOW + 10)).await.unwrap(), Won::Lost);
    assert!(world.token("sibling-access", NOW).await.is_none(), "the loser writes nothing");
    assert!(store.refresh(REALM, &[token_hash("sibling-refresh")], NOW).await.unwrap().token.is_none());
    assert_eq!(world.token("next-access", NOW).await.unwrap(), write.access);
    assert!(world.is_live("code-access").await, "older access tokens are kept unless asked otherwise");
    let old = store.refresh(REALM, &[family.refresh.hash], NOW + 10).await.unwrap().token.unwrap();
    assert_eq!(old.succession, Some(Succession::Last(Handover { at: NOW + 10, salt: write.salt })));
    assert_eq!(old.ended, None);
}

pub(crate) async fn a_rerun_finds_that_it_has_won(world: World) {
    let family = world.family("code").await;
    let write = rotate(&family, "next", NOW);
    for _ in 0..3 {
        assert_eq!(world.store().rotate_refresh(write.clone()).await.unwrap(), Won::Yes);
    }
    let renewal = renew(&after(&write, &family), "renewed", NOW);
    for _ in 0..3 {
        assert_eq!(world.store().renew_access(renewal.clone()).await.unwrap(), Won::Yes);
    }
    assert_eq!(world.store().live_tokens(REALM, family.access.app, 10, NOW).await.unwrap(), 3);
}

pub(crate) async fn the_successor_is_told(world: World) {
    let family = world.family("code").await;
    let write = rotate(&family, "next", NOW + 10);
    world.store().rotate_refresh(write.clone()).await.unwrap();
    let facts = world.store().refresh(REALM, &[family.refresh.hash], NOW + 10).await.unwrap();
    let successor = facts.successor.unwrap();
    assert_eq!(successor.refresh, write.refresh);
    assert_eq!(successor.access.unwrap(), write.access);
    assert_eq!((successor.used, successor.issued_since), (Used::No, vec![write.access.hash.id()]));
    assert_eq!(facts.token.unwrap().grant, family.grant);

    let gone = NOW + 10 + 7_201;
    let later = world.store().refresh(REALM, &[family.refresh.hash], gone).await.unwrap().successor.unwrap();
    assert!(later.access.is_none(), "its row counts as absent by then");
    assert!(world.store().refresh(REALM, &[write.refresh.hash], gone).await.unwrap().successor.is_none());

    let third = rotate(&after(&write, &family), "third", NOW + 20);
    world.store().rotate_refresh(third.clone()).await.unwrap();
    let facts = world.store().refresh(REALM, &[family.refresh.hash], NOW + 20).await.unwrap();
    assert_eq!(facts.token.unwrap().succession, Some(Succession::Older), "not to be had again");
    assert_eq!(facts.successor.unwrap().refresh, third.refresh);
}

pub(crate) async fn use_of_a_successor_is_told(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let used = async || store.refresh(REALM, &[family.refresh.hash], NOW + 30).await.unwrap().successor.unwrap().used;
    let note = async |text: &str| {
        store.note_uses(vec![seen(text, NOW + 20)]).await.unwrap();
    };
    let first = rotate(&family, "next", NOW + 10);
    store.rotate_refresh(first.clone()).await.unwrap();
    note("code-access").await;
    assert_eq!(used().await, Used::No, "the older token proves nothing");
    let second = rotate(&after(&first, &family), "after-next", NOW + 20);
    store.rotate_refresh(second).await.unwrap();
    note("after-next-access").await;
    assert_eq!(used().await, Used::Yes, "a later one of the family does");

    let quick = world.family("quick").await;
    let write = rotate(&quick, "within", NOW);
    store.rotate_refresh(write.clone()).await.unwrap();
    note("quick-access").await;
    let successor = store.refresh(REALM, &[quick.refresh.hash], NOW + 60).await.unwrap().successor.unwrap();
    assert_eq!(
        (successor.used, successor.issued_since),
        (Used::No, vec![write.access.hash.id()]),
        "nor where it was followed within the second"
    );
}

pub(crate) async fn what_is_dead_does_not_rotate(world: World) {
    let store = world.store();
    let lost = async |family: &Family, now| {
        assert_eq!(store.rotate_refresh(rotate(family, "never", now)).await.unwrap(), Won::Lost);
        assert!(world.token("never-access", NOW).await.is_none());
    };
    let idle = world.family("idle").await;
    lost(&idle, NOW + 30 * DAY).await;

    let mut write = redeem("aged", world.code("aged", ALICE).await, "aged");
    write.refresh.as_mut().unwrap().family_ends_at = Some(NOW + 100);
    store.redeem_code(write.clone()).await.unwrap();
    let aged = Family { grant: write.grant, access: write.access, refresh: write.refresh.unwrap() };
    lost(&aged, NOW + 100).await;
    assert_eq!(store.rotate_refresh(rotate(&aged, "last", NOW + 99)).await.unwrap(), Won::Yes);

    let ended = world.family("ended").await;
    store.end_family(end_token(&ended.access, GrantToo::Keep)).await.unwrap();
    lost(&ended, NOW).await;

    let withdrawn = world.family("withdrawn").await;
    store.end_grant(end_grant(ALICE, 0)).await.unwrap();
    world.code("a new grant", ALICE).await;
    lost(&withdrawn, NOW).await;
    let nowhere =
        Family { refresh: RefreshToken { hash: token_hash("nowhere"), ..withdrawn.refresh.clone() }, ..withdrawn };
    lost(&nowhere, NOW).await;
}

pub(crate) async fn older_access_tokens_end_where_asked(world: World) {
    let family = world.family("code").await;
    let other = world.family("other").await;
    let mut write = rotate(&family, "next", NOW + 10);
    write.older = OlderAccess::End;
    world.store().rotate_refresh(write).await.unwrap();
    assert_eq!(world.token("code-access", NOW).await.unwrap().ended, Some((NOW + 10, EndReason::Replaced)));
    assert!(world.is_live("next-access").await && world.is_live("other-access").await);

    let mut renewal = renew(&other, "renewed", NOW + 10);
    renewal.older = OlderAccess::End;
    world.store().renew_access(renewal).await.unwrap();
    assert!(!world.is_live("other-access").await);
    assert!(world.is_live("renewed-access").await && world.is_live("next-access").await);
}

pub(crate) async fn a_hundred_consumed_rows_are_known(world: World) {
    let first = world.family("code").await;
    let mut chain = vec![first.refresh.hash];
    let mut family = first;
    for step in 1..=105 {
        let write = rotate(&family, &format!("step-{step}"), NOW + step);
        assert_eq!(world.store().rotate_refresh(write.clone()).await.unwrap(), Won::Yes);
        chain.push(write.refresh.hash);
        family = after(&write, &family);
    }
    let known = async || {
        let mut known = 0;
        for hash in &chain {
            known += usize::from(world.store().refresh(REALM, &[*hash], NOW).await.unwrap().token.is_some());
        }
        let oldest = world.store().refresh(REALM, &chain[4..5], NOW).await.unwrap().token;
        (known, oldest.is_some())
    };
    assert_eq!(known().await, (101, false), "the hundred youngest consumed ones and the good one");
    assert_eq!(world.store().purge(NOW, 1_000).await.unwrap(), Purged { gone: 5, settled: 0, rest: Rest::None });
    assert_eq!(known().await, (101, false));
}

/// Renews under a family's refresh token: `TAG-access`.
fn renew(family: &Family, tag: &str, now: i64) -> Renew {
    let token = AccessToken { hash: access(tag).hash, issued_at: now, ..family.access.clone() };
    Renew {
        realm: REALM,
        refresh: family.refresh.hash.id(),
        rotation: Rotation::Same,
        ends_at: None,
        access: token,
        older: OlderAccess::Keep,
        bounds: Bounds::default(),
        now,
    }
}

pub(crate) async fn the_same_token_may_stay_and_extend(world: World) {
    let store = world.store();
    let family = world.family("code").await;
    let end = async || store.refresh(REALM, &[family.refresh.hash], NOW).await.unwrap().token.unwrap().ends_at;
    assert_eq!(store.renew_access(renew(&family, "a", NOW)).await.unwrap(), Won::Yes);
    assert_eq!(end().await, family.refresh.ends_at, "it stays as it was");
    let mut extending = renew(&family, "b", NOW + 100);
    extending.rotation = Rotation::SameExtended;
    extending.ends_at = Some(NOW + 60 * DAY);
    assert_eq!(store.renew_access(extending).await.unwrap(), Won::Yes);
    assert_eq!(end().await, Some(NOW + 60 * DAY));
    let late = NOW + 59 * DAY;
    assert!(store.refresh(REALM, &[family.refresh.hash], late).await.unwrap().token.is_some(), "its row stays as long");
    assert!(world.is_live("a-access").await && world.is_live("b-access").await && world.is_live("code-access").await);
}

pub(crate) async fn what_is_dead_is_not_renewed(world: World) {
    let store = world.store();
    let consumed = world.family("consumed").await;
    store.rotate_refresh(rotate(&consumed, "next", NOW)).await.unwrap();
    assert_eq!(store.renew_access(renew(&consumed, "no", NOW)).await.unwrap(), Won::Lost);
    let family = world.family("code").await;
    assert_eq!(store.renew_access(renew(&family, "no", NOW + 30 * DAY)).await.unwrap(), Won::Lost);
    store.end_grant(end_grant(ALICE, 0)).await.unwrap();
    assert_eq!(store.renew_access(renew(&family, "no", NOW)).await.unwrap(), Won::Lost);
    assert!(world.token("no-access", NOW).await.is_none());
}
