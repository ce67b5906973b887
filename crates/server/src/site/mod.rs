//! Pages beyond the way of an app, below every mount. A handler decodes a form, calls the desk and renders a page; it holds no rules.
//!
//! # Layout
//! - [`answer`]: which page; [`Visit`]: somebody who is signed in, at a page; [`Guest`]: somebody who need not be; [`Halt`]: why there is
//!   no page, and what stands there then; `form_page`: which page shows the form that was posted; `kept`: what was typed into it.
//! - [`door`]: the way in; `account`: a person's own account, `console`: a developer's apps, a file per page;
//!   `mailed`: what goes by a mailed link; `administration`: what only administrators do.
//! - [`mod@reference`]: what developers read, everybody's and each app's own.

mod account;
mod administration;
mod console;
pub mod door;
mod form_page;
mod guest;
mod halt;
mod kept;
mod mailed;
pub mod reference;
mod visit;

pub use guest::Guest;
pub use halt::Halt;
pub use visit::Visit;

use crate::config::ADMIN;
use crate::flow::done::{vouch, was_done};
use crate::flow::pages::see_other;
use crate::flow::{Answer, Call, session};
use http::{Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Stays as it is in an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What a page's handler gives.
pub type Page = Result<Answer, Halt>;

/// Answers at a path of ours below a mount; `None`: there is nothing.
pub async fn answer(call: &Call<'_>) -> Option<Answer> {
    let path = match call.path {
        "" | "/" if call.realm.name == ADMIN => Vec::new(),
        path => segments(path)?,
    };
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let page = match path.as_slice() {
        ["account", rest @ ..] => account::answer(call, rest).await,
        ["-", "first"] => administration::first(call).await?,
        ["-", name] => mailed::answer(call, name).await?,
        // Nothing is registered or authorized in the administrators' realm.
        path if call.realm.name == ADMIN => administration::answer(call, path).await?,
        ["docs"] => reference::answer(call),
        path => match in_console(call, path) {
            Some(rest) => console::answer(call, rest).await,
            None => return None,
        },
    };
    Some(page.unwrap_or_else(|halt| halt.answer(call)))
}

/// The status of a page with a form: one on which something is wrong is none that went well.
fn judged<F>(fault: Option<F>) -> StatusCode {
    if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

/// Leads on to a path of ours after something was done; `done` names the sentence that stands there, `more` is what else the query says.
fn done(call: &Call<'_>, path: &str, (done, more): (&str, &str)) -> Answer {
    let mut answer = see_other(&format!("{}{path}?done={}{more}", call.mount.prefix, encoded(done)));
    session::set(answer.headers_mut(), vouch(call, path, done));
    answer
}

/// What is below the console of this mount, wherever its dialect has that.
fn in_console<'p>(call: &Call<'_>, path: &'p [&'p str]) -> Option<&'p [&'p str]> {
    let mut console = call.mount.dialect.console.path.split('/').filter(|segment| !segment.is_empty());
    console.try_fold(path, |rest, segment| {
        let (first, rest) = rest.split_first()?;
        (*first == segment).then_some(rest)
    })
}

/// Text as it stands in a query or a segment of a path.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// The decoded segments; `None` for a path with an empty one, which would lead somewhere else in a `Location`.
fn segments(path: &str) -> Option<Vec<String>> {
    let inner = path.strip_prefix('/')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let decoded = |segment: &str| {
        let text = percent_encoding::percent_decode_str(segment).decode_utf8().ok()?;
        (!text.is_empty()).then(|| text.into_owned())
    };
    inner.split('/').map(decoded).collect()
}

/// What a request does at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// It looks.
    Look,
    /// It posts a form.
    Act,
}

impl Does {
    /// By the method; a page without a form takes no posts.
    fn of(call: &Call<'_>) -> Result<Self, Halt> {
        match *call.incoming.method {
            Method::GET | Method::HEAD => Ok(Self::Look),
            Method::POST => Ok(Self::Act),
            _ => Err(Halt::Method("GET, HEAD, POST")),
        }
    }

    /// At a page that only shows.
    fn shows(call: &Call<'_>) -> Result<Self, Halt> {
        match *call.incoming.method {
            Method::GET | Method::HEAD => Ok(Self::Look),
            _ => Err(Halt::Method("GET, HEAD")),
        }
    }

    /// A page that only shows.
    fn looks_only(self) -> Result<(), Halt> {
        if self == Self::Look { Ok(()) } else { Err(Halt::Method("GET, HEAD")) }
    }
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_path_has_no_empty_segment() {
        assert_eq!(segments("/account/apps/a%2Fb/"), Some(vec!["account".into(), "apps".into(), "a/b".into()]));
        for odd in ["", "account", "//account", "/account//apps", "/", "//", "/account/%ff"] {
            assert_eq!(segments(odd), None, "{odd}");
        }
    }
}
