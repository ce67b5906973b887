//! What stands in the place of a list with nothing in it.

use super::super::html::Html;
use askama::Template;
use askama::filters::HtmlSafe;

/// What will stand here, and the first step to it.
#[derive(Template)]
#[template(path = "part/empty.html")]
pub(in crate::pages) struct Empty<'a> {
    /// That there is nothing.
    pub(in crate::pages) nothing: &'static str,
    /// What will stand here.
    pub(in crate::pages) what: Html,
    /// What the first step is called, and where it leads.
    pub(in crate::pages) step: Option<(&'a str, String)>,
}

impl HtmlSafe for Empty<'_> {}
