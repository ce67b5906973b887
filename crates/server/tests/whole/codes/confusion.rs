//! COD-07 and COD-08: each secret opens its own door and no other, and only letter by letter.

use super::{nothing, worthless};
use crate::browser::End;
use crate::client::{Client, MOUNTS};
use crate::http::Request;
use crate::world::World;
use dialect::client::ClientApp;
use engine::policy::GrantKind;

/// The hidden field of a form.
fn seal(page: &crate::http::Response, name: &str) -> String {
    let text = page.text();
    let input = text.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).expect("a hidden field");
    input.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[test]
fn cod_07_every_secret_is_refused_everywhere_but_at_its_own_door() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (code, tokens) = (client.code(), client.tokens());
        let mut browser = world.browser();
        let sign_in = browser.open(&client.target()).page();
        let sealed = seal(&sign_in, "request");
        browser.sign_in(&sign_in);
        let session = browser.cookies.iter().find(|(name, _)| name.ends_with("session")).unwrap().1.clone();
        let secret = client.secret().to_owned();
        let refresh = tokens.refresh.clone().unwrap_or_else(|| sealed.clone());
        for (what, text) in [
            ("refresh token", &refresh),
            ("access token", &tokens.access),
            ("session", &session),
            ("seal", &sealed),
            ("secret", &secret),
        ] {
            worthless(&client, text, &format!("a {what} as code"));
        }
        if client.dialect().token.contains_key(&GrantKind::RefreshToken) {
            for (what, text) in [
                ("code", &code),
                ("access token", &tokens.access),
                ("session", &session),
                ("seal", &sealed),
                ("secret", &secret),
            ] {
                nothing(&client, GrantKind::RefreshToken, &client.refresh(text), &format!("a {what} as refresh token"));
            }
        }
        for (what, text) in [
            ("code", &code),
            ("refresh token", &refresh),
            ("session", &session),
            ("seal", &sealed),
            ("secret", &secret),
        ] {
            client.is_dead(text, &format!("a {what} as access token"));
        }
        for (what, text) in
            [("code", &code), ("refresh token", &refresh), ("access token", &tokens.access), ("seal", &sealed)]
        {
            let mut thief = world.browser();
            thief.cookies = browser.cookies.keys().map(|name| (name.clone(), text.clone())).collect();
            assert!(
                thief.open(&client.target()).page().text().contains("/-/sign-in\""),
                "{mount}: a {what} as session"
            );
            let app = ClientApp { client_secret: Some(text), ..client.face() };
            let answer = client.send(client.dialect().client_exchange(&app, &code, None).unwrap());
            nothing(&client, GrantKind::AuthorizationCode, &answer, &format!("a {what} as secret"));
        }
        client.lives(&tokens.access, "after all that");
        client.lives(&client.read_code(&client.exchange(&code)).access, "after all that");
    }
}

/// A form's seal opens for its own purpose, mount and browser only.
#[test]
fn cod_07_con_04_the_seal_of_one_form_does_not_open_as_another() {
    let world = World::new();
    let client = Client::first(&world, "standard");
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let consent = browser.sign_in(&sign_in).page();
    let (for_sign_in, for_consent, for_sign_out) =
        (seal(&sign_in, "request"), seal(&consent, "request"), seal(&consent, "csrf"));
    let mut post = |path: &str, name: &str, seal: &str| {
        let own = [(name, seal), ("decision", "allow"), ("username", "demo"), ("password", "a wrong guess")];
        browser.send(Request::new("POST", path).form(&own)).status
    };
    assert_eq!(post("/standard/-/consent", "request", &for_sign_in), 400);
    assert_eq!(post("/standard/-/consent", "request", &for_sign_out), 400);
    assert_eq!(post("/standard/-/sign-in", "request", &for_consent), 400);
    assert_eq!(post("/standard/-/sign-in", "request", &for_sign_out), 400);
    assert_eq!(post("/standard/-/sign-out", "csrf", &for_consent), 400);
    assert_eq!(post("/standard/-/sign-out", "csrf", &for_sign_in), 400);
    for elsewhere in ["boxc", "boxc-standard", "serble"] {
        assert_eq!(post(&format!("/{elsewhere}/-/consent"), "request", &for_consent), 400, "at {elsewhere}");
    }
    let twisted = format!("{}A", &for_consent[..for_consent.len() - 1]);
    assert_eq!(post("/standard/-/consent", "request", &twisted), 400);
    assert_eq!(post("/standard/-/consent", "request", ""), 400);
    match browser.submit(&consent, "/-/consent", &[("decision", "allow")]) {
        End::App(url, _) => assert!(url.contains("code="), "the form itself still works: {url}"),
        end => panic!("{end:?}"),
    }
}

/// Texts that are almost the one that was given out.
fn near(text: &str) -> Vec<String> {
    let swapped = |c: char| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    let (first, rest) = text.split_at(1);
    let (most, last) = text.split_at(text.len() - 1);
    let letter = text.find(|c: char| c.is_ascii_alphabetic()).unwrap();
    let mut case = text.to_owned();
    case.replace_range(letter..=letter, &swapped(text[letter..].chars().next().unwrap()).to_string());
    let flip = |c: &str| if c == "0" { "1" } else { "0" };
    vec![
        format!("{}{rest}", flip(first)),
        format!("{most}{}", flip(last)),
        case,
        text.chars().map(swapped).collect(),
        most.to_owned(),
        rest.to_owned(),
        text[..text.len() / 2].to_owned(),
        format!("{text}{last}"),
        format!("{text}="),
        format!("{text}=="),
        format!("{text}%00"),
        format!("{text}\u{200b}"),
        format!("{text},{text}"),
        format!("{text}{text}"),
        format!("\u{feff}{text}"),
        text.chars().rev().collect(),
    ]
}

#[test]
fn cod_08_a_text_that_is_almost_right_is_wrong() {
    let world = World::new();
    for mount in MOUNTS {
        let client = Client::first(&world, mount);
        let (code, tokens) = (client.code(), client.tokens());
        for wrong in near(&code) {
            worthless(&client, &wrong, &format!("{wrong} for {code}"));
        }
        for wrong in tokens.refresh.iter().flat_map(|token| near(token)) {
            nothing(&client, GrantKind::RefreshToken, &client.refresh(&wrong), &wrong);
        }
        for wrong in near(&tokens.access).iter().filter(|wrong| wrong.is_ascii()) {
            client.is_dead(wrong, &format!("{wrong} for {}", tokens.access));
        }
        for wrong in near(client.secret()) {
            let app = ClientApp { client_secret: Some(&wrong), ..client.face() };
            let answer = client.send(client.dialect().client_exchange(&app, &code, None).unwrap());
            nothing(&client, GrantKind::AuthorizationCode, &answer, &format!("the secret {wrong}"));
        }
        client.lives(&client.read_code(&client.exchange(&code)).access, "letter by letter");
    }
}
