//! Lists are light also where every page is full and every name is long.

use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::client::Client;
use crate::console::Developer;
use crate::http::Request;
use crate::world::World;
use engine::model::{Code, GrantKey, MountKey};
use engine::secret::{Hashed, Plain};
use grantor::desk::accounts::Person;
use grantor::desk::own::NewApp;
use store::ops::{Audit, Consent, IssueCode, Issued, Origin};

const LONG: &str = "Donaudampfschifffahrtsgesellschaftsar";

const ADDRESS: &str = "2001:db8:1234:5678:9abc:def0:1234:5678";

/// So many that they fill a page of any list.
const MANY: i64 = 45;

/// Apps with long names that the demo's account owns and has let in, and people with long names that let one in.
fn crowd(world: &World) {
    world.admin("standard", async move |desk| {
        let owner = desk.account("demo").await.unwrap();
        let mut first = None;
        for nth in 0..MANY {
            let description = [LONG; 3].join(" ");
            let new = NewApp { name: format!("{LONG}{nth:03}"), description, ..NewApp::default() };
            let app = desk.create_own(new, &owner).await.unwrap().app;
            let username = format!("{LONG}{nth:03}");
            let person = Person { email: format!("{username}@shop.example"), username, ..Person::default() };
            let person = desk.create_account(person, &Plain::new("a long enough one")).await.unwrap();
            let first = first.get_or_insert_with(|| app.clone());
            for (who, app) in [(&owner, &app), (&person, &*first)] {
                let key = GrantKey(2 * nth + i64::from(who.key != owner.key));
                let audit = Audit {
                    at: desk.now.secs(),
                    actor: format!("account:{}", who.id),
                    action: "grant.allow".to_owned(),
                    object: format!("app {}", app.client_id),
                    account: Some(who.key),
                    app: Some(app.key),
                    address: ADDRESS.to_owned(),
                    ..Audit::default()
                };
                let consent = Consent {
                    proposed: key,
                    scope: "profile read write".to_owned(),
                    at: desk.now.secs(),
                    origin: Origin { address: ADDRESS.to_owned(), device: "Firefox, Windows".to_owned() },
                    audit,
                };
                let code = Code {
                    hash: Hashed::of(format!("{key:?}").as_bytes()),
                    mount: MountKey(1),
                    app: app.key,
                    account: who.key,
                    grant: key,
                    scope: "profile read write".to_owned(),
                    redirect_uri: None,
                    redirect_named: false,
                    challenge: None,
                    offline: false,
                    issued_at: desk.now.secs(),
                    ends_at: desk.now.secs(),
                    spent: None,
                };
                let write = IssueCode { realm: desk.realm.key, code, consent };
                assert_eq!(desk.store.issue_code(write).await.unwrap(), Issued::New);
            }
        }
    });
}

/// As a browser asks for it.
fn weight(browser: &mut Browser<'_>, target: &str) -> usize {
    let page = browser.send(Request::new("GET", target));
    assert_eq!(page.status, 200, "{target}");
    page.body.len()
}

#[test]
fn a_full_page_of_long_names_weighs_less_than_30_kilobytes_in_all() {
    let world = World::of(&["standard"]);
    crowd(&world);
    let gzip = || ("Accept-Encoding".to_owned(), "gzip".to_owned());
    let mut person = Developer::demo(&world, "standard").browser;
    let mut office = administrator(&world);
    person.headers.push(gzip());
    office.headers.push(gzip());
    let app = Client::first(&world, "standard").id().to_owned();
    let app_of_all = world.admin("standard", async move |desk| {
        let apps = desk.apps().await.unwrap();
        apps.into_iter().find(|app| app.name.ends_with("000")).map_or(app, |app| app.client_id)
    });
    let office_lists = ["accounts", "apps", "grants?account=demo", "audit"];
    let office_lists = office_lists.map(|list| format!("/admin/realms/standard/{list}"));
    let grants = format!("/admin/realms/standard/grants?app={app_of_all}");
    for lang in ["en", "de"] {
        for list in ["/standard/account", "/standard/account/events", "/standard/apps"] {
            is_light(&mut person, list, lang);
        }
        for list in office_lists.iter().chain([&grants]) {
            is_light(&mut office, list, lang);
        }
    }
}

fn is_light(browser: &mut Browser<'_>, list: &str, lang: &str) {
    let mark = if list.contains('?') { '&' } else { '?' };
    let list = format!("{list}{mark}lang={lang}");
    let page = browser.send(Request::new("GET", &list)).text();
    assert!(page.contains("rel=\"next\""), "{list} is not full: {page}");
    let style = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let (page, style) = (page.len(), weight(browser, style));
    println!("{list}: {page} and {style} bytes");
    assert!(page + style < 30 * 1024, "{list}: {page} and {style} bytes");
}
