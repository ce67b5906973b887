//! Pages of the demo: what there is to try, and what came back to the app.

use super::chrome::Chrome;
use super::tile::Tile;
use super::words::Words;
use askama::Template;

/// The front page of the demo.
#[derive(Clone, Debug)]
pub struct DemoIndex {
    /// How to sign in.
    pub account: DemoAccount,
    /// Where the administration is.
    pub admin_url: String,
    /// How to sign in there.
    pub administrator: DemoAccount,
    /// What there is to try.
    pub realms: Vec<DemoRealm>,
}

/// The demo's account, the same in every realm.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// User name.
    pub username: String,
    /// Its password: printed for everybody, as the demo is for trying. `None`: somebody set another.
    pub password: Option<String>,
}

/// A realm of the demo.
#[derive(Clone, Debug)]
pub struct DemoRealm {
    /// The service as people call it.
    pub title: String,
    /// The dialect that it speaks.
    pub dialect: String,
    /// Its address.
    pub url: String,
    /// Where its people find their own account.
    pub account_pages: String,
    /// Where its developers find their apps.
    pub console: String,
    /// Its apps.
    pub apps: Vec<DemoApp>,
}

/// An app of the demo.
#[derive(Clone, Debug)]
pub struct DemoApp {
    /// What people read.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub client_id: String,
    /// Where a flow begins.
    pub authorize_url: String,
}

impl DemoIndex {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        IndexView { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let app = |name: &str, kind: &str| DemoApp {
            name: name.to_owned(),
            kind: kind.to_owned(),
            client_id: format!("6d8a4f2e{kind}"),
            authorize_url: format!("/shop/client/authorize?client_id=6d8a4f2e{kind}&response_type=code"),
        };
        let realm = |title: &str, dialect: &str| DemoRealm {
            title: title.to_owned(),
            dialect: dialect.to_owned(),
            url: format!("http://127.0.0.1:8080/{dialect}"),
            account_pages: format!("http://127.0.0.1:8080/{dialect}/account"),
            console: format!("http://127.0.0.1:8080/{dialect}/apps"),
            apps: vec![app("Notes", "server"), app("Photo Frame", "native")],
        };
        Self {
            account: DemoAccount { username: "demo".to_owned(), password: Some("demo-password".to_owned()) },
            admin_url: "http://127.0.0.1:8080/admin".to_owned(),
            administrator: DemoAccount { username: "admin".to_owned(), password: None },
            realms: vec![realm("Shop", "standard"), realm("Other Shop", "acme")],
        }
    }
}

#[derive(Template)]
#[template(path = "demo_index.html")]
struct IndexView<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a DemoIndex,
}

impl IndexView<'_> {
    fn password<'p>(&self, account: &'p DemoAccount) -> &'p str {
        account.password.as_deref().unwrap_or(self.words.demo.own_password)
    }

    fn tile(&self, app: &DemoApp) -> Tile {
        Tile::drawn(&app.name, &app.client_id)
    }
}

/// The demo's callback: what an app would get.
#[derive(Clone, Debug)]
pub struct DemoCallback {
    /// The query's parameters, decoded, in order.
    pub parameters: Vec<(String, String)>,
    /// The name of the one that is a code.
    pub code: Option<String>,
    /// Where [`super::CALLBACK_SCRIPT`] is served: it shows the fragment.
    pub script_url: String,
}

impl DemoCallback {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        CallbackView { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Self {
            parameters: vec![pair("scope", "ro,user"), pair("code", "k3Jd92nbQ0zVt7LxWm4P"), pair("state", "q7")],
            code: Some("code".to_owned()),
            script_url: "/static/callback.js".to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "demo_callback.html")]
struct CallbackView<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a DemoCallback,
}

impl CallbackView<'_> {
    /// What one does now.
    fn next(&self) -> &'static str {
        let words = &self.words.demo;
        match &self.page.code {
            Some(_) => words.next_code,
            None if self.page.parameters.is_empty() => words.next_nothing,
            None => words.next_refused,
        }
    }
}
