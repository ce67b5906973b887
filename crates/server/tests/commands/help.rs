//! The help texts, word for word. `UPDATE_HELP=1 cargo test -p grantor --test commands` writes them anew.

use clap::CommandFactory;
use grantor::cli::args::Grantor;
use std::path::Path;

const SHOWN: &[&[&str]] = &[
    &[],
    &["demo"],
    &["serve"],
    &["config"],
    &["dialect"],
    &["realm"],
    &["app"],
    &["app", "create"],
    &["app", "limit"],
    &["account"],
    &["grant"],
    &["audit"],
    &["audit", "list"],
    &["key"],
    &["key", "create"],
    &["backup"],
    &["restore"],
    &["store"],
    &["store", "copy"],
    &["store", "ddl"],
    &["store", "epoch"],
    &["store", "keys"],
    &["store", "keys", "rotate"],
    &["store", "keys", "reseal"],
    &["doctor"],
];

fn rendered(path: &[&str]) -> String {
    let mut command = Grantor::command().term_width(100);
    command.build();
    let mut at = &mut command;
    for word in path {
        at = at.find_subcommand_mut(word).unwrap();
    }
    let lines = at.render_help().to_string();
    lines.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn help_teaches_with_examples() {
    for path in SHOWN {
        let name = if path.is_empty() { "grantor".to_owned() } else { path.join("-") };
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/help").join(format!("{name}.txt"));
        let now = rendered(path);
        if std::env::var_os("UPDATE_HELP").is_some() {
            std::fs::write(&file, &now).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(now, kept, "help of `{name}`");
    }
}

#[test]
fn the_command_line_is_consistent() {
    Grantor::command().debug_assert();
}
