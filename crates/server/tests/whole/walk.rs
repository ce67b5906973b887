//! Every page of console, account and administration that a link leads to, in a demo as it starts.

use crate::administration::pages::administrator;
use crate::browser::Browser;
use crate::console::Developer;
use crate::http::{Request, Response};
use crate::world::World;
use std::collections::BTreeMap;

/// Pages by their addresses.
type Pages = BTreeMap<String, Response>;

/// Follows every link of the page to pages below one of these addresses.
fn walked(browser: &mut Browser<'_>, areas: &[String]) -> Pages {
    let mut pages = Pages::new();
    let mut next = areas.to_vec();
    while let Some(target) = next.pop() {
        let below = |area: &String| {
            target.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        let other_language = target.contains("lang=");
        if !areas.iter().any(below) || other_language || pages.contains_key(&target) || target.contains("/api/") {
            continue;
        }
        let page = browser.send(Request::new("GET", &target));
        if page.status == 303 {
            next.push(page.header("location").to_owned());
            continue;
        }
        assert_eq!(page.status, 200, "{target}: {page:?}");
        let links = page.text().split("<a ").skip(1).filter_map(link).collect::<Vec<_>>();
        next.extend(links.into_iter().filter(|link| link.starts_with('/')));
        pages.insert(target, page);
    }
    pages
}

/// Where an anchor leads, without the place on the page.
fn link(anchor: &str) -> Option<String> {
    let href = anchor.split('>').next()?.split_once("href=\"")?.1.split('"').next()?;
    Some(href.split('#').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

/// All pages of each mount and of the administration, by whose they are.
fn all(world: &World) -> BTreeMap<String, Pages> {
    let mut all = BTreeMap::from([("admin".to_owned(), walked(&mut administrator(world), &["/admin".to_owned()]))]);
    for mount in world.server.realms.all.iter().flat_map(|realm| &realm.mounts) {
        let mut developer = Developer::demo(world, &mount.name);
        let areas = [developer.console.clone(), format!("{}/account", mount.prefix), format!("{}/docs", mount.prefix)];
        all.insert(mount.name.clone(), walked(&mut developer.browser, &areas));
    }
    all
}

#[test]
fn no_page_of_a_fresh_demo_is_empty() {
    let world = World::with_samples();
    for (whose, pages) in all(&world) {
        assert!(pages.len() >= 30, "{whose}: {:?}", pages.keys());
        for (target, page) in pages {
            assert!(!page.text().contains("class=\"panel empty\""), "{target}: {}", page.text());
        }
    }
    let figures = administrator(&world).open("/admin").page().text();
    for nothing in ["Nothing happened in this time", "Nothing was refused in this time", "No app waits", ", 0 refused"]
    {
        assert!(!figures.contains(nothing), "{nothing}: {figures}");
    }
    assert!(!figures.contains(" 0 handed out"), "{figures}");
}

fn title(page: &Response) -> String {
    let text = page.text();
    text.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
}

#[test]
fn the_title_of_every_page_tells_it_from_all_others_and_names_what_it_is_about() {
    let world = World::with_samples();
    let names = names(&world);
    for (whose, pages) in all(&world) {
        let mut seen = BTreeMap::new();
        for (target, page) in pages.iter().filter(|(target, _)| !target.ends_with('?')) {
            let title = title(page);
            assert!(title.contains(" · "), "{target}: {title}");
            for (_, name) in names.iter().filter(|(id, _)| target.contains(id.as_str())) {
                assert!(title.contains(name), "{target} is about {name}: {title}");
            }
            if let Some(other) = seen.insert(title.clone(), target) {
                panic!("{whose}: {other} and {target} are both called {title}");
            }
        }
    }
}

/// Of apps and accounts: the id that stands in addresses, and the name that people know.
fn names(world: &World) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for realm in &world.server.realms.all {
        let of_realm = |desk: grantor::desk::Desk<'static>| async move {
            let apps = desk.apps().await.unwrap().into_iter().map(|app| (app.client_id, app.name));
            let accounts = desk.accounts().await.unwrap().into_iter().map(|account| (account.id, account.username));
            apps.chain(accounts).collect::<Vec<_>>()
        };
        names.extend(world.admin(&realm.name, of_realm));
    }
    names
}
