//! COD-01 to COD-06, and LEG-10: once, here, for this app, for this redirect URI.

use super::{nothing, worthless};
use crate::client::{Client, MOUNTS, deliver};
use crate::race;
use crate::world::{LOOP, World};
use dialect::client::ClientApp;
use engine::policy::{GrantKind, RedirectAtExchange};

#[test]
fn cod_01_a_second_redemption_is_refused_and_ends_what_the_first_had_given() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let other = client.tokens();
        let code = client.code();
        let tokens = client.read_code(&client.exchange(&code));
        let renewed = tokens.refresh.as_deref().map(|token| client.refreshed(token));
        worthless(&client, &code, "a second time");
        client.is_dead(&tokens.access, "of a replayed code");
        if let Some(renewed) = renewed {
            client.is_dead(&renewed.access, "refreshed from a replayed code");
            nothing(&client, GrantKind::RefreshToken, &client.refresh(renewed.renewable()), "of a replayed code");
        }
        client.lives(&other.access, "of another code");
        worthless(&client, &code, "a third time");
    }
}

/// The replay is noticed for longer than the code would have lived.
#[test]
fn cod_01_a_replay_after_the_codes_lifetime_still_ends_the_tokens() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let code = client.code();
        let tokens = client.read_code(&client.exchange(&code));
        world.advance(1800);
        client.lives(&tokens.access, "half an hour later");
        worthless(&client, &code, "half an hour later");
        client.is_dead(&tokens.access, "of a code that was replayed half an hour later");
    }
}

#[test]
fn cod_02_of_32_redemptions_at_once_exactly_one_succeeds() {
    let world = World::new();
    let at = world.at;
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let request = client.exchanging(&client.code());
        let answers = race::all(vec![request; 32], |request| deliver(at, request));
        let read = |body: &[u8]| client.dialect().client_read_tokens(GrantKind::AuthorizationCode, body);
        let winners: Vec<_> = answers.iter().filter_map(|answer| read(&answer.body)).collect();
        assert_eq!(winners.len(), 1, "{mount}: {answers:?}");
        assert!(answers.iter().all(|answer| answer.status < 500), "{mount}: {answers:?}");
        client.is_dead(&winners[0].access_token, "the losers of the race are replays");
    }
}

#[test]
fn cod_04_another_apps_code_is_refused_and_not_burnt() {
    let world = World::new();
    for mount in MOUNTS {
        let (client, other) = (Client::first(&world, mount), Client::second(&world, mount));
        let code = client.code();
        worthless(&other, &code, "by another app with its own credentials");
        let mixed =
            ClientApp { client_secret: other.own.secret.as_ref().map(|secret| secret.expose()), ..client.face() };
        let answer = client.send(client.dialect().client_exchange(&mixed, &code, None).unwrap());
        nothing(&client, GrantKind::AuthorizationCode, &answer, "with another app's secret");
        client.lives(&client.read_code(&client.exchange(&code)).access, "by its own app, after the wrong tries");
    }
}

/// A public app is no way around it either.
#[test]
fn cod_04_a_public_app_cannot_redeem_a_confidential_ones_code_nor_the_other_way() {
    let world = World::of(&["standard"]);
    let (public, confidential) = (Client::of(&world, "standard", "public"), Client::first(&world, "standard"));
    worthless(&public, &confidential.code(), "of a confidential app");
    worthless(&confidential, &public.code(), "of a public app");
}

#[test]
fn cod_05_the_redirect_uri_at_the_exchange_must_be_the_one_of_the_request() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        if client.dialect().policy.redirect_at_exchange == RedirectAtExchange::NotRead {
            continue;
        }
        let code = client.code();
        for wrong in [LOOP, "https://client.example/connect/user/", "https://client.example/connect/User", "x"] {
            let app = ClientApp { redirect_uri: Some(wrong), ..client.face() };
            let answer = client.send(client.dialect().client_exchange(&app, &code, None).unwrap());
            nothing(&client, GrantKind::AuthorizationCode, &answer, wrong);
        }
        let silent = ClientApp { redirect_uri: None, ..client.face() };
        let answer = client.send(client.dialect().client_exchange(&silent, &code, None).unwrap());
        match client.dialect().policy.redirect_at_exchange {
            RedirectAtExchange::Required => {
                nothing(&client, GrantKind::AuthorizationCode, &answer, "not repeated");
                client.lives(&client.read_code(&client.exchange(&code)).access, "after the wrong tries");
            }
            _ => client.lives(&client.read_code(&answer).access, "without one, as the document's clients do"),
        }
    }
}

/// 128 bits, or what a documented shape has room for: a UUID 122, HiDrive's code 119.
#[test]
fn cod_06_cli_02_whatever_is_minted_is_too_long_to_guess() {
    let world = World::new();
    for mount in MOUNTS {
        let shapes = &world.mount(mount).dialect.shapes;
        let floor = |what: &str| match (mount, what) {
            ("raindrop" | "raindrop-live", _) | ("serble" | "boxc", "client_secret") => 122,
            ("hidrive", "code") => 119,
            _ => 128,
        };
        for (what, shape) in [
            ("code", &shapes.code),
            ("access_token", &shapes.access_token),
            ("refresh_token", &shapes.refresh_token),
            ("client_secret", &shapes.client_secret),
        ] {
            assert!(shape.entropy_bits() >= floor(what), "{mount} {what}: {} bits", shape.entropy_bits());
        }
    }
}

/// The same text at every other mount, with that mount's own app: of no use.
#[test]
fn leg_10_what_one_realm_or_mount_issued_is_useless_at_another() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (code, tokens) = (client.code(), client.tokens());
        for elsewhere in MOUNTS.into_iter().filter(|other| *other != mount) {
            let other = Client::first(&world, elsewhere);
            worthless(&other, &code, &format!("a code of {mount}"));
            if let Some(refresh) = tokens
                .refresh
                .as_deref()
                .filter(|_| other.dialect().policy.kinds[0].grants.contains(&GrantKind::RefreshToken))
            {
                nothing(
                    &other,
                    GrantKind::RefreshToken,
                    &other.refresh(refresh),
                    &format!("a refresh token of {mount}"),
                );
            }
            let one_realm = world.realm(mount).name == world.realm(elsewhere).name;
            for door in other.doors(&tokens.access) {
                let passes = one_realm && door.name == "verify";
                assert_eq!(door.open, passes, "an access token of {mount} at {elsewhere}: {door:?}");
            }
            if let Some(answer) = other.revoke(&tokens.access) {
                assert!(answer.status < 500);
            }
        }
        client.lives(&tokens.access, "after all those tries");
        client.lives(&client.read_code(&client.exchange(&code)).access, "after all those tries");
    }
}

/// The same app, known to both mounts of its realm: a code stays with the mount that made it.
#[test]
fn leg_10_the_mounts_of_one_realm_do_not_take_each_others_codes() {
    let world = World::of(&["boxc"]);
    let boxc = Client::first(&world, "boxc");
    let standard = Client::with(&world, "boxc-standard", boxc.own);
    worthless(&standard, &boxc.code(), "of the same app at boxc");
    worthless(&boxc, &standard.code(), "of the same app at boxc-standard");
    let tokens = standard.tokens();
    assert_eq!(boxc.whoami(&tokens.access).unwrap().status, 401);
    assert_eq!(boxc.verify(&tokens.access).status, 200, "the realm's /verify takes the tokens of all its mounts");
    assert_eq!(boxc.revoke(&tokens.access).unwrap().status, 404);
    standard.lives(&tokens.access, "that the other mount could not end");
}
