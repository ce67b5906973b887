//! What is wrong with a dialect file: where, what, and what would be right.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file as its source names it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub remedy: String,
    text: Arc<str>,
    span: Range<usize>,
}

/// All faults of a file and its parents, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Fault {
    /// A fault at bytes of a text.
    pub fn new(file: &str, text: &Arc<str>, span: Range<usize>, what: String, remedy: String) -> Self {
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { file: file.to_owned(), line, column, what, remedy, text: text.clone(), span: start..end }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let marked = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(self.text.as_ref()).path(self.file.as_str()).annotation(marked);
        let title = Level::ERROR.primary_title(self.what.as_str()).element(snippet);
        let report = [title.element(Level::HELP.message(self.remedy.as_str()))];
        f.write_str(&Renderer::plain().render(&report))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
