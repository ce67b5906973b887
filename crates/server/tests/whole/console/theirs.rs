//! Nobody sees or changes what is not theirs: every page of the console by everybody else.

use super::{Developer, csrf, sealed_post};
use crate::http::Request;
use crate::world::World;

/// Every page of an app, each with whether it shows itself, and whether it takes a form.
const PAGES: [(&str, bool, bool); 22] = [
    ("", true, false),
    ("/settings", true, true),
    ("/kind", false, true),
    ("/kind/nothing", false, true),
    ("/redirects", true, true),
    ("/redirects/{redirect}/remove", true, true),
    ("/permissions", true, true),
    ("/secrets", true, true),
    ("/secrets/{handle}/revoke", true, true),
    ("/test-token", true, true),
    ("/test-token/revoke", true, true),
    ("/test-token/reset", true, true),
    ("/errors", true, false),
    ("/owners", true, true),
    ("/owners/{owner}/remove", true, true),
    ("/review", true, true),
    ("/review/withdraw", false, true),
    ("/revoke-all", true, true),
    ("/delete", true, true),
    ("/nothing", false, false),
    ("/owners/nobody/remove", false, true),
    ("/secrets/nothing/revoke", false, true),
];

struct Place {
    id: String,
    handle: String,
    redirect: String,
    owner: String,
}

impl Place {
    fn path(&self, page: &str) -> String {
        let page = page.replace("{handle}", &self.handle).replace("{redirect}", &self.redirect);
        format!("/{}{}", self.id, page.replace("{owner}", &self.owner))
    }
}

/// An app of two owners.
fn place(world: &World, alice: &mut Developer<'_>) -> Place {
    let (id, _) = alice.make_whole("Notes");
    Developer::second(world, alice.realm, "carol");
    alice.post(&format!("/{id}/owners"), &[("username", "carol")]);
    let (handle, owner) = world.admin(alice.realm, {
        let id = id.clone();
        async move |desk| {
            let app = desk.app(&id).await.unwrap();
            (app.secrets[0].handle(), desk.account("carol").await.unwrap().id)
        }
    });
    let redirect = alice.redirect_handle(&id);
    Place { id, handle, redirect, owner }
}

/// All that is kept of the app.
fn kept(world: &World, realm: &str, id: &str) -> String {
    let id = id.to_owned();
    world.admin(realm, async move |desk| format!("{:?}", desk.app(&id).await.unwrap()))
}

#[test]
fn a_list_that_goes_on_behind_nothing_begins_again() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    for after in ["garbage", ""] {
        let page = dana.open(&format!("?after={after}"));
        assert!(page.text().contains("Pocket Reader"), "{after}: {page:?}");
    }
    let page = dana.open("?after=garbage&q=Pocket");
    assert!(page.text().contains("Pocket Reader") && !page.text().contains("Calendar"), "{page:?}");
}

#[test]
fn a_stranger_gets_the_same_answer_as_for_an_app_that_is_not_there() {
    let world = World::of(&["raindrop", "standard"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let place = place(&world, &mut alice);
    let before = kept(&world, "raindrop", &place.id);
    let mut stranger = Developer::second(&world, "raindrop", "mallory");
    let mut elsewhere = Developer::demo(&world, "standard");
    elsewhere.console = alice.console.replace("/raindrop/", "/standard/");
    let nowhere = Place { id: "0123456789abcdef01234567".to_owned(), ..Place { ..place_copy(&place) } };
    for (page, shows, acts) in PAGES {
        let path = place.path(page);
        let own = alice.open(&path);
        // Who is no owner and what is no secret leads on to those that there are, and what takes forms alone to the page that has one.
        let leads_on = page.contains("/nobody/") || page.contains("/nothing/") || page == "/kind";
        assert_eq!(own.status == 200, shows || leads_on, "{page}: {own:?}");
        for developer in [&mut stranger, &mut elsewhere] {
            let (theirs, absent) = (developer.open(&path), developer.open(&nowhere.path(page)));
            assert_eq!((theirs.status, absent.status), (404, 404), "{page}");
            assert_eq!(plain(&theirs.text()), plain(&absent.text()), "{page}: told apart");
            let target = format!("{}{path}", developer.console);
            // With a seal of their own, made for another page of theirs, and with the owner's.
            let seals = [csrf_of_new(developer), if acts && shows { seal(&mut alice, &path) } else { String::new() }];
            for seal in seals {
                let posted = sealed_post(&mut developer.browser, &target, &seal);
                assert_eq!(posted.status, 404, "{page}: {posted:?}");
            }
        }
    }
    assert!(!stranger.open("").text().contains(&place.id), "it is in nobody else's list");
    assert!(stranger.open(&format!("?q={}", place.id)).text().contains("No app found"));
    assert_eq!(kept(&world, "raindrop", &place.id), before);
}

fn place_copy(place: &Place) -> Place {
    let Place { id, handle, redirect, owner } = place;
    Place { id: id.clone(), handle: handle.clone(), redirect: redirect.clone(), owner: owner.clone() }
}

/// A page without what differs from one answer to the next: the request's id.
fn plain(page: &str) -> String {
    let (before, rest) = page.rsplit_once("<code>").unwrap();
    format!("{before}{}", rest.split_once("</code>").unwrap().1)
}

fn csrf_of_new(developer: &mut Developer<'_>) -> String {
    let page = developer.open("/new");
    csrf(&page, &format!("{}/new", developer.console))
}

fn seal(alice: &mut Developer<'_>, path: &str) -> String {
    let page = alice.open(path);
    csrf(&page, &format!("{}{path}", alice.console))
}

#[test]
fn without_a_session_every_page_is_the_form_to_sign_in() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let place = place(&world, &mut alice);
    let before = kept(&world, "raindrop", &place.id);
    let mut nobody = world.browser();
    for path in PAGES.iter().map(|(page, ..)| place.path(page)).chain(["".to_owned(), "/new".to_owned()]) {
        let target = format!("{}{path}", alice.console);
        let seal = csrf_of_new(&mut alice);
        for page in [nobody.open(&target).page(), sealed_post(&mut nobody, &target, &seal)] {
            assert!(page.text().contains("/-/sign-in\"") && !page.text().contains("Notes"), "{path}: {page:?}");
        }
    }
    assert_eq!(kept(&world, "raindrop", &place.id), before);
}

#[test]
fn con_02_every_form_counts_for_its_page_and_from_our_site_only() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let place = place(&world, &mut alice);
    let before = kept(&world, "raindrop", &place.id);
    let elsewhere = csrf_of_new(&mut alice);
    for (page, _, acts) in PAGES {
        let target = format!("{}{}", alice.console, place.path(page));
        if !acts {
            let posted = sealed_post(&mut alice.browser, &target, &elsewhere);
            assert!(matches!(posted.status, 404 | 405), "{page}: {posted:?}");
            continue;
        }
        for seal in ["", "x", &elsewhere] {
            let posted = sealed_post(&mut alice.browser, &target, seal);
            assert_eq!(posted.status, 400, "{page}: {posted:?}");
        }
        let form = Request::new("POST", &target).header("Sec-Fetch-Site", "cross-site").form(&[("csrf", &elsewhere)]);
        assert_eq!(alice.browser.send(form).status, 400, "{page}");
    }
    assert_eq!(kept(&world, "raindrop", &place.id), before);
}

#[test]
fn owners_share_an_app_and_part_with_what_they_no_longer_see() {
    let world = World::of(&["raindrop"]);
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, secret) = alice.make("Notes");
    let mut bob = Developer::second(&world, "raindrop", "bob");
    assert_eq!(bob.open(&format!("/{id}")).status, 404);
    let page = alice.post(&format!("/{id}/owners"), &[("username", "bob@example.com")]);
    assert!(page.status == 422 && page.text().contains("has that user name"), "addresses find nobody: {page:?}");
    assert!(alice.open(&format!("/{id}/owners")).text().matches("/remove\"").count() == 0, "the last one stays");
    let page = alice.post(&format!("/{id}/owners"), &[("username", "bob")]);
    assert!(page.text().contains("Added."), "{page:?}");
    assert!(bob.open("").text().contains("Notes"));
    let token = super::shown(&bob.post(&format!("/{id}/test-token"), &[]), "secret");
    let client = alice.client(&id, &secret);
    let whoami = client.whoami(&token).unwrap();
    assert!(whoami.text().contains("bob@example.com"), "a test token speaks for whoever made it: {whoami:?}");
    let remove = {
        let page = alice.open(&format!("/{id}/owners")).text();
        let rows = page.split("<li>").find(|row| row.contains("<bdi>bob</bdi>")).unwrap().to_owned();
        rows.split("href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .strip_prefix(&alice.console)
            .unwrap()
            .to_owned()
    };
    assert!(alice.open(&remove).text().contains("A test token that speaks for this account ends."));
    alice.post(&remove, &[]);
    assert_eq!(bob.open(&format!("/{id}")).status, 404);
    assert_eq!(client.whoami(&token).unwrap().status, 401);
    let events = bob.browser.open("/raindrop/account/events").page().text();
    for what in ["You were made an owner of", "You are no longer an owner of"] {
        let row = events.split("<tr>").find(|row| row.contains(what)).unwrap_or_else(|| panic!("{what}: {events}"));
        assert!(
            row.contains("Notes") && row.contains("By another of its owners.") && !row.contains("whoever"),
            "{row}"
        );
        assert!(!row.contains("127.0.0.1"), "where the other owner was is their own affair: {row}");
    }
    let page = bob.browser.open("/raindrop/account/data").page();
    let data = bob.browser.submit(&page, "/raindrop/account/data", &[]).page();
    let data: serde_json::Value = serde_json::from_str(&data.text()).unwrap();
    let from = |action: &str| {
        let event = data["events"].as_array().unwrap().iter().find(|event| event["action"] == action);
        event.unwrap_or_else(|| panic!("{action} in {data}"))["from"].clone()
    };
    assert_eq!((from("app.owner.add"), from("app.owner.remove")), (().into(), ().into()));
    assert_eq!(from("account.sign-in"), "127.0.0.1");
}

#[test]
fn an_owner_is_added_once_and_by_a_name() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    Developer::second(&world, "standard", "bob");
    let path = format!("/{id}/owners");
    let page = alice.post(&path, &[("username", " ")]);
    assert!(page.status == 422 && page.text().contains("Write the user name of the person"), "{page:?}");
    assert!(alice.post(&path, &[("username", "bob")]).text().contains("Added."));
    for already in ["bob", "demo", "Bob"] {
        let page = alice.post(&path, &[("username", already)]);
        assert!(page.status == 200 && page.text().contains("looks after the app already"), "{already}: {page:?}");
    }
}
