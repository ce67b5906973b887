//! A secret that is shown once.

use super::super::html::Html;
use super::super::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// The secret, big and easy to copy, with what to do now.
#[derive(Template)]
#[template(path = "part/secret.html")]
pub(in crate::pages) struct Secret<'a> {
    /// The catalogue.
    pub(in crate::pages) words: &'static Words,
    /// Its id on the page.
    pub(in crate::pages) id: &'static str,
    /// What it is.
    pub(in crate::pages) label: &'a str,
    /// The secret itself.
    pub(in crate::pages) value: &'a str,
    /// What to do with it now.
    pub(in crate::pages) now: Html,
    /// The line of configuration that most people need.
    pub(in crate::pages) line: Option<String>,
}

impl Secret<'_> {
    /// What the copy button of the line takes.
    fn line_id(&self) -> String {
        format!("{}-line", self.id)
    }
}

impl HtmlSafe for Secret<'_> {}
