//! Every example of the reference pages runs as it stands: of every mount and kind, public and with an app's own id.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]

use grantor_e2e::child::installed;
use grantor_e2e::demo::{App, Demo, Realm};
use grantor_e2e::http::Request;
use grantor_e2e::person::{End, Person};
use grantor_e2e::shell::{Kept, home, keep, opened, run};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

/// What a page prints to be opened or run, in order.
enum Printed {
    Link(String),
    Lines(String),
}

/// Names of what an example needs from the one before it.
const BROUGHT: [&str; 3] = ["CODE", "ACCESS_TOKEN", "REFRESH_TOKEN"];

#[test]
fn every_example_of_every_page_runs() {
    installed("curl", "curl");
    let folder = TempDir::new().unwrap();
    home(folder.path());
    let demo = Demo::start(&[]);
    let (mut pages, mut links, mut lines) = (0, 0, 0);
    for realm in &demo.line.realms {
        let mut seen = BTreeSet::new();
        for app in realm.apps.iter().filter(|app| seen.insert(app.kind.clone())) {
            let mut reader = Reader { home: folder.path(), person: demo.person(), realm, app, block: String::new() };
            let public = reader.page(&format!("{}/docs?kind={}", realm.url, kind_at(&demo, realm, app)));
            let own = reader.page(&format!("{}{}/{}/docs", realm.url, console(realm), app.client_id));
            let sets_id = names_set(&set_first(&own)).any(|name| name.ends_with("_ID"));
            assert!(!sets_id && own.contains(&app.client_id), "{} {}", realm.name, app.kind);
            if let Some(secret) = &app.client_secret {
                assert!(!own.contains(secret.as_str()), "the secret of {} stands there", app.name);
            }
            for page in [public, own] {
                let (opened, ran) = reader.run_all(&page);
                println!("{} {}: {opened} links, {ran} examples", realm.name, app.kind);
                assert!(opened >= 1 && ran >= 2, "{} {}", realm.name, app.kind);
                (pages, links, lines) = (pages + 1, links + opened, lines + ran);
            }
        }
    }
    println!("{pages} pages, {links} links, {lines} examples");
    assert!(pages >= 24 && links >= 24 && lines >= 100, "{pages} pages, {links} links, {lines} examples");
}

/// The console's path: the one provider whose document names it has its own.
fn console(realm: &Realm) -> &'static str {
    if realm.dialect == "serble" { "/oauthapps" } else { "/apps" }
}

/// The kind that the app is at this mount: at a realm's second one, the first that keeps a secret as it does.
fn kind_at<'a>(demo: &Demo, realm: &Realm, app: &'a App) -> &'a str {
    let page = demo.send(Request::get(&format!("{}/docs", realm.url))).body;
    let known = page.contains(&format!("id=\"kind-{}\"", app.kind));
    match (known, &app.client_secret) {
        (true, _) => &app.kind,
        (false, Some(_)) => "confidential",
        (false, None) => "public",
    }
}

/// A developer with a page before them.
struct Reader<'a> {
    home: &'a Path,
    person: Person,
    realm: &'a Realm,
    app: &'a App,
    /// What the page has one set first.
    block: String,
}

impl Reader<'_> {
    fn page(&mut self, url: &str) -> String {
        match self.person.decide(url, "allow").unwrap() {
            End::Page(page) if page.status == 200 => page.body,
            other => panic!("{url}: {other:?}"),
        }
    }

    /// Opens every link and runs every example; how many of each.
    fn run_all(&mut self, page: &str) -> (usize, usize) {
        let printed = printed(page);
        self.block = set_first(page);
        let (mut links, mut lines, mut kept) = (0, 0, Kept::new());
        for (at, own) in printed.iter().enumerate() {
            match own {
                Printed::Link(link) => {
                    let link = self.filled(link);
                    kept = opened(&mut self.person, &link);
                    links += 1;
                }
                Printed::Lines(text) => {
                    self.bring(&printed[..at], text, &mut kept);
                    let answer = self.run(text, &kept);
                    keep(&mut kept, &answer);
                    lines += 1;
                    // A code works once, and what was ended stays so.
                    if text.contains("$CODE") {
                        kept.remove("CODE");
                    }
                    if text.contains("revoke") || text.contains("-X DELETE") {
                        kept.clear();
                    }
                }
            }
        }
        (links, lines)
    }

    /// Goes through the link again where nothing is left of what an example needs, as a developer would.
    fn bring(&mut self, before: &[Printed], text: &str, kept: &mut Kept) {
        let lacks = |kept: &Kept| BROUGHT.iter().any(|name| needs(text, name) && !kept.contains_key(name));
        if !lacks(kept) {
            return;
        }
        let link = before.iter().rev().find_map(|own| match own {
            Printed::Link(link) => Some(link),
            Printed::Lines(_) => None,
        });
        let link = self.filled(link.unwrap_or_else(|| panic!("no link before {text}")));
        *kept = opened(&mut self.person, &link);
        let exchange = before.iter().find_map(|own| match own {
            Printed::Lines(lines) if needs(lines, "CODE") => Some(lines),
            _ => None,
        });
        if let Some(exchange) = exchange.filter(|_| lacks(kept)) {
            let answer = self.run(exchange, kept);
            keep(kept, &answer);
        }
        assert!(!lacks(kept), "{}: nothing brings what this needs: {text}", self.realm.name);
    }

    /// As the lines are pasted: those of the console, then the page's block as it stands, then the example.
    fn run(&self, text: &str, kept: &Kept) -> String {
        let console = self.variables().iter().map(|(name, value)| format!("{name}='{value}'\n")).collect::<String>();
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        run(self.home, &format!("{console}{}\n{text}", self.block), &kept)
    }

    /// The app's own under the names of the page: nothing else is set for a shell that takes what is not for a fault.
    fn variables(&self) -> Vec<(&str, &str)> {
        let app = self.app;
        let callback = app.redirect_uris.iter().find(|uri| uri.ends_with("/demo/callback"));
        let uri = callback.or(app.redirect_uris.first());
        let own = |name: &str| match name.rsplit_once('_').unwrap().1 {
            "ID" => Some(app.client_id.as_str()),
            "SECRET" => app.client_secret.as_deref(),
            "URI" => uri.map(String::as_str),
            _ => None,
        };
        names_set(&self.block)
            .map(|name| (name, own(name).unwrap_or_else(|| panic!("{name} is nothing known"))))
            .collect()
    }

    /// A link with the variables in it.
    fn filled(&self, link: &str) -> String {
        self.variables().iter().fold(link.to_owned(), |link, (name, value)| {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            link.replace(&format!("${name}"), &value)
        })
    }
}

fn needs(text: &str, name: &str) -> bool {
    text.split(&format!("${name}")).skip(1).any(|rest| !rest.starts_with('_')) || text.contains(&format!("${{{name}}}"))
}

/// The lines that a page wants in the shell before its examples run.
fn set_first(page: &str) -> String {
    let block = page.split_once("<code id=\"set\">").map_or("", |(_, rest)| rest.split_once("</code>").unwrap().0);
    unescaped(block)
}

/// The names that such lines set.
fn names_set(block: &str) -> impl Iterator<Item = &str> {
    block.lines().map(|line| line.split_once('=').unwrap().0)
}

/// What stands in the samples that are asked, in the order of the page.
fn printed(page: &str) -> Vec<Printed> {
    let mut all = Vec::new();
    for sample in page.split("<figure class=\"sample\">").skip(1) {
        let sample = sample.split("</figure>").next().unwrap();
        let (_, code) = sample.split_once("<pre><code").unwrap();
        let (_, code) = code.split_once('>').unwrap();
        let (code, _) = code.split_once("</code>").unwrap();
        let text = unescaped(&without_tags(code));
        match text.split_whitespace().next() {
            Some("curl") => all.push(Printed::Lines(text)),
            Some(word) if word.starts_with("http") => all.push(Printed::Link(text)),
            // What one sets first, and how a verifier is made.
            _ => assert!(text.contains(":-''}") || text.contains("CODE_VERIFIER"), "{text}"),
        }
    }
    all
}

fn without_tags(html: &str) -> String {
    html.split('<').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('>').unwrap().1 }).collect()
}

/// Entities to characters: a page has numbers alone.
fn unescaped(html: &str) -> String {
    let mut parts = html.split("&#");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').unwrap();
        text.push(char::from_u32(number.parse().unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

#[test]
fn a_verifier_is_made_as_the_page_says() {
    let demo = Demo::start(&["--realm", "standard"]);
    let page = demo.send(Request::get(&format!("{}/docs", demo.realm("standard").url))).body;
    let (_, make) = page.split_once("<code id=\"make\">").unwrap();
    let make = unescaped(make.split_once("</code>").unwrap().0);
    let folder = TempDir::new().unwrap();
    let out = run(folder.path(), &format!("{make}\necho \"$CODE_VERIFIER $CODE_CHALLENGE\""), &[]);
    let (verifier, challenge) = out.trim().split_once(' ').unwrap();
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    assert!(
        (43..=128).contains(&verifier.len()) && challenge.len() == 43 && plain(verifier) && plain(challenge),
        "{out}"
    );
}
