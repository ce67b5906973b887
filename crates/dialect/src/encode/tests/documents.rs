//! The built-in dialects say what their providers' documents print, byte for byte.

use super::{body, head};
use crate::encode::Facts;
use crate::model::{Dialect, Endpoint};
use crate::sample::{account, app};
use crate::{catalog, check};
use engine::model::{Account, App};
use engine::policy::GrantKind;
use engine::refusal::{Refusal, Refused};
use engine::request::{Carrier, ResponseType};
use engine::scope::ScopeSet;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

const CODE: GrantKind = GrantKind::AuthorizationCode;

fn dialect(name: &str) -> Dialect {
    check::load(&catalog::source(name).unwrap(), &catalog::source).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The people and times of one provider's examples.
struct World {
    dialect: Dialect,
    app: App,
    account: Account,
    scope: ScopeSet,
}

impl World {
    fn of(name: &str, scope: &str) -> Self {
        let named = |first: &str| (first.to_owned(), "Doe".to_owned());
        let (first_name, last_name) = named("Jo");
        let account = Account { username: "foobar".to_owned(), first_name, last_name, ..account() };
        Self { dialect: dialect(name), app: app(), account, scope: ScopeSet::parse(scope) }
    }

    /// Issued at second 1,000,000 and asked at the same second and .232.
    fn facts(&self, life: Option<i64>) -> Facts<'_> {
        Facts {
            now_ms: 1_000_000_232,
            issuer: "https://auth.example",
            realm_title: "api",
            app: Some(&self.app),
            account: Some(&self.account),
            scope: Some(&self.scope),
            access_token: Some("AT"),
            issued_at: Some(1_000_000),
            access_ends_at: life.map(|life| 1_000_000 + life),
            refresh_token: Some("RT"),
            code: Some("C1"),
            state: Some("q7"),
            ..Facts::default()
        }
    }

    fn tokens(&self, life: Option<i64>) -> (u16, String) {
        let answer = self.dialect.encode_token(CODE, &self.facts(life));
        assert_eq!(head(&answer, CONTENT_TYPE), self.dialect.json_type);
        (answer.status().as_u16(), body(&answer).to_owned())
    }

    fn refused(&self, endpoint: Endpoint, refused: impl Into<Refused>) -> (u16, String, String) {
        let answer = self.dialect.encode_refused(endpoint, &refused.into(), &self.facts(None));
        (answer.status().as_u16(), body(&answer).to_owned(), head(&answer, WWW_AUTHENTICATE).to_owned())
    }

    fn at_token(&self, refused: impl Into<Refused>) -> (u16, String) {
        let (status, body, _) = self.refused(Endpoint::Token, refused);
        (status, body)
    }

    fn whoami(&self) -> String {
        body(&self.dialect.encode_resource(0, &self.facts(None), None)).to_owned()
    }

    fn yes(&self, response: ResponseType) -> String {
        self.dialect.redirect_yes("https://app.example/cb", response, &self.facts(Some(3600)))
    }

    fn no(&self) -> String {
        let denied = Refusal::AccessDenied.into();
        self.dialect.redirect_no("https://app.example/cb", ResponseType::Code, &denied, &self.facts(None))
    }
}

fn said(status: u16, body: &str) -> (u16, String) {
    (status, body.to_owned())
}

#[test]
fn hidrive() {
    let world = World::of("hidrive", "ro user");
    let tokens = r#"{"refresh_token":"RT","expires_in":3600,"userid":"32","access_token":"AT","alias":"foobar","token_type":"Bearer","scope":"ro,user"}"#;
    assert_eq!(world.tokens(Some(3600)), said(200, tokens));
    let mut owner = World::of("hidrive", "rw owner");
    owner.app.client_id = "c".repeat(32);
    let info = owner.dialect.encode_tokeninfo(&owner.facts(Some(3203)));
    let expected =
        format!(r#"{{"expires_in":3202,"client_id":"{}","alias":"foobar","scope":"rw,owner"}}"#, "c".repeat(32));
    assert_eq!(body(&info), expected);
    assert_eq!(world.yes(ResponseType::Code), "https://app.example/cb?scope=ro,user&code=C1&state=q7");
    let fragment = "https://app.example/cb#access_token=AT&token_type=Bearer&expires_in=3600&scope=ro,user&state=q7";
    assert_eq!(world.yes(ResponseType::Token), fragment);
    let denied =
        "https://app.example/cb?error=access_denied&error_description=the%20user%20denied%20the%20request&state=q7";
    assert_eq!(world.no(), denied);
    assert_eq!(world.whoami(), r#"{"alias":"foobar","account":"32"}"#);
    let revoked = world.dialect.encode_revoked(&world.facts(None));
    assert_eq!((revoked.status().as_u16(), body(&revoked)), (200, ""));
}

#[test]
fn hidrive_refuses() {
    let world = World::of("hidrive", "ro user");
    let of =
        |error: &str, description: &str| (400, format!(r#"{{"error":"{error}","error_description":"{description}"}}"#));
    let rows = [
        (Refused::carried(Refusal::ClientUnknown, Carrier::Query), "invalid client_id (param auth)"),
        (Refused::carried(Refusal::ClientSecretWrong, Carrier::Body), "invalid client_secret (param auth)"),
        (Refused::carried(Refusal::ClientUnknown, Carrier::Basic), "invalid client_id (header auth)"),
        (Refused::carried(Refusal::ClientSecretWrong, Carrier::Basic), "invalid client_secret (header auth)"),
        (Refusal::RefreshTokenMalformed.into(), "invalid refresh_token (format)"),
        (Refusal::CodeMissing.into(), "missing parameter code"),
    ];
    for (refused, description) in rows {
        assert_eq!(world.at_token(refused), of("invalid_request", description));
    }
    for (refusal, error) in [
        (Refusal::CodeSpent, "invalid_grant"),
        (Refusal::ClientWithoutSecret, "unauthorized_client"),
        (Refusal::GrantTypeMissing, "unsupported_grant_type"),
        (Refusal::RedirectUriDiffers, "invalid_grant"),
    ] {
        let (status, text) = world.at_token(refusal);
        assert!(status == 400 && text.starts_with(&format!(r#"{{"error":"{error}","error_description":""#)), "{text}");
    }
    let (status, text, challenge) = world.refused(Endpoint::Api, Refusal::TokenExpired);
    assert_eq!((status, text.as_str()), (401, r#"{"code":401,"msg":"the token has expired"}"#));
    assert!(!challenge.is_empty());
    assert_eq!(world.refused(Endpoint::TokenInfo, Refusal::TokenUnknown).0, 400);
    assert_eq!(world.refused(Endpoint::Revoke, Refusal::TokenParameterMissing).0, 400);
}

#[test]
fn raindrop() {
    let world = World::of("raindrop", "");
    let tokens =
        r#"{"access_token":"AT","refresh_token":"RT","expires":1209599768,"expires_in":1209599,"token_type":"Bearer"}"#;
    assert_eq!(world.tokens(Some(1_209_600)), said(200, tokens));
    assert_eq!(world.yes(ResponseType::Code), "https://app.example/cb?code=C1&state=q7");
    assert_eq!(world.no(), "https://app.example/cb?error=access_denied&state=q7");
    for (refusal, error) in [
        (Refusal::CodeUnknown, "bad_authorization_code"),
        (Refusal::CodeMissing, "bad_authorization_code"),
        (Refusal::ClientSecretWrong, "invalid_client"),
        (Refusal::RefreshTokenUnknown, "invalid_refresh_token"),
        (Refusal::RedirectUriDiffers, "invalid_redirect_uri"),
        (Refusal::TokenLimit, "invalid_application_status"),
        (Refusal::AppSuspended, "invalid_application_status"),
        (Refusal::GrantTypeMissing, "unsupported_grant_type"),
        (Refusal::GrantTypeUnsupported, "unsupported_grant_type"),
        (Refusal::ParameterDoubled, "invalid_request"),
    ] {
        assert_eq!(world.at_token(refusal), said(400, &format!(r#"{{"error": "{error}"}}"#)));
    }
    let api = |text: &str| format!(r#"{{"result":false,"status":401,"errorMessage":"{text}","auth":false}}"#);
    assert_eq!(world.refused(Endpoint::Api, Refusal::TokenMissing).1, api("Unauthorized"));
    assert_eq!(world.refused(Endpoint::Api, Refusal::TokenExpired).1, api("Incorrect access_token"));
    let whoami = r#"{"result":true,"user":{"_id":32,"fullName":"Jo Doe","email":"zoe@example.org"}}"#;
    assert_eq!(world.whoami(), whoami);
}

#[test]
fn raindrop_live() {
    let world = World::of("raindrop-live", "");
    for (refusal, message) in [
        (Refusal::CodeSpent, "Incorrect code"),
        (Refusal::ClientUnknown, "client_id or client_secret is invalid"),
        (Refusal::RefreshTokenEnded, "Incorrect refresh_token"),
    ] {
        let text = format!(r#"{{"result":false,"status":400,"errorMessage":"{message}"}}"#);
        assert_eq!(world.at_token(refusal), (200, text));
    }
    assert_eq!(world.refused(Endpoint::Token, Refusal::Unavailable).0, 503);
}

#[test]
fn boxc() {
    let world = World::of("boxc", "read_orders");
    let tokens = r#"{"access_token":"AT","expires_in":null,"token_type":"Bearer"}"#;
    assert_eq!(world.tokens(None), said(201, tokens));
    assert_eq!(world.yes(ResponseType::Code), "https://app.example/cb?nonce=C1&state=q7");
    assert_eq!(world.no(), "https://app.example/cb?error=access_denied&state=q7");
    let of = |status: u16, code: i64, message: &str| {
        (status, format!(r#"{{"status":"error","http_status":{status},"code":{code},"message":"{message}"}}"#))
    };
    for (refusal, name) in [
        (Refusal::CodeMissing, "nonce"),
        (Refusal::CodeExpired, "nonce"),
        (Refusal::ClientSecretMissing, "application_secret"),
        (Refusal::ClientIdMissing, "application_id"),
        (Refusal::BodyMalformed, "body"),
    ] {
        assert_eq!(world.at_token(refusal), of(400, 1000, &format!("Validation Error. {name} is invalid")));
    }
    assert_eq!(world.at_token(Refusal::TooLarge), of(413, 1000, "Validation Error. body is invalid"));
    assert_eq!(world.at_token(Refusal::TooManyRequests).0, 429);
    let unknown = world.refused(Endpoint::Token, Refusal::ClientUnknown);
    let (status, text) = of(401, 1007, "Client with that ID doesn't exist");
    assert_eq!((unknown.0, &unknown.1), (status, &text));
    assert!(!unknown.2.is_empty());
    assert_eq!(world.refused(Endpoint::Token, Refusal::ClientSecretWrong), unknown);
    let api = |refusal: Refused| {
        let (status, body, _) = world.refused(Endpoint::Api, refusal);
        (status, body)
    };
    assert_eq!(api(Refusal::TokenMissing.into()), of(401, 1005, "Invalid access token"));
    assert_eq!(api(Refusal::TokenWithdrawn.into()), of(401, 1008, "Forbidden: Authorization revoked"));
    assert_eq!(api(Refused::scope("x")), of(403, 1009, "Forbidden: Missing required scope 'x'"));
    let (status, body, _) = world.refused(Endpoint::Revoke, Refusal::TokenUnknown);
    assert_eq!((status, body), of(404, 1005, "Invalid access token"));
    let whoami = r#"{"user":{"id":32,"first_name":"Jo","last_name":"Doe","email":"zoe@example.org"}}"#;
    assert_eq!(world.whoami(), whoami);
}

#[test]
fn gitshare() {
    let world = World::of("gitshare", "read write");
    let tokens = r#"{"access_token": "AT", "expires_in": 36000, "refresh_token": "RT", "scope": "read write", "token_type": "Bearer"}"#;
    assert_eq!(world.tokens(Some(36_000)), said(200, tokens));
    assert_eq!(world.yes(ResponseType::Code), "https://app.example/cb?code=C1&state=q7");
    assert_eq!(world.no(), "https://app.example/cb?error=access_denied&state=q7");
    for refusal in [Refusal::CodeSpent, Refusal::ClientUnknown, Refusal::GrantTypeMissing, Refusal::AppSuspended] {
        assert_eq!(world.at_token(refusal), said(400, r#"{"error": "invalid_grant"}"#));
    }
    assert_eq!(world.at_token(Refusal::TooLarge), said(413, r#"{"error": "invalid_request"}"#));
    assert_eq!(world.at_token(Refusal::Unavailable), said(503, r#"{"error": "temporarily_unavailable"}"#));
    let detail = r#"{"detail": "Authentication credentials were not provided."}"#;
    let (status, body, challenge) = world.refused(Endpoint::Api, Refusal::TokenMissing);
    assert_eq!((status, body.as_str(), challenge.as_str()), (401, detail, "Bearer realm=\"api\""));
    let (_, body, challenge) = world.refused(Endpoint::Api, Refusal::TokenUnknown);
    assert_eq!((body.as_str(), challenge.as_str()), (detail, "Bearer realm=\"api\", error=\"invalid_token\""));
    let whoami = r#"{"user": {"username": "foobar", "email": "zoe@example.org", "full_name": "Jo Doe"}}"#;
    assert_eq!(world.whoami(), whoami);
    assert_eq!(super::body(&world.dialect.encode_resource(1, &world.facts(None), None)), r#"{"ping": "pong"}"#);
}

#[test]
fn serble() {
    let world = World::of("serble", "user_info");
    let tokens = r#"{"access_token":"AT","refresh_token":"RT","token_type":"bearer","expires_in":3153600000}"#;
    assert_eq!(world.tokens(Some(3600)), said(200, tokens));
    assert_eq!(world.yes(ResponseType::Code), "https://app.example/cb?state=q7&code=C1&authorized=true");
    assert_eq!(world.no(), "https://app.example/cb?state=q7&authorized=false");
    for (refusal, text) in [
        (Refusal::CodeUnknown, "Invalid authorization code"),
        (Refusal::CodeMissing, "Invalid authorization code"),
        (Refusal::RefreshTokenExpired, "Invalid authorization code"),
        (Refusal::ClientIdMissing, "Invalid client_id"),
        (Refusal::ClientUnknown, "Invalid client_id"),
        (Refusal::ClientSecretMissing, "Invalid client_secret"),
        (Refusal::ClientSecretWrong, "Invalid client_secret"),
        (Refusal::GrantTypeMissing, "Invalid grant_type, must be 'authorization_code'"),
        (Refusal::GrantTypeUnsupported, "Invalid grant_type, must be 'authorization_code'"),
        (Refusal::CodeWithdrawn, "App is not authorized"),
        (Refusal::AppSuspended, "App is not authorized"),
    ] {
        assert_eq!(world.at_token(refusal), said(400, text), "{refusal:?}");
    }
    let refused = world.dialect.encode_refused(Endpoint::Token, &Refusal::CodeSpent.into(), &Facts::default());
    assert_eq!(head(&refused, CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(world.refused(Endpoint::Api, Refusal::TokenMissing), (401, String::new(), String::new()));
    assert_eq!(world.refused(Endpoint::Api, Refused::scope("user_info")), (403, String::new(), String::new()));
    let whoami = r#"{"id":"32","username":"foobar","email":"zoe@example.org","verifiedEmail":true,"permLevel":0,"premiumLevel":0,"authorizedApps":null}"#;
    assert_eq!(world.whoami(), whoami);
    let nothing = r#"{"id":"32","username":null,"email":null,"verifiedEmail":false,"permLevel":null,"premiumLevel":null,"authorizedApps":null}"#;
    assert_eq!(World::of("serble", "file_host").whoami(), nothing);
}

#[test]
fn standard() {
    let world = World::of("standard", "profile read");
    let tokens =
        r#"{"access_token":"AT","token_type":"Bearer","expires_in":3600,"refresh_token":"RT","scope":"profile read"}"#;
    assert_eq!(world.tokens(Some(3600)), said(200, tokens));
    let iss = "iss=https%3A%2F%2Fauth.example";
    assert_eq!(world.yes(ResponseType::Code), format!("https://app.example/cb?code=C1&state=q7&{iss}"));
    let (status, _, challenge) = world.refused(Endpoint::Token, Refusal::ClientSecretWrong);
    assert_eq!((status, challenge.as_str()), (401, "Basic realm=\"api\""));
    assert_eq!(world.refused(Endpoint::Introspect, Refusal::ClientUnknown).0, 401);
    let live = world.dialect.encode_introspect(Some(&world.facts(Some(3600))));
    let expected = r#"{"active":true,"scope":"profile read","client_id":"app1","username":"foobar","token_type":"Bearer","exp":1003600,"iat":1000000,"sub":"32","iss":"https://auth.example"}"#;
    assert_eq!(body(&live), expected);
    let metadata = world.dialect.metadata("https://auth.example", &["profile".to_owned()]).unwrap();
    assert_eq!(metadata["token_endpoint"], "https://auth.example/oauth2/token");
}
