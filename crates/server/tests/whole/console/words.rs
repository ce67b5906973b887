//! The console stands where the dialect says, and calls things what it says.

use super::Developer;
use crate::http::{Request, Response};
use crate::world::World;

#[test]
fn one_provider_shows_id_and_secret_on_the_new_apps_row_this_one_time() {
    let world = World::of(&["serble"]);
    let mut alice = Developer::demo(&world, "serble");
    assert_eq!(alice.console, "/serble/oauthapps");
    let list = alice.open("");
    assert!(list.text().contains(">New App</a>"), "{list:?}");
    assert_eq!(alice.browser.send(Request::new("GET", "/serble/apps")).status, 404);
    let page = alice.post("/new", &[("name", "Paste Box"), ("description", "Keeps pastes")]);
    let row = |page: &Response| page.text().split("<tbody class=\"made\">").nth(1).map(str::to_owned);
    let text = row(&page).unwrap_or_else(|| panic!("no row of the new app in {page:?}"));
    let text = text.split("</tbody>").next().unwrap();
    assert!(
        text.contains("Paste Box") && text.contains("<dt>ID</dt>") && text.contains("<dt>ClientSecret</dt>"),
        "{text}"
    );
    let secret = super::shown(&page, "made-secret");
    let id = super::shown(&page, "made-id");
    assert_eq!(id.len(), 36, "a GUID");
    let lines = super::shown(&page, "made-lines");
    for value in [&id, &secret] {
        assert!(lines.lines().any(|line| line.ends_with(&format!("={value}"))), "{value} in {lines}");
    }
    assert_eq!(page.header("cache-control"), "no-store");
    let list = alice.open("");
    assert!(list.text().contains("Paste Box") && !list.text().contains(&secret) && row(&list).is_none(), "{list:?}");
}

#[test]
fn ids_and_secrets_bear_the_dialects_names() {
    let world = World::of(&["boxc", "raindrop"]);
    let mut alice = Developer::demo(&world, "boxc");
    let word = world.mount("boxc").dialect.console.word(dialect::model::ConsoleWord::ClientId, "en").map(str::to_owned);
    let (id, _) = alice.make("Labels");
    let page = alice.open(&format!("/{id}")).text();
    assert!(page.contains(&format!("<dt>{}</dt>", word.as_deref().unwrap_or("Client id"))), "{page}");
    let mut alice = Developer::demo(&world, "raindrop");
    let (id, _) = alice.make("Marks");
    assert!(alice.open(&format!("/{id}/test-token")).text().contains("Test token"));
    let german = alice.open(&format!("/{id}?lang=de")).text();
    assert!(german.contains("Überblick") && german.contains("Fehlerprotokoll"), "{german}");
}

#[test]
fn administrators_have_no_apps() {
    let world = World::of(&["standard"]);
    let response = Request::new("GET", "/admin/apps").send(world.at);
    assert_eq!(response.status, 404, "{response:?}");
}

#[test]
fn an_end_tells_of_test_tokens_only_where_there_are_some() {
    let world = World::of(&["raindrop", "standard"]);
    for (realm, there) in [("raindrop", true), ("standard", false)] {
        let mut dana = Developer::demo(&world, realm);
        let (id, _) = dana.make("Notes");
        for has_one in [false, there] {
            if has_one {
                dana.post(&format!("/{id}/test-token"), &[]);
            }
            for page in ["revoke-all", "delete"] {
                let asked = dana.open(&format!("/{id}/{page}")).text();
                let own = asked.split("<main").nth(1).unwrap();
                assert_eq!(own.contains("test token"), has_one, "{realm} {page}: {asked}");
                assert!(own.contains("secrets"), "{asked}");
            }
        }
    }
}

#[test]
fn a_scheme_is_refused_with_what_the_kind_may_have() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notes");
    let refused = |dana: &mut Developer<'_>| {
        dana.post(&format!("/{id}/redirects"), &[("redirect_uri", "javascript:alert(1)")]).text()
    };
    let page = refused(&mut dana);
    assert!(page.contains("an address that begins like this") && !page.contains("com.example.app"), "{page}");
    dana.post(&format!("/{id}/kind/public"), &[]);
    let page = refused(&mut dana);
    assert!(page.contains("com.example.app:/callback"), "{page}");
}

#[test]
fn an_app_that_may_have_no_tokens_and_one_that_is_suspended_are_told_what_still_works() {
    const REFUSED: &str = "until that ends, its test token is refused";
    let world = World::of(&["raindrop"]);
    let mut dana = Developer::demo(&world, "raindrop");
    let (id, _) = dana.make("Notes");
    let [overview, page, reset] = ["", "/test-token", "/test-token/reset"].map(|path| format!("/{id}{path}"));
    assert!(!dana.post(&page, &[]).text().contains(REFUSED));
    let limited = id.clone();
    world.admin("raindrop", async move |desk| desk.limit(&limited, Some(0)).await.unwrap());
    let text = dana.open(&overview).text();
    assert!(text.contains("limit is 0") && text.contains("one more token is refused"), "{text}");
    world.admin("raindrop", async move |desk| desk.suspend(&id, "It sends spam.").await.unwrap());
    assert!(dana.open(&page).text().contains(REFUSED));
    let made = dana.post(&reset, &[]);
    assert!(made.status == 200 && made.text().contains(REFUSED), "{made:?}");
}
