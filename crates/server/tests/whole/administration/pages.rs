//! The pages of the administrators: what they do there, and that nobody else does.

use super::apart;
use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::people::is_sign_in;
use crate::world::World;

mod export;
mod finding;
mod matrix;
mod seals;
mod work;

/// Signed in as the demo's administrator.
pub fn administrator(world: &World) -> Browser<'_> {
    let mut browser = world.browser();
    let form = browser.open("/admin").page();
    assert!(is_sign_in(&form) && form.text().contains("Grantor Admin"), "{form:?}");
    let password = world.shown.administrator_password.as_ref().unwrap().expose().to_owned();
    let page = browser.submit(&form, "/-/sign-in", &[("username", "admin"), ("password", &password)]).page();
    assert!(page.status == 200 && page.text().contains("<h1>Overview</h1>"), "{page:?}");
    browser
}

/// Opens a page below the realm's and posts its form to that path below it.
pub fn act(browser: &mut Browser<'_>, page: &str, to: &str, fields: &[(&str, &str)]) -> Response {
    let shown = browser.open(&at(page)).page();
    assert_eq!(shown.status, 200, "{page}: {shown:?}");
    browser.submit(&shown, &at(to), fields).page()
}

pub fn at(path: &str) -> String {
    format!("/admin/realms/standard{path}")
}

/// The page of the account of that user name.
pub fn account(world: &World, name: &str) -> String {
    let name = name.to_owned();
    format!("/accounts/{}", world.admin("standard", async move |desk| { desk.account(&name).await.unwrap().id }))
}
