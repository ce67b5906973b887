//! The owner's own login pages, and what they share with the server.

use super::Finding;
use crate::config::{Config, HandOffConfig, Login, hand_off_variable};

const SUBJECT: &str = "login";

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let pages = config.realms.iter().filter_map(|realm| match &realm.login {
        Login::HandOff(page) => Some((realm.name.as_str(), page)),
        Login::Password => None,
    });
    let pages: Vec<(&str, &HandOffConfig)> = pages.collect();
    let mut findings: Vec<Finding> = pages.iter().map(|(realm, page)| secret(realm, page)).collect();
    findings.extend(pages.iter().filter_map(|(realm, page)| address(realm, page)));
    findings.extend(shared(&pages));
    findings
}

fn secret(realm: &str, page: &HandOffConfig) -> Finding {
    match page.secret_fault(realm) {
        Some(fault) => Finding::fault(SUBJECT, fault),
        None => {
            let what = format!("{realm}: handed off to {}, with the secret of {}", page.page, hand_off_variable(realm));
            Finding::fine(SUBJECT, what)
        }
    }
}

fn address(realm: &str, page: &HandOffConfig) -> Option<Finding> {
    let plain = page.page.starts_with("http://");
    plain.then(|| {
        Finding::note(SUBJECT, format!("{realm}: {} is plain http, which does for this machine only", page.page))
    })
}

/// What each realm's page says is checked, so this is no hole; but whoever knows the secret for one realm then knows it for all.
fn shared(pages: &[(&str, &HandOffConfig)]) -> Option<Finding> {
    let pairs =
        pages.iter().enumerate().flat_map(|(nth, one)| pages.iter().skip(nth + 1).map(move |other| (one, other)));
    let same = pairs.into_iter().find(|((_, one), (_, other))| one.secret.is_some() && one.secret == other.secret);
    same.map(|((one, _), (other, _))| {
        Finding::note(SUBJECT, format!("the realms `{one}` and `{other}` have one secret; give each its own"))
    })
}
