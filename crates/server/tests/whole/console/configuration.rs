//! What the console prints with a new secret fits the lines of the reference, whatever the dialect calls things.

use super::{Developer, shown};
use crate::world::{WEB, World};
use std::collections::BTreeSet;

/// What stands for the reader in an element, entities as characters.
fn text(html: &str) -> String {
    let text: String = html
        .split('<')
        .enumerate()
        .map(|(at, own)| if at == 0 { own } else { own.split_once('>').unwrap().1 })
        .collect();
    text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">")
}

/// The names of lines that set something.
fn set(lines: &str) -> BTreeSet<String> {
    lines.lines().filter_map(|line| Some(line.split_once('=')?.0.to_owned())).collect()
}

/// The names after each `$` of the samples that are asked.
fn used(page: &str) -> BTreeSet<String> {
    let samples =
        page.split("<figure class=\"sample\">").skip(1).map(|own| text(own.split_once("</figure>").unwrap().0));
    let samples: Vec<String> = samples.filter(|own| own.contains("curl ") || own.contains("://")).collect();
    let mut names = BTreeSet::new();
    for rest in samples.iter().flat_map(|own| own.split('$').skip(1)) {
        let name: String =
            rest.trim_start_matches('{').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        names.insert(name);
    }
    names
}

/// A shell that got what the console printed still has it after the page's block.
fn pasted(printed: &str, block: &str, values: &[&str]) {
    let print = set(printed).iter().map(|name| format!("printf '%s\\n' \"${name}\"\n")).collect::<String>();
    let lines = format!("{printed}\n{block}\n{print}");
    let out = std::process::Command::new("sh").args(["-ceu", &lines]).output().unwrap();
    let had = String::from_utf8(out.stdout).unwrap();
    assert_eq!(had.lines().collect::<BTreeSet<_>>(), values.iter().copied().collect(), "{lines}");
}

#[test]
fn what_is_printed_with_a_secret_is_what_the_reference_needs() {
    let world = World::of(&[]);
    let mounts = world.server.realms.all.iter().flat_map(|realm| &realm.mounts);
    for mount in mounts.map(|mount| mount.name.as_str()) {
        let mut alice = Developer::demo(&world, mount);
        let name = format!("({mount})");
        alice.post("/new", &[("name", &name), ("redirect_uri", WEB)]);
        let list = alice.open("").text();
        let id = list.split(&name).next().unwrap().rsplit("href=\"").next().unwrap();
        let id = id.split('"').next().unwrap().rsplit('/').next().unwrap().to_owned();
        let page = alice.post(&format!("/{id}/secrets"), &[]);
        let printed = page.text().split("<pre").nth(1).unwrap().split("</pre>").next().unwrap().to_owned();
        let printed = text(printed.split_once('>').unwrap().1);
        let secret = shown(&page, "secret");
        assert!(printed.lines().any(|line| line.ends_with(&format!("={id}"))), "{mount}: {printed}");
        assert!(printed.lines().any(|line| line.ends_with(&format!("={secret}"))), "{mount}: {printed}");

        let brought = ["CODE", "ACCESS_TOKEN", "REFRESH_TOKEN"].map(str::to_owned);
        let own = alice.open(&format!("/{id}/docs")).text();
        let public = world.get(&format!("{}/docs", world.mount(mount).prefix)).text();
        for (page, more) in [(&own, None), (&public, Some("_URI"))] {
            let block = page.split("<code id=\"set\">").nth(1).unwrap().split("</code>").next().unwrap();
            let block = text(block);
            let asked = set(&block);
            pasted(&printed, &block, &[&id, &secret]);
            let used = used(page);
            let unset: Vec<&String> =
                used.iter().filter(|name| !brought.contains(name) && !asked.contains(*name)).collect();
            assert!(unset.is_empty(), "{mount}: {unset:?} of {asked:?}");
            let known = set(&printed);
            let beyond: Vec<&String> = asked.iter().filter(|name| !known.contains(*name)).collect();
            assert!(
                beyond.iter().all(|name| more.is_some_and(|end| name.ends_with(end))),
                "{mount}: {beyond:?} of {printed}"
            );
        }
        // The public page needs both of them.
        assert!(set(&printed).is_subset(&used(&public)), "{mount}: {printed}");
    }
}
