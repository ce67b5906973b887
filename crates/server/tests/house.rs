//! The house keeps its shape: which room imports which, and that documents name what is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// What a crate of the workspace imports of the workspace, tests left out.
fn rooms_of(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let own = ["engine", "dialect", "store", "grantor"];
    let all = manifest["dependencies"].as_table().unwrap();
    all.keys().filter(|key| own.contains(&key.as_str())).cloned().collect()
}

#[test]
fn nothing_imports_the_server_and_dialect_and_store_never_meet() {
    assert_eq!(rooms_of("engine"), Vec::<String>::new());
    assert_eq!(rooms_of("dialect"), ["engine"]);
    assert_eq!(rooms_of("store"), ["engine"]);
    assert_eq!(rooms_of("server"), ["dialect", "engine", "store"]);
    assert_eq!(rooms_of("bench"), Vec::<String>::new());
}

/// `cargo run --release -- demo`, the README's first command, finds exactly one program.
#[test]
fn what_runs_by_default_is_the_program() {
    let cargo = ["metadata", "--no-deps", "--offline", "--format-version=1"];
    let output = std::process::Command::new(env!("CARGO")).args(cargo).current_dir(root()).output().unwrap();
    let workspace: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = workspace["packages"].as_array().unwrap().iter();
    let by_default =
        packages.filter(|package| workspace["workspace_default_members"].as_array().unwrap().contains(&package["id"]));
    let targets = by_default.flat_map(|package| package["targets"].as_array().unwrap());
    let programs: Vec<_> = targets.filter(|target| target["kind"][0] == "bin").map(|target| &target["name"]).collect();
    assert_eq!(programs, ["grantor"]);
}

/// The rules need no runtime, no server and no database.
#[test]
fn the_engine_does_no_io() {
    let text = std::fs::read_to_string(root().join("crates/engine/Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let mut names: Vec<&String> = manifest["dependencies"].as_table().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["aws-lc-rs", "base64", "form_urlencoded", "serde", "url", "zeroize"]);
    for file in files(&root().join("crates/engine/src"), "rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in ["std::fs", "std::net", "std::time", "async fn", "tokio"] {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
    }
}

/// Use cases know what is kept between them, and never the other way round.
#[test]
fn what_is_kept_in_memory_knows_no_other_room_of_the_server() {
    let all = files(&root().join("crates/server/src/memory"), "rs");
    assert!(all.len() > 5, "{all:?}");
    for file in all {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains("crate::"), "{}", file.display());
    }
}

#[test]
fn every_file_fits_a_head() {
    for file in files(&root().join("crates"), "rs") {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
    }
}

/// What an owner adds to a site for `login = "hand-off"`, comments and all; the sites around it stay small too.
#[test]
fn an_owners_side_of_the_hand_off_has_under_50_lines() {
    let lines = |file: &str| {
        let text = std::fs::read_to_string(root().join("examples/hand-off").join(file)).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 140), "{file}: lines are for reading");
        text.lines().count()
    };
    for file in ["node/hand-off.mjs", "python/hand_off.py"] {
        assert!(lines(file) < 50, "{file} has {} lines", lines(file));
    }
    for file in ["node/shop.mjs", "python/shop.py"] {
        assert!(lines(file) < 100, "{file} has {} lines", lines(file));
    }
}

/// A word of the audit that nobody translated would stand on the pages as it is.
#[test]
fn every_action_of_the_audit_has_its_words() {
    let source = root().join("crates/server/src");
    let said = std::fs::read_to_string(source.join("pages/words/en/administration.rs")).unwrap();
    let areas = ["desk", "flow", "site", "demo", "api"].map(|area| source.join(area));
    let texts = areas.iter().flat_map(|area| files(area, "rs")).map(|file| std::fs::read_to_string(file).unwrap());
    let mut actions = 0;
    for text in texts {
        for word in text.split('"').skip(1).step_by(2) {
            let of =
                word.split_once('.').is_some_and(|(of, _)| ["account", "app", "grant", "token", "key"].contains(&of));
            if of && word.chars().all(|c| c.is_ascii_lowercase() || ".-".contains(c)) && !word.ends_with('.') {
                assert!(said.contains(&format!("(\"{word}\", ")), "no words for {word}");
                actions += 1;
            }
        }
    }
    assert!(actions > 40, "{actions} were found");
}

/// Folders and files that the documents name between back-ticks are there.
#[test]
fn documents_name_what_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for word in text.split('`').skip(1).step_by(2) {
            let in_repo = ["crates/", "docs/", "examples/", "scripts/", "migrations/", "e2e/", ".ci/"]
                .iter()
                .any(|top| word.starts_with(top));
            if in_repo && !word.contains([' ', '*']) && !word.contains("NAME") {
                assert!(root().join(word).exists(), "{document} names {word}");
            }
        }
    }
}

fn files(below: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path, ending)),
            false if path.extension().is_some_and(|own| own == ending) => found.push(path),
            false => {}
        }
    }
    found
}
