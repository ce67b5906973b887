//! A mail server that is away, and one that says no.

use super::{forget, target, world, world_at};
use crate::smtp::{Post, free_port, wait};
use grantor::desk::accounts::Person;

#[test]
fn a_letter_waits_for_a_mail_server_that_is_away() {
    let port = free_port();
    let world = world_at(port, &["standard"], "");
    assert_eq!(forget(&world, "demo").status, 200);
    wait("the first try fails", || world.log().iter().any(|line| line.text.contains("is tried again")).then_some(()));
    let mut mail = Post::at(port);
    let link = target(&world, &mail.next());
    assert_eq!(world.get(&link).status, 200);
}

#[test]
fn a_letter_that_has_lost_its_sense_is_dropped_with_a_line_in_the_log() {
    let world = world_at(free_port(), &["standard"], "");
    forget(&world, "demo");
    wait("the first try fails", || world.log().iter().any(|line| line.text.contains("is tried again")).then_some(()));
    world.advance(1800);
    let line = wait("the letter is dropped", || {
        world.log().into_iter().find(|line| line.text.contains("a letter was dropped: it has lost its sense"))
    });
    assert!(line.text.starts_with("ERROR") && line.text.contains("letter=\"reset\""), "{}", line.text);
    assert!(!line.text.contains("link="), "{}", line.text);
}

#[test]
fn what_the_mail_server_refuses_for_good_is_dropped_at_once() {
    let (world, mut mail) = world(&["standard"]);
    let person = Person { username: "carol".to_owned(), email: "refused@example.com".to_owned(), ..Person::default() };
    let password = engine::secret::Plain::new("correct horse");
    world.admin("standard", async move |desk| desk.create_account(person, &password).await).unwrap();
    assert_eq!(forget(&world, "carol").status, 200, "nobody learns of it here");
    let line = wait("the letter is dropped", || {
        world.log().into_iter().find(|line| line.text.contains("a letter was dropped"))
    });
    assert!(line.text.contains("the mail server said 550"), "{}", line.text);
    assert!(!line.text.contains("refused@example.com"), "what the mail server words stays out: {}", line.text);
    forget(&world, "demo");
    mail.next();
}
