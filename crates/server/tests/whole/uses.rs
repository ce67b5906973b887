//! Last uses, noted in memory and written later, are in nobody's way.

use crate::database::Database;
use crate::world::World;
use engine::model::{AccessToken, AccountKey, App, AppSecret, FamilyKey, GrantKey, MountKey, RealmKey, TokenUse};
use engine::secret::Hashed;
use engine::token::TokenHash;
use grantor::memory::cache::KnownSecret;
use grantor::memory::secret_uses::SecretUses;
use grantor::memory::uses::{Seen, Uses};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::AtomicI64;
use store::ops::{Bounds, IssueAccess, Issued};

const TOKENS: usize = 3_000;

fn token(app: &App, nth: usize, at: i64) -> AccessToken {
    let hash = TokenHash::of(Hashed::of(format!("a token {nth}").as_bytes()));
    AccessToken {
        hash,
        mount: MountKey(1),
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

/// So many tokens, each noted as used.
fn noted(uses: &Uses, realm: RealmKey, (app, at): (&App, i64)) -> Vec<AccessToken> {
    let tokens: Vec<_> = (0..TOKENS).map(|nth| token(app, nth, at)).collect();
    for token in &tokens {
        uses.note(realm, token, Seen { at, address: IpAddr::V4(Ipv4Addr::LOCALHOST) });
    }
    tokens
}

#[test]
fn thousands_of_uses_are_written_in_parts_and_others_come_in_between() {
    let world = World::of(&["standard"]);
    let (realm, at) = (world.realm("standard").key, world.server.clock.now().secs());
    let app = &world.apps("standard")[0].app;
    let (uses, store) = (Uses::default(), &world.server.store);
    let tokens = noted(&uses, realm, (app, at));
    let waiting = || tokens.iter().filter(|token| uses.seen(realm, &[token.hash.id()])).count();
    let before = store.work();
    // In one task, so that neither gets ahead while the other is not looked after.
    let issued = async {
        while store.work().operations == before.operations {
            tokio::task::yield_now().await;
        }
        let issued = store.issue_access(issue(realm, token(app, TOKENS, at))).await;
        (issued.unwrap(), waiting())
    };
    let ((), (issued, left)) = world.block_on(async { tokio::join!(uses.flush(store.as_ref()), issued) });
    assert_eq!((issued, waiting()), (Issued::New, 0));
    assert!(left > 0, "a token waited for all of them");
    let commits = store.work().commits - before.commits;
    assert!(commits > TOKENS as u64 / 256, "{TOKENS} uses in {commits} transactions");
}

/// A trigger refuses one row: a part that holds it is written another time, the others now.
#[test]
fn one_part_that_cannot_be_written_keeps_no_other() {
    let world = World::of(&["standard"]);
    let (realm, at) = (world.realm("standard").key, world.server.clock.now().secs());
    let app = &world.apps("standard")[0].app;
    let (uses, store) = (Uses::default(), &world.server.store);
    let tokens = noted(&uses, realm, (app, at));
    let waiting = || tokens.iter().filter(|token| uses.seen(realm, &[token.hash.id()])).count();
    world.block_on(store.issue_access(issue(realm, tokens[0].clone()))).unwrap();
    let (refuse, allow) = match &world.database {
        Database::File(_) => (
            "create trigger refuse before update on access_tokens begin select raise(abort, 'not this one'); end",
            "drop trigger refuse",
        ),
        Database::Server(_) => (
            "create function refuse() returns trigger language plpgsql as 'begin raise exception ''not this one''; end'; \
             create trigger refuse before update on access_tokens for each row execute function refuse()",
            "drop trigger refuse on access_tokens",
        ),
    };
    world.database.run(refuse);
    world.block_on(uses.flush(store.as_ref()));
    let left = waiting();
    assert!((1..=256).contains(&left), "{left} of {TOKENS} are left");
    assert!(uses.seen(realm, &[tokens[0].hash.id()]), "the one that was refused is among them");
    world.database.run(allow);
    world.block_on(uses.flush(store.as_ref()));
    assert_eq!(waiting(), 0);
}

/// A secret of an app that was read just now.
fn secret(nth: usize) -> AppSecret {
    AppSecret { stored: format!("sha256:{nth:064x}"), created_at: 0, name: String::new() }
}

#[test]
fn uses_of_secrets_wait_in_parts_for_a_database_that_is_away() {
    let world = World::of(&["standard"]);
    let (realm, at) = (world.realm("standard").key, world.server.clock.now().secs());
    let app = world.apps("standard")[0].app.key;
    let (uses, store) = (SecretUses::default(), &world.server.store);
    for nth in 0..TOKENS {
        let (secret, noted) = (secret(nth), AtomicI64::new(i64::MIN));
        uses.note(realm, KnownSecret { app, secret: &secret, noted: &noted }, at);
    }
    let kept = || world.block_on(store.secret_uses(realm, app)).unwrap().len();
    let flush = || world.block_on(uses.flush(store.as_ref()));
    let before = kept();
    world.database.leave();
    flush();
    world.database_is_back();
    assert_eq!(kept(), before);
    let commits = store.work().commits;
    flush();
    assert_eq!(kept(), before + TOKENS);
    let commits = store.work().commits - commits;
    assert!(commits > TOKENS as u64 / 256, "{TOKENS} uses in {commits} transactions");
    world.database.run("delete from secret_uses");
    flush();
    assert_eq!(kept(), 0, "what was written is not written again");
}
