//! What somebody reads about an app that they have let in.

use super::site::demo;
use crate::client::Client;
use crate::world::World;

#[test]
fn con_07_where_there_are_no_scopes_the_card_says_what_consent_said() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    client.tokens();
    let mut browser = world.browser();
    let form = browser.open("/raindrop/account").page();
    let list = browser.sign_in(&form).page().text();
    assert!(list.contains("The app will have full access to your account"), "{list}");
    let list = browser.open("/raindrop/account?lang=de").page().text();
    assert!(list.contains("Die App erhält vollen Zugriff auf Ihr Konto"), "{list}");
}

/// An app without a live access token is not out of the account while it can get another one.
#[test]
fn con_07_an_app_that_can_renew_its_access_is_said_to() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    world.advance(7200);
    let mut browser = demo(&world);
    let list = browser.open("/standard/account").page().text();
    assert!(list.contains("<dt>Live tokens</dt><dd>0</dd>"), "{list}");
    assert!(list.contains("<dt>Can renew its access</dt><dd>until <time datetime="), "{list}");
    let list = browser.open("/standard/account?lang=de").page().text();
    assert!(list.contains("<dt>Kann sie erneuern</dt><dd>bis <time datetime="), "{list}");
    assert_eq!(client.revoke(tokens.renewable()).unwrap().status, 200);
    let list = browser.open("/standard/account").page().text();
    assert!(!list.contains("Kann sie erneuern") && !list.contains("Can renew"), "{list}");
}
