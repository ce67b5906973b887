//! Seals that open in their place only, and rings that know whose turn it is.

use super::keyring::{self, Unopened};
use super::ring::{Held, Purpose, RealmKeys};
use super::{Keys, seal};
use crate::dice::SeededDice;
use engine::model::RealmKey;
use engine::secret::Key;
use engine::time::Now;
use store::keyring::{Keyring, SealedKey};
use store::sqlite::Sqlite;
use tempfile::TempDir;

const NOON: i64 = 1_795_348_800;
const SHOP: RealmKey = RealmKey(7);

fn root(digit: &str) -> Keys {
    Keys::parse(&digit.repeat(64)).unwrap()
}

fn row() -> SealedKey {
    SealedKey {
        realm: SHOP,
        purpose: "forms".to_owned(),
        id: 1,
        algorithm: "A256GCM".to_owned(),
        sealed: Vec::new(),
        made_at: NOON,
        active_from: NOON,
        retires_at: None,
        ends_at: None,
    }
}

#[test]
fn a_seal_opens_under_its_root_key_and_in_its_own_row_only() {
    let (dice, key) = (SeededDice::new(1), Key([9; 32]));
    let sealed = SealedKey { sealed: seal::seal(&root("a"), &row(), &key, &dice).unwrap(), ..row() };
    assert_eq!(seal::open(&root("a"), &sealed).map(|key| key.0), Some([9; 32]));
    assert!(!sealed.sealed.windows(32).any(|bytes| bytes == [9; 32]), "nothing of it is in clear");
    let later = SealedKey { made_at: 1, active_from: 2, retires_at: Some(3), ends_at: Some(4), ..sealed.clone() };
    assert!(seal::open(&root("a"), &later).is_some(), "times change");
    let mut bitten = sealed.clone();
    bitten.sealed[20] ^= 1;
    for other in [
        SealedKey { realm: RealmKey(8), ..sealed.clone() },
        SealedKey { purpose: "tokens".to_owned(), ..sealed.clone() },
        SealedKey { id: 2, ..sealed.clone() },
        SealedKey { algorithm: "HS256".to_owned(), ..sealed.clone() },
        SealedKey { sealed: Vec::new(), ..sealed.clone() },
        bitten,
    ] {
        assert!(seal::open(&root("a"), &other).is_none(), "{other:?}");
    }
    assert!(seal::open(&root("b"), &sealed).is_none());
    let again = seal::seal(&root("a"), &row(), &key, &dice).unwrap();
    assert_ne!(again, sealed.sealed, "no two seals are the same");
}

fn held(purpose: Purpose, byte: u8, active_from: i64, ends_at: Option<i64>) -> Held {
    Held { realm: SHOP, purpose, key: Key([byte; 32]), active_from, ends_at }
}

#[test]
fn a_key_is_known_before_it_signs_and_good_after_it_did() {
    let mut all: Vec<Held> = Purpose::ALL.map(|purpose| held(purpose, 0, 100, None)).to_vec();
    // 0 is no key on a curve.
    all[3].key = Key([9; 32]);
    all[0].ends_at = Some(250);
    all.push(held(Purpose::Forms, 1, 200, None));
    all.push(Held { realm: RealmKey(8), ..held(Purpose::Forms, 2, 0, None) });
    let keys = RealmKeys::of(SHOP, &all).unwrap();
    let turning = keys.turning();
    let signing = |now| turning.forms.signing(now).0[0];
    let verifying = |now| turning.forms.verifying(now).map(|key| key.0[0]).collect::<Vec<_>>();
    assert_eq!((signing(199), verifying(199)), (0, vec![1, 0]));
    assert_eq!((signing(200), verifying(200)), (1, vec![1, 0]));
    assert_eq!((signing(249), verifying(249)), (1, vec![1, 0]));
    assert_eq!((signing(250), verifying(250)), (1, vec![1]));
    assert_eq!(signing(50), 0, "a clock that is behind takes what every node has");
    assert!(RealmKeys::of(RealmKey(8), &all).is_none(), "not a key for each purpose");
    assert!(keys.renew(SHOP, &all).is_some());
    all.retain(|key| key.purpose != Purpose::Successors);
    assert!(keys.renew(SHOP, &all).is_none(), "one is gone");
    all.push(held(Purpose::Successors, 5, 100, None));
    assert!(keys.renew(SHOP, &all).is_none(), "one that stays is another");
    let shown = format!("{turning:?}");
    assert!(shown.contains("Key(…)") && !shown.contains("1, 1"), "{shown}");
}

struct Place {
    store: Sqlite,
    _folder: TempDir,
}

fn place() -> Place {
    let folder = TempDir::new().unwrap();
    Place { store: Sqlite::open(&folder.path().join("grantor.db")).unwrap(), _folder: folder }
}

async fn open(place: &Place, root: &Keys, seed: u8) -> Result<Vec<Held>, Unopened> {
    keyring::open(root, &place.store, &["shop", "admin"], Now(NOON * 1_000), &SeededDice::new(seed)).await
}

fn bytes(held: &[Held]) -> Vec<[u8; 32]> {
    held.iter().map(|held| held.key.0).collect()
}

#[tokio::test]
async fn the_second_node_has_what_the_first_one_made() {
    let place = place();
    let first = open(&place, &root("a"), 1).await.unwrap();
    assert_eq!(first.len(), 2 * Purpose::ALL.len());
    assert_eq!(bytes(&open(&place, &root("a"), 2).await.unwrap()), bytes(&first));
    let derived = root("a").named("forms:shop").0;
    assert!(!bytes(&first).contains(&derived), "in a new place nothing follows from the root key");
}

#[tokio::test]
async fn another_root_key_opens_nothing_and_makes_nothing() {
    let place = place();
    open(&place, &root("a"), 1).await.unwrap();
    let before = place.store.keyring().await.unwrap();
    let refused = open(&place, &root("b"), 2).await.unwrap_err();
    assert!(matches!(refused, Unopened::OtherRoot), "{refused}");
    assert_eq!(place.store.keyring().await.unwrap(), before);
}

#[test]
fn key_01_the_key_set_has_the_next_key_and_the_last_one_until_its_work_is_over() {
    let key = |byte, from, end| Held { key: Key([byte; 32]), ..held(Purpose::Signatures, byte, from, end) };
    let others = Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::Signatures);
    let mut all: Vec<Held> = others.map(|purpose| held(purpose, 1, 0, None)).collect();
    all.extend([key(7, 0, Some(500)), key(8, 200, None)]);
    let keys = RealmKeys::of(SHOP, &all).unwrap();
    let turning = keys.turning();
    let named = |now| {
        let set: serde_json::Value = serde_json::from_slice(&turning.jwks(now)).unwrap();
        set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let signing = |now| turning.signatures.signing(now).kid().to_owned();
    assert_eq!(named(0), [signing(200), signing(199)], "known before it signs");
    assert_eq!(named(499).len(), 2);
    assert_eq!(named(500), [signing(500)]);
    assert!(keys.renew(SHOP, &all).is_some());
    assert!(std::sync::Arc::ptr_eq(&turning, &keys.turning()), "nothing is read anew where nothing has changed");
    all.push(key(6, 900, None));
    assert!(keys.renew(SHOP, &all).is_some());
    assert!(!std::sync::Arc::ptr_eq(&turning, &keys.turning()));
    all.push(key(0, 1_000, None));
    assert!(keys.renew(SHOP, &all).is_none(), "no key on the curve");
}

#[test]
fn key_01_every_purpose_makes_keys_of_32_bytes_that_it_can_use() {
    let dice = SeededDice::new(5);
    for purpose in Purpose::ALL {
        assert_ne!(purpose.make(&dice).0, purpose.make(&dice).0, "{purpose:?}");
    }
}

#[tokio::test]
async fn a_purpose_of_a_newer_program_is_opened_and_left_alone() {
    let (place, root, dice) = (place(), root("a"), SeededDice::new(3));
    let before = open(&place, &root, 1).await.unwrap();
    let later = SealedKey { purpose: "later".to_owned(), algorithm: "EdDSA".to_owned(), ..row() };
    let sealed = seal::seal(&root, &later, &Key([9; 32]), &dice).unwrap();
    place.store.found_keyring(vec![SealedKey { sealed, ..later }]).await.unwrap();
    assert_eq!(bytes(&open(&place, &root, 2).await.unwrap()), bytes(&before));
}
