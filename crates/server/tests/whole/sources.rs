//! Every test that a dialect's `SOURCES.md` names as proof is there.

use std::path::Path;

fn texts(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn the_tests_that_sources_name_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut code = String::new();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        texts(&entry.unwrap().path(), &mut code);
    }
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(root.join("dialects")).unwrap() {
        let Ok(sources) = std::fs::read_to_string(entry.unwrap().path().join("SOURCES.md")) else { continue };
        let named = sources.split('`').filter(|word| word.contains("::") && !word.contains([' ', '[']));
        missing.extend(
            named
                .filter(|word| !code.contains(&format!("fn {}()", word.rsplit("::").next().unwrap())))
                .map(str::to_owned),
        );
    }
    assert!(missing.is_empty(), "{missing:?}");
}
