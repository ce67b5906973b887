//! Why a request of an app was refused, in the error log's own words, for whoever reads no page.

use super::html::fill_text;
use super::words;
use crate::desk::features::Feature;
use crate::desk::refused::Refused;

/// The sentences about one refusal, in English like everything that programs and operators read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What happened.
    pub what: String,
    /// How the redirect URI that was sent differs from the one that would have been right.
    pub differs: Vec<&'static str>,
    /// What to do about it.
    pub next: String,
}

impl Explained {
    /// About that refusal of an app with these features, in a realm that people call so.
    pub fn new(refused: &Refused, features: &[Feature], realm_title: &str) -> Self {
        let reasons = &words::of("en").reasons;
        let detail = &refused.detail;
        let reason = reasons.about(refused.refusal, detail, features);
        let code = |text: &str| format!("`{text}`");
        let parameter = code(detail.parameter.as_deref().or_else(|| refused.refusal.parameter()).unwrap_or_default());
        let one_of = detail.one_of.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
        let scope = code(detail.scope.as_deref().unwrap_or_default());
        let filled = |sentence: &str| {
            let parts = [("parameter", &*parameter), ("one_of", &one_of), ("scope", &scope), ("realm", realm_title)];
            fill_text(sentence, &parts)
        };
        Self {
            what: filled(reason.what),
            differs: detail.differs.iter().map(|way| reasons.differences.of(*way)).collect(),
            next: filled(reason.next),
        }
    }
}
