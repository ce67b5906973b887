//! CLI-09: names, descriptions, sites and reasons are text in the console, in the account, in the administration and in the reference; no address among them
//! is a script.

use super::Caller;
use super::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::console::Developer;
use crate::people::site::demo;
use crate::world::World;

/// Each breaks out of another place: an element, an attribute in either quotation, a comment, a script.
const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "--><svg onload=alert(1)>",
    "</title></textarea><b>x</b>",
];

/// None of it is markup: what would be is written as entities.
fn is_text(page: &str, from: &str) {
    for odd in
        ["<script>", "<img src=x", "<svg onload", "</textarea><b>", "<b>x", "--><", "\"><img", "' autofocus onfocus='"]
    {
        assert!(!page.contains(odd), "{from}: {odd} in {page}");
    }
}

fn says(page: &str) -> bool {
    page.contains("alert(1)") || page.contains("&#60;b&#62;x") || page.contains("&lt;b&gt;x")
}

fn look(browser: &mut Browser<'_>, targets: &[(String, bool)]) {
    for (target, shown) in targets {
        let page = browser.open(target).page();
        assert_eq!(page.status, 200, "{target}: {page:?}");
        let text = page.text();
        is_text(&text, target);
        assert!(!shown || says(&text), "{target} shows it: {text}");
    }
}

#[test]
fn cli_09_what_people_and_developers_call_things_is_text_on_every_page_that_shows_it() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let client = Client::first(&world, "standard");
    let id = client.id();
    caller.send("PUT", &format!("/realms/standard/apps/{id}/owners/demo"), "");
    client.tokens();
    let account = world.admin("standard", async move |desk| desk.account("demo").await.unwrap().id);
    for hostile in HOSTILE {
        let edit = serde_json::json!({ "name": hostile, "description": hostile }).to_string();
        let edited = caller.send("PATCH", &format!("/realms/standard/apps/{id}"), &edit);
        assert_eq!(edited.status, 200, "{edited:?}");
        let names = serde_json::json!({ "first_name": hostile, "last_name": hostile }).to_string();
        assert_eq!(caller.send("PATCH", "/realms/standard/accounts/demo", &names).status, 200);
        let reason = serde_json::json!({ "reason": hostile }).to_string();
        let app = format!("/realms/standard/apps/{id}");
        assert_eq!(caller.send("POST", &format!("{app}/suspend"), &reason).status, 204);
        let mut own = demo(&world);
        let of_app = |page: &str| format!("/standard/apps/{id}{page}");
        look(&mut own, &[(of_app(""), true)]);
        assert_eq!(caller.send("POST", &format!("{app}/resume"), "").status, 204);
        let mut dana = Developer::demo(&world, "standard");
        dana.post(&format!("/{id}/secrets"), &[("secret_name", hostile)]);
        let secrets = format!("/realms/standard/apps/{id}/secrets");
        let console = ["", "/docs", "/settings", "/secrets", "/redirects", "/owners", "/revoke-all", "/delete"];
        look(&mut own, &console.map(|page| (of_app(page), true)));
        let added = caller.get(&secrets).member("/items/0/id");
        assert_eq!(caller.send("DELETE", &format!("{secrets}/{added}"), "").status, 204);
        let at = |page: &str| format!("/standard/account{page}");
        let remove = format!("/apps/{id}/remove");
        look(
            &mut own,
            &[("", true), ("/profile", true), ("/events", true), (&remove, true), ("/delete", false)]
                .map(|(page, shown)| (at(page), shown)),
        );
        let admin = |page: &str| format!("/admin/realms/standard{page}");
        let grant = format!("/accounts/{account}/grants/{id}");
        let pages = [
            ("/apps".to_owned(), true),
            (format!("/apps/{id}"), true),
            (format!("/apps/{id}/suspend"), true),
            (format!("/apps/{id}/delete"), true),
            (format!("/grants?account=demo&app={id}"), true),
            (format!("/accounts/{account}"), true),
            (grant.clone(), true),
            (format!("{grant}/revoke"), true),
            ("/audit".to_owned(), true),
            ("/audit?action=app.suspend".to_owned(), true),
            ("/accounts".to_owned(), false),
        ];
        look(&mut administrator(&world), &pages.map(|(page, shown)| (admin(&page), shown)));
        let consent =
            world.browser().reach_consent(&format!("{}&prompt=consent", client.target_for(Some("read write"), None)));
        if let crate::browser::End::Page(page) = consent {
            is_text(&page.text(), "consent");
        }
    }
}

/// By API and console: an app's site and support are web addresses, or a mailbox.
#[test]
fn cli_09_no_address_of_an_app_is_a_script() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notes");
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "https://a.example/\"onmouseover=alert(1)",
        "https://good.example@evil.example/",
    ] {
        for field in ["site", "support"] {
            let edit = serde_json::json!({ field: address }).to_string();
            let no = caller.send("PATCH", &format!("/realms/standard/apps/{id}"), &edit);
            assert_eq!(no.status, 422, "{field} {address:?}: {no:?}");
            let page = dana.post(&format!("/{id}/settings"), &[("name", "Notes"), (field, address)]);
            let text = page.text();
            assert!(text.contains("<title>Error"), "{field} {address:?}: {page:?}");
            assert!(!text.contains("href=\"java") && !text.contains("href=\"data"), "{field} {address:?}: {text}");
        }
    }
    let now = caller.get(&format!("/realms/standard/apps/{id}"));
    assert!(!now.text().contains("script:") && !now.text().contains("evil.example"), "{now:?}");
}
