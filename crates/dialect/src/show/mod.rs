//! A dialect resolved whole, as a file that stands alone: loading it gives the same dialect.

mod body;
mod policy;
mod wire;

use crate::model::{Console, Dialect, TakesRedirects};
use crate::raw::{Choice, RawConsole, RawDemoApp, RawDialect, RawLimits, RawPages};
use std::fmt::Write;

/// The dialect as TOML, what is weaker than the standard on top.
pub fn show(dialect: &Dialect) -> String {
    let mut text = format!("# {}: {}\n", dialect.name, dialect.title);
    if !dialect.warnings.is_empty() {
        text.push_str("#\n# Weaker than the standard:\n");
    }
    for warning in &dialect.warnings {
        let _ = writeln!(text, "# - {warning}");
    }
    text.push('\n');
    // Nothing in it is of a type that TOML lacks.
    text.push_str(&without_empty_tables(&toml::to_string(&raw(dialect)).unwrap_or_default()));
    text
}

/// Headers of tables without keys say nothing.
fn without_empty_tables(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let mut kept = String::new();
    for (index, line) in lines.iter().enumerate() {
        let header = line.starts_with('[') && !line.starts_with("[[");
        let next = lines.get(index + 1).copied().unwrap_or("[");
        if header && next.starts_with('[') {
            continue;
        }
        if line.starts_with('[') {
            kept.push('\n');
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

fn raw(dialect: &Dialect) -> RawDialect {
    let policy = &dialect.policy;
    RawDialect {
        extends: Some("none".to_owned()),
        title: Some(dialect.title.clone()),
        test_token: Some(Choice(dialect.test_token)),
        names: wire::names(&dialect.names.all),
        client: policy::client(dialect),
        kinds: Some(policy.kinds.iter().map(policy::kind).collect()),
        authorize: wire::authorize(dialect),
        redirect: policy::redirect(dialect),
        pkce: policy::pkce(policy),
        token: wire::token(dialect),
        refresh: policy::refresh(&policy.refresh),
        tokeninfo: wire::tokeninfo(dialect),
        introspect: wire::introspect(dialect),
        revoke: wire::revoke(dialect),
        metadata: wire::metadata(dialect),
        jwks: wire::jwks(dialect),
        api: wire::api(dialect),
        resources: Some(wire::resources(dialect)),
        scopes: policy::scopes(dialect),
        shapes: policy::shapes(&dialect.shapes),
        lifetimes: policy::lifetimes(policy),
        refusals: body::refusals(&dialect.refusals.all),
        answers: body::answers(dialect),
        cors: body::cors(dialect.cors.as_ref()),
        pages: pages(dialect),
        console: console(&dialect.console),
        limits: RawLimits { tokens_per_grant: Some(policy.tokens_per_grant) },
        demo: Some(dialect.demo.iter().map(demo_app).collect()),
    }
}

fn pages(dialect: &Dialect) -> RawPages {
    let pages = &dialect.pages;
    RawPages {
        languages: Some(pages.languages.clone()),
        language_parameter: Some(pages.language_parameter.clone().unwrap_or_default()),
        default_language: Some(pages.default_language.clone()),
        accept_language: Some(Choice(pages.accept_language)),
        consent_note: Some(pages.consent_note.clone()),
        narrowing: Some(Choice(pages.narrowing)),
        consent_again: Some(Choice(dialect.policy.consent_again)),
    }
}

fn console(console: &Console) -> RawConsole {
    RawConsole {
        path: Some(console.path.clone()),
        new_secret: Some(Choice(console.new_secret)),
        words: console.words.clone(),
    }
}

fn demo_app(app: &crate::model::DemoApp) -> RawDemoApp {
    RawDemoApp {
        name: Some(app.name.clone()),
        description: Some(app.description.clone()).filter(|text| !text.is_empty()),
        kind: Some(app.kind.clone()),
        redirect_uris: Some(app.redirect_uris.clone()),
        takes_redirects: Some(app.takes_redirects == TakesRedirects::Yes),
    }
}
