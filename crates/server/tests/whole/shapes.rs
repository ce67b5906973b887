//! The texts that each dialect hands out, held against the form that its document prints or that its clients know.

use crate::client::{Client, Tokens};
use crate::database::Database;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn all(text: &str, length: usize, letter: impl Fn(char) -> bool) -> bool {
    text.chars().count() == length && text.chars().all(letter)
}

fn hex(text: &str, length: usize) -> bool {
    all(text, length, |c| c.is_ascii_digit() || ('a'..='f').contains(&c))
}

fn base62(text: &str, length: usize) -> bool {
    all(text, length, |c| c.is_ascii_alphanumeric())
}

/// A random UUID in lower case (RFC 9562 section 5.4).
fn uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| hex(part, part.len())) && parts[2].starts_with('4')
}

fn claims(jwt: &str) -> Value {
    let part = |nth: usize| {
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(nth).unwrap()).unwrap()).unwrap()
    };
    assert_eq!(part(0), serde_json::json!({ "alg": "HS256", "typ": "JWT" }));
    part(1)
}

#[test]
fn cod_06_every_text_has_the_form_that_its_dialect_documents() {
    let world = World::new();
    for mount in ["hidrive", "raindrop", "raindrop-live", "boxc", "gitshare"] {
        for _ in 0..20 {
            let client = Client::first(&world, mount);
            let (code, tokens) = (client.code(), client.tokens());
            let refresh = tokens.refresh.as_deref().unwrap_or_default();
            let fits = match mount {
                "hidrive" => {
                    let own = refresh.strip_prefix("rt-").is_some_and(|rest| base62(rest, 32));
                    own && base62(&code, 20)
                        && base62(&tokens.access, 32)
                        && hex(client.id(), 32)
                        && hex(client.secret(), 32)
                }
                "boxc" => {
                    let id = all(client.id(), 16, |c| c.is_ascii_lowercase() || c.is_ascii_digit());
                    id && base62(&code, 32) && hex(&tokens.access, 64) && uuid(client.secret())
                }
                "gitshare" => base62(&code, 30) && base62(&tokens.access, 30) && base62(refresh, 30),
                _ => {
                    uuid(&code)
                        && uuid(&tokens.access)
                        && uuid(refresh)
                        && hex(client.id(), 24)
                        && uuid(client.secret())
                }
            };
            assert!(fits, "{mount}: {code} {tokens:?} {}", client.id());
        }
    }
    let hidrive = Client::first(&world, "hidrive");
    let userid = hidrive.exchange(&hidrive.code()).member("/userid");
    assert!(
        userid.split('.').count() == 3 && userid.split('.').all(|part| all(part, 5, |c| c.is_ascii_digit())),
        "{userid}"
    );
}

/// HS256 with the claims that the provider's clients read, and a `jti` so that two of one second differ.
#[test]
fn tok_05_serbles_tokens_are_jwts_with_its_claims() {
    let world = World::of(&["serble"]);
    let client = Client::first(&world, "serble");
    let code = client.code_for(&client.target_for(Some("user_info"), None));
    assert!(all(&code, 43, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')), "{code}");
    assert!(uuid(client.id()) && uuid(client.secret()));
    let tokens = client.read_code(&client.exchange(&code));
    let now = world.server.clock.now().secs();
    let account = &world.shown.realms[0].account.id;
    for (token, kind, life) in
        [(tokens.access.as_str(), "oauth-access", 3600), (tokens.renewable(), "oauth-refresh", 315_360_000)]
    {
        let claims = claims(token);
        let expected = [
            ("userid", account.as_str()),
            ("appid", client.id()),
            ("scope", "0010"),
            ("type", kind),
            ("iss", client.mount.issuer.as_str()),
        ];
        for (name, value) in expected {
            assert_eq!(claims[name], value, "{name} of {claims}");
        }
        assert_eq!((&claims["iat"], &claims["nbf"], &claims["exp"]), (&now.into(), &now.into(), &(now + life).into()));
        assert!(claims["jti"].as_str().unwrap().len() >= 20, "{claims}");
    }
    let other = client.refreshed(tokens.renewable());
    assert_ne!(other.access, tokens.access, "two of one second differ");
}

/// TOK-07: a JWT counts by its row, so no header, key or claim of somebody's own makes one.
#[test]
fn tok_07_serble_takes_no_jwt_that_it_did_not_make() {
    let world = World::of(&["serble"]);
    let client = Client::first(&world, "serble");
    let tokens = client.tokens();
    let [header, body, signature] = tokens.access.split('.').collect::<Vec<_>>()[..] else { panic!("a JWT") };
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let forged = [
        format!("{}.{body}.", part(r#"{"alg":"none","typ":"JWT"}"#)),
        format!("{}.{body}.{signature}", part(r#"{"alg":"HS512","typ":"JWT"}"#)),
        format!("{}.{body}.{signature}", part(r#"{"alg":"HS256","typ":"JWT","kid":"../../dev/null"}"#)),
        format!("{header}.{body}."),
        format!("{header}.{body}"),
        format!("{header}.{body}.{signature}."),
        format!("{header}.{}.{signature}", part(r#"{"type":"oauth-access","exp":99999999999}"#)),
        format!(".{body}.{signature}"),
    ];
    for token in forged {
        client.is_dead(&token, &token);
    }
    client.is_dead(tokens.renewable(), "a refresh token at the API");
    client.lives(&tokens.access, "its own");
}

const CHANGING: &str = "listen = \"127.0.0.1:0\"\ndata = \".\"\ndialects = \"more\"\n[demo]\nseed = true\n\
    redirect_uris = [\"https://client.example/connect/user\"]\n\
    [[realms]]\nname = \"changing\"\nmounts = [{ dialect = \"changing\", prefix = \"/changing\" }]\n";
const SIGNED: &str = "{ jwt = [[\"iat\", \"{issued_at}\"], [\"jti\", \"{id}\"]] }";

/// The standard with access and refresh tokens of this shape.
fn shaped(folder: &Path, shape: &str) {
    let own = folder.join("more/changing");
    std::fs::create_dir_all(&own).unwrap();
    let text = format!("extends = \"standard\"\n[shapes]\naccess_token = {shape}\nrefresh_token = {shape}\n");
    std::fs::write(own.join("dialect.toml"), text).unwrap();
}

/// What was handed out before an operator changes the shapes lives on: an access token everywhere, and a refresh token gets one of the new shape.
#[test]
fn tokens_live_on_when_their_shape_is_changed() {
    let shapes = [SIGNED, "\"base62:43\"", "\"base64url:43\"", "\"at-{hex:64}\"", "\"uuid\"", SIGNED];
    let mut folder = TempDir::new().unwrap();
    let mut held: Vec<(&str, Tokens)> = Vec::new();
    for (seed, shape) in (7..).zip(shapes) {
        shaped(folder.path(), shape);
        let world = World::on(Database::File(folder.path().to_owned()), folder, CHANGING, seed);
        let client = Client::first(&world, "changing");
        for (of, tokens) in &mut held {
            let when = format!("{of} where tokens are {shape}");
            client.lives(&tokens.access, &when);
            assert!(client.introspect(&tokens.access).unwrap().text().starts_with(r#"{"active":true"#), "{when}");
            let next = client.refreshed(tokens.renewable());
            client.lives(&next.access, &when);
            tokens.refresh = next.refresh;
        }
        held.push((shape, client.tokens()));
        drop(client);
        folder = world.end();
    }
}
