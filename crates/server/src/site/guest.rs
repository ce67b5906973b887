//! Somebody at a page of ours who need not be signed in.

use super::visit::spoken;
use super::{Halt, encoded};
use crate::desk::Desk;
use crate::desk::letters::Postroom;
use crate::flow::done::was_done;
use crate::flow::pages::{chrome, site_language};
use crate::flow::seal::{Broken, Form, Purpose};
use crate::flow::session::{self, Jar};
use crate::flow::{Answer, Call};
use crate::pages::Chrome;
use crate::wire::fields::Fields;
use engine::model::Account;
use engine::secret::Hashed;
use http::StatusCode;
use http::header::HeaderValue;

/// The parameter with the account's language, where nobody is signed in whose language it would be.
const SPOKEN: &str = "spoken";

/// A call with the browser that it came from: forms are bound to that.
pub struct Guest<'a> {
    /// The call.
    pub call: &'a Call<'a>,
    /// The language of its pages.
    pub language: String,
    /// That of an account which turned out to be theirs.
    spoken: Option<String>,
    address: String,
    browser: Hashed,
    cookie: Option<HeaderValue>,
}

impl<'a> Guest<'a> {
    /// Whoever came.
    pub fn come(call: &'a Call<'a>) -> Self {
        let (browser, cookie) = session::browser(call);
        let spoken = was_done(call).and_then(|_| call.parameter(SPOKEN));
        Self {
            call,
            language: site_language(call, call.query(), spoken.as_deref()),
            spoken,
            address: call.address.to_string(),
            browser,
            cookie,
        }
    }

    /// The same, in the language of an account that turned out to be theirs.
    pub fn speaking(self, account: &Account) -> Self {
        let spoken = account.language.clone();
        Self { language: site_language(self.call, self.call.query(), spoken.as_deref()), spoken, ..self }
    }

    /// The desk, at which nobody stands yet.
    pub fn desk(&self) -> Desk<'_> {
        Desk { now: self.call.now, ..self.call.server.desk(self.call.realm, "server", &self.address) }
    }

    /// Where letters are written.
    pub fn postroom(&self) -> Postroom<'_> {
        self.call.postroom()
    }

    /// The address of a path of ours.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.call.mount.prefix)
    }

    /// The hidden field of a form that posts to that path.
    pub fn csrf(&self, path: &str) -> String {
        Form::of_site(self.call, Purpose::Act, &self.browser, (path, "")).seal(self.call)
    }

    /// The fields of a form of ours that was made for this browser and this path.
    pub fn act(&self) -> Result<Fields, Halt> {
        let fields = Fields::read(self.call.incoming, &self.call.mount.issuer).ok_or(Halt::Form(Broken::Foreign))?;
        let browser = Jar::Browser.read(self.call).map(|text| text.hashed());
        Form::open(self.call, Purpose::Act, browser.as_ref(), fields.one("csrf")).map_err(Halt::Form)?;
        Ok(fields)
    }

    /// The frame of a page.
    pub fn chrome(&self) -> Chrome {
        chrome(self.call, &self.language, None)
    }

    /// A page.
    pub fn page(&self, status: StatusCode, text: String) -> Answer {
        let mut answer = spoken(self.call, &self.language, status, text);
        session::set(answer.headers_mut(), self.cookie.clone());
        answer
    }

    /// Leads on to a path of ours after something was done; `done` names the sentence that stands there, in the language that was spoken here.
    pub fn done(&self, path: &str, done: &str) -> Answer {
        let spoken = self.spoken.as_ref().map(|spoken| format!("&{SPOKEN}={}", encoded(spoken)));
        super::done(self.call, path, (done, &spoken.unwrap_or_default()))
    }
}
