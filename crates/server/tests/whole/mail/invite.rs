//! An account that somebody else has made, and the link with which it becomes its owner's.

use super::{signs_in, target, world};
use crate::smtp::Received;
use crate::world::World;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::letters::Postroom;
use grantor::desk::links::Errand;

fn invite(world: &World) {
    let person = Person { username: "carol".to_owned(), email: "carol@example.com".to_owned(), ..Person::default() };
    let (server, realm) = (world.server.clone(), world.realm("standard").clone());
    world.admin("standard", |desk| async move {
        let account = desk.create_account(person, &Plain::new("nobody knows this")).await.unwrap();
        let made = desk.make_link(Errand::Invite, &account, &account.email).await.unwrap();
        let (mail, mount) = (server.mail.as_deref(), realm.main().unwrap());
        let postroom = Postroom { mail, realm: &realm, mount, dice: server.dice.as_ref(), now: server.clock.now() };
        postroom.send_link(&account, &account.email, &made, "en");
    });
}

#[test]
fn aut_07_an_invitation_is_good_once_and_for_three_days() {
    let (world, mut mail) = world(&["standard"]);
    invite(&world);
    let letter: Received = mail.next();
    assert_eq!(letter.head("subject"), "Your account at Grantor");
    assert!(!letter.text.contains("carol"), "{}", letter.text);
    let link = target(&world, &letter);
    assert!(link.starts_with("/standard/-/join?link="));
    world.advance(72 * 3600 - 1);
    let mut browser = world.browser();
    let page = browser.open(&link).page();
    assert!(page.text().contains("Choose your password") && page.text().contains("carol"), "{page:?}");
    let done = browser.submit(&page, "/-/join", &[("password", "battery staple")]).page();
    assert!(done.text().contains("Your password was saved"), "{done:?}");
    assert!(signs_in(&world, "carol", "battery staple"));
    assert_eq!(world.get(&link).status, 410);
}

#[test]
fn aut_07_an_invitation_ends_to_the_second() {
    let (world, mut mail) = world(&["standard"]);
    invite(&world);
    let link = target(&world, &mail.next());
    world.advance(72 * 3600);
    assert_eq!(world.get(&link).status, 410);
}
