//! Sentences that all areas share: the frame and the parts that pages are made of.

/// Around and within wide pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Site {
    /// What the language calls itself.
    pub(in crate::pages) own_name: &'static str,
    /// The first thing that the keyboard reaches.
    pub(in crate::pages) skip: &'static str,
    /// The list of areas, for those who do not see it.
    pub(in crate::pages) areas: &'static str,
    /// The list of an area's pages.
    pub(in crate::pages) pages: &'static str,
    pub(in crate::pages) language: &'static str,
    pub(in crate::pages) help: &'static str,
    /// The areas.
    pub(in crate::pages) administration: &'static str,
    pub(in crate::pages) account: &'static str,
    pub(in crate::pages) docs: &'static str,
    /// Above what is wrong with a form: one thing, several.
    pub(in crate::pages) wrong: [&'static str; 2],
    pub(in crate::pages) copy: &'static str,
    pub(in crate::pages) copied: &'static str,
    /// Under a secret.
    pub(in crate::pages) shown_once: &'static str,
    pub(in crate::pages) first_page: &'static str,
    pub(in crate::pages) next_page: &'static str,
    pub(in crate::pages) further: &'static str,
    pub(in crate::pages) ends: &'static str,
    pub(in crate::pages) stays: &'static str,
    pub(in crate::pages) keep: &'static str,
    /// On the page of a form that was sent when its session had ended.
    pub(in crate::pages) session_ended: &'static str,
}
