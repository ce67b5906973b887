//! `grantor demo` from outside.

use crate::run::{Demo, grantor, told, told_with};
use rusqlite::Connection;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The status line of the answer to a bare GET.
fn status(url: &str, path: &str) -> String {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_line_comes_when_the_port_is_open_and_signals_end_it_with_its_folder() {
    for signal in ["-TERM", "-INT"] {
        let demo = Demo::start(&[]);
        let url = demo.line["url"].as_str().unwrap();
        assert_eq!(status(url, "/"), "HTTP/1.1 200 OK");
        let folder = demo.data().to_owned();
        assert!(Path::new(&folder).join("grantor.db").exists());
        let begin = Instant::now();
        assert_eq!(demo.signalled(signal), Some(0));
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert!(!Path::new(&folder).exists(), "{signal}: the temporary folder is gone");
    }
}

/// A request whose body does not come keeps the server for as long as others may take, unless it is told a second time.
#[test]
fn a_second_signal_ends_it_at_once() {
    let demo = Demo::start(&[]);
    let address = demo.line["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    let head = "POST /standard/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let (folder, begun) = (demo.data().to_owned(), Instant::now());
    std::thread::sleep(Duration::from_millis(200));
    demo.signal("-TERM");
    // Later than kept connections are waited for.
    std::thread::sleep(Duration::from_millis(1_500));
    assert_eq!(demo.signalled("-TERM"), Some(1));
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    assert!(!Path::new(&folder).exists(), "the temporary folder is gone");
}

#[test]
fn a_kept_folder_shows_the_same_and_serve_takes_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let first = Demo::start(&["--data", data, "--realm", "boxc"]);
    let apps = first.realm("boxc")["apps"][0]["client_secret"].clone();
    assert_eq!(first.signalled("-TERM"), Some(0));
    let of = |name: &str| std::fs::metadata(folder.path().join(name));
    assert_eq!(of("grantor.toml").unwrap().mode() & 0o777, 0o600, "an address in it may hold a password");
    assert!(of("grantor.db-wal").map_or(0, |log| log.len()) == 0, "the file alone is the database");
    let second = Demo::start(&["--data", data, "--realm", "boxc"]);
    assert_eq!(second.realm("boxc")["apps"][0]["client_secret"], apps);
    let url = second.line["url"].as_str().unwrap().to_owned();
    assert_eq!(second.signalled("-TERM"), Some(0));

    let file = folder.path().join("grantor.toml");
    let mut serve = grantor(&["serve", "--config", file.to_str().unwrap()]);
    let mut child = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(url.strip_prefix("http://").unwrap()).is_err() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    let served = status(&url, "/");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(served, "HTTP/1.1 200 OK");
}

#[test]
fn several_may_start_at_once_in_a_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let start = || Demo::start(&["--data", data.to_str().unwrap(), "--realm", "boxc"]);
    let demos: Vec<Demo> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..6).map(|_| scope.spawn(start)).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    let secret = |demo: &Demo| demo.realm("boxc")["apps"][0]["client_secret"].clone();
    let shown = demos[0].admin(&["app", "show", demos[0].app("boxc")], "boxc", &[]);
    for demo in &demos {
        let url = demo.line["url"].as_str().unwrap();
        assert_eq!(secret(demo), secret(&demos[0]));
        assert_eq!(status(url, "/"), "HTTP/1.1 200 OK");
        assert!(shown.contains(&format!("{url}/demo/callback")), "links of each work: {shown}");
    }
    assert!(demos.into_iter().all(|demo| demo.signalled("-TERM") == Some(0)));
    let names = std::fs::read_dir(&data).unwrap().map(|own| own.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = names.filter(|name| name.ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// One that was killed while it made the demo ready gives nothing back.
#[test]
fn a_demo_that_is_gone_keeps_the_next_one_waiting_for_its_turn_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let start = || Demo::start(&["--data", data, "--realm", "boxc"]);
    assert_eq!(start().signalled("-TERM"), Some(0));
    let db = Connection::open(folder.path().join("grantor.db")).unwrap();
    let held = "update leases set holder = 1, ends_at = unixepoch() + ?1 where name = 'demo'";
    assert_eq!(db.execute(held, [5]).unwrap(), 1);
    let begun = Instant::now();
    assert_eq!(start().signalled("-TERM"), Some(0));
    assert!((2..30).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());

    assert_eq!(db.execute(held, [1_000]).unwrap(), 1);
    let mut waits = grantor(&["demo", "--data", data, "--realm", "boxc", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(waits.stderr.take().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("another demo on this database is being made ready"), "{said}");
    let begun = Instant::now();
    ended(waits);
    assert!(begun.elapsed() < Duration::from_secs(10), "a signal ends the wait");
}

#[test]
fn a_root_key_that_is_not_whole_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("root.key");
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&key).unwrap();
    let (status, _, said) = told(&["demo", "--listen", "127.0.0.1:0", "--data", folder.path().to_str().unwrap()]);
    let path = key.canonicalize().unwrap();
    let fault = format!("error: {}: the root key has 64 hexadecimal digits; put back the one", path.display());
    assert!(status == 1 && said.starts_with(&fault), "{said}");
}

#[test]
fn where_keys_are_sealed_no_new_root_key_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    assert_eq!(Demo::start(&["--data", data, "--realm", "boxc"]).signalled("-TERM"), Some(0));
    let key = folder.path().join("root.key");
    std::fs::remove_file(&key).unwrap();
    let file = folder.path().join("grantor.toml");
    let (status, _, said) = told(&["serve", "--listen", "127.0.0.1:0", "--config", file.to_str().unwrap()]);
    assert!(status == 1 && said.starts_with("error: GRANTOR_ROOT_KEY is not set, and there is no root.key"), "{said}");
    assert!(!key.exists());
}

#[test]
fn a_root_key_that_is_no_text_is_refused() {
    let mut demo = grantor(&["demo", "--listen", "127.0.0.1:0"]);
    let done = demo.env("GRANTOR_ROOT_KEY", OsStr::from_bytes(b"\xff")).output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.code() == Some(1) && said.contains("GRANTOR_ROOT_KEY: the root key has 64"), "{said}");
}

#[test]
fn some_realms_redirect_uris_and_dialects_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("acme")).unwrap();
    std::fs::write(folder.path().join("acme/dialect.toml"), "extends = \"standard\"\ntitle = \"Acme\"\n").unwrap();
    let uri = "https://client.example/connect/user";
    let dialects = folder.path().to_str().unwrap();
    let demo = Demo::start(&["--realm", "acme", "--realm", "standard", "--dialects", dialects, "--redirect-uri", uri]);
    let names: Vec<&str> =
        demo.line["realms"].as_array().unwrap().iter().map(|realm| realm["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["standard", "acme"]);
    assert!(demo.realm("acme")["url"].as_str().unwrap().ends_with("/acme"));
    assert!(demo.realm("acme")["apps"][0]["redirect_uris"].as_array().unwrap().iter().any(|own| own == uri));
}

#[test]
fn the_printed_file_passes_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let (status, text, _) = told(&["demo", "--print-config", "--redirect-uri", "https://a.example/cb"]);
    assert_eq!(status, 0);
    let file = folder.path().join("grantor.toml");
    std::fs::write(&file, text).unwrap();
    let (status, out, _) = told(&["config", "check", "--config", file.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert!(out.ends_with("no faults; 7 realms, 8 mounts"), "{out}");
}

#[test]
fn what_a_demo_does_not_do_is_told_in_a_sentence() {
    let (status, _, err) = told(&["demo", "--listen", "0.0.0.0:0"]);
    assert_eq!((status, err.lines().count()), (2, 1), "{err}");
    assert!(err.contains("for this machine only"), "{err}");
    let (status, _, err) = told(&["demo", "--realm", "nowhere"]);
    assert_eq!((status, err.lines().count()), (2, 1), "{err}");
    for slip in ["htps://client.example/cb", "http://client.example/cb", "javascript:alert(1)"] {
        let (status, _, err) = told(&["demo", "--listen", "127.0.0.1:0", "--redirect-uri", slip]);
        assert_eq!((status, err.lines().count()), (1, 1), "{err}");
        assert!(err.contains(&format!("`{slip}` cannot be registered")), "{err}");
    }
    let (_, _, err) = told(&["demo", "--listen", "127.0.0.1:0", "--redirect-uri", "https://a.example/cb?code=1"]);
    assert!(err.contains("cannot be registered. Rename the query parameters that the answer itself needs"), "{err}");

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("grantor.toml"), "# a real one\n").unwrap();
    let (status, _, err) = told(&["demo", "--listen", "127.0.0.1:0", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(err.contains("no demo's configuration"), "{err}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (status, _, err) = told(&["demo", "--listen", &taken.local_addr().unwrap().to_string()]);
    assert_eq!(status, 1);
    assert!(err.contains("--listen takes another address"), "{err}");
}

/// The links to the pages beyond OAuth, and something on them from the start.
#[test]
fn the_line_leads_to_account_and_console() {
    let demo = Demo::start(&["--realm", "serble", "--realm", "boxc"]);
    let url = demo.line["url"].as_str().unwrap().to_owned();
    let first = demo.line["realms"][0]["name"].as_str().unwrap().to_owned();
    assert_eq!(demo.line["account_pages"], format!("{url}/{first}/account"));
    assert_eq!(demo.line["console"], demo.line["realms"][0]["console"]);
    assert_eq!(demo.realm("serble")["console"], format!("{url}/serble/oauthapps"));
    assert_eq!(demo.realm("boxc-standard")["account_pages"], format!("{url}/boxc-standard/account"));
    assert_eq!(status(&url, "/serble/account"), "HTTP/1.1 200 OK");
    let (_, apps, _) = told(&["grant", "list", "--data", demo.data(), "--realm", "serble", "--account", "demo"]);
    assert!(apps.contains("Holiday Album") && apps.contains("Night Backup"), "{apps}");
}

/// Ends it by a signal that it handles, so that a temporary folder goes too.
fn ended(mut child: Child) {
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    child.wait().unwrap();
}

/// `serve` from a printed file, until it has told how to sign in.
fn served(file: &Path) -> String {
    let mut child = grantor(&["serve", "--listen", "127.0.0.1:0", "--config", file.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let told: Vec<String> = lines.take_while(|line| line != "Ctrl-C ends it.").collect();
    ended(child);
    told.join("\n")
}

#[test]
fn a_printed_file_serves_what_a_demo_does_and_says_how_to_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("grantor.toml");
    let print = |more: &[&str]| {
        let (status, text, err) = told(&[&["demo", "--print-config", "--realm", "boxc"], more].concat());
        assert_eq!(status, 0, "{err}");
        std::fs::write(&file, &text).unwrap();
        text
    };
    let kept = folder.path().join("kept");
    let text = print(&["--data", kept.to_str().unwrap()]);
    assert!(text.contains(&format!("\ndata = \"{}\"\n", kept.display())), "the folder that was asked for: {text}");
    let first = served(&file);
    assert!(kept.join("grantor.db").exists());
    let demo = Demo::start(&["--data", kept.to_str().unwrap(), "--realm", "boxc"]);
    let password = demo.line["account"]["password"].as_str().unwrap();
    assert!(first.contains(&format!("Password    {password}\n")), "{first}");
    assert!(first.contains(demo.app("boxc")) && first.contains("curl "), "{first}");
    drop(demo);

    assert!(print(&[]).contains("\ndata = \"grantor-demo\""), "a folder of its own, beside the file");
    served(&file);
    assert!(folder.path().join("grantor-demo/root.key").exists());
    assert!(!folder.path().join("root.key").exists(), "nothing lies about beside the file");
}

/// What was changed since is told as changed: only hashes are kept.
#[test]
fn a_kept_folder_tells_no_password_and_no_secret_that_is_none_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data", folder.path().to_str().unwrap(), "--realm", "boxc", "--realm", "gitshare"];
    let demo = Demo::start(&kept);
    let app = demo.app("boxc").to_owned();
    let words = ["account", "set-password", "--data", demo.data(), "--realm", "boxc", "demo"];
    let (status, _, err) = told_with(&words, "correct horse battery staple\n");
    assert_eq!(status, 0, "{err}");
    demo.admin(&["app", "rotate-secret"], "boxc", &[&app]);
    assert_eq!(demo.signalled("-TERM"), Some(0));

    let demo = Demo::start(&kept);
    assert!(demo.line["account"]["password"].is_null(), "no password opens every realm's account");
    assert!(demo.realm("boxc")["password"].is_null());
    assert!(demo.realm("gitshare")["password"].is_string() && demo.line["administrator"]["password"].is_string());
    assert!(demo.realm("boxc")["apps"][0]["client_secret"].is_null());
    assert_eq!(demo.signalled("-TERM"), Some(0));
    let guide = served(&folder.path().join("grantor.toml"));
    let boxc = guide.split("/boxc)").nth(1).unwrap().split("/boxc-standard)").next().unwrap();
    assert!(boxc.contains("  password    as you set it\n"), "{guide}");
    assert!(boxc.contains("put it in the place of APPLICATION_SECRET\n") && !boxc.contains("CLIENT_SECRET"), "{guide}");
    let lines = boxc.lines().filter(|line| line.trim_start().starts_with("curl "));
    assert!(lines.into_iter().any(|line| line.contains("APPLICATION_SECRET")), "{guide}");
    let standard = guide.split("/boxc-standard)").nth(1).unwrap();
    assert!(standard.contains(&format!("-u '{app}:CLIENT_SECRET'")), "{guide}");
}

/// Its folder is a new one each time, its database is not.
#[test]
fn a_demo_on_a_database_server_comes_back_to_what_is_there() {
    let cluster = cluster::Cluster::start(cluster::Durability::Memory).unwrap();
    let store = cluster.database().unwrap();
    let apps = || {
        let demo = Demo::start(&["--store", &store, "--realm", "boxc"]);
        let texts =
            |name: &str| demo.realm("boxc")["apps"].as_array().unwrap().iter().map(|app| app[name].clone()).collect();
        let apps: [Vec<serde_json::Value>; 2] = ["client_id", "client_secret"].map(texts);
        assert!(apps[1][0].is_string() && demo.line["account"]["password"].is_string(), "{}", demo.line);
        let listed = demo.admin(&["app", "list"], "boxc", &[]);
        assert_eq!(demo.signalled("-TERM"), Some(0));
        (apps, listed)
    };
    assert_eq!(apps(), apps());

    let mut child = grantor(&["demo", "--listen", "127.0.0.1:0", "--realm", "boxc", "--store", &store])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let place = lines.take_while(|line| !line.starts_with("Ctrl-C")).find(|line| line.contains("Data in ")).unwrap();
    ended(child);
    assert!(place.contains(" on PostgreSQL; keys and configuration in /"), "{place}");
}

#[test]
fn a_dialect_in_the_place_of_a_built_in_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("boxc")).unwrap();
    std::fs::write(folder.path().join("boxc/dialect.toml"), "extends = \"standard\"\ntitle = \"Other\"\n").unwrap();
    let words = ["demo", "--listen", "127.0.0.1:0", "--realm", "boxc", "--dialects", folder.path().to_str().unwrap()];
    let mut child = grantor(&words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut warning = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut warning).unwrap();
    ended(child);
    assert!(warning.contains("takes its place") && warning.contains("boxc"), "{warning}");
}

#[test]
fn a_listener_is_called_by_name_too() {
    let mut child = grantor(&["demo", "--json", "--listen", "localhost:0", "--realm", "boxc"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    ended(child);
    assert!(line.contains(r#""url":"http://127.0.0.1:"#) || line.contains(r#""url":"http://[::1]:"#), "{line}");
    let (status, _, err) = told(&["demo", "--listen", "8080"]);
    assert_eq!(status, 2);
    assert!(err.contains("no address with a port"), "{err}");
}
