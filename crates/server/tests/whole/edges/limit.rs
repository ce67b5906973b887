//! The token limit: checked at authorize and again at exchange, not at refresh; it never ends a live token.

use super::{WIRES, refused, turned_away};
use crate::client::{Client, deliver};
use crate::race;
use crate::world::World;

fn set(world: &World, client: &Client<'_>, limit: Option<u32>) {
    let id = client.id();
    world.admin(client.mount.name.as_str(), async move |desk| desk.limit(id, limit).await.unwrap());
}

#[test]
fn an_app_at_its_limit_gets_nothing_new_and_keeps_what_it_has() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        set(&world, &client, Some(1));
        let (first, second) = (client.code(), client.code());
        let tokens = client.read_code(&client.exchange(&first));
        refused(&client.exchange(&second), wire.limited.1, &format!("{} at the exchange", wire.mount));
        turned_away(client.ask(), wire.limited.0, &format!("{} at authorize", wire.mount));
        client.lives(&tokens.access, "while the app is at its limit");
        if let Some(refresh) = &tokens.refresh {
            client.lives(&client.refreshed(refresh).access, "refreshed at the limit");
        }
        set(&world, &client, Some(10));
        client.lives(&client.read_code(&client.exchange(&second)).access, "by the code that the limit had spared");
        set(&world, &client, Some(0));
        turned_away(client.ask(), wire.limited.0, &format!("{} with a limit of none", wire.mount));
        client.lives(&tokens_of(&client, &tokens.access), "below which the limit fell");
        set(&world, &client, None);
        client.lives(&client.tokens().access, "without a limit");
    }
}

/// GitShare's refresh has ended the first token: there the one of the second code stands for it.
fn tokens_of(client: &Client<'_>, token: &str) -> String {
    match client.mount.name.as_str() {
        "gitshare" => {
            set(client.world, client, None);
            let other = client.tokens().access;
            set(client.world, client, Some(0));
            other
        }
        _ => token.to_owned(),
    }
}

#[test]
fn an_expired_or_revoked_token_makes_room() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        set(&world, &client, Some(1));
        let token = client.tokens().access;
        match wire.access {
            Some(life) => {
                world.advance(life - 1);
                turned_away(client.ask(), wire.limited.0, &format!("{}: the token is in its last second", wire.mount));
                world.advance(1);
            }
            None => assert_eq!(client.revoke(&token).unwrap().status, 200),
        }
        client.lives(&client.tokens().access, "after the one before had made room");
    }
}

#[test]
fn raindrops_test_token_is_not_counted() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    let test_token = client.own.test_token.as_ref().unwrap().expose();
    set(&world, &client, Some(1));
    client.lives(test_token, "before any other");
    let token = client.tokens().access;
    client.lives(&token, "beside the test token");
    world.advance(50 * 365 * 86_400);
    client.lives(test_token, "after 50 years");
}

/// 32 exchanges at once never pass the limit, and no code is lost by it.
#[test]
fn a_crowd_at_the_limit_gets_exactly_as_many_as_it_may() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let codes: Vec<String> = (0..32).map(|_| client.code()).collect();
    set(&world, &client, Some(5));
    let requests: Vec<_> = codes.iter().map(|code| client.exchanging(code)).collect();
    let at = world.at;
    let answers = race::all(requests, |request| deliver(at, request).status);
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 5, "{answers:?}");
    set(&world, &client, None);
    let more = codes.iter().filter(|code| client.exchange(code).status == 200).count();
    assert_eq!(more, 27, "the codes that the limit had refused still work");
}
