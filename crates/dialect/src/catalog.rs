//! The dialects that come built in.

use crate::check::Source;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../dialects/", $name, "/dialect.toml")))),+]
    };
}

const BUILT_IN: &[(&str, &str)] =
    built_in!["standard", "hidrive", "raindrop", "raindrop-live", "boxc", "gitshare", "serble"];

/// Their names, `standard` first.
pub fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// The file of a built-in dialect.
pub fn builtin(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The file of a built-in dialect, as `load` takes it.
pub fn source(name: &str) -> Option<Source> {
    let text = builtin(name)?;
    Some(Source { name: name.to_owned(), file: format!("dialects/{name}/dialect.toml"), text: text.to_owned() })
}
