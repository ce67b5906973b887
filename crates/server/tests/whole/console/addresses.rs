//! What the page of redirect URIs says of those that requests may name, as the mount compares them.

use super::Developer;
use crate::world::{WEB, World};

const SECOND: &str = "http://127.0.0.1:8080/callback";

/// Which of these sentences the page has.
fn said<'s>(alice: &mut Developer<'_>, id: &str, sentences: &[&'s str]) -> Vec<&'s str> {
    let page = alice.open(&format!("/{id}/redirects")).text();
    sentences.iter().filter(|sentence| page.contains(**sentence)).copied().collect()
}

#[test]
fn what_a_request_may_name_is_said_as_the_mount_compares() {
    let exact = "A request names one of these byte for byte.";
    let below = "an address below its path on the same host and port.";
    let port = "the port may be another.";
    let sole = "While there is only this one, <code>redirect_uri</code> may also be left out.";
    let first = "Where <code>redirect_uri</code> is left out, the first one counts.";
    let sentences = [exact, below, port, sole, first];
    let world = World::of(&["standard", "hidrive", "boxc"]);
    let expected: [(&str, &[&str], &[&str]); 3] = [
        ("standard", &[exact, port, sole], &[exact, port]),
        ("hidrive", &[exact, port, first], &[exact, port, first]),
        ("boxc", &[below], &[below]),
    ];
    for (realm, with_one, with_two) in expected {
        let mut alice = Developer::demo(&world, realm);
        alice.post("/new", &[("name", "Addresses")]);
        let id = alice.app_called("Addresses");
        assert!(said(&mut alice, &id, &sentences).is_empty(), "{realm}, none");
        for (uri, expected) in [(WEB, with_one), (SECOND, with_two)] {
            alice.post(&format!("/{id}/redirects"), &[("redirect_uri", uri)]);
            assert_eq!(said(&mut alice, &id, &sentences), expected, "{realm}, {uri}");
        }
    }
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Addresses");
    let german = alice.open(&format!("/{id}/redirects?lang=de")).text();
    assert!(german.contains("Solange es nur diese gibt, darf <code>redirect_uri</code> auch fehlen."), "{german}");
}
