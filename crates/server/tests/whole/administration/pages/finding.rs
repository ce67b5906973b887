//! How what was looked for is found, and what stands where nothing is.

use super::*;
use crate::administration::Caller;
use crate::people::account::links_to_ends;
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
fn an_app_is_found_by_its_id_in_capitals_too() {
    let world = World::of(&["serble"]);
    let client = Client::first(&world, "serble");
    client.tokens();
    let (id, capitals) = (client.id(), client.id().to_uppercase());
    assert_ne!(id, capitals);
    let mut browser = administrator(&world);
    let pages = "/admin/realms/serble";
    let href = format!("href=\"{pages}/apps/{id}\"");
    for path in [format!("/apps/{capitals}"), format!("/apps?q={capitals}"), format!("/audit?app={capitals}")] {
        let page = browser.open(&format!("{pages}{path}")).page();
        assert!(page.status == 200 && page.text().contains(id), "{path}: {page:?}");
    }
    assert!(browser.open(&format!("{pages}/apps?q={capitals}")).page().text().contains(&href));
    let grants = browser.open(&format!("{pages}/grants?app={capitals}")).page().text();
    assert!(grants.contains(&format!("/grants/{id}\"")), "{grants}");
    let listed = Caller::new(&world).get(&format!("/realms/serble/apps/{capitals}/grants"));
    assert_eq!((listed.status, listed.member("/items/0/account")), (200, "demo".to_owned()), "{listed:?}");
    let mut person = world.browser();
    let form = person.open("/serble/account").page();
    person.sign_in(&form).page();
    let remove = format!("/serble/account/apps/{capitals}/remove");
    let question = person.open(&remove).page();
    let after = person.submit(&question, &remove, &[]).page();
    assert!(after.text().contains("has ended.") && after.text().contains(&client.own.app.name), "{after:?}");
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
    world.admin("standard", async move |desk| {
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
    second_person(&world, "standard");
    client.tokens();
    let mut browser = administrator(&world);
    let (own, app) = (account(&world, "demo"), format!("/apps/{}", client.id()));
    let revoke = format!("{own}/grants/{}/revoke", client.id());
    act(&mut browser, &revoke, &revoke, &[]);
    let revoked = format!("{own}?done=revoked");
    for gone in [&revoke, revoke.trim_end_matches("/revoke")] {
        assert_eq!(led(&mut browser, gone), revoked);
    }
    client.tokens();
    let question = browser.open(&at(&revoke)).page();
    for _ in 0..2 {
        let after = browser.submit(&question, &at(&revoke), &[]).page();
        assert!(after.status == 200 && after.text().contains("The access is revoked."), "{after:?}");
    }
    client.tokens();
    let asked = [&own, &app].map(|thing| browser.open(&at(&format!("{thing}/delete"))).page());
    let halting = [(&own, "/disable"), (&app, "/suspend")];
    let halting = halting.map(|(thing, path)| (browser.open(&at(&format!("{thing}{path}"))).page(), thing, path));
    let name = client.own.app.name.clone();
    for (thing, name, list) in
        [(&app, name.as_str(), "/apps?done=deleted-app"), (&own, "demo", "/accounts?done=deleted-account")]
    {
        let delete = format!("{thing}/delete");
        act(&mut browser, &delete, &delete, &[("name", name)]);
        assert_eq!(led(&mut browser, &delete), list);
        assert_eq!(led(&mut browser, thing), list, "it has no page");
        if *thing == app {
            assert_eq!(led(&mut browser, &revoke), revoked, "its access ended with it");
            let never = revoke.replace(&own, &account(&world, "mallory"));
            assert_eq!(led(&mut browser, &never), format!("404 {never}"), "she never let it have any");
            let confirmed = browser.submit(&question, &at(&revoke), &[]).page();
            assert!(confirmed.text().contains("The access is revoked."), "{confirmed:?}");
            let left = browser.open(&at(&own)).page().text();
            let grants = browser.open(&at("/grants?account=demo")).page().text();
            assert!(left.contains("No app has access.") && !left.contains(client.id()), "{left}");
            assert!(!grants.contains(&format!("/grants/{}\"", client.id())), "{grants}");
            let listed = Caller::new(&world).get("/realms/standard/accounts/demo/grants");
            assert!(listed.status == 200 && !listed.text().contains(client.id()), "{listed:?}");
        }
    }
    for (page, thing, says) in [(&asked[0], &own, "The account is deleted."), (&asked[1], &app, "The app is deleted.")]
    {
        let again = browser.submit(page, &at(&format!("{thing}/delete")), &[("name", "demo")]).page();
        assert!(again.status == 200 && again.text().contains(says), "confirmed in a second tab: {again:?}");
    }
    for (page, thing, path) in halting {
        let late = browser.submit(&page, &at(&format!("{thing}{path}")), &[("reason", "spam")]).page();
        assert!(late.status == 200 && late.text().contains("is deleted."), "{thing}{path}: {late:?}");
    }
    assert_eq!(led(&mut browser, "/apps/nobody/delete"), "404 /apps/nobody/delete", "never was one");
}

#[test]
fn an_administrator_knows_their_own_browser() {
    let world = World::of(&["standard"]);
    let (mut browser, _other) = (administrator(&world), administrator(&world));
    let id = world.admin("admin", async move |desk| desk.account("admin").await.unwrap().id);
    let list = browser.open(&format!("/admin/realms/admin/accounts/{id}")).page().text();
    assert_eq!(list.matches("This browser").count(), 1, "{list}");
    for delete in [format!("/admin/realms/admin/accounts/{id}/delete"), "/admin/account/delete".to_owned()] {
        let question = browser.open(&delete).page();
        let asked = question.text().split("<main").nth(1).unwrap().to_owned();
        assert!(question.status == 200 && !asked.contains(" app"), "administrators have none: {asked}");
    }
    let said: Vec<String> = links_to_ends(&list).iter().map(|link| browser.open(link).page().text()).collect();
    assert_eq!(said.len(), 2, "{list}");
    for (says, whose) in [("you are signed out here.", "their own"), ("it asks to sign in again.", "the other")] {
        assert_eq!(said.iter().filter(|text| text.contains(says)).count(), 1, "{whose}: {said:?}");
    }
    assert!(said.iter().all(|text| text.contains("and was last seen")), "{said:?}");
}
