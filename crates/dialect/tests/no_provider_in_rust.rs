//! A provider is a file: no line of Rust asks which one it serves.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Where the names may stand: the list of what is built in.
const CATALOGUE: &str = "catalog.rs";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let test = name == "tests" || name == "tests.rs" || name == "sample.rs";
        if path.is_dir() && !test {
            sources(&path, found);
        } else if name.ends_with(".rs") && name != CATALOGUE && !test {
            found.push(path);
        }
    }
}

/// Tests and samples may name whom they quote: each item after `#[cfg(test)]` goes, to its closing brace or semicolon.
fn without_tests(text: &str) -> String {
    let mut pieces = text.split("#[cfg(test)]");
    let mut code = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut depth = 0;
        let end = piece.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0 && matches!(c, '}' | ';')
        });
        code.push_str(end.map_or("", |(at, _)| piece.get(at + 1..).unwrap_or_default()));
    }
    code
}

#[test]
fn no_provider_is_named_outside_the_catalogue() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    // The bench measures one of them by name, and no product imports it.
    for krate in ["engine", "dialect", "store", "server"] {
        sources(&crates.join(krate).join("src"), &mut files);
    }
    assert!(files.len() > 50, "the sources are somewhere else: {}", files.len());
    let providers: Vec<&str> =
        grantor_dialect::catalog::names().into_iter().filter(|name| *name != "standard").collect();
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = without_tests(&text).to_lowercase();
        let named: Vec<&&str> = providers.iter().filter(|provider| code.contains(**provider)).collect();
        if !named.is_empty() {
            found.push(format!("{} names {named:?}", file.display()));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
