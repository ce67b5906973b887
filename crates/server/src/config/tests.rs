mod database;

use super::*;
use crate::demo::file::{Wish, text as demo_text};
use std::path::Path;

fn checked(text: &str) -> Result<Config, Faults> {
    let source = Source { name: "configuration".to_owned(), file: "grantor.toml".to_owned(), text: text.to_owned() };
    check(&source, Path::new("/etc/grantor"))
}

/// Every fault as `line:column what / remedy`.
fn faults(text: &str) -> Vec<String> {
    let faults = checked(text).unwrap_err().0;
    faults.iter().map(|own| format!("{}:{} {} / {}", own.line, own.column, own.what, own.remedy)).collect()
}

fn realm(rest: &str) -> String {
    format!("[[realms]]\nname = \"shop\"\nmounts = [{{ dialect = \"standard\", prefix = \"/shop\" }}]\n{rest}")
}

#[test]
fn the_example_passes_and_says_what_it_shows() {
    let config = checked(EXAMPLE).unwrap();
    assert_eq!(config.public_url.as_deref(), Some("https://auth.example.com"));
    assert_eq!(config.data, Path::new("/etc/grantor/data"));
    assert_eq!(config.realms.len(), 1);
    assert_eq!(config.realms[0].scopes.as_ref().unwrap().len(), 2);
    assert_eq!(config.demo, None);
}

#[test]
fn defaults_in_the_example_are_the_true_ones() {
    let uncommented: String = EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if ["[limits]", "connections", "drain", "[keys]", "rotate = "]
                    .iter()
                    .any(|own| rest.starts_with(own)) =>
            {
                rest
            }
            Some(rest) if rest.starts_with("data = ") => rest,
            _ => line,
        })
        .map(|line| format!("{line}\n"))
        .collect();
    // These tables stand in front of `[[realms]]`, so they may be uncommented where they are.
    let (said, unsaid) = (checked(&uncommented).unwrap(), checked(EXAMPLE).unwrap());
    assert_eq!(said, unsaid);
}

#[test]
fn a_demo_file_passes_and_means_what_it_says() {
    let wish = Wish {
        listen: "127.0.0.1:8080".parse().unwrap(),
        store: None,
        redirect_uris: vec!["https://client.example/\"quoted\"".to_owned()],
        only: Vec::new(),
        dialects: None,
        samples: Switch::Off,
    };
    let config = checked(&demo_text(&wish).unwrap()).unwrap();
    let demo = config.demo.as_ref().unwrap();
    assert_eq!((demo.seed, demo.clock), (Switch::On, Switch::On));
    assert_eq!(demo.redirect_uris, wish.redirect_uris);
    for name in dialect::catalog::names() {
        assert_eq!(config.realm(name).unwrap().mounts[0].at, At::Prefix(format!("/{name}")), "{name}");
    }
    let second = &config.realm("boxc").unwrap().mounts[1];
    assert_eq!((second.name.as_str(), second.dialect.as_str()), ("boxc-standard", "standard"));
    assert_eq!(config.realm("boxc-standard").unwrap().name, "boxc");
}

#[test]
fn a_demo_of_some_realms_has_no_others() {
    let wish = |only: &str| Wish {
        listen: "127.0.0.1:0".parse().unwrap(),
        store: None,
        redirect_uris: Vec::new(),
        only: vec![only.to_owned()],
        dialects: None,
        samples: Switch::Off,
    };
    let config = checked(&demo_text(&wish("boxc-standard")).unwrap()).unwrap();
    assert_eq!(config.realms.iter().map(|realm| realm.name.as_str()).collect::<Vec<_>>(), ["boxc"]);
    let none = demo_text(&wish("nowhere")).unwrap_err().to_string();
    assert!(none.starts_with("there is no realm `nowhere` to try; realms are standard, "), "{none}");
}

#[test]
fn all_faults_come_at_once_in_order_with_line_and_remedy() {
    let text = r#"listen = "localhost"
public_url = "http://auth.example.com/path"
trusted_proxies = ["0.0.0.0/0", "proxy"]
liten = true

[limits]
connections = 3
drain = "1h"

[[realms]]
name = "Shop"
mounts = [
  { dialect = "standrad", prefix = "/shop" },
  { dialect = "standard", prefix = "/-/x", lifetimes = { code = "1h", access_token = "soon" } },
  { dialect = "standard", hosts = ["*.shop.example", "Shop Example"] },
]
"#;
    assert_eq!(
        faults(text),
        [
            "1:10 `localhost` is no address with a port / an IP address and a port, such as `127.0.0.1:8080` or `[::1]:8080`",
            "2:14 `http://auth.example.com/path` is plain http: passwords and tokens would travel in clear / `https://…`; plain http is for loopback addresses only",
            "3:20 `0.0.0.0/0` trusts everybody's headers / the addresses of your own proxies only",
            "3:33 `proxy` is no address or network / such as `127.0.0.1` or `10.0.0.0/8`",
            "4:1 unknown key `liten` / did you mean `listen`?",
            "7:15 3 connections / 10 to 1000000",
            "8:9 requests cannot be given `1h` to end / a duration such as `10s`, five minutes at most",
            "11:8 `Shop` is no name / 1 to 40 lower-case letters, digits and hyphens, such as `shop`",
            "13:15 unknown dialect `standrad` / did you mean `standard`?",
            "14:36 `/-/x` is the server's own / a path that does not begin with `/-`, `/.well-known`, `/admin`, `/demo`, `/livez`, `/metrics` or `/readyz`",
            "14:65 codes cannot live `1h` / `1s` to `10m` (RFC 6749 section 4.1.2)",
            "14:86 tokens cannot live `soon` / such as `1h`, `14d` or `endless`",
            "15:3 there are two mounts `Shop-standard` / give one of them a `name` of its own",
            "15:54 `Shop Example` is no host name / such as `auth.example.com` or `*.shop.example`, in lower case, with a port if it is not the usual one",
        ]
    );
}

#[test]
fn the_administrators_realm_is_built_in() {
    let named = |name: &str, mount: &str| {
        format!("[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"standard\", prefix = \"/x\"{mount} }}]\n")
    };
    assert_eq!(
        faults(&named("admin", "")),
        [
            "2:8 `admin` is Grantor's own realm, that of the administrators / another name",
            "3:11 `admin` is Grantor's own mount, that of the administrators / another name",
        ]
    );
    assert_eq!(
        faults(&named("shop", ", name = \"admin\"")),
        ["3:11 `admin` is Grantor's own mount, that of the administrators / another name"]
    );
    for prefix in ["/admin", "/admin/x", "/livez", "/readyz", "/metrics"] {
        let text = realm("").replace("\"/shop\"", &format!("\"{prefix}\""));
        assert!(faults(&text)[0].contains("is the server's own"), "{prefix}");
    }
    assert!(checked(&realm("").replace("\"/shop\"", "\"/administer\"")).is_ok());
}

#[test]
fn the_administration_may_have_an_address_of_its_own() {
    let admin = |lines: &str| format!("[admin]\n{lines}\n{}", realm(""));
    let own = checked(&admin("listen = \"127.0.0.1:9090\"\npublic_url = \"https://admin.example.com\"")).unwrap();
    assert_eq!(own.admin_url(own.listen), "https://admin.example.com");
    let own = checked(&admin("listen = \"127.0.0.1:9090\"")).unwrap();
    assert_eq!(own.admin_url(own.listen), "http://127.0.0.1:9090");
    let none = checked(&realm("")).unwrap();
    assert_eq!(none.admin_url(none.listen), "http://127.0.0.1:8080");
    assert_eq!(
        faults(&admin("listen = \"127.0.0.1:8080\"")),
        ["2:10 127.0.0.1:8080 is the main address / a port of its own, or leave `[admin]` out"]
    );
    assert!(faults(&admin("public_url = \"https://admin.example.com\""))[0].contains("does not say where it listens"));
}

#[test]
fn a_fault_is_shown_where_it_stands() {
    let shown = checked("listen = \"localhost\"\n").unwrap_err().to_string();
    assert!(shown.contains("--> grantor.toml:1:10"), "{shown}");
    assert!(shown.contains("listen = \"localhost\""), "{shown}");
    assert!(shown.contains("there is no realm"), "{shown}");
}

#[test]
fn no_two_mounts_share_a_place_and_no_two_realms_a_name() {
    let twice = realm("") + &realm("");
    let found = faults(&twice);
    assert!(found.iter().any(|own| own.contains("there are two realms `shop`")), "{found:?}");
    assert!(found.iter().any(|own| own.contains("`/shop` is the place of the mount `shop`")), "{found:?}");

    let hosts = |name: &str| {
        format!("[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"standard\", hosts = [\"a.example\"] }}]\n")
    };
    let found = faults(&(hosts("one") + &hosts("two")));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("`a.example` is the place of the mount `one`"), "{found:?}");
}

#[test]
fn names_whose_keys_collide_are_refused() {
    // A birthday among 2^31 keys: found within some 100,000 names.
    let mut seen = std::collections::HashMap::new();
    let pair = (0..2_000_000).map(|n| format!("realm-{n}")).find_map(|name| {
        let key = engine::model::name_key(&name);
        seen.insert(key, name.clone()).map(|other| (other, name))
    });
    let (one, two) = pair.unwrap();
    let realm = |name: &str| {
        format!("[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"standard\", prefix = \"/{name}\" }}]\n")
    };
    let found = faults(&(realm(&one) + &realm(&two)));
    assert!(found.iter().any(|own| own.contains("have the same key")), "{found:?}");
}

#[test]
fn a_mount_may_not_have_the_name_of_another_realm() {
    let text = "[[realms]]\nname = \"a\"\nmounts = [{ dialect = \"standard\", prefix = \"/a\" }, { name = \"b\", dialect = \"standard\", prefix = \"/c\" }]\n\
                [[realms]]\nname = \"b\"\nmounts = [{ name = \"d\", dialect = \"standard\", prefix = \"/b\" }]\n";
    let found = faults(text);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("the mount `b` has the name of another realm"), "{found:?}");
}

#[test]
fn public_addresses_are_origins_in_normal_form() {
    let with = |url: &str| checked(&(format!("public_url = \"{url}\"\n") + &realm("")));
    for good in [
        "https://auth.example.com",
        "https://auth.example.com/",
        "https://a.example:8443",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
    ] {
        assert_eq!(with(good).unwrap().public_url.as_deref(), Some(good.trim_end_matches('/')));
    }
    for bad in [
        "auth.example.com",
        "https://",
        "https://a.example/x",
        "https://a.example?x",
        "https://u@a.example",
        "ftp://a.example",
        "http://a.example",
        "https://A.example",
        "https://a.example:443",
        "http://localhost:80",
        "http://127.0.0.1.evil.example",
    ] {
        assert!(with(bad).is_err(), "{bad}");
    }
}

#[test]
fn demo_switches_stay_on_this_machine() {
    let demo = |listen: &str| format!("listen = \"{listen}\"\n") + &realm("[demo]\nclock = true\n");
    assert!(checked(&demo("127.0.0.1:8080")).is_ok());
    assert!(checked(&demo("[::1]:8080")).is_ok());
    for open in ["0.0.0.0:8080", "192.0.2.1:8080", "[::]:8080"] {
        assert!(faults(&demo(open))[0].contains("which others can reach"), "{open}");
    }
}

#[test]
fn a_realm_may_have_scopes_and_lifetimes_of_its_own() {
    let text = "[[realms]]\nname = \"shop\"\n\
                mounts = [{ dialect = \"standard\", prefix = \"/shop\", lifetimes = { code = \"2m\", access_token = \"endless\", refresh_token = \"7d\" } }]\n\
                [[realms.scopes]]\nname = \"orders\"\nwords = { en = \"See your orders\" }\nrole = \"staff\"\n";
    let config = checked(text).unwrap();
    let realm = &config.realms[0];
    let dialect = dialect_of(&config, realm, &realm.mounts[0]).unwrap();
    assert_eq!(dialect.policy.lifetimes.code, 120);
    assert_eq!(dialect.policy.lifetimes.access, None);
    assert_eq!(dialect.policy.refresh.life, Some(604_800));
    assert_eq!(dialect.policy.scopes.scopes.len(), 1);
    assert_eq!(dialect.policy.scopes.scopes[0].role.as_deref(), Some("staff"));
    assert_eq!(dialect.scopes.words["orders"].words["en"], "See your orders");
}

#[test]
fn scopes_of_a_realm_are_checked() {
    let scope = |rest: &str| realm(&format!("[[realms.scopes]]\n{rest}"));
    assert!(faults(&scope("name = \"a b\"\nwords = { en = \"x\" }\n"))[0].contains("`a b` is no scope"));
    assert!(faults(&scope("name = \"a\"\nwords = { de = \"x\" }\n"))[0].contains("no English words"));
    assert!(
        faults(&scope("name = \"a\"\nwords = { en = \"x\" }\nimplies = [\"c\"]\n"))[0].contains("unknown scope `c`")
    );
}

#[test]
fn faults_of_dialect_files_are_told_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    std::fs::write(folder.path().join("mine/dialect.toml"), "titel = \"Mine\"\n").unwrap();
    let text = format!(
        "dialects = {:?}\n[[realms]]\nname = \"mine\"\nmounts = [{{ dialect = \"mine\", prefix = \"/mine\" }}]\n",
        folder.path()
    );
    let faults = checked(&text).unwrap_err().0;
    assert!(faults[0].file.ends_with("mine/dialect.toml"), "{faults:?}");
    assert!(faults[0].what.contains("titel"), "{faults:?}");
}

fn mail(lines: &str) -> String {
    format!("[mail]\n{lines}\n") + &realm("")
}

#[test]
fn a_mail_server_is_an_address_with_a_scheme_that_says_how_it_is_kept_private() {
    let config = |smtp: &str, from: &str| {
        checked(&mail(&format!("smtp = \"{smtp}\"\nfrom = \"{from}\""))).unwrap().mail.unwrap()
    };
    let read = |smtp: &str| {
        let found = config(smtp, "a@shop.example").smtp;
        (found.to_string(), found.user)
    };
    let user = |name: &str| Some(name.to_owned());
    assert_eq!(read("smtps://shop@smtp.example"), ("smtps://smtp.example:465".to_owned(), user("shop")));
    assert_eq!(
        read("starttls://a@b.example@smtp.example"),
        ("starttls://smtp.example:587".to_owned(), user("a@b.example"))
    );
    assert_eq!(read("starttls://a%3Ab@smtp.example:2525/"), ("starttls://smtp.example:2525".to_owned(), user("a:b")));
    assert_eq!(read("smtp://127.0.0.1"), ("smtp://127.0.0.1:25".to_owned(), None));
    assert_eq!(read("smtp://a@[::1]:1025"), ("smtp://[::1]:1025".to_owned(), user("a")));
    let named = config("smtp://localhost", "Café Süß <no-reply@shop.example>").from;
    assert_eq!((named.name.as_deref(), named.email.as_ref()), (Some("Café Süß"), "no-reply@shop.example"));
    assert_eq!(checked(&realm("")).unwrap().mail, None);
}

#[test]
fn faults_of_the_mail_server_have_line_and_remedy_and_show_no_password() {
    let of = |smtp: &str| faults(&mail(&format!("from = \"a@shop.example\"\nsmtp = \"{smtp}\"")));
    for (smtp, what) in [
        ("smtp://shop@mail.example:587", "3:8 the password would travel to the mail server in clear / `smtps://…`"),
        (
            "smtps://shop:hunter2@mail.example",
            "3:8 the password of the mail server stands in the file / take the password out",
        ),
        ("https://mail.example", "3:8 `https` is no way to a mail server / `smtps://"),
        ("mail.example:587", "3:8 `mail.example` is no way to a mail server"),
        ("mail.example", "3:8 this is no address of a mail server"),
        ("smtps://", "3:8 `smtps://` names no host"),
        ("smtps://mail.example/x", "3:8 `smtps://mail.example/x` has more than"),
        ("smtps://mail.example?tls=none", "3:8 `smtps://mail.example?tls=none` has more than"),
        ("smtps://mail.exa mple", "3:8 this is no address of a mail server"),
    ] {
        let found = of(smtp);
        assert!(found[0].starts_with(what), "{smtp}: {found:?}");
        assert!(!found[0].contains("hunter2"), "{found:?}");
    }
    for from in [
        "",
        "Shop",
        "Shop <shop>",
        "a@b.example, c@d.example",
        "Shop <a@b.example> and more",
        "a@b.example\\r\\nBcc: c@d.example",
    ] {
        let found = faults(&mail(&format!("smtp = \"smtp://localhost\"\nfrom = \"{from}\"")));
        assert!(found.len() == 1 && found[0].contains("is no address"), "{from}: {found:?}");
    }
    let found = faults(&mail(""));
    assert!(found[0].contains("there is no mail server") && found[1].contains("letters come from nobody"), "{found:?}");
}

#[test]
fn a_realm_can_keep_quiet_about_devices_and_apps() {
    let told = |rest: &str| checked(&realm(rest)).unwrap().realms[0].notices;
    assert_eq!(told(""), Notices { new_device: Switch::On, new_app: Switch::On });
    assert_eq!(told("notices = { new_app = false }"), Notices { new_device: Switch::On, new_app: Switch::Off });
}

#[test]
fn people_sign_in_here_or_at_the_owners_page() {
    assert_eq!(checked(&realm("")).unwrap().realms[0].login, Login::Password);
    assert_eq!(checked(&realm("login = \"password\"\n")).unwrap().realms[0].login, Login::Password);
    for page in ["https://www.shop.example/login", "http://127.0.0.1:3000/login", "https://a.example/?page=login"] {
        let login = format!("login = \"hand-off\"\nlogin_page = \"{page}\"\n");
        let expected = HandOffConfig { page: page.to_owned(), secret: None };
        assert_eq!(checked(&realm(&login)).unwrap().realms[0].login, Login::HandOff(expected));
    }
}

#[test]
fn a_login_that_cannot_work_is_told_with_line_and_remedy() {
    let found = |rest: &str| faults(&realm(rest)).join("\n");
    let right = "such as `login_page = \"https://www.shop.example/login\"`";
    assert_eq!(found("login = \"hand-off\"\n"), format!("4:9 it is not said where people are handed off to / {right}"));
    assert_eq!(
        found("login_page = \"https://a.example/\"\n"),
        "4:14 a login page, but people sign in here with passwords / add `login = \"hand-off\"`"
    );
    assert_eq!(found("login = \"handoff\"\n"), "4:9 unknown login `handoff` / did you mean `hand-off`?");
    for (page, what) in [
        ("/login", "is no address"),
        ("https://a.example/lo gin", "is no address"),
        ("https://owner@a.example/login", "has a user name in it"),
        ("https://a.example/login#form", "has a fragment, which no server sees"),
        ("https://a.example/login?request=1", "has a parameter `request`, which is the hand-off's own"),
        ("http://a.example/login", "is plain http: whoever listens could sign in as anybody"),
        ("ftp://a.example/login", "is not https"),
    ] {
        let login = format!("login = \"hand-off\"\nlogin_page = \"{page}\"\n");
        assert_eq!(found(&login), format!("5:14 `{page}` {what} / {right}"));
    }
}

#[test]
fn the_shared_secret_comes_from_the_environment_and_is_long_enough() {
    let text = "[[realms]]\nname = \"shop-old\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n\
                login = \"hand-off\"\nlogin_page = \"https://a.example/login\"\n";
    let with = |secret: Option<&str>| {
        let given = |name: &str| secret.filter(|_| name == "GRANTOR_HAND_OFF_SHOP_OLD").map(str::to_owned);
        checked(text).unwrap().with_secrets(&given)
    };
    assert!(with(None).missing_secret().unwrap().starts_with("GRANTOR_HAND_OFF_SHOP_OLD is not set: give it"));
    assert!(with(Some(&"x".repeat(31))).missing_secret().unwrap().contains("has 31 bytes"));
    let config = with(Some(&"x".repeat(32)));
    assert_eq!(config.missing_secret(), None);
    assert!(!format!("{config:?}").contains("xxx"), "no secret in Debug");
    let in_file = checked(&(text.to_owned() + "secret = \"x\"\n"));
    assert!(in_file.is_err(), "the file has no place for it");
}

#[test]
fn a_brand_is_checked_before_anybody_sees_it() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("logo.txt"), "no picture").unwrap();
    std::fs::write(folder.path().join("big.svg"), format!("<svg>{}</svg>", " ".repeat(17_000))).unwrap();
    std::fs::write(folder.path().join("logo.png"), b"\x89PNG\r\n\x1a\nrest").unwrap();
    let checked = |brand: &str| {
        let text = realm(brand);
        let source = Source { name: "configuration".to_owned(), file: "grantor.toml".to_owned(), text };
        check(&source, folder.path())
    };
    for (brand, expected) in [
        ("brand = { accent = \"#ff9900\" }", "4:20 `#ff9900` has a contrast of 1.9 only"),
        ("brand = { accent = \"teal\" }", "4:20 `teal` is no colour"),
        ("brand = { accent = \"#0b6262\", accent_dark = \"#0b6262\" }", "`#0b6262` has a contrast of"),
        ("brand = { accent_dark = \"#63cdc1\" }", "an accent for dark alone"),
        ("brand = { logo = \"none.svg\" }", "cannot be read"),
        ("brand = { logo = \"logo.txt\" }", "is neither SVG nor PNG"),
        ("brand = { logo = \"big.svg\" }", "the logo has 17011 bytes"),
        ("support = \"ask around\"", "`ask around` is nowhere to ask"),
        ("support = \"javascript:alert@x\"", "is nowhere to ask"),
    ] {
        let faults = checked(brand).unwrap_err().0;
        let said: Vec<_> =
            faults.iter().map(|own| format!("{}:{} {} / {}", own.line, own.column, own.what, own.remedy)).collect();
        assert!(said.len() == 1 && said[0].contains(expected), "{brand}: {said:?}");
    }
    let config =
        checked("brand = { logo = \"logo.png\", accent = \"#0b6262\" }\nsupport = \"https://shop.example/help\"")
            .unwrap();
    let brand = &config.realms[0].brand;
    assert_eq!(brand.logo.as_ref().map(|logo| logo.kind), Some(LogoKind::Png));
    let accents = brand.accents.unwrap();
    assert_ne!(accents.light, accents.dark, "what can be read on white is lighter on black");
}

#[test]
fn a_realm_says_whether_it_looks_at_apps_first() {
    let rule = |rest: &str| checked(&realm(rest)).unwrap().realms[0].review;
    assert_eq!((rule(""), rule("review = \"none\"")), (ReviewRule::None, ReviewRule::None));
    assert_eq!(rule("review = \"demanded\""), ReviewRule::Demanded);
    let faults = checked(&realm("review = \"maybe\"")).unwrap_err().to_string();
    assert!(faults.contains("`maybe`") && faults.contains("demanded"), "{faults}");
}

#[test]
fn an_account_may_look_after_so_many_apps() {
    let most = |rest: &str| checked(&realm(rest)).unwrap().realms[0].apps_per_account;
    assert_eq!((most(""), most("apps_per_account = 1"), most("apps_per_account = 100000")), (250, 1, 100_000));
    for count in ["0", "-1", "100001"] {
        assert_eq!(
            faults(&realm(&format!("apps_per_account = {count}"))),
            [format!("4:20 {count} apps of an account / 1 to 100000")]
        );
    }
}

#[test]
fn keys_are_replaced_as_often_as_the_file_says() {
    let of = |line: &str| checked(&(line.to_owned() + &realm(""))).unwrap().keys.rotate;
    assert_eq!(of(""), Some(90 * 86_400));
    assert_eq!(of("[keys]\nrotate = \"30d\"\n"), Some(30 * 86_400));
    assert_eq!(of("[keys]\nrotate = \"never\"\n"), None);
    for wrong in ["1h", "0s", "20y", "often"] {
        let told = faults(&(format!("[keys]\nrotate = \"{wrong}\"\n") + &realm("")));
        let expected = "`7d` to `10y`, such as `90d`, or `never`";
        assert_eq!(told, [format!("2:10 keys cannot be replaced every `{wrong}` / {expected}")]);
    }
}
