//! HDR-01 to HDR-06 on the pages beyond the way of an app, and a realm's own looks.

use crate::browser::Browser;
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::World;

const LOGO: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>alert(1)</script><path d="M0 0h8v8"/></svg>"#;

/// Signed in at `/standard/account`.
fn account(browser: &mut Browser<'_>) -> Response {
    let form = browser.open("/standard/account").page();
    browser.sign_in(&form).page()
}

fn configured(public_url: &str, realm: &str) -> World {
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\n{public_url}\n[demo]\nseed = true\n[[realms]]\nname = \"standard\"\nmounts = [{{ dialect = \"standard\", prefix = \"/standard\" }}]\n{realm}\n"
    );
    World::from_config(&text, &|folder| std::fs::write(folder.join("logo.svg"), LOGO).unwrap())
}

#[test]
fn hdr_01_hdr_02_hdr_03_hdr_04_site_pages_lead_nowhere_and_have_no_opener() {
    let world = World::of(&["standard"]);
    let client = Client::first(&world, "standard");
    client.tokens();
    let mut browser = world.browser();
    let list = account(&mut browser);
    let question = browser.open(&format!("/standard/account/apps/{}/remove", client.id())).page();
    for page in [list, question] {
        let policy = page.header("content-security-policy");
        for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("access-control-allow-origin", ""),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(page.header(name), value, "{name}: {page:?}");
        }
        assert!(page.header("permissions-policy").contains("camera=()"));
        assert!(!page.text().contains(" style=") && !page.text().contains("<style"), "{page:?}");
    }
}

#[test]
fn hdr_03_https_stays_https() {
    let world = configured("public_url = \"https://auth.example\"", "");
    for target in ["/standard/account", "/standard/oauth2/authorize", "/standard/verify"] {
        let held = world.get(target).header("strict-transport-security").to_owned();
        let seconds: u64 = held.strip_prefix("max-age=").unwrap_or_else(|| panic!("{target}: {held}")).parse().unwrap();
        assert!(seconds >= 365 * 86_400, "{target}");
    }
}

/// Without a cookie, too, no page that needs one is kept or read by others.
#[test]
fn hdr_04_no_other_site_reads_a_page() {
    let world = World::of(&["standard"]);
    let asked = Request::new("GET", "/standard/account").header("Origin", "https://evil.example").send(world.at);
    assert_eq!(asked.header("access-control-allow-origin"), "");
    let preflight = Request::new("OPTIONS", "/standard/account")
        .header("Origin", "https://evil.example")
        .header("Access-Control-Request-Method", "POST")
        .send(world.at);
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (405, ""));
}

#[test]
fn hdr_05_site_pages_need_no_script() {
    let world = World::of(&["standard"]);
    let page = account(&mut world.browser());
    assert!(!page.text().contains("<script"), "{page:?}");
}

#[test]
fn hdr_06_what_strangers_send_is_text() {
    let world = World::of(&["standard"]);
    let mut browser = world.browser();
    account(&mut browser);
    for hostile in ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%20autofocus%20onfocus%3Dalert(1)%20x%3D%22"] {
        for target in [
            format!("/standard/account?done={hostile}&lang={hostile}&after={hostile}"),
            format!("/standard/account/apps/{hostile}/remove"),
            format!("/standard/account/{hostile}"),
        ] {
            let text = browser.open(&target).page().text();
            assert!(!text.contains("<script") && !text.contains("\" autofocus"), "{target}: {text}");
        }
    }
}

#[test]
fn cli_09_a_realm_looks_its_own_and_its_logo_cannot_act() {
    let realm = "support = \"help@shop.example\"\nbrand = { logo = \"logo.svg\", accent = \"#7a1f5c\" }";
    let world = configured("", realm);
    let page = account(&mut world.browser());
    let text = page.text();
    let named = |stem: &str| {
        let at = text.find(&format!("/standard/-/{stem}-")).unwrap_or_else(|| panic!("{stem} in {text}"));
        text[at..].split('"').next().unwrap().to_owned()
    };
    let style = world.get(&named("brand"));
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.text().starts_with(":root { --accent: #7a1f5c; }"), "{style:?}");
    assert!(style.text().contains("prefers-color-scheme: dark"), "a lighter one was found for dark: {style:?}");
    let logo = world.get(&named("logo"));
    assert_eq!((logo.header("content-type"), logo.text().as_str()), ("image/svg+xml", LOGO));
    assert_eq!(logo.header("x-content-type-options"), "nosniff");
    let policy = logo.header("content-security-policy");
    assert!(
        policy.contains("sandbox") && policy.contains("default-src 'none'") && !policy.contains("script"),
        "{policy}"
    );
    assert!(logo.header("cache-control").contains("immutable"));
    assert!(text.contains("<a href=\"mailto:help@shop.example\">help@shop.example</a>"), "{text}");
    assert_eq!(world.get("/standard/-/logo-0000000000000000.svg").status, 404);
}
