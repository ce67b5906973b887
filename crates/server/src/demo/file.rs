//! The configuration file of a demo: what `demo --print-config` prints and `serve` takes.

use crate::config::Switch;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Which realms speak a further dialect.
const ALSO: &str = include_str!("../../../../dialects/demo.toml");

/// What the command line asks of a demo.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Address of the database; `None`: a file.
    pub store: Option<String>,
    /// Registered for every app that may have them.
    pub redirect_uris: Vec<String>,
    /// Only these realms; empty: all.
    pub only: Vec<String>,
    /// A folder of more dialects.
    pub dialects: Option<PathBuf>,
    /// Whether pages have something on them from the start.
    pub samples: Switch,
}

/// A realm of the demo before anything is checked.
struct Entry {
    name: String,
    also: Vec<String>,
}

/// No realm has that name.
#[derive(Debug, thiserror::Error)]
#[error("there is no realm `{asked}` to try; realms are {known}")]
pub struct NoRealm {
    /// As asked.
    pub asked: String,
    /// What there is.
    pub known: String,
}

/// The text of a file that lies in the data folder itself.
pub fn text(wish: &Wish) -> Result<String, NoRealm> {
    text_of(wish, Path::new("."))
}

/// The file's text; `data` is the data folder, relative to the file.
pub fn text_of(wish: &Wish, data: &Path) -> Result<String, NoRealm> {
    let realms = chosen(wish)?;
    let mut out = String::from("# What `grantor demo` runs; `grantor serve --config` with this file is the same.\n\n");
    let mut say = |line: String| {
        let _ = writeln!(out, "{line}");
    };
    say(format!("listen = {}", quoted(&wish.listen.to_string())));
    let place = if data.is_absolute() { "" } else { "  # beside this file" };
    say(format!("data = {}{place}", quoted(&data.display().to_string())));
    if let Some(url) = &wish.store {
        say(format!("store = {}", quoted(url)));
    }
    if let Some(folder) = &wish.dialects {
        say(format!("dialects = {}", quoted(&folder.display().to_string())));
    }
    say("\n[demo]  # on a loopback address only".to_owned());
    say("seed = true   # an account and apps in every realm".to_owned());
    if wish.samples == Switch::On {
        say("samples = true  # something on every page: people, grants, sessions, requests".to_owned());
    }
    say("clock = true  # POST /demo/clock {\"advance\": seconds} moves the clock".to_owned());
    let uris: Vec<String> = wish.redirect_uris.iter().map(|uri| quoted(uri)).collect();
    say(format!("redirect_uris = [{}]", uris.join(", ")));
    for realm in realms {
        say(format!("\n[[realms]]\nname = {}", quoted(&realm.name)));
        say("sign_up = \"open\"  # everybody may make an account".to_owned());
        let own = mount(&realm.name, &format!("/{}", realm.name));
        let also = realm.also.iter().map(|dialect| mount(dialect, &format!("/{}-{dialect}", realm.name)));
        let mounts: Vec<String> = std::iter::once(own).chain(also).collect();
        match mounts.as_slice() {
            [one] => say(format!("mounts = [{one}]")),
            many => say(format!("mounts = [\n  {},\n]", many.join(",\n  "))),
        }
    }
    Ok(out)
}

fn mount(dialect: &str, prefix: &str) -> String {
    format!("{{ dialect = {}, prefix = {} }}", quoted(dialect), quoted(prefix))
}

fn chosen(wish: &Wish) -> Result<Vec<Entry>, NoRealm> {
    let also: BTreeMap<String, Vec<String>> = toml::from_str(ALSO).unwrap_or_default();
    let all = crate::config::dialect_names(wish.dialects.as_deref()).into_iter();
    let all: Vec<Entry> = all.map(|name| Entry { also: also.get(&name).cloned().unwrap_or_default(), name }).collect();
    let means = |entry: &Entry, asked: &str| {
        entry.name == asked || entry.also.iter().any(|dialect| format!("{}-{dialect}", entry.name) == asked)
    };
    if let Some(asked) = wish.only.iter().find(|asked| !all.iter().any(|entry| means(entry, asked))) {
        let known: Vec<&str> = all.iter().map(|entry| entry.name.as_str()).collect();
        return Err(NoRealm { asked: asked.clone(), known: known.join(", ") });
    }
    let wanted = |entry: &Entry| wish.only.is_empty() || wish.only.iter().any(|asked| means(entry, asked));
    Ok(all.into_iter().filter(wanted).collect())
}

/// A TOML text.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
