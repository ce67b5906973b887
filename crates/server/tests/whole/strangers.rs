//! Providers that are not built in, written from the guide: what their clients send, and what they hear. Each needs what the five do not.

use crate::client::Client;
use crate::drawn::world_of;
use crate::http::{Request, Response};
use crate::world::{WEB, World};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

fn world(name: &str, text: &str) -> World {
    world_of(&[(name.to_owned(), text.to_owned())])
}

fn basic((id, secret): (&str, &str)) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// `auth.test` with this token.
fn tested(world: &World, token: &str) -> String {
    let answer = world.bearer("/workspace/api/auth.test", token);
    assert_eq!((answer.status, answer.header("www-authenticate")), (200, ""), "{answer:?}");
    answer.text()
}

#[test]
fn two_tokens_in_one_answer_and_an_api_that_refuses_with_200() {
    let world = world("workspace", include_str!("../../../dialect/tests/fixtures/workspace.toml"));
    let client = Client::first(&world, "workspace");
    let exchanged = |query: &str| {
        let code = client.code_for(&format!(
            "/workspace/oauth/v2/authorize?client_id={}&redirect_uri={}&state=s&{query}",
            client.id(),
            crate::http::encoded(WEB)
        ));
        let pairs = [("client_id", client.id()), ("client_secret", client.secret()), ("code", code.as_str())];
        world.form("/workspace/api/oauth.v2.access", &pairs)
    };
    let both = exchanged("scope=users:read,channels:read&user_scope=chat:write");
    assert_eq!((both.member("/ok"), both.member("/scope")), ("true".to_owned(), "users:read,channels:read".to_owned()));
    assert_eq!(
        (both.member("/authed_user/scope"), both.member("/team/id")),
        ("chat:write".to_owned(), "workspace".to_owned())
    );
    let (bot, user) = (both.member("/access_token"), both.member("/authed_user/access_token"));
    assert!(bot.starts_with("xoxb-") && user.starts_with("xoxp-"), "{both:?}");
    let opens = |token: &str| world.bearer("/workspace/verify", token).header("x-grantor-scope").to_owned();
    assert_eq!((opens(&bot), opens(&user)), ("users:read,channels:read".to_owned(), "chat:write".to_owned()));

    // The API says no with 200, each method in its own words; a gateway never hears that.
    assert!(tested(&world, &bot).contains(r#""ok":true"#) && tested(&world, &user).contains(r#""ok":true"#));
    assert_eq!(tested(&world, "nonsense"), r#"{"ok":false,"error":"invalid_auth"}"#);
    assert_eq!(world.get("/workspace/api/auth.test").text(), r#"{"ok":false,"error":"not_authed"}"#);
    let profile = |token: &str| world.bearer("/workspace/api/users.profile.get", token);
    assert!(profile(&bot).text().contains("profile"), "{:?}", profile(&bot));
    let lacking = profile(&user);
    assert_eq!(
        (lacking.status, lacking.text().as_str()),
        (200, r#"{"ok":false,"error":"missing_scope","needed":"users:read"}"#)
    );
    assert_eq!(world.bearer("/workspace/verify", "nonsense").status, 401);

    // One of the two may go alone; both go with a replayed code's family.
    assert_eq!(world.bearer("/workspace/api/auth.revoke", &user).text(), r#"{"ok":true,"revoked":true}"#);
    assert_eq!(tested(&world, &user), r#"{"ok":false,"error":"token_revoked"}"#);
    assert!(tested(&world, &bot).contains(r#""ok":true"#));

    let alone = exchanged("scope=users:read");
    assert!(!alone.text().contains("xoxp-") && alone.text().contains("xoxb-"), "{alone:?}");
    let users_only = exchanged("user_scope=chat:write");
    assert_eq!(users_only.member("/scope"), "");
    assert!(users_only.text().contains("xoxp-"), "{users_only:?}");
}

#[test]
fn two_tokens_are_two_of_the_limit_and_end_with_their_family() {
    let world = world("workspace", include_str!("../../../dialect/tests/fixtures/workspace.toml"));
    let client = Client::first(&world, "workspace");
    let id = client.id();
    let target = format!("/workspace/oauth/v2/authorize?client_id={id}&scope=users:read&user_scope=chat:write");
    let redeem = |code: &str| {
        let pairs = [("client_id", id), ("client_secret", client.secret()), ("code", code)];
        world.form("/workspace/api/oauth.v2.access", &pairs)
    };
    world.admin("workspace", async move |desk| desk.limit(id, Some(1)).await.unwrap());
    let code = client.code_for(&target);
    assert!(redeem(&code).text().contains("unauthorized_client"), "one place, two tokens");
    world.admin("workspace", async move |desk| desk.limit(id, Some(2)).await.unwrap());
    let tokens = redeem(&code);
    let (bot, user) = (tokens.member("/access_token"), tokens.member("/authed_user/access_token"));
    assert_eq!(redeem(&code).text(), r#"{"ok":false,"error":"invalid_code"}"#);
    for token in [&bot, &user] {
        assert_eq!(tested(&world, token), r#"{"ok":false,"error":"token_revoked"}"#, "the code was replayed");
    }
}

#[test]
fn answers_by_accept_and_the_apps_id_in_the_path() {
    let world = world("forge", include_str!("../../../dialect/tests/fixtures/forge.toml"));
    let client = Client::first(&world, "forge");
    let post = |accept: &str, pairs: &[(&str, &str)]| {
        let request = Request::new("POST", "/forge/login/oauth/access_token");
        let request = if accept.is_empty() { request } else { request.header("Accept", accept) };
        request.form(pairs).send(world.at)
    };
    let redeem = |accept: &str, code: &str| {
        post(accept, &[("client_id", client.id()), ("client_secret", client.secret()), ("code", code)])
    };
    let plain = redeem("", &client.code());
    assert_eq!(plain.header("content-type"), "application/x-www-form-urlencoded");
    assert!(plain.text().starts_with("access_token=gho_") && plain.text().ends_with("&scope=&token_type=bearer"));
    let json = redeem("application/json", &client.code());
    assert_eq!((json.header("content-type"), json.header("vary")), ("application/json", "Accept"));
    let token = json.member("/access_token");
    let browser = redeem("text/html,application/xhtml+xml,*/*;q=0.8", &client.code());
    assert!(browser.text().starts_with("access_token="), "{browser:?}");
    let wrong = redeem("", "nonsense");
    assert!(wrong.status == 200 && wrong.text().starts_with("error=bad_verification_code&"), "{wrong:?}");
    assert_eq!(redeem("application/json", "nonsense").member("/error"), "bad_verification_code");

    let at = |method: &str, id: &str, credentials: (&str, &str)| -> Response {
        let body = format!(r#"{{"access_token":"{token}"}}"#);
        let request = Request::new(method, &format!("/forge/applications/{id}/token"));
        request.header("Authorization", &basic(credentials)).body("application/json", body).send(world.at)
    };
    let own = (client.id(), client.secret());
    assert_eq!(at("POST", client.id(), own).member("/app/client_id"), client.id());
    assert_eq!(at("POST", "Ov23liNobody", own).status, 400, "another id than the credentials'");
    assert_eq!(at("DELETE", "Ov23liNobody", own).text(), r#"{"message":"Not Found"}"#);
    assert_eq!(at("DELETE", client.id(), (client.id(), "wrong")).status, 404);
    let user = |token: &str| {
        Request::new("GET", "/forge/user").header("Authorization", &format!("token {token}")).send(world.at)
    };
    assert_eq!(user(&token).status, 200);
    assert_eq!((at("DELETE", client.id(), own).status, user(&token).status), (204, 401));
}

#[test]
fn a_token_made_longer_in_two_ways_and_left_for_good() {
    let world = world("photos", include_str!("../../../dialect/tests/fixtures/photos.toml"));
    let (client, other) = (Client::first(&world, "photos"), Client::second(&world, "photos"));
    let short = client.read_code(&client.exchange(&client.code())).access;
    let longer = |secret: &str, token: &str| {
        world.get(&format!(
            "/photos/access_token?grant_type=ig_exchange_token&client_secret={secret}&access_token={token}"
        ))
    };
    let prolonged = |token: &str| {
        world.get(&format!("/photos/refresh_access_token?grant_type=ig_refresh_token&access_token={token}"))
    };
    let refused = |answer: Response, message: &str| {
        assert_eq!((answer.status, answer.member("/error_message")), (400, message.to_owned()));
    };
    refused(longer("wrong", &short), "the client secret is wrong");
    refused(longer(other.secret(), &short), "the client secret is wrong");
    refused(longer("", &short), "the client secret is missing");
    refused(longer(client.secret(), "nonsense"), "the token is unknown");
    refused(prolonged("nonsense"), "the token is unknown");
    // The word of the one way is no word of the other's route.
    refused(
        world.get(&format!("/photos/refresh_access_token?grant_type=ig_exchange_token&access_token={short}")),
        "the client id is missing",
    );
    let long = longer(client.secret(), &short);
    assert_eq!(long.member("/expires_in"), "5184000");
    let long = long.member("/access_token");
    world.advance(3_700);
    assert_eq!(prolonged(&short).member("/error_message"), "the token has expired");
    let again = prolonged(&long).member("/access_token");
    let me = |token: &str| world.get(&format!("/photos/me?fields=username&access_token={token}"));
    assert_eq!(me(&again).text(), r#"{"username":"demo"}"#);
    assert_eq!(world.get(&format!("/photos/v21.0/me?access_token={again}")).status, 200, "whatever the version");
    let left = Request::new("DELETE", &format!("/photos/me/permissions?access_token={again}")).send(world.at);
    assert_eq!((left.status, left.text().as_str()), (200, r#"{"success":true}"#));
    for token in [&again, &long] {
        assert_eq!(me(token).status, 401);
    }
}

/// A client that keeps a state of its own in its redirect URI; at the exchange the whole has to be the same again.
#[test]
fn a_redirect_uri_that_says_more_than_the_registered_one() {
    let world = world("photos", include_str!("../../../dialect/tests/fixtures/photos.toml"));
    let client = Client::first(&world, "photos");
    let own = format!("{WEB}?redirect_state=x7");
    let asked = |uri: &str| {
        let uri = crate::http::encoded(uri);
        client
            .allow(&format!("/photos/oauth/authorize?client_id={}&response_type=code&redirect_uri={uri}", client.id()))
    };
    let url = asked(&own).url();
    let code = url.strip_prefix(&format!("{own}&code=")).unwrap_or_else(|| panic!("{url}"));
    let redeem = |uri: &str| {
        let credentials = [("client_id", client.id()), ("client_secret", client.secret())];
        let own = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", uri)];
        let pairs: Vec<(&str, &str)> = credentials.into_iter().chain(own).collect();
        world.form("/photos/oauth/access_token", &pairs).status
    };
    assert_eq!((redeem(WEB), redeem(&own)), (400, 200));
    assert!(asked(&format!("{WEB}/below?redirect_state=x7")).is_page_of(400));
}
