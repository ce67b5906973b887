//! What there is to try, for people.

use super::derived::{self, Derived};
use super::steps::{ACCESS_TOKEN, CODE, REFRESH_TOKEN, Steps};
use super::{Shown, ShownApp, ShownRealm, account_pages, console};
use crate::realm::{Mount, Realms};
use engine::request::ResponseType;
use engine::secret::Plain;
use std::fmt::Write;

/// In the place of what is no longer the demo's: only hashes are kept.
const AS_SET: &str = "as you set it";

/// The text that `grantor demo` prints.
pub fn guide(shown: &Shown, realms: &Realms, derived: &Derived) -> String {
    let mut out = head(shown);
    for own in &shown.realms {
        let Some(realm) = realms.named(&own.name) else { continue };
        for mount in &realm.mounts {
            out.push('\n');
            out.push_str(&section(own, (&realm.title_of(mount), mount), &shown.callback(), derived));
        }
    }
    let _ = write!(out, "\nCtrl-C ends it.\n");
    out
}

fn head(shown: &Shown) -> String {
    let everywhere_another = shown.realms.iter().all(|realm| realm.password.is_none());
    let password = if everywhere_another { AS_SET } else { shown.password.expose() };
    let (username, administrator) = (derived::PERSON.username, derived::OFFICER.username);
    let key = shown.administrator_password.as_ref().map_or(AS_SET, Plain::expose);
    let data = match &shown.database {
        None => shown.data.clone(),
        Some(database) => format!("{database} on PostgreSQL; keys and configuration in {}", shown.data),
    };
    format!(
        "Grantor is ready at {}\n\n  \
         Sign in as  {username}\n  \
         Password    {password}\n\n  \
         Administer  {}\n  \
         as          {administrator}\n  \
         Password    {key}\n\n  \
         Data in     {data}\n\n\
         Open a link, sign in and allow; the page that follows shows what came back.\n\
         Put that in the place of {CODE}, {ACCESS_TOKEN} or {REFRESH_TOKEN} in the lines below it.\n\
         Another terminal administers it: grantor app list --data {} --realm NAME\n",
        shown.url, shown.admin, shown.data
    )
}

fn section(own: &ShownRealm, (title, mount): (&str, &Mount), callback: &str, derived: &Derived) -> String {
    let title = format!("{title}  ({}, {})", mount.name, mount.issuer);
    let mut out = format!(
        "{title}\n{}\n  account     {}\n  apps        {}\n  reference   {}/docs\n\n",
        "─".repeat(title.chars().count()),
        account_pages(mount),
        console(mount),
        mount.issuer
    );
    if own.password.is_none() {
        let _ = write!(out, "  password    {AS_SET}\n\n");
    }
    let flows: Vec<(&ShownApp, Steps)> =
        own.apps.iter().filter_map(|app| Some((app, Steps::new(mount, app, callback, derived)?))).collect();
    let mut kinds = Vec::new();
    for (shown, steps) in &flows {
        let _ = writeln!(out, "{}\n  open        {}", app_lines(shown, mount), steps.link());
        // A second app of a kind is there to see that codes do not cross; its lines would be the same.
        if !kinds.contains(&&shown.app.kind) {
            kinds.push(&shown.app.kind);
            out.push_str(&requests(steps));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn app_lines(shown: &ShownApp, mount: &Mount) -> String {
    let app = &shown.app;
    let mut out = format!("{} ({})\n  id          {}", app.name, app.kind, app.client_id);
    match &shown.secret {
        Some(secret) => drop(write!(out, "\n  secret      {}", secret.expose())),
        None if app.secrets.is_empty() => {}
        None => {
            let name = Steps::unknown_secret(mount);
            let _ = write!(out, "\n  secret      {AS_SET}: put it in the place of {name}");
        }
    }
    if let Some(token) = &shown.test_token {
        let _ = write!(out, "\n  test token  {}", token.expose());
    }
    out
}

fn requests(steps: &Steps) -> String {
    let mut out = String::new();
    if steps.response() == ResponseType::Token {
        let _ = writeln!(out, "  (it brings an access token at once)");
    }
    for step in steps.requests() {
        let _ = write!(out, "  # {}\n  {}\n", step.what, step.request.curl());
    }
    out
}
