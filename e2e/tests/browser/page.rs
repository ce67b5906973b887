//! What a person sees, and what they do about it.

use crate::stage::Stage;
use serde_json::Value;

/// Which page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    SignIn,
    /// The sign-in form with what went wrong.
    SignInAgain,
    Consent,
    CodeOnScreen,
    Callback,
    Error,
    /// Denied, signed out.
    Closing,
}

const WHICH: &str = "const has = (css) => document.querySelector(css) !== null; \
    return has('.summary') ? 'again' : has('#password') ? 'sign-in' : has('[name=decision]') ? 'consent' : has('data#code') ? 'code' \
    : has('#fragment-table') ? 'callback' : has('.eyebrow') ? 'error' : 'closing'";

/// Names and values in the two tables of the callback page.
const SHOWN: &str = "const rows = document.querySelectorAll('#query ~ table tbody tr, #fragment-table tbody tr'); \
    return [...rows].map((row) => [...row.querySelectorAll('code')].map((code) => code.textContent))";

impl Stage {
    pub async fn page(&self) -> Page {
        match self.script(WHICH).await.as_str().unwrap() {
            "again" => Page::SignInAgain,
            "sign-in" => Page::SignIn,
            "consent" => Page::Consent,
            "code" => Page::CodeOnScreen,
            "callback" => Page::Callback,
            "error" => Page::Error,
            _ => Page::Closing,
        }
    }

    /// Insists on a page.
    pub async fn at(&self, page: Page) {
        let (found, title, url) = (self.page().await, self.title().await, self.url().await);
        assert_eq!(found, page, "{title:?} at {url}");
    }

    pub async fn sign_in_with(&self, password: &str) {
        self.fill("#username", &self.demo.line.account.username).await;
        self.fill("#password", password).await;
        self.press("form .primary").await;
    }

    pub async fn sign_in(&self) {
        self.sign_in_with(&self.demo.line.account.password.clone()).await;
    }

    /// Opens a page and signs in where that is asked.
    pub async fn enter(&self, url: &str) {
        self.open(url).await;
        if self.page().await == Page::SignIn {
            self.sign_in().await;
        }
    }

    /// What a page says, but for what stands around it.
    pub async fn text(&self) -> String {
        self.script("return document.querySelector('main').innerText").await.as_str().unwrap().to_owned()
    }

    /// The text of the element with that id.
    pub async fn shown(&self, id: &str) -> String {
        let text = self.script(&format!("return document.getElementById('{id}').textContent")).await;
        text.as_str().unwrap().to_owned()
    }

    /// Switches off what the browser itself checks, so that the server has to say what is wrong.
    pub async fn let_anything_through(&self) {
        self.script("for (const form of document.forms) form.noValidate = true").await;
    }

    pub async fn decide(&self, decision: &str) {
        self.press(&format!("button[name=decision][value={decision}]")).await;
    }

    /// Opens a link and signs in where that is asked.
    pub async fn to_consent(&self, link: &str) {
        self.enter(link).await;
        self.at(Page::Consent).await;
    }

    /// What came back to the app, as the callback page shows it.
    pub async fn came_back(&self) -> Vec<(String, String)> {
        self.at(Page::Callback).await;
        let rows = self.script(SHOWN).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        rows.as_array().unwrap().iter().map(|row| (text(&row[0]), text(&row[1]))).collect()
    }

    /// What an error page calls the refusal.
    pub async fn refusal(&self) -> String {
        self.at(Page::Error).await;
        let word = self.script("return document.querySelector('details dd code').textContent").await;
        word.as_str().unwrap().to_owned()
    }

    pub async fn language(&self) -> String {
        self.script("return document.documentElement.lang").await.as_str().unwrap().to_owned()
    }
}

/// One of the pairs.
pub fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    let found = pairs.iter().find(|(own, _)| own == name);
    &found.unwrap_or_else(|| panic!("no {name} in {pairs:?}")).1
}
