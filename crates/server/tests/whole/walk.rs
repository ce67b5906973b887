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

/// Who looks after each mount and the administration, and which addresses their pages begin with.
fn visitors(world: &World) -> Vec<(String, Browser<'_>, Vec<String>)> {
    let mut all = vec![("admin".to_owned(), administrator(world), vec!["/admin".to_owned()])];
    for mount in world.server.realms.all.iter().flat_map(|realm| &realm.mounts) {
        let developer = Developer::demo(world, &mount.name);
        let areas = vec![developer.console, format!("{}/account", mount.prefix), format!("{}/docs", mount.prefix)];
        all.push((mount.name.clone(), developer.browser, areas));
    }
    all
}

/// All their pages.
fn all(world: &World) -> BTreeMap<String, Pages> {
    let visitors = visitors(world).into_iter();
    visitors.map(|(whose, mut browser, areas)| (whose, walked(&mut browser, &areas))).collect()
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

/// Whoever sets a limit for an app that the demo shows, to see it reached, begins with none of its tokens taken.
#[test]
fn no_app_that_a_fresh_demo_shows_has_a_live_token() {
    let world = World::with_samples();
    for realm in &world.shown.realms {
        for own in &realm.apps {
            let id = own.app.client_id.clone();
            let live = world.admin(&realm.name, async move |desk| {
                desk.limit(&id, Some(1)).await.unwrap();
                let app = desk.app(&id).await.unwrap();
                desk.usage(&app, 10).await.unwrap().counts.tokens
            });
            assert_eq!(live, 0, "{} {}", realm.name, own.app.name);
        }
    }
}

/// Nothing was used before it was made.
#[test]
fn every_app_of_a_fresh_demo_is_older_than_what_happened_with_it() {
    let world = World::with_samples();
    for realm in &world.server.realms.all {
        world.admin(&realm.name, async move |desk| {
            for app in desk.apps().await.unwrap() {
                assert!(app.created_at <= desk.now.secs() - 90 * 86_400, "{} {}", desk.realm.name, app.name);
            }
        });
    }
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
            let path = target.split('?').next().unwrap();
            for (_, name) in names.iter().filter(|(id, _)| path.contains(id.as_str())) {
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
        names.extend(world.admin(&realm.name, async |desk| {
            let apps = desk.apps().await.unwrap().into_iter().map(|app| (app.client_id, app.name));
            let accounts = desk.accounts().await.unwrap().into_iter().map(|account| (account.id, account.username));
            apps.chain(accounts).collect::<Vec<_>>()
        }));
    }
    names
}

/// As browsers ask for it, with the stylesheet.
#[test]
fn every_page_weighs_less_than_30_kilobytes_in_all() {
    let world = World::with_samples();
    for (whose, mut browser, areas) in visitors(&world) {
        let pages = walked(&mut browser, &areas);
        browser.headers.push(("Accept-Encoding".to_owned(), "gzip".to_owned()));
        let mut weight = |target: &str| browser.send(Request::new("GET", target)).body.len();
        let page = pages.values().next().unwrap().text();
        let style = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let style = weight(style);
        assert!((1_000..8_000).contains(&style), "{whose}: {style}");
        for target in pages.keys() {
            let page = weight(target);
            assert!(page > 1_000 && page + style < 30 * 1024, "{target}: {page} and {style} bytes");
        }
    }
}
