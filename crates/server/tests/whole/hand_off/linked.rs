//! Accounts that were here before their people signed in at the owner's page: said to be theirs by an administrator, and by nothing else.

use super::{End, PAGE, is_consent_of, trouble, visit, world};
use crate::administration::Caller;
use crate::administration::pages::administrator;
use crate::world::World;
use engine::model::Account;

/// The account that was here, as its own person is known at the owner's: by id and by what they are called.
fn theirs(visit: &super::Visit<'_>, own: &Account) -> super::Answer {
    super::Answer {
        preferred_username: own.username.clone(),
        email: own.email.clone(),
        given_name: own.first_name.clone(),
        family_name: own.last_name.clone(),
        ..visit.ada()
    }
}

fn demo(world: &World) -> Account {
    world.admin("shop", async move |desk| desk.account("demo").await.unwrap())
}

/// Whether somebody who is 4711 at the owner's comes in as the account.
fn comes_in(world: &World) -> bool {
    let own = demo(world);
    let mut visit = visit(world, "shop");
    let answer = theirs(&visit, &own);
    let end = visit.back(&answer);
    let came = matches!(&end, End::Page(page) if page.status == 200) && is_consent_of(end, "demo");
    if !came {
        assert_eq!(trouble(world), "names_taken", "a user name and an address find nobody");
    }
    came
}

#[test]
fn a_linked_account_is_its_persons_and_no_name_makes_it_so() {
    let world = world();
    let caller = Caller::new(&world);
    let before = demo(&world);
    assert!(!comes_in(&world));
    let link = |name: &str, id: &str| {
        let id = serde_json::json!({ "id": id }).to_string();
        caller.send("PUT", &format!("/realms/shop/accounts/{name}/upstream"), &id)
    };
    assert_eq!(link("demo", "4711").status, 204);
    assert_eq!(link("demo", "4711").status, 204, "once more is as good");
    assert!(comes_in(&world));
    assert_eq!(demo(&world), Account { upstream: Some("4711".to_owned()), email_verified: true, ..before });
    assert!(super::accounts(&world, "shop").is_empty(), "no other account was made");
    assert!(super::accounts(&world, "club").is_empty());
    let other = link("demo", "4712");
    assert_eq!((other.status, other.member("/detail").contains("unlink it first")), (409, true), "{other:?}");
    for id in ["", &"x".repeat(256), "a\nb"] {
        assert_eq!(link("demo", id).status, 422, "{id:?}");
    }
    assert_eq!(link("nobody", "4712").status, 404);
    assert_eq!(caller.send("PUT", "/realms/admin/accounts/admin/upstream", r#"{"id": "1"}"#).status, 422);

    // Somebody else who has come in by themselves has their id already.
    let mut visit = visit(&world, "shop");
    let grace = super::Answer {
        sub: "4713".to_owned(),
        preferred_username: "grace".to_owned(),
        email: String::new(),
        ..visit.ada()
    };
    assert!(is_consent_of(visit.back(&grace), "grace"));
    assert_eq!(caller.send("DELETE", "/realms/shop/accounts/demo/upstream", "").status, 204);
    let taken = link("demo", "4713");
    assert_eq!((taken.status, taken.member("/detail").contains("another account")), (409, true), "{taken:?}");
    assert!(!comes_in(&world), "it is linked to nobody any more");
    let told = caller.get("/realms/shop/audit?action=account.").text();
    assert!(told.contains("account.link") && told.contains("account.unlink"), "{told}");
}

#[test]
fn an_administrator_links_and_unlinks_on_a_page() {
    let world = world();
    let mut browser = administrator(&world);
    let account = format!("/admin/realms/shop/accounts/{}", demo(&world).id);
    let login = format!("{account}/login");
    let post = |browser: &mut crate::browser::Browser<'_>, to: &str, fields: &[(&str, &str)]| {
        let page = browser.open(&login).page();
        browser.submit(&page, to, fields).page().text()
    };
    let wrong = post(&mut browser, &login, &[("id", " ")]);
    assert!(wrong.contains("1 to 255 characters") && wrong.contains("<title>Error"), "{wrong}");
    let linked = post(&mut browser, &login, &[("id", " 4711 ")]);
    assert!(linked.contains("The account is linked.") && linked.contains("<code>4711</code>"), "{linked}");
    assert!(comes_in(&world));
    let unlinked = post(&mut browser, &format!("{login}/end"), &[]);
    assert!(unlinked.contains("The account is unlinked."), "{unlinked}");
    assert!(!comes_in(&world));
    let mut visit = visit(&world, "shop");
    let ada = visit.ada();
    assert!(is_consent_of(visit.back(&ada), "ada"), "the id is free for who comes by themselves: {PAGE}");
    let taken = post(&mut browser, &login, &[("id", "4711")]);
    assert!(taken.contains("Another account has this id.") && taken.contains("value=\"4711\""), "{taken}");
    let admin = world.admin("admin", async move |desk| desk.account("admin").await.unwrap().id);
    assert_eq!(browser.open(&format!("/admin/realms/admin/accounts/{admin}/login")).page().status, 404);
}
