//! `grantor store keys`, and root keys that belong to another database.

use super::{Held, REALMS, grantor, is_signed_in, on_file, told};
use crate::client::Client;
use crate::database::Database;
use crate::world::World;
use std::path::Path;
use tempfile::TempDir;

const NEW: &str = "1111111111111111111111111111111111111111111111111111111111111111";

fn again(folder: TempDir, seed: u8) -> World {
    World::on(Database::File(folder.path().to_owned()), folder, &World::text(&REALMS), seed)
}

fn root_key(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("root.key")).unwrap()
}

/// `store keys reseal` under the root key in the folder; that of before is `old`.
fn reseal(folder: &Path, old: &str) -> (i32, String) {
    let mut command = grantor(&["store", "keys", "reseal", "--data", folder.to_str().unwrap()]);
    let done = command.env("GRANTOR_OLD_ROOT_KEY", old).output().unwrap();
    let said = if done.status.success() { done.stdout } else { done.stderr };
    (done.status.code().unwrap(), String::from_utf8(said).unwrap().trim_end().to_owned())
}

#[test]
fn under_another_root_key_everything_goes_on() {
    let world = on_file();
    let held = Held::by(&world);
    // A demo makes its apps from its root key: under another one there are others beside them.
    let own = world.app("standard", "confidential").clone();
    let folder = world.end();
    let (old, file) = (root_key(folder.path()), Database::File(folder.path().to_owned()));
    let count: usize = file.ask("select count(*) from keyring").parse().unwrap();
    let seals = || file.ask("select group_concat(hex(sealed)) from keyring");
    let before = seals();
    std::fs::write(folder.path().join("root.key"), NEW).unwrap();

    let data = folder.path().to_str().unwrap().to_owned();
    for words in [&["account", "list", "--realm", "standard"][..], &["store", "keys", "rotate"]] {
        let (status, said) = told(&[words, &["--data", &data]].concat());
        assert!(status == 1 && said.contains("the root key is not the one under which"), "{said}");
    }
    let doctor = grantor(&["doctor", "--data", &data]).output().unwrap();
    let said = String::from_utf8(doctor.stdout).unwrap();
    let line = said.lines().find(|line| line.contains(" keys  ")).unwrap();
    assert!(line.starts_with("FAULT") && line.contains("the root key is not the one under which"), "{line}");

    let (status, said) = reseal(folder.path(), &"2".repeat(64));
    assert!(status == 1 && said.contains("nothing was changed"), "{said}");
    let (status, said) = told(&["store", "keys", "reseal", "--data", &data]);
    assert!(status == 1 && said.contains("GRANTOR_OLD_ROOT_KEY is not set"), "{said}");
    assert_eq!(seals(), before);
    let sealed = format!("{count} keys are sealed anew; start every server with the new root key");
    assert_eq!(reseal(folder.path(), &old), (0, sealed));
    assert_ne!(seals(), before);
    assert_eq!(reseal(folder.path(), &old), (0, "all keys are sealed under this root key already".to_owned()));
    let said = told(&["doctor", "--data", &data]).1;
    assert!(!said.contains("under which"), "{said}");

    let world = again(folder, 8);
    let app = Client::with(&world, "standard", &own);
    app.lives(&held.access, "under another root key");
    let next = app.refreshed(&held.refresh);
    assert_eq!(app.refreshed(&held.refresh).access, next.access, "an answer that was lost");
    app.lives(&app.read_code(&app.exchange(&held.code)).access, "by a code of before");
    assert!(is_signed_in(&world, &held.cookies));
    drop(app);
    let folder = world.end();
    std::fs::write(folder.path().join("root.key"), &old).unwrap();
    let (status, said) = told(&["account", "list", "--realm", "standard", "--data", &data]);
    assert!(status == 1 && said.contains("the root key is not the one under which"), "{said}");
    std::fs::write(folder.path().join("root.key"), NEW).unwrap();
    Client::with(&again(folder, 9), "standard", &own).lives(&next.access, "and once more");
}

/// A run that was stopped, or a node that made a key meanwhile, leaves keys under both.
#[test]
fn what_is_left_under_the_old_root_key_is_sealed_by_the_next_run() {
    let folder = on_file().end();
    let (old, file) = (root_key(folder.path()), Database::File(folder.path().to_owned()));
    file.run("create table before as select * from keyring where purpose = 'forms'");
    std::fs::write(folder.path().join("root.key"), NEW).unwrap();
    assert_eq!(reseal(folder.path(), &old).0, 0);
    file.run("insert or replace into keyring select * from before; drop table before");
    let data = folder.path().to_str().unwrap();
    let (status, said) = told(&["account", "list", "--realm", "standard", "--data", data]);
    assert!(status == 1 && said.contains("run `grantor store keys reseal` again"), "{said}");
    let (status, said) = reseal(folder.path(), &old);
    assert!(status == 0 && said.starts_with("3 keys are sealed anew"), "{said}");
    drop(again(folder, 8));
}

#[test]
fn keys_are_listed_and_replaced() {
    let world = on_file();
    let data = world.folder().to_str().unwrap().to_owned();
    let listed = || {
        let (status, said) = told(&["store", "keys", "list", "--data", &data, "--json"]);
        assert_eq!(status, 0, "{said}");
        let all: serde_json::Value = serde_json::from_str(&said).unwrap();
        let of = |purpose: &str| {
            let own = all.as_array().unwrap().iter().filter(|key| key["realm"] == "standard");
            let own = own.filter(|key| key["purpose"] == purpose);
            own.map(|key| key["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        (of("forms"), of("ids"))
    };
    let one = |word: &str| vec![word.to_owned()];
    assert_eq!(listed(), (one("signs"), one("stays")));
    let (status, said) = told(&["store", "keys", "rotate", "--data", &data]);
    assert_eq!(
        (status, said.as_str()),
        (0, "12 new keys; they sign in 30 seconds, those of the key set in 15 minutes")
    );
    assert_eq!(listed(), (vec!["signs".to_owned(), "published".to_owned()], one("stays")));
    let said = told(&["store", "keys", "list", "--data", &data]).1;
    assert!(said.starts_with("REALM     FOR         NUMBER  ALGORITHM  STATE"), "{said}");
}

#[test]
fn a_restore_begins_a_ring_of_its_own() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let file = place.path().join("b.db");
    let (file, data) = (file.to_str().unwrap().to_owned(), world.folder().to_str().unwrap().to_owned());
    assert_eq!(told(&["backup", &file, "--data", &data]).0, 0);
    let backup = Database::File(world.folder().to_owned()).ask("select group_concat(hex(sealed)) from keyring");
    assert_eq!(told(&["store", "keys", "rotate", "--end-old", "--data", &data]).0, 0);
    let folder = world.end();
    // Nothing in the backup opens any more, so it takes no root key of before.
    std::fs::write(folder.path().join("root.key"), NEW).unwrap();
    assert_eq!(told(&["restore", &file, "--data", &data, "--replace"]).0, 0);
    let restored = Database::File(folder.path().to_owned());
    assert_eq!(restored.ask("select group_concat(purpose || hex(sealed)) from keyring"), "");
    let world = again(folder, 8);
    let seals = Database::File(world.folder().to_owned()).ask("select group_concat(hex(sealed)) from keyring");
    assert!(backup.split(',').all(|seal| !seals.contains(seal)), "no key of the backup lives again");
    let derived = world.server.keys.named("successors:standard").0;
    assert_ne!(world.realm("standard").keys.successors.0, derived, "nor what was derived before there was a ring");
}
