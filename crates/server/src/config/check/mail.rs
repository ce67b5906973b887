//! The mail server, and from whom letters come.

use super::addresses::is_loopback;
use crate::config::mail::{MailConfig, PASSWORD_VARIABLE, Security, Smtp};
use crate::config::raw::RawMail;
use dialect::check::At;
use lettre::message::Mailbox;
use url::{Host, Url};

const SMTP: &str = "`smtps://user@smtp.example.com`, `starttls://user@smtp.example.com:587`, or `smtp://127.0.0.1:25` for a server on this machine";
const FROM: &str = "`no-reply@example.com` or `Example Shop <no-reply@example.com>`";

pub(super) fn mail(at: &At<'_>, raw: Option<&RawMail>) -> Option<MailConfig> {
    let raw = raw?;
    let smtp = match raw.smtp.as_deref() {
        Some(text) => smtp(&at.key("smtp"), text),
        None => {
            at.fault("there is no mail server", format!("add `smtp`, such as {SMTP}"));
            None
        }
    };
    let from = match raw.from.as_deref() {
        Some(text) => from(&at.key("from"), text),
        None => {
            at.fault("letters come from nobody", format!("add `from`, such as {FROM}"));
            None
        }
    };
    Some(MailConfig { smtp: smtp?, from: from? })
}

fn from(at: &At<'_>, text: &str) -> Option<Mailbox> {
    // The parser ignores what comes behind the address.
    let whole = |mailbox: &Mailbox| text.trim_end_matches('>').ends_with::<&str>(mailbox.email.as_ref());
    let found = text.parse().ok().filter(|mailbox| whole(mailbox) && !text.contains(char::is_control));
    if found.is_none() {
        at.fault(format!("`{}` is no address", text.escape_debug()), FROM);
    }
    found
}

fn smtp(at: &At<'_>, text: &str) -> Option<Smtp> {
    let Ok(url) = Url::parse(text) else {
        at.fault("this is no address of a mail server", SMTP);
        return None;
    };
    // It might be a password: it is not shown.
    if url.password().is_some() {
        let right = format!("take the password out and put it into the environment as {PASSWORD_VARIABLE}");
        at.fault("the password of the mail server stands in the file", right);
        return None;
    }
    let Some(security) = Security::of_scheme(url.scheme()) else {
        at.fault(format!("`{}` is no way to a mail server", url.scheme()), SMTP);
        return None;
    };
    let Some(host) = url.host_str().and_then(host) else {
        at.fault(format!("`{text}` names no host"), SMTP);
        return None;
    };
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        at.fault(format!("`{text}` has more than scheme, user, host and port"), SMTP);
    }
    let user = percent_encoding::percent_decode_str(url.username()).decode_utf8_lossy();
    let smtp = Smtp {
        security,
        port: url.port().unwrap_or(security.scheme().1),
        user: Some(user.into_owned()).filter(|user| !user.is_empty()),
        host,
    };
    if smtp.user.is_some() && security == Security::None && !is_loopback(&smtp.host) {
        let right = "`smtps://…` (TLS at once, usually port 465) or `starttls://…` (usually port 587)";
        at.fault("the password would travel to the mail server in clear", right);
    }
    Some(smtp)
}

/// A host name or an IP address; this scheme is none that the URL standard knows, so it has not looked at the host.
fn host(text: &str) -> Option<String> {
    match Host::parse(text).ok()? {
        Host::Domain(name) => Some(name),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}
