//! A realm that looks at apps first, and apps that are suspended.

use super::{Developer, PASSWORD, reviewing};
use crate::browser::End;
use store::ops::AppChange;

#[test]
fn until_it_is_approved_an_app_is_its_owners_alone() {
    let world = reviewing();
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make("Notes");
    let page = alice.open(&format!("/{id}"));
    assert!(page.text().contains("Only the app’s owners can use it."), "{page:?}");
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
    assert!(log.contains("not open to everybody yet") && !log.contains("bob"), "{log}");
    let page = alice.post(&format!("/{id}/review"), &[]);
    assert!(page.text().contains("In review") && page.text().contains("Take the request back"), "{page:?}");
    let page = alice.act((&format!("/{id}/review"), &format!("/{id}/review/withdraw")), &[]);
    assert!(page.text().contains("The request is taken back."), "{page:?}");
    alice.post(&format!("/{id}/review"), &[]);
    assert!(refused(bob()));
    changed(&world, &id, AppChange::Review(engine::model::Review::Live));
    let consent = bob().page().text();
    assert!(consent.contains("/-/consent\"") && !consent.contains("not reviewed by"), "everybody may now: {consent}");
    assert!(alice.open(&format!("/{id}/review")).text().contains("Open to everybody"));
}

fn changed(world: &crate::world::World, id: &str, change: AppChange) {
    let id = id.to_owned();
    world.admin("standard", |desk| async move {
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
    client.is_dead(&tokens.access, "suspended");
    changed(&world, &id, AppChange::Resume);
    client.lives(&tokens.access, "again");
}

#[test]
fn where_no_review_is_demanded_an_old_draft_is_opened_by_its_owner() {
    let world = crate::world::World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    changed(&world, &id, AppChange::Review(engine::model::Review::Draft));
    assert!(alice.open(&format!("/{id}/review")).text().contains("Open it to everybody"));
    let page = alice.post(&format!("/{id}/review"), &[]);
    assert!(page.text().contains("Open to everybody"), "{page:?}");
}
