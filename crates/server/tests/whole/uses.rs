//! Last uses, noted in memory and written later, are in nobody's way.

use crate::world::World;
use engine::model::{AccessToken, AccountKey, App, FamilyKey, GrantKey, RealmKey, TokenUse};
use engine::secret::Hashed;
use engine::token::TokenHash;
use grantor::flow::uses::{Seen, Uses};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::ops::{Bounds, IssueAccess, Issued};

const TOKENS: usize = 3_000;

fn token(app: &App, nth: usize, at: i64) -> AccessToken {
    let hash = TokenHash::of(Hashed::of(format!("a token {nth}").as_bytes()));
    AccessToken {
        hash,
        mount: engine::model::MountKey(1),
        app: app.key,
        account: Some(AccountKey(5)),
        grant: Some(GrantKey(1)),
        family: FamilyKey(hash.id().0),
        scope: String::new(),
        usage: TokenUse::Grant,
        issued_at: at,
        ends_at: None,
        ended: None,
        used_at: None,
        purge_at: None,
    }
}

/// An app's own.
fn issue(realm: RealmKey, token: AccessToken) -> IssueAccess {
    let access = AccessToken { account: None, grant: None, ..token };
    IssueAccess { realm, now: access.issued_at, access, consent: None, bounds: Bounds::default() }
}

#[test]
fn thousands_of_uses_are_written_in_parts_and_others_come_in_between() {
    let world = World::of(&["standard"]);
    let (realm, at) = (world.realm("standard").key, world.server.clock.now().secs());
    let app = &world.apps("standard")[0].app;
    let tokens: Vec<_> = (0..TOKENS).map(|nth| token(app, nth, at)).collect();
    let (uses, store) = (Arc::new(Uses::default()), world.server.store.clone());
    for token in &tokens {
        uses.note(realm, token, Seen { at, address: IpAddr::V4(Ipv4Addr::LOCALHOST) });
    }
    let waiting = |uses: &Uses| tokens.iter().filter(|token| uses.seen(realm, &[token.hash.id()])).count();
    world.block_on(async {
        let before = store.work();
        let ended = Arc::new(AtomicBool::new(false));
        let flushing = tokio::spawn({
            let (uses, store, ended) = (uses.clone(), store.clone(), ended.clone());
            async move {
                uses.flush(store.as_ref()).await;
                ended.store(true, Ordering::SeqCst);
            }
        });
        while store.work().operations == before.operations {
            tokio::task::yield_now().await;
        }
        let own = issue(realm, token(app, TOKENS, at));
        assert_eq!(store.issue_access(own).await.unwrap(), Issued::New);
        assert!(waiting(&uses) > 0 && !ended.load(Ordering::SeqCst), "a token waited for all of them");
        flushing.await.unwrap();
        assert_eq!(waiting(&uses), 0);
        let work = store.work();
        let commits = work.commits - before.commits;
        assert!(commits > TOKENS as u64 / 256, "{TOKENS} uses in {commits} transactions");
    });
}
