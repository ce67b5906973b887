//! The questions before something ends: each says what is true of the app that it is about.

use super::{Developer, PASSWORD};
use crate::world::World;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::own::NewApp;

/// Makes an app of that kind; gives its id.
fn made(world: &World, realm: &str, kind: &str) -> String {
    let kind = Some(kind.to_owned());
    world.admin(realm, async move |desk| {
        let owner = desk.account("demo").await.unwrap();
        let new = NewApp { name: "Notes".to_owned(), kind, ..NewApp::default() };
        desk.create_own(new, &owner).await.unwrap().app.client_id
    })
}

const ASKED_AGAIN: &str = "At the next authorization they are asked again.";
const NOT_ASKED: &str = "they are not asked again.";
const OWN: &str = "Tokens that the app got for itself, too.";
const REFRESH: &str = "refresh tokens and codes among them";
const SECRETS: &str = "<li>The app’s secrets.</li>";
const TEST_TOKEN: &str = "<li>The app’s test token.</li>";

#[test]
fn what_ends_and_stays_is_told_by_dialect_and_kind() {
    let world = World::of(&["standard", "raindrop", "hidrive", "serble"]);
    let mut admin = crate::administration::pages::administrator(&world);
    for (realm, kind, there) in [
        ("standard", "confidential", vec![NOT_ASKED, OWN, REFRESH, SECRETS]),
        ("standard", "public", vec![ASKED_AGAIN, REFRESH]),
        ("raindrop", "server", vec![ASKED_AGAIN, REFRESH, SECRETS, TEST_TOKEN]),
        ("hidrive", "browser", vec![ASKED_AGAIN]),
        ("serble", "server", vec![NOT_ASKED, REFRESH, SECRETS]),
    ] {
        let id = made(&world, realm, kind);
        let mut dana = Developer::demo(&world, realm);
        if there.contains(&TEST_TOKEN) {
            dana.post(&format!("/{id}/test-token"), &[]);
        }
        let own = dana.open(&format!("/{id}/revoke-all")).text();
        let theirs = admin.open(&format!("/admin/realms/{realm}/apps/{id}/revoke-tokens")).page().text();
        for page in [own, theirs] {
            for said in [ASKED_AGAIN, NOT_ASKED, OWN, REFRESH, SECRETS, TEST_TOKEN] {
                assert_eq!(page.contains(said), there.contains(&said), "{realm} {kind}: {said} in {page}");
            }
        }
        let own = Developer::demo(&world, realm).open(&format!("/{id}/delete")).text();
        let theirs = admin.open(&format!("/admin/realms/{realm}/apps/{id}/delete")).page().text();
        for page in [own, theirs] {
            for said in [SECRETS, TEST_TOKEN] {
                assert_eq!(page.contains(said), there.contains(&said), "{realm} {kind}: {said} in {page}");
            }
        }
    }
}

#[test]
fn at_two_dialects_that_differ_nothing_is_promised_of_being_asked() {
    let world = World::new();
    let id = made(&world, "boxc", "server");
    let page = Developer::demo(&world, "boxc").open(&format!("/{id}/revoke-all")).text();
    assert!(page.contains("<li>What people have allowed.</li>"), "{page}");
    assert!(!page.contains(ASKED_AGAIN) && !page.contains(NOT_ASKED), "{page}");
}

#[test]
fn deleting_names_the_other_owners_who_lose_the_app_too() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let question = format!("/{id}/delete");
    assert!(!alice.open(&question).text().contains("other owners"));
    Developer::second(&world, "standard", "bob");
    alice.post(&format!("/{id}/owners"), &[("username", "bob")]);
    let page = alice.open(&question).text();
    let owners = alice.open(&format!("/{id}/owners")).text();
    assert!(owners.contains("signs in to <bdi>Grantor</bdi>, not their email address."), "{owners}");
    assert!(page.contains("Its other owners lose the app, too: <strong><bdi>bob</bdi></strong>."), "{page}");
}

#[test]
fn a_name_is_typed_as_it_is_shown() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    for (name, typed) in [("My  Notes", "My Notes"), ("Notes\u{a0}Two", "Notes Two"), ("Notes Two", " Notes  Two ")] {
        let (id, _) = alice.make(name);
        let path = format!("/{id}/delete");
        assert_eq!(alice.post(&path, &[("typed", "MyNotes")]).status, 422);
        assert!(alice.post(&path, &[("typed", typed)]).text().contains("The app is deleted."), "{name}");
    }
    let ids = ["ada  love", "bob\u{a0}love"].map(|username| {
        let email = format!("{}@example.com", &username[..3]);
        let person = Person { username: username.to_owned(), email, ..Person::default() };
        world.admin("standard", async move |desk| desk.create_account(person, &Plain::new(PASSWORD)).await.unwrap().id)
    });
    let mut ada = Developer::signed_in(&world, "standard", ("ada  love", PASSWORD)).browser;
    let path = "/standard/account/delete";
    let question = ada.open(path).page();
    let again = ada.submit(&question, path, &[("username", "adalove"), ("current", PASSWORD)]).page();
    assert_eq!(again.status, 422);
    let gone = ada.submit(&again, path, &[("username", "ada love"), ("current", PASSWORD)]).page();
    assert!(gone.status == 200 && gone.text().contains("Your account is deleted"), "{gone:?}");
    let (id, _) = alice.make("My\u{2003}Notes");
    let mut admin = crate::administration::pages::administrator(&world);
    for (path, name) in
        [(format!("/apps/{id}/delete"), "My Notes"), (format!("/accounts/{}/delete", ids[1]), "bob love")]
    {
        let page = crate::administration::pages::act(&mut admin, &path, &path, &[("name", name)]);
        assert!(page.status == 200 && page.text().contains("deleted"), "{page:?}");
    }
}

#[test]
fn a_deleted_apps_pages_lead_to_the_list_which_says_so() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let forms = ["/settings", "/owners"].map(|path| (path, alice.open(&format!("/{id}{path}"))));
    alice.post(&format!("/{id}/delete"), &[("typed", "Notes")]);
    for (path, form) in forms {
        let fields = [("name", "Notes 2"), ("username", "demo")];
        let late = alice.browser.submit(&form, &format!("/{id}{path}"), &fields).page();
        assert!(late.status == 200 && late.text().contains("The app is deleted."), "{path}: {late:?}");
    }
    let mut other = Developer::second(&world, "standard", "mallory");
    for path in ["", "/settings", "/docs", "/owners", "/delete"] {
        let page = alice.open(&format!("/{id}{path}"));
        assert!(page.status == 200 && page.text().contains("The app is deleted."), "{path}: {page:?}");
        assert_eq!(other.open(&format!("/{id}{path}")).status, 404, "{path}: it was never theirs");
    }
}

#[test]
fn an_app_whose_other_owner_is_gone_has_one_owner() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let mut other = Developer::second(&world, "standard", "mallory");
    let (id, _) = alice.make("Notes");
    alice.post(&format!("/{id}/owners"), &[("username", "mallory")]);
    let path = "/standard/account/delete";
    let question = other.browser.open(path).page();
    let gone = other.browser.submit(&question, path, &[("username", "mallory"), ("current", PASSWORD)]).page();
    assert!(gone.text().contains("Your account is deleted"), "{gone:?}");
    let owners = alice.open(&format!("/{id}/owners")).text();
    assert!(!owners.contains("/remove\""), "the last one stays: {owners}");
    let leaving = alice.browser.open(path).page().text();
    assert!(leaving.contains("last owner") && leaving.contains("Notes"), "{leaving}");
    let orphaned = world.admin("standard", async move |desk| {
        desk.delete_account("demo").await.unwrap();
        desk.app(&id).await.unwrap().owners.len()
    });
    assert_eq!(orphaned, 0);
}
