//! `grantor restore` and `grantor store epoch`: what was given before does not come back.

use super::{Held, REALMS, folder_with_key_of, is_signed_in, notes, on_file, raindrop, told};
use crate::browser::End;
use crate::database::Database;
use crate::world::World;
use grantor::desk::search::AuditWish;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use store::ops::Page;
use tempfile::TempDir;

impl Held {
    /// Nothing works any more.
    fn is_dead(&self, world: &World, when: &str) {
        world.keep_cookies(self.cookies.clone());
        let app = notes(world);
        app.is_dead(&self.access, when);
        app.is_dead(&self.own, when);
        raindrop(world).is_dead(&self.test_token, when);
        assert!(!is_signed_in(world, &self.cookies), "{when}");
        for refresh in [&self.refresh, &self.rotated] {
            let answer = app.refresh(refresh);
            assert_eq!((answer.status, answer.member("/error")), (400, "invalid_grant".to_owned()), "{when}");
        }
        let answer = app.exchange(&self.code);
        assert_eq!((answer.status, answer.member("/error")), (400, "invalid_grant".to_owned()), "{when}");
    }
}

/// A key of the administration's API, made by the program beside the server.
fn key(folder: &Path) -> String {
    let data = folder.to_str().unwrap();
    let (status, said) =
        told(&["key", "create", "--data", data, "--right", "realms:read", "--days", "90", "--name", "ci", "--json"]);
    assert_eq!(status, 0, "{said}");
    serde_json::from_str::<serde_json::Value>(&said).unwrap()["text"].as_str().unwrap().to_owned()
}

fn by_key(world: &World, key: &str) -> u16 {
    world.bearer("/admin/api/v1/realms", key).status
}

/// Revokes, uses up and rotates what was given, and signs out.
fn undo(world: &World, held: &Held) {
    let app = notes(world);
    app.refreshed(&held.refresh);
    assert_eq!(app.exchange(&held.code).status, 200);
    assert_eq!(app.revoke(&held.access).unwrap().status, 200);
    let mut browser = world.browser_of(&app);
    let page = browser.open("/standard/account").page();
    browser.submit(&page, "/-/sign-out", &[]);
    assert!(!is_signed_in(world, &held.cookies));
    let data = world.folder().to_str().unwrap();
    let target = ["--data", data, "--realm", "raindrop", raindrop(world).id()];
    assert_eq!(told(&[&["app", "test-token"], target.as_slice()].concat()).0, 0);
    let grant = ["--data", data, "--realm", "standard", "--account", "demo", "--app", app.id()];
    assert_eq!(told(&[&["grant", "revoke"], grant.as_slice()].concat()).0, 0);
}

/// People are asked again, and everything goes on from there. The audit tells that a restore ended all (LOG-02).
fn begins_anew(world: &World) {
    let told = world.admin("standard", async move |desk| {
        let wish = AuditWish { action: Some("token.end-all".to_owned()), ..AuditWish::default() };
        desk.find_audit(wish, Page { after: None, limit: 10 }).await.unwrap().rows
    });
    assert!(told.iter().any(|row| row.audit.actor == "command-line"), "{told:?}");
    let app = notes(world);
    app.new_browser();
    let asked = app.ask();
    assert!(matches!(&asked, End::Page(page) if page.text().contains("/-/consent\"")), "a grant is no grant any more");
    let tokens = app.tokens();
    app.lives(&tokens.access, "when it is new");
    app.lives(&app.refreshed(tokens.renewable()).access, "after a rotation");
}

#[test]
fn what_was_revoked_or_rotated_after_the_backup_stays_so() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let file = place.path().join("b.db");
    let (file, data) = (file.to_str().unwrap().to_owned(), world.folder().to_str().unwrap().to_owned());
    let (held, key) = (Held::by(&world), key(world.folder()));
    assert_eq!(by_key(&world, &key), 200);
    assert_eq!(told(&["backup", &file, "--data", &data, "--with-key"]).0, 0);
    undo(&world, &held);
    let after = notes(&world).tokens();

    let restore = |more: &[&str]| told(&[&["restore", &file, "--data", &data], more].concat());
    let (status, said) = restore(&["--replace"]);
    assert!(status == 1 && said.ends_with("is in use: stop the server, and whatever else works on it"), "{said}");
    notes(&world).lives(&after.access, "after a restore that was refused");

    let folder = world.end();
    let database = folder.path().join("grantor.db");
    let owner = || std::fs::metadata(&database).unwrap().uid();
    // Only root can give it to somebody else, and only what root makes could come to belong to another one.
    let _ = chown(&database, Some(65_534), None);
    let before = owner();
    let (status, said) = restore(&[]);
    assert!(status == 1 && said.contains("is there already; --replace"), "{said}");
    let (status, said) = restore(&["--replace"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(owner(), before, "who serves it can open it");
    assert!(said.contains("People sign in again") && said.contains("grant.allow"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("ended: ") && line.contains(" 1 sessions")), "{said}");

    let world = World::on(Database::File(folder.path().to_owned()), folder, &World::text(&REALMS), 8);
    held.is_dead(&world, "after a restore");
    notes(&world).is_dead(&after.access, "which the backup does not know");
    assert_eq!(notes(&world).refresh(after.renewable()).status, 400);
    assert_eq!(by_key(&world, &key), 401);
    begins_anew(&world);
    let audit = told(&["audit", "list", "--data", world.folder().to_str().unwrap(), "--realm", "standard"]).1;
    assert!(audit.contains("token.end-all"), "{audit}");
}

#[test]
fn a_broken_database_is_replaced_and_a_broken_backup_is_not_taken() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let (good, bad) = (place.path().join("good.db"), place.path().join("bad.db"));
    assert_eq!(
        told(&["backup", good.to_str().unwrap(), "--data", world.folder().to_str().unwrap(), "--with-key"]).0,
        0
    );
    let folder = world.end();
    let (database, data) = (folder.path().join("grantor.db"), folder.path().to_str().unwrap());
    std::fs::write(&bad, "this is no database, but long enough to be read as one".repeat(99)).unwrap();
    let rows = || Database::File(folder.path().to_owned()).ask("select count(*) from audit");
    let before = rows();
    let (status, said) = told(&["restore", bad.to_str().unwrap(), "--data", data, "--replace"]);
    assert!(
        status == 1 && said.contains("file is not a database") && said.contains("bad.db cannot be restored to "),
        "{said}"
    );
    assert_eq!(rows(), before);

    // The log of another database beside it is not taken for the backup's.
    std::fs::write(&database, std::fs::read(&bad).unwrap()).unwrap();
    std::fs::write(folder.path().join("grantor.db-wal"), "x".repeat(10_000)).unwrap();
    std::fs::write(folder.path().join("root.key"), "0".repeat(64)).unwrap();
    let restore = ["restore", good.to_str().unwrap(), "--data", data, "--replace", "--with-key"];
    let (key, away) = (place.path().join("good.db.root.key"), place.path().join("away.key"));
    std::fs::rename(&key, &away).unwrap();
    let (status, said) = told(&restore);
    assert!(status == 1 && said.contains("is not there: the backup was made without --with-key"), "{said}");
    std::fs::write(&key, "junk").unwrap();
    std::fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    let (status, said) = told(&restore);
    assert!(status == 1 && said.contains("good.db.root.key: the root key has 64 hexadecimal digits"), "{said}");
    assert_eq!(std::fs::read_to_string(folder.path().join("root.key")).unwrap(), "0".repeat(64), "nothing was done");
    std::fs::rename(&away, &key).unwrap();
    let (status, said) = told(&restore);
    assert_eq!(status, 0, "{said}");
    let world = World::on(Database::File(folder.path().to_owned()), folder, &World::text(&REALMS), 8);
    begins_anew(&world);
}

/// `pg_dump` while a node serves, `pg_restore` into another database.
#[test]
fn on_a_server_its_own_tools_and_an_epoch_do_the_same() {
    let first = on_file();
    let (held, key) = (Held::by(&first), key(first.folder()));
    let home = first.end();
    let server = Database::server();
    assert_eq!(told(&["store", "copy", &Database::File(home.path().to_owned()).name(), &server.name()]).0, 0);
    let (name, folder) = (server.name(), folder_with_key_of(home.path()));
    let world = World::on(server, folder, &World::text(&REALMS), 8);
    let server = Database::Server(name).restored();
    notes(&world).lives(&held.access, "while it is dumped");
    notes(&world).refreshed(&held.refresh);
    assert_eq!(notes(&world).exchange(&held.code).status, 200);
    assert_eq!(notes(&world).revoke(&held.access).unwrap().status, 200);
    let folder = world.end();
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, server.line() + &World::text(&REALMS)).unwrap();
    for command in ["backup", "restore"] {
        let (status, said) = told(&[command, "b.db", "--config", file.to_str().unwrap()]);
        assert!(status == 1 && said.contains("then run `grantor store epoch`"), "{said}");
    }
    let (status, said) = told(&["store", "epoch", "--config", file.to_str().unwrap()]);
    assert_eq!(status, 0, "{said}");
    let world = World::on(server, folder, &World::text(&REALMS), 8);
    held.is_dead(&world, "after an epoch");
    assert_eq!(by_key(&world, &key), 401);
    begins_anew(&world);
}

#[test]
fn a_database_that_was_restored_misses_no_root_key_of_before() {
    let (world, place) = (on_file(), TempDir::new().unwrap());
    let file = place.path().join("b.db");
    let held = Held::by(&world);
    assert_eq!(told(&["backup", file.to_str().unwrap(), "--data", world.folder().to_str().unwrap()]).0, 0);
    let new = TempDir::new().unwrap();
    std::fs::copy(world.folder().join("grantor.toml"), new.path().join("grantor.toml")).unwrap();
    let (status, said) = told(&["restore", file.to_str().unwrap(), "--data", new.path().to_str().unwrap()]);
    assert!(status == 0 && !said.contains("root.key"), "{said}");
    assert!(!new.path().join("root.key").exists() && new.path().join("grantor.db").exists());
    let old = std::fs::read(world.folder().join("root.key")).unwrap();
    drop(world.end());
    let world = World::on(Database::File(new.path().to_owned()), new, &World::text(&REALMS), 8);
    assert_ne!(std::fs::read(world.folder().join("root.key")).unwrap(), old, "the start has made one");
    held.is_dead(&world, "after a restore");
}
