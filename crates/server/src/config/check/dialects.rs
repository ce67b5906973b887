//! The dialects that a configuration names: built in, or from its own folder.

use crate::config::{Config, Faults, MountConfig, RealmConfig};
use dialect::catalog;
use dialect::check::{At, Source};
use dialect::fault::Fault;
use dialect::model::{Dialect, SIGNED_AT_MOST, ScopeWords};
use engine::scope::Scope;
use std::path::Path;

/// Every mount names a dialect that there is; the faults of the files themselves come back.
pub(super) fn broken(at: &At<'_>, config: &Config) -> Vec<Fault> {
    let folder = config.dialects.as_deref();
    let known = names(folder);
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for (index, realm) in config.realms.iter().enumerate() {
        for (nth, mount) in realm.mounts.iter().enumerate().filter(|(_, mount)| !mount.dialect.is_empty()) {
            if !known.contains(&mount.dialect) {
                let at = at.index(index).key("mounts").index(nth).key("dialect");
                at.unknown("dialect", &mount.dialect, known.iter().map(String::as_str));
            } else if !seen.contains(&mount.dialect) {
                seen.push(mount.dialect.clone());
                faults.extend(load(folder, &mount.dialect).err().into_iter().flat_map(|faults| faults.0));
            }
            if outlives(folder, mount) {
                let at = at.index(index).key("mounts").index(nth).key("lifetimes").key("access_token");
                at.fault(
                    "whoever checks only the signature of this dialect's tokens learns of no end but this one",
                    "at most `1d`",
                );
            }
        }
    }
    faults
}

/// Whether its tokens would live on by their signature.
fn outlives(folder: Option<&Path>, mount: &MountConfig) -> bool {
    let long = mount.lifetimes.access.is_some_and(|life| life.is_none_or(|seconds| seconds > SIGNED_AT_MOST));
    long && load(folder, &mount.dialect).is_ok_and(|dialect| dialect.shapes.is_published())
}

/// Names of all dialects: the built-in ones, then those of the folder, in order of name.
pub fn names(folder: Option<&Path>) -> Vec<String> {
    let mut names: Vec<String> = catalog::names().into_iter().map(str::to_owned).collect();
    let mut own: Vec<String> = folder
        .and_then(|folder| folder.read_dir().ok())
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("dialect.toml").is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !names.contains(name))
        .collect();
    own.sort();
    names.append(&mut own);
    names
}

/// The built-in dialects in whose place the folder has one of its own.
pub fn replaced(folder: Option<&Path>) -> Vec<&'static str> {
    let has_own = |name: &&str| folder.is_some_and(|folder| folder.join(name).join("dialect.toml").is_file());
    catalog::names().into_iter().filter(has_own).collect()
}

/// The text of a dialect: the folder's, if it has one of that name, else the built-in one.
pub fn source(folder: Option<&Path>, name: &str) -> Option<Source> {
    let path = folder.map(|folder| folder.join(name).join("dialect.toml")).filter(|path| path.is_file());
    let Some(path) = path else { return catalog::source(name) };
    let text = std::fs::read_to_string(&path).ok()?;
    Some(Source { name: name.to_owned(), file: path.display().to_string(), text })
}

/// The dialect of that name; no faults at all where there is none of that name.
pub fn load(folder: Option<&Path>, name: &str) -> Result<Dialect, Faults> {
    match source(folder, name) {
        Some(source) => dialect::check::load(&source, &|parent| self::source(folder, parent)),
        None => Err(Faults(Vec::new())),
    }
}

/// The dialect of a mount, with the configuration's lifetimes and the realm's scopes.
pub fn dialect_of(config: &Config, realm: &RealmConfig, mount: &MountConfig) -> Result<Dialect, Faults> {
    let mut dialect = load(config.dialects.as_deref(), &mount.dialect)?;
    let policy = &mut dialect.policy;
    if let Some(code) = mount.lifetimes.code {
        policy.lifetimes.code = code;
    }
    if let Some(access) = mount.lifetimes.access {
        policy.lifetimes.access = access;
    }
    if let Some(refresh) = mount.lifetimes.refresh {
        policy.refresh.life = refresh;
    }
    if realm.scopes.is_some() {
        replace_scopes(&mut dialect, realm);
    }
    Ok(dialect)
}

fn replace_scopes(dialect: &mut Dialect, realm: &RealmConfig) {
    let own = realm.scopes.iter().flatten();
    let catalogue = own.clone().map(|scope| Scope {
        name: scope.name.clone(),
        implies: scope.implies.clone(),
        axis: None,
        role: scope.role.clone(),
    });
    dialect.policy.scopes.scopes = catalogue.collect();
    dialect.policy.scopes.axes.clear();
    let words = own.map(|scope| (scope.name.clone(), ScopeWords { words: scope.words.clone(), danger: scope.danger }));
    dialect.scopes.words = words.collect();
}
