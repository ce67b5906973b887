//! The app's side of the wire: what an app of this dialect sends, and what it reads out of the answers.
//! Printed command lines and tests speak through it, so that no example can differ from what the dialect does.
//!
//! - `ask`: a request for each operation; `send` puts it into the dialect's carriers.
//! - `read`: the slots of an answer, found by the dialect's own description of it.

mod ask;
mod read;
mod send;
#[cfg(test)]
mod tests;

pub(crate) use send::escaped;

use crate::model::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// An app that speaks.
#[derive(Clone, Copy)]
pub struct ClientApp<'a> {
    /// Where the mount is: scheme, host, port and path prefix, no slash at the end.
    pub base: &'a str,
    /// `client_id`.
    pub client_id: &'a str,
    /// `client_secret`, where the app has one.
    pub client_secret: Option<&'a str>,
    /// The redirect URI that it names.
    pub redirect_uri: Option<&'a str>,
}

/// What it sends.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientRequest {
    /// The method.
    pub method: Method,
    /// Whole, query included.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body, where there is one.
    pub body: Option<String>,
}

/// What it reads out of a token answer.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientTokens {
    /// The access token.
    pub access_token: String,
    /// The second access token, where the dialect gives two.
    pub second_access_token: Option<String>,
    /// The refresh token, where one came.
    pub refresh_token: Option<String>,
}

/// What it reads out of a redirect.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ClientRedirect {
    /// The code.
    pub code: Option<String>,
    /// The access token of an implicit grant.
    pub access_token: Option<String>,
    /// Its own `state`.
    pub state: Option<String>,
    /// The dialect's word for the refusal.
    pub error: Option<String>,
}

impl ClientRequest {
    /// As one line for a POSIX shell.
    pub fn curl(&self) -> String {
        let mut line = String::from("curl");
        if self.method != if self.body.is_some() { Method::Post } else { Method::Get } {
            line.push_str(&format!(" -X {}", self.method.as_str()));
        }
        line.push_str(&format!(" {}", quoted(&self.url)));
        for (name, value) in &self.headers {
            match basic_pair(value) {
                Some(pair) => line.push_str(&format!(" -u {}", quoted(&pair))),
                None => line.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}")))),
            }
        }
        if let Some(body) = &self.body {
            line.push_str(&format!(" -d {}", quoted(body)));
        }
        line
    }
}

/// Id and secret of a Basic header, as curl's `-u` takes them: people can read them there, and put others in their place.
pub(crate) fn basic_pair(header: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(header.strip_prefix("Basic ")?).ok()?).ok()
}

/// Within single quotes a shell reads everything literally but the quote itself.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
