//! Suspended and deleted apps, disabled accounts, withdrawn grants: at every endpoint, for tokens already issued too, and back again.

use super::{Told, WIRES, refused, turned_away};
use crate::browser::End;
use crate::client::{Client, Tokens};
use crate::world::World;
use grantor::desk::{Declined, Desk};

fn by_admin(world: &World, client: &Client<'_>, work: impl AsyncFnOnce(Desk<'_>) -> Result<(), Declined>) {
    world.admin(client.mount.name.as_str(), work).unwrap();
}

/// A live pair, and a code that waits.
fn held(client: &Client<'_>) -> (Tokens, String) {
    (client.tokens(), client.code())
}

#[test]
fn ref_07_a_suspended_app_gets_nothing_and_has_it_all_back_when_it_is_resumed() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        let id = client.id();
        let (tokens, code) = held(&client);
        by_admin(&world, &client, async move |desk| desk.suspend(id, "Spam.").await);
        let (authorize, token, whoami) = wire.suspended;
        turned_away(client.ask(), authorize, &format!("{}: suspended, at authorize", wire.mount));
        refused(&client.exchange(&code), token, &format!("{}: suspended, at the exchange", wire.mount));
        if let Some(refresh) = &tokens.refresh {
            refused(&client.refresh(refresh), token, &format!("{}: suspended, at the refresh", wire.mount));
        }
        client.is_dead(&tokens.access, "while the app is suspended");
        if let Some(answer) = client.whoami(&tokens.access) {
            refused(&answer, whoami, &format!("{}: suspended, at whoami", wire.mount));
        }
        by_admin(&world, &client, async move |desk| desk.resume(id).await);
        client.lives(&tokens.access, "after the app was resumed");
        client.lives(&client.read_code(&client.exchange(&code)).access, "by a code from before the suspension");
        if let Some(refresh) = &tokens.refresh {
            client.lives(&client.refreshed(refresh).access, "refreshed after the suspension");
        }
    }
}

#[test]
fn ref_07_a_deleted_app_is_gone_for_good() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::second(&world, wire.mount);
        let id = client.id();
        // The realm's other mount has deleted it already.
        if client.ask().is_page_of(400) {
            continue;
        }
        let (tokens, code) = held(&client);
        by_admin(&world, &client, async move |desk| desk.delete_app(id).await);
        turned_away(client.ask(), Told::Page, &format!("{}: deleted, at authorize", wire.mount));
        refused(&client.exchange(&code), wire.deleted, &format!("{}: deleted, at the exchange", wire.mount));
        if let Some(refresh) = &tokens.refresh {
            refused(&client.refresh(refresh), wire.deleted, &format!("{}: deleted, at the refresh", wire.mount));
        }
        let (whoami, verify) = (client.whoami(&tokens.access), client.verify(&tokens.access));
        assert_eq!(verify.status, 401, "{verify:?}");
        if let Some(answer) = whoami {
            refused(&answer, wire.bad_token, &format!("{}: deleted, at whoami", wire.mount));
        }
    }
}

#[test]
fn ref_07_a_disabled_account_is_nobody_until_it_is_enabled() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        let (tokens, code) = held(&client);
        by_admin(&world, &client, async move |desk| desk.disable("demo").await);
        let page = client.ask_signed_in_before();
        assert!(page.text().contains("/-/sign-in\""), "SES-04: a disabled account's session is none: {page:?}");
        client.new_browser();
        match (client.ask(), wire.disabled) {
            (End::Page(page), _) => assert!(page.text().contains("disabled"), "{page:?}"),
            (end, told) => turned_away(end, told, &format!("{}: disabled, at sign-in", wire.mount)),
        }
        refused(&client.exchange(&code), wire.bad_code, &format!("{}: disabled, at the exchange", wire.mount));
        if let Some(refresh) = &tokens.refresh {
            refused(&client.refresh(refresh), wire.bad_refresh, &format!("{}: disabled, at the refresh", wire.mount));
        }
        client.is_dead(&tokens.access, "of a disabled account");
        if let Some(answer) = client.whoami(&tokens.access) {
            refused(&answer, wire.bad_token, &format!("{}: disabled, at whoami", wire.mount));
        }
        by_admin(&world, &client, async move |desk| desk.enable("demo").await);
        client.lives(&tokens.access, "of an account that was enabled again");
        client.lives(&client.read_code(&client.exchange(&code)).access, "by a code from before");
        if let Some(refresh) = &tokens.refresh {
            client.lives(&client.refreshed(refresh).access, "refreshed after the account was enabled");
        }
    }
}

#[test]
fn con_07_what_the_user_withdraws_is_dead_at_once_and_a_new_consent_begins_anew() {
    let world = World::new();
    for wire in WIRES {
        let client = Client::first(&world, wire.mount);
        let id = client.id();
        let (tokens, code) = held(&client);
        let other = Client::second(&world, wire.mount).tokens();
        by_admin(&world, &client, async move |desk| desk.revoke_grant("demo", id).await);
        let (token, whoami) = wire.withdrawn;
        refused(&client.exchange(&code), token, &format!("{}: withdrawn, at the exchange", wire.mount));
        if let Some(refresh) = &tokens.refresh {
            refused(&client.refresh(refresh), token, &format!("{}: withdrawn, at the refresh", wire.mount));
        }
        client.is_dead(&tokens.access, "of a grant that the user has withdrawn");
        if let Some(answer) = client.whoami(&tokens.access) {
            refused(&answer, whoami, &format!("{}: withdrawn, at whoami", wire.mount));
        }
        Client::second(&world, wire.mount).lives(&other.access, "of another app");
        assert!(client.ask().is_page_of(200), "{}: asked again after a withdrawal", wire.mount);
        client.lives(&client.tokens().access, "of a new consent");
        client.is_dead(&tokens.access, "of the old grant, after a new consent");
        refused(&client.exchange(&code), token, &format!("{}: the old code, after a new consent", wire.mount));
    }
}

/// For 90 days a withdrawn authorization is called by its name, then the token is one that nobody knows.
#[test]
fn boxcs_tombstone_stands_for_90_days() {
    let world = World::of(&["boxc"]);
    let wire = WIRES[3];
    let client = Client::first(&world, "boxc");
    let (id, token) = (client.id(), client.tokens().access);
    by_admin(&world, &client, async move |desk| desk.revoke_grant("demo", id).await);
    world.advance(90 * 86_400 - 1);
    refused(&client.whoami(&token).unwrap(), wire.withdrawn.1, "on the 90th day");
    world.advance(1);
    refused(&client.whoami(&token).unwrap(), wire.bad_token, "after it");
}
