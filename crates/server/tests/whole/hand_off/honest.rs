//! What happens when everybody is honest.

use super::{Client, End, PAGE, is_consent_of, sent, visit, with_hosts, world};
use crate::browser::authorize;
use crate::http::Request;
use crate::race;

#[test]
fn the_first_sign_in_makes_the_account_and_the_next_follows_what_changed() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut first = visit(&world, "shop");
    let ada = first.ada();
    assert!(is_consent_of(first.back(&ada), "ada"));
    let url = first.browser.allow(&client.target()).url();
    let code = client.dialect().client_read_redirect(&url).code.unwrap();
    let tokens = client.read_code(&client.exchange(&code));
    client.lives(&tokens.access, "of an account from elsewhere");
    let made = super::accounts(&world, "shop");
    assert_eq!(made.len(), 1);
    assert_eq!((made[0].username.as_str(), made[0].email.as_str()), ("ada", "ada@shop.example"));
    assert_eq!(
        (made[0].first_name.as_str(), made[0].last_name.as_str(), made[0].email_verified),
        ("Ada", "Lovelace", true)
    );
    assert_eq!(made[0].upstream.as_deref(), Some("4711"));
    assert!(super::accounts(&world, "club").is_empty(), "realms share nothing");

    let mut second = visit(&world, "shop");
    let mut changed = second.ada();
    changed.preferred_username = "countess".to_owned();
    changed.email = "ada.king@shop.example".to_owned();
    changed.family_name = "King".to_owned();
    changed.roles = Some(vec!["staff".to_owned(), "of-the-owner-only".to_owned()]);
    assert!(is_consent_of(second.back(&changed), "countess"));
    let followed = super::accounts(&world, "shop");
    assert_eq!(followed.len(), 1);
    assert_eq!(followed[0].id, made[0].id, "the same account");
    assert_eq!(
        (followed[0].username.as_str(), followed[0].email.as_str(), followed[0].last_name.as_str()),
        ("countess", "ada.king@shop.example", "King")
    );
    assert_eq!(followed[0].roles, ["staff"], "of the owner's roles, those that the realm knows");
    client.lives(&tokens.access, "after the change");

    // What is left out stays, what is said to be empty goes.
    let mut third = visit(&world, "shop");
    let mut silent = changed.clone();
    (silent.jti, silent.roles) = (third.request.jti.clone(), None);
    third.back(&silent);
    assert_eq!(super::accounts(&world, "shop")[0].roles, ["staff"]);
    let mut fourth = visit(&world, "shop");
    (silent.jti, silent.roles) = (fourth.request.jti.clone(), Some(Vec::new()));
    fourth.back(&silent);
    assert!(super::accounts(&world, "shop")[0].roles.is_empty());
}

/// Pages of ours are behind the same door, and what is done there is done to the same account.
#[test]
fn the_account_pages_are_behind_the_owners_login_too() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut visit = sent(&world, world.browser(), "/shop/account?lang=de");
    assert_eq!(visit.request.ui_locales, "de");
    let ada = visit.ada();
    let page = visit.back(&ada).page();
    assert_eq!((page.status, page.text().contains("lang=\"de\"")), (200, true), "{page:?}");
    let url = visit.browser.allow(&client.target()).url();
    let code = client.dialect().client_read_redirect(&url).code.unwrap();
    let tokens = client.read_code(&client.exchange(&code));
    let target = format!("/shop/account/apps/{}/remove", client.id());
    let mut other = sent(&world, world.browser(), &target);
    let grace = super::Answer {
        sub: "4712".to_owned(),
        preferred_username: "grace".to_owned(),
        email: String::new(),
        ..other.ada()
    };
    assert_eq!(other.back(&grace).page().status, 404, "another person's grant is nothing to her");
    let mut own = sent(&world, world.browser(), &target);
    let ada = own.ada();
    let asked = own.back(&ada).page();
    own.browser.submit(&asked, "/remove", &[]);
    client.is_dead(&tokens.access, "after she took it back");
}

#[test]
fn a_request_says_who_asks_for_what_and_until_when() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut browser = world.browser();
    browser.headers = vec![("Accept-Language".to_owned(), "de-DE,de;q=0.9".to_owned())];
    let visit = sent(&world, browser, &client.target());
    let request = &visit.request;
    assert_eq!((request.iss.clone(), request.aud.as_str()), (format!("{}/shop", world.url()), PAGE));
    assert_eq!((request.realm.as_str(), request.ui_locales.as_str(), &request.prompt), ("shop", "de", &None));
    assert_eq!((request.iat, request.exp), (visit.now(), visit.now() + 300));
    assert!(request.jti.len() >= 22, "128 bits");
    let other = super::visit(&world, "shop");
    assert_ne!(other.request.jti, request.jti);
}

/// The answer to the page that a person would see is a way out, not a page: 303, nothing of it kept by caches or told to the page by a referrer.
#[test]
fn nothing_is_written_before_the_answer() {
    let world = world();
    let client = Client::first(&world, "shop");
    let answer = world.get(&client.target());
    assert_eq!(
        (answer.status, answer.header("cache-control"), answer.header("referrer-policy")),
        (303, "no-store", "no-referrer")
    );
    assert_eq!(answer.headers("set-cookie").count(), 1, "the browser's own: {answer:?}");
    assert!(super::accounts(&world, "shop").is_empty());
}

/// OpenID Connect Core 1.0 section 3.1.2.1: `prompt=login`.
#[test]
fn a_fresh_sign_in_is_demanded_and_given() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut before = visit(&world, "shop");
    let ada = before.ada();
    assert!(is_consent_of(before.back(&ada), "ada"));
    world.advance(120);
    let target = format!("{}&prompt=login", client.target());
    let mut again = sent(&world, before.browser, &target);
    assert_eq!(again.request.prompt.as_deref(), Some("login"));
    let old = claims_of(&again, 120);
    let target = again.way_back(&old);
    again.refused(&target);
    assert_eq!(super::trouble(&world), "sign_in_old");
    let mut again = sent(&world, again.browser, &format!("{}&prompt=login", client.target()));
    let fresh = again.ada();
    assert!(is_consent_of(again.back(&fresh), "ada"), "and it goes on, without asking once more");
}

fn claims_of(visit: &super::Visit<'_>, ago: i64) -> super::Answer {
    super::Answer { auth_time: visit.now() - ago, ..visit.ada() }
}

/// `auth_time` is when they proved who they are, maybe long before they came: that is no fresh sign-in later either.
#[test]
fn a_session_is_as_old_as_the_sign_in_at_the_owners() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut visit = visit(&world, "shop");
    let old = claims_of(&visit, 7200);
    assert!(is_consent_of(visit.back(&old), "ada"));
    let again = sent(&world, visit.browser, &format!("{}&prompt=login", client.target()));
    assert_eq!(again.request.prompt.as_deref(), Some("login"));
}

/// Two tabs at once, each with a flow of its own; the first sign-in in both.
#[test]
fn two_tabs_make_one_account() {
    let world = world();
    let tabs: Vec<_> = (0..8).map(|_| visit(&world, "shop")).collect();
    let requests: Vec<(String, String)> = tabs
        .iter()
        .map(|tab| {
            let jar = tab.browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
            (tab.way_back(&tab.ada()), jar.join("; "))
        })
        .collect();
    let at = world.at;
    let statuses =
        race::all(requests, |(target, jar)| Request::new("GET", &target).header("Cookie", &jar).send(at).status);
    assert_eq!(statuses, [303; 8]);
    assert_eq!(super::accounts(&world, "shop").len(), 1);
}

/// One browser, two flows, answered in the other order.
#[test]
fn tabs_of_one_browser_do_not_disturb_each_other() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut one = visit(&world, "shop");
    let mut other = world.browser();
    other.cookies = one.browser.cookies.clone();
    let mut two = sent(&world, other, &client.target_for(None, Some("the other tab")));
    let ada = two.ada();
    assert!(is_consent_of(two.back(&ada), "ada"));
    one.browser.cookies = two.browser.cookies.clone();
    let ada = one.ada();
    assert!(is_consent_of(one.back(&ada), "ada"));
}

/// A cookie belongs to one host: whoever begins at another one is first led to the mount's own.
#[test]
fn a_mount_with_several_hosts_hands_off_at_its_first() {
    let world = with_hosts("\"auth.shop.example\", \"*.tenant.example\"");
    let client = Client::first(&world, "shop");
    let target = client.target().replacen("/shop/", "/", 1);
    let at = |host: &str| Request::new("GET", &target).header("Host", host).send(world.at);
    let elsewhere = at("a.tenant.example");
    assert_eq!(
        (elsewhere.status, elsewhere.header("location")),
        (303, format!("http://auth.shop.example{target}").as_str())
    );
    assert_eq!(elsewhere.header("set-cookie"), "");
    for home in ["auth.shop.example", "AUTH.SHOP.EXAMPLE", "auth.shop.example:8443"] {
        assert!(at(home).header("location").starts_with(PAGE), "{home}");
    }
}

/// The answer has to fit into an address behind the errand.
#[test]
fn an_errand_that_is_too_long_is_refused_at_once() {
    let world = world();
    let client = Client::first(&world, "shop");
    let mut longest = 0;
    for state in [100, 1000, 3000, 4000, 5000, 6000, 7000] {
        let target = client.target_for(None, Some(&"s".repeat(state)));
        let mut browser = world.browser();
        match browser.open(&target) {
            End::App(url, 303) => {
                let mut visit = sent(&world, world.browser(), &target);
                let mut ada = visit.ada();
                ada.given_name = "Ä".repeat(100);
                assert!(is_consent_of(visit.back(&ada), "ada"), "{state}: {} bytes", url.len());
                longest = state;
            }
            end => assert_eq!(end.page().status, 413, "{state}"),
        }
    }
    assert_eq!(longest, 4000, "a state of that many bytes travels");
}

/// Where a dialect tells an app of a wrong request only after sign-in, that is the owner's sign-in too.
#[test]
fn nothing_leaves_for_an_app_before_somebody_has_signed_in() {
    let world = world();
    let client = Client::first(&world, "shop");
    let target = authorize(
        "/shop/oauth2/authorize",
        &[
            ("client_id", client.id()),
            ("response_type", "code"),
            ("redirect_uri", crate::world::WEB),
            ("scope", "nonsense"),
        ],
    );
    let mut visit = sent(&world, world.browser(), &target);
    let ada = visit.ada();
    assert!(visit.back(&ada).url().contains("error=invalid_scope"));
}
