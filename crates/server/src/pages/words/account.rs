//! Sentences of the account pages.

/// The account pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Account {
    pub(in crate::pages) apps: Apps,
}

/// Apps that were let in, and taking that back.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Apps {
    /// In the list of pages.
    pub(in crate::pages) item: &'static str,
    pub(in crate::pages) title: &'static str,
    pub(in crate::pages) lead: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) none_what: &'static str,
    pub(in crate::pages) granted: &'static str,
    pub(in crate::pages) used: &'static str,
    pub(in crate::pages) never_used: &'static str,
    pub(in crate::pages) from: &'static str,
    pub(in crate::pages) tokens: &'static str,
    pub(in crate::pages) remove: &'static str,
    /// Which app, for those who do not see the row.
    pub(in crate::pages) remove_of: &'static str,
    pub(in crate::pages) remove_title: &'static str,
    pub(in crate::pages) remove_heading: &'static str,
    pub(in crate::pages) ends: [&'static str; 2],
    pub(in crate::pages) stays: [&'static str; 2],
    pub(in crate::pages) removed: &'static str,
}
