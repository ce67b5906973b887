//! The main job, once through for the two dialects that share no word: a person allows an app, the app gets a token, the API knows it.

use crate::browser::authorize;
use crate::world::{WEB, World};

#[test]
fn boxc_from_the_page_to_the_end_of_the_token() {
    let world = World::of(&["boxc"]);
    let app = world.app("boxc", "server");
    let id = &app.app.client_id;
    let secret = app.secret.as_ref().unwrap().expose();
    let target = authorize("/boxc/v1/oauth/authorize", &[("application_id", id), ("return_uri", WEB)]);
    let nonce = world.browser().allow(&target).parameter("nonce");
    let body = format!(r#"{{"application_id":"{id}","application_secret":"{secret}","nonce":"{nonce}"}}"#);
    let answer = world.json("/boxc/v1/oauth/access_token", &body);
    assert_eq!(answer.status, 201, "{answer:?}");
    let token = answer.member("/access_token");
    assert_eq!(answer.text(), format!(r#"{{"access_token":"{token}","expires_in":null,"token_type":"Bearer"}}"#));
    assert_eq!(world.bearer("/boxc/v1/users/me", &token).member("/user/email"), world.shown.realms[0].account.email);
    assert_eq!(world.bearer("/boxc/verify", &token).header("x-grantor-username"), "demo");
    let again = world.json("/boxc/v1/oauth/access_token", &body);
    assert_eq!(
        again.text(),
        r#"{"status":"error","http_status":400,"code":1000,"message":"Validation Error. nonce is invalid"}"#
    );
    assert_eq!(world.bearer("/boxc/v1/users/me", &token).status, 401, "COD-01: a replay ends what the code had issued");
}

#[test]
fn standard_with_pkce_refresh_and_revocation() {
    let world = World::of(&["standard"]);
    let app = world.app("standard", "public");
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let target = authorize(
        "/standard/oauth2/authorize",
        &[
            ("client_id", &app.app.client_id),
            ("redirect_uri", WEB),
            ("response_type", "code"),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
            ("state", "q7"),
        ],
    );
    let code = world.browser().allow(&target).parameter("code");
    let answer = world.form(
        "/standard/oauth2/token",
        &[
            ("grant_type", "authorization_code"),
            ("client_id", &app.app.client_id),
            ("code", &code),
            ("redirect_uri", WEB),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ],
    );
    assert_eq!(answer.status, 200, "{answer:?}");
    let refresh = answer.member("/refresh_token");
    let renewed = world.form(
        "/standard/oauth2/token",
        &[("grant_type", "refresh_token"), ("client_id", &app.app.client_id), ("refresh_token", &refresh)],
    );
    assert_eq!(renewed.status, 200, "{renewed:?}");
    assert_ne!(renewed.member("/refresh_token"), refresh);
    let pairs = [("client_id", app.app.client_id.as_str()), ("token", &renewed.member("/refresh_token"))];
    assert_eq!(world.form("/standard/oauth2/revoke", &pairs).status, 200);
    assert_eq!(world.bearer("/standard/verify", &renewed.member("/access_token")).status, 401);
}

/// BoxC's redirect URIs differ per user, below the registered one: the callback page answers there as well.
#[test]
fn a_redirect_uri_below_the_callback_page_shows_what_came_back() {
    let world = World::of(&["boxc"]);
    let id = &world.app("boxc", "server").app.client_id;
    let uri = format!("{}/user/77", world.shown.callback());
    let target = authorize("/boxc/v1/oauth/authorize", &[("application_id", id), ("return_uri", &uri)]);
    let url = world.browser().allow(&target).url();
    let (below, nonce) = url.split_once("?nonce=").expect("a nonce");
    assert_eq!(below, uri);
    let page = world.get(url.strip_prefix(&world.url()).unwrap());
    assert!(page.status == 200 && page.text().contains(nonce), "{page:?}");
}
