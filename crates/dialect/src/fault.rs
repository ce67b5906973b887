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
        let text = masked(&self.text);
        let snippet = Snippet::source(text.as_str()).path(self.file.as_str()).annotation(marked);
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

/// Without the passwords of its addresses, `://user:password@` and `password =`: whoever reads about a fault need not know them. Of the same length, so that a
/// place stays where it is.
fn masked(text: &str) -> String {
    let mut hidden: Vec<Range<usize>> = Vec::new();
    for (scheme, mark) in text.match_indices("://") {
        let start = scheme + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        // As far as the string goes in which it stands: a password may hold the other quotation mark.
        let before = text.get(..scheme).unwrap_or_default();
        let quote = before.chars().rev().find(|letter| matches!(letter, '"' | '\'')).unwrap_or('"');
        let address = rest.split([quote, '\n']).next().unwrap_or_default();
        if let (Some(colon), Some(at)) = (address.find(':'), address.rfind('@'))
            && colon < at
        {
            hidden.push(start + colon + 1..start + at);
        }
    }
    for (name, mark) in text.match_indices("password") {
        let rest = text.get(name + mark.len()..).unwrap_or_default();
        let Some(value) = rest.trim_start_matches(' ').strip_prefix('=') else { continue };
        let value = value.trim_start_matches(' ');
        let start = name + mark.len() + rest.len() - value.len();
        hidden.push(start..start + value_of(value));
    }
    let is_hidden = |at: usize| hidden.iter().any(|range| range.contains(&at));
    let mut masked = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match is_hidden(at) {
            true => masked.extend(std::iter::repeat_n('*', letter.len_utf8())),
            false => masked.push(letter),
        }
    }
    masked
}

/// How long the value is with which a text begins, marks around it included.
fn value_of(text: &str) -> usize {
    let mut letters = text.char_indices();
    match letters.next() {
        Some((_, mark @ ('"' | '\''))) => {
            let mut escaped = false;
            let end = letters.find(|(_, letter)| {
                let ends = *letter == '\n' || *letter == mark && !escaped;
                escaped = *letter == '\\' && !escaped;
                ends
            });
            end.map_or(text.len(), |(at, _)| at + 1)
        }
        _ => text.find(['&', '"', ' ', '\n']).unwrap_or(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_of_an_address_is_shown() {
        let lines = [
            "store = \"postgres://grantor:S3cr/et:ü@db/x?sslmode=bogus\"",
            "store = \"postgres://grantor@db/x?password=S3cret&sslmode=bogus\"",
            "store = \"host=db password=S3cret sslmode=bogus\"",
            "store = \"postgres://grantor:cr/et'cret@db/x?sslmode=bogus\"",
            "store = 'postgres://grantor:cr/et\"cret@db/x?sslmode=bogus'",
            "store = \"host=db password='S3 cret' sslmode=bogus\"",
            "store = \"host=db password = 'it\\'s cret' sslmode=bogus\"",
            "store = \"host=db password = S3cret sslmode=bogus\"",
        ];
        for line in lines {
            let text: Arc<str> = format!("{line}\nother = \"https://notes.example:8080/@ann\" # here\n").into();
            let at = text.find("other").unwrap();
            let told = |span| Fault::new("a.toml", &text, span, "a fault".to_owned(), "none".to_owned()).to_string();
            let (first, second) = (told(8..line.len()), told(at..at + 5));
            assert!(!first.contains("cr/et") && !first.contains("cret") && !first.contains('ü'), "{first}");
            assert!(first.contains("sslmode=bogus"), "{first}");
            assert!(second.contains("other =") && second.contains("2:1"), "{second}");
        }
    }
}
