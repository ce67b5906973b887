//! An app's own error log.

use super::Developer;
use crate::client::deliver;
use crate::http::{Request, encoded};
use crate::world::{WEB, World};

/// The log's page, once everything is written.
fn log(alice: &mut Developer<'_>, id: &str) -> String {
    alice.world.block_on(alice.world.server.write_notes());
    alice.open(&format!("/{id}/errors")).text()
}

#[test]
fn a_redirect_uri_that_differs_is_shown_against_the_registered_one() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    assert!(log(&mut alice, &id).contains("Nothing was refused"));
    let client = alice.client(&id, &secret);
    let target = client.target().replace(&encoded(WEB), &encoded(&format!("{WEB}s?user=7#x")));
    assert_eq!(world.browser_of(&client).open(&target).page().status, 400);
    let page = log(&mut alice, &id);
    assert!(page.contains("<code>redirect_uri</code> is not one that is registered for the app."), "{page}");
    for sentence in ["It differs in its last character.", "The query is another one.", "It has a part behind #."] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    assert!(page.contains(&format!("{WEB}<mark>s?user=…#…</mark>")), "{page}");
    assert!(!page.contains("user=7") && !page.contains("st-7"), "neither values nor state: {page}");
}

#[test]
fn two_redirect_uris_are_compared_whichever_mount_of_the_realm_shows_the_log() {
    let world = World::new();
    let mut alice = Developer::demo(&world, "boxc");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let target = client.target().replace(&encoded(WEB), &encoded(&format!("{WEB}s")));
    assert_eq!(world.browser_of(&client).open(&target).page().status, 400);
    for mount in ["boxc", "boxc-standard"] {
        let page = log(&mut Developer::demo(&world, mount), &id);
        assert!(page.contains("You sent") && page.contains(&format!("{WEB}<mark>s</mark>")), "{mount}: {page}");
    }
}

#[test]
fn refusals_of_the_token_endpoint_say_what_to_do_and_hold_no_secret() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    assert_eq!(alice.client(&id, "the-wrong-one-17").exchange(&client.code()).status, 401);
    let code = client.code();
    let mut other = client.exchanging(&code);
    other.body = other.body.map(|body| body.replace(&encoded(WEB), &encoded(&format!("{WEB}/"))));
    assert_eq!(deliver(world.at, other).status, 400);
    let query = format!(
        "/standard/oauth2/token?client_id={id}&client_secret={secret}&grant_type=authorization_code&code={code}"
    );
    assert_eq!(Request::new("POST", &query).form(&[]).send(world.at).status, 400);
    let xml = Request::new("POST", "/standard/oauth2/token").header("Authorization", &basic(&id, &secret));
    assert_eq!(xml.body("application/xml", "<a/>").send(world.at).status, 415);
    let target = format!("/standard/oauth2/token?client_id={id}&grant_type=client_credentials");
    for method in ["GET", "DELETE", "BREW-SECRET"] {
        assert_eq!(Request::new(method, &target).send(world.at).status, 405, "{method}");
    }
    let page = log(&mut alice, &id);
    for sentence in [
        "The request came with a method that this endpoint does not take.",
        "The secret is none of the app’s, or it was revoked.",
        "<code>redirect_uri</code> is another one than in the authorization request.",
        "It differs in a slash at the end.",
        "Before it was",
        "A secret stands in the address, where logs keep it: <code>client_secret</code>.",
        "The body is of a kind that this endpoint does not take.",
    ] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    for method in ["GET", "DELETE", "…"] {
        let sent = format!("<div><dt><code>method</code></dt><dd><code>{method}</code></dd></div>");
        assert_eq!(page.matches(&sent).count(), 1, "{method}: {page}");
    }
    for hidden in [secret.as_str(), "the-wrong-one-17", code.as_str(), "<a/>", "BREW"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    let german = alice.open(&format!("/{id}/errors?lang=de")).text();
    assert!(
        german.contains("Das Geheimnis ist keines der App, oder es wurde widerrufen.")
            && german.contains("Zuvor war es"),
        "{german}"
    );
}

fn basic(id: &str, secret: &str) -> String {
    use base64::Engine;
    let pair = format!("{id}:{secret}");
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

#[test]
fn calls_of_the_api_and_other_endpoints_are_noted_for_the_tokens_app_alone() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let (other, other_secret) = alice.make_whole("Other");
    let client = alice.client(&id, &secret);
    let tokens = client.tokens();
    // Another app asks about this one's token, and is refused for its own wrong secret.
    let stranger = alice.client(&other, "the-wrong-one-17");
    assert_eq!(stranger.introspect(&tokens.access).unwrap().status, 401);
    let _ = alice.client(&other, &other_secret);
    world.advance(3_600);
    let mut alice = Developer::demo(&world, "standard");
    assert_eq!(client.verify(&tokens.access).status, 401);
    assert_eq!(client.verify("no token at all").status, 401, "belongs to nobody");
    let own = log(&mut alice, &id);
    assert!(own.contains("The access token has expired.") && !own.contains("none of the app’s"), "{own}");
    assert_eq!(own.matches("class=\"when\"").count(), 1, "{own}");
    let theirs = log(&mut alice, &other);
    assert!(theirs.contains("none of the app’s") && !theirs.contains("has expired"), "{theirs}");
}

#[test]
fn what_was_refused_during_a_suspension_says_so_after_its_end() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let tokens = client.tokens();
    let own = id.clone();
    world.admin("standard", async move |desk| desk.suspend(&own, "It sends spam.").await.unwrap());
    client.is_dead(&tokens.access, "suspended");
    let own = id.clone();
    world.admin("standard", async move |desk| desk.resume(&own).await.unwrap());
    let page = log(&mut alice, &id);
    assert!(page.contains("The app was suspended then.") && page.contains("If it still is, the reason"), "{page}");
    let german = alice.open(&format!("/{id}/errors?lang=de")).text();
    assert!(german.contains("Die App war zu dieser Zeit gesperrt."), "{german}");
}

#[test]
fn what_could_not_be_written_is_kept() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let target = client.target().replace(&encoded(WEB), &encoded(&format!("{WEB}s")));
    assert_eq!(world.browser_of(&client).open(&target).page().status, 400);
    world.database.leave();
    world.block_on(world.server.write_notes());
    world.database_is_back();
    assert_eq!(log(&mut alice, &id).matches("class=\"when\"").count(), 1);
}

#[test]
fn of_a_flood_the_latest_are_kept_and_the_log_keeps_its_size() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, _) = alice.make_whole("Notes");
    let flood = || {
        for _ in 0..30 {
            world.form(
                "/standard/oauth2/token",
                &[("client_id", &id), ("client_secret", "x"), ("grant_type", "refresh_token")],
            );
        }
    };
    flood();
    let target = format!("/standard/oauth2/token?client_id={id}&grant_type=client_credentials");
    assert_eq!(Request::new("GET", &target).send(world.at).status, 405);
    flood();
    let page = log(&mut alice, &id);
    let kept = page.matches("class=\"when\"").count();
    assert!((10..=60).contains(&kept), "{kept}");
    let other = page.matches("The request came with a method that this endpoint does not take.").count();
    assert_eq!(other, 1, "what came between floods: {page}");
    for _ in 0..20 {
        flood();
        world.block_on(world.server.write_notes());
    }
    let noted = world.admin("standard", async move |desk| {
        let app = desk.app(&id).await.unwrap();
        desk.store.refusals(desk.realm.key, app.key, store::ops::Page { after: None, limit: 1000 }).await.unwrap().len()
    });
    assert_eq!(noted, 100);
}

#[test]
fn each_cause_has_a_sentence_of_its_own() {
    let world = World::of(&["standard"]);
    let mut alice = Developer::demo(&world, "standard");
    let (id, secret) = alice.make_whole("Notes");
    alice.post(&format!("/{id}/permissions"), &[("scope", "read")]);
    let client = alice.client(&id, &secret);
    let own = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
    let token = |fields: &[(&str, &str)]| world.form("/standard/oauth2/token", &[&own[..], fields].concat());
    for (fields, sentence) in [
        (vec![], "<code>grant_type</code> is missing."),
        (vec![("grant_type", "telepathy")], "<code>grant_type</code> has a value that is unknown here"),
        (
            vec![("grant_type", "client_credentials"), ("scope", "write")],
            "<code>scope</code> asks for <code>write</code>, which the app may not ask for.",
        ),
        (
            vec![("grant_type", "client_credentials"), ("scope", "read fly")],
            "<code>scope</code> asks for something that does not exist here.",
        ),
    ] {
        assert!(!log(&mut alice, &id).contains(sentence), "{sentence}");
        assert_eq!(token(&fields).status, 400, "{sentence}");
        let page = log(&mut alice, &id);
        assert!(page.contains(sentence) && page.contains("<code>POST /standard/oauth2/token</code>"), "{page}");
    }
    for (response, sentence) in [
        ("", "<code>response_type</code> is missing."),
        ("&response_type=id_token", "<code>response_type</code> has a value that is unknown here."),
    ] {
        let target = client.target().replace("&response_type=code", response).replace("?response_type=code&", "?");
        world.browser_of(&client).open(&target);
        let page = log(&mut alice, &id);
        assert!(page.contains(sentence) && page.contains("<code>GET /standard/oauth2/authorize</code>"), "{page}");
    }
    assert!(log(&mut alice, &id).contains("a token that <bdi>"), "what no log of an app can have is told");
}

/// The app has exactly one, and each link has to name it all the same.
#[test]
fn a_link_that_has_to_name_its_redirect_uri_is_told_so() {
    let world = World::of(&["boxc"]);
    let mut alice = Developer::demo(&world, "boxc");
    let (id, _) = alice.make_whole("Notes");
    world.get(&format!("/boxc/oauth/authorize?application_id={id}"));
    let page = log(&mut alice, &id);
    assert!(page.contains("<code>return_uri</code> is missing, and this link cannot do without."), "{page}");
}

#[test]
fn what_is_to_be_exchanged_is_asked_for_where_no_grant_type_is() {
    let world = World::of(&["gitshare"]);
    let mut alice = Developer::demo(&world, "gitshare");
    let (id, secret) = alice.make("Notes");
    assert_eq!(world.form("/gitshare/oauth2/token/", &[("client_id", &id), ("client_secret", &secret)]).status, 400);
    let page = log(&mut alice, &id);
    let sentence =
        "There is nothing in the request to exchange: it needs one of <code>code</code>, <code>refresh_token</code>.";
    assert!(page.contains(sentence) && !page.contains("<code>grant_type</code> is missing"), "{page}");
}

#[test]
fn a_dot_segment_is_told_and_nothing_is_asked_byte_for_byte_where_paths_go_on() {
    let world = World::of(&["boxc"]);
    let mut alice = Developer::demo(&world, "boxc");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let target = client.target().replace(&encoded(WEB), &encoded(&format!("{WEB}/../other")));
    assert_eq!(world.browser_of(&client).open(&target).page().status, 400);
    let page = log(&mut alice, &id);
    assert!(page.contains("Its path has . or .. in it") && !page.contains("byte for byte"), "{page}");
}

#[test]
fn a_path_is_shown_without_the_token_in_it() {
    let world = World::of(&["boxc"]);
    let mut alice = Developer::demo(&world, "boxc");
    let (id, secret) = alice.make_whole("Notes");
    let client = alice.client(&id, &secret);
    let tokens = client.tokens();
    let revoke = client.dialect().client_revoke(&client.face(), &tokens.access).unwrap();
    let target = revoke.url.strip_prefix(&world.url()).unwrap();
    assert!(target.contains(&tokens.access), "{target}");
    let put = Request::new("PUT", &format!("{target}?application_id={id}")).send(world.at);
    assert_eq!(put.status, 405, "{put:?}");
    let page = log(&mut alice, &id);
    assert!(page.contains("<code>PUT /boxc/") && page.contains("…") && !page.contains(&tokens.access), "{page}");
}
