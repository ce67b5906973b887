//! What an app of each provider sends, written from the documents.

use crate::demo::{App, Realm};
use crate::http::{Answer, Request, encoded, target};

/// RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Its challenge.
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An app at a mount, with the redirect URI that it uses.
#[derive(Clone, Debug)]
pub struct Client {
    /// `standard`, `hidrive`, …
    pub dialect: String,
    /// The mount's address.
    pub url: String,
    /// The app.
    pub app: App,
    /// What it names as its redirect URI; `None`: nothing.
    pub redirect_uri: Option<String>,
}

impl Client {
    /// With the demo's callback where it is registered.
    pub fn new(realm: &Realm, app: &App) -> Self {
        let callback = app.redirect_uris.iter().find(|uri| uri.ends_with("/demo/callback")).cloned();
        Self { dialect: realm.dialect.clone(), url: realm.url.clone(), app: app.clone(), redirect_uri: callback }
    }

    /// With another redirect URI.
    pub fn redirected(&self, uri: &str) -> Self {
        Self { redirect_uri: Some(uri.to_owned()), ..self.clone() }
    }

    /// What this dialect calls the client's id.
    pub fn id_name(&self) -> &'static str {
        if self.dialect == "boxc" { "application_id" } else { "client_id" }
    }

    /// What this dialect calls the redirect URI.
    pub fn redirect_name(&self) -> &'static str {
        if self.dialect == "boxc" { "return_uri" } else { "redirect_uri" }
    }

    /// What this dialect calls the code.
    pub fn code_name(&self) -> &'static str {
        if self.dialect == "boxc" { "nonce" } else { "code" }
    }

    /// Whether it gets its token straight from the authorization endpoint.
    pub fn is_implicit(&self) -> bool {
        self.app.kind == "browser"
    }

    /// The parameters of a good authorization request.
    pub fn asks(&self) -> Vec<(&str, &str)> {
        let mut pairs = vec![(self.id_name(), self.app.client_id.as_str()), ("state", "q7")];
        if let Some(uri) = &self.redirect_uri {
            pairs.push((self.redirect_name(), uri));
        }
        match self.dialect.as_str() {
            "serble" => pairs.extend([("response_type", "token"), ("scope", "user_info")]),
            "hidrive" if self.is_implicit() => pairs.push(("response_type", "token")),
            "hidrive" | "gitshare" | "standard" => pairs.push(("response_type", "code")),
            _ => {}
        }
        if self.app.kind == "public" {
            pairs.extend([("code_challenge", CHALLENGE), ("code_challenge_method", "S256")]);
        }
        pairs
    }

    /// The link with these parameters.
    pub fn link_with(&self, pairs: &[(&str, &str)]) -> String {
        let path = match self.dialect.as_str() {
            "standard" => "/oauth2/authorize",
            "hidrive" => "/client/authorize",
            "gitshare" => "/oauth2/authorize/",
            "boxc" => "/v1/oauth/authorize",
            _ => "/oauth/authorize",
        };
        format!("{}{path}?{}", self.url, encoded(pairs))
    }

    /// The link that begins a flow.
    pub fn link(&self) -> String {
        self.link_with(&self.asks())
    }

    /// The link with one parameter put in another's place, or left out (`None`).
    pub fn link_but(&self, name: &str, value: Option<&str>) -> String {
        let mut pairs = self.asks();
        pairs.retain(|(own, _)| *own != name);
        pairs.extend(value.map(|value| (name, value)));
        self.link_with(&pairs)
    }

    /// A code for tokens.
    pub fn exchange(&self, code: &str) -> Request {
        let mut pairs = vec![(self.code_name(), code)];
        pairs.extend(self.redirect_uri.as_deref().map(|uri| ("redirect_uri", uri)));
        if self.app.kind == "public" {
            pairs.push(("code_verifier", VERIFIER));
        }
        self.token_request("authorization_code", pairs)
    }

    /// Whether an answer says that a code is worth nothing any more.
    pub fn is_spent(&self, answer: &Answer) -> bool {
        let word = if self.dialect == "serble" { "Invalid authorization code" } else { "invalid_grant" };
        answer.status == 400 && answer.body.contains(word)
    }

    /// A refresh token for fresh ones; `None` where the dialect has none.
    pub fn refresh(&self, token: &str) -> Option<Request> {
        (self.dialect != "boxc").then(|| self.token_request("refresh_token", vec![("refresh_token", token)]))
    }

    /// A token of the app's own (RFC 6749 section 4.4).
    pub fn own_token(&self) -> Request {
        self.token_request("client_credentials", Vec::new())
    }

    fn token_request<'a>(&'a self, grant: &'a str, mut pairs: Vec<(&'a str, &'a str)>) -> Request {
        pairs.push((self.id_name(), &self.app.client_id));
        let secret_name = if self.dialect == "boxc" { "application_secret" } else { "client_secret" };
        pairs.extend(self.app.client_secret.as_deref().map(|secret| (secret_name, secret)));
        match self.dialect.as_str() {
            "gitshare" => self.post("/oauth2/token/").form(&pairs),
            "boxc" => self.post("/v1/oauth/access_token").body("application/json", &json(&pairs)),
            "raindrop" | "raindrop-live" => {
                pairs.push(("grant_type", grant));
                self.post("/oauth/access_token").body("application/json", &json(&pairs))
            }
            "serble" => {
                pairs.push(("grant_type", "authorization_code"));
                let last = if grant == "refresh_token" { "access" } else { "refresh" };
                self.post(&format!("/api/v1/oauth/token/{last}?{}", encoded(&pairs)))
            }
            _ => {
                pairs.push(("grant_type", grant));
                self.post("/oauth2/token").form(&pairs)
            }
        }
    }

    /// A call of the API that says whose token it is; `standard` has none, its gateway answers.
    pub fn whoami(&self, token: &str) -> Request {
        let (path, name, value) = match self.dialect.as_str() {
            "hidrive" => ("/2.1/user/me", "Authorization", format!("Bearer {token}")),
            "raindrop" | "raindrop-live" => ("/rest/v1/user", "Authorization", format!("Bearer {token}")),
            "boxc" => ("/v1/users/me", "Authorization", format!("Bearer {token}")),
            "gitshare" => ("/api/2/whoami/", "Authorization", format!("Bearer {token}")),
            "serble" => ("/api/v1/account", "SerbleAuth", format!("App {token}")),
            _ => ("/verify", "Authorization", format!("Bearer {token}")),
        };
        Request::new("GET", &self.below(path)).header(name, &value)
    }

    /// The end of a token; `None` where the dialect has no way.
    pub fn revoke(&self, token: &str) -> Option<Request> {
        let mut pairs = vec![("token", token), ("client_id", self.app.client_id.as_str())];
        pairs.extend(self.app.client_secret.as_deref().map(|secret| ("client_secret", secret)));
        match self.dialect.as_str() {
            "standard" | "hidrive" => Some(self.post("/oauth2/revoke").form(&pairs)),
            "boxc" => Some(Request::new("DELETE", &self.below(&format!("/v1/oauth/{token}")))),
            _ => None,
        }
    }

    /// The code (or the token) that a redirect brought.
    pub fn brought(&self, url: &str) -> String {
        let name = if self.is_implicit() { "access_token" } else { self.code_name() };
        crate::http::parameter(url, name).unwrap_or_else(|| panic!("no {name} in {url}"))
    }

    fn post(&self, path: &str) -> Request {
        Request::new("POST", &self.below(path))
    }

    fn below(&self, path: &str) -> String {
        format!("{}{path}", target(&self.url).trim_end_matches('/'))
    }
}

/// What came with a good answer of the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: Option<String>,
}

impl Tokens {
    /// `None` from a refusal.
    pub fn of(answer: &Answer) -> Option<Self> {
        let good = matches!(answer.status, 200 | 201);
        let access = answer.member("access_token").filter(|_| good)?;
        Some(Self { access, refresh: answer.member("refresh_token") })
    }
}

fn json(pairs: &[(&str, &str)]) -> String {
    let members = pairs.iter().map(|(name, value)| (name.to_string(), (*value).into()));
    serde_json::Value::Object(members.collect()).to_string()
}
