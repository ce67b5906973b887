//! From the file as written to what is meant, or to all of its faults.

mod addresses;
mod admin;
mod brand;
mod demo;
mod dialects;
mod keys;
mod login;
mod mail;
mod mounts;
mod realms;
mod scopes;
mod store;

pub use addresses::is_loopback;
pub use dialects::{dialect_of, load, names, replaced, source};
pub use mounts::is_reserved;

use super::raw::{RawConfig, RawLimits};
use super::{Config, Faults, Limits, Switch};
use dialect::check::{At, File, Source, seconds};
use std::path::{Path, PathBuf};

const CONNECTIONS: usize = 10_000;
const DRAIN: i64 = 10;

/// Checks a file. `folder` is the file's own: folders that it names are relative to it.
pub fn check(source: &Source, folder: &Path) -> Result<Config, Faults> {
    let file = File::parse(source)?;
    let (raw, checker) = file.read::<RawConfig>();
    let at = checker.root();
    let listen = addresses::listen(&at.key("listen"), raw.listen.as_deref());
    let config = Config {
        listen,
        public_url: addresses::public_url(&at.key("public_url"), raw.public_url.as_deref()),
        // Without `.` in between: people read this path.
        data: folder.join(raw.data.as_deref().unwrap_or("data")).components().collect(),
        store: store::store(&at, &raw, folder),
        trusted_proxies: addresses::trusted_proxies(&at.key("trusted_proxies"), &raw.trusted_proxies),
        dialects: dialects_folder(&at.key("dialects"), raw.dialects.as_deref(), folder),
        admin: admin::admin(&at.key("admin"), raw.admin.as_ref(), listen),
        limits: limits(&at.key("limits"), &raw.limits),
        keys: keys::keys(&at.key("keys"), &raw.keys),
        mail: mail::mail(&at.key("mail"), raw.mail.as_ref()),
        realms: realms::realms(&at, &raw.realms, folder),
        demo: demo::demo(&at.key("demo"), raw.demo.as_ref(), listen),
    };
    let broken = dialects::broken(&at.key("realms"), &config);
    match checker.finish(config) {
        Ok(config) if broken.is_empty() => Ok(config),
        Ok(_) => Err(Faults(broken)),
        Err(own) => Err(Faults(own.0.into_iter().chain(broken).collect())),
    }
}

fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

fn dialects_folder(at: &At<'_>, named: Option<&str>, folder: &Path) -> Option<PathBuf> {
    let path = folder.join(named?);
    if !path.is_dir() {
        let what = format!("there is no folder `{}`", path.display());
        at.fault(what, "name the folder that holds `NAME/dialect.toml` for each further dialect, or leave it out");
    }
    Some(path)
}

fn limits(at: &At<'_>, raw: &RawLimits) -> Limits {
    let connections = raw.connections.map_or(CONNECTIONS, |count| {
        let fits = usize::try_from(count).ok().filter(|count| (10..=1_000_000).contains(count));
        fits.unwrap_or_else(|| {
            at.key("connections").fault(format!("{count} connections"), "10 to 1000000");
            CONNECTIONS
        })
    });
    let drain = raw.drain.as_deref().map_or(DRAIN, |text| {
        seconds(text).filter(|given| (0..=300).contains(given)).unwrap_or_else(|| {
            let what = format!("requests cannot be given `{text}` to end");
            at.key("drain").fault(what, "a duration such as `10s`, five minutes at most");
            DRAIN
        })
    });
    Limits { connections, drain }
}
