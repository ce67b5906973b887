//! AUT-01: whoever asks for a link learns nothing about who has an account.

use super::{forget, hidden, post, world, world_at};
use crate::browser::Browser;
use crate::http::{Request, Response};
use crate::smtp::free_port;
use crate::world::World;
use std::time::{Duration, Instant};

fn whole(answer: &Response) -> (u16, Vec<String>, String) {
    let lines = answer.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let mut lines: Vec<String> = lines.filter(|line| !line.starts_with("date")).collect();
    lines.sort();
    (answer.status, lines, answer.text())
}

fn asks<'w>(world: &'w World) -> (Browser<'w>, String) {
    let mut browser = world.browser();
    let page = browser.open("/standard/-/forgotten").page();
    let csrf = hidden(&page, "csrf");
    (browser, csrf)
}

#[test]
fn aut_01_a_forgotten_password_of_nobody_is_answered_like_any_other() {
    let (world, mut mail) = world(&["standard"]);
    let (browser, csrf) = asks(&world);
    let answer =
        |name: &str| whole(&post(&world, &browser, "/standard/-/forgotten", &[("csrf", &csrf), ("name", name)]));
    let known = answer("demo");
    for unknown in ["emod", "demo@example.org", "x".repeat(5000).as_str(), "\u{0}", "' OR 1=1 --"] {
        assert_eq!(answer(unknown), known, "{unknown}");
    }
    assert_eq!(known.0, 303);
    assert_eq!(mail.next().to, ["demo@example.com"]);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(mail.unread(), 0, "nobody else is written to");
}

#[test]
fn aut_01_a_forgotten_password_of_nobody_takes_as_long() {
    let (world, _mail) = world(&["standard"]);
    let (browser, csrf) = asks(&world);
    let mut took = [Vec::new(), Vec::new()];
    for round in 0..60 {
        for nth in [round % 2, 1 - round % 2] {
            let began = Instant::now();
            let pairs = [("csrf", csrf.as_str()), ("name", ["demo", "emod"][nth])];
            assert_eq!(post(&world, &browser, "/standard/-/forgotten", &pairs).status, 303);
            took[nth].push(began.elapsed());
            // Neither the throttle nor what goes on in the background is measured.
            std::thread::sleep(Duration::from_millis(5));
            world.advance(300);
        }
    }
    // The quickest tenth is what the work itself takes; a busy machine adds to all the rest.
    let [known, unknown] = took.map(|mut all| {
        all.sort();
        all[all.len() / 10]
    });
    assert!(known.abs_diff(unknown) < Duration::from_millis(1), "{known:?} and {unknown:?}");
}

#[test]
fn a_person_gets_few_letters_by_whatever_name() {
    let (world, mut mail) = world(&["standard"]);
    for name in ["demo", "demo@example.com", "DEMO", "Demo@Example.com", " demo "] {
        assert_eq!(forget(&world, name).status, 200, "{name}");
    }
    for name in ["demo", "nobody", "nobody", "nobody", "nobody"] {
        let answer = forget(&world, name);
        let over = answer.status == 429;
        if name == "demo" {
            assert!(over && answer.header("retry-after").parse::<u64>().unwrap() <= 300, "{answer:?}");
            assert!(answer.text().contains("Please wait"), "{answer:?}");
        }
    }
    assert_eq!(forget(&world, "nobody").status, 429, "a name of nobody has a budget as well");
    for _ in 0..3 {
        mail.next();
    }
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(mail.unread(), 0, "user name and address are one person");
    world.advance(300);
    forget(&world, "demo");
    mail.next();
}

#[test]
fn an_address_asks_for_few_letters() {
    let (world, _mail) = world(&["standard"]);
    let seen: Vec<u16> = (0..21).map(|nth| forget(&world, &format!("name-{nth}")).status).collect();
    assert_eq!(seen.iter().filter(|status| **status == 200).count(), 20, "{seen:?}");
    assert_eq!(seen[20], 429);
}

#[test]
fn a_disabled_account_gets_no_link_and_the_same_answer() {
    let (world, mail) = world(&["standard"]);
    let before = forget(&world, "nobody");
    world.admin("standard", async move |desk| desk.disable("demo").await).unwrap();
    assert_eq!(forget(&world, "demo").text(), before.text());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(mail.unread(), 0);
}

/// OID-09: what a request says about its host leads nowhere.
#[test]
fn oid_09_links_begin_with_the_configured_address() {
    let (world, mut mail) = world(&["standard"]);
    let (browser, csrf) = asks(&world);
    let jar: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let answer = Request::new("POST", "/standard/-/forgotten")
        .header("Host", "evil.example")
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Proto", "https")
        .header("Forwarded", "host=evil.example")
        .header("Sec-Fetch-Site", "same-origin")
        .header("Cookie", &jar.join("; "))
        .form(&[("csrf", &csrf), ("name", "demo")])
        .send(world.at);
    assert_eq!(answer.status, 303);
    assert!(answer.header("location").starts_with("/standard/-/forgotten?done="));
    let letter = mail.next();
    assert!(letter.link().starts_with(&format!("{}/standard/-/reset?link=", world.url())), "{letter:?}");
    assert!(!letter.text.contains("evil") && !letter.html.contains("evil"));
}

#[test]
fn without_mail_the_page_says_so_and_who_helps() {
    let world = World::of(&["standard"]);
    let page = world.get("/standard/-/forgotten");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("No email is sent here") && page.text().contains("whoever runs"), "{}", page.text());
    assert!(!page.text().contains("<form"), "nothing to fill in");
    let german = Request::new("GET", "/standard/-/forgotten").header("Accept-Language", "de").send(world.at);
    assert!(german.text().contains("Hier werden keine E-Mails verschickt"), "{}", german.text());
}

/// Nothing listens at the port, and the page is as quick as ever.
#[test]
fn no_page_waits_for_the_mail_server() {
    let world = world_at(free_port(), &["standard"], "");
    let began = Instant::now();
    assert_eq!(forget(&world, "demo").status, 200);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

/// Where people sign in at the owner's own login, their password and address are kept there.
#[test]
fn a_realm_with_a_login_elsewhere_has_no_such_pages() {
    let login = "login = \"hand-off\"\nlogin_page = \"https://www.shop.example/login\"";
    let text = World::text(&["standard"]).replace("sign_up = \"open\"", login);
    let mail = format!("[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n", free_port());
    let world = World::from_config(&(text + &mail), &|_| ());
    for path in ["forgotten", "reset?link=x", "join?link=x", "confirm?link=x"] {
        assert_eq!(world.get(&format!("/standard/-/{path}")).status, 404, "{path}");
    }
}
