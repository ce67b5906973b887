//! AUT-09: `grantor serve` prints the way to the first administrator; it works once, and closes for good.

use grantor_e2e::demo::{address, grantor};
use grantor_e2e::http::{Answer, Request, target};
use grantor_e2e::served::Served;
use tempfile::TempDir;

const CONFIG: &str = "listen = \"127.0.0.1:0\"\n[admin]\nlisten = \"127.0.0.1:0\"\n[[realms]]\nname = \"shop\"\n\
                      mounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";

/// The text between `before` and the next quotation mark.
fn value(page: &Answer, before: &str) -> String {
    page.body
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("no {before} in {page:?}"))
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn aut_09_the_first_administrator_is_made_by_the_printed_link_once_and_never_again() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("grantor.toml");
    std::fs::write(&config, CONFIG).unwrap();
    let server = Served::start(&config, &[]);
    let link = server.first_link();
    assert!(!server.log().contains("link="), "the log keeps no secret");
    let at = address(&link);
    let open = |link: &str| Request::get(target(link)).send(at).unwrap();
    let page = open(&link);
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
    let (csrf, secret) = (value(&page, "name=\"csrf\" value=\""), value(&page, "name=\"link\" value=\""));
    let send = |password: &str| {
        let pairs = [
            ("csrf", csrf.as_str()),
            ("link", &secret),
            ("username", "alex"),
            ("email", "alex@example.com"),
            ("password", password),
        ];
        let post =
            Request::new("POST", "/admin/-/first").header("Cookie", &cookie).header("Sec-Fetch-Site", "same-origin");
        post.form(&pairs).send(at).unwrap()
    };
    let weak = send("short");
    assert!(weak.status == 422 && weak.body.contains("aria-invalid"), "{weak:?}");
    let made = send("correct horse battery");
    assert_eq!((made.status, made.header("location")), (303, "/admin/-/first?done=made"));
    let done = made.header("set-cookie").split(';').next().unwrap();
    let told = Request::get(made.header("location")).header("Cookie", done).send(at).unwrap();
    let leads_on = told.status == 200 && told.body.contains("href=\"/admin\"");
    assert!(leads_on, "signing in leads to the administration: {told:?}");
    assert_eq!(open(made.header("location")).status, 410, "the address alone says nothing");
    assert_eq!(send("correct horse battery").status, 410);
    assert_eq!(open(&link).status, 410);
    assert_eq!(open("/admin/-/first?link=guess").status, 410);
    assert!(server.terminate().success());

    let admin = |words: &[&str], name: &[&str]| {
        let mut command = grantor(words);
        command.arg("--config").arg(&config).args(["--realm", "admin"]).args(name);
        let told = command.output().unwrap();
        let said = |bytes| String::from_utf8(bytes).unwrap();
        (told.status.success(), said(told.stdout), said(told.stderr))
    };
    assert!(admin(&["account", "list"], &[]).1.contains("alex@example.com"));
    let (deleted, _, why) = admin(&["account", "delete"], &["alex"]);
    assert!(!deleted && why.contains("last administrator"), "{why}");
    let server = Served::start(&config, &[]);
    // It answers after it has printed all that it prints.
    assert_eq!(Request::get("/shop/docs").send(server.at).unwrap().status, 200);
    assert_eq!(server.printed(), "", "there is no second link");
}
