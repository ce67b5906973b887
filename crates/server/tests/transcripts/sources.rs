//! The transcripts against the documents that they cite.

use crate::parse::{Act, Step, Transcript};
use crate::printed::printed;
use std::path::{Path, PathBuf};

/// The folder beside the checkout where the providers' documents stand; a newcomer's machine has none.
pub(crate) fn documents() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    folder.is_dir().then_some(folder)
}

/// The document of a dialect: the file name that its `SOURCES.md` gives.
pub(crate) fn document(folder: &Path, sources: &str) -> Option<String> {
    let name = sources.lines().find_map(|line| line.strip_prefix("Document: `"))?.split('`').next()?;
    Some(std::fs::read_to_string(folder.join(name)).unwrap())
}

/// Quotes that do not stand where they say, or that the exchange contradicts.
pub(crate) fn misquoted(transcript: &Transcript, document: Option<&str>) -> Vec<String> {
    let lines: Vec<&str> = document.map(|text| text.lines().collect()).unwrap_or_default();
    let mut faults = Vec::new();
    for step in &transcript.steps {
        for cite in &step.cites {
            let (from, to) = cite.lines;
            let place = lines.get(from - 1..to).unwrap_or_default().join("\n");
            if document.is_some() && !bare(&place).contains(&bare(&cite.quote)) {
                faults.push(format!("line {}: not in the document's lines {from} to {to}: {}", cite.line, cite.quote));
            }
            faults.extend(contradicted(step, cite.line, &cite.quote));
        }
    }
    faults
}

fn contradicted(step: &Step, line: usize, quote: &str) -> Vec<String> {
    if matches!(step.act, Act::Direct(_)) {
        return Vec::new();
    }
    let wrong = printed(quote).into_iter().filter(|printed| !printed.agrees(step));
    wrong.map(|printed| format!("line {line}: the exchange in line {} is not {printed:?}", step.line)).collect()
}

/// What the document prints for programs and no transcript quotes.
pub(crate) fn unquoted(transcripts: &[Transcript], document: &str) -> Vec<String> {
    let steps = transcripts.iter().flat_map(|transcript| &transcript.steps);
    let quotes: Vec<String> = steps.flat_map(|step| &step.cites).map(|cite| bare(&cite.quote)).collect();
    let missing = printed(document)
        .into_iter()
        .filter(|printed| !quotes.iter().any(|quote| quote.contains(&bare(printed.text()))));
    missing.map(|printed| format!("{printed:?}")).collect()
}

/// Transcripts that `SOURCES.md` names.
pub(crate) fn named(sources: &str) -> std::collections::BTreeSet<&str> {
    sources.split('`').filter(|word| word.ends_with(".http")).collect()
}

/// Without blanks and line breaks.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
