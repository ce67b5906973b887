//! Links that an administrator sends from the pages: into an account that they have made, and in the place of a password.

use super::{choose, signs_in, target, world};
use crate::administration::pages::{self, account, act};
use crate::browser::Browser;
use crate::people::is_sign_in;
use crate::people::site::signed_in;
use crate::smtp::{Post, Received};
use crate::world::World;
use grantor::desk::search::AuditWish;
use store::ops::Page;

const NEW: &str = "battery staple";

/// Signed in, and told of that by a letter.
fn administrator<'w>(world: &'w World, mail: &mut Post) -> Browser<'w> {
    let browser = pages::administrator(world);
    assert_eq!(mail.next().to, ["admin@example.com"]);
    browser
}

/// Makes an account whose person chooses the password.
fn invite(administrator: &mut Browser<'_>, (realm, says): (&str, &str), (name, email): (&str, &str)) {
    let new = format!("/admin/realms/{realm}/accounts/new");
    let page = administrator.open(&new).page();
    let fields = [("username", name), ("email", email), ("how", "letter")];
    let made = administrator.submit(&page, &new, &fields).page();
    assert!(made.text().contains(says), "{made:?}");
}

/// Of `carol`, and the link to it.
fn invited(world: &World, mail: &mut Post) -> (Received, String) {
    invite(
        &mut administrator(world, mail),
        ("standard", "a link is on its way to its person"),
        ("carol", "carol@example.com"),
    );
    let letter = mail.next();
    let link = target(world, &letter);
    (letter, link)
}

fn join(browser: &mut Browser<'_>, link: &str) -> String {
    let page = browser.open(link).page();
    browser.submit(&page, "/-/join", &[("password", NEW)]).page().text()
}

#[test]
fn aut_07_an_invitation_is_good_once_and_for_three_days() {
    let (world, mut mail) = world(&["standard"]);
    let (letter, link) = invited(&world, &mut mail);
    assert_eq!(
        (letter.to.as_slice(), letter.head("subject")),
        (&["carol@example.com".to_owned()][..], "Your account at Grantor")
    );
    assert!(letter.text.contains("The account carol at Grantor was made for you."), "{}", letter.text);
    assert!(link.starts_with("/standard/-/join?link="));
    assert!(!signs_in(&world, "carol", ""), "nobody can sign in before");
    world.advance(72 * 3600 - 1);
    let mut browser = world.browser();
    let page = browser.open(&link).page();
    assert!(page.text().contains("Choose your password") && page.text().contains("carol"), "{page:?}");
    let done = join(&mut browser, &link);
    assert!(done.contains("Your password was saved") && done.contains("You can sign in with it now."), "{done}");
    assert!(signs_in(&world, "carol", NEW));
    let carol = world.admin("standard", async move |desk| desk.account("carol").await.unwrap());
    assert!(carol.email_verified, "a link that came by mail shows whose address it is");
    let used = world.get(&link);
    assert!(used.status == 410 && used.text().contains("please contact whoever runs"), "{used:?}");
    assert!(!used.text().contains("Ask for a new"), "nobody can invite themselves: {used:?}");
}

/// Whoever has no password yet gets no letter about another one.
#[test]
fn aut_07_an_invitation_is_sent_once_more() {
    let (world, mut mail) = world(&["standard"]);
    let (_, first) = invited(&world, &mut mail);
    let mut administrator = administrator(&world, &mut mail);
    let carol = account(&world, "carol");
    let page = administrator.open(&pages::at(&carol)).page().text();
    assert!(page.contains("Send another invitation") && !page.contains("Send a link for a new password"), "{page}");
    act(&mut administrator, &carol, &format!("{carol}/letter"), &[]);
    let letter = mail.next();
    assert!(letter.head("subject").starts_with("Your account at"), "{letter:?}");
    let second = target(&world, &letter);
    assert!(second.contains("/-/join?link="), "{second}");
    assert_eq!((world.get(&first).status, world.get(&second).status), (410, 200), "the newer one counts");
    super::forget(&world, "carol");
    let letter = mail.next();
    assert!(letter.head("subject").starts_with("Your account at"), "there is no password to forget: {letter:?}");
    let third = target(&world, &letter);
    assert!(third.contains("/-/join?link="), "{third}");
    assert_eq!((world.get(&second).status, world.get(&third).status), (410, 200));
}

#[test]
fn aut_07_an_invitation_ends_to_the_second() {
    let (world, mut mail) = world(&["standard"]);
    let (_, link) = invited(&world, &mut mail);
    world.advance(72 * 3600);
    assert_eq!(world.get(&link).status, 410);
}

/// The letter is in the administrator's language, since nobody knows the new person's yet.
#[test]
fn an_administrator_invites_another_one() {
    let (world, mut mail) = world(&["standard"]);
    let mut first = administrator(&world, &mut mail);
    first.headers = vec![("Accept-Language".to_owned(), "de".to_owned())];
    invite(&mut first, ("admin", "ein Link ist unterwegs"), ("alex", "alex@example.com"));
    let letter = mail.next();
    assert!(letter.head("subject").starts_with("Ihr Konto bei"), "{letter:?}");
    let link = target(&world, &letter);
    assert!(link.starts_with("/admin/-/join?link="), "{link}");
    let mut second = world.browser();
    join(&mut second, &link);
    let page = second.open("/admin").page();
    assert!(is_sign_in(&page));
    let page = second.submit(&page, "/-/sign-in", &[("username", "alex"), ("password", NEW)]).page();
    assert!(page.text().contains("<h1>Overview</h1>"), "{page:?}");
}

#[test]
fn aut_07_a_new_password_by_an_administrators_letter() {
    let (world, mut mail) = world(&["standard"]);
    let mut administrator = administrator(&world, &mut mail);
    let demo = account(&world, "demo");
    let sent = act(&mut administrator, &demo, &format!("{demo}/letter"), &[]).text();
    assert!(sent.contains("A link by which a password is chosen is on its way."), "{sent}");
    let row = world.admin("standard", async move |desk| {
        let wish = AuditWish { action: Some("account.password-link".to_owned()), ..AuditWish::default() };
        let found = desk.find_audit(wish, Page { after: None, limit: 10 }).await.unwrap();
        found.rows.into_iter().map(|row| row.audit).next().unwrap()
    });
    assert!(row.actor.starts_with("account:") && row.detail == "reset" && row.account.is_some(), "{row:?}");
    let letter = mail.next();
    assert_eq!(letter.to, ["demo@example.com"]);
    let link = target(&world, &letter);
    assert!(!sent.contains(link.split_once("link=").unwrap().1), "the administrator never sees the link");
    assert!(signs_in(&world, "demo", world.shown.password.expose()), "the old one works until then");
    let done = choose(&mut world.browser(), &link, NEW).text();
    assert!(done.contains("Your password was saved"), "{done}");
    assert!(signs_in(&world, "demo", NEW) && !signs_in(&world, "demo", world.shown.password.expose()));
    assert_eq!(world.get(&link).status, 410);
    let rows = administrator.open("/admin/realms/standard/audit?account=demo").page().text();
    assert!(rows.contains("Password chosen by a link") && rows.contains("Link for a new password made"), "{rows}");
    let told = signed_in(&world, "demo", NEW).open("/standard/account/events").page().text();
    assert!(told.contains("A link for choosing a new password was made."), "{told}");
}

#[test]
fn whoever_is_disabled_is_sent_no_link() {
    let (world, mut mail) = world(&["standard"]);
    let mut administrator = administrator(&world, &mut mail);
    let demo = account(&world, "demo");
    let page = administrator.open(&format!("/admin/realms/standard{demo}")).page();
    world.admin("standard", async move |desk| desk.disable("demo").await.unwrap());
    administrator.submit(&page, "/letter", &[]);
    let shown = administrator.open(&format!("/admin/realms/standard{demo}")).page().text();
    assert!(!shown.contains("/letter\""), "{shown}");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(mail.unread(), 0);
}

#[test]
fn the_api_sends_the_same_letters() {
    let (world, mut mail) = world(&["standard"]);
    let caller = crate::administration::Caller::new(&world);
    let person = r#"{"username": "carol", "email": "carol@example.com"}"#;
    assert_eq!(caller.send("POST", "/realms/standard/accounts", person).status, 201);
    let letter = mail.next();
    assert_eq!(letter.to, ["carol@example.com"]);
    assert!(join(&mut world.browser(), &target(&world, &letter)).contains("Your password was saved"));
    let carol = "/realms/standard/accounts/carol";
    assert_eq!(caller.send("POST", &format!("{carol}/letter"), "").status, 204);
    let link = target(&world, &mail.next());
    assert!(link.starts_with("/standard/-/reset?link="), "{link}");
    assert_eq!(caller.send("PUT", &format!("{carol}/password"), r#"{"password": "correct horse"}"#).status, 204);
    assert_eq!(mail.next().to, ["carol@example.com"], "told of the new password");
    assert_eq!(world.get(&link).status, 410, "and the link of before is good no more");
    assert_eq!(caller.send("POST", &format!("{carol}/disable"), "").status, 204);
    let no = caller.send("POST", &format!("{carol}/letter"), "");
    assert_eq!((no.status, no.member("/detail").contains("of no use")), (422, true), "{no:?}");
}
