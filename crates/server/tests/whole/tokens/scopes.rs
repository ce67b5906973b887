//! TOK-03: what is granted is asked for, registered and consented to; nothing widens it.

use crate::browser::End;
use crate::client::Client;
use crate::world::{WEB, World};
use engine::secret::Plain;
use grantor::demo::ShownApp;
use grantor::desk::accounts::Person;
use grantor::desk::apps::Wish;

fn with_scopes<'w>(world: &'w World, mount: &str, scopes: &[&str]) -> Client<'w> {
    let wish = Wish {
        name: "Narrow".to_owned(),
        scopes: Some(scopes.iter().map(|scope| scope.to_string()).collect()),
        redirect_uris: vec![WEB.to_owned()],
        ..Wish::default()
    };
    let made = world.admin(mount, async move |desk| desk.create_app(wish).await.unwrap());
    Client::with(world, mount, Box::leak(Box::new(ShownApp { app: made.app, secret: made.secret, test_token: None })))
}

/// The scope that `/verify` sees.
fn scope_of(client: &Client<'_>, token: &str) -> String {
    client.verify(token).header("x-grantor-scope").to_owned()
}

#[test]
fn tok_03_no_grant_gives_more_than_the_app_registered() {
    let world = World::of(&["standard", "gitshare", "boxc"]);
    for mount in ["standard", "gitshare"] {
        let client = with_scopes(&world, mount, &["read"]);
        for wider in ["write", "read write", "READ", "read,write", "*", "openid"] {
            let end = client.allow(&client.target_for(Some(wider), None));
            assert!(end.url().contains("error=invalid_scope"), "{mount} {wider}");
        }
        let code = client.code_for(&client.target_for(Some("read"), None));
        let token = client.read_code(&client.exchange(&code)).access;
        assert_eq!(scope_of(&client, &token), "read", "{mount}");
        if mount == "standard" {
            let absent = client.read_code(&client.exchange(&client.code_for(&client.target_for(None, None)))).access;
            assert_eq!(scope_of(&client, &absent), "read", "all that it registered");
        }
    }
    let client = with_scopes(&world, "standard", &["read"]);
    let ask = |scope: &str| {
        let own = [
            ("grant_type", "client_credentials"),
            ("client_id", client.id()),
            ("client_secret", client.secret()),
            ("scope", scope),
        ];
        world.form("/standard/oauth2/token", &own)
    };
    assert_eq!(ask("write").member("/error"), "invalid_scope", "CVE-2024-52287");
    assert_eq!(ask("read write").member("/error"), "invalid_scope");
    assert_eq!(ask("").member("/scope"), "read");
    let boxc = with_scopes(&world, "boxc", &["read_orders"]);
    let code = boxc.code_for(&boxc.target_for(Some("write_orders read_shipments"), None));
    let token = boxc.read_code(&boxc.exchange(&code)).access;
    assert_eq!(scope_of(&boxc, &token), "read_orders", "the registration decides");
}

#[test]
fn tok_03_verify_demands_the_scope_that_it_is_asked_for() {
    let world = World::new();
    for (mount, asked, held, lacking) in [
        ("standard", "read", "read", "write"),
        ("gitshare", "read", "read", "write"),
        ("serble", "user_info", "user_info", "file_host"),
        ("hidrive", "ro,user", "ro", "rw"),
    ] {
        let client = Client::first(&world, mount);
        let code = client.code_for(&client.target_for(Some(asked), None));
        let token = client.read_code(&client.exchange(&code)).access;
        let ask = |query: &str| {
            client
                .send(client.dialect().client_call(&client.face(), &format!("/verify/some/path?{query}"), &token))
                .status
        };
        assert_eq!(ask(&format!("scope={held}")), 200, "{mount}");
        assert_eq!(ask(&format!("scope={lacking}")), 403, "{mount}");
        assert_eq!(ask(&format!("scope={held}&scope={lacking}")), 403, "{mount}: all of them");
        assert_eq!(ask("scope=nonsense"), 403, "{mount}: one that nobody has");
    }
}

#[test]
fn tok_03_serbles_full_access_opens_everything_and_unknown_words_nothing() {
    let world = World::of(&["serble"]);
    let client = Client::first(&world, "serble");
    let with = |scope: &str| {
        client.read_code(&client.exchange(&client.code_for(&client.target_for(Some(scope), None)))).access
    };
    let all = with("full_access");
    for scope in ["file_host", "user_info", "apps_control", "full_access"] {
        let asked = client.send(client.dialect().client_call(&client.face(), &format!("/verify?scope={scope}"), &all));
        assert_eq!(asked.status, 200, "{scope}");
    }
    let dropped = with("nonsense user_info root");
    assert_eq!(client.whoami(&dropped).unwrap().member("/username"), "demo");
    let none = with("nonsense");
    assert_eq!(client.whoami(&none).unwrap().member("/username"), "null");
    let listed = client.send(client.dialect().client_call(&client.face(), "/api/v1/account/authorizedApps", &dropped));
    assert_eq!((listed.status, listed.body.len()), (403, 0));
}

/// `admin` and `owner` are capped at the account's own role, whatever was asked.
#[test]
fn tok_03_hidrives_roles_are_capped_at_the_accounts_own() {
    let world = World::of(&["hidrive"]);
    let client = Client::first(&world, "hidrive");
    let password = Plain::new("correct horse battery");
    for (name, roles, asked, granted) in [
        ("plain", vec![], "rw,owner", "rw,user"),
        ("boss", vec!["admin"], "rw,owner", "rw,admin"),
        ("top", vec!["admin", "owner"], "ro,owner", "ro,owner"),
    ] {
        let person = Person {
            username: name.to_owned(),
            email: format!("{name}@example.com"),
            roles: roles.iter().map(|role| role.to_string()).collect(),
            ..Person::default()
        };
        let own = password.clone();
        world.admin("hidrive", async move |desk| desk.create_account(person, &own).await.unwrap());
        let mut browser = world.browser();
        let page = browser.open(&client.target_for(Some(asked), None)).page();
        let consent =
            browser.submit(&page, "/-/sign-in", &[("username", name), ("password", password.expose())]).page();
        let code = browser.submit(&consent, "/-/consent", &[("decision", "allow")]).parameter("code");
        assert_eq!(client.exchange(&code).member("/scope"), granted, "{name} asked {asked}");
    }
}

/// The form may narrow what was asked and never widen it.
#[test]
fn con_05_a_forged_field_of_the_consent_form_widens_nothing() {
    let world = World::new();
    let hidrive = Client::first(&world, "hidrive");
    let choose = |asked: &str, fields: &[(&str, &str)]| {
        let mut browser = world.browser();
        let consent = browser.reach_consent(&hidrive.target_for(Some(asked), None)).page();
        let fields: Vec<(&str, &str)> = [("decision", "allow")].into_iter().chain(fields.iter().copied()).collect();
        browser.submit(&consent, "/-/consent", &fields)
    };
    assert_eq!(choose("rw,user", &[("scope", "ro,user")]).parameter("scope"), "ro,user", "less than was asked");
    for forged in ["rw,user", "ro,owner", "rw", "owner"] {
        match choose("ro,user", &[("scope", forged)]) {
            End::App(url, _) => assert!(!url.contains("code=") || url.contains("scope=ro,user&"), "{forged}: {url}"),
            End::Page(page) => assert_eq!(page.status, 400, "{forged}: {page:?}"),
        }
    }
    let standard = Client::first(&world, "standard");
    let mut browser = world.browser();
    let consent = browser.reach_consent(&standard.target_for(Some("read"), None)).page();
    let forged = [
        ("decision", "allow"),
        ("scope", "write"),
        ("client_id", "other"),
        ("redirect_uri", "https://evil.example/"),
        ("account", "root"),
    ];
    let code = browser.submit(&consent, "/-/consent", &forged).parameter("code");
    let token = standard.read_code(&standard.exchange(&code)).access;
    assert_eq!(scope_of(&standard, &token), "read", "what the server sealed rules");
}
