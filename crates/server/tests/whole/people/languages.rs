//! The language that was asked for holds for every page up to the last, whatever goes wrong.

use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::World;

const GERMAN: &str = "<html lang=\"de\">";

fn german(client: &Client<'_>) -> String {
    format!("{}&lang=de", client.target())
}

#[track_caller]
fn says(page: &Response, status: u16, heading: &str) {
    assert_eq!(page.status, status, "{page:?}");
    let text = page.text();
    assert!(text.contains(GERMAN) && text.contains(heading), "{text}");
}

fn decide(browser: &mut Browser<'_>, page: &Response, decision: &str) -> Response {
    browser.submit(page, "/-/consent", &[("decision", decision)]).page()
}

#[test]
fn a_page_that_was_answered_says_so_in_the_language_of_the_request() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    for (first, then) in [("allow", "deny"), ("deny", "allow")] {
        let mut browser = world.browser();
        let page = browser.reach_consent(&german(&client)).page();
        browser.submit(&page, "/-/consent", &[("decision", first)]).url();
        let again = decide(&mut browser, &page, then);
        says(&again, 400, "Sie haben schon geantwortet");
        assert!(again.text().contains("Eine Seite nimmt eine Antwort an"), "nothing is said about what the app did");
    }
    let mut browser = world.browser();
    let page = browser.reach_consent(&german(&client)).page();
    let code = browser.submit(&page, "/-/consent", &[("decision", "allow")]).parameter("code");
    client.read_code(&client.exchange(&code));
    says(&decide(&mut browser, &page, "allow"), 400, "Sie haben schon geantwortet");
}

#[test]
fn a_form_that_does_not_count_says_so_in_the_language_of_the_request() {
    let world = World::of(&["hidrive", "standard"]);
    let client = Client::first(&world, "hidrive");
    let mut browser = world.browser();
    let sign_in = browser.open(&german(&client)).page();
    let consent = browser.sign_in(&sign_in).page();
    let mut other = world.browser();
    other.reach_consent(&client.target());
    says(&other.sign_in(&sign_in).page(), 400, "gehört nicht zu dieser Sitzung");
    says(&decide(&mut other, &consent, "allow"), 400, "gehört nicht zu dieser Sitzung");
    let beside = |target: &str, fields: &[(&str, &str)]| Request::new("POST", target).form(fields).send(world.at);
    says(&beside("/hidrive/-/sign-in", &[("lang", "de")]), 400, "gehört nicht zu dieser Sitzung");
    says(&beside("/hidrive/-/consent?lang=de", &[("request", "x")]), 400, "gehört nicht zu dieser Sitzung");
    let unasked = beside("/hidrive/-/sign-in", &[]);
    assert!(unasked.text().contains("<html lang=\"en\">"), "the dialect's own: {unasked:?}");
    let browsers = Request::new("POST", "/standard/-/sign-in").header("Accept-Language", "de").form(&[]).send(world.at);
    says(&browsers, 400, "gehört nicht zu dieser Sitzung");
    world.advance(30 * 60);
    says(&browser.sign_in(&sign_in).page(), 400, "Diese Seite ist zu alt");
    says(&decide(&mut browser, &consent, "allow"), 400, "Diese Seite ist zu alt");
}

#[test]
fn a_database_that_takes_no_writes_is_told_in_the_language_of_the_request() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let mut browser = world.browser();
    let sign_in = browser.open(&german(&client)).page();
    let lock = world.database.lock();
    says(&browser.sign_in(&sign_in).page(), 503, "HiDrive");
    drop(lock);
    let consent = browser.sign_in(&sign_in).page();
    let lock = world.database.lock();
    says(&decide(&mut browser, &consent, "allow"), 503, "HiDrive");
    drop(lock);
}
