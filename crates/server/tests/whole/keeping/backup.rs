//! `grantor backup`.

use super::{grantor, notes, on_file, told};
use crate::database::Database;
use crate::world::World;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use tempfile::TempDir;

fn backup(world: &World, file: &Path, more: &[&str]) -> (i32, String) {
    let data = world.folder().to_str().unwrap();
    told(&[&["backup", file.to_str().unwrap(), "--data", data], more].concat())
}

/// Only its owner can read it.
fn is_private(file: &Path) -> bool {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777 == 0o600
}

#[test]
fn under_load_it_is_what_was_there_at_one_moment() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let file = place.path().join("grantor.db");
    let (stop, rotations) = (AtomicBool::new(false), AtomicU32::new(0));
    let first: Vec<String> = (0..2).map(|_| notes(&world).tokens().renewable().to_owned()).collect();
    std::thread::scope(|scope| {
        for mut refresh in first {
            let (world, stop, rotations) = (&world, &stop, &rotations);
            scope.spawn(move || {
                let app = notes(world);
                while !stop.load(Ordering::Relaxed) {
                    refresh = app.refreshed(&refresh).renewable().to_owned();
                    rotations.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for _ in 0..5 {
            let before = rotations.load(Ordering::Relaxed);
            let (status, said) = backup(&world, &file, &["--replace"]);
            assert_eq!((status, said), (0, format!("{} is written", file.display())));
            assert!(is_private(&file));
            let held = Database::File(place.path().to_owned());
            assert_eq!(held.ask("select group_concat(integrity_check) from pragma_integrity_check"), "ok");
            let torn = "select count(*) from families f
                where not exists (select 1 from refresh_tokens t where t.id = f.refresh and t.number = f.number)
                   or (select count(*) from refresh_tokens t where t.family = f.family) <> f.number + 1";
            assert_eq!(held.ask(torn), "0");
            let known: u32 = held.ask("select sum(number) from families").parse().unwrap();
            assert!(known >= before, "what was answered before is in it: {known} of {before}");
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert!(rotations.load(Ordering::Relaxed) > 10, "the server went on working");
    let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["grantor.db"], "nothing stays beside it");
}

#[test]
fn it_takes_nothing_elses_place_and_the_key_only_when_asked() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let (file, key) = (place.path().join("b.db"), place.path().join("b.db.root.key"));
    assert_eq!(backup(&world, &file, &[]).0, 0);
    assert!(!key.exists());
    let (status, said) = backup(&world, &file, &[]);
    assert_eq!(status, 1);
    assert!(said.ends_with("is there already; --replace puts the new one in its place"), "{said}");
    assert_eq!(backup(&world, &file, &["--replace", "--with-key"]).0, 0);
    assert!(is_private(&key));
    assert_eq!(std::fs::read(&key).unwrap(), std::fs::read(world.folder().join("root.key")).unwrap());
    let data = world.folder().to_str().unwrap();
    let mut elsewhere = grantor(&["backup", file.to_str().unwrap(), "--data", data, "--replace", "--with-key"]);
    let done = elsewhere.env("GRANTOR_ROOT_KEY", "0".repeat(64)).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(!done.status.success() && said.contains("is not the root key"), "{said}");
    let own = world.folder().join("grantor.db");
    let (status, said) = backup(&world, &own, &["--replace"]);
    assert!(status == 1 && said.contains("is in use"), "{said}");
    assert_eq!(world.get("/readyz").status, 200);
}
