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

/// What a file extends that says nothing else.
const STANDARD: &str = "standard";

/// The texts behind a merged table, the child first.
pub(super) struct Files(Vec<File>);

/// A parent that cannot be one.
pub(super) struct Unfit {
    /// Where it is named.
    pub(super) span: Range<usize>,
    pub(super) what: String,
    pub(super) remedy: String,
}

struct File {
    name: String,
    file: String,
    text: Arc<str>,
    base: usize,
    padded: String,
}

impl Files {
    /// Reads the file and its parents, and what is wrong with those that it names: in the place of such a one stands `standard`, so that the rest can
    /// be checked all the same.
    pub(super) fn read(
        source: &Source,
        parents: &dyn Fn(&str) -> Option<Source>,
    ) -> Result<(Self, Vec<Unfit>), Faults> {
        let mut files = Self(Vec::new());
        let mut unfit: Vec<Unfit> = Vec::new();
        let mut next = source.clone();
        loop {
            let parent = files.push(&next).map_err(|faults| files.told(&unfit, faults))?;
            let Some((parent, span)) = parent else { return Ok((files, unfit)) };
            next = match files.parent(&parent, parents) {
                Ok(found) => found,
                Err((what, remedy)) => {
                    unfit.push(Unfit { span, what, remedy });
                    let stands = files.0.iter().any(|file| file.name == STANDARD);
                    match parents(STANDARD).filter(|_| !stands) {
                        Some(standard) => standard,
                        // Alone, a file lacks nearly everything.
                        None => return Err(files.told(&unfit, Faults(Vec::new()))),
                    }
                }
            };
        }
    }

    fn told(&self, unfit: &[Unfit], others: Faults) -> Faults {
        let before = unfit.iter().map(|Unfit { span, what, remedy }| self.fault(span.clone(), what, remedy));
        Faults(before.chain(others.0).collect())
    }

    /// The file of that name, or what is wrong with it as a parent and what would be right.
    fn parent(&self, name: &str, parents: &dyn Fn(&str) -> Option<Source>) -> Result<Source, (String, String)> {
        if self.0.iter().any(|file| file.name == name) {
            let remedy = "let one of them say `extends = \"standard\"`".to_owned();
            return Err((format!("`{name}` extends itself"), remedy));
        }
        if self.0.len() > DEEPEST {
            let remedy = format!("at most {DEEPEST} files may stand above one another");
            return Err(("too many parents".to_owned(), remedy));
        }
        parents(name).ok_or_else(|| {
            let known = crate::catalog::names().into_iter().chain(["none"]);
            (format!("no dialect is called `{name}`"), suggest::remedy(name, known))
        })
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
            self.fault(error.span().unwrap_or(base..base), &error.message().replace('\n', ", "), &remedy)
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
    pub(super) fn fault(&self, span: Range<usize>, what: &str, remedy: &str) -> Fault {
        let file = self.0.iter().rev().find(|file| file.base <= span.start);
        let (name, text, base) = file.map_or(("", Arc::from(""), 0), |file| (&file.file, file.text.clone(), file.base));
        Fault::new(
            name,
            &text,
            span.start.saturating_sub(base)..span.end.saturating_sub(base),
            what.to_owned(),
            remedy.to_owned(),
        )
    }
}

/// The parent's name: `standard` where nothing is said.
fn extended(table: &DeTable<'_>, base: usize) -> Option<(String, Range<usize>)> {
    let said =
        table.get("extends").map(|value| (value.get_ref().as_str().unwrap_or_default().to_owned(), value.span()));
    let (name, span) = said.unwrap_or_else(|| (STANDARD.to_owned(), base..base));
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
