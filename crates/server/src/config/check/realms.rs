//! Realms, and what must be one of a kind over all of them.

use super::{brand, login, mounts, scopes, switch};
use crate::config::raw::RawRealm;
use crate::config::{ADMIN, APPS_PER_ACCOUNT, At as Location, Notices, RealmConfig, ReviewRule, SignUp};
use dialect::check::At;
use engine::model::name_key;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn realms(file: &At<'_>, raw: &[RawRealm], folder: &Path) -> Vec<RealmConfig> {
    let at = file.key("realms");
    if raw.is_empty() {
        at.fault("there is no realm", "add `[[realms]]` with a name and at least one mount");
    }
    let realms = raw.iter().enumerate().map(|(index, raw)| realm(&at.index(index), raw, folder));
    let realms: Vec<RealmConfig> = realms.collect();
    alone(&at, &realms);
    realms
}

fn realm(at: &At<'_>, raw: &RawRealm, folder: &Path) -> RealmConfig {
    let name = match raw.name.as_deref() {
        Some(name) => checked_name(&at.key("name"), name),
        None => {
            at.fault("the realm has no name", "`name = \"shop\"`");
            String::new()
        }
    };
    let own = at.key("mounts");
    if raw.mounts.is_empty() {
        own.fault("the realm has no mount", "`mounts = [{ dialect = \"standard\", prefix = \"/shop\" }]`");
    }
    let mounts = raw.mounts.iter().enumerate().map(|(nth, raw)| {
        let usual =
            if nth == 0 { name.clone() } else { format!("{name}-{}", raw.dialect.as_deref().unwrap_or_default()) };
        mounts::mount(&own.index(nth), raw, usual)
    });
    let mounts = mounts.collect();
    RealmConfig {
        title: raw.title.clone(),
        login: login::login(at, raw),
        review: review(&at.key("review"), raw.review.as_deref()),
        apps_per_account: apps_per_account(&at.key("apps_per_account"), raw.apps_per_account),
        scopes: scopes::scopes(&at.key("scopes"), raw.scopes.as_deref()),
        notices: Notices {
            new_device: switch(raw.notices.new_device.unwrap_or(true)),
            new_app: switch(raw.notices.new_app.unwrap_or(true)),
        },
        sign_up: sign_up(&at.key("sign_up"), raw),
        brand: raw.brand.as_ref().map(|raw| brand::brand(&at.key("brand"), raw, folder)).unwrap_or_default(),
        support: raw.support.as_deref().map(|text| brand::support(&at.key("support"), text)),
        mounts,
        name,
    }
}

fn sign_up(at: &At<'_>, raw: &RawRealm) -> SignUp {
    match raw.sign_up.as_deref() {
        None | Some("off") => SignUp::Off,
        Some("open") if raw.login.as_deref() == Some("hand-off") => {
            at.fault("accounts come from the owner's own login", "leave it out, or `sign_up = \"off\"`");
            SignUp::Off
        }
        Some("open") => SignUp::Open,
        Some(other) => {
            at.unknown("sign_up", other, ["off", "open"]);
            SignUp::Off
        }
    }
}

fn review(at: &At<'_>, word: Option<&str>) -> ReviewRule {
    match word {
        None | Some("none") => ReviewRule::None,
        Some("demanded") => ReviewRule::Demanded,
        Some(word) => {
            at.unknown("review", word, ["none", "demanded"]);
            ReviewRule::None
        }
    }
}

fn apps_per_account(at: &At<'_>, count: Option<i64>) -> u32 {
    let Some(count) = count else { return APPS_PER_ACCOUNT };
    let fits = u32::try_from(count).ok().filter(|count| (1..=100_000).contains(count));
    fits.unwrap_or_else(|| {
        at.fault(format!("{count} apps of an account"), "1 to 100000");
        APPS_PER_ACCOUNT
    })
}

/// Names stand in cookies, headers and commands.
pub(super) fn checked_name(at: &At<'_>, name: &str) -> String {
    let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !fits || name.is_empty() || name.len() > 40 || name.starts_with('-') {
        at.fault(format!("`{name}` is no name"), "1 to 40 lower-case letters, digits and hyphens, such as `shop`");
    }
    name.to_owned()
}

/// No two realms and no two mounts share a name or the name's key, no two mounts a place; no mount has the name of another realm.
fn alone(at: &At<'_>, realms: &[RealmConfig]) {
    let (mut names, mut mounts, mut places) = (Taken::new(), Taken::new(), BTreeMap::new());
    for (index, realm) in realms.iter().enumerate() {
        names.claim(&at.index(index).key("name"), "realm", &realm.name);
        for (nth, mount) in realm.mounts.iter().enumerate() {
            let at = at.index(index).key("mounts").index(nth);
            mounts.claim(&at, "mount", &mount.name);
            if realms.iter().any(|other| other.name == mount.name && other.name != realm.name) {
                at.fault(
                    format!("the mount `{}` has the name of another realm", mount.name),
                    "give it a `name` of its own",
                );
            }
            for place in mount.at.places() {
                if let Some(other) = places.insert(place.clone(), mount.name.clone()) {
                    at.fault(
                        format!("`{place}` is the place of the mount `{other}`"),
                        "give each mount a prefix or hosts of its own",
                    );
                }
            }
        }
    }
}

impl Location {
    fn places(&self) -> Vec<String> {
        match self {
            Self::Prefix(prefix) => vec![prefix.clone()],
            Self::Hosts(hosts) => hosts.clone(),
        }
    }
}

/// Names and their keys that are spoken for.
struct Taken(BTreeMap<u32, String>);

impl Taken {
    /// The administrators' realm and its mount are built in.
    fn new() -> Self {
        Self(BTreeMap::from([(name_key(ADMIN), ADMIN.to_owned())]))
    }

    fn claim(&mut self, at: &At<'_>, what: &str, name: &str) {
        match self.0.insert(name_key(name), name.to_owned()) {
            _ if name.is_empty() => {}
            Some(other) if other == name && name == ADMIN => {
                at.fault(format!("`{name}` is Grantor's own {what}, that of the administrators"), "another name")
            }
            Some(other) if other == name => {
                at.fault(format!("there are two {what}s `{name}`"), "give one of them a `name` of its own")
            }
            Some(other) => {
                at.fault(format!("the {what}s `{name}` and `{other}` have the same key"), "change one name by a letter")
            }
            None => {}
        }
    }
}
