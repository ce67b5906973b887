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
    /// It is longer than 2,000 characters.
    TooLong,
    /// It has a blank or a control character.
    Blank,
    /// It has a fragment (RFC 6749 section 3.1.2).
    Fragment,
    /// It has a wildcard.
    Wildcard,
    /// It has no scheme.
    Relative,
    /// It has a character that parsers read in two ways: a backslash, a quotation mark, an angle bracket, a backtick.
    Character,
    /// Its path has a dot segment, or a slash, backslash or dot that is encoded.
    Dots,
    /// It has a percent sign without two hexadecimal digits behind it (RFC 3986 section 2.1).
    Percent,
    /// It cannot be read as a URI.
    Malformed,
    /// It has a user name or a password.
    UserInfo,
    /// It is plain http to another machine.
    PlainHttp,
    /// Its scheme is one that nothing can be sent to.
    Scheme,
    /// It has letters beyond ASCII.
    Letters,
    /// It is not in its normal form (RFC 3986 section 6).
    Spelling,
    /// It is in order, but not open to this kind of app.
    Form,
    /// Its query has a name that the answer needs.
    Reserved,
}

impl Unregistrable {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::TooLong,
        Self::Blank,
        Self::Fragment,
        Self::Wildcard,
        Self::Relative,
        Self::Character,
        Self::Dots,
        Self::Percent,
        Self::Malformed,
        Self::UserInfo,
        Self::PlainHttp,
        Self::Scheme,
        Self::Letters,
        Self::Spelling,
        Self::Form,
        Self::Reserved,
    ];

    /// What to tell the developer.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TooLong => "Use at most 2,000 characters.",
            Self::Blank => "Leave out blanks and line breaks: inside a path a blank is written %20.",
            Self::Fragment => "Leave out the part behind `#`: a redirect URI has no fragment.",
            Self::Wildcard => "Register each address by itself: `*` is not understood.",
            Self::Relative => "Write the whole address with its scheme, such as https://app.example/callback.",
            Self::Character => "Leave out or encode backslashes, quotation marks, angle brackets and backticks.",
            Self::Dots => "Write the path as it is reached: no `.` or `..`, and no %2F, %5C or %2E.",
            Self::Percent => "Follow each `%` with two hexadecimal digits: a percent sign itself is written %25.",
            Self::Malformed => {
                "This is no address: look at host and port. One looks like https://app.example/callback."
            }
            Self::UserInfo => "Leave out the user name and password in front of `@`.",
            Self::PlainHttp => {
                "Begin with https://: plain http is for this very computer only (127.0.0.1, [::1], localhost)."
            }
            Self::Scheme => {
                "Nobody can be sent to this scheme: use https, or where the kind of app may, one of its own with a dot in it, such as com.example.app:/callback."
            }
            Self::Letters => {
                "Write letters beyond ASCII as browsers send them: a host in its xn-- form, a path percent-encoded."
            }
            Self::Spelling => {
                "Write it in its normal form: scheme and host in small letters, no port that goes without saying."
            }
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
    well_formed(uri)?;
    let url = normal(uri).ok_or(Unregistrable::Spelling)?;
    let form = form_of(&url).ok_or(Unregistrable::Scheme)?;
    if !kind.redirects.contains(&form) {
        return Err(Unregistrable::Form);
    }
    if has_reserved_name(&url, policy) {
        return Err(Unregistrable::Reserved);
    }
    Ok(())
}

/// The normal form of what can be read as a URI.
pub fn normal_form(uri: &str) -> Option<String> {
    Url::parse(uri).ok().map(String::from)
}

/// Says in a word of its own what [`normal`] would refuse.
fn well_formed(uri: &str) -> Result<(), Unregistrable> {
    let faults = [
        (uri.len() > 2000, Unregistrable::TooLong),
        (uri.contains(|c: char| c.is_whitespace() || c.is_control()), Unregistrable::Blank),
        (uri.contains('#'), Unregistrable::Fragment),
        (uri.contains('*'), Unregistrable::Wildcard),
        (!has_scheme(uri), Unregistrable::Relative),
        (uri.contains(['\\', '"', '<', '>', '`']), Unregistrable::Character),
        (has_dots(uri), Unregistrable::Dots),
        (has_stray_percent(uri), Unregistrable::Percent),
    ];
    if let Some((_, why)) = faults.into_iter().find(|(found, _)| *found) {
        return Err(why);
    }
    let url = Url::parse(uri).map_err(|_| Unregistrable::Malformed)?;
    // Browsers take the first segment of such a path for the host.
    if uri.starts_with("https:///") || uri.starts_with("http:///") {
        return Err(Unregistrable::Malformed);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Unregistrable::UserInfo);
    }
    if form_of(&url).is_none() {
        return Err(if url.scheme() == "http" { Unregistrable::PlainHttp } else { Unregistrable::Scheme });
    }
    if uri.is_ascii() { Ok(()) } else { Err(Unregistrable::Letters) }
}

/// RFC 3986 section 3.1. A host with its port is none, although it reads like one.
fn has_scheme(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.starts_with(|c: char| c.is_ascii_digit())
}

fn has_dots(uri: &str) -> bool {
    let path = uri.split('?').next().unwrap_or_default();
    is_disguised(path) || path.split('/').any(|segment| matches!(segment, "." | ".."))
}

fn has_stray_percent(uri: &str) -> bool {
    let is_code = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    uri.split('%').skip(1).any(|rest| !is_code(rest))
}

/// Whether a path has characters in it that some parsers decode and others do not.
fn is_disguised(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    ["%2f", "%5c", "%2e", "%00", "..;"].iter().any(|odd| path.contains(odd))
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
    if !plain || is_disguised(uri.split('?').next().unwrap_or_default()) {
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
    !reserved_in(url.query(), policy).is_empty()
}

/// The names in its query that the answer needs.
pub fn reserved_names(uri: &str, policy: &RedirectPolicy) -> Vec<String> {
    reserved_in(uri.split_once('?').map(|(_, query)| query), policy)
}

fn reserved_in(query: Option<&str>, policy: &RedirectPolicy) -> Vec<String> {
    let names = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).map(|(name, _)| name.into_owned());
    names.filter(|name| policy.reserved.contains(name)).collect()
}

/// Whether the redirect goes to a scheme of the app's own, which any app on the device may claim (RFC 8252 section 8.6).
pub fn is_private_use(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| form_of(&url) == Some(RedirectForm::PrivateUse))
}

#[cfg(test)]
mod tests;
