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

/// A realm with accounts is switched over: each is linked before its person comes.
#[test]
fn accounts_that_were_here_are_linked() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "https://www.shop.example/login");
    let handed_off = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, handed_off.split("login = ").next().unwrap()).unwrap();
    let run = |words: &[&str], input: &str| {
        let words: Vec<&str> =
            ["account"].iter().chain(words).chain(&["--realm", "shop", "--config", &file]).copied().collect();
        told_with(&words, input)
    };
    for name in ["ada", "grace"] {
        let email = format!("{name}@shop.example");
        assert_eq!(run(&["create", name, "--email", &email], "correct horse battery\n").0, 0);
    }
    std::fs::write(&file, handed_off).unwrap();
    assert_eq!(run(&["link", "ada", "4711"], "").1, "linked; sessions of this account have ended");
    let (status, _, err) = run(&["link", "grace", "4711"], "");
    let taken = "error: the id `4711` of the owner's login belongs to another account; unlink that one first";
    assert_eq!((status, err.as_str()), (1, taken));
    let (status, _, err) = run(&["link", "ada", "4712"], "");
    assert_eq!((status, err.as_str()), (1, "error: `ada` has another id at the owner's login; unlink it first"));
    assert!(run(&["show", "ada"], "").1.contains("id elsewhere  4711"));
    assert_eq!(run(&["unlink", "ada"], "").1, "unlinked; sessions of this account have ended");
    assert_eq!(run(&["link", "grace", "4711"], "").0, 0);
}
