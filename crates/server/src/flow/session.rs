//! Browsers: the session of an account, the binding of a form to a browser, and the mark of a browser that signed in before.

use super::{Call, Failure};
use crate::desk::sign_ins;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite};
use engine::model::Account;
use engine::secret::{Hashed, Key, Plain};
use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use std::sync::Arc;
use store::ops::{Audit, Session, Shown, Won};

/// A session ends this long after sign-in, in seconds.
const SESSION: i64 = 12 * 3600;
/// A session ends that long after it was last seen, in seconds.
const IDLE: i64 = 3 * 3600;
/// How long a browser is remembered as one that signed in, in seconds.
pub(crate) const KNOWN: i64 = 365 * 86_400;

/// What a cookie is for. Its name tells the realm, since realms share nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jar {
    /// The session.
    Session,
    /// The browser, for forms before sign-in.
    Browser,
    /// The account that last signed in here, for the throttle.
    Known,
    /// The language that was chosen here.
    Language,
    /// What was done last, for the sentence about it.
    Done,
    /// That somebody has just signed out: whoever comes next is somebody else, as far as a login page elsewhere knows.
    Left,
}

impl Jar {
    fn name(self, call: &Call<'_>) -> String {
        let prefix = if call.is_secure() { "__Host-" } else { "" };
        let what = match self {
            Self::Session => "session",
            Self::Browser => "browser",
            Self::Known => "known",
            Self::Language => "language",
            Self::Done => "done",
            Self::Left => "left",
        };
        format!("{prefix}grantor-{}-{what}", call.realm.name)
    }

    /// Its value in the request.
    pub fn read(self, call: &Call<'_>) -> Option<Plain> {
        let name = self.name(call);
        let lines = call.incoming.headers.get_all(COOKIE);
        let texts = lines.iter().filter_map(|line| line.to_str().ok());
        let mut cookies = texts.flat_map(Cookie::split_parse).filter_map(Result::ok);
        cookies.find(|cookie| cookie.name() == name).map(|cookie| Plain::new(cookie.value()))
    }

    /// The header that sets it; `life` in seconds, `None`: until the browser closes, 0: at once.
    pub fn write(self, call: &Call<'_>, value: &str, life: Option<i64>) -> Option<HeaderValue> {
        let mut cookie = Cookie::build((self.name(call), value.to_owned()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(call.is_secure());
        if let Some(seconds) = life {
            cookie = cookie.max_age(cookie::time::Duration::seconds(seconds));
        }
        HeaderValue::from_str(&cookie.build().to_string()).ok()
    }
}

/// Adds a cookie to an answer.
pub fn set(headers: &mut HeaderMap, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        headers.append(SET_COOKIE, cookie);
    }
}

/// Who is signed in.
pub struct SignedIn {
    /// The account as it is now.
    pub account: Arc<Account>,
    /// The session.
    pub session: Session,
}

/// The live session of this browser, if its account may still sign in.
pub async fn signed_in(call: &Call<'_>) -> Result<Option<SignedIn>, Failure> {
    let Some(text) = Jar::Session.read(call) else { return Ok(None) };
    let store = call.server.store.as_ref();
    let Some(session) = store.session(call.realm.key, text.hashed(), call.now.secs()).await? else { return Ok(None) };
    let seen_at = call.server.sessions.seen_at(&session);
    if call.now.secs() - seen_at >= IDLE {
        return Ok(None);
    }
    call.server.sessions.note(&session, call.now.secs());
    let revision = store.revision(call.realm.key).await?;
    let account = call.realm.cache.account(call.at(revision), session.account).await?;
    let account = account.filter(|account| account.disabled_at.is_none());
    Ok(account.map(|account| SignedIn { account, session }))
}

/// When somebody proved who they are, in seconds, and how, as far as that is told: by words of RFC 8176.
pub struct Proof {
    /// When.
    pub at: i64,
    /// How.
    pub ways: Vec<String>,
    /// By what, which has to hold still.
    pub shown: Shown,
}

impl Proof {
    /// Here and now, by the password of this hash.
    pub fn here(call: &Call<'_>, password: String) -> Self {
        Self { at: call.now.secs(), ways: Vec::new(), shown: Shown::Password(password) }
    }
}

/// The cookies of a session.
pub type Cookies = Vec<Option<HeaderValue>>;

/// Begins a session with a fresh id, ends the one before it, and gives the cookies that go with it; `None`: the account may not sign in any more, or not by
/// that.
pub async fn begin(call: &Call<'_>, account: &Account, proof: Proof) -> Result<Option<Cookies>, Failure> {
    let text = random_text(call);
    let session = Session {
        realm: call.realm.key,
        hash: Plain::new(text.as_str()).hashed(),
        account: account.key,
        signed_in_at: proof.at,
        ends_at: call.now.secs() + SESSION,
        origin: call.origin(),
        seen_at: call.now.secs(),
    };
    let detail = sign_ins::detail(&session.origin.device, &proof.ways);
    let audit = account_audit(call, account, "account.sign-in", detail);
    if call.server.store.open_session(session.clone(), proof.shown, audit).await? == Won::Lost {
        return Ok(None);
    }
    call.server.sessions.begun(&session);
    if let Some(before) = Jar::Session.read(call) {
        call.server.store.end_session(call.realm.key, before.hashed()).await?;
    }
    let keys = call.realm.keys.turning();
    let known = known_mark(keys.browsers.signing(call.now.secs()), &store::ops::canonical(&account.username));
    Ok(Some(vec![Jar::Session.write(call, &text, None), Jar::Known.write(call, &known, Some(KNOWN))]))
}

/// Ends the session of this browser, as its person asks for.
pub async fn end(call: &Call<'_>, hash: Hashed) -> Result<(), Failure> {
    let store = call.server.store.as_ref();
    match signed_in(call).await? {
        Some(SignedIn { account, session }) => {
            let audit = account_audit(call, &account, "account.sign-out", session.origin.device);
            store.end_session_of(call.realm.key, account.key, hash, audit).await?;
        }
        // Idle for too long, or its account disabled: nobody's any more, and there is nothing to tell.
        None => store.end_session(call.realm.key, hash).await?,
    }
    Ok(())
}

/// What somebody did with their account, for the audit.
pub fn account_audit(call: &Call<'_>, account: &Account, action: &str, detail: String) -> Audit {
    Audit {
        at: call.now.secs(),
        millis: call.now.millis(),
        actor: format!("account:{}", account.id),
        action: action.to_owned(),
        object: format!("account {}", account.id),
        detail,
        account: Some(account.key),
        app: None,
        address: call.address.to_string(),
    }
}

/// The browser's own id, and the cookie to set where it has none yet.
pub fn browser(call: &Call<'_>) -> (Hashed, Option<HeaderValue>) {
    match Jar::Browser.read(call) {
        Some(text) if !text.expose().is_empty() => (text.hashed(), None),
        _ => {
            let text = random_text(call);
            (Plain::new(text.as_str()).hashed(), Jar::Browser.write(call, &text, None))
        }
    }
}

/// Whether this browser has signed in under that name before.
pub fn is_known(call: &Call<'_>, canonical: &str) -> bool {
    let Some(mark) = Jar::Known.read(call) else { return false };
    let keys = call.realm.keys.turning();
    keys.browsers.verifying(call.now.secs()).any(|key| mark == Plain::new(known_mark(key, canonical)))
}

fn known_mark(key: &Key, canonical: &str) -> String {
    URL_SAFE_NO_PAD.encode(key.seed(&[canonical.as_bytes()]).0)
}

fn random_text(call: &Call<'_>) -> String {
    URL_SAFE_NO_PAD.encode(call.server.dice.seed().0)
}
