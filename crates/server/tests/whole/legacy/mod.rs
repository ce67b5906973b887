//! LEG-09: one corpus of attacks on every mount. What gets through where `standard` refuses is declared, here and in the dialect's
//! `SOURCES.md`; everything else fails.

mod attacks;
mod pairs;

use crate::client::MOUNTS;
use crate::world::World;
use attacks::ATTACKS;
use std::collections::BTreeSet;

/// Declared deviations: the row of the checklist, the attack, and where it gets through.
const DECLARED: [(&str, &str, &[&str]); 19] = [
    (
        "RED-06",
        "an error redirect before sign-in",
        &["hidrive", "raindrop", "raindrop-live", "boxc", "gitshare", "serble"],
    ),
    ("RED-05", "a 307 to the app", &["raindrop", "raindrop-live"]),
    ("RED-01", "a path below the registered one", &["boxc"]),
    ("RED-02", "localhost at another port", &["hidrive"]),
    ("RED-08", "an unknown response type", &["raindrop", "raindrop-live", "boxc", "serble"]),
    ("RED-08", "a token by redirect", &["hidrive"]),
    ("LEG-04", "a code on screen", &["hidrive", "gitshare"]),
    ("TOK-03", "a scope that nobody knows", &["raindrop", "raindrop-live", "boxc", "serble"]),
    ("COD-03", "a code after a minute", &["hidrive", "raindrop", "raindrop-live", "boxc", "gitshare", "serble"]),
    ("COD-05", "an exchange without the redirect URI", &["hidrive", "raindrop", "raindrop-live", "boxc", "serble"]),
    ("LEG-02", "credentials in a query", &["hidrive", "raindrop", "raindrop-live", "serble"]),
    ("LEG-02", "an access token in a query", &["gitshare"]),
    ("LEG-02", "an access token in a path", &["boxc"]),
    ("CLI-04", "Basic and body together", &["hidrive", "raindrop", "raindrop-live", "gitshare"]),
    ("REF-01", "a refresh token twice", &["hidrive", "serble"]),
    ("REF-08", "a refresh token after a year of use", &["hidrive", "raindrop", "raindrop-live", "gitshare", "serble"]),
    ("TOK-04", "an access token after an hour", &["raindrop", "raindrop-live", "boxc", "gitshare"]),
    ("REV-02", "a revocation without a client", &["hidrive", "boxc"]),
    ("INT-01", "a question about a token without a client", &["hidrive"]),
];

#[test]
fn leg_09_every_attack_that_gets_through_is_declared() {
    let world = World::new();
    let mut undeclared = Vec::new();
    for (attack, try_it) in ATTACKS {
        let through: BTreeSet<&str> = MOUNTS.into_iter().filter(|mount| try_it(&world, mount)).collect();
        assert!(!through.contains("standard") && !through.contains("boxc-standard"), "standard itself: {attack}");
        let declared = DECLARED
            .iter()
            .find(|(_, own, _)| *own == attack)
            .map(|(_, _, mounts)| mounts.iter().copied().collect())
            .unwrap_or_default();
        if through != declared {
            undeclared.push(format!("{attack}: {through:?} let it through, declared is {declared:?}"));
        }
    }
    assert!(undeclared.is_empty(), "{}", undeclared.join("\n"));
}

/// The table above and the sources of each dialect say the same.
#[test]
fn leg_09_what_is_declared_stands_in_the_sources_of_the_dialect() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dialects");
    let mut missing = Vec::new();
    for (row, attack, mounts) in DECLARED {
        assert!(ATTACKS.iter().any(|(own, _)| *own == attack), "{attack} is not tried");
        for mount in mounts {
            // The live variant states only what it does beyond raindrop.
            let name = mount.trim_end_matches("-live");
            let text = std::fs::read_to_string(folder.join(name).join("SOURCES.md")).unwrap();
            let declared = text.split("## Declared deviations").nth(1).unwrap();
            if !declared.contains(row) {
                missing.push(format!("{mount}: {row} ({attack}) is not declared in its SOURCES.md"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
