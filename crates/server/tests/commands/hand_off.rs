//! A realm that hands its people off: what `serve`, `doctor` and `account` make of it.

use crate::run::{grantor, told, told_with};
use std::path::Path;

const SECRET: &str = "a secret of the owner's and Grantor's alone";

fn file(folder: &Path, page: &str) -> String {
    let path = folder.join("grantor.toml").display().to_string();
    let text = format!(
        "listen = \"127.0.0.1:0\"\n[[realms]]\nname = \"shop\"\n\
         mounts = [{{ dialect = \"standard\", prefix = \"/shop\" }}]\nlogin = \"hand-off\"\nlogin_page = \"{page}\"\n"
    );
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn without_the_shared_secret_nothing_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "https://www.shop.example/login");
    let (status, out, err) = told(&["serve", "--config", &file]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("GRANTOR_HAND_OFF_SHOP is not set") && err.contains("openssl rand -hex 32"), "{err}");
    let short = grantor(&["serve", "--config", &file]).env("GRANTOR_HAND_OFF_SHOP", "hunter2").output().unwrap();
    let err = String::from_utf8(short.stderr).unwrap();
    assert!(!short.status.success() && err.contains("has 7 bytes") && !err.contains("hunter2"), "{err}");
}

#[test]
fn the_doctor_looks_at_page_and_secret() {
    let folder = tempfile::tempdir().unwrap();
    let config = file(folder.path(), "http://localhost:3000/login");
    let (_, out, _) = told(&["doctor", "--config", &config]);
    assert!(out.contains("GRANTOR_HAND_OFF_SHOP is not set"), "{out}");
    assert!(out.contains("http://localhost:3000/login is plain http"), "{out}");
    let well = grantor(&["doctor", "--config", &config]).env("GRANTOR_HAND_OFF_SHOP", SECRET).output().unwrap();
    let out = String::from_utf8(well.stdout).unwrap();
    assert!(
        out.contains("handed off to http://localhost:3000/login, with the secret of GRANTOR_HAND_OFF_SHOP"),
        "{out}"
    );
    assert!(!out.contains(SECRET), "{out}");
}

/// Also in a shell that does not know the secret: nothing of this needs it.
#[test]
fn no_password_is_set_and_the_command_says_why_before_it_asks() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "https://www.shop.example/login");
    for words in [
        ["account", "set-password", "ada"].as_slice(),
        ["account", "create", "ada", "--email", "ada@shop.example"].as_slice(),
    ] {
        let words: Vec<&str> = words.iter().copied().chain(["--realm", "shop", "--config", &file]).collect();
        let (status, out, err) = told_with(&words, "");
        assert_eq!((status, out.as_str()), (1, ""));
        let why = "people of the realm `shop` sign in at https://www.shop.example/login: there are no passwords here";
        assert!(err.contains(why), "{words:?}: {err}");
    }
}
