//! The golden exchanges under `dialects/*/transcripts`: read, held against the documents, replayed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

#[allow(dead_code, unreachable_pub, reason = "shared with the whole")]
#[path = "../database/mod.rs"]
mod database;
#[allow(dead_code, unreachable_pub, reason = "shared with the whole")]
#[path = "../whole/http.rs"]
mod http;
mod page;
mod parse;
mod printed;
mod replay;
mod sources;
mod values;
mod world;

use parse::Transcript;
use std::path::Path;

/// A dialect's folder.
struct Folder {
    name: String,
    sources: String,
    transcripts: Vec<(String, Transcript)>,
}

fn folders() -> Vec<Folder> {
    let dialects = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dialects");
    let mut folders: Vec<Folder> =
        entries(&dialects).into_iter().filter(|path| path.is_dir()).map(|path| folder(&path)).collect();
    folders.retain(|folder| !folder.transcripts.is_empty());
    folders
}

fn folder(path: &Path) -> Folder {
    let files = if path.join("transcripts").is_dir() { entries(&path.join("transcripts")) } else { Vec::new() };
    let read = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(file).unwrap();
        let transcript = parse::transcript(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
        (name, transcript)
    };
    Folder {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        sources: std::fs::read_to_string(path.join("SOURCES.md")).unwrap_or_default(),
        transcripts: files.iter().map(read).collect(),
    }
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn quotes_stand_in_the_documents_and_agree_with_their_exchanges() {
    let documents = sources::documents();
    let mut faults = Vec::new();
    for folder in folders() {
        let document = documents.as_deref().and_then(|documents| sources::document(documents, &folder.sources));
        for (file, transcript) in &folder.transcripts {
            let misquoted = sources::misquoted(transcript, document.as_deref());
            faults.extend(misquoted.into_iter().map(|fault| format!("{}/{file}, {fault}", folder.name)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_body_and_request_that_a_document_prints_is_quoted() {
    let Some(documents) = sources::documents() else { return };
    let mut faults = Vec::new();
    for folder in folders().iter_mut().filter(|folder| folder.name != "raindrop-live") {
        let Some(document) = sources::document(&documents, &folder.sources) else { continue };
        let transcripts: Vec<Transcript> = folder.transcripts.drain(..).map(|(_, transcript)| transcript).collect();
        faults.extend(
            sources::unquoted(&transcripts, &document).into_iter().map(|fault| format!("{}: {fault}", folder.name)),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sources_name_every_transcript_and_no_other() {
    for folder in folders() {
        let there = folder.transcripts.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!(sources::named(&folder.sources), there, "{}", folder.name);
    }
}

/// Plays every transcript of a dialect, each twice: the same seed gives the same bytes.
fn replayed(dialect: &str) {
    let folder = folders().into_iter().find(|folder| folder.name == dialect).expect("transcripts of that dialect");
    let mut faults = Vec::new();
    for (file, transcript) in &folder.transcripts {
        match (replay::replay(dialect, transcript), replay::replay(dialect, transcript)) {
            (Ok(first), Ok(second)) => assert!(first == second, "{dialect}/{file} differs from run to run"),
            (Err(fault), _) | (_, Err(fault)) => faults.push(format!("{dialect}/{file}, {fault}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn standard_is_replayed() {
    replayed("standard");
}

#[test]
fn hidrive_is_replayed() {
    replayed("hidrive");
}

#[test]
fn raindrop_is_replayed() {
    replayed("raindrop");
}

#[test]
fn raindrop_live_is_replayed() {
    replayed("raindrop-live");
}

#[test]
fn boxc_is_replayed() {
    replayed("boxc");
}

#[test]
fn gitshare_is_replayed() {
    replayed("gitshare");
}

#[test]
fn serble_is_replayed() {
    replayed("serble");
}

#[test]
fn no_dialect_is_left_out() {
    let named = ["boxc", "gitshare", "hidrive", "raindrop", "raindrop-live", "serble", "standard"];
    assert_eq!(folders().iter().map(|folder| folder.name.as_str()).collect::<Vec<_>>(), named);
}
