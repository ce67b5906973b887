//! Apps without a redirect URI, where a dialect shows their codes on screen.

use super::Developer;
use crate::world::{WEB, World};

const CALLBACK: &str = "https://notes.example/callback";

#[test]
fn an_app_that_needs_no_redirect_uri_is_asked_for_none() {
    let world = World::of(&["gitshare"]);
    let mut alice = Developer::demo(&world, "gitshare");
    let (id, secret) = alice.make("Notes");
    let [overview, redirects, docs] = ["", "/redirects", "/docs"].map(|page| format!("/{id}{page}"));
    assert!(!alice.open(&overview).text().contains("Next: where people are sent back to"));
    let page = alice.open(&redirects).text();
    assert!(page.contains("requests leave out <code>redirect_uri</code>") && !page.contains("nobody can"), "{page}");
    assert!(!page.contains("byte for byte"), "there is none to name: {page}");
    let reference = alice.open(&docs).text();
    for other in ["$REDIRECT_URI", "https://app.example/callback"] {
        assert!(!reference.contains(other), "{other} in {reference}");
    }
    // The link that stands there is one that works.
    let link = reference.split("<a href=\"").find(|rest| rest.contains("client_id=")).unwrap();
    let link = link.split('"').next().unwrap().replace("&#38;", "&");
    let target = link.strip_prefix(&world.url()).unwrap();
    let consent = world.browser_of(&alice.client(&id, &secret)).reach_consent(target).page();
    assert!(consent.status == 200 && consent.text().contains("/-/consent\""), "{consent:?}");

    alice.post(&redirects, &[("redirect_uri", CALLBACK)]);
    assert!(alice.open(&docs).text().contains(CALLBACK));
    let handle = alice.redirect_handle(&id);
    let question = alice.open(&format!("{redirects}/{handle}/remove")).text();
    assert!(question.contains("until another is added, codes are shown"), "{question}");
}

#[test]
fn a_kind_that_takes_no_redirect_uri_has_no_form_for_one() {
    let world = World::of(&["gitshare"]);
    let mut alice = Developer::demo(&world, "gitshare");
    let (id, _) = alice.make("Notes");
    let [settings, kind, redirects] = ["settings", "kind", "redirects"].map(|page| format!("/{id}/{page}"));
    alice.act((&settings, &kind), &[("kind", "on-screen")]);
    let page = alice.open(&redirects).text();
    assert!(page.contains("Apps of the kind <code>on-screen</code> have none."), "{page}");
    assert!(!page.contains("name=\"redirect_uri\"") && !page.contains("There is none yet"), "{page}");
    let fields = [("name", "Other"), ("kind", "on-screen"), ("redirect_uri", CALLBACK)];
    let refused = alice.act(("/new", "/new"), &fields).text();
    assert!(refused.contains("This kind of app has none: its codes are shown on screen."), "{refused}");
    assert!(refused.contains("choose that below") && !refused.contains("under Settings"), "{refused}");
    let refused = alice.act(("/new?lang=de", "/new"), &fields).text();
    assert!(refused.contains("Wählen Sie diese weiter unten"), "{refused}");
}

#[test]
fn elsewhere_an_app_without_one_is_told_that_nobody_can_be_sent_to_it() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make("Notes");
    for page in ["", "/redirects"] {
        assert!(alice.open(&format!("/{id}{page}")).text().contains("nobody can be sent to this app"), "{page}");
    }
    alice.post(&format!("/{id}/redirects"), &[("redirect_uri", WEB)]);
    assert!(!alice.open(&format!("/{id}")).text().contains("nobody can be sent to this app"));
}

#[test]
fn a_change_of_kind_warns_of_lost_secrets_only_where_a_kind_has_none() {
    let world = World::of(&["gitshare", "standard"]);
    for (realm, warns) in [("gitshare", false), ("standard", true)] {
        let mut alice = Developer::demo(&world, realm);
        let (id, _) = alice.make("Notes");
        let page = alice.open(&format!("/{id}/settings")).text();
        assert!(page.contains("Kind of app"), "{realm}: {page}");
        assert_eq!(page.contains("ends the app’s secrets"), warns, "{realm}: {page}");
    }
}

#[test]
fn who_names_a_redirect_uri_where_there_is_none_reads_what_fits_dialect_and_kind() {
    let world = World::of(&["gitshare", "standard"]);
    for (realm, kind, page_says, log_says) in [
        ("gitshare", "on-screen", "The link has to name none: the code is shown", "Leave it out: the code is shown"),
        (
            "gitshare",
            "callback",
            "Without one, the link has to name none",
            "Add one: it works at once. Or leave it out",
        ),
        ("standard", "confidential", "Where to add one: ", "Add one: it works at once.</p>"),
    ] {
        let mut alice = Developer::demo(&world, realm);
        let (id, secret) = alice.make("Notes");
        alice.act((&format!("/{id}/settings"), &format!("/{id}/kind")), &[("kind", kind)]);
        let target = alice.client(&id, &secret).target();
        let target = format!("{target}&redirect_uri={}", crate::http::encoded(CALLBACK));
        let page = world.get(&target).text();
        assert!(page.contains(page_says), "{realm} {kind}: {page}");
        assert_eq!(page.contains("Where to add one: "), kind != "on-screen", "{realm} {kind}: {page}");
        assert_eq!(page.contains("on the screen"), realm == "gitshare", "{realm} {kind}: {page}");
        world.block_on(world.server.write_notes());
        let log = alice.open(&format!("/{id}/errors")).text();
        assert!(log.contains(log_says), "{realm} {kind}: {log}");
        assert_eq!(log.contains("Add one"), kind != "on-screen", "{realm} {kind}: {log}");
    }
}
