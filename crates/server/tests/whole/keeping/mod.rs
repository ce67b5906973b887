//! The database as a whole, by the program itself: copied to another one, kept as a backup and brought back.

mod backup;
mod copy;
mod reseal;
mod restore;

use crate::client::Client;
use crate::database::Database;
use crate::people::is_sign_in;
use crate::world::World;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Realms of these tests: one with everything, one with test tokens.
const REALMS: [&str; 2] = ["standard", "raindrop"];

/// What apps and a person hold.
struct Held {
    access: String,
    refresh: String,
    rotated: String,
    code: String,
    test_token: String,
    own: String,
    cookies: BTreeMap<String, String>,
}

impl Held {
    /// Hands everything out.
    fn by(world: &World) -> Self {
        let app = notes(world);
        let first = app.tokens();
        let rotated = first.renewable().to_owned();
        let second = app.refreshed(&rotated);
        app.lives(&second.access, "when it is new");
        let own =
            app.send(app.dialect().client_credentials(&app.face(), None).expect("the grant")).member("/access_token");
        let cookies = app.cookies();
        world.keep_cookies(cookies.clone());
        Self {
            refresh: second.renewable().to_owned(),
            access: second.access,
            rotated,
            code: app.code(),
            test_token: test_token(world).to_owned(),
            own,
            cookies,
        }
    }

    /// Everything works. What can be used once is used: these are what took its place.
    fn works(&self, world: &World, when: &str) -> Self {
        world.keep_cookies(self.cookies.clone());
        let app = notes(world);
        app.lives(&self.access, when);
        assert_eq!(app.verify(&self.own).status, 200, "{when}");
        raindrop(world).lives(&self.test_token, when);
        assert!(is_signed_in(world, &self.cookies), "{when}");
        let next = app.refreshed(&self.refresh);
        assert_eq!(app.refresh(&self.rotated).status, 400, "a copy ends its family {when}");
        let tokens = app.read_code(&app.exchange(&self.code));
        app.is_dead(&next.access, when);
        let after = app.refreshed(tokens.renewable());
        app.lives(&after.access, when);
        Self {
            refresh: after.renewable().to_owned(),
            access: after.access,
            rotated: tokens.renewable().to_owned(),
            code: app.code(),
            test_token: self.test_token.clone(),
            own: self.own.clone(),
            cookies: self.cookies.clone(),
        }
    }
}

/// An app with refresh tokens that rotate.
fn notes(world: &World) -> Client<'_> {
    Client::of(world, "standard", "confidential")
}

fn raindrop(world: &World) -> Client<'_> {
    Client::with(world, "raindrop", &world.apps("raindrop")[0])
}

fn test_token(world: &World) -> &str {
    world.apps("raindrop")[0].test_token.as_ref().expect("a test token").expose()
}

/// Whether a browser with these cookies is let in to its account.
fn is_signed_in(world: &World, cookies: &BTreeMap<String, String>) -> bool {
    let mut browser = world.browser();
    browser.cookies = cookies.clone();
    !is_sign_in(&browser.open("/standard/account").page())
}

/// A new server in a file of its own.
fn on_file() -> World {
    let folder = TempDir::new().unwrap();
    World::on(Database::File(folder.path().to_owned()), folder, &World::text(&REALMS), 7)
}

/// A folder with the root key of another one.
fn folder_with_key_of(folder: &Path) -> TempDir {
    let new = TempDir::new().unwrap();
    std::fs::copy(folder.join("root.key"), new.path().join("root.key")).unwrap();
    new
}

/// The program with these words.
fn grantor(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grantor"));
    command.args(words).env_remove("GRANTOR_ROOT_KEY").stdin(Stdio::null());
    command
}

/// Exit status, and what it says: on standard output if it is 0, else on standard error.
fn told(words: &[&str]) -> (i32, String) {
    let done = grantor(words).output().unwrap();
    let status = done.status.code().unwrap();
    let said = if status == 0 { done.stdout } else { done.stderr };
    (status, String::from_utf8(said).unwrap().trim_end().to_owned())
}
