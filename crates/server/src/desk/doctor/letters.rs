//! The mail server: whether it lets us in.

use super::Finding;
use crate::config::Config;
use crate::config::mail::{PASSWORD_VARIABLE, Security};
use crate::mail::{Carrier, Unmailable};

const SUBJECT: &str = "mail";

pub(super) async fn examine(config: &Config) -> Vec<Finding> {
    let Some(mail) = &config.mail else {
        let what = "no `[mail]`: nobody can confirm an address or choose a new password without an operator";
        return vec![Finding::note(SUBJECT, what)];
    };
    let smtp = &mail.smtp;
    let tried = match Carrier::from_environment(mail) {
        Ok(carrier) => carrier.try_out().await,
        Err(unmailable) => Err(unmailable),
    };
    let mut findings = vec![match tried {
        Ok(()) => Finding::fine(SUBJECT, format!("{smtp} lets us in{}", as_whom(smtp.user.as_deref()))),
        Err(unmailable) => {
            Finding::fault(SUBJECT, format!("{smtp}: {unmailable}{}", remedy(&unmailable, smtp.security)))
        }
    }];
    if smtp.security == Security::None && !crate::config::is_loopback(&smtp.host) {
        let what = "letters with links travel to the mail server in clear: does for a network of your own only";
        findings.push(Finding::note(SUBJECT, what));
    }
    findings
}

fn as_whom(user: Option<&str>) -> String {
    user.map(|user| format!(" as `{user}`")).unwrap_or_default()
}

/// What to do about it, where that is known.
fn remedy(unmailable: &Unmailable, security: Security) -> String {
    let (other, port) = match security {
        Security::StartTls => Security::Tls.scheme(),
        Security::None | Security::Tls => Security::StartTls.scheme(),
    };
    match unmailable {
        Unmailable::NoPassword(_) | Unmailable::Tls(_) => String::new(),
        Unmailable::Refused(error) if error.status().is_some() => {
            format!("; look at the user of `smtp` and at {PASSWORD_VARIABLE}")
        }
        Unmailable::Unproven(_) => {
            "; its certificate must be for this host name and signed by an authority that this system knows (SSL_CERT_FILE names others)".to_owned()
        }
        Unmailable::Refused(_) | Unmailable::Silent => {
            format!("; look at host and port of `smtp`, and whether it speaks `{other}://` (usually port {port})")
        }
    }
}
