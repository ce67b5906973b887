//! What developers read: everybody's pages, and an app's own for its owners alone.

use super::is_sign_in;
use crate::http::Request;
use crate::world::World;
use engine::secret::Plain;
use grantor::desk::accounts::Person;

#[test]
fn every_mount_has_a_page_that_names_the_others_of_its_realm() {
    let world = World::of(&["boxc", "standard"]);
    let page = world.get("/boxc/docs");
    assert_eq!(page.status, 200, "{page:?}");
    assert!(
        page.header("content-security-policy").contains("default-src 'none'") && page.header("set-cookie").is_empty()
    );
    let (own, other) = (format!("href=\"{}/boxc/docs\" aria-current=\"page\"", world.url()), "/boxc-standard/docs\"");
    assert!(page.text().contains(&own) && page.text().contains(other), "{}", page.text());
    let other = world.get("/boxc-standard/docs");
    assert!(other.text().contains("/boxc-standard/oauth2/token") && !other.text().contains("application_id"));
    // The realm's scopes are its first dialect's at every mount.
    assert!(other.text().contains("read_shipments"));
    let alone = world.get("/standard/docs");
    let told = "in the place of <code>$CLIENT_ID</code>, <code>$REDIRECT_URI</code> first, percent-encoded";
    assert!(alone.text().contains(told), "{}", alone.text());
    assert!(!alone.text().contains("/boxc") && alone.text().contains("?kind=public"));
}

#[test]
fn a_page_is_for_one_kind_where_that_is_asked_and_speaks_the_readers_language() {
    let world = World::of(&["standard"]);
    let public = world.get("/standard/docs?kind=public").text();
    assert!(!public.contains("CLIENT_SECRET") && !public.contains("grant_type=client_credentials"));
    // A challenge without a method would be a plain one, which is not taken here.
    assert!(public.contains("Send it with each challenge") && !public.contains("Without it: <code>plain</code>"));
    let strange = world.get("/standard/docs?kind=%3Cb%3E");
    assert_eq!(strange.text(), world.get("/standard/docs").text());
    let german = Request::new("GET", "/standard/docs").header("Accept-Language", "de").send(world.at);
    assert!(german.text().contains("<html lang=\"de\">") && german.text().contains("Ihre Daten lesen"));
    for method in ["POST", "DELETE"] {
        assert_eq!(Request::new(method, "/standard/docs").send(world.at).status, 405);
    }
    assert_eq!(Request::new("HEAD", "/standard/docs").send(world.at).status, 200);
    assert_eq!(world.get("/standard/docs/more").status, 404);
}

#[test]
fn where_a_page_shows_codes_that_is_told_in_the_place_of_redirects() {
    let world = World::of(&["gitshare", "standard"]);
    let told =
        |target: &str| Request::new("GET", target).header("Accept-Language", "de;q=0.1, en").send(world.at).text();
    let of_redirects = [
        "in the query of the redirect URI",
        "come back to the redirect URI",
        "that the redirect brought",
        "By redirect",
        "redirect_uri=",
        "required if the link had it",
        "Where people are sent back to",
    ];
    let of_pages =
        ["paste it into the app", "After yes it shows the code", "that the page showed", "codes are shown on a page"];
    for (kind, redirects, pages) in [("on-screen", false, true), ("callback", true, false)] {
        let page = told(&format!("/gitshare/docs?kind={kind}"));
        let all = |sentences: &[&str], there: bool| sentences.iter().all(|own| page.contains(own) == there);
        assert!(all(&of_redirects, redirects), "{kind}: {page}");
        assert!(!pages || all(&of_pages[..3], true), "{kind}: {page}");
    }
    let everybody = told("/gitshare/docs");
    for sentence in of_redirects.iter().chain(&of_pages[..2]).chain(&of_pages[3..]) {
        assert!(everybody.contains(sentence), "{sentence}: {everybody}");
    }
    // A sample for each.
    assert_eq!(everybody.matches("for the kind <code>on-screen</code>").count(), 2, "{everybody}");
    let elsewhere = told("/standard/docs");
    assert!(of_pages.iter().all(|sentence| !elsewhere.contains(sentence)), "{elsewhere}");
    let german = world.get("/gitshare/docs?kind=on-screen&lang=de").text();
    assert!(german.contains("fügt ihn in die App ein") && !german.contains("Per Redirect"), "{german}");
}

#[test]
fn an_apps_own_page_is_for_its_owners_and_never_has_its_secret() {
    let world = World::of(&["standard", "serble"]);
    let shown = &world.apps("standard")[0];
    let own = format!("/standard/apps/{}/docs", shown.app.client_id);
    let mut browser = world.browser();
    let form = browser.open(&own).page();
    assert!(is_sign_in(&form) && !form.text().contains(&shown.app.client_id));
    let page = browser.sign_in(&form).page();
    let text = page.text();
    assert!(text.contains(&format!("client_id={}", shown.app.client_id)) && text.contains(&shown.app.name), "{page:?}");
    assert!(!text.contains(shown.secret.as_ref().unwrap().expose()) && text.contains("$CLIENT_SECRET"));
    let back = format!("href=\"{}{}\"", world.url(), own.strip_suffix("/docs").unwrap());
    assert!(text.contains(&back) && text.contains("Back to "), "{text}");
    assert_eq!(page.header("cache-control"), "no-store");
    // Nobody's, another realm's, another person's: all are as if they were not there.
    let serble = &world.apps("serble")[0].app.client_id;
    assert_eq!(browser.open(&format!("/standard/apps/{serble}/docs")).page().status, 404);
    assert_eq!(browser.open("/standard/apps/nobody/docs").page().status, 404);
    let person = Person { username: "mallory".to_owned(), email: "m@example.com".to_owned(), ..Person::default() };
    world.admin("standard", async move |desk| {
        desk.create_account(person, &Plain::new("a long enough one")).await.unwrap();
    });
    let mut mallory = world.browser();
    let form = mallory.open(&own).page();
    let words = [("username", "mallory"), ("password", "a long enough one")];
    let page = mallory.submit(&form, "/-/sign-in", &words).page();
    assert!(page.status == 404 && !page.text().contains(&shown.app.name), "{page:?}");
    // Where a dialect has its console elsewhere, the page is there.
    let page = world.get(&format!("/serble/oauthapps/{serble}/docs"));
    assert!(page.status == 200 && is_sign_in(&page));
    assert_eq!(world.get(&format!("/serble/apps/{serble}/docs")).status, 404);
}
