//! What is printed in one place fits what is printed in another.

use super::*;
use crate::model::Name;
use std::collections::BTreeSet;
use std::process::Command;

/// Names after a `$` that a shell would read.
fn read(text: &str) -> BTreeSet<String> {
    let rest = text.split('$').skip(1).filter(|rest| rest.starts_with(|c: char| c == '{' || c.is_ascii_uppercase()));
    let name = |rest: &str| {
        let rest = rest.trim_start_matches('{');
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    rest.map(name).collect()
}

#[test]
fn examples_use_the_names_that_are_set_before_and_those_that_answers_bring() {
    for dialect in all() {
        let reference = dialect.reference(reader());
        let set: BTreeSet<String> =
            reference.variables.iter().map(|own| reference.names.name(*own).to_owned()).collect();
        let brought = [Variable::Code, Variable::AccessToken, Variable::RefreshToken];
        let brought = brought.map(|own| reference.names.name(own).to_owned());
        let examples =
            reference.sections.iter().flat_map(|own| &own.examples).filter(|own| !own.ask.text().contains("\\$"));
        let used: BTreeSet<String> = examples.flat_map(|own| read(own.ask.text())).collect();
        let unset: Vec<&String> = used.iter().filter(|own| !set.contains(*own) && !brought.contains(own)).collect();
        assert!(unset.is_empty(), "{}: {unset:?}", dialect.name);
        assert!(set.is_subset(&used), "{}: {set:?} of {used:?}", dialect.name);
    }
}

#[test]
fn a_dialect_has_its_own_words_where_a_shell_can_have_them() {
    let dialect = load(&catalog::source("boxc").unwrap(), &catalog::source).unwrap();
    let named = |dialect: &Dialect| Variable::OF_THE_APP.map(|own| dialect.variables().name(own).to_owned());
    assert_eq!(named(&dialect), ["APPLICATION_ID", "APPLICATION_SECRET", "RETURN_URI"]);
    let rfc = ["CLIENT_ID", "CLIENT_SECRET", "REDIRECT_URI"];
    for (name, words) in [
        // A shell's own, no name, another's, the same twice, none.
        (Name::ClientId, vec!["path"]),
        (Name::ClientId, vec!["app-id"]),
        (Name::ClientSecret, vec!["access_token"]),
        (Name::ClientSecret, vec!["application_id"]),
        (Name::ClientId, vec![]),
    ] {
        let mut odd = dialect.clone();
        odd.names.all.insert(name, words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(named(&odd), rfc, "{words:?}");
    }
}

#[test]
fn a_line_that_sets_a_name_is_read_as_it_was_meant() {
    let names = Variables::default();
    assert_eq!(names.set(Variable::ClientId, "a-1.b_c~"), "CLIENT_ID=a-1.b_c~");
    assert_eq!(names.set(Variable::ClientSecret, ""), "CLIENT_SECRET=''");
    assert_eq!(names.set(Variable::ClientSecret, "it's $HOME"), r"CLIENT_SECRET='it'\''s $HOME'");
    assert!(names.stands_in(Variable::ClientId, "-u \"$CLIENT_ID:x\"") && names.stands_in(Variable::Code, "${CODE}x"));
    assert!(!names.stands_in(Variable::Code, "$CODE_VERIFIER"));
}

/// What a shell prints of these variables after these lines.
fn printed(lines: &str, names: &[&str]) -> Vec<String> {
    let print = names.iter().map(|name| format!("printf '%s\\n' \"${name}\"\n")).collect::<String>();
    let out = Command::new("sh").args(["-ceu", &format!("{lines}\n{print}")]).output().unwrap();
    assert!(out.status.success(), "{lines}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_keeps_what_it_has_and_takes_what_is_written_between_the_marks() {
    let dialects = catalog::names().into_iter().filter_map(catalog::source);
    for dialect in dialects.map(|source| load(&source, &catalog::source).unwrap()) {
        let shell = dialect.variables();
        let values = ["app-1", "it's {a} $HOME `x`", "https://app.example/?a=b&c=d"];
        let names = Variable::OF_THE_APP.map(|own| shell.name(own));
        let lines = |line: &dyn Fn(Variable, &str) -> String| {
            let all = Variable::OF_THE_APP.into_iter().zip(values).map(|(own, value)| line(own, value));
            all.collect::<Vec<_>>().join("\n")
        };
        let set = lines(&|own, value| shell.set(own, value));
        let block = lines(&|own, _| shell.keep(own));
        let filled = lines(&|own, value| shell.keep(own).replace("''", &crate::client::quoted(value)));
        assert_eq!(printed(&format!("{set}\n{block}"), &names), values, "{}", dialect.name);
        assert_eq!(printed(&block, &names), ["", "", ""], "{}", dialect.name);
        // Pasted as it stands, then filled in.
        assert_eq!(printed(&format!("{block}\n{filled}"), &names), values, "{}", dialect.name);
    }
}
