//! The golden exchanges under `dialects/*/transcripts`: read, held against the documents, replayed.

mod parse;
mod printed;
mod sources;
mod values;

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
    let mut folders: Vec<Folder> = entries(&dialects).into_iter().filter(|path| path.is_dir()).map(|path| folder(&path)).collect();
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
        faults.extend(sources::unquoted(&transcripts, &document).into_iter().map(|fault| format!("{}: {fault}", folder.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
