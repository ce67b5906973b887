//! Serble and HiDrive give the same refresh token back; HiDrive's lives on from each use.

use crate::client::{Client, Tokens};
use crate::world::{WEB, World};
use engine::model::{EndReason, FamilyKey, RefreshToken};
use engine::secret::Plain;
use engine::token::TokenHash;
use grantor::realm::Realm;
use store::ops::{Bounds, RedeemCode};

const DAY: i64 = 86_400;

fn both(work: impl Fn(&World, &Client<'_>)) {
    let world = World::of(&["serble", "hidrive"]);
    for mount in ["serble", "hidrive"] {
        work(&world, &Client::first(&world, mount));
    }
}

#[test]
fn the_same_token_comes_back_and_older_access_tokens_live_on() {
    both(|_, client| {
        let first = client.tokens();
        let second = client.refreshed(first.renewable());
        let third = client.refreshed(first.renewable());
        assert_eq!((&second.refresh, &third.refresh), (&first.refresh, &first.refresh));
        for tokens in [first, second, third] {
            client.lives(&tokens.access, "beside the others");
        }
    });
}

#[test]
fn ref_05_bound_to_its_app() {
    both(|world, client| {
        let tokens = client.tokens();
        let other = Client::second(world, &client.mount.name);
        assert_eq!(other.refresh(tokens.renewable()).status, 400);
        client.lives(&client.refreshed(tokens.renewable()).access, "after another app's try");
    });
}

/// A token in use every 59 days never ends at HiDrive; at Serble ten years are ten years.
#[test]
fn hidrives_use_extends_its_life() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let tokens = client.tokens();
    for _ in 0..20 {
        world.advance(60 * DAY - 1);
        client.lives(&client.refreshed(tokens.renewable()).access, "refreshed in time");
    }
    world.advance(60 * DAY);
    assert_eq!(client.refresh(tokens.renewable()).status, 400);
}

/// Tokens of a server before us are looked up by their hash first, whatever they look like; only what nobody knows is told by its form.
#[test]
fn hidrive_looks_an_imported_token_up_before_it_looks_at_its_form() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let ask = |token: &str| {
        let own = [("grant_type", "refresh_token"), ("client_id", client.id()), ("client_secret", client.secret())];
        let own: Vec<(&str, &str)> = own.into_iter().chain([("refresh_token", token)]).collect();
        world.form("/hidrive/oauth2/token", &own)
    };
    let odd = "an old server's token, of another form";
    assert_eq!(ask(odd).text(), r#"{"error":"invalid_request","error_description":"invalid refresh_token (format)"}"#);
    assert_eq!(ask("rt-00000000000000000000000000000000").member("/error"), "invalid_grant");
    import(&world, &client, odd);
    let answer = ask(odd);
    assert_eq!(answer.member("/refresh_token"), odd, "{answer:?}");
    client.lives(&answer.member("/access_token"), "of an imported refresh token");
}

/// Puts a refresh token of that text where a redeemed code's would stand.
fn import(world: &World, client: &Client<'_>, text: &str) {
    let code = Plain::new(client.code_for(&client.target()));
    let (realm, server): (&Realm, _) = (world.realm("hidrive"), &world.server);
    let now = server.clock.now().secs();
    world.block_on(async {
        let code = server.store.code(realm.key, code.hashed(), now).await.unwrap().code.unwrap();
        assert_eq!(code.redirect_uri.as_deref(), Some(WEB));
        let refresh = RefreshToken {
            hash: TokenHash::of(Plain::new(text).hashed()),
            mount: code.mount,
            app: code.app,
            account: code.account,
            grant: code.grant,
            family: FamilyKey(77),
            number: 0,
            scope: code.scope.clone(),
            issued_at: now,
            ends_at: Some(now + DAY),
            family_ends_at: None,
            ended: None,
            succession: None,
            access: None,
            purge_at: Some(now + DAY),
        };
        let access = engine::model::AccessToken {
            hash: TokenHash::of(Plain::new("unused").hashed()),
            mount: code.mount,
            app: code.app,
            account: Some(code.account),
            grant: Some(code.grant),
            family: FamilyKey(77),
            scope: code.scope.clone(),
            usage: engine::model::TokenUse::Grant,
            issued_at: now,
            ends_at: Some(now),
            ended: Some((now, EndReason::Replaced)),
            used_at: None,
            purge_at: Some(now),
        };
        let bounds = Bounds { app_limit: None, grant_limit: None };
        let write = RedeemCode {
            realm: realm.key,
            code: code.hash,
            grant: code.grant,
            access,
            second: None,
            refresh: Some(refresh),
            bounds,
            now,
        };
        server.store.redeem_code(write).await.unwrap();
    });
}

/// The texts that an answer gives are those that the app sends: nothing is minted twice for one refresh token.
#[test]
fn ref_04_a_repeated_refresh_is_a_refresh() {
    both(|_, client| {
        let first = client.tokens();
        let all: Vec<Tokens> = (0..5).map(|_| client.refreshed(first.renewable())).collect();
        let texts: std::collections::BTreeSet<&str> = all.iter().map(|tokens| tokens.access.as_str()).collect();
        assert_eq!(texts.len(), 5, "each use gives an access token of its own");
    });
}
