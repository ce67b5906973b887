//! A place in the merged file: checks record faults by key path, the table knows the spans.

use super::merge::Files;
use super::suggest;
use crate::fault::{Fault, Faults};
use crate::raw::Word;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The merged file, and what is wrong with it so far.
pub struct Checker<'t> {
    table: DeTable<'t>,
    files: &'t Files,
    faults: RefCell<Vec<(usize, Fault)>>,
}

/// A key path.
#[derive(Clone)]
pub struct At<'a> {
    checker: &'a Checker<'a>,
    path: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

impl<'t> Checker<'t> {
    /// Nothing is wrong yet.
    pub(super) fn new(table: DeTable<'t>, files: &'t Files) -> Self {
        Self { table, files, faults: RefCell::default() }
    }

    /// The whole file.
    pub fn root(&self) -> At<'_> {
        At { checker: self, path: Vec::new() }
    }

    /// Records a fault at a span of the merged text.
    pub(super) fn fault_at(&self, span: Range<usize>, what: String, remedy: String) {
        let fault = self.files.fault(span.clone(), &what, &remedy);
        let mut faults = self.faults.borrow_mut();
        if !faults.iter().any(|(_, known)| *known == fault) {
            faults.push((span.start, fault));
        }
    }

    /// All faults in file order, or the dialect.
    pub fn finish<T>(self, dialect: T) -> Result<T, Faults> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|(start, _)| *start);
        if faults.is_empty() { Ok(dialect) } else { Err(Faults(faults.into_iter().map(|(_, fault)| fault).collect())) }
    }
}

impl<'a> At<'a> {
    /// A key of this table.
    pub fn key(&self, key: &str) -> Self {
        self.step(Step::Key(key.to_owned()))
    }

    /// An item of this list.
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    fn step(&self, step: Step) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { checker: self.checker, path }
    }

    /// Records what is wrong with the value here.
    pub fn fault(&self, what: impl Into<String>, remedy: impl Into<String>) {
        self.checker.fault_at(self.find().0, what.into(), remedy.into());
    }

    /// Records an unknown word, with the known one that it resembles.
    pub fn unknown<'w>(&self, kind: &str, word: &str, known: impl IntoIterator<Item = &'w str>) {
        self.fault(format!("unknown {kind} `{word}`"), suggest::remedy(word, known));
    }

    /// The value, or a fault and the fallback where the key is missing.
    pub(super) fn required<T: Clone>(&self, key: &str, value: Option<&T>, fallback: T) -> T {
        if let Some(value) = value {
            return value.clone();
        }
        let at = self.key(key);
        // A value that was there but could not be read has its fault already.
        if !at.find().1 {
            let name = at.name();
            at.fault(format!("`{name}` is missing"), format!("say `{name}`, or extend a dialect that does"));
        }
        fallback
    }

    /// The word's value, or a fault and the fallback where the key is missing.
    pub(super) fn choice<T: Word>(&self, key: &str, value: Option<crate::raw::Choice<T>>, fallback: T) -> T {
        self.required(key, value.as_ref(), crate::raw::Choice(fallback)).0
    }

    /// Of two that cannot both be, the one that the child's own file says: its parents stand behind it.
    pub(super) fn nearer<'b>(&'b self, other: &'b Self) -> &'b Self {
        if other.find().0.start < self.find().0.start { other } else { self }
    }

    /// The path with dots.
    pub fn name(&self) -> String {
        let mut name = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) if name.is_empty() => name.push_str(key),
                Step::Key(key) => name.push_str(&format!(".{key}")),
                Step::Index(index) => name.push_str(&format!("[{index}]")),
            }
        }
        name
    }

    /// The span of the value, or of its nearest ancestor that is there, and whether the value itself is.
    fn find(&self) -> (Range<usize>, bool) {
        let mut table = Some(&self.checker.table);
        let mut value: Option<&Spanned<DeValue<'_>>> = None;
        let mut span = 0..0;
        for step in &self.path {
            let next = match (step, table, value.map(Spanned::get_ref)) {
                (Step::Key(key), Some(table), _) => table.get_key_value(key.as_str()),
                (Step::Index(index), _, Some(DeValue::Array(items))) => match items.get(*index) {
                    Some(item) => {
                        span = item.span();
                        value = Some(item);
                        table = item.get_ref().as_table();
                        continue;
                    }
                    None => None,
                },
                _ => None,
            };
            let Some((key, found)) = next else { return (span, false) };
            table = found.get_ref().as_table();
            span = if table.is_some() { key.span() } else { found.span() };
            value = Some(found);
        }
        (span, true)
    }
}
