//! How people sign in: here, or at the owner's page.

use super::addresses::is_loopback;
use crate::config::raw::RawRealm;
use crate::config::{HandOffConfig, Login};
use dialect::check::At;

const RIGHT: &str = "such as `login_page = \"https://www.shop.example/login\"`";

pub(super) fn login(at: &At<'_>, raw: &RawRealm) -> Login {
    let (way, place) = (at.key("login"), at.key("login_page"));
    match (raw.login.as_deref(), raw.login_page.as_deref()) {
        (None | Some("password"), None) => Login::Password,
        (None | Some("password"), Some(_)) => {
            place.fault("a login page, but people sign in here with passwords", "add `login = \"hand-off\"`");
            Login::Password
        }
        (Some("hand-off"), Some(page)) => {
            if let Some(what) = fault(page) {
                place.fault(format!("`{page}` {what}"), RIGHT);
            }
            Login::HandOff(HandOffConfig { page: page.to_owned(), secret: None })
        }
        (Some("hand-off"), None) => {
            way.fault("it is not said where people are handed off to", RIGHT);
            Login::Password
        }
        (Some(word), _) => {
            way.unknown("login", word, ["password", "hand-off"]);
            Login::Password
        }
    }
}

/// What keeps a text from being the address of a login page. Both sides compare it byte for byte.
fn fault(text: &str) -> Option<&'static str> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte));
    let Some(uri) = text.parse::<http::Uri>().ok().filter(|_| plain) else { return Some("is no address") };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Some("is no address") };
    match scheme {
        _ if authority.as_str().contains('@') => Some("has a user name in it"),
        _ if text.contains('#') => Some("has a fragment, which no server sees"),
        _ if query_has_request(&uri) => Some("has a parameter `request`, which is the hand-off's own"),
        "https" => None,
        "http" if is_loopback(authority.host()) => None,
        "http" => Some("is plain http: whoever listens could sign in as anybody"),
        _ => Some("is not https"),
    }
}

fn query_has_request(uri: &http::Uri) -> bool {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).any(|(name, _)| name == "request")
}
