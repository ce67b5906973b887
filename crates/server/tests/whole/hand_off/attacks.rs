//! Forged, replayed, late, swapped and cross-realm answers; reflected requests; other hosts and methods. None signs anybody in.

use super::{Client, End, PAGE, is_consent_of, secret, sent, trouble, visit, with_hosts, world};
use crate::browser::Browser;
use crate::http::Request;
use crate::race;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Key, Plain};
use grantor::flow::hand_off::claims::Answer;
use grantor::flow::hand_off::jwt::{Direction, sign};

fn answers() -> Key {
    Direction::Answer.key(&secret())
}

fn is_nobody(world: &crate::world::World, browser: &mut Browser<'_>) {
    let end = browser.open(&Client::first(world, "shop").target());
    assert!(matches!(&end, End::App(url, 303) if url.starts_with(PAGE)), "sent away again: {end:?}");
}

#[test]
fn tok_07_a_forged_answer_signs_nobody_in() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let ada = visit.ada();
    let good = sign(Direction::Answer, &answers(), &ada);
    let (text, signature) = good.rsplit_once('.').unwrap();
    let (header, _) = text.split_once('.').unwrap();
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let admin = part(&serde_json::to_string(&Answer { sub: "1".to_owned(), ..ada.clone() }).unwrap());
    let unsigned = part(r#"{"alg":"none","typ":"grantor-answer+jwt"}"#);
    let rsa = part(r#"{"alg":"RS256","typ":"grantor-answer+jwt"}"#);
    for token in [
        sign(Direction::Answer, &Direction::Answer.key(&Plain::new("another secret of at least 32 bytes")), &ada),
        format!("{header}.{admin}.{signature}"),
        format!("{unsigned}.{admin}."),
        format!("{unsigned}.{admin}.{signature}"),
        format!("{rsa}.{admin}.{signature}"),
        format!("{text}."),
        text.to_owned(),
        String::new(),
    ] {
        let target = visit.with_token(&token);
        visit.refused(&target);
        assert_eq!(trouble(&world), "answer_unbelieved", "{token}");
    }
    assert!(super::accounts(&world, "shop").is_empty());
    assert!(is_consent_of(visit.back(&ada), "ada"), "and the request is still good for the true answer");
}

/// What Grantor signed comes back as if the owner had.
#[test]
fn tok_07_a_reflected_request_is_no_answer() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let ada = visit.ada();
    for token in [
        visit.token.clone(),
        sign(Direction::Request, &Direction::Request.key(&secret()), &ada),
        sign(Direction::Answer, &Direction::Request.key(&secret()), &ada),
        sign(Direction::Request, &answers(), &ada),
    ] {
        let target = visit.with_token(&token);
        visit.refused(&target);
        assert_eq!(trouble(&world), "answer_unbelieved");
    }
    is_nobody(&world, &mut visit.browser);
}

#[test]
fn an_answer_counts_once() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let ada = visit.ada();
    let target = visit.way_back(&ada);
    assert!(is_consent_of(visit.back(&ada), "ada"));
    visit.refused(&target);
    assert_eq!(trouble(&world), "answer_used");
    // Signed afresh, about the same request.
    world.advance(5);
    let another = visit.way_back(&visit.ada());
    assert_ne!(another, target);
    visit.refused(&another);
    assert_eq!(trouble(&world), "answer_used");
    visit.browser.cookies.retain(|name, _| !name.ends_with("-session"));
    visit.refused(&target);
    is_nobody(&world, &mut visit.browser);
    // Whoever came for a page of ours finds back to it.
    let mut visit = sent(&world, world.browser(), "/shop/account/profile");
    let ada = visit.ada();
    let target = visit.way_back(&ada);
    visit.back(&ada).page();
    let page = visit.refused(&target).text();
    assert!(page.contains("href=\"/shop/account/profile\"") && !page.contains("the app"), "{page}");
}

/// What is not there says so on a page, like everything else that is not there.
#[test]
fn what_only_passwords_need_is_a_page_that_is_not_there() {
    let world = world();
    for name in ["forgotten", "reset", "join", "confirm", "sign-up"] {
        let answer = world.get(&format!("/shop/-/{name}"));
        assert!(answer.status == 404 && answer.text().contains("<title>Error"), "{name}: {answer:?}");
    }
}

#[test]
fn of_32_replays_at_once_one_counts() {
    let world = world();
    let visit = visit(&world, "shop");
    let target = visit.way_back(&visit.ada());
    let jar =
        visit.browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
    let at = world.at;
    let statuses =
        race::all((0..32).collect(), |_: i32| Request::new("GET", &target).header("Cookie", &jar).send(at).status);
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 31, "{statuses:?}");
}

#[test]
fn a_late_answer_is_none() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let ada = visit.ada();
    let target = visit.way_back(&ada);
    world.advance(60);
    visit.refused(&target);
    assert_eq!(trouble(&world), "answer_late");
    let now = visit.now();
    for (iat, exp, auth_time, why) in [
        (now, now + 61, now, "answer_unfit"),
        (now, i64::MAX, now, "answer_unfit"),
        (now, now + 60, now + 1, "answer_unfit"),
        (now + 11, now + 60, now + 11, "answer_clock"),
        (now - 100, now - 40, now - 100, "answer_clock"),
        (now - 60, now, now - 100, "answer_late"),
    ] {
        let target = visit.way_back(&Answer { iat, exp, auth_time, ..visit.ada() });
        let page = visit.refused(&target).text();
        assert_eq!(trouble(&world), why, "{iat} to {exp}");
        assert_eq!(page.contains("Two clocks do not agree"), why == "answer_clock", "{page}");
        let line = world.log().into_iter().rev().find(|line| line.text.contains("trouble=")).unwrap();
        let times = [iat, exp].into_iter().filter(|time| line.text.contains(&time.to_string())).count();
        assert!(times > 0, "the log says which time: {line:?}");
        assert!(!line.text.contains(", or "), "one cause: {line:?}");
    }
    let ada = visit.ada();
    assert!(is_consent_of(visit.back(&ada), "ada"), "one in time");

    let mut old = super::visit(&world, "shop");
    world.advance(30 * 60);
    let target = old.way_back(&old.ada());
    assert!(old.refused(&target).text().contains("too old"), "a request is answered within half an hour");
    is_nobody(&world, &mut old.browser);
}

/// Login CSRF: somebody signs in as themselves and lets another browser open the way back.
#[test]
fn a_swapped_answer_is_none() {
    let world = world();
    let attacker = visit(&world, "shop");
    let mut victim = visit(&world, "shop");
    let theirs = attacker.way_back(&attacker.ada());
    victim.refused(&theirs);
    let mut new = super::Visit { browser: world.browser(), ..visit(&world, "shop") };
    new.refused(&theirs);
    // Their answer behind one's own errand, and one's own answer behind theirs.
    let token = theirs.split("&answer=").nth(1).unwrap();
    let target = victim.with_token(token);
    victim.refused(&target);
    assert_eq!(trouble(&world), "answer_unbelieved");
    let own = victim.way_back(&victim.ada());
    let target = attacker.with_token(own.split("&answer=").nth(1).unwrap());
    victim.refused(&target);
    is_nobody(&world, &mut victim.browser);
    let ada = victim.ada();
    assert!(is_consent_of(victim.back(&ada), "ada"), "none of that has spent the victim's own");
}

/// Both realms have the same page and the same secret: only what the answer says keeps them apart.
#[test]
fn an_answer_of_another_realm_is_none() {
    let world = world();
    let mut shop = visit(&world, "shop");
    let club = sent(&world, world.browser(), &Client::first(&world, "club").target());
    let theirs = club.way_back(&club.ada());
    let token = theirs.split("&answer=").nth(1).unwrap();
    for target in [shop.with_token(token), theirs.clone(), theirs.replacen("/club/", "/shop/", 1)] {
        shop.refused(&target);
    }
    let ada = shop.ada();
    for wrong in [
        Answer { realm: "club".to_owned(), ..ada.clone() },
        Answer { aud: club.request.iss.clone(), ..ada.clone() },
        Answer { iss: "https://www.club.example/login".to_owned(), ..ada.clone() },
        Answer { iss: ada.aud.clone(), aud: ada.iss.clone(), ..ada.clone() },
        Answer { jti: club.request.jti.clone(), ..ada.clone() },
    ] {
        let target = shop.way_back(&wrong);
        shop.refused(&target);
        assert_eq!(trouble(&world), "answer_unbelieved", "{wrong:?}");
    }
    assert!(is_consent_of(shop.back(&ada), "ada"));
    assert!(super::accounts(&world, "club").is_empty());
}

/// RED-06: nobody's header or parameter moves the way out or the way back.
#[test]
fn red_06_the_way_back_is_the_configurations() {
    let world = with_hosts("\"auth.shop.example\"");
    let client = Client::first(&world, "shop");
    let forged = Request::new("GET", &client.target())
        .header("Host", "evil.example")
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example")
        .send(world.at);
    let token = forged.header("location").strip_prefix(&format!("{PAGE}?request=")).unwrap().to_owned();
    let request: super::claims::Request =
        super::read(Direction::Request, &Direction::Request.key(&secret()), &token).unwrap();
    assert!(
        request.return_to.starts_with(&format!("{}/shop/-/hand-off?request=", world.url())),
        "{}",
        request.return_to
    );
    for path in ["//evil.example/oauth2/authorize", "/\\evil.example/oauth2/authorize", "//evil.example/account"] {
        let answer = Request::new("GET", path).header("Host", "auth.shop.example").send(world.at);
        assert!(!answer.header("location").contains("evil"), "{path}: {answer:?}");
    }

    let mut visit = visit(&world, "shop");
    let good = visit.way_back(&visit.ada());
    let (before, answer) = good.split_once("&answer=").unwrap();
    let seal = before.split_once("request=").unwrap().1;
    let turned = format!("{}{}", &seal[1..], &seal[..1]);
    for target in [
        format!("/shop/-/hand-off?answer={answer}"),
        format!("/shop/-/hand-off?request={turned}&answer={answer}"),
        format!("/shop/-/hand-off?request=https%3A%2F%2Fevil.example&answer={answer}"),
        format!("/shop/-/hand-off?request=&request={seal}&answer={answer}"),
        "/shop/-/hand-off".to_owned(),
    ] {
        visit.refused(&target);
    }
    let back = visit.browser.send(Request::new("GET", &format!("{good}&return_to=https%3A%2F%2Fevil.example")));
    assert_eq!((back.status, back.header("location")), (303, client.target().as_str()));
    assert_eq!((back.header("referrer-policy"), back.header("cache-control")), ("no-referrer", "no-store"));
}

#[test]
fn only_get_brings_an_answer_and_only_where_people_are_handed_off() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let target = visit.way_back(&visit.ada());
    for method in ["HEAD", "POST", "PUT", "DELETE"] {
        let answer = visit.browser.send(Request::new(method, &target));
        assert_eq!((answer.status, answer.header("set-cookie")), (405, ""), "{method}");
    }
    let ada = visit.ada();
    assert!(is_consent_of(visit.back(&ada), "ada"), "nothing was spent");
    let plain = crate::world::World::of(&["standard"]);
    assert_eq!(plain.get(&target.replacen("/shop/", "/standard/", 1)).status, 404);
    let posted = world.form("/shop/-/sign-in", &[("username", "demo"), ("password", "x")]);
    assert_eq!(posted.status, 404, "no password opens anything here");
}

/// SES-01: a session that was planted before is not the one that signs in, and the one before ends.
#[test]
fn ses_01_the_answer_begins_a_fresh_session() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let planted = "a".repeat(43);
    visit.browser.cookies.insert("grantor-shop-session".to_owned(), planted.clone());
    let ada = visit.ada();
    assert!(is_consent_of(visit.back(&ada), "ada"));
    let first = visit.browser.cookies["grantor-shop-session"].clone();
    assert_ne!(first, planted);
    let mut again = sent(
        &world,
        visit.browser,
        &format!("{}&prompt=login", {
            world.advance(61);
            Client::first(&world, "shop").target()
        }),
    );
    let ada = again.ada();
    again.back(&ada);
    assert_ne!(again.browser.cookies["grantor-shop-session"], first);
    again.browser.cookies.insert("grantor-shop-session".to_owned(), first);
    is_nobody(&world, &mut again.browser);
}

/// Neither the secret nor what it signed stands in the log.
#[test]
fn log_01_no_secret_and_no_answer_in_the_log() {
    let world = world();
    let mut visit = visit(&world, "shop");
    let target = visit.way_back(&visit.ada());
    let forged = format!("{target}x");
    visit.refused(&forged);
    let ada = visit.ada();
    visit.back(&ada);
    for line in world.log() {
        for secret in [super::HAND_OFF_SECRET, visit.token.as_str(), target.split("answer=").nth(1).unwrap()] {
            assert!(!line.text.contains(secret), "{line:?}");
        }
    }
}
