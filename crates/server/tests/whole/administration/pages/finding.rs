//! How what was looked for is found, and what stands where nothing is.

use super::*;
use crate::people::site::{PASSWORD, demo, second_person, signed_in};
use engine::secret::Plain;
use grantor::desk::accounts::Person;

/// Where a page leads; its own path where it is shown.
fn led(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.send(Request::new("GET", &at(path)));
    match answer.status {
        303 => answer.header("location").trim_start_matches(&at("")).to_owned(),
        status => format!("{status} {path}"),
    }
}

#[test]
fn an_account_is_found_by_its_id_in_capitals_too() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let own = account(&world, "demo");
    let id = own.rsplit('/').next().unwrap().to_owned();
    let capitals = id.to_uppercase();
    assert_ne!(id, capitals);
    for id in [&id, &capitals] {
        let grants = browser.open(&at(&format!("/grants?account={id}"))).page().text();
        assert!(grants.contains(&format!("{own}/grants/{}\"", client.id())), "{id}: {grants}");
        let one = led(&mut browser, &format!("/grants?account={id}&app={}", client.id()));
        assert_eq!(one, format!("{own}/grants/{}", client.id()));
        let page = browser.open(&at(&format!("/accounts/{id}"))).page();
        assert!(
            page.status == 200 && page.text().contains(&format!("href=\"{}/disable\"", at(&own))),
            "{id}: {page:?}"
        );
        let audit = browser.open(&at(&format!("/audit?actor=account:{id}"))).page().text();
        assert!(audit.contains("<td"), "{id}: {audit}");
    }
    let hint = browser.open(&at("/grants?lang=de")).page().text();
    assert!(hint.contains("Benutzername, Adresse oder ID"), "{hint}");
}

#[test]
fn who_did_something_is_found_by_the_words_of_the_page() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let mut browser = administrator(&world);
    let rows = |browser: &mut Browser<'_>, actor: &str| {
        browser.open(&at(&format!("/audit?actor={actor}"))).page().text().matches("<tr>").count()
    };
    let expected = rows(&mut browser, "command-line");
    assert!(expected > 1, "what the helper has made");
    for typed in ["Command+line", "COMMAND+LINE", "kommandozeile"] {
        assert_eq!(rows(&mut browser, typed), expected, "{typed}");
    }
    // Somebody's name hides nothing that the page calls so.
    world.admin("standard", |desk| async move {
        let person =
            Person { username: "command-line".to_owned(), email: "line@example.com".to_owned(), ..Person::default() };
        desk.create_account(person, &Plain::new("a long enough one")).await.unwrap();
    });
    assert_eq!(rows(&mut browser, "Command+line"), expected + 1, "and the new account's row");
    assert_eq!(rows(&mut browser, "command-line"), 0, "a name in its own letters means its person");
}

#[test]
fn who_was_seen_last_is_at_the_top_of_the_accounts() {
    let world = World::of(&["standard"]);
    second_person(&world, "standard");
    let mut browser = administrator(&world);
    let rows = |browser: &mut Browser<'_>, query: &str| {
        world.block_on(world.server.write_notes());
        let page = browser.open(&at(&format!("/accounts{query}"))).page().text();
        let rows = page.split("<tr>").skip(1).filter(|row| row.contains("/accounts/"));
        rows.map(|row| [row.contains(">mallory<"), row.contains("never")]).collect::<Vec<_>>()
    };
    let mallory = [true, false];
    assert!(rows(&mut browser, "").iter().all(|[_, never]| *never));
    world.advance(600);
    let mut person = signed_in(&world, "mallory", PASSWORD);
    assert_eq!(rows(&mut browser, "")[0], mallory);
    world.advance(600);
    demo(&world);
    assert_ne!(rows(&mut browser, "")[0], mallory);
    world.advance(600);
    person.open("/standard/account");
    assert_eq!(rows(&mut browser, "")[0], mallory, "a visit counts, not only a sign-in");
    assert_eq!(rows(&mut browser, "?q=mal"), [mallory]);
}

#[test]
fn a_last_day_before_the_first_is_a_fault() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let turned = browser.open(&at("/audit?since=2026-11-28&until=2026-11-27")).page();
    assert!(turned.status == 422 && turned.text().contains("This day is before the first one."), "{turned:?}");
    let german = browser.open(&at("/audit?since=2026-11-28&until=2026-11-27&lang=de")).page().text();
    assert!(german.contains("Dieser Tag liegt vor dem ersten."), "{german}");
    assert_eq!(browser.open(&at("/audit?since=2026-11-28&until=2026-11-28")).page().status, 200);
}

#[test]
fn behind_the_end_of_a_list_its_beginning_is_shown() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let own = account(&world, "demo");
    let by_app = format!("/grants?app={}", client.id());
    for (list, after) in [
        ("/grants?account=demo", "&after=1.1"),
        (&by_app, "&after=1.1"),
        (&own, "?after=1.1"),
        ("/audit", "?after=1"),
        ("/audit?action=app.", "&after=1"),
    ] {
        assert_eq!(led(&mut browser, &format!("{list}{after}")), list);
        assert_eq!(led(&mut browser, list), format!("200 {list}"));
    }
}

#[test]
fn a_question_about_what_is_gone_leads_to_the_list() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let (own, app) = (account(&world, "demo"), format!("/apps/{}", client.id()));
    let revoke = format!("{own}/grants/{}/revoke", client.id());
    act(&mut browser, &revoke, &revoke, &[]);
    assert_eq!(led(&mut browser, &revoke), own);
    let name = client.own.app.name.clone();
    for (thing, name, list) in [(&app, name.as_str(), "/apps"), (&own, "demo", "/accounts")] {
        let delete = format!("{thing}/delete");
        act(&mut browser, &delete, &delete, &[("name", name)]);
        assert_eq!(led(&mut browser, &delete), list);
        assert_eq!(led(&mut browser, thing), format!("404 {thing}"), "it has no page");
    }
    assert_eq!(led(&mut browser, "/apps/nobody/delete"), "404 /apps/nobody/delete", "never was one");
}
