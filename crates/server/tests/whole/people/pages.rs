//! HDR-01 to HDR-03, CON-01, CLI-09: what every page carries, and that nobody's name is markup.

use crate::client::{Client, MOUNTS};
use crate::http::Response;
use crate::world::{WEB, World};
use grantor::demo::ShownApp;
use grantor::desk::apps::Wish;

/// One page of each sort: sign-in, wrong password, consent, error, signed out, form of another, throttled.
fn pages(world: &World, mount: &str) -> Vec<Response> {
    let client = Client::first(world, mount);
    let mut browser = world.browser();
    let sign_in = browser.open(&client.target()).page();
    let wrong = browser.sign_in_with(&sign_in, "a wrong guess").page();
    let error = world.get(&client.target().replace(client.id(), "nobody"));
    let foreign = world.form(&format!("{}/-/consent", client.mount.prefix), &[("decision", "allow")]);
    let id = client.id();
    let _ = world.admin(mount, async move |desk| desk.revoke_grant("demo", id).await);
    let consent = browser.sign_in(&sign_in).page();
    let signed_out = browser.submit(&consent, "/-/sign-out", &[]).page();
    vec![sign_in, wrong, error, foreign, consent, signed_out]
}

#[test]
fn hdr_01_hdr_02_hdr_03_every_page_is_closed_to_frames_scripts_and_strangers() {
    let world = World::new();
    for mount in MOUNTS {
        for page in pages(&world, mount) {
            let policy = page.header("content-security-policy");
            for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
                assert!(policy.contains(part), "{mount}: {part} in {policy}: {page:?}");
            }
            assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
            // Browsers hold it against the redirect to the app, too, which follows the forms of these.
            let leads_on = super::is_sign_in(&page) || super::is_consent(&page);
            assert_eq!(policy.contains("form-action 'self'"), !leads_on, "{mount}: {policy}: {page:?}");
            assert_eq!(policy.contains("form-action"), !leads_on, "{mount}: {policy}");
            for (name, value) in [
                ("x-frame-options", "DENY"),
                ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "no-store"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(page.header(name), value, "{mount}: {page:?}");
            }
            assert_eq!(page.header("cross-origin-opener-policy"), "", "apps open these in popups");
            assert_eq!(page.header("access-control-allow-origin"), "", "HDR-04");
            let text = page.text();
            assert!(
                !text.contains("<script") && !text.contains("style=\"") && !text.contains("onclick"),
                "{mount}: works without JavaScript"
            );
            let own = |quoted: &str| quoted.starts_with('/') || quoted.starts_with('#') || quoted.starts_with("data:");
            for part in text
                .split("src=\"")
                .skip(1)
                .chain(text.split("<link").skip(1).filter_map(|link| link.split("href=\"").nth(1)))
            {
                assert!(own(part), "{mount}: third-party content: {}", &part[..part.len().min(60)]);
            }
        }
    }
}

#[test]
fn con_01_cli_09_consent_names_app_account_and_scopes_and_escapes_them() {
    let world = World::new();
    let name = "<script>alert(1)</script>\"'&amp;<b>";
    for mount in MOUNTS.into_iter().filter(|mount| *mount != "boxc-standard") {
        let wish = Wish { name: name.to_owned(), redirect_uris: vec![WEB.to_owned()], ..Wish::default() };
        let made = world.admin(mount, async move |desk| desk.create_app(wish).await.unwrap());
        let own = Box::leak(Box::new(ShownApp { app: made.app, secret: made.secret, test_token: None }));
        let client = Client::with(&world, mount, own);
        let text = client.ask().page().text();
        assert!(!text.contains("<script>alert") && !text.contains("<b>"), "{mount}");
        assert!(text.contains("&lt;script&gt;alert") || text.contains("&#60;script&#62;alert"), "{mount}: {text}");
        assert!(text.contains("demo") && text.contains("client.example"), "{mount}: account and destination");
        let dialect = client.dialect();
        let asked: Vec<&str> = match mount {
            "hidrive" => vec!["Read files and folders"],
            "boxc" => vec![
                "See your shipments and their labels",
                "Create, change and cancel shipments",
                "See your orders",
                "Create and change orders",
            ],
            "gitshare" => vec!["Read your files"],
            "standard" => vec!["Read your data", "Change and delete your data"],
            "serble" => vec!["press Deny"],
            _ => vec!["full access to your account"],
        };
        for words in asked {
            assert!(text.contains(words), "{mount}: {words}: {}", dialect.title);
        }
    }
}

/// In both languages, for each way in which what an app gets can end.
#[test]
fn con_01_consent_says_how_long_it_lasts() {
    let world = World::new();
    for (mount, kind, english, german) in [
        ("hidrive", "", "until it has not been used for 60 days", "bis die App 60 Tage lang nicht verwendet wird"),
        ("hidrive", "browser", "1 hour", "1 Stunde"),
        ("raindrop", "", "until it has not been used for 1 year", "bis die App 1 Jahr lang nicht verwendet wird"),
        ("boxc", "", "until you end it", "bis Sie es beenden"),
        ("gitshare", "", "until it has not been used for 1 year", "bis die App 1 Jahr lang nicht verwendet wird"),
        ("serble", "", "10 years", "10 Jahre"),
        (
            "standard",
            "",
            "until it has not been used for 30 days, 1 year at most",
            "bis die App 30 Tage lang nicht verwendet wird, höchstens 1 Jahr",
        ),
    ] {
        let client = if kind.is_empty() { Client::first(&world, mount) } else { Client::of(&world, mount, kind) };
        let mut browser = world.browser_of(&client);
        for (accept, word, says) in [("en", "Lasts", english), ("de", "Gilt", german)] {
            browser.headers = vec![("Accept-Language".to_owned(), accept.to_owned())];
            // Where the provider has a parameter for it, the browser's wish counts for nothing.
            let wish = if mount == "hidrive" { format!("&lang={accept}") } else { String::new() };
            let text =
                browser.reach_consent(&format!("{}{wish}", client.target())).page().text().replace('\u{a0}', " ");
            assert!(text.contains(&format!("<dt>{word}</dt><dd>{says}</dd>")), "{mount} {accept}: {says}: {text}");
        }
    }
}
