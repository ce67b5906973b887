//! Whose a user name or an address is: what the owner's login has said last decides. Nobody is refused for one, and no account is found by one.

use super::{Answer, Client, Visit, accounts, is_consent_of, trouble, visit, world};
use crate::client::Tokens;
use crate::world::World;
use engine::model::Account;

/// What the owner says about somebody: id, user name, address, and whether that is proven.
type Said<'t> = (&'t str, &'t str, &'t str, bool);

const ADA: Said<'static> = ("4711", "ada", "ada@shop.example", true);
const GRACE: Said<'static> = ("4712", "grace", "grace@shop.example", true);

fn answer(visit: &Visit<'_>, (sub, username, email, email_verified): Said<'_>) -> Answer {
    Answer {
        sub: sub.to_owned(),
        preferred_username: username.to_owned(),
        email: email.to_owned(),
        email_verified,
        ..visit.ada()
    }
}

/// Somebody comes in, and is called so by the consent page.
fn comes_in<'w>(world: &'w World, said: Said<'_>, called: &str) -> Visit<'w> {
    let mut visit = visit(world, "shop");
    let answer = answer(&visit, said);
    assert!(is_consent_of(visit.back(&answer), called), "{said:?} is let in as {called}");
    visit
}

fn account(world: &World, sub: &str) -> Account {
    let found = accounts(world, "shop").into_iter().find(|account| account.upstream.as_deref() == Some(sub));
    found.unwrap_or_else(|| panic!("an account of {sub}"))
}

fn names(account: &Account) -> (&str, &str, bool) {
    (&account.username, &account.email, account.email_verified)
}

/// What the audit says about an account, oldest first: who, what.
fn rows(world: &World, account: &Account) -> Vec<(String, String)> {
    let account = account.clone();
    let rows = world.admin("shop", async move |desk| desk.events(&account, None).await.unwrap().rows);
    let row = |row: &store::ops::Audited| (row.audit.actor.clone(), row.audit.action.clone());
    rows.iter().rev().map(|(own, _)| row(own)).collect()
}

fn tokens(client: &Client<'_>, visit: &mut Visit<'_>) -> Tokens {
    let url = visit.browser.allow(&client.target()).url();
    let code = client.dialect().client_read_redirect(&url).code.unwrap();
    client.read_code(&client.exchange(&code))
}

/// Whoever may choose a user name at the owner's site must not come into somebody's account by it; nor keep somebody out of it.
#[test]
fn names_that_move_take_nothing_else_along() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut ada = comes_in(&world, ADA, "ada");
    let own = tokens(&client, &mut ada);
    let before = account(&world, "4711");

    let mut grace = comes_in(&world, ("4712", "ADA", "ada@shop.example", true), "ADA");
    let (after, other) = (account(&world, "4711"), account(&world, "4712"));
    assert_eq!(names(&other), ("ADA", "ada@shop.example", true));
    assert_ne!((other.key, &other.id), (before.key, &before.id));
    let nameless = Account { username: before.id.clone(), email: String::new(), email_verified: false, ..before };
    assert_eq!(after, nameless, "nothing but the names");
    let hand_off = |action: &str| ("hand-off".to_owned(), action.to_owned());
    let lost = [hand_off("account.lose-name"), hand_off("account.lose-address")];
    assert_eq!(rows(&world, &after).split_off(rows(&world, &after).len() - 2), lost);
    assert_eq!(rows(&world, &other)[0], hand_off("account.create"));

    // Ada's session, grant and tokens are hers still, and Grace has none of them.
    client.lives(&own.access, "after the name has moved");
    let list = ada.browser.open("/shop/account").page().text();
    assert!(list.contains(&format!("/account/apps/{}/remove", client.id())), "{list}");
    assert!(list.contains(&after.id), "she is called by her id for now: {list}");
    let told = ada.browser.open("/shop/account/events").page().text();
    assert!(told.contains("Your user name went to another account"), "{told}");
    assert!(told.contains("Your email address went to another account"), "{told}");
    let told = ada.browser.open("/shop/account/events?lang=de").page().text();
    assert!(told.contains("Ihr Benutzername ging an ein anderes Konto"), "{told}");
    assert!(!grace.browser.open("/shop/account").page().text().contains("/remove\""), "nobody let anything in there");

    let mut again = visit(&world, "shop");
    let countess = answer(&again, ("4711", "countess", "countess@shop.example", true));
    assert!(again.back(&countess).url().contains("code="), "what she has allowed is not asked again");
    assert_eq!(names(&account(&world, "4711")), ("countess", "countess@shop.example", true));
    assert_eq!(names(&account(&world, "4712")), ("ADA", "ada@shop.example", true));
    client.lives(&own.access, "after the next sign-in");
    let told = ada.browser.open("/shop/account/events?lang=en").page().text();
    assert!(told.contains("Your user name was changed.") && told.contains("Your email address was changed."), "{told}");
}

/// Two people who take each other's names, one after the other: the second of them finds the first one's gone, and the first gets hers at the next sign-in.
#[test]
fn swapped_names_lock_nobody_out() {
    let world = world();
    comes_in(&world, ADA, "ada");
    comes_in(&world, GRACE, "grace");
    let (ada, grace) = (("4711", GRACE.1, GRACE.2, true), ("4712", ADA.1, ADA.2, true));
    comes_in(&world, ada, "grace");
    let nameless = account(&world, "4712");
    assert_eq!(names(&nameless), (nameless.id.as_str(), "", false));
    comes_in(&world, grace, "ada");
    assert_eq!(names(&account(&world, "4711")), ("grace", "grace@shop.example", true));
    assert_eq!(names(&account(&world, "4712")), ("ada", "ada@shop.example", true));
    assert_eq!(accounts(&world, "shop").len(), 2);
}

/// An address that nobody has proven may be typed by whoever likes, and so may a user name: neither takes somebody's proven address.
#[test]
fn what_anybody_may_type_takes_no_address() {
    let world = world();
    comes_in(&world, ADA, "ada");
    let before = account(&world, "4711");
    for _ in 0..2 {
        comes_in(&world, ("4712", "grace", "ADA@shop.example", false), "grace");
        assert_eq!(names(&account(&world, "4712")), ("grace", "", false));
    }
    let grace = account(&world, "4712");
    let made = rows(&world, &grace);
    assert!(made.iter().all(|(_, action)| action == "account.create" || action == "account.sign-in"), "{made:?}");
    comes_in(&world, ("4712", "Ada@shop.example", "", false), "grace");
    let mut late = visit(&world, "shop");
    let claimed = answer(&late, ("4713", "ada@shop.example", "", false));
    let page = late.back(&claimed).page();
    let third = account(&world, "4713");
    assert_eq!(
        (page.status, names(&third)),
        (200, (third.id.as_str(), "", false)),
        "an account without a name to be called by"
    );
    assert_eq!(account(&world, "4711"), before);
    // The address that nobody has proven gives way in its turn.
    comes_in(&world, ("4714", "eve", "eve@shop.example", false), "eve");
    comes_in(&world, ("4715", "eve@shop.example", "", false), "eve@shop.example");
    assert_eq!(names(&account(&world, "4714")), ("eve", "", false));
}

/// Somebody's spare name may be somebody's user name.
#[test]
fn a_spare_name_is_nobodys() {
    let world = world();
    comes_in(&world, ADA, "ada");
    let id = account(&world, "4711").id;
    comes_in(&world, ("4712", &id, "", false), &id);
    comes_in(&world, ("4713", "ada", "", false), "ada");
    assert_eq!(account(&world, "4711").username, format!("{id}-2"));
    assert_eq!(account(&world, "4712").username, id);
}

/// An account that no id is linked to may be theirs who come for the first time with its names: nothing is done before an administrator has said so. Whoever has an
/// account already comes in, and does without.
#[test]
fn an_account_that_is_linked_to_nobody_keeps_its_names() {
    let world = world();
    let seeded = world.admin("shop", async move |desk| desk.account("demo").await.unwrap());
    for (username, email) in
        [(seeded.username.as_str(), "grace@shop.example"), ("grace", seeded.email.as_str()), ("DEMO", "")]
    {
        let mut other = visit(&world, "shop");
        let claimed = answer(&other, ("4712", username, email, true));
        let target = other.way_back(&claimed);
        let page = other.refused(&target);
        assert_eq!(trouble(&world), "names_taken", "{username} {email}");
        assert!(page.text().contains("another account"), "{page:?}");
        let line = world.log().into_iter().rev().find(|line| line.text.contains("trouble=")).unwrap();
        assert!(line.text.contains("4712"), "the log says whom it is about: {line:?}");
    }
    assert!(accounts(&world, "shop").is_empty());
    comes_in(&world, GRACE, "grace");
    comes_in(&world, ("4712", "demo", &seeded.email, true), "grace");
    assert_eq!(names(&account(&world, "4712")), ("grace", "", false));
    comes_in(&world, ("4713", "eve", &seeded.email, false), "eve");
    assert_eq!(world.admin("shop", async move |desk| { desk.account("demo").await.unwrap() }), seeded);
}
