//! The owner's own login: the browser goes to the owner's page with a signed request and comes back with a signed answer, once.
//!
//! # Layout
//! - [`jwt`]: how the two tokens are signed and read; [`claims`]: what they say, and what an answer has to hold.
//! - [`begin`] sends the browser away; `answer` takes it back. In between nothing is kept: the errand travels sealed in the return address, bound
//!   to the browser like the form of a sign-in page, and comes back with the answer.

mod answer;
pub mod claims;
pub mod jwt;
#[cfg(test)]
mod tests;

pub use answer::answered;

use super::errand::Errand;
use super::pages::{About, failed};
use super::seal::{Form, Purpose};
use super::session::{self, Jar};
use super::{Answer, Call, Failure};
use crate::config::HandOffConfig;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use claims::{REQUEST_LIVES, Request};
use engine::refusal::Refusal;
use engine::secret::{Key, Plain};
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use jwt::Direction;

/// The longest return address, in bytes: the answer has to fit behind it into an address that the server reads.
const LONGEST_RETURN: usize = 6 * 1024;

/// The owner's login page of a realm.
#[derive(Debug)]
pub struct HandOff {
    /// Its address.
    pub page: String,
    /// `None`: the shared secret is not there, as for a command that does not serve.
    keys: Option<Keys>,
}

#[derive(Debug)]
struct Keys {
    requests: Key,
    answers: Key,
}

impl HandOff {
    /// As configured.
    pub fn new(config: &HandOffConfig) -> Self {
        let keys =
            |secret: &Plain| Keys { requests: Direction::Request.key(secret), answers: Direction::Answer.key(secret) };
        Self { page: config.page.clone(), keys: config.secret.as_ref().map(keys) }
    }

    /// The host that people know the page by.
    pub fn host(&self) -> &str {
        let rest = self.page.split_once("://").map_or(self.page.as_str(), |(_, rest)| rest);
        rest.split(['/', '?']).next().unwrap_or(rest)
    }

    fn keys(&self) -> Result<&Keys, Failure> {
        self.keys.as_ref().ok_or(Failure::Refused(Refusal::Unavailable.into()))
    }
}

/// The issuer of a realm's requests: one for all of its mounts, so that the owner's site has one to know.
fn issuer<'a>(call: &Call<'a>) -> &'a str {
    &call.realm.main().unwrap_or(call.mount).issuer
}

/// The id of a request: that of the form that it leads back to.
fn id(form: &Form) -> String {
    URL_SAFE_NO_PAD.encode(form.decision)
}

/// Sends the browser to the owner's login page, as the answer to a request that only somebody who is signed in can make. Always 303, whatever
/// the method was: the page is no place for a form that was posted to us.
pub fn begin(call: &Call<'_>, hand_off: &HandOff, errand: &Errand) -> Answer {
    match request(call, hand_off, errand) {
        Ok(answer) => answer,
        Err(failure) => failed(call, failure, About { language: errand.language(call), ..About::default() }),
    }
}

fn request(call: &Call<'_>, hand_off: &HandOff, errand: &Errand) -> Result<Answer, Failure> {
    let (browser, cookie) = session::browser(call);
    let form = errand.form(call, Purpose::HandOff, &browser);
    if !is_at_home(call) {
        return Ok(see_other(&format!("{}{}", call.mount.issuer, form.back(call))));
    }
    let return_to = format!("{}/-/hand-off?request={}", call.mount.issuer, form.seal(call));
    if return_to.len() > LONGEST_RETURN {
        return Err(Refusal::TooLarge.into());
    }
    let request = Request {
        iss: issuer(call).to_owned(),
        aud: hand_off.page.clone(),
        realm: call.realm.name.clone(),
        jti: id(&form),
        iat: form.at,
        exp: form.at + REQUEST_LIVES,
        return_to,
        ui_locales: errand.language(call),
        prompt: (errand.demands_sign_in() || Jar::Left.read(call).is_some()).then(|| "login".to_owned()),
    };
    let token = jwt::sign(Direction::Request, &hand_off.keys()?.requests, &request);
    let joint = if hand_off.page.contains('?') { '&' } else { '?' };
    let mut answer = see_other(&format!("{}{joint}request={token}", hand_off.page));
    session::set(answer.headers_mut(), cookie);
    Ok(answer)
}

/// Whether the browser is at the host that the answer comes back to: a cookie belongs to one host, and a mount may have several.
fn is_at_home(call: &Call<'_>) -> bool {
    let name = |host: &str| host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
    let home = call.mount.issuer.split_once("://").map_or("", |(_, host)| host);
    !call.mount.prefix.is_empty() || name(call.host) == name(home)
}

fn see_other(location: &str) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let headers = answer.headers_mut();
    if let Ok(location) = HeaderValue::from_str(location) {
        headers.insert(LOCATION, location);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    answer
}
