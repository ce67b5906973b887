//! Commands on files: configuration and dialects.

use crate::run::told;

#[test]
fn the_example_passes_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, told(&["config", "example"]).1).unwrap();
    assert_eq!(told(&["config", "check", "--config", file.to_str().unwrap()]).0, 0);
}

#[test]
fn faults_of_a_configuration_come_all_at_once_with_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, "listen = \"here\"\nlisten_too = true\n").unwrap();
    let (status, out, err) = told(&["serve", "--config", file.to_str().unwrap()]);
    assert_eq!((status, out.as_str()), (1, ""));
    for part in [":1:10", ":2:1", "no address with a port", "unknown key `listen_too`", "there is no realm"] {
        assert!(err.contains(part), "{part}: {err}");
    }
}

/// The second address, which goes round a pooler, is as good a place to listen as the first. Nobody answers at either.
#[test]
fn a_start_warns_where_whoever_is_between_can_read_what_the_database_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    let rows = [
        ("db.invalid", "127.0.0.1", true),
        ("127.0.0.1", "db.invalid", true),
        ("127.0.0.1", "db.invalid:1/grantor?sslmode=require#", false),
        ("127.0.0.1", "localhost", false),
    ];
    for (pooler, direct, warns) in rows {
        let address = |host: &str| match host.strip_suffix('#') {
            Some(whole) => format!("postgres://grantor@{whole}"),
            None => format!("postgres://grantor@{host}:1/grantor"),
        };
        let text = format!(
            "listen = \"127.0.0.1:0\"\nstore = \"{}\"\n[postgres]\npooler = \"transaction\"\ndirect = \"{}\"\n\
             [[realms]]\nname = \"a\"\nmounts = [{{ dialect = \"standard\", prefix = \"/a\" }}]\n",
            address(pooler),
            address(direct)
        );
        std::fs::write(&file, text).unwrap();
        let (status, out, err) = told(&["serve", "--config", file.to_str().unwrap()]);
        assert_eq!(status, 1, "{out}{err}");
        let said = out + &err;
        assert_eq!(said.contains("whoever is between here and the database can read along"), warns, "{direct}: {said}");
    }
}

#[test]
fn a_missing_configuration_says_how_to_begin() {
    let (status, _, err) = told(&["serve", "--config", "/nowhere/grantor.toml"]);
    assert_eq!(status, 1);
    assert!(err.contains("`grantor config example` prints one to begin with"), "{err}");
}

#[test]
fn every_dialect_is_listed_shown_and_checked() {
    let (status, list, _) = told(&["dialect", "list"]);
    assert_eq!(status, 0);
    let folder = tempfile::tempdir().unwrap();
    for name in dialect::catalog::names() {
        assert!(list.lines().any(|line| line.split_whitespace().next() == Some(name)), "{name}: {list}");
        let (status, shown, err) = told(&["dialect", "show", name]);
        assert_eq!(status, 0, "{name}: {err}");
        let file = folder.path().join("dialect.toml");
        std::fs::write(&file, shown).unwrap();
        let (status, _, err) = told(&["dialect", "check", file.to_str().unwrap()]);
        assert_eq!(status, 0, "{name}: {err}");
    }
}

#[test]
fn a_wrong_dialect_is_told_with_line_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dialect.toml");
    std::fs::write(&file, "title = \"Acme\"\ntitl = 3\n").unwrap();
    let (status, _, err) = told(&["dialect", "check", file.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(err.starts_with("error: unknown key `titl`"), "{err}");
    assert!(err.contains("dialect.toml:2:1") && err.contains("did you mean `title`?"), "{err}");
    let (status, _, err) = told(&["dialect", "show", "acme"]);
    assert_eq!(status, 1);
    assert!(err.starts_with("error: there is no dialect `acme`; dialects are standard, "), "{err}");
}

#[test]
fn the_schema_is_json() {
    let (status, schema, _) = told(&["dialect", "schema"]);
    assert_eq!(status, 0);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["properties"]["authorize"].is_object());
}

#[test]
fn the_doctor_looks_at_everything_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, told(&["config", "example"]).1).unwrap();
    let (status, out, err) = told(&["doctor", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(status, 0, "{out}\n{err}");
    for subject in ["configuration", "public address", "trusted proxies", "data folder", "clock", "database", "dialect"]
    {
        assert!(out.contains(subject), "{subject}: {out}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::write(
        &file,
        "listen = \"0.0.0.0:8080\"\n[[realms]]\nname = \"a\"\nmounts = [{ dialect = \"standard\", prefix = \"/a\" }]\n",
    )
    .unwrap();
    let (status, out, err) = told(&["doctor", "--data", folder.path().to_str().unwrap()]);
    assert_eq!((status, err.as_str()), (1, "error: one thing is to be mended"), "{out}");
    let database = folder.path().join("data/grantor.db");
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(&database, "").unwrap();
    let (_, out, _) = told(&["doctor", "--data", folder.path().to_str().unwrap()]);
    assert!(out.contains("it has no tables yet; the first start makes them"), "{out}");
    assert_eq!(std::fs::metadata(&database).unwrap().len(), 0);
}
