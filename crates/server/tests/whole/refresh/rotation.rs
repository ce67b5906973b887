//! Rotation: one live branch, its successor given again while that can only mean a lost answer, and the end of the family after that.

use super::{GRACE, LOST_ANSWER, ROTATING};
use crate::client::{Client, Tokens};
use crate::world::World;
use serde_json::Value;

/// The refresh token is refused, whatever the dialect's words.
#[track_caller]
fn refused(client: &Client<'_>, token: &str, when: &str) {
    let answer = client.refresh(token);
    let read = client.dialect().client_read_tokens(engine::policy::GrantKind::RefreshToken, &answer.body);
    assert!(read.is_none(), "{} {when}: {answer:?}", client.mount.name);
}

/// What the log says about the last refusal.
fn last_refusal(world: &World) -> String {
    world.log().into_iter().filter_map(|line| line.refusal).next_back().unwrap_or_default()
}

fn every(work: impl Fn(&World, &Client<'_>)) {
    let world = World::new();
    for (mount, kind) in ROTATING {
        work(&world, &Client::of(&world, mount, kind));
    }
}

#[test]
fn ref_01_a_refresh_gives_another_token_and_the_old_one_nothing_new() {
    every(|world, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        assert_ne!(second.renewable(), first.renewable());
        assert_ne!(second.access, first.access);
        let third = client.refreshed(second.renewable());
        client.lives(&third.access, "of the third generation");
        refused(client, first.renewable(), "its successor was used");
        assert_eq!(last_refusal(world), "refresh_token_replayed");
        client.is_dead(&third.access, "of a family that a copy betrays");
    });
}

#[test]
fn ref_02_a_copy_ends_the_whole_family_and_no_other() {
    every(|_, client| {
        let other = client.tokens();
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        let third = client.refreshed(second.renewable());
        refused(client, first.renewable(), "its successor was used");
        for tokens in [&first, &second, &third] {
            client.is_dead(&tokens.access, "of the family");
            refused(client, tokens.renewable(), "of the family");
        }
        client.lives(&other.access, "of another family of the same grant");
        client.lives(&client.refreshed(other.renewable()).access, "of another family");
    });
}

#[test]
fn ref_04_within_the_grace_a_worker_gets_the_same_answer_though_the_access_token_is_in_use() {
    every(|world, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        client.lives(&second.access, "seen in use");
        world.advance(GRACE);
        assert_eq!(client.refreshed(first.renewable()), second, "the last second of the grace");
        world.advance(1);
        refused(client, first.renewable(), "a second after the grace, the access token seen in use");
        client.is_dead(&second.access, "of a family that a copy betrays");
        refused(client, second.renewable(), "of that family");
    });
}

#[test]
fn ref_04_a_lost_answer_is_given_again_for_seven_days() {
    every(|world, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        world.advance(GRACE + 1);
        assert_eq!(client.refreshed(first.renewable()), second, "nothing of it was seen in use");
        world.advance(LOST_ANSWER - GRACE - 1);
        let again = client.refreshed(first.renewable());
        assert_eq!(again.refresh, second.refresh, "the last second of seven days");
        client.lives(&again.access, "of a lost answer");
    });
    every(|world, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        world.advance(LOST_ANSWER + 1);
        refused(client, first.renewable(), "after seven days");
        refused(client, second.renewable(), "the family went with it");
    });
}

/// The second answer says how much of the first one's time is left.
#[test]
fn ref_04_the_answer_that_is_given_again_counts_down() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let told =
        |answer: crate::http::Response| serde_json::from_slice::<Value>(&answer.body).unwrap()["expires_in"].clone();
    assert_eq!(told(client.refresh(tokens.renewable())), 3600);
    world.advance(10);
    assert_eq!(told(client.refresh(tokens.renewable())), 3590);
}

/// An access token that has expired by then comes fresh, its refresh token stays the same.
#[test]
fn ref_04_a_lost_answer_with_an_expired_access_token_brings_a_fresh_one() {
    let world = World::of(&["standard", "gitshare"]);
    for mount in ["standard", "gitshare"] {
        let client = Client::first(&world, mount);
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        world.advance(36_000);
        client.is_dead(&second.access, "expired");
        let again = client.refreshed(first.renewable());
        assert_eq!(again.refresh, second.refresh);
        assert_ne!(again.access, second.access);
        client.lives(&again.access, "made fresh");
        world.advance(GRACE + 1);
        refused(&client, first.renewable(), "what was made fresh has been seen in use");
    }
}

type Show = fn(&Client<'_>, &Tokens) -> u16;

/// Each door is a witness: whoever comes with the old token after that is no owner of a lost answer.
#[test]
fn ref_01_use_at_any_door_is_proof() {
    let world = World::new();
    let doors: [(&str, Show); 4] = [
        ("raindrop", |client, tokens| client.whoami(&tokens.access).unwrap().status),
        ("standard", |client, tokens| client.introspect(&tokens.access).unwrap().status),
        ("standard", |client, tokens| client.verify(&tokens.access).status),
        ("gitshare", |client, tokens| client.verify(&tokens.access).status),
    ];
    for (mount, show) in doors {
        for pause in [Pause::None, Pause::Flushed] {
            let client = Client::first(&world, mount);
            let first = client.tokens();
            let second = client.refreshed(first.renewable());
            assert_eq!(show(&client, &second), 200);
            if pause == Pause::Flushed {
                world.block_on(world.server.uses.flush(world.server.store.as_ref()));
            }
            world.advance(GRACE + 1);
            refused(&client, first.renewable(), "the access token was seen");
            client.is_dead(&second.access, "of a family that a copy betrays");
        }
    }
}

/// Whether the note of a use has reached the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pause {
    None,
    Flushed,
}

#[test]
fn ref_05_bound_to_its_app_and_nothing_is_lost_by_a_wrong_try() {
    every(|world, client| {
        let tokens = client.tokens();
        let other = world
            .apps(&client.mount.name)
            .iter()
            .find(|app| app.app.client_id != client.id() && app.app.kind == client.own.app.kind);
        if let Some(other) = other {
            refused(&Client::with(world, &client.mount.name, other), tokens.renewable(), "shown by another app");
            assert_eq!(last_refusal(world), "refresh_token_foreign");
        }
        if client.own.secret.is_some() {
            let liar = dialect::client::ClientApp { client_secret: Some("wrong"), ..client.face() };
            client.send(client.dialect().client_refresh(&liar, tokens.renewable()).unwrap());
            assert_eq!(last_refusal(world), "client_secret_wrong");
        }
        let next = client.refreshed(tokens.renewable());
        client.lives(&next.access, "after the wrong tries");
        client.lives(&client.refreshed(next.renewable()).access, "a generation on");
    });
}

/// Each presented text derives one successor; another family's token derives another.
#[test]
fn ref_01_successors_differ_between_families() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let families: Vec<Tokens> = (0..8).map(|_| client.refreshed(client.tokens().renewable())).collect();
    let all: std::collections::BTreeSet<&str> =
        families.iter().flat_map(|tokens| [tokens.access.as_str(), tokens.renewable()]).collect();
    assert_eq!(all.len(), 16);
}

/// RFC 6749 section 6: the scope may narrow, for this access token; the refresh token keeps what was granted.
#[test]
fn ref_06_the_scope_narrows_and_never_widens() {
    let world = World::of(&["standard", "gitshare"]);
    for (mount, path) in [("standard", "/standard/oauth2/token"), ("gitshare", "/gitshare/oauth2/token/")] {
        let client = Client::first(&world, mount);
        let renew = |token: &str, scope: &str| {
            let own = [("grant_type", "refresh_token"), ("client_id", client.id()), ("client_secret", client.secret())];
            let own: Vec<(&str, &str)> = own.into_iter().chain([("refresh_token", token), ("scope", scope)]).collect();
            world.form(path, &own)
        };
        let granted = client.code_for(&client.target_for(Some("read"), None));
        let tokens = client.read_code(&client.exchange(&granted));
        for wider in ["read write", "write", "read nonsense"] {
            let answer = renew(tokens.renewable(), wider);
            assert_eq!(answer.status, 400, "{mount} {wider}: {answer:?}");
        }
        let wide = client.tokens();
        let narrow = renew(wide.renewable(), "read");
        assert_eq!(narrow.member("/scope"), "read", "{mount}");
        let whole = renew(&narrow.member("/refresh_token"), "");
        assert!(
            whole.member("/scope").contains("write"),
            "{mount}: the refresh token holds all that was granted: {whole:?}"
        );
    }
}

#[test]
fn gitshares_refresh_ends_the_older_access_token_and_the_others_leave_it() {
    every(|_, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        client.lives(&second.access, "new");
        match client.mount.name.as_str() {
            "gitshare" => client.is_dead(&first.access, "replaced"),
            _ => client.lives(&first.access, "older, until it expires"),
        }
    });
}
