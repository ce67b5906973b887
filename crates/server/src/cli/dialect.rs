//! `grantor dialect`.

use super::args::{DialectArgs, DialectCommand};
use super::outcome::{Failure, Outcome, print};
use super::table::table;
use crate::config::{dialect_names, dialect_source, load_dialect};
use dialect::check::Source;
use dialect::model::Dialect;
use std::path::{Path, PathBuf};

pub(super) fn run(args: DialectArgs) -> Outcome {
    match args.command {
        DialectCommand::List { dialects } => list(dialects.as_deref()),
        DialectCommand::Show { name, dialects } => {
            print(dialect::show::show(&known(&name, dialects.as_deref())?).trim_end())
        }
        DialectCommand::Check { file } => check(&file),
        DialectCommand::Schema => print(format_args!("{:#}", dialect::schema::schema())),
    }
}

fn list(folder: Option<&Path>) -> Outcome {
    let mut rows = Vec::new();
    for name in dialect_names(folder) {
        let title = load_dialect(folder, &name).map_or_else(|_| "(has faults)".to_owned(), |dialect| dialect.title);
        rows.push(vec![name, title]);
    }
    print(table(&["NAME", "TITLE"], rows))
}

fn known(name: &str, folder: Option<&Path>) -> Outcome<Dialect> {
    if dialect_source(folder, name).is_none() {
        return Err(Failure::of(format!(
            "there is no dialect `{name}`; dialects are {}",
            dialect_names(folder).join(", ")
        )));
    }
    load_dialect(folder, name).map_err(Failure::Report)
}

/// A file stands in a folder of its name; what it extends may lie beside that.
fn check(file: &PathBuf) -> Outcome {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::of(format!("cannot read {}: {error}", file.display())))?;
    let folder = file.canonicalize()?.parent().map(Path::to_path_buf).unwrap_or_default();
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.parent();
    let source = Source { name, file: file.display().to_string(), text };
    let dialect = dialect::check::load(&source, &|parent| dialect_source(beside, parent)).map_err(Failure::Report)?;
    print(format_args!("{}: no faults", file.display()))?;
    for warning in &dialect.warnings {
        print(format_args!("weaker than the standard: {warning}"))?;
    }
    Ok(())
}
