//! The way through a long list: by key, never by number.

use super::super::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// Links under a list; nothing where it is whole on one page.
#[derive(Template)]
#[template(path = "part/pager.html")]
pub(in crate::pages) struct Pager {
    /// The catalogue.
    pub(in crate::pages) words: &'static Words,
    /// Where the list begins, on any page but the first.
    pub(in crate::pages) first: Option<String>,
    /// Where it goes on.
    pub(in crate::pages) next: Option<String>,
}

impl HtmlSafe for Pager {}
