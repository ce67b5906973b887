//! What somebody reads about an app that they have let in.

use super::account::links_to_ends;
use super::site::demo;
use crate::administration::pages::administrator;
use crate::client::Client;
use crate::http::Request;
use crate::world::World;
use engine::model::{Code, GrantKey, MountKey};
use engine::secret::Hashed;
use grantor::desk::apps::Wish;
use grantor::desk::own::NewApp;
use store::ops::{Audit, Consent, IssueCode, Issued, Origin};

#[test]
fn con_07_where_there_are_no_scopes_the_card_says_what_consent_said() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    client.tokens();
    let mut browser = world.browser();
    let form = browser.open("/raindrop/account").page();
    let remove = format!("/account/apps/{}/remove", client.id());
    let card =
        |list: String| list.split("<li class=\"panel item\">").find(|card| card.contains(&remove)).unwrap().to_owned();
    let english = card(browser.sign_in(&form).page().text());
    assert!(english.contains("The app will have full access to your account"), "{english}");
    let german = card(browser.open("/raindrop/account?lang=de").page().text());
    assert!(german.contains("Die App erhält vollen Zugriff auf Ihr Konto"), "{german}");
}

/// An app without a live access token is not out of the account while it can get another one.
#[test]
fn con_07_an_app_that_can_renew_its_access_is_said_to() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    world.advance(7200);
    let mut browser = demo(&world);
    let list = browser.open("/standard/account").page().text();
    assert!(list.contains("<dt>Live tokens</dt><dd>0</dd>"), "{list}");
    assert!(list.contains("<dt>New tokens</dt><dd>without asking you; that ends <time datetime="), "{list}");
    let list = browser.open("/standard/account?lang=de").page().text();
    assert!(list.contains("<dt>Neue Tokens</dt><dd>ohne Sie zu fragen; das endet <time datetime="), "{list}");
    let id = client.id().to_owned();
    world.admin("standard", async move |desk| desk.suspend(&id, "spam").await.unwrap());
    let list = browser.open("/standard/account?lang=en").page().text();
    assert!(list.contains("its tokens are refused for now") && !list.contains("New tokens"), "{list}");
    let id = client.id().to_owned();
    world.admin("standard", async move |desk| desk.resume(&id).await.unwrap());
    assert!(browser.open("/standard/account").page().text().contains("New tokens"));
    assert_eq!(client.revoke(tokens.renewable()).unwrap().status, 200);
    let list = browser.open("/standard/account").page().text();
    assert!(!list.contains("New tokens"), "{list}");
}

/// Sent twice from one page: by a step back, or in another tab that still shows it.
#[test]
fn what_has_ended_already_is_done() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = demo(&world);
    let path = format!("/standard/account/apps/{}/remove", client.id());
    let question = browser.open(&path).page();
    let there = browser.open(&format!("{path}?after=1%20x")).page().text();
    assert!(there.contains("href=\"/standard/account?after=1%20x\""), "back to where they came from: {there}");
    assert!(there.contains(&format!("action=\"{path}?after=1%20x\"")), "and so after it is done: {there}");
    let ended = format!("The access of <strong><bdi>{}</bdi></strong> has ended.", client.own.app.name);
    for _ in 0..2 {
        let list = browser.submit(&question, &path, &[]).page();
        assert!(list.status == 200 && list.text().contains(&ended), "{list:?}");
    }
    let list = browser.open(&path).page();
    assert!(list.status == 200 && list.text().contains("Apps with access</h1>"), "nothing to ask about: {list:?}");
    let rows = world.admin("standard", async move |desk| {
        let account = desk.account("demo").await.unwrap();
        let rows = desk.events(&account, None).await.unwrap().rows;
        rows.iter().filter(|(row, _)| row.audit.action == "grant.revoke").count()
    });
    assert_eq!(rows, 1, "it ended once");

    demo(&world);
    let sessions = browser.open("/standard/account/sessions").page();
    let other = links_to_ends(&sessions.text()).remove(0);
    let question = browser.open(&other).page();
    for _ in 0..2 {
        let list = browser.submit(&question, &other, &[]).page();
        assert!(list.status == 200 && list.text().contains("That browser is signed out."), "{list:?}");
    }
    let never = "/standard/account/sessions/0123456789abcdef/end";
    let request = Request::new("POST", never).header("Sec-Fetch-Site", "same-origin");
    assert_eq!(browser.send(request.form(&[("csrf", "none")])).status, 400, "no form of ours leads there");
}

/// The page promises that everything ends which the app holds for the account, "also what would never expire".
#[test]
fn con_02_a_test_token_ends_with_the_access_of_its_app() {
    let world = World::of(&["raindrop"]);
    let client = Client::first(&world, "raindrop");
    let tokens = client.tokens();
    let id = client.id().to_owned();
    let test = world.admin("raindrop", async move |desk| desk.test_token(&id).await.unwrap());
    client.lives(test.expose(), "a test token");
    let path = format!("/raindrop/account/apps/{}/remove", client.id());
    let mut browser = world.browser();
    let form = browser.open(&path).page();
    let question = browser.sign_in(&form).page();
    assert!(question.text().contains("also what would never expire"), "{question:?}");
    browser.submit(&question, &path, &[]).page();
    client.is_dead(&tokens.access, "after its access was removed");
    client.is_dead(test.expose(), "after its access was removed");
}

/// Nobody's link says what somebody has done.
#[test]
fn what_was_done_is_believed_of_our_own_redirect_alone() {
    let world = World::of(&["standard"]);
    let mut browser = demo(&world);
    for (path, word, says) in [
        ("/standard/account", "password", "Your password is changed"),
        ("/standard/account/profile", "profile", "Your profile is saved"),
        ("/standard/apps", "deleted", "is deleted"),
        ("/standard/account/password", "session-ended", "nothing was done"),
    ] {
        let page = browser.open(&format!("{path}?done={word}")).page();
        assert!(page.status == 200 && !page.text().contains(says), "{page:?}");
    }
    let page = browser.open("/standard/account/profile").page();
    let saved = browser.submit(&page, "/standard/account/profile", &[("first_name", "Dana")]).page();
    assert!(saved.text().contains("Your profile is saved"), "{saved:?}");
    let forged = browser.open("/standard/account/password?done=password").page();
    assert!(!forged.text().contains("Your password is changed"), "another word than that of what was done: {forged:?}");
    let elsewhere = browser.open("/standard/account/events?done=profile").page();
    assert!(!elsewhere.text().contains("Your profile is saved"), "another page than where it was done: {elsewhere:?}");
    for (path, says) in [
        ("/standard/-/forgotten?done=sent", "Look at your email"),
        ("/standard/-/reset?done=session-ended", "Your password was saved"),
        ("/standard/account?done=session-ended", "nothing was done"),
        ("/standard/account?done=session-ended&kept=x", "nothing was done"),
    ] {
        let page = world.browser().open(path).page();
        assert!(!page.text().contains(says), "{path}: {page:?}");
    }
    let mut late = world.browser();
    let form = late.open("/standard/account?done=session-ended").page();
    let page = late.sign_in(&form).page();
    assert!(page.status == 200 && !page.text().contains("nothing was done"), "not after the sign-in either: {page:?}");
}

#[test]
fn con_07_the_device_of_a_consent_is_told() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let mut browser = demo(&world);
    browser.headers = vec![("User-Agent".to_owned(), "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned())];
    browser.allow(&client.target()).url();
    let list = browser.open("/standard/account").page().text();
    assert!(list.contains("from <bdi>127.0.0.1</bdi>, <bdi>Firefox, Linux</bdi></dd>"), "{list}");
}

/// Whoever looks for an app looks for what they use: on the first page, and at the top of it, also of more apps than a page holds.
#[test]
fn what_was_used_last_is_at_the_top_of_every_list() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    world.advance(60);
    world.admin("standard", async move |desk| {
        let owner = desk.account("demo").await.unwrap();
        for nth in 0..60 {
            let new = NewApp { name: format!("Later {nth:02}"), ..NewApp::default() };
            let app = desk.create_own(new, &owner).await.unwrap().app;
            let consent = Consent {
                proposed: GrantKey(nth),
                scope: "profile:read".to_owned(),
                at: desk.now.secs() + nth,
                origin: Origin::default(),
                audit: Audit::default(),
            };
            let code = Code {
                hash: Hashed::of(app.client_id.as_bytes()),
                mount: MountKey(1),
                app: app.key,
                account: owner.key,
                grant: GrantKey(nth),
                scope: "profile:read".to_owned(),
                redirect_uri: None,
                redirect_named: false,
                challenge: None,
                offline: false,
                issued_at: desk.now.secs(),
                ends_at: desk.now.secs(),
                spent: None,
            };
            let write = IssueCode { realm: desk.realm.key, code, consent };
            assert_eq!(desk.store.issue_code(write).await.unwrap(), Issued::New);
        }
    });
    let name = world.apps("standard")[0].app.name.clone();
    let names = |page: &str| {
        let names = page.split("<bdi").skip(1).filter_map(|rest| rest.split(['>', '<']).nth(1));
        names.filter(|own| *own == name || own.starts_with("Later")).map(str::to_owned).collect::<Vec<_>>()
    };
    let (mut person, mut office) = (demo(&world), administrator(&world));
    let mut tops = || {
        let pages = [person.open("/standard/account"), person.open("/standard/apps")];
        let [account, console] = pages.map(|end| names(&end.page().text()));
        let pages = ["/admin/realms/standard/grants?account=demo", "/admin/realms/standard/apps"];
        let [grants, apps] = pages.map(|page| names(&office.open(page).page().text()));
        [account, console, grants, apps]
    };
    for list in tops() {
        assert!(list.len() >= 10 && !list.contains(&name), "{list:?}");
    }
    world.advance(600);
    client.lives(&tokens.access, "used");
    world.block_on(world.server.write_notes());
    for list in tops() {
        assert_eq!(list[0], name, "{list:?}");
    }
}

/// An app whose tokens an API checks by itself is never asked about here: it is at work all the same.
#[test]
fn con_07_renewed_access_is_a_last_use() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    let tokens = client.tokens();
    let mut person = demo(&world);
    let mut used = || {
        world.block_on(world.server.write_notes());
        let page = person.open("/standard/account").page().text();
        let (_, rest) = page.split_once("<dt>Last used</dt><dd>").unwrap();
        rest.split("</dd>").next().unwrap().to_owned()
    };
    assert_eq!(used(), "not yet");
    world.advance(3_600);
    let next = client.refreshed(tokens.renewable());
    let first = used();
    assert!(first.contains("<time datetime=") && first.contains("127.0.0.1"), "{first}");
    world.advance(1);
    client.refreshed(next.renewable());
    let time = |text: &str| text.split('"').nth(1).unwrap().to_owned();
    assert_eq!(time(&used()), time(&first), "of a chain of renewals one in five minutes is written down");
}

#[test]
fn con_07_what_was_added_to_a_consent_is_told_with_its_time() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.code_for(&client.target_for(Some("profile"), None));
    let mut person = demo(&world);
    let mut list = || person.open("/standard/account").page().text();
    assert!(!list().contains("Allowed more"));
    world.advance(7_200);
    client.code_for(&client.target_for(Some("profile read"), None));
    let text = list();
    assert!(text.contains("<dt>Allowed more</dt><dd><time datetime="), "{text}");
}

/// Two apps of one name are told apart by their ids before nobody looks after them any more.
#[test]
fn apps_that_are_called_alike_are_told_apart() {
    let world = World::of(&["standard"]);
    let ids = world.admin("standard", async move |desk| {
        let mut ids = Vec::new();
        for _ in 0..2 {
            let wish = Wish { name: "0 alike".to_owned(), owner: Some("demo".to_owned()), ..Wish::default() };
            ids.push(desk.create_app(wish).await.unwrap().app.client_id);
        }
        ids
    });
    let question = demo(&world).open("/standard/account/delete").page().text();
    for id in ids {
        assert!(question.contains(&format!("<bdi>0 alike ({id})</bdi>")), "{question}");
    }
}

#[test]
fn behind_the_end_of_a_list_its_beginning_is_shown() {
    let world = World::of(&["standard"]);
    Client::first(&world, "standard").tokens();
    let mut browser = demo(&world);
    for (path, after) in [("/standard/account", "1.1"), ("/standard/account/events", "1")] {
        let led = browser.send(Request::new("GET", &format!("{path}?after={after}")));
        assert_eq!((led.status, led.header("location")), (303, path), "{led:?}");
        assert_eq!(browser.open(path).page().status, 200, "{path}");
    }
}
