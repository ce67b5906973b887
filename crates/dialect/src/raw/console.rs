//! `[console]`.

use super::Choice;
use crate::model::{ConsoleWord, NewSecret, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The pages on which developers keep their apps.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RawConsole {
    /// Where the list of apps stands.
    pub path: Option<String>,
    /// Where a new secret is shown, that one time: on a `page` of its own, or in the `list` on the app's row.
    pub new_secret: Option<Choice<NewSecret>>,
    /// What it calls things, by language, where the pages' own words are not the provider's.
    pub words: BTreeMap<ConsoleWord, Words>,
}
