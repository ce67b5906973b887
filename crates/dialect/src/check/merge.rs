//! A file and what it extends, as one table. Each parent is parsed behind as many blanks as its children are long, so
//! that a span tells its file.

use super::Source;
use super::suggest;
use crate::fault::{Fault, Faults};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parents above parents: no provider needs more, and a file should be readable.
const DEEPEST: usize = 4;
/// Values that one writes as a whole: a child's body never mixes with its parent's.
const WHOLE: &[&str] = &["body", "envelope"];

/// The texts behind a merged table, the child first.
pub(super) struct Files(Vec<File>);

struct File {
    name: String,
    file: String,
    text: Arc<str>,
    base: usize,
    padded: String,
}

impl Files {
    /// Reads the file and its parents.
    pub(super) fn read(source: &Source, parents: &dyn Fn(&str) -> Option<Source>) -> Result<Self, Faults> {
        let mut files = Self(Vec::new());
        let mut next = source.clone();
        loop {
            let Some((parent, span)) = files.push(&next)? else { return Ok(files) };
            let fault = |what: String, remedy: String| Faults(vec![files.fault(span.clone(), what, remedy)]);
            if files.0.iter().any(|file| file.name == parent) {
                let remedy = "let one of them say `extends = \"standard\"`".to_owned();
                return Err(fault(format!("`{parent}` extends itself"), remedy));
            }
            if files.0.len() > DEEPEST {
                let remedy = format!("at most {DEEPEST} files may stand above one another");
                return Err(fault("too many parents".to_owned(), remedy));
            }
            next = parents(&parent).ok_or_else(|| {
                let known = crate::catalog::names().into_iter().chain(["none"]);
                fault(format!("no dialect is called `{parent}`"), suggest::remedy(&parent, known))
            })?;
        }
    }

    /// Reads a file that stands alone.
    pub(super) fn alone(source: &Source) -> Result<Self, Faults> {
        let mut files = Self(Vec::new());
        files.push(source)?;
        Ok(files)
    }

    /// Adds a file; the name of its parent and where that stands.
    fn push(&mut self, source: &Source) -> Result<Option<(String, Range<usize>)>, Faults> {
        let base = self.0.last().map_or(0, |file| file.base + file.text.len() + 1);
        let padded = " ".repeat(base) + &source.text;
        let text: Arc<str> = source.text.as_str().into();
        self.0.push(File { name: source.name.clone(), file: source.file.clone(), text, base, padded: padded.clone() });
        let (table, errors) = DeTable::parse_recoverable(&padded);
        if errors.is_empty() {
            return Ok(extended(table.get_ref(), base));
        }
        let fault = |error: toml::de::Error| {
            let remedy = "this is not TOML: see https://toml.io".to_owned();
            self.fault(error.span().unwrap_or(base..base), error.message().replace('\n', ", "), remedy)
        };
        let mut faults: Vec<Fault> = errors.into_iter().map(fault).collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        Err(Faults(faults))
    }

    /// All files as one table.
    pub(super) fn merged(&self) -> DeTable<'_> {
        let mut whole = DeTable::new();
        for file in self.0.iter().rev() {
            overlay(&mut whole, DeTable::parse_recoverable(&file.padded).0.into_inner());
        }
        whole
    }

    /// A fault at a span of the merged table.
    pub(super) fn fault(&self, span: Range<usize>, what: String, remedy: String) -> Fault {
        let file = self.0.iter().rev().find(|file| file.base <= span.start);
        let (name, text, base) = file.map_or(("", Arc::from(""), 0), |file| (&file.file, file.text.clone(), file.base));
        Fault::new(name, &text, span.start.saturating_sub(base)..span.end.saturating_sub(base), what, remedy)
    }
}

/// The parent's name: `standard` where nothing is said.
fn extended(table: &DeTable<'_>, base: usize) -> Option<(String, Range<usize>)> {
    let said =
        table.get("extends").map(|value| (value.get_ref().as_str().unwrap_or_default().to_owned(), value.span()));
    let (name, span) = said.unwrap_or_else(|| ("standard".to_owned(), base..base));
    (name != "none").then_some((name, span))
}

/// Tables are merged, all else is replaced.
fn overlay<'t>(below: &mut DeTable<'t>, above: DeTable<'t>) {
    for (key, value) in above {
        let whole = WHOLE.contains(&key.get_ref().as_ref());
        match (below.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value.get_ref()) {
            (Some(DeValue::Table(old)), DeValue::Table(_)) if !whole => {
                if let DeValue::Table(new) = value.into_inner() {
                    overlay(old, new);
                }
            }
            _ => {
                below.remove(key.get_ref().as_ref());
                below.insert(key, value);
            }
        }
    }
}
