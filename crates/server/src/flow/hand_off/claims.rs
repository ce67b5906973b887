//! What the two tokens say, and what an answer has to hold to count. The names are those of RFC 7519, OpenID Connect Core 1.0 (section 2, 3.1.2.1
//! and 5.1), RFC 8176 (`amr`) and RFC 9068 (`roles`). `docs/hand-off.md` is the contract.

use engine::time::Now;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How long a request may wait for its person to arrive at the login page, in seconds.
pub const REQUEST_LIVES: i64 = 5 * 60;
/// How long an answer may take to come back, in seconds.
pub const ANSWER_LIVES: i64 = 60;
/// How far the owner's clock may be ahead, in seconds.
const AHEAD: i64 = 10;

/// "Who is this?"
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The realm's issuer: the public address of its first mount.
    pub iss: String,
    /// The login page.
    pub aud: String,
    /// The realm's name.
    pub realm: String,
    /// The answer repeats it.
    pub jti: String,
    /// When it was made.
    pub iat: i64,
    /// First second in which it is none.
    pub exp: i64,
    /// Where the answer goes: already with a query, so `&answer=…` is put behind it.
    pub return_to: String,
    /// The language of the page that the person comes from.
    pub ui_locales: String,
    /// `login`: ask who they are, though they have signed in before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// "This is …"
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The login page: the request's `aud`.
    pub iss: String,
    /// The request's `iss`.
    pub aud: String,
    /// The request's.
    pub realm: String,
    /// The request's.
    pub jti: String,
    /// When it was made.
    pub iat: i64,
    /// At most a minute after `iat`.
    pub exp: i64,
    /// The owner's id of the account: stable, never given to somebody else.
    pub sub: String,
    /// The user name as it is now.
    pub preferred_username: String,
    /// The address as it is now; empty or missing: none.
    #[serde(default)]
    pub email: String,
    /// Whether the owner knows that the address is the person's.
    #[serde(default)]
    pub email_verified: bool,
    /// Names.
    #[serde(default)]
    pub given_name: String,
    /// Names.
    #[serde(default)]
    pub family_name: String,
    /// Roles that open capped scopes; missing: what the account has stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// When they proved who they are.
    pub auth_time: i64,
    /// How: `pwd`, `otp`, `hwk` …
    #[serde(default)]
    pub amr: Vec<String>,
}

/// What an answer has to repeat.
pub struct Expected<'a> {
    /// Its `iss`.
    pub page: &'a str,
    /// Its `aud`.
    pub issuer: &'a str,
    /// Its `realm`.
    pub realm: &'a str,
    /// Its `jti`.
    pub request: &'a str,
    /// When that was made.
    pub asked_at: i64,
}

/// Why a signed answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is of another page, server, realm or request, as that claim says.
    Elsewhere(&'static str),
    /// It came too late.
    Late,
    /// It was made in the future, or before what it answers: the clocks differ.
    Clock,
    /// It says that it lives for longer than a minute.
    Lives,
    /// It says that somebody signs in after it was made.
    Ahead,
}

/// Claims that have to be there.
const NEEDED: [&str; 9] = ["iss", "aud", "realm", "jti", "iat", "exp", "sub", "preferred_username", "auth_time"];

/// Which claim keeps signed claims from being an answer, and what it has to be; never what it is, since that may be somebody's.
pub fn flaw(claims: &[u8]) -> String {
    let Ok(claims) = serde_json::from_slice::<Map<String, Value>>(claims) else {
        return "its claims are no JSON object".to_owned();
    };
    if let Some(missing) = NEEDED.iter().find(|name| !claims.contains_key(**name)) {
        return format!("its claim `{missing}` is missing");
    }
    let unlike = |(name, value): &(&String, &Value)| !sort(name).1(value);
    match claims.iter().find(unlike) {
        Some((name, _)) => format!("its claim `{name}` is not {}", sort(name).0),
        None => "one of its claims stands there twice".to_owned(),
    }
}

/// What a claim is, in words and to the letter.
fn sort(name: &str) -> (&'static str, fn(&Value) -> bool) {
    match name {
        "iat" | "exp" | "auth_time" => ("a whole number", Value::is_i64),
        "email_verified" => ("true or false", Value::is_boolean),
        "amr" | "roles" => {
            ("a list of texts", |value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string)))
        }
        _ if NEEDED.contains(&name) || ["email", "given_name", "family_name"].contains(&name) => {
            ("a text", Value::is_string)
        }
        _ => ("known", |_| true),
    }
}

impl Answer {
    /// Whether it answers this request, now.
    pub fn fits(&self, expected: &Expected<'_>, now: Now) -> Result<(), Unfit> {
        let Expected { page, issuer, realm, request, asked_at } = *expected;
        let repeated = [
            ("iss", &self.iss, page),
            ("aud", &self.aud, issuer),
            ("realm", &self.realm, realm),
            ("jti", &self.jti, request),
        ];
        if let Some((claim, ..)) = repeated.into_iter().find(|(_, own, expected)| own != expected) {
            return Err(Unfit::Elsewhere(claim));
        }
        let now = now.secs();
        let (from_the_future, before_its_request) =
            (self.iat > now.saturating_add(AHEAD), self.iat < asked_at.saturating_sub(AHEAD));
        let lives = self.exp.saturating_sub(self.iat);
        match () {
            () if lives > ANSWER_LIVES => Err(Unfit::Lives),
            () if self.auth_time > self.iat => Err(Unfit::Ahead),
            () if from_the_future || before_its_request => Err(Unfit::Clock),
            () if now >= self.exp => Err(Unfit::Late),
            () => Ok(()),
        }
    }
}
