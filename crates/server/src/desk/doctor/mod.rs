//! What is wrong with a deployment, and what to do about it. No table is changed, and nothing made that is not there.

mod dialects;
mod folder;
mod letters;
mod login;
mod outside;
mod storage;

use crate::config::Config;
use engine::time::Now;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Fine,
    /// Worth knowing.
    Note,
    /// To be mended.
    Fault,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// What was looked at.
    pub subject: &'static str,
    /// What was seen, and what to do about it.
    pub sentence: String,
}

impl Finding {
    fn fine(subject: &'static str, sentence: impl Into<String>) -> Self {
        Self { level: Level::Fine, subject, sentence: sentence.into() }
    }

    fn note(subject: &'static str, sentence: impl Into<String>) -> Self {
        Self { level: Level::Note, subject, sentence: sentence.into() }
    }

    fn fault(subject: &'static str, sentence: impl Into<String>) -> Self {
        Self { level: Level::Fault, subject, sentence: sentence.into() }
    }
}

/// Looks at everything that a checked configuration names.
pub async fn examine(config: &Config, now: Now) -> Vec<Finding> {
    let mut findings = outside::examine(config);
    findings.extend(folder::examine(config, now));
    findings.extend(storage::examine(config, now).await);
    findings.extend(letters::examine(config).await);
    findings.extend(login::examine(config));
    findings.extend(dialects::examine(config));
    findings
}
