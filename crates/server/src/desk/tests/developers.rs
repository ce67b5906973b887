//! What developers do with their own apps.

use super::*;
use crate::desk::facts::FactFault;
use crate::desk::own::{NewApp, Standing};
use crate::memory::cache::KnownApp;
use engine::model::{Account, App, Review};
use store::ops::{AppChange, AppFacts, LiveTestToken, Page};

/// A deployment with one realm, which demands a review.
async fn reviewing() -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let text = "[[realms]]\nname = \"standard\"\nreview = \"demanded\"\nmounts = [{ dialect = \"standard\", prefix = \"/s\" }]\n";
    std::fs::write(folder.path().join("grantor.toml"), text).unwrap();
    let config: Config = config::read(&folder.path().join("grantor.toml")).unwrap();
    let (listen, clock) = (config.listen, Arc::new(Clock::held_at(NOW * 1000)));
    (serve::open(config, listen, clock, Arc::new(SeededDice::new(7))).await.unwrap(), folder)
}

fn new_app(name: &str) -> NewApp {
    NewApp { name: name.to_owned(), ..NewApp::default() }
}

fn facts(name: &str) -> AppFacts {
    AppFacts { name: name.to_owned(), description: String::new(), site: None, color: None, support: None }
}

async fn developer(desk: &Desk<'_>, username: &str) -> Account {
    desk.create_account(person(username), &password()).await.unwrap()
}

async fn made(desk: &Desk<'_>, owner: &Account) -> App {
    desk.create_own(new_app("Notes"), owner).await.unwrap().app
}

#[tokio::test]
async fn a_name_alone_makes_an_app_and_whoever_makes_it_owns_it() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let alice = developer(&desk, "alice").await;
    let made = desk.create_own(new_app(" Notes "), &alice).await.unwrap();
    assert!(made.secret.is_some());
    let app = made.app;
    assert_eq!((app.name.as_str(), &app.owners, app.review), ("Notes", &vec![alice.key], Review::Live));
    let uri = |uri: &str| NewApp { redirect_uri: uri.to_owned(), ..new_app("Notes") };
    let with = desk.create_own(uri(" https://a.example/cb "), &alice).await.unwrap().app;
    assert_eq!(with.redirect_uris, ["https://a.example/cb"]);
    assert!(matches!(desk.create_own(uri("http://a.example/cb"), &alice).await, Err(Declined::Redirect { .. })));
}

#[tokio::test]
async fn only_its_owners_find_an_app() {
    let (server, _folder) = world(&["standard", "raindrop"]).await;
    let desk = desk(&server, "standard");
    let (alice, bob) = (developer(&desk, "alice").await, developer(&desk, "bob").await);
    let app = made(&desk, &alice).await;
    assert_eq!(desk.own_app(alice.key, &app.client_id).await.unwrap(), app);
    let sentence = |id: &str, found: Result<App, Declined>| found.unwrap_err().to_string().replace(id, "ID");
    let strange = sentence(&app.client_id, desk.own_app(bob.key, &app.client_id).await);
    assert_eq!(strange, sentence("nothing", desk.own_app(bob.key, "nothing").await), "told like one that is not there");
    let other = self::desk(&server, "raindrop");
    let alice_there = developer(&other, "alice").await;
    assert!(matches!(other.own_app(alice_there.key, &app.client_id).await, Err(Declined::NoApp(..))));
    let names = async |account: &Account, text: &str| {
        let apps = desk.own_apps(account, text, Page { after: None, limit: 50 }).await.unwrap();
        apps.rows.into_iter().map(|(app, _)| app.name).collect::<Vec<_>>()
    };
    assert_eq!((names(&alice, "").await, names(&bob, "").await), (vec!["Notes".to_owned()], Vec::new()));
    assert_eq!(names(&alice, "maps").await, Vec::<String>::new());
    desk.delete_app(&app.client_id).await.unwrap();
    assert!(matches!(desk.own_app(alice.key, &app.client_id).await, Err(Declined::NoApp(..))));
    assert!(names(&alice, "").await.is_empty());
}

#[tokio::test]
async fn what_people_read_is_checked_and_changed() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let alice = developer(&desk, "alice").await;
    let app = made(&desk, &alice).await;
    let wanted = AppFacts {
        description: "Keeps notes\nfor you ".to_owned(),
        site: Some("https://notes.example/about".to_owned()),
        color: Some(11),
        support: Some(" help@notes.example".to_owned()),
        ..facts("Notes 2")
    };
    desk.describe(&app.client_id, wanted).await.unwrap();
    let kept = desk.app(&app.client_id).await.unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.description.as_str(), kept.color),
        ("Notes 2", "Keeps notes\nfor you", Some(11))
    );
    assert_eq!(kept.support.as_deref(), Some("help@notes.example"));
    let site = |site: &str| AppFacts { site: Some(site.to_owned()), ..facts("A") };
    let support = |place: &str| AppFacts { support: Some(place.to_owned()), ..facts("A") };
    for (wrong, fault) in [
        (facts(" "), FactFault::NameMissing),
        (facts(&"ü".repeat(81)), FactFault::NameLong),
        (facts("a\u{202e}b"), FactFault::NameOdd),
        (facts("a\nb"), FactFault::NameOdd),
        (AppFacts { description: "x".repeat(501), ..facts("A") }, FactFault::DescriptionLong),
        (AppFacts { description: "a\u{1b}[31m".to_owned(), ..facts("A") }, FactFault::DescriptionOdd),
        (AppFacts { description: "a\u{202e}b".to_owned(), ..facts("A") }, FactFault::DescriptionOdd),
        (site("javascript:alert(1)"), FactFault::Site),
        (site("https://user@a.example/"), FactFault::Site),
        (site("notes.example"), FactFault::Site),
        (support("javascript:alert(1)//@x"), FactFault::Support),
        (support("nowhere"), FactFault::Support),
        (AppFacts { color: Some(12), ..facts("A") }, FactFault::Color),
    ] {
        assert!(
            matches!(desk.describe(&app.client_id, wrong).await, Err(Declined::Fact(own)) if own == fault),
            "{fault:?}"
        );
    }
    let both = desk.describe(&app.client_id, AppFacts { name: String::new(), ..site("notes.example") }).await;
    assert_eq!(
        both.unwrap_err().to_string(),
        "an app needs a name that people can read; the address of a site looks like `https://app.example/about`"
    );
    desk.describe(&app.client_id, facts("Ünï — <b>x</b>")).await.unwrap();
}

#[tokio::test]
async fn a_kind_changes_with_its_secrets_as_long_as_the_redirect_uris_fit() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let alice = developer(&desk, "alice").await;
    let id = desk.create_own(new_app("Notes"), &alice).await.unwrap().app.client_id;
    let app = async || desk.app(&id).await.unwrap();
    assert!(desk.change_kind(&app().await, "confidential").await.unwrap().is_none());
    assert!(desk.change_kind(&app().await, "public").await.unwrap().is_none());
    assert!(app().await.secrets.is_empty());
    desk.add_redirect(&id, "com.example.notes:/cb").await.unwrap();
    let refused = desk.change_kind(&app().await, "confidential").await;
    assert!(matches!(refused, Err(Declined::KindRedirects { uris, .. }) if uris == "`com.example.notes:/cb`"));
    desk.remove_redirect(&id, "com.example.notes:/cb").await.unwrap();
    let secret = desk.change_kind(&app().await, "confidential").await.unwrap().unwrap();
    assert_eq!(app().await.secrets[0].stored, generated(&secret));
    assert!(matches!(desk.change_kind(&app().await, "toaster").await, Err(Declined::NoKind { .. })));
}

#[tokio::test]
async fn two_secrets_live_beside_each_other_each_with_its_name_and_last_use() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let alice = developer(&desk, "alice").await;
    let id = made(&desk, &alice).await.client_id;
    let app = async || desk.app(&id).await.unwrap();
    let second = desk.add_secret(&app().await, " from autumn ").await.unwrap();
    let handles = async || app().await.secrets.iter().map(|secret| secret.handle()).collect::<Vec<_>>();
    assert!(matches!(desk.add_secret(&app().await, "third").await, Err(Declined::ManySecrets)));
    assert!(matches!(desk.add_secret(&app().await, &"x".repeat(61)).await, Err(Declined::Fact(FactFault::SecretName))));
    let known = KnownApp::new(app().await);
    server.secret_uses.note(desk.realm.key, known.secret(0).unwrap(), NOW + 7);
    server.write_notes().await;
    let kept = app().await;
    let listed = desk.secrets(&kept).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|(secret, used)| (secret.name.as_str(), *used)).collect();
    assert_eq!(listed, [("from autumn", Some(NOW + 7)), ("", None)]);
    assert_eq!(kept.secrets[0].stored, generated(&second));
    desk.revoke_secret(&kept, &handles().await[1]).await.unwrap();
    assert!(matches!(desk.revoke_secret(&kept, "0000").await, Err(Declined::NoSecret)));
    desk.revoke_secret(&kept, &handles().await[0]).await.unwrap();
    assert!(app().await.secrets.is_empty());
}

#[tokio::test]
async fn a_test_token_speaks_for_the_owner_who_made_it_and_goes_with_them() {
    let (server, _folder) = world(&["raindrop"]).await;
    let desk = desk(&server, "raindrop");
    let (alice, bob) = (developer(&desk, "alice").await, developer(&desk, "bob").await);
    let id = made(&desk, &alice).await.client_id;
    let app = async || desk.app(&id).await.unwrap();
    desk.invite_owner(&id, "bob").await.unwrap();
    desk.make_test_token(&app().await, &bob, LiveTestToken::Stays).await.unwrap();
    let live = desk.live_test_token(&app().await).await.unwrap().unwrap();
    assert_eq!((live.account, live.usage), (Some(bob.key), engine::model::TokenUse::Test));
    desk.remove_owner_of_id(&app().await, &bob.id).await.unwrap();
    assert!(desk.live_test_token(&app().await).await.unwrap().is_none());
    desk.make_test_token(&app().await, &alice, LiveTestToken::Stays).await.unwrap();
    let again = desk.make_test_token(&app().await, &bob, LiveTestToken::Stays).await;
    assert!(matches!(again, Err(Declined::TestTokenLives)), "{again:?}");
    desk.end_test_token(&app().await).await.unwrap();
    assert!(desk.live_test_token(&app().await).await.unwrap().is_none());
}

#[tokio::test]
async fn owners_come_by_user_name_and_the_last_one_stays() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = desk(&server, "standard");
    let (alice, bob) = (developer(&desk, "alice").await, developer(&desk, "bob").await);
    let id = made(&desk, &alice).await.client_id;
    let app = async || desk.app(&id).await.unwrap();
    for nobody in ["bob@example.com", "carol", ""] {
        assert!(matches!(desk.invite_owner(&id, nobody).await, Err(Declined::NoAccount(..))), "{nobody}");
    }
    desk.disable("bob").await.unwrap();
    assert!(matches!(desk.invite_owner(&id, "bob").await, Err(Declined::NoAccount(..))));
    desk.enable("bob").await.unwrap();
    desk.invite_owner(&id, " Bob").await.unwrap();
    desk.invite_owner(&id, "bob").await.unwrap();
    assert_eq!(desk.owners(&id).await.unwrap().len(), 2);
    assert!(desk.own_app(bob.key, &id).await.is_ok());
    desk.remove_owner_of_id(&app().await, &alice.id).await.unwrap();
    assert!(matches!(desk.own_app(alice.key, &id).await, Err(Declined::NoApp(..))));
    assert!(matches!(desk.remove_owner_of_id(&app().await, &alice.id).await, Err(Declined::NoOwner(_))));
    assert!(matches!(desk.remove_owner_of_id(&app().await, &bob.id).await, Err(Declined::LastOwner)));
}

#[tokio::test]
async fn where_a_review_is_demanded_an_app_begins_as_a_draft() {
    let (server, _folder) = reviewing().await;
    let desk = desk(&server, "standard");
    let alice = developer(&desk, "alice").await;
    let id = made(&desk, &alice).await.client_id;
    let app = async || desk.app(&id).await.unwrap();
    assert_eq!(Standing::of(&app().await), Standing::Draft);
    assert!(matches!(desk.withdraw_review(&id).await, Err(Declined::ReviewMoved)));
    desk.ask_review(&id).await.unwrap();
    assert_eq!(Standing::of(&app().await), Standing::InReview);
    assert!(matches!(desk.ask_review(&id).await, Err(Declined::ReviewMoved)));
    desk.withdraw_review(&id).await.unwrap();
    assert_eq!(Standing::of(&app().await), Standing::Draft);
    let suspended = AppChange::Suspend(NOW, Some("spam".to_owned()));
    desk.change(&app().await, suspended, "app.suspend", "").await.unwrap();
    assert_eq!(Standing::of(&app().await), Standing::Suspended(Some("spam".to_owned())));
}

#[tokio::test]
async fn what_a_developer_does_is_audited_under_the_app() {
    let (server, _folder) = world(&["standard"]).await;
    let desk = Desk { actor: "account:7", address: "192.0.2.9", ..desk(&server, "standard") };
    let alice = developer(&desk, "alice").await;
    let id = made(&desk, &alice).await.client_id;
    let app = desk.app(&id).await.unwrap();
    desk.set_scopes(&id, vec!["read".to_owned()]).await.unwrap();
    desk.revoke_all(&app).await.unwrap();
    assert_eq!(desk.app(&id).await.unwrap().valid_from, NOW + 1);
    let rows = desk.store.audit(desk.realm.key, page(None)).await.unwrap();
    let rows: Vec<_> =
        rows.iter().map(|row| (row.audit.action.as_str(), row.audit.detail.as_str(), row.audit.app)).collect();
    assert_eq!(rows[..2], [("app.revoke-all", "", Some(app.key)), ("app.scopes", "read", Some(app.key))]);
}
