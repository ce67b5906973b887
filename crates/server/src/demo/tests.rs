use super::*;
use crate::clock::Clock;
use crate::config;
use crate::dice::SystemDice;
use crate::serve;
use crate::server::Server;
use dialect::model::TestToken;
use std::path::Path;
use std::sync::Arc;

const CLIENT: &str = "https://client.example/connect/user";

/// Starts a demo over this folder, as `grantor demo --data` does.
async fn started(folder: &Path) -> (Arc<Server>, Shown) {
    started_on(folder, "127.0.0.1:8080").await
}

async fn started_on(folder: &Path, listen: &str) -> (Arc<Server>, Shown) {
    let wish = file::Wish {
        listen: listen.parse().unwrap(),
        store: None,
        redirect_uris: vec![CLIENT.to_owned()],
        only: Vec::new(),
        dialects: None,
        samples: crate::config::Switch::Off,
    };
    std::fs::write(folder.join("grantor.toml"), file::text(&wish).unwrap()).unwrap();
    let config = config::read(&folder.join("grantor.toml")).unwrap();
    let listen = config.listen;
    let started = serve::start(config, listen, Arc::new(Clock::default()), Arc::new(SystemDice)).await.unwrap();
    (started.0, started.1.unwrap())
}

#[tokio::test]
async fn a_kept_folder_shows_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let (server, shown) = started(folder.path()).await;
    let first = line::line(&shown, &server.realms);
    drop(server);
    let (server, shown) = started(folder.path()).await;
    assert_eq!(line::line(&shown, &server.realms), first);
    for realm in &server.realms.all {
        let page = store::ops::Page { after: None, limit: 1000 };
        let apps = server.store.apps(realm.key, page.clone()).await.unwrap();
        assert_eq!(apps.len(), realm.mounts[0].dialect.demo.len(), "{}", realm.name);
        assert_eq!(server.store.accounts(realm.key, page).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn another_port_puts_its_callback_in_the_place_of_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let uris = |shown: &Shown| shown.realms[0].apps[0].app.redirect_uris.clone();
    let (_, before) = started(folder.path()).await;
    let (_, after) = started_on(folder.path(), "127.0.0.1:8081").await;
    assert!(uris(&before).contains(&"http://127.0.0.1:8080/demo/callback".to_owned()));
    assert!(uris(&after).contains(&"http://127.0.0.1:8081/demo/callback".to_owned()));
    assert_eq!(uris(&before).len(), uris(&after).len());
}

#[tokio::test]
async fn two_folders_share_no_secret() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ((_one, first), (_two, second)) = (started(one.path()).await, started(two.path()).await);
    assert_ne!(first.password, second.password);
    for (own, other) in first.realms.iter().zip(&second.realms).flat_map(|(one, two)| one.apps.iter().zip(&two.apps)) {
        assert_ne!(own.app.client_id, other.app.client_id);
        assert!(own.secret.is_none() || own.secret != other.secret);
    }
}

#[tokio::test]
async fn the_line_has_an_entry_for_each_mount_with_what_each_app_has() {
    let folder = tempfile::tempdir().unwrap();
    let (server, shown) = started(folder.path()).await;
    let line: serde_json::Value = serde_json::from_str(&line::line(&shown, &server.realms)).unwrap();
    assert_eq!(line["url"], "http://127.0.0.1:8080");
    assert_eq!(line["data"], folder.path().display().to_string());
    assert_eq!(line["account"]["username"], "demo");
    assert_eq!(line["admin"], "http://127.0.0.1:8080/admin");
    assert_eq!(line["administrator"]["username"], "admin");
    assert_ne!(line["administrator"]["password"], line["account"]["password"]);
    let realms = line["realms"].as_array().unwrap();
    let named = |name: &str| realms.iter().find(|realm| realm["name"] == name).unwrap();
    assert_eq!(named("boxc-standard")["dialect"], "standard");
    assert_eq!(named("boxc-standard")["url"], "http://127.0.0.1:8080/boxc-standard");
    assert_eq!(named("boxc-standard")["apps"], named("boxc")["apps"]);
    let public = named("standard")["apps"].as_array().unwrap().iter().find(|app| app["kind"] == "public").unwrap();
    assert!(public["client_secret"].is_null() && public["test_token"].is_null());
    for realm in &server.realms.all {
        let expected = realm.mounts[0].dialect.test_token == TestToken::Endless;
        let apps = named(&realm.name)["apps"].as_array().unwrap();
        assert!(apps.iter().all(|app| app["test_token"].is_string() == expected), "{}", realm.name);
        let described = server.realms.named(&realm.name).unwrap().mounts[0].dialect.demo.iter();
        assert!(described.into_iter().all(|app| !app.description.is_empty()), "{}", realm.name);
        assert!(apps.len() >= 2, "{}: one can see that codes do not cross", realm.name);
    }
}

#[tokio::test]
async fn redirect_uris_are_registered_where_the_kind_allows_them() {
    let folder = tempfile::tempdir().unwrap();
    let (server, shown) = started(folder.path()).await;
    let mut callbacks = 0;
    for (realm, own) in server.realms.all.iter().zip(&shown.realms) {
        for shown in &own.apps {
            let uris = &shown.app.redirect_uris;
            assert!(shown.app.kind != "native" || !uris.contains(&CLIENT.to_owned()), "{}", realm.name);
            callbacks += usize::from(uris.contains(&"http://127.0.0.1:8080/demo/callback".to_owned()));
            let other = shown.app.kind == "on-screen" || shown.app.kind == "native";
            assert!(uris.contains(&CLIENT.to_owned()) || other, "{} {}: {uris:?}", realm.name, shown.app.kind);
        }
    }
    assert!(callbacks >= shown.realms.len());
}

#[tokio::test]
async fn what_was_changed_since_is_not_shown_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (server, shown) = started(folder.path()).await;
    let desk = server.desk(server.realms.named("raindrop").unwrap(), "command-line", "");
    let apps = |shown: &Shown| shown.realms.iter().find(|realm| realm.name == "raindrop").unwrap().apps.clone();
    let (first, second) = (apps(&shown)[0].clone(), apps(&shown)[1].clone());
    desk.rotate_secret(&first.app.client_id, crate::desk::secrets::Rotation::of(crate::desk::secrets::OldSecret::Ends))
        .await
        .unwrap();
    desk.test_token(&first.app.client_id).await.unwrap();
    desk.delete_app(&second.app.client_id).await.unwrap();
    let (_server, shown) = started(folder.path()).await;
    let again = apps(&shown);
    assert_eq!(again.len(), 1);
    assert!(again[0].secret.is_none() && again[0].test_token.is_none());
}

#[tokio::test]
async fn the_guide_names_every_app_and_has_no_blank_to_fill_but_three() {
    let folder = tempfile::tempdir().unwrap();
    let (server, shown) = started(folder.path()).await;
    let guide = guide::guide(&shown, &server.realms, &derived::Derived::new(&server.keys));
    for app in shown.realms.iter().flat_map(|realm| &realm.apps) {
        assert!(guide.contains(&app.app.client_id));
    }
    assert!(guide.contains(shown.password.expose()));
    assert!(
        guide.contains(shown.administrator_password.as_ref().unwrap().expose())
            && guide.contains("http://127.0.0.1:8080/admin\n")
    );
    let links = guide.lines().filter(|line| line.trim_start().starts_with("open ")).count();
    let flows = guide.lines().filter(|line| line.contains("# the code for a token")).count();
    assert!(links >= 17 && flows >= 11, "{links} links, {flows} flows");
}

#[test]
fn a_moved_clock_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(clock::kept(folder.path()), 0);
    clock::keep(folder.path(), 3600).unwrap();
    assert_eq!(clock::kept(folder.path()), 3600);
}
