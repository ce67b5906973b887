mod administrators;
mod developers;
mod first;
mod weak;

use super::accounts::Person;
use super::apps::Wish;
use super::secrets::{OldSecret, Rotation, generated};
use super::*;
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::dice::SeededDice;
use crate::serve;
use crate::server::Server;
use engine::secret::Plain;
use engine::token::TokenHash;
use std::sync::Arc;
use tempfile::TempDir;

const NOW: i64 = 1_767_614_400;

/// A deployment with a realm for each of these dialects.
async fn world(dialects: &[&str]) -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let realm = |name: &&str| {
        format!("[[realms]]\nname = \"{name}\"\nmounts = [{{ dialect = \"{name}\", prefix = \"/{name}\" }}]\n")
    };
    std::fs::write(folder.path().join("grantor.toml"), dialects.iter().map(realm).collect::<String>()).unwrap();
    let config: Config = config::read(&folder.path().join("grantor.toml")).unwrap();
    let (listen, clock) = (config.listen, Arc::new(Clock::held_at(NOW * 1000)));
    (serve::open(config, listen, clock, Arc::new(SeededDice::new(7))).await.unwrap(), folder)
}

fn desk<'a>(server: &'a Server, realm: &str) -> Desk<'a> {
    server.desk(server.realms.named(realm).unwrap(), "command-line", "")
}

fn wish(name: &str) -> Wish {
    Wish { name: name.to_owned(), redirect_uris: vec!["https://a.example/cb".to_owned()], ..Wish::default() }
}

fn person(username: &str) -> Person {
    Person { username: username.to_owned(), email: format!("{username}@example.com"), ..Person::default() }
}

fn password() -> Plain {
    Plain::new("correct horse")
}

#[tokio::test]
async fn an_app_has_an_id_and_a_secret_in_the_dialects_shapes_and_only_a_hash_is_kept() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let made = desk.create_app(wish("Notes")).await.unwrap();
    let shapes = &desk.main().unwrap().dialect.shapes;
    let secret = made.secret.unwrap();
    assert!(shapes.client_id.fits(&made.app.client_id));
    assert!(shapes.client_secret.fits(secret.expose()));
    let kept = desk.app(&made.app.client_id).await.unwrap();
    assert_eq!(kept.secrets[0].stored, generated(&secret));
    assert_ne!(kept.secrets[0].stored, secret.expose());
    assert_eq!(kept.scopes, ["profile", "read", "write"]);
}

#[tokio::test]
async fn a_public_app_has_no_secret_and_gets_none() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let made = desk.create_app(Wish { kind: Some("public".to_owned()), ..wish("Pocket") }).await.unwrap();
    assert!(made.secret.is_none() && made.app.secrets.is_empty());
    let rotated = desk.rotate_secret(&made.app.client_id, Rotation::of(OldSecret::Ends)).await;
    assert!(matches!(rotated, Err(Declined::Secretless(_))));
}

#[tokio::test]
async fn wishes_that_the_dialect_does_not_know_are_declined_in_words() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let declined = async |wish: Wish| desk.create_app(wish).await.unwrap_err().to_string();
    assert_eq!(
        declined(Wish { kind: Some("toaster".to_owned()), ..wish("A") }).await,
        "there is no kind `toaster` here; kinds are `confidential`, `public`"
    );
    assert!(
        declined(Wish { scopes: Some(vec!["fly".to_owned()]), ..wish("A") })
            .await
            .starts_with("there is no scope `fly` here")
    );
    let elsewhere = Wish { mounts: vec!["moon".to_owned()], ..wish("A") };
    assert_eq!(declined(elsewhere).await, "there is no mount `moon` here; mounts are `standard`");
    assert!(declined(wish(" ")).await.contains("needs a name"));
    let strange = Wish { redirect_uris: vec!["https://a.example/cb#x".to_owned()], ..wish("A") };
    assert!(declined(strange).await.starts_with("`https://a.example/cb#x` cannot be registered. "));
}

#[tokio::test]
async fn a_rotated_secret_ends_the_old_one_unless_it_may_stay() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let made = desk.create_app(wish("Notes")).await.unwrap();
    let id = &made.app.client_id;
    let (first, second) = (made.secret.unwrap(), desk.rotate_secret(id, Rotation::of(OldSecret::Stays)).await.unwrap());
    let stored = async || desk.app(id).await.unwrap().secrets.into_iter().map(|own| own.stored).collect::<Vec<_>>();
    assert_eq!(stored().await, [generated(&second), generated(&first)]);
    let third = desk.rotate_secret(id, Rotation::of(OldSecret::Stays)).await.unwrap();
    assert_eq!(stored().await, [generated(&third), generated(&second)]);
    let fourth = desk.rotate_secret(id, Rotation::of(OldSecret::Ends)).await.unwrap();
    assert_eq!(stored().await, [generated(&fourth)]);
}

#[tokio::test]
async fn a_chosen_secret_is_hashed_slowly_and_may_not_be_short() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let chosen = |text: &str| Wish { secret: Some(Plain::new(text)), ..wish("Notes") };
    assert!(matches!(desk.create_app(chosen("short")).await, Err(Declined::Weak(_))));
    let made = desk.create_app(chosen("from the old server 1234")).await.unwrap();
    assert!(made.app.secrets[0].stored.starts_with("$argon2id$"));
}

#[tokio::test]
async fn redirect_uris_are_checked_added_once_and_removed() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let id = desk.create_app(wish("Notes")).await.unwrap().app.client_id;
    desk.add_redirect(&id, "https://b.example/cb").await.unwrap();
    desk.add_redirect(&id, "https://b.example/cb").await.unwrap();
    assert!(matches!(desk.add_redirect(&id, "http://b.example/cb").await, Err(Declined::Redirect { .. })));
    assert_eq!(desk.app(&id).await.unwrap().redirect_uris, ["https://a.example/cb", "https://b.example/cb"]);
    desk.remove_redirect(&id, "https://a.example/cb").await.unwrap();
    assert!(matches!(desk.remove_redirect(&id, "https://a.example/cb").await, Err(Declined::NoRedirect(_))));
    assert_eq!(desk.app(&id).await.unwrap().redirect_uris, ["https://b.example/cb"]);
}

#[tokio::test]
async fn limit_suspension_and_deletion_are_kept_and_audited() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let id = desk.create_app(wish("Notes")).await.unwrap().app.client_id;
    desk.limit(&id, Some(3)).await.unwrap();
    assert!(matches!(desk.suspend(&id, " ").await, Err(Declined::Reasonless)));
    for odd in ["Spam.\u{1b}[31m", "Spam.\0", "Spam.\u{202e}", &"x".repeat(1001)] {
        assert!(matches!(desk.suspend(&id, odd).await, Err(Declined::Name(_))), "LOG-02: {odd:?}");
        assert!(matches!(desk.send_back(&id, odd).await, Err(Declined::Name(_))), "LOG-02: {odd:?}");
    }
    desk.suspend(&id, "Spam.").await.unwrap();
    let app = desk.app(&id).await.unwrap();
    assert_eq!((app.token_limit, app.suspended_at), (Some(3), Some(NOW)));
    desk.resume(&id).await.unwrap();
    desk.limit(&id, None).await.unwrap();
    let app = desk.app(&id).await.unwrap();
    assert_eq!((app.token_limit, app.suspended_at), (None, None));
    desk.delete_app(&id).await.unwrap();
    assert!(matches!(desk.app(&id).await, Err(Declined::NoApp(..))));
    assert!(desk.apps().await.unwrap().is_empty());
    let rows = desk.store.audit(desk.realm.key, page(None)).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.audit.action.as_str()).collect();
    assert_eq!(actions, ["app.delete", "app.limit", "app.resume", "app.suspend", "app.limit", "app.create"]);
    assert!(rows.iter().all(|row| row.audit.actor == "command-line" && row.audit.object == format!("app {id}")));
}

#[tokio::test]
async fn a_test_token_speaks_for_the_owner_and_a_new_one_ends_the_old() {
    let (server, _folder) = world(&["raindrop", "standard"]).await;
    let desk = desk(&server, "raindrop");
    let owner = desk.create_account(person("alice"), &password()).await.unwrap();
    let id = desk.create_app(Wish { owner: Some("alice".to_owned()), ..wish("Notes") }).await.unwrap().app.client_id;
    let (first, second) = (desk.test_token(&id).await.unwrap(), desk.test_token(&id).await.unwrap());
    let row = async |token: &Plain| {
        desk.store.access(desk.realm.key, &[TokenHash::of(token.hashed())], NOW).await.unwrap().token
    };
    let live = row(&second).await.unwrap();
    assert_eq!((live.account, live.ended, live.ends_at), (Some(owner.key), None, None));
    assert!(row(&first).await.is_none_or(|old| old.ended.is_some()));

    let ownerless = desk.create_app(wish("Other")).await.unwrap().app.client_id;
    assert!(matches!(desk.test_token(&ownerless).await, Err(Declined::Ownerless)));
    let desk = self::desk(&server, "standard");
    desk.create_account(person("alice"), &password()).await.unwrap();
    let id = desk.create_app(Wish { owner: Some("alice".to_owned()), ..wish("Notes") }).await.unwrap().app.client_id;
    assert!(matches!(desk.test_token(&id).await, Err(Declined::NoTestToken)));
}

#[tokio::test]
async fn accounts_are_made_found_by_name_or_address_disabled_and_enabled() {
    let (server, _folder) = world(&["hidrive"]).await;
    let desk = desk(&server, "hidrive");
    let made =
        desk.create_account(Person { roles: vec!["admin".to_owned()], ..person("Alice") }, &password()).await.unwrap();
    assert!(desk.main().unwrap().dialect.shapes.account_id.fits(&made.id));
    assert_eq!(desk.account("alice").await.unwrap().key, made.key);
    assert_eq!(desk.account("ALICE@example.com").await.unwrap().key, made.key);
    desk.disable("alice").await.unwrap();
    assert_eq!(desk.account("alice").await.unwrap().disabled_at, Some(NOW));
    desk.enable("alice").await.unwrap();
    assert_eq!(desk.accounts().await.unwrap()[0].disabled_at, None);
    assert!(matches!(desk.disable("bob").await, Err(Declined::NoAccount(..))));
}

#[tokio::test]
async fn names_passwords_and_roles_that_will_not_do_are_declined() {
    let (server, _folder) = world(&["hidrive"]).await;
    let desk = desk(&server, "hidrive");
    let declined =
        async |person: Person, password: &str| desk.create_account(person, &Plain::new(password)).await.unwrap_err();
    for username in ["", " alice"] {
        let addressed = Person { email: "alice@example.com".to_owned(), ..person(username) };
        let no = declined(addressed, "correct horse").await;
        assert!(matches!(no, Declined::Misnamed(Misnamed::Username)), "{no}");
    }
    let unaddressed = Person { email: "nowhere".to_owned(), ..person("alice") };
    assert!(matches!(declined(unaddressed, "correct horse").await, Declined::Misnamed(_)));
    assert!(matches!(declined(person("alice"), "1234567").await, Declined::Password(Unfit::Short)));
    assert!(matches!(declined(person("alice"), &"x".repeat(1025)).await, Declined::Password(Unfit::Long)));
    let all = declined(Person { email: "nowhere".to_owned(), ..person("") }, "1234567").await.each();
    assert!(matches!(
        all.as_slice(),
        [Declined::Misnamed(Misnamed::Username), Declined::Misnamed(Misnamed::Email), Declined::Password(Unfit::Short)]
    ));
    let king = Person { roles: vec!["king".to_owned()], ..person("alice") };
    assert!(matches!(declined(king, "correct horse").await, Declined::NoRole { .. }));
    desk.create_account(person("alice"), &password()).await.unwrap();
    let elsewhere = Person { email: "elsewhere@example.com".to_owned(), ..person("ALICE") };
    assert!(matches!(declined(elsewhere, "correct horse").await, Declined::Misnamed(Misnamed::UsernameTaken)));
    let both = declined(person("ALICE"), "correct horse").await;
    assert_eq!(both.sort(), Sort::Taken);
    assert!(matches!(
        both.each().as_slice(),
        [Declined::Misnamed(Misnamed::UsernameTaken), Declined::Misnamed(Misnamed::EmailTaken)]
    ));
    let same_address = Person { email: "ALICE@example.com".to_owned(), ..person("bob") };
    assert!(matches!(declined(same_address, "correct horse").await, Declined::Misnamed(Misnamed::EmailTaken)));
}

#[tokio::test]
async fn a_grant_that_is_not_there_cannot_be_revoked() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    desk.create_account(person("alice"), &password()).await.unwrap();
    let id = desk.create_app(wish("Notes")).await.unwrap().app.client_id;
    assert!(desk.grants("alice").await.unwrap().is_empty());
    assert!(matches!(desk.revoke_grant("alice", &id).await, Err(Declined::NoGrant(..))));
}

#[tokio::test]
async fn a_sound_deployment_has_no_fault_and_a_readable_key_is_one() {
    use super::doctor::{Level, examine};
    use std::os::unix::fs::PermissionsExt;
    let (server, folder) = world(&["standard"]).await;
    let now = server.clock.now();
    let faults = async |config: &Config| {
        let findings = examine(config, engine::time::Now(now.0 + 86_400_000 * 3650)).await;
        findings.into_iter().filter(|own| own.level == Level::Fault).map(|own| own.subject).collect::<Vec<_>>()
    };
    assert_eq!(faults(&server.config).await, Vec::<&str>::new());
    let root_key = folder.path().join("data/root.key");
    let own = std::fs::read(&root_key).unwrap();
    std::fs::write(&root_key, "2".repeat(64)).unwrap();
    assert_eq!(faults(&server.config).await, ["keys"], "another one");
    std::fs::write(&root_key, own).unwrap();
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&root_key, open).unwrap();
    assert_eq!(faults(&server.config).await, ["root key"]);
    let exposed = Config { listen: "0.0.0.0:8080".parse().unwrap(), ..server.config.clone() };
    assert_eq!(faults(&exposed).await, ["public address", "root key"]);
}

#[tokio::test]
async fn whoever_is_reached_without_tls_is_told_what_to_do() {
    use super::doctor::{Level, examine};
    use crate::config::At;
    type Told<'a> = &'a [(Level, &'a str)];
    let (server, _folder) = world(&["standard"]).await;
    let told = async |listen: &str, public_url: Option<&str>, hosts: &[&str]| {
        let mut config = server.config.clone();
        (config.listen, config.public_url) = (listen.parse().unwrap(), public_url.map(str::to_owned));
        if !hosts.is_empty() {
            config.realms[0].mounts[0].at = At::Hosts(hosts.iter().map(|host| (*host).to_owned()).collect());
        }
        let findings = examine(&config, server.clock.now()).await;
        let own = findings.into_iter().filter(|own| ["public address", "mount", "listener"].contains(&own.subject));
        own.filter(|own| own.level != Level::Fine).map(|own| (own.level, own.sentence)).collect::<Vec<_>>()
    };
    let here = "does for this machine only";
    let (clear, only) = ("travel in clear; let a proxy speak TLS, and set `public_url`", "let nobody but the proxies");
    let rows: [(&str, Option<&str>, &[&str], Told<'_>); 11] = [
        ("127.0.0.1:8080", None, &[], &[(Level::Note, here)]),
        ("127.0.0.1:8080", Some("http://localhost:8080"), &["shop.localhost:8080"], &[(Level::Note, here)]),
        ("127.0.0.1:8080", Some("https://auth.example.com"), &["shop.example"], &[]),
        ("0.0.0.0:8080", None, &[], &[(Level::Fault, clear)]),
        ("0.0.0.0:8080", Some("http://localhost:8080"), &[], &[(Level::Fault, clear)]),
        ("0.0.0.0:8080", Some("https://auth.example.com"), &[], &[(Level::Note, only)]),
        ("127.0.0.1:8080", None, &["*.shop.example", "shop.example"], &[(Level::Note, here), (Level::Fault, clear)]),
        (
            "127.0.0.1:8080",
            Some("http://localhost"),
            &["shop.example:81"],
            &[(Level::Note, here), (Level::Fault, clear)],
        ),
        ("127.0.0.1:80", None, &["a.localhost", "shop.example"], &[(Level::Note, here), (Level::Fault, clear)]),
        ("127.0.0.1:80", None, &["localhost", "*.shop.example"], &[(Level::Note, here), (Level::Fault, clear)]),
        ("[::]:80", None, &["shop.example"], &[(Level::Fault, clear), (Level::Fault, clear)]),
    ];
    for (listen, public_url, hosts, expected) in rows {
        let found = told(listen, public_url, hosts).await;
        let case = format!("{listen} {public_url:?} {hosts:?}: {found:?}");
        assert_eq!(found.len(), expected.len(), "{case}");
        let fits = |(own, (level, part)): (&(Level, String), &(Level, &str))| own.0 == *level && own.1.contains(part);
        assert!(found.iter().zip(expected).all(fits), "{case}");
    }
}
