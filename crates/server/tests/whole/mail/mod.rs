//! AUT-07, OID-09, OID-10: everything that goes by a mailed link, with a real mail server on loopback.

mod confirm;
mod down;
mod invite;
mod notices;
mod reset;
mod same;

use crate::browser::{Browser, End};
use crate::http::{Request, Response};
use crate::smtp::{Post, Received};
use crate::world::World;

/// These realms of the demo, with a mail server at that port. `more`: further lines of the file.
fn world_at(port: u16, realms: &[&str], more: &str) -> World {
    let mail = format!("{more}\n[mail]\nsmtp = \"smtp://127.0.0.1:{port}\"\nfrom = \"no-reply@shop.example\"\n");
    World::configured(realms, &mail)
}

fn world(realms: &[&str]) -> (World, Post) {
    let post = Post::open();
    (world_at(post.port, realms, ""), post)
}

/// Where a link of a letter leads, as path and query. Every link begins with the configured address.
fn target(world: &World, letter: &Received) -> String {
    let link = letter.link();
    let rest = link.strip_prefix(&world.url()).unwrap_or_else(|| panic!("{link} is not at {}", world.url()));
    assert!(letter.html.contains(&format!("href=\"{link}\"")), "the same link in HTML: {}", letter.html);
    rest.to_owned()
}

/// Asks for a link as somebody with a new browser.
fn forget(world: &World, name: &str) -> Response {
    let mut browser = world.browser();
    let page = browser.open("/standard/-/forgotten").page();
    browser.submit(&page, "/-/forgotten", &[("name", name)]).page()
}

/// Fills in the form behind a reset link.
fn choose(browser: &mut Browser<'_>, target: &str, password: &str) -> Response {
    let page = browser.open(target).page();
    assert_eq!(page.status, 200, "{page:?}");
    browser.submit(&page, "/-/reset", &[("password", password)]).page()
}

/// Signs in at the first app of the realm `standard`; whether that went well.
fn signs_in(world: &World, name: &str, password: &str) -> bool {
    let mut browser = world.browser();
    let client = crate::client::Client::first(world, "standard");
    let page = browser.open(&client.target()).page();
    match browser.submit(&page, "/-/sign-in", &[("username", name), ("password", password)]) {
        End::Page(page) => page.text().contains("/-/consent\""),
        End::App(..) => true,
    }
}

/// The same form, posted again by hand.
fn post(world: &World, browser: &Browser<'_>, path: &str, pairs: &[(&str, &str)]) -> Response {
    let jar: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::new("POST", path).header("Cookie", &jar.join("; "));
    request.header("Sec-Fetch-Site", "same-origin").form(pairs).send(world.at)
}

/// A hidden field of a page.
fn hidden(page: &Response, name: &str) -> String {
    let text = page.text();
    let field = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {text}"));
    field.split('"').next().unwrap().to_owned()
}
