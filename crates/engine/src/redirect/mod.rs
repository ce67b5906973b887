//! Redirect URIs: which may be registered, which may be asked for, and the proof that one may be used.
//!
//! A URI is compared as it was written. Only one that is already in its normal form (RFC 3986 section 6) takes part, so that no two
//! parsers can disagree about it: no user information, no backslash, no dot segments in any spelling, no control characters.

mod difference;

pub use difference::{Difference, differences, nearest};

use crate::model::App;
use crate::policy::{AbsentRedirect, Kind, RedirectForm, RedirectMatch, RedirectPolicy};
use crate::refusal::Refusal;
use crate::request::Param;
use std::borrow::Cow;
use url::{Host, Url};

/// Where an answer may travel. Only the matcher makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedRedirect {
    uri: String,
    named: Named,
}

/// Whether the request named its redirect URI (RFC 6749 section 4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It did.
    Yes,
    /// The registration gave it.
    No,
}

impl TrustedRedirect {
    /// The URI.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Whether the request named it.
    pub fn named(&self) -> Named {
        self.named
    }
}

/// Where the answer to an authorize request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnTo {
    /// To the app.
    Redirect(TrustedRedirect),
    /// To the person's screen, to be carried over by hand.
    OnScreen(Named),
}

impl ReturnTo {
    /// The redirect URI, where there is one.
    pub fn uri(&self) -> Option<&str> {
        match self {
            Self::Redirect(trusted) => Some(trusted.uri()),
            Self::OnScreen(_) => None,
        }
    }

    /// Whether the request named it.
    pub fn named(&self) -> Named {
        match self {
            Self::Redirect(trusted) => trusted.named(),
            Self::OnScreen(named) => *named,
        }
    }
}

/// Why a redirect URI cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unregistrable {
    /// No absolute URI in normal form.
    Malformed,
    /// It has a fragment (RFC 6749 section 3.1.2).
    Fragment,
    /// It has a wildcard.
    Wildcard,
    /// It is longer than 2,000 characters.
    TooLong,
    /// Its scheme, or its host for plain http, is not open to this kind of app.
    Form,
    /// Its query has a name that the answer needs.
    Reserved,
}

impl Unregistrable {
    /// What to tell the developer.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Malformed => {
                "Write the whole address in its normal form, such as https://app.example/callback: no user name, no backslash, no `..`, no blanks."
            }
            Self::Fragment => "Leave out the part behind `#`: a redirect URI has no fragment.",
            Self::Wildcard => "Register each address by itself: `*` is not understood.",
            Self::TooLong => "Use at most 2,000 characters.",
            Self::Form => {
                "This kind of app cannot use this sort of address: see its allowed forms (https, loopback, a scheme of the app's own, or on screen)."
            }
            Self::Reserved => {
                "Rename the query parameters that the answer itself needs, such as `code`, `state` or `error`."
            }
        }
    }
}

/// Whether `uri` may be registered for an app of this kind.
pub fn registrable(uri: &str, kind: &Kind, policy: &RedirectPolicy) -> Result<(), Unregistrable> {
    if policy.on_screen.iter().any(|word| word == uri) {
        return kind.redirects.contains(&RedirectForm::OnScreen).then_some(()).ok_or(Unregistrable::Form);
    }
    if uri.len() > 2000 {
        return Err(Unregistrable::TooLong);
    }
    if uri.contains('#') {
        return Err(Unregistrable::Fragment);
    }
    if uri.contains('*') {
        return Err(Unregistrable::Wildcard);
    }
    let url = normal(uri).ok_or(Unregistrable::Malformed)?;
    let form = form_of(&url).ok_or(Unregistrable::Form)?;
    if !kind.redirects.contains(&form) {
        return Err(Unregistrable::Form);
    }
    if has_reserved_name(&url, policy) {
        return Err(Unregistrable::Reserved);
    }
    Ok(())
}

/// Finds where the answer goes, or the reason for an error page.
pub fn matched(asked: &Param<String>, app: &App, policy: &RedirectPolicy) -> Result<ReturnTo, Refusal> {
    let registered = app.redirect_uris.as_slice();
    let asked = match asked {
        Param::Absent => return absent(registered, policy),
        Param::Malformed => return Err(Refusal::RedirectUriStrange),
        Param::Given(asked) => asked,
    };
    if registered.is_empty() {
        return Err(Refusal::RedirectUriNone);
    }
    if policy.on_screen.iter().any(|word| word == asked) {
        return match registered.contains(asked) {
            true => Ok(ReturnTo::OnScreen(Named::Yes)),
            false => Err(Refusal::RedirectUriStrange),
        };
    }
    let url = normal(asked).ok_or(Refusal::RedirectUriStrange)?;
    if has_reserved_name(&url, policy) {
        return Err(Refusal::RedirectUriReserved);
    }
    let fits = registered.iter().any(|own| own == asked || fits(own, &url, policy));
    match fits {
        true => Ok(ReturnTo::Redirect(TrustedRedirect { uri: asked.clone(), named: Named::Yes })),
        false => Err(Refusal::RedirectUriStrange),
    }
}

fn absent(registered: &[String], policy: &RedirectPolicy) -> Result<ReturnTo, Refusal> {
    let own = match (policy.absent, registered) {
        (AbsentRedirect::SoleOrOnScreen, []) => return Ok(ReturnTo::OnScreen(Named::No)),
        (_, []) => return Err(Refusal::RedirectUriNone),
        (AbsentRedirect::First, [first, ..]) => first,
        (AbsentRedirect::Sole | AbsentRedirect::SoleOrOnScreen, [sole]) => sole,
        _ => return Err(Refusal::RedirectUriMissing),
    };
    match policy.on_screen.contains(own) {
        true => Ok(ReturnTo::OnScreen(Named::No)),
        false => Ok(ReturnTo::Redirect(TrustedRedirect { uri: own.clone(), named: Named::No })),
    }
}

/// Whether the URI of an exchange is the one of the authorize request.
pub fn same(sent: &str, of_code: &str) -> bool {
    sent == of_code
}

fn fits(registered: &str, asked: &Url, policy: &RedirectPolicy) -> bool {
    let Some(own) = normal(registered) else { return false };
    if own.scheme() != asked.scheme() || own.host() != asked.host() {
        return false;
    }
    let any_port =
        own.scheme() == "http" && own.host_str().is_some_and(|host| policy.any_port.iter().any(|h| h == host));
    match policy.matching {
        RedirectMatch::Exact => any_port && own.path() == asked.path() && own.query() == asked.query(),
        RedirectMatch::SameHostPathPrefix => {
            (any_port || own.port() == asked.port()) && own.query().is_none() && below(own.path(), asked.path())
        }
        RedirectMatch::SamePath => {
            let says = |pair: (Cow<'_, str>, Cow<'_, str>)| asked.query_pairs().any(|other| other == pair);
            (any_port || own.port() == asked.port()) && own.path() == asked.path() && own.query_pairs().all(says)
        }
    }
}

/// The registered path itself, or something below it at a segment boundary.
fn below(registered: &str, asked: &str) -> bool {
    let trimmed = registered.strip_suffix('/').unwrap_or(registered);
    asked == registered || asked.strip_prefix(trimmed).is_some_and(|rest| rest.starts_with('/'))
}

/// The URI, if it stands in its normal form and says nothing that parsers read in two ways.
fn normal(uri: &str) -> Option<Url> {
    let plain = uri.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'`'));
    let path = uri.split('?').next().unwrap_or_default().to_ascii_lowercase();
    if !plain || ["%2f", "%5c", "%2e", "%00", "..;"].iter().any(|odd| path.contains(odd)) {
        return None;
    }
    let url = Url::parse(uri).ok()?;
    let spelt = url.as_str() == uri || url.as_str().strip_suffix('/') == Some(uri) && url.path() == "/";
    let clean = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (spelt && clean).then_some(url)
}

fn form_of(url: &Url) -> Option<RedirectForm> {
    match url.scheme() {
        "https" => url.host().map(|_| RedirectForm::Https),
        "http" => is_loopback(url).then_some(RedirectForm::Loopback),
        scheme => scheme.contains('.').then_some(RedirectForm::PrivateUse),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn has_reserved_name(url: &Url, policy: &RedirectPolicy) -> bool {
    let query = url.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| policy.reserved.iter().any(|own| *own == name))
}

/// Whether the redirect goes to a scheme of the app's own, which any app on the device may claim (RFC 8252 section 8.6).
pub fn is_private_use(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| form_of(&url) == Some(RedirectForm::PrivateUse))
}

#[cfg(test)]
mod tests;
