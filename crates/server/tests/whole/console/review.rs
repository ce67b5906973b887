//! A realm that looks at apps first, and apps that are suspended.

use super::{Developer, PASSWORD, reviewing, saying_at};
use crate::browser::End;
use crate::world::WEB;
use engine::model::Review;
use store::ops::AppChange;

#[test]
fn until_it_is_approved_an_app_is_its_owners_alone() {
    let world = reviewing();
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make("Notes");
    let page = alice.open(&format!("/{id}"));
    assert!(page.text().contains("Nobody but the app’s owners can be sent to it."), "{page:?}");
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", "https://client.example/connect/user")]);
    let client = alice.client(&id, &secret);
    let consent = client.ask().page();
    assert!(consent.text().contains("not reviewed by"), "{consent:?}");
    client.lives(&client.tokens().access, "of its owner");
    Developer::second(&world, "standard", "bob");
    let bob = || {
        let mut browser = world.browser();
        let form = browser.open(&client.target()).page();
        browser.submit(&form, "/-/sign-in", &[("username", "bob"), ("password", PASSWORD)])
    };
    let refused = |end: End| matches!(&end, End::App(url, _) if url.contains("error=")) || end.is_page_of(400);
    assert!(refused(bob()));
    let log = {
        world.block_on(world.server.write_notes());
        alice.open(&format!("/{id}/errors")).text()
    };
    assert!(log.contains("not open to everybody.") && !log.contains("bob"), "{log}");
    let page = alice.post(&format!("/{id}/review"), &[]);
    assert!(page.text().contains("The app waits for its review now."), "{page:?}");
    assert!(page.text().contains("In review") && page.text().contains("Take the request back"), "{page:?}");
    let page = alice.act((&format!("/{id}/review"), &format!("/{id}/review/withdraw")), &[]);
    assert!(page.text().contains("The request is taken back."), "{page:?}");
    alice.post(&format!("/{id}/review"), &[]);
    assert!(refused(bob()));
    changed(&world, &id, AppChange::Review(Review::Live));
    let consent = bob().page().text();
    assert!(consent.contains("/-/consent\"") && !consent.contains("not reviewed by"), "everybody may now: {consent}");
    assert!(alice.open(&format!("/{id}/review")).text().contains("Open to everybody"));
}

/// Of an app that waits, what an owner let it have ends with their part in it: else anybody could be let in for a moment.
#[test]
fn a_review_is_not_walked_around_through_owners() {
    let world = reviewing();
    let mut bob = Developer::second(&world, "standard", "bob");
    let (id, secret) = bob.make_whole("Notes");
    let owners = format!("/{id}/owners");
    let demo = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    let question = format!("{owners}/{demo}/remove");
    bob.post(&owners, &[("username", "demo")]);
    assert!(!bob.open(&question).text().contains("has allowed the app"), "nothing ends yet");
    let client = bob.client(&id, &secret);
    let tokens = client.tokens();
    client.lives(&tokens.access, "of an owner");
    let page = bob.open(&question).text();
    assert!(page.contains("What this account has allowed the app ends, with all tokens"), "{page}");
    bob.post(&question, &[]);
    client.is_dead(&tokens.access, "of somebody who is none any more");
    assert_ne!(client.refresh(tokens.renewable()).status, 200);
    let mut demo = Developer::demo(&world, "standard");
    let account = demo.browser.open("/standard/account").page().text();
    assert!(!account.contains(&format!("/account/apps/{id}/remove")), "{account}");
    let events = demo.browser.open("/standard/account/events").page().text();
    assert!(events.contains("The access of <strong><bdi>Notes</bdi></strong> ended."), "{events}");

    bob.post(&owners, &[("username", "demo")]);
    let tokens = client.tokens();
    changed(&world, &id, AppChange::Approve(None));
    assert!(!bob.open(&question).text().contains("has allowed the app"), "everybody may now");
    bob.post(&question, &[]);
    client.lives(&tokens.access, "as everybody’s");
}

#[test]
fn people_read_what_is_true_however_far_the_review_has_come() {
    let world = saying_at("gitshare", "review = \"demanded\"");
    let mut alice = Developer::demo(&world, "gitshare");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    Developer::second(&world, "gitshare", "bob");
    let bob = |language: &str| {
        let mut browser = world.browser();
        let form = browser.open(&client.target()).page();
        let page = browser.submit(&form, "/-/sign-in", &[("username", "bob"), ("password", PASSWORD)]).page();
        assert!(language.is_empty() || page.status == 400);
        page
    };
    let changed = |change: AppChange| {
        let id = id.clone();
        world.admin("gitshare", async move |desk| {
            let app = desk.app(&id).await.unwrap();
            let audit = store::ops::Audit { at: desk.now.secs(), ..Default::default() };
            desk.store.change_app(desk.realm.key, app.key, change, audit).await.unwrap();
        });
    };
    let console = alice.console.clone();
    for review in [Review::Draft, Review::InReview] {
        changed(AppChange::Review(review));
        let page = bob("en").text();
        assert!(page.contains("as it is now, nobody but its owners can be sent to it."), "{page}");
        assert!(page.contains(&format!("{console}/{id}/review")), "{page}");
        assert!(!page.contains("can ask"), "{page}");
    }
    changed(AppChange::Review(Review::Live));
    assert_eq!(bob("").status, 200);
    changed(AppChange::Suspend(1, Some("It sends spam.".to_owned())));
    let page = world.get(&client.target()).text();
    assert!(page.contains("Why it is, and whom to ask: ") && page.contains(&format!("{console}/{id}\"")), "{page}");
    assert!(!page.contains("spam") && !page.contains("can ask"), "{page}");
}

/// What an approved app may change freely, and what takes it back to its review.
#[test]
fn news_of_a_live_app_wait_for_the_review_and_what_it_holds_goes_on() {
    let world = reviewing();
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    alice.post(&format!("/{id}/permissions"), &[("scope", "read")]);
    let approve = || changed(&world, &id, AppChange::Approve(None));
    let standing = || {
        let id = id.clone();
        world.admin("standard", async move |desk| desk.app(&id).await.unwrap().review)
    };
    approve();
    Developer::second(&world, "standard", "bob");
    let client = alice.client(&id, &secret);
    let bob = |client: &crate::client::Client<'_>| {
        let mut browser = world.browser();
        let form = browser.open(&client.target()).page();
        browser.submit(&form, "/-/sign-in", &[("username", "bob"), ("password", PASSWORD)])
    };
    assert!(bob(&client).page().text().contains("/-/consent\""));
    let tokens = client.tokens();

    let settings = format!("/{id}/settings");
    let facts = |name, description, site, support, color| {
        [("name", name), ("description", description), ("site", site), ("support", support), ("color", color)]
    };
    let page = alice.post(&settings, &facts("Notes", "Says more", "", "help@notes.example", "4"));
    assert!(page.text().contains("Saved.") && page.text().contains("sends it back to the review"), "{page:?}");
    alice.post(&format!("/{id}/secrets"), &[("secret_name", "second")]);
    alice.remove_redirect(&id, WEB);
    alice.post(&format!("/{id}/permissions"), &[]);
    assert_eq!(standing(), Review::Live, "nothing of this is new to people");

    let went_back = |page: crate::http::Response| {
        assert!(page.text().contains("The app is in review again."), "{page:?}");
        assert!(!page.text().contains("sends it back to the review"), "{page:?}");
        assert_eq!(standing(), Review::InReview);
        let end = bob(&client);
        assert!(matches!(&end, End::App(url, _) if url.contains("error=")) || end.is_page_of(400), "{end:?}");
        client.lives(&tokens.access, "what it holds goes on");
        approve();
    };
    went_back(alice.post(&format!("/{id}/redirects"), &[("redirect_uri", WEB)]));
    went_back(alice.post(&format!("/{id}/permissions"), &[("scope", "read")]));
    went_back(alice.post(&settings, &facts("Bank", "Says more", "", "", "")));
    went_back(alice.post(&settings, &facts("Bank", "Says more", "https://bank.example/", "", "")));
    assert!(bob(&client).page().text().contains("/-/consent\""), "approved again");
    let kind = format!("/{id}/kind");
    let asked = alice.act((&settings, &kind), &[("kind", "public")]).text();
    assert!(asked.contains("All of its secrets (2)") && asked.contains("Its approval: "), "{asked}");
    assert_eq!(standing(), Review::Live, "asked, and nothing done");
    let page = alice.post(&format!("{kind}/public"), &[]);
    assert!(page.text().contains("The app is in review again."), "{page:?}");
    assert_eq!(client.verify(&tokens.access).status, 200, "what it holds goes on");
}

#[test]
fn a_developer_reads_why_an_app_was_sent_back_until_it_is_submitted_again() {
    let world = reviewing();
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Notes");
    let [overview, review] = ["", "/review"].map(|page| format!("/{id}{page}"));
    let said = "It was sent back, for this reason: <strong><bdi>Say &#60;who&#62; you are.</bdi></strong>";
    alice.post(&review, &[]);
    for reason in ["Not yet.", "Say <who> you are."] {
        let id = id.clone();
        world.admin("standard", async move |desk| desk.send_back(&id, reason).await.unwrap());
    }
    for page in [&overview, &review] {
        let text = alice.open(page).text();
        assert!(text.contains(said) && !text.contains("Not yet."), "{text}");
    }
    alice.post(&review, &[]);
    for page in [&overview, &review] {
        assert!(!alice.open(page).text().contains("sent back"), "{page}");
    }
}

fn changed(world: &crate::world::World, id: &str, change: AppChange) {
    let id = id.to_owned();
    world.admin("standard", async move |desk| {
        let app = desk.app(&id).await.unwrap();
        let audit = store::ops::Audit { at: desk.now.secs(), ..Default::default() };
        desk.store.change_app(desk.realm.key, app.key, change, audit).await.unwrap();
    });
}

#[test]
fn a_suspended_apps_developer_reads_why_and_its_tokens_are_dead() {
    let world = crate::world::World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let tokens = client.tokens();
    changed(&world, &id, AppChange::Suspend(world.server.clock.now().secs(), Some("It sends <b>spam</b>".to_owned())));
    let page = alice.open(&format!("/{id}"));
    assert!(page.text().contains("Suspended") && page.text().contains("It sends &#60;b&#62;spam"), "{page:?}");
    assert!(page.text().contains("To have the suspension lifted, put that right and contact "), "{page:?}");
    client.is_dead(&tokens.access, "suspended");
    changed(&world, &id, AppChange::Suspend(1, Some(grantor::desk::review::NO_REASON.to_owned())));
    let german = alice.open(&format!("/{id}?lang=de")).text();
    assert!(german.contains("Es wurde kein Grund genannt."), "{german}");
    alice.open("?lang=en");
    let mut account = || alice.browser.open("/standard/account").page().text();
    assert!(account().contains("Suspended: its tokens are refused for now."), "{}", account());
    changed(&world, &id, AppChange::Resume);
    client.lives(&tokens.access, "again");
    assert!(!account().contains("Suspended"), "{}", account());
}

#[test]
fn where_no_review_is_demanded_an_old_draft_is_opened_by_its_owner() {
    let world = crate::world::World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    changed(&world, &id, AppChange::Review(Review::Draft));
    assert!(alice.open(&format!("/{id}/review")).text().contains("Open it to everybody"));
    let page = alice.post(&format!("/{id}/review"), &[]);
    assert!(page.text().contains("Open to everybody"), "{page:?}");
}

#[test]
fn a_suspended_apps_review_page_says_so_and_how_its_review_stands() {
    let world = reviewing();
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Notes");
    let [overview, review, settings] = ["", "/review", "/settings"].map(|page| format!("/{id}{page}"));
    changed(&world, &id, AppChange::Approve(None));
    changed(&world, &id, AppChange::Suspend(1, Some("It sends spam.".to_owned())));
    let page = alice.open(&review).text();
    assert!(page.contains("has suspended this app") && page.contains("It sends spam."), "{page}");
    assert!(!page.contains("Open to everybody") && !page.contains("can use this app"), "{page}");
    let facts = [("name", "Bank"), ("description", ""), ("site", ""), ("support", ""), ("color", "")];
    assert!(alice.post(&settings, &facts).text().contains("The app is in review again."));
    for page in [&overview, &review] {
        let text = alice.open(page).text();
        assert!(text.contains("has suspended") && text.contains("It waits for its review, too"), "{page}: {text}");
    }
    let mut admin = crate::administration::pages::administrator(&world);
    let page = admin.open(&format!("/admin/realms/standard/apps/{id}")).page();
    let text = page.text();
    assert!(text.contains("Suspended") && text.contains("It waits for its review, too"), "{text}");
    let approved = admin.submit(&page, &format!("/apps/{id}/approve"), &[]).page().text();
    assert!(approved.contains("everybody can use it once its suspension ends"), "{approved}");
}

#[test]
fn a_suspended_apps_first_page_has_no_other_next_step() {
    let world = crate::world::World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    let page = format!("/{id}");
    assert!(alice.open(&page).text().contains("Next: where people are sent back to"));
    changed(&world, &id, AppChange::Suspend(1, Some("It sends spam.".to_owned())));
    let text = alice.open(&page).text();
    assert!(text.contains("It sends spam.") && text.contains("put that right and contact "), "{text}");
    assert!(!text.contains("Next:"), "{text}");
    changed(&world, &id, AppChange::Resume);
    assert!(alice.open(&page).text().contains("Next:"));
}

#[test]
fn an_app_that_waits_where_no_review_is_asked_for_is_not_called_a_draft() {
    let world = crate::world::World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Notes");
    changed(&world, &id, AppChange::Review(Review::InReview));
    for page in ["", "/review"] {
        let text = alice.open(&format!("/{id}{page}")).text();
        assert!(text.contains("In review") && text.contains("you can open it to everybody yourself"), "{page}: {text}");
        assert!(!text.contains("A draft"), "{page}: {text}");
    }
    changed(&world, &id, AppChange::Review(Review::Draft));
    let text = alice.open(&format!("/{id}")).text();
    assert!(text.contains("you can open it to everybody yourself") && !text.contains("Ask for a review"), "{text}");
}
