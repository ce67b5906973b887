//! A form that is sent twice: by a double click, or by a reload of its answer.

use super::{Developer, csrf, shown};
use crate::administration::pages::administrator;
use crate::http::{Request, Response};
use crate::world::World;
use grantor::desk::search::AuditWish;
use store::ops::Page;

fn form<'f>(target: &str, fields: &[(&'f str, &'f str)]) -> Request {
    Request::new("POST", target).header("Sec-Fetch-Site", "same-origin").form(fields)
}

/// The seal of the form on that page, which posts to itself.
fn seal(dana: &mut Developer<'_>, path: &str) -> (String, String) {
    let target = format!("{}{path}", dana.console);
    let seal = csrf(&dana.open(path), &target);
    assert!(!seal.is_empty(), "{path}");
    (target, seal)
}

fn apps(world: &World) -> usize {
    world.admin("standard", async move |desk| desk.apps().await.unwrap().len())
}

#[test]
fn a_form_that_is_sent_eight_times_at_once_makes_one_app() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let before = apps(&world);
    let (target, seal) = seal(&mut dana, "/new");
    let fields = [("csrf", seal.as_str()), ("name", "Once"), ("description", "")];
    let cookies = dana.browser.cookies.clone();
    let send = || {
        let mut browser = world.browser();
        browser.cookies = cookies.clone();
        browser.send(form(&target, &fields))
    };
    let answers: Vec<Response> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(apps(&world), before + 1);
    let (id, secret) = (shown(&answers[0], "client-id"), shown(&answers[0], "secret"));
    for answer in &answers {
        assert_eq!((answer.status, shown(answer, "client-id")), (200, id.clone()));
        assert_eq!(shown(answer, "secret"), secret);
    }
    // Another name is another app.
    let other = dana.browser.send(form(&target, &[("csrf", &seal), ("name", "Twice"), ("description", "")]));
    assert_ne!(shown(&other, "client-id"), id);
    // What has been deleted stays so.
    dana.post(&format!("/{id}/delete"), &[("typed", "Once")]);
    let after = apps(&world);
    assert_eq!(dana.browser.send(form(&target, &fields)).status, 404);
    assert_eq!(apps(&world), after);
}

#[test]
fn a_form_that_is_sent_six_times_at_once_is_told_once() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notebook");
    Developer::second(&world, "standard", "carol");
    for (page, name, value, action) in [
        ("owners", "username", "carol", "app.owner.add"),
        ("redirects", "redirect_uri", "https://notes.example/six", "app.redirect.add"),
    ] {
        let (target, seal) = seal(&mut dana, &format!("/{id}/{page}"));
        let cookies = dana.browser.cookies.clone();
        let send = || {
            let mut browser = world.browser();
            browser.cookies = cookies.clone();
            browser.send(form(&target, &[("csrf", &seal), (name, value)])).status
        };
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..6).map(|_| scope.spawn(send)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(answers, [303; 6], "{page}");
        let wish = AuditWish { action: Some(action.to_owned()), app: Some(id.clone()), ..AuditWish::default() };
        let told = world.admin("standard", async move |desk| {
            desk.find_audit(wish, Page { after: None, limit: 50 }).await.unwrap().rows.len()
        });
        assert_eq!(told, 1, "{page}");
    }
}

#[test]
fn a_secret_is_made_once_and_stays_revoked() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notebook");
    let (target, seal) = seal(&mut dana, &format!("/{id}/secrets"));
    let fields = [("csrf", seal.as_str()), ("secret_name", "autumn")];
    let [first, second] = [(); 2].map(|()| dana.browser.send(form(&target, &fields)));
    assert_eq!((first.status, second.status), (200, 200), "{second:?}");
    assert_eq!(shown(&first, "secret"), shown(&second, "secret"));
    let secrets = || {
        let id = id.clone();
        world.admin("standard", async move |desk| desk.app(&id).await.unwrap().secrets)
    };
    assert_eq!(secrets().len(), 2);
    dana.post(&format!("/{id}/secrets/{}/revoke", secrets()[0].handle()), &[]);
    let again = dana.browser.send(form(&target, &fields));
    assert_eq!((again.status, secrets().len()), (303, 1), "{again:?}");
    let told = dana.browser.open(again.header("location")).page();
    assert!(told.text().contains("what it made has ended since"), "{told:?}");
}

/// The answer to a double click is the second one: a secret that only the first had shown would live and be known to nobody.
#[test]
fn a_secret_that_comes_with_a_kind_is_made_once_and_stays_revoked() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notebook");
    let kind = || {
        let id = id.clone();
        world.admin("standard", async move |desk| desk.app(&id).await.unwrap())
    };
    dana.post(&format!("/{id}/kind/public"), &[]);
    assert_eq!((kind().kind.as_str(), kind().secrets.len()), ("public", 0));
    let target = format!("{}/{id}/kind", dana.console);
    let seal = csrf(&dana.open(&format!("/{id}/settings")), &target);
    let fields = [("csrf", seal.as_str()), ("kind", "confidential")];
    let [first, second] = [(); 2].map(|()| dana.browser.send(form(&target, &fields)));
    assert_eq!((first.status, second.status), (200, 200), "{second:?}");
    assert_eq!(shown(&first, "secret"), shown(&second, "secret"));
    assert_eq!(kind().secrets.len(), 1);
    dana.post(&format!("/{id}/kind/public"), &[]);
    let again = dana.browser.send(form(&target, &fields));
    assert_eq!((again.status, kind().secrets.len()), (303, 0), "{again:?}");
    let told = dana.browser.open(again.header("location")).page();
    assert!(told.text().contains("what it made has ended since"), "{told:?}");
}

#[test]
fn a_key_of_the_administration_is_made_once_and_stays_ended() {
    let world = World::of(&["standard"]);
    let mut browser = administrator(&world);
    let target = "/admin/keys/new";
    let seal = csrf(&browser.open(target).page(), target);
    let fields = [("csrf", seal.as_str()), ("name", "CI"), ("days", "9"), ("rights", "apps:read")];
    let [first, second] = [(); 2].map(|()| browser.send(form(target, &fields)));
    assert_eq!((first.status, second.status), (200, 200), "{second:?}");
    assert_eq!(shown(&first, "key"), shown(&second, "key"));
    let keys =
        || world.admin("admin", async move |desk| desk.keys(Page { after: None, limit: 50 }).await.unwrap().rows);
    assert_eq!(keys().len(), 1);
    let id = keys()[0].id.clone();
    world.admin("admin", async move |desk| desk.end_key(&id).await.unwrap());
    let again = browser.send(form(target, &fields));
    assert_eq!((again.status, keys().len()), (303, 1), "{again:?}");
    let told = browser.open(again.header("location")).page();
    assert!(told.text().contains("what it made has ended since"), "{told:?}");
}

#[test]
fn a_test_token_is_made_once_and_stays_revoked() {
    let world = World::of(&["raindrop"]);
    let mut dana = Developer::demo(&world, "raindrop");
    let (id, _) = dana.make("Notebook");
    let (target, seal) = seal(&mut dana, &format!("/{id}/test-token"));
    let fields = [("csrf", seal.as_str())];
    let [first, second] = [(); 2].map(|()| dana.browser.send(form(&target, &fields)));
    assert_eq!(shown(&first, "secret"), shown(&second, "secret"));
    let lives = || {
        let id = id.clone();
        world.admin("raindrop", async move |desk| {
            desk.live_test_token(&desk.app(&id).await.unwrap()).await.unwrap().is_some()
        })
    };
    assert!(lives());
    dana.post(&format!("/{id}/test-token/revoke"), &[]);
    let again = dana.browser.send(form(&target, &fields));
    assert_eq!((again.status, lives()), (303, false), "{again:?}");
}

#[test]
fn what_has_ended_already_is_as_good_for_its_owner() {
    let world = World::of(&["standard"]);
    let mut dana = Developer::demo(&world, "standard");
    let (id, _) = dana.make("Notebook");
    let secret = world.admin("standard", {
        let id = id.clone();
        async move |desk| desk.app(&id).await.unwrap().secrets[0].handle()
    });
    let mut carol = Developer::second(&world, "standard", "carol");
    dana.post(&format!("/{id}/owners"), &[("username", "carol")]);
    let (of_carol, her_seal) = seal(&mut carol, &format!("/{id}/delete"));
    let remove = dana.open(&format!("/{id}/owners")).text();
    let remove = remove.split("href=\"").find(|rest| rest.contains("Remove carol")).unwrap();
    let remove = remove.split('"').next().unwrap().strip_prefix(&dana.console).unwrap().to_owned();
    dana.post(&remove, &[]);
    for (page, name, said) in [
        (format!("/{id}/secrets/{secret}/revoke"), "", "The secret is revoked."),
        (format!("/{id}/delete"), "Notebook", "The app is deleted."),
    ] {
        let (target, seal) = seal(&mut dana, &page);
        for nth in 0..2 {
            let answer = dana.browser.send(form(&target, &[("csrf", &seal), ("typed", name)]));
            assert_eq!(answer.status, 303, "{page} {nth}: {answer:?}");
            let told = dana.browser.open(answer.header("location")).page();
            assert!(told.text().contains(said), "{page} {nth}: {told:?}");
        }
    }
    // Whoever looked after it no more at its end learns nothing.
    let answer = carol.browser.send(form(&of_carol, &[("csrf", &her_seal), ("typed", "Notebook")]));
    assert_eq!(answer.status, 404, "{answer:?}");
}
