//! What was typed into a form whose session had ended stands there again after the sign-in, for whoever typed it, and nothing of it is done.

use super::Developer;
use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::http::Response;
use crate::world::World;

/// Sends the form after its session has ended, and gives the form to sign in.
fn send_late(browser: &mut Browser<'_>, (page, action): (&str, &str), fields: &[(&str, &str)]) -> Response {
    let form = browser.open(page).page();
    browser.cookies.retain(|name, _| !name.ends_with("-session"));
    let page = browser.submit(&form, action, fields).page();
    assert!(page.text().contains("/-/sign-in\""), "{page:?}");
    page
}

const FACTS: [(&str, &str); 5] = [
    ("name", "Typed <b>name</b>"),
    ("description", "Two\r\nlines"),
    ("site", "https://typed.example"),
    ("support", ""),
    ("color", "4"),
];

#[test]
fn settings_stand_there_as_they_were_typed_and_are_saved_when_they_are_sent_again() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notes");
    let (page, kept) = (format!("{}/{id}/settings", dana.console), "Typed &#60;b&#62;name&#60;/b&#62;");
    let form = send_late(&mut dana.browser, (&page, &page), &FACTS);
    let shown = dana.browser.sign_in(&form).page();
    for there in
        [kept, ">Two\nlines</textarea>", "\"https://typed.example\"", "value=\"4\" selected", "so nothing was done"]
    {
        assert!(shown.text().contains(there), "{there}: {shown:?}");
    }
    let name = || {
        let id = id.clone();
        world.admin("standard", async move |desk| desk.app(&id).await.unwrap().name)
    };
    assert_eq!(name(), "Notes");
    let saved = dana.browser.submit(&shown, &page, &FACTS).page();
    assert!(saved.text().contains("Saved."), "{saved:?}");
    assert_eq!(name(), "Typed <b>name</b>");
    assert!(world.log().iter().all(|line| !line.text.contains("typed.example")), "it travels sealed");
}

#[test]
fn ticks_and_an_administrators_limit_stand_there_again() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notes");
    let page = format!("{}/{id}/permissions", dana.console);
    let form = send_late(&mut dana.browser, (&page, &page), &[("scope", "write")]);
    let shown = dana.browser.sign_in(&form).page().text();
    assert!(shown.matches(" checked").count() == 1 && shown.contains("value=\"write\" checked"), "{shown}");

    let mut browser = administrator(&world);
    let app = format!("/admin/realms/standard/apps/{id}");
    let form = send_late(&mut browser, (&app, &format!("{app}/limit")), &[("limit", "1234")]);
    let shown = as_administrator(&mut browser, &world, &form);
    assert!(shown.contains("name=\"limit\"") && shown.contains("value=\"1234\""), "{shown}");
}

fn as_administrator(browser: &mut Browser<'_>, world: &World, form: &Response) -> String {
    let password = world.shown.administrator_password.as_ref().unwrap().expose().to_owned();
    let pair = [("username", "admin"), ("password", password.as_str())];
    browser.submit(form, "/-/sign-in", &pair).page().text()
}

#[test]
fn a_thousand_characters_of_any_kind_stand_there_again() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let page = format!("/admin/realms/standard/apps/{}/suspend", world.apps("standard")[0].app.client_id);
    for letter in ["ü", "😀", "\"", "x\n"] {
        let reason = letter.repeat(1000 / letter.chars().count());
        let form = send_late(&mut browser, (&page, &page), &[("reason", &reason)]);
        assert!(form.text().contains("What you typed is kept, passwords apart"), "{form:?}");
        let shown = as_administrator(&mut browser, &world, &form).replace("&#34;", "\"");
        assert!(shown.contains(reason.trim_end()), "{letter}: {shown}");
    }
    let form = send_late(&mut browser, (&page, &page), &[("reason", &"ü".repeat(5000))]);
    assert!(form.text().contains("Sign in to go back to the form."), "{form:?}");
    let shown = as_administrator(&mut browser, &world, &form);
    assert!(shown.contains("so nothing was done") && !shown.contains("üü"), "{shown}");
}

#[test]
fn the_audits_file_is_of_the_same_rows_after_a_sign_in() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let page = "/admin/realms/standard/audit?action=app.&account=demo";
    let form = send_late(&mut browser, (page, "/admin/realms/standard/audit/export"), &[("format", "csv")]);
    let shown = as_administrator(&mut browser, &world, &form);
    for (name, text) in [("action", "app."), ("account", "demo")] {
        let hidden = format!("name=\"{name}\" value=\"{text}\"");
        assert!(shown.matches(&hidden).count() >= 2, "both files have {hidden}: {shown}");
    }
}

#[test]
fn passwords_are_typed_anew_and_nobody_else_reads_what_was_typed() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let typed = [("email", "typed@example.com"), ("current", "a secret of dana")];
    let (page, action) = ("/standard/account/profile", "/standard/account/email");
    let form = send_late(&mut dana.browser, (page, action), &typed);
    let shown = dana.browser.sign_in(&form).page().text();
    assert!(shown.contains("value=\"typed@example.com\"") && !shown.contains("a secret of dana"), "{shown}");

    Developer::second(&world, "standard", "carol");
    let form = send_late(&mut dana.browser, (page, action), &typed);
    let pair = [("username", "carol"), ("password", super::PASSWORD)];
    let shown = dana.browser.submit(&form, "/-/sign-in", &pair).page().text();
    assert!(shown.contains("so nothing was done") && !shown.contains("typed@example.com"), "{shown}");
}

#[test]
fn a_form_of_another_site_is_not_filled_in() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let page = format!("{}/new", dana.console);
    let form = dana.browser.open(&page).page();
    dana.browser.cookies.clear();
    let elsewhere = dana.browser.submit(&form, &page, &[("name", "Slipped in")]).page();
    let shown = dana.browser.sign_in(&elsewhere).page().text();
    assert!(shown.contains("so nothing was done") && !shown.contains("Slipped in"), "of another browser: {shown}");
}
