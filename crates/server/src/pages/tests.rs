//! Every page in every language, with the names that break pages.

use super::*;
use crate::desk::{Misnamed, Unfit};
use std::collections::BTreeSet;

const LONG: &str = "Donaudampfschifffahrtsgesellschaftskapit";
const MARKUP: &str = "<b>x</b>";

/// Every page, its app, account, realm and typed texts called `name`.
fn all(language: &str, name: &str) -> Vec<(&'static str, String)> {
    let mut chrome = Chrome::sample(language);
    name.clone_into(&mut chrome.realm_title);
    let signed_in = SignOut { action: "/o".to_owned(), csrf: "c".to_owned(), account: name.to_owned() };
    let inside = Chrome { sign_out: Some(signed_in), ..chrome.clone() };
    let named = || name.to_owned();
    let mut pages = vec![
        (
            "sign_in",
            SignIn { app: Some(ShownApp::sample(name)), username: named(), ..SignIn::sample() }.render(&chrome),
        ),
        ("code", CodeOnScreen { app: named(), ..CodeOnScreen::sample() }.render(&inside)),
        ("signed_out", SignedOut::sample().render(&chrome)),
        ("denied", Denied { app: named() }.render(&inside)),
        ("callback", callback(name).render(&chrome)),
        ("index", DemoIndex::sample().render(&chrome)),
        ("error", ErrorPage { app: Some(named()), sent: Some(named()), ..ErrorPage::sample() }.render(&inside)),
    ];
    for choice in [Choice::None, Choice::Each, Choice::OneOf(offers(name))] {
        let note = Some(named());
        let consent = Consent { app: named(), account: named(), note, choice, ..Consent::sample() };
        pages.push(("consent", consent.render(&inside)));
    }
    for error in [SignInError::WrongPair, SignInError::Throttled(30), SignInError::Disabled, SignInError::Unavailable] {
        pages.push(("sign_in_error", SignIn { error, ..SignIn::sample() }.render(&chrome)));
    }
    pages.push(("sign_in_kept", SignIn { sent: SentBefore::Kept, ..SignIn::sample() }.render(&chrome)));
    let up = SignUp { app: Some(ShownApp::sample(name)), username: named(), email: named(), ..SignUp::sample() };
    let wrong = SignUp {
        faults: vec![AccountFault::Misnamed(Misnamed::Email), AccountFault::Unfit(Unfit::Common)],
        wait: Some(30),
        ..up.clone()
    };
    pages.push(("sign_up", up.render(&chrome)));
    pages.push(("sign_up_error", wrong.render(&chrome)));
    pages.push(("deleted", AccountDeleted::sample().render(&chrome)));
    pages.extend(account::samples(language, name));
    pages.extend(mailed::samples(language, name));
    pages.extend(console::samples(language, name));
    pages.extend(administration::samples(language, name));
    pages
}

/// Every page with its sample.
fn samples(language: &str) -> Vec<(&'static str, String)> {
    let chrome = Chrome::sample(language);
    let signed_in = SignOut { action: "/o".to_owned(), csrf: "c".to_owned(), account: "demo".to_owned() };
    let inside = Chrome { sign_out: Some(signed_in), ..chrome.clone() };
    let offers = Consent { choice: Choice::OneOf(offers("Ihre Dateien sehen")), ..Consent::sample() };
    let each = Consent { choice: Choice::Each, ..Consent::sample() };
    vec![
        ("sign_in", SignIn::sample().render(&chrome)),
        ("sign_in_error", SignIn { error: SignInError::WrongPair, ..SignIn::sample() }.render(&chrome)),
        ("consent", Consent::sample().render(&inside)),
        ("consent_each", each.render(&inside)),
        ("consent_one", offers.render(&inside)),
        ("code", CodeOnScreen::sample().render(&inside)),
        ("error", ErrorPage::sample().render(&inside)),
        ("denied", Denied::sample().render(&inside)),
        ("signed_out", SignedOut::sample().render(&chrome)),
        ("index", DemoIndex::sample().render(&chrome)),
        ("callback", DemoCallback::sample().render(&chrome)),
        ("sign_up", SignUp::sample().render(&chrome)),
        ("deleted", AccountDeleted::sample().render(&chrome)),
    ]
    .into_iter()
    .chain(account::samples(language, "Notes"))
    .chain(mailed::samples(language, "Notes"))
    .chain(console::samples(language, "Notes"))
    .chain(administration::samples(language, "Notes"))
    .collect()
}

fn offers(name: &str) -> Vec<Offer> {
    let offer = |scope: &str, preset| Offer {
        scope: scope.to_owned(),
        permissions: vec![Permission { scope: scope.to_owned(), words: name.to_owned(), danger: Danger::No }],
        preset,
    };
    vec![offer("ro,user", Preset::Less), offer("rw,user", Preset::Asked)]
}

fn callback(name: &str) -> DemoCallback {
    DemoCallback { parameters: vec![(name.to_owned(), name.to_owned())], ..DemoCallback::sample() }
}

#[test]
fn every_page_renders_in_every_language() {
    for language in languages() {
        for (page, html) in all(language, LONG).into_iter().chain(samples(language)) {
            assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{page}");
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{page}");
            assert_eq!(html.matches("<h1").count(), 1, "{page}");
            assert!(html.len() < 18 * 1024, "{page}: {} bytes", html.len());
            assert!(!html.contains("{realm}") && !html.contains("{app}") && !html.contains("{named}"), "{page}");
        }
    }
}

#[test]
fn markup_stays_text() {
    for (page, html) in all("en", MARKUP) {
        assert!(!html.contains(MARKUP), "{page}");
        assert!(page == "index" || page == "sign_in_error" || html.contains("&#60;b&#62;x&#60;/b&#62;"), "{page}");
    }
}

#[test]
fn a_quote_leaves_no_attribute() {
    for (page, html) in all("en", "\" autofocus onfocus=alert(1) x=\"") {
        assert!(!html.contains("\" autofocus onfocus"), "{page}");
    }
}

/// The policy forbids inline scripts and styles, so a page that has them is broken.
#[test]
fn no_page_needs_what_the_policy_forbids() {
    for (page, html) in all("de", LONG) {
        for forbidden in [" style=", "<style", " onclick=", "javascript:", "src=\"http", "href=\"http://fonts"] {
            assert!(!html.contains(forbidden), "{page}: {forbidden}");
        }
        let scripts = html.matches("<script").count();
        assert_eq!(scripts, usize::from(page == "callback" || html.contains(" data-copy=")), "{page}");
    }
}

/// A link that asks for it again would get it without its secret.
#[test]
fn a_page_that_is_shown_once_leads_to_no_other_language() {
    let (once, always): (Vec<_>, Vec<_>) = all("en", LONG)
        .into_iter()
        .filter(|(_, html)| html.contains("class=\"bar\""))
        .partition(|(_, html)| html.contains(words::of("en").site.shown_once));
    assert!(once.len() > 3 && always.len() > 50, "{} and {}", once.len(), always.len());
    for (page, html) in once {
        assert!(!html.contains("?lang="), "{page}");
    }
    assert!(always.iter().filter(|(_, html)| html.contains("\"?lang=de\"")).count() > 50);
}

#[test]
fn red_is_for_what_does_not_come_back() {
    let red = |html: &str| html.matches("class=\"danger\"").count() + html.matches("secondary warned").count();
    for (page, html) in samples("en") {
        match page {
            "admin_pause" => {
                assert_eq!((red(&html), html.matches("<button class=\"primary\"").count()), (0, 1), "{page}")
            }
            "admin_question" | "admin_delete" => assert_eq!(red(&html), 1, "{page}"),
            "admin_app" => assert_eq!(red(&html), 2, "its tokens and itself: {html}"),
            _ => {}
        }
    }
}

#[test]
fn only_errors_are_titled_so() {
    for (page, html) in all("en", LONG) {
        assert_eq!(html.contains("<title>Error"), page.ends_with("error"), "{page}");
    }
}

#[test]
fn labels_and_descriptions_point_at_something() {
    for (page, html) in all("en", LONG) {
        let ids: BTreeSet<_> = attributes(&html, "id").collect();
        assert_eq!(ids.len(), attributes(&html, "id").count(), "{page}: an id twice");
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            for id in attributes(&html, name).flat_map(str::split_whitespace) {
                assert!(ids.contains(id), "{page}: {name}={id}");
            }
        }
    }
}

fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!(" {name}=\"");
    let starts: Vec<_> = html.match_indices(&begin).map(|(at, _)| at + begin.len()).collect();
    starts.into_iter().filter_map(|at| html[at..].split('"').next())
}

#[test]
fn consent_asks_with_two_equal_buttons() {
    let html = Consent::sample().render(&Chrome::sample("en"));
    for decision in ["allow", "deny"] {
        assert_eq!(html.matches(&format!("name=\"decision\" value=\"{decision}\"")).count(), 1);
    }
    assert!(html.contains("name=\"request\" value=\"sealed\""));
    assert!(html.contains("345 people") && html.contains("notes.example"));
}

#[test]
fn boxes_are_checked_and_the_asked_offer_is_chosen() {
    let each = Consent { choice: Choice::Each, ..Consent::sample() }.render(&Chrome::sample("en"));
    assert_eq!(each.matches("type=\"checkbox\" name=\"scope\"").count(), 2);
    assert_eq!(each.matches(" checked").count(), 2);
    let one = Consent { choice: Choice::OneOf(offers("x")), ..Consent::sample() }.render(&Chrome::sample("en"));
    assert!(one.contains("name=\"scope\" value=\"rw,user\" checked"));
    assert_eq!(one.matches(" checked").count(), 1);
}

#[test]
fn only_web_addresses_become_links() {
    for site in ["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example/", "https:///"] {
        let html = Consent { site: Some(site.to_owned()), ..Consent::sample() }.render(&Chrome::sample("en"));
        assert!(!html.contains("javascript:") && !html.contains("data:") && !html.contains("evil"), "{site}");
    }
}

#[test]
fn the_password_never_comes_back() {
    let html = SignIn { error: SignInError::WrongPair, ..SignIn::sample() }.render(&Chrome::sample("en"));
    let field = html.split("<input").find(|input| input.contains("name=\"password\"")).unwrap();
    assert!(!field.split('>').next().unwrap().contains("value="));
    assert!(html.contains("name=\"username\"") && html.contains("value=\"demo\""));
}

#[test]
fn the_code_stands_in_one_piece_and_in_groups_without_anything_between_them() {
    let shown = |code: &str| {
        let html = CodeOnScreen { code: code.to_owned(), ..CodeOnScreen::sample() }.render(&Chrome::sample("de"));
        let (_, rest) = html.split_once(&format!("<data id=\"code\" value=\"{code}\">")).unwrap();
        rest.split("</data>").next().unwrap().replace("<wbr>", "")
    };
    let twenty = shown("k3Jd92nbQ0zVt7LxWm4P");
    assert_eq!(twenty, "<span>k3Jd9</span><span>2nbQ0</span><span>zVt7L</span><span>xWm4P</span>");
    assert_eq!(shown("k3Jd92nb"), "<span>k3Jd</span><span>92nb</span>");
}

/// `GRANTOR_PAGES=folder cargo test -p grantor keep_the_pages` leaves every page there, for people who look at them.
#[test]
fn keep_the_pages() {
    let Ok(folder) = std::env::var("GRANTOR_PAGES") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(format!("{folder}/style.css"), STYLE).unwrap();
    std::fs::write(format!("{folder}/callback.js"), CALLBACK_SCRIPT).unwrap();
    for language in languages() {
        for (names, pages) in
            [("plain", samples(language)), ("long", all(language, LONG)), ("markup", all(language, MARKUP))]
        {
            for (at, (page, html)) in pages.into_iter().enumerate() {
                let html = html.replace("/static/", "");
                std::fs::write(format!("{folder}/{names}-{language}-{at:02}-{page}.html"), html).unwrap();
            }
        }
    }
}

#[test]
fn without_scopes_the_note_speaks_alone() {
    let nothing = words::of("en").consent.may_nothing;
    let noted = Consent { permissions: Vec::new(), ..Consent::sample() };
    let html = noted.render(&Chrome::sample("en"));
    assert!(html.contains("If in doubt") && !html.contains(nothing));
    let bare = Consent { note: None, ..noted }.render(&Chrome::sample("en"));
    assert!(bare.contains(nothing));
}

#[test]
fn a_password_has_a_name_that_is_never_shown_again() {
    for (page, html) in samples("en") {
        for field in html.split("<input ").skip(1).filter(|field| field.contains("type=\"password\"")) {
            let name = field.split(" name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            assert!(crate::wire::fields::NEVER_SHOWN.contains(&name), "{page}: {name}");
        }
    }
}

/// Both open the account.
#[test]
fn the_sign_in_says_that_an_address_will_do() {
    for (language, label) in [("en", "User name or email address"), ("de", "Benutzername oder E-Mail-Adresse")] {
        let page = SignIn::sample().render(&Chrome::sample(language));
        assert!(page.contains(&format!("<label for=\"username\">{label}</label>")), "{page}");
        assert!(page.contains("autocomplete=\"username\""), "{page}");
    }
}
