//! Access tokens that come without a code, and what is known of all.

use super::world::{
    ALICE, APP, NOW, REALM, World, access, audit, end_grant, end_token, hash, issue_access, origin, seen, token_hash,
};
use engine::model::{AccessToken, FamilyKey, GrantKey};
use engine::token::{TokenHash, TokenId};
use store::ops::{AppChange, Consent, GrantToo, Issued, Page, Use};

pub(crate) async fn what_is_kept_comes_back(world: World) {
    let store = world.store();
    let own = AccessToken { account: None, ends_at: None, purge_at: None, scope: String::new(), ..access("own") };
    let own = AccessToken { family: FamilyKey(own.hash.id().0), ..own };
    store.issue_access(issue_access(own.clone())).await.unwrap();
    assert_eq!(world.token("own-access", NOW).await.unwrap(), own, "an app's own, endless");
    store.issue_access(issue_access(access("t"))).await.unwrap();
    assert_eq!(world.token("t-access", NOW).await.unwrap(), access("t"));

    let facts = store.access(REALM, &[token_hash("nowhere")], NOW).await.unwrap();
    assert!(facts.token.is_none() && facts.revision == 0);
    world.app().await;
    store.change_app(REALM, APP, AppChange::Suspend(NOW, None), audit("app.suspend")).await.unwrap();
    assert_eq!(
        store.access(REALM, &[token_hash("t-access")], NOW).await.unwrap().revision,
        2,
        "the revision comes with the token"
    );
    assert_eq!(store.access(REALM, &[token_hash("nowhere")], NOW).await.unwrap().revision, 2, "and without");
}

pub(crate) async fn found_by_the_id_that_its_text_carries_else_by_hash(world: World) {
    let store = world.store();
    let carried = TokenHash::carried(TokenId(1 << 40), hash("carried"));
    let neighbour = TokenHash::carried(TokenId((1 << 40) + 1), hash("neighbour"));
    let elsewhere = token_hash("made elsewhere");
    for at in [carried, neighbour, elsewhere] {
        let write = issue_access(AccessToken { hash: at, ..access("t") });
        assert_eq!(store.issue_access(write).await.unwrap(), Issued::New);
    }
    let found = async |places: &[TokenHash]| {
        let token = store.access(REALM, places, NOW).await.unwrap().token;
        token.map(|token| token.hash)
    };
    assert_eq!(found(&[carried, token_hash("carried")]).await, Some(carried));
    let misread = TokenHash::carried(TokenId(99), hash("made elsewhere"));
    assert_eq!(found(&[misread, elsewhere]).await, Some(elsewhere), "a text that only looks as if it carried an id");
    let occupied = TokenHash::carried(neighbour.id(), hash("made elsewhere"));
    assert_eq!(found(&[occupied, elsewhere]).await, Some(elsewhere), "or one that leads to somebody else's row");
    assert_eq!(found(&[TokenHash::carried(carried.id(), hash("guess"))]).await, None, "the id alone opens nothing");
    assert_eq!(found(&[]).await, None);

    let id_taken = issue_access(AccessToken { hash: occupied, ..access("t") });
    assert_eq!(store.issue_access(id_taken).await.ok(), None, "nobody's row is overwritten");
    assert_eq!(found(&[neighbour]).await, Some(neighbour));
}

pub(crate) async fn issue_is_idempotent(world: World) {
    let store = world.store();
    let write = issue_access(access("t"));
    assert_eq!(store.issue_access(write.clone()).await.unwrap(), Issued::New);
    assert_eq!(store.issue_access(write.clone()).await.unwrap(), Issued::Same);
    let mut other = write.clone();
    other.access.scope.push_str(" more");
    assert_eq!(store.issue_access(other).await.unwrap(), Issued::Gone, "the same token for other scopes");
    assert_eq!(store.live_tokens(REALM, APP, 10, NOW).await.unwrap(), 1);
    store.end_access(end_token(&write.access, GrantToo::Keep)).await.unwrap();
    assert_eq!(store.issue_access(write).await.unwrap(), Issued::Gone);
}

pub(crate) async fn an_implicit_token_gets_the_true_grant(world: World) {
    let grant = world.code("code", ALICE).await;
    let mut write = issue_access(access("implicit"));
    write.consent = Some(Consent {
        proposed: GrantKey(5),
        scope: "read write".to_owned(),
        at: NOW,
        origin: origin(),
        audit: audit("grant.allow"),
    });
    assert_eq!(world.store().issue_access(write).await.unwrap(), Issued::New);
    assert_eq!(world.token("implicit-access", NOW).await.unwrap().grant, Some(grant));
    assert_eq!(world.store().grant(REALM, ALICE, APP).await.unwrap().unwrap().scope, "read write");
}

pub(crate) async fn an_ended_grant_gives_nothing(world: World) {
    let grant = world.code("code", ALICE).await;
    world.store().end_grant(end_grant(ALICE, 0)).await.unwrap();
    let exchanged = issue_access(AccessToken { grant: Some(grant), ..access("late") });
    assert_eq!(world.store().issue_access(exchanged).await.unwrap(), Issued::Gone);
    assert!(world.token("late-access", NOW).await.is_none());
}

pub(crate) async fn the_latest_use_wins(world: World) {
    let store = world.store();
    store.issue_access(issue_access(access("t"))).await.unwrap();
    let used = |at| seen("t-access", at);
    let nowhere = seen("nowhere", NOW);
    store.note_uses(vec![used(NOW + 5), nowhere, used(NOW + 9), used(NOW + 7)]).await.unwrap();
    assert_eq!(world.token("t-access", NOW).await.unwrap().used_at, Some(NOW + 9));
    store.note_uses(vec![used(NOW + 1)]).await.unwrap();
    assert_eq!(world.token("t-access", NOW).await.unwrap().used_at, Some(NOW + 9));
}

/// Each token is its own row, found among many, and what came of a list may be written again.
pub(crate) async fn many_uses_are_noted_at_once_and_again(world: World) {
    let store = world.store();
    world.app().await;
    let grant = world.code("code", ALICE).await;
    let tags: Vec<String> = (0..40).map(|tag| tag.to_string()).collect();
    for tag in &tags {
        store.issue_access(issue_access(AccessToken { grant: Some(grant), ..access(tag) })).await.unwrap();
    }
    let used = |(tag, at): (&String, i64)| seen(&format!("{tag}-access"), at);
    let uses: Vec<_> = tags.iter().zip(NOW..).map(used).collect();
    // As if all that followed had failed.
    let tokens = uses.iter().map(|seen| Use { account: None, ..seen.clone() });
    store.note_uses(tokens.collect()).await.unwrap();
    let granted = async || store.authorized(REALM, ALICE, NOW, Page { after: None, limit: 1 }).await.unwrap().remove(0);
    assert_eq!(granted().await.used, None);
    for _ in 0..2 {
        store.note_uses(uses.iter().rev().cloned().collect()).await.unwrap();
        assert_eq!(granted().await.used.unwrap().0, NOW + 39);
        assert_eq!(store.counts(REALM, APP, 0, NOW).await.unwrap().used_at, Some(NOW + 39));
        for (tag, at) in tags.iter().zip(NOW..) {
            assert_eq!(world.token(&format!("{tag}-access"), NOW).await.unwrap().used_at, Some(at));
        }
    }
}

pub(crate) async fn past_its_purge_time_a_row_is_absent(world: World) {
    world.store().issue_access(issue_access(access("t"))).await.unwrap();
    assert!(world.token("t-access", NOW + 7_200).await.is_some(), "told from one that never was, in the last second");
    assert!(world.token("t-access", NOW + 7_201).await.is_none(), "whether it has been deleted or not");
    let unsaid = AccessToken { purge_at: None, ..access("unsaid") };
    world.store().issue_access(issue_access(unsaid)).await.unwrap();
    assert!(world.token("unsaid-access", NOW + 3_600).await.is_some(), "expired, not absent");
    assert!(world.token("unsaid-access", NOW + 3_600 + 86_400).await.is_none(), "and not kept for ever");
}
