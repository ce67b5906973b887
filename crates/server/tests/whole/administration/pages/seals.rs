//! CON-02 in the administration: every form that there is, with the seal of another administrator's session, of another form, and from another site.

use super::matrix::{PAGES, filled, post, seal, state_of};
use super::*;
use crate::smtp::free_port;
use crate::world::accounts;
use engine::secret::Plain;
use grantor::desk::accounts::Person;
use grantor::desk::apps::Wish;
use grantor::desk::rights::Right;
use grantor::desk::search::AuditWish;

const LOGIN: &str = "login = \"hand-off\"\nlogin_page = \"https://www.shop.example/login\"\n";

/// A realm that reviews, one whose people sign in elsewhere, and a mail server.
fn world() -> World {
    let realm = |name: &str, more: &str| {
        format!("[[realms]]\nname = \"{name}\"\n{more}mounts = [{{ dialect = \"standard\", prefix = \"/{name}\" }}]\n")
    };
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\n[demo]\nseed = true\n{}{}[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"no-reply@shop.example\"\n",
        realm("standard", "review = \"demanded\"\n"),
        realm("shop", LOGIN),
        free_port()
    );
    World::from_config(&text, &|_| ())
}

/// Accounts and apps in each state that a form is for.
struct States {
    demo: String,
    disabled: String,
    linked: String,
    granted: String,
    suspended: String,
    in_review: String,
    key: String,
}

fn states(world: &World) -> States {
    let client = Client::first(world, "standard");
    client.tokens();
    let person = Person { username: "shut".to_owned(), email: "shut@example.com".to_owned(), ..Person::default() };
    let (demo, disabled, suspended, in_review) = world.admin("standard", async move |desk| {
        desk.create_account(person, &Plain::new("a long enough one")).await.unwrap();
        desk.disable("shut").await.unwrap();
        let wish = |name: &str| Wish { name: name.to_owned(), ..Wish::default() };
        let suspended = desk.create_app(wish("Suspended")).await.unwrap().app.client_id;
        desk.suspend(&suspended, "spam").await.unwrap();
        let waits = desk.create_app(wish("Waits")).await.unwrap().app.client_id;
        desk.send_back(&waits, "say more").await.unwrap();
        desk.ask_review(&waits).await.unwrap();
        let id = |name: &'static str| desk.account(name);
        (id("demo").await.unwrap().id, id("shut").await.unwrap().id, suspended, waits)
    });
    let linked = world.admin("shop", async move |desk| desk.account("demo").await.unwrap().id);
    let key = crate::administration::key(world, &[Right::AppsRead]).0;
    States { demo, disabled, linked, granted: client.id().to_owned(), suspended, in_review, key }
}

impl States {
    /// That address, where its form is there.
    fn path(&self, browser: &mut Browser<'_>, path: &str) -> String {
        let account = match path {
            _ if path.ends_with("/enable") => &self.disabled,
            _ if path.contains("/login") => &self.linked,
            _ => &self.demo,
        };
        let app = match path {
            _ if path.ends_with("/resume") => &self.suspended,
            _ if path.ends_with("/approve") || path.ends_with("/send-back") => &self.in_review,
            _ => &self.granted,
        };
        let realm = if path.contains("/login") { "/realms/shop/" } else { "/realms/standard/" };
        let path = filled(
            &path.replace("/realms/standard/", realm).replace("0123456789ab/end", &format!("{}/end", self.key)),
            account,
            app,
        );
        match path.split_once("/0123456789abcdef/") {
            None => path,
            Some((list, end)) => {
                let (parent, _) = list.rsplit_once('/').unwrap();
                let page = browser.open(parent).page().text();
                let named =
                    page.split(&format!("{list}/")).find(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
                let named = named.unwrap_or_else(|| panic!("nothing below {list}: {page}"));
                format!("{list}/{}/{end}", named.split('/').next().unwrap())
            }
        }
    }
}

/// The seal of the form that posts there, on the page itself or on the nearest one above it.
fn sealed(browser: &mut Browser<'_>, path: &str) -> String {
    let mut at = path;
    loop {
        let page = browser.open(at).page();
        let found = if page.status == 200 { seal(&page, path) } else { String::new() };
        match at.rsplit_once('/') {
            Some((above, _)) if found.is_empty() && !above.is_empty() => at = above,
            _ => return found,
        }
    }
}

fn all(world: &World) -> String {
    let of_shop = world.admin("shop", async move |desk| {
        let page = store::ops::Page { after: None, limit: 100 };
        let rows = desk.find_audit(AuditWish::default(), page).await.unwrap().rows.len();
        format!("{rows} {:?}", accounts(&desk).await)
    });
    format!("{}{}{of_shop}", state_of(world, "standard"), state_of(world, "admin"))
}

#[test]
fn con_02_a_form_counts_in_the_session_that_it_was_shown_in_for_its_own_path_and_from_our_site() {
    let world = world();
    let states = states(&world);
    let (mut own, mut other) = (administrator(&world), administrator(&world));
    let mut forms = Vec::new();
    for (_, path) in PAGES.iter().filter(|(method, _)| *method != "GET") {
        if path.ends_with("/login/end") {
            world.admin("shop", async move |desk| desk.link_account("demo", "4711").await.unwrap());
        }
        let path = states.path(&mut own, path);
        let seal = sealed(&mut own, &path);
        assert!(!seal.is_empty(), "{path}: its form is found");
        forms.push((path, seal));
    }
    let before = all(&world);
    for (nth, (path, seal)) in forms.iter().enumerate() {
        let elsewhere = &forms[(nth + 1) % forms.len()].1;
        let answer = post(&mut other, path, seal);
        assert_eq!(answer.status, 400, "{path}, of another session: {answer:?}");
        for (whose, csrf) in [("of another form", elsewhere.as_str()), ("cut", &seal[1..])] {
            let answer = post(&mut own, path, csrf);
            assert_eq!(answer.status, 400, "{path}, {whose}: {answer:?}");
        }
        for (header, value) in
            [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example")]
        {
            let answer =
                own.send(Request::new("POST", path).header(header, value).form(&[("csrf", seal), ("name", "demo")]));
            assert_eq!(answer.status, 400, "{path}, {header} {value}: {answer:?}");
        }
    }
    assert_eq!(before, all(&world), "nothing was done");
    // Each of these seals is the right one: in its own session, for its own form, it counts.
    forms.sort_by_key(|(path, _)| [path.ends_with("/end"), path.ends_with("/revoke"), path.ends_with("/delete")]);
    for (path, seal) in &forms {
        let answer = post(&mut own, path, seal);
        assert!(matches!(answer.status, 200 | 303 | 404 | 422) && !is_sign_in(&answer), "{path}: {answer:?}");
    }
    assert_ne!(before, all(&world));
}
