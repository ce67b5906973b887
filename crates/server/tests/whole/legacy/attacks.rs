//! The corpus. Each gives whether it got through.

use crate::browser::End;
use crate::client::{Client, VERIFIER};
use crate::http::{Request, Response, encoded};
use crate::world::{LOOP, WEB, World};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use dialect::client::{ClientApp, ClientRequest};
use engine::policy::GrantKind;

/// Whether it got through at that mount.
pub type Attack = fn(&World, &str) -> bool;

/// All of them.
pub const ATTACKS: [(&str, Attack); 41] = [
    ("an error redirect before sign-in", early_error),
    ("a 307 to the app", status_307),
    ("a path below the registered one", below),
    ("another host", |world, mount| opens_at(world, mount, "https://client.example.evil.example/connect/user")),
    ("user information", |world, mount| opens_at(world, mount, "https://client.example@evil.example/connect/user")),
    ("dot segments", |world, mount| opens_at(world, mount, "https://client.example/connect/user/../../evil")),
    ("a backslash", |world, mount| opens_at(world, mount, "https://client.example\\@evil.example/connect/user")),
    ("a loopback path of another app", |world, mount| opens_at(world, mount, &format!("{LOOP}2"))),
    ("localhost at another port", localhost),
    ("an unknown response type", unknown_response),
    ("a token by redirect", token_by_redirect),
    ("a code on screen", on_screen),
    ("a scope that nobody knows", unknown_scope),
    ("a code after a minute", |world, mount| late_code(world, mount, 60)),
    ("a code after ten minutes", |world, mount| late_code(world, mount, 600)),
    ("a code twice", code_twice),
    ("another app's code", foreign_code),
    ("an exchange without the redirect URI", silent_redirect),
    ("an exchange with another redirect URI", |world, mount| redirect_at_exchange(world, mount, LOOP)),
    ("a code without its verifier", |world, mount| pkce(world, mount, None)),
    ("a code with a wrong verifier", |world, mount| pkce(world, mount, Some(&VERIFIER[1..]))),
    ("a verifier without challenge", downgrade),
    ("a blank secret", |world, mount| with_secret(world, mount, Some(""))),
    ("no secret", |world, mount| with_secret(world, mount, None)),
    ("the client id as secret", |world, mount| with_secret(world, mount, Some(Client::first(world, mount).id()))),
    ("credentials in a query", query_credentials),
    ("an access token in a query", query_token),
    ("an access token in a path", path_token),
    ("an access token in a cookie", cookie_token),
    ("Basic and body together", both),
    ("a doubled code", doubled),
    ("a password grant", password_grant),
    ("a refresh token twice", refresh_twice),
    ("another app's refresh token", foreign_refresh),
    ("a refresh token after a year of use", old_family),
    ("an access token after an hour", |world, mount| aged_token(world, mount, 3600)),
    ("a revocation without a client", bare_revocation),
    ("a question about a token without a client", bare_question),
    ("a JWT of one's own", forged_jwt),
    ("a code by GET", code_by_get),
    ("a decision by GET", decision_by_get),
];

fn got(client: &Client<'_>, answer: &Response) -> bool {
    client.dialect().client_read_tokens(GrantKind::AuthorizationCode, &answer.body).is_some()
}

fn exchange_as(client: &Client<'_>, app: ClientApp<'_>, code: &str, verifier: Option<&str>) -> bool {
    got(client, &client.send(client.dialect().client_exchange(&app, code, verifier).unwrap()))
}

fn opens_at(world: &World, mount: &str, uri: &str) -> bool {
    let client = Client::first(world, mount);
    world.get(&client.target().replace(&encoded(WEB), &encoded(uri))).status != 400
}

fn early_error(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let id = client.id();
    world.admin(mount, async move |desk| desk.suspend(id, "Spam.").await.unwrap());
    let suspended = world.get(&client.target()).header("location").starts_with(WEB);
    world.admin(mount, async move |desk| desk.resume(id).await.unwrap());
    let doubled = world.get(&format!("{}&state=b", client.target())).header("location").starts_with(WEB);
    suspended || doubled
}

fn status_307(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let mut browser = world.browser_of(&client);
    browser.reach_consent(&client.target());
    matches!(browser.open(&format!("{}&state=b", client.target())), End::App(_, 307))
}

fn below(world: &World, mount: &str) -> bool {
    opens_at(world, mount, &format!("{WEB}/more"))
}

fn localhost(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let (id, own) = (client.id(), "http://localhost:1234/cb");
    world.admin(mount, async move |desk| desk.add_redirect(id, own).await.unwrap());
    let through = opens_at(world, mount, "http://localhost:5/cb");
    world.admin(mount, async move |desk| desk.remove_redirect(id, own).await.unwrap());
    through
}

fn unknown_response(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let target = client.target().replace("response_type=code", "x=y");
    let url = client.allow(&format!("{target}&response_type=nonsense")).url();
    client.dialect().client_read_redirect(&url).code.is_some()
}

fn token_by_redirect(world: &World, mount: &str) -> bool {
    let token = |app| {
        let client = Client::with(world, mount, app);
        let target = client.target().replace("response_type=code", "response_type=token");
        matches!(client.allow(&target), End::App(url, _) if url.contains("access_token="))
    };
    world.apps(mount).iter().any(token)
}

fn on_screen(world: &World, mount: &str) -> bool {
    let shows = |app| {
        let client = Client::with(world, mount, app);
        let bare = client.target().replace(&encoded(WEB), "oob");
        matches!(client.allow(&bare), End::Page(page) if page.status == 200)
    };
    world.apps(mount).iter().any(shows)
}

fn unknown_scope(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let target = format!("{}&scope=nonsense", client.target());
    matches!(client.allow(&target), End::App(url, _) if client.dialect().client_read_redirect(&url).code.is_some())
}

fn late_code(world: &World, mount: &str, seconds: i64) -> bool {
    let client = Client::first(world, mount);
    let code = client.code();
    world.advance(seconds);
    got(&client, &client.exchange(&code))
}

fn code_twice(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let code = client.code();
    client.exchange(&code);
    got(&client, &client.exchange(&code))
}

fn foreign_code(world: &World, mount: &str) -> bool {
    let (client, other) = (Client::first(world, mount), Client::second(world, mount));
    got(&other, &other.exchange(&client.code()))
}

fn silent_redirect(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    exchange_as(&client, ClientApp { redirect_uri: None, ..client.face() }, &client.code(), None)
}

fn redirect_at_exchange(world: &World, mount: &str, uri: &str) -> bool {
    let client = Client::first(world, mount);
    exchange_as(&client, ClientApp { redirect_uri: Some(uri), ..client.face() }, &client.code(), None)
}

fn pkce(world: &World, mount: &str, verifier: Option<&str>) -> bool {
    let client = Client::first(world, mount);
    let challenge = crate::client::CHALLENGE;
    let code = client.code_for(&format!("{}&code_challenge={challenge}&code_challenge_method=S256", client.target()));
    exchange_as(&client, client.face(), &code, verifier)
}

fn downgrade(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    exchange_as(&client, client.face(), &client.code(), Some(VERIFIER))
}

fn with_secret(world: &World, mount: &str, secret: Option<&str>) -> bool {
    let client = Client::first(world, mount);
    exchange_as(&client, ClientApp { client_secret: secret, ..client.face() }, &client.code(), None)
}

fn pairs_of(request: &ClientRequest) -> Vec<(String, String)> {
    let body = request.body.clone().unwrap_or_default();
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&body) {
        Ok(members) => {
            members.into_iter().map(|(name, value)| (name, value.as_str().unwrap_or_default().to_owned())).collect()
        }
        Err(_) => form_urlencoded::parse(body.as_bytes()).into_owned().collect(),
    }
}

fn query_of(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

fn query_credentials(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let request = client.exchanging(&client.code());
    let joint = if request.url.contains('?') { "&" } else { "?" };
    let url = format!("{}{joint}{}", request.url, query_of(&pairs_of(&request)));
    got(&client, &client.send(ClientRequest { url, body: None, ..request }))
}

fn query_token(world: &World, mount: &str) -> bool {
    let token = Client::first(world, mount).tokens().access;
    world.get(&format!("/{mount}/verify?access_token={token}&token={token}")).status == 200
}

fn path_token(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let token = client.tokens().access;
    for path in [format!("/{mount}/oauth/{token}"), format!("/{mount}/oauth2/revoke/{token}")] {
        Request::new("DELETE", &path).send(world.at);
    }
    client.verify(&token).status != 200
}

fn cookie_token(world: &World, mount: &str) -> bool {
    let token = Client::first(world, mount).tokens().access;
    let cookies = format!("access_token={token}; token={token}; Authorization=Bearer {token}");
    Request::new("GET", &format!("/{mount}/verify")).header("Cookie", &cookies).send(world.at).status == 200
}

fn both(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let mut request = client.exchanging(&client.code());
    let basic = STANDARD.encode(format!("{}:{}", client.id(), client.secret()));
    request.headers.retain(|(name, _)| name != "Authorization");
    request.headers.push(("Authorization".to_owned(), format!("Basic {basic}")));
    let takes_basic =
        client.dialect().token[&GrantKind::AuthorizationCode].client_auth.contains(&dialect::model::ClientAuth::Basic);
    if let Some(body) = request.body.as_mut().filter(|_| takes_basic) {
        let own = query_of(&[
            ("client_id".to_owned(), client.id().to_owned()),
            ("client_secret".to_owned(), client.secret().to_owned()),
        ]);
        if !body.contains("client_secret") && !body.starts_with('{') {
            *body = format!("{body}&{own}");
        }
    }
    takes_basic && got(&client, &client.send(request))
}

fn doubled(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let mut request = client.exchanging(&client.code());
    let again = |list: &str| list.split('&').map(|pair| format!("{pair}&{pair}")).collect::<Vec<_>>().join("&");
    match request.body.as_mut() {
        Some(body) if body.starts_with('{') => *body = format!("{{{},{}", &body[1..body.len() - 1], &body[1..]),
        Some(body) => *body = again(body),
        None => {
            let (url, query) = request.url.split_once('?').unwrap();
            request.url = format!("{url}?{}", again(query));
        }
    }
    got(&client, &client.send(request))
}

fn password_grant(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let password = world.shown.password.expose();
    let request = client.exchanging("x");
    let target = request.url.strip_prefix(&world.url()).unwrap().split('?').next().unwrap().to_owned();
    let pairs = [
        ("grant_type", "password"),
        ("client_id", client.id()),
        ("client_secret", client.secret()),
        ("username", "demo"),
        ("password", password),
    ];
    got(&client, &world.form(&target, &pairs))
}

fn renewable(world: &World, mount: &str) -> bool {
    world.mount(mount).dialect.token.contains_key(&GrantKind::RefreshToken)
}

fn refresh_twice(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    if !renewable(world, mount) {
        return false;
    }
    let first = client.tokens();
    let second = client.refreshed(first.renewable());
    client.verify(&second.access);
    world.advance(31);
    client.refresh(first.renewable()).status == 200 && client.verify(&second.access).status == 200
}

fn foreign_refresh(world: &World, mount: &str) -> bool {
    let (client, other) = (Client::first(world, mount), Client::second(world, mount));
    renewable(world, mount) && got(&other, &other.refresh(client.tokens().renewable()))
}

fn old_family(world: &World, mount: &str) -> bool {
    if !renewable(world, mount) {
        return false;
    }
    let client = Client::first(world, mount);
    let mut tokens = client.tokens();
    for _ in 0..19 {
        world.advance(20 * 86_400);
        let answer = client.refresh(tokens.renewable());
        if !got(&client, &answer) {
            return false;
        }
        tokens = client.read_code(&answer);
    }
    true
}

fn aged_token(world: &World, mount: &str, seconds: i64) -> bool {
    let client = Client::first(world, mount);
    let token = client.tokens().access;
    world.advance(seconds);
    client.verify(&token).status == 200
}

fn bare_revocation(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let token = client.tokens().access;
    world.form(&format!("/{mount}/oauth2/revoke"), &[("token", &token)]);
    Request::new("DELETE", &format!("/{mount}/v1/oauth/{token}")).send(world.at);
    client.verify(&token).status != 200
}

fn bare_question(world: &World, mount: &str) -> bool {
    let token = Client::first(world, mount).tokens().access;
    let asked = ["tokeninfo", "introspect"].map(|path| {
        let own = [("access_token", token.as_str()), ("token", token.as_str())];
        world.form(&format!("/{mount}/oauth2/{path}"), &own).text()
    });
    asked.iter().any(|text| text.contains("demo"))
}

fn forged_jwt(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let token = client.tokens().access;
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims = token.split('.').nth(1).map_or_else(|| part(r#"{"sub":"demo","exp":99999999999}"#), str::to_owned);
    let signature = token.split('.').nth(2).unwrap_or("x");
    let forged = [
        format!("{}.{claims}.", part(r#"{"alg":"none"}"#)),
        format!("{}.{claims}.{signature}", part(r#"{"alg":"none"}"#)),
        format!("{}.{claims}.{signature}", part(r#"{"alg":"RS256","jku":"http://127.0.0.1/"}"#)),
        format!(
            "{}.{}.{signature}",
            part(r#"{"alg":"HS256","typ":"JWT"}"#),
            part(r#"{"scope":"1000","exp":99999999999}"#)
        ),
    ];
    forged.iter().any(|forged| client.verify(forged).status == 200)
}

fn code_by_get(world: &World, mount: &str) -> bool {
    let client = Client::first(world, mount);
    let request = client.exchanging(&client.code());
    let joint = if request.url.contains('?') { "&" } else { "?" };
    let url = format!("{}{joint}{}", request.url, query_of(&pairs_of(&request)));
    got(&client, &client.send(ClientRequest { method: dialect::model::Method::Get, url, body: None, ..request }))
}

fn decision_by_get(world: &World, mount: &str) -> bool {
    let client = Client::second(world, mount);
    let id = client.id();
    // Whoever was let in before is not asked again everywhere.
    let _ = world.admin(mount, async move |desk| desk.revoke_grant("demo", id).await);
    let mut browser = world.browser_of(&client);
    let page = browser.reach_consent(&client.target()).page();
    let seal = page.text().split("name=\"request\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let asked = browser.send(Request::new("GET", &format!("/{mount}/-/consent?request={seal}&decision=allow")));
    let again = browser.send(Request::new("GET", &format!("{}&decision=allow", client.target())));
    asked.header("location").contains("code") || again.header("location").contains(WEB)
}
