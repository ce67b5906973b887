//! All statements, as they stand in the source, for tests that look at them.

use std::path::Path;
use std::sync::LazyLock;

/// What this file says of statements is none.
const ITSELF: &str = "statements.rs";

/// After a restore all ends at once: its statements go through whole tables, and nobody else works meanwhile.
const WHOLE_TABLES: &str = "epoch.rs";

struct Written {
    file: String,
    text: String,
}

/// Whoever adds a file has its statements looked at.
static ALL: LazyLock<Vec<Written>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        if file == ITSELF {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let texts = source.split("Sql::new(").skip(1).filter_map(|rest| rest.split('"').nth(1));
        all.extend(texts.map(|text| Written { file: file.clone(), text: text.to_owned() }));
    }
    all
});

/// Every statement, but for those that begin a new epoch.
pub(crate) fn statements() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter(|written| written.file != WHOLE_TABLES).map(|written| written.text.as_str())
}

/// Every statement, those too.
pub(crate) fn all_statements() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|written| written.text.as_str())
}
