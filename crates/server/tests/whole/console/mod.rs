//! The app console: developers in front of browsers.

mod addresses;
mod apps;
mod configuration;
mod kept;
mod keys;
mod log;
mod on_screen;
mod questions;
mod review;
mod theirs;
mod twice;
mod words;

use crate::browser::{Browser, End};
use crate::client::Client;
use crate::http::{Request, Response};
use crate::world::{WEB, World};
use engine::secret::Plain;
use grantor::demo::ShownApp;
use grantor::desk::accounts::Person;

/// The password of those who are made here.
pub const PASSWORD: &str = "a long enough one";

/// A developer in front of the console of a mount.
pub struct Developer<'w> {
    pub world: &'w World,
    pub realm: &'w str,
    /// The console's address below the server's.
    pub console: String,
    pub browser: Browser<'w>,
}

impl<'w> Developer<'w> {
    /// The demo's person.
    pub fn demo(world: &'w World, realm: &'w str) -> Self {
        let password = world.shown.password.expose().to_owned();
        Self::signed_in(world, realm, ("demo", &password))
    }

    /// Somebody else, who is made for it.
    pub fn second(world: &'w World, realm: &'w str, username: &str) -> Self {
        let person =
            Person { username: username.to_owned(), email: format!("{username}@example.com"), ..Person::default() };
        world.admin(realm, async move |desk| {
            desk.create_account(person, &Plain::new(PASSWORD)).await.unwrap();
        });
        Self::signed_in(world, realm, (username, PASSWORD))
    }

    fn signed_in(world: &'w World, realm: &'w str, (username, password): (&str, &str)) -> Self {
        let mount = world.mount(realm);
        let console = format!("{}{}", mount.prefix, mount.dialect.console.path);
        let mut browser = world.browser();
        let form = browser.open(&console).page();
        let page = browser.submit(&form, "/-/sign-in", &[("username", username), ("password", password)]).page();
        assert!(page.status == 200 && !page.text().contains("/-/sign-in\""), "{page:?}");
        Self { world, realm, console, browser }
    }

    /// A page below the console.
    pub fn open(&mut self, path: &str) -> Response {
        let target = format!("{}{path}", self.console);
        self.browser.open(&target).page()
    }

    /// Opens the page with a form and posts that; `action` ends its address.
    pub fn act(&mut self, (path, action): (&str, &str), fields: &[(&str, &str)]) -> Response {
        let page = self.open(path);
        match self.browser.submit(&page, action, fields) {
            End::Page(page) => page,
            End::App(url, _) => panic!("left for {url}"),
        }
    }

    /// The same where the form posts to its own page.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.act((path, path), fields)
    }

    /// What stands for the first redirect URI of that app in addresses.
    pub fn redirect_handle(&mut self, id: &str) -> String {
        let page = self.open(&format!("/{id}/redirects")).text();
        page.split("/redirects/").nth(1).unwrap().split('/').next().unwrap().to_owned()
    }

    /// Removes a redirect URI of that app: the link beside it leads to a page that asks.
    pub fn remove_redirect(&mut self, id: &str, uri: &str) -> Response {
        let page = self.open(&format!("/{id}/redirects")).text();
        let row = page.split("<li>").find(|row| row.contains(&format!(">{uri}</code>"))).unwrap();
        let question = row.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let path = question.strip_prefix(&self.console).unwrap().to_owned();
        assert!(self.open(&path).text().contains(&format!("<code>{uri}</code>")));
        self.post(&path, &[])
    }

    /// Makes an app; gives its id and its secret.
    pub fn make(&mut self, name: &str) -> (String, String) {
        let page = self.post("/new", &[("name", name), ("description", "For trying")]);
        (shown(&page, "client-id"), shown(&page, "secret"))
    }

    /// The app at work, as its own code would be.
    pub fn client(&self, id: &str, secret: &str) -> Client<'w> {
        let id = id.to_owned();
        let app = self.world.admin(self.realm, async move |desk| desk.app(&id).await.unwrap());
        let own = ShownApp { app, secret: Some(Plain::new(secret)), test_token: None };
        Client::with(self.world, self.realm, Box::leak(Box::new(own)))
    }

    /// The id of the app of that name, by its row of the list.
    pub fn app_called(&mut self, name: &str) -> String {
        let list = self.open("").text();
        let row = list.split(name).next().unwrap().rsplit("href=\"").next().unwrap();
        row.split('"').next().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    /// Makes an app that people can be sent to.
    pub fn make_whole(&mut self, name: &str) -> (String, String) {
        let (id, secret) = self.make(name);
        self.post(&format!("/{id}/redirects"), &[("redirect_uri", WEB)]);
        (id, secret)
    }
}

/// The text of the element with that id.
pub fn shown(page: &Response, id: &str) -> String {
    let text = page.text();
    let element = text.split(&format!("id=\"{id}\">")).nth(1).unwrap_or_else(|| panic!("no {id} in {page:?}"));
    element.split('<').next().unwrap().to_owned()
}

/// The hidden field of the form to that address; empty where there is none.
pub fn csrf(page: &Response, action: &str) -> String {
    let text = page.text();
    let form = text.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap_or_default();
    let value = form.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// A post as a page of ours sends it, with that seal.
pub fn sealed_post(browser: &mut Browser<'_>, target: &str, seal: &str) -> Response {
    browser.send(Request::new("POST", target).header("Sec-Fetch-Site", "same-origin").form(&[("csrf", seal)]))
}

/// A world whose realm `standard` demands a review.
pub fn reviewing() -> World {
    saying("review = \"demanded\"")
}

/// A world whose realm `standard` says this in the configuration.
pub fn saying(line: &str) -> World {
    saying_at("standard", line)
}

/// The same of the realm of that dialect.
pub fn saying_at(dialect: &str, line: &str) -> World {
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = \".\"\n[demo]\nseed = true\nclock = true\n[[realms]]\nname = \"{dialect}\"\n{line}\n\
         mounts = [{{ dialect = \"{dialect}\", prefix = \"/{dialect}\" }}]\n"
    );
    World::from_config(&text, &|_| ())
}
