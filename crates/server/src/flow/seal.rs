//! Forms that carry their own request: sealed (AES-256-GCM), bound to the browser, short-lived. So a GET writes nothing.

use super::Call;
use super::session::{Jar, SignedIn};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Hashed, Key};
use serde::{Deserialize, Serialize};

/// How long a form on the way of an app may lie open, in seconds.
const OPEN_FOR: i64 = 30 * 60;
/// How far the clock of the node that made it may be ahead, in seconds.
const CLOCKS: i64 = 10;
/// How long one on any other page may, in seconds: as long as a session, which it is bound to.
pub(crate) const OPEN_FOR_A_DAY: i64 = 24 * 3600;

/// What a form is for. A seal of one does not open as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// User name and password.
    SignIn,
    /// Allow or deny.
    Consent,
    /// The way to the owner's own login and back.
    HandOff,
    /// The end of a session.
    SignOut,
    /// Anything that a page beyond the way of an app posts, to the very path that the form is sealed for.
    Act,
    /// What was typed into such a form whose session had ended, on its way through the sign-in.
    Kept,
}

impl Purpose {
    fn open_for(self) -> i64 {
        if self == Self::Act { OPEN_FOR_A_DAY } else { OPEN_FOR }
    }
}

/// What somebody is busy with while the form lies open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Busy {
    /// An authorize request: read again when the form comes back.
    Authorize,
    /// A page of ours.
    Site,
    /// The same, and only for somebody who has signed in just now.
    SiteAfresh,
}

/// Whose a form is and in which browser: by this it is known when its session has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decider {
    /// The key of the account.
    pub account: i64,
    /// SHA-256 of the cookie of the browser, in hex.
    browser: String,
}

impl Decider {
    fn of(signed_in: &SignedIn, browser: &Hashed) -> Self {
        Self { account: signed_in.account.key.0, browser: hex(browser) }
    }
}

/// What a form carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What for.
    pub purpose: Purpose,
    /// With what the person is busy.
    pub busy: Busy,
    /// The mount's name.
    pub mount: String,
    /// The path below the mount that it leads back to, or, of an act, that it posts to.
    pub path: String,
    /// The parameters of the request as they came.
    pub query: String,
    /// SHA-256 of the cookie of the browser (sign-in) or of the session (consent), in hex.
    pub browser: String,
    /// Who decides or acts, in a form of somebody who is signed in.
    pub decider: Option<Decider>,
    /// The id of this decision.
    pub decision: [u8; 16],
    /// When the form was made, in seconds.
    pub at: i64,
}

/// Why a form does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No seal of ours, or another purpose, mount or browser.
    Foreign,
    /// It lay open for too long; where it all began, if that is a page.
    Expired(Option<String>),
}

impl Form {
    /// A form of the authorize request at that path with that query.
    pub fn new(call: &Call<'_>, purpose: Purpose, browser: &Hashed, (path, query): (&str, &str)) -> Self {
        Self {
            purpose,
            busy: Busy::Authorize,
            mount: call.mount.name.clone(),
            path: path.to_owned(),
            query: query.to_owned(),
            browser: hex(browser),
            decider: None,
            decision: call.server.dice.salt(),
            at: call.now.secs(),
        }
    }

    /// A form of a page of ours: one that leads back to this path, or an act that posts to it.
    pub fn of_site(call: &Call<'_>, purpose: Purpose, browser: &Hashed, request: (&str, &str)) -> Self {
        Self { busy: Busy::Site, ..Self::new(call, purpose, browser, request) }
    }

    /// A form that asks whoever is signed in, in that browser, for consent to an authorize request.
    pub fn of_consent(call: &Call<'_>, signed_in: &SignedIn, browser: &Hashed, request: (&str, &str)) -> Self {
        let form = Self::new(call, Purpose::Consent, &signed_in.session.hash, request);
        Self { decider: Some(Decider::of(signed_in, browser)), ..form }
    }

    /// A form of whoever is signed in, which posts to that path.
    pub fn of_act(call: &Call<'_>, signed_in: &SignedIn, path: &str) -> Self {
        let decider = Jar::Browser.read(call).map(|browser| Decider::of(signed_in, &browser.hashed()));
        Self { decider, ..Self::of_site(call, Purpose::Act, &signed_in.session.hash, (path, "")) }
    }

    /// First second in which it does not count any more.
    pub fn ends_at(&self) -> i64 {
        self.at + self.purpose.open_for()
    }

    /// The address that it leads back to, below the server's origin.
    pub fn back(&self, call: &Call<'_>) -> String {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        format!("{}{}{query}", call.mount.prefix, self.path)
    }

    /// The text for the hidden field.
    pub fn seal(&self, call: &Call<'_>) -> String {
        let mut text = serde_json::to_vec(self).unwrap_or_default();
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&call.server.dice.seed().0[..12]);
        let keys = call.realm.keys.turning();
        let Some(key) = key(keys.forms.signing(call.now.secs())) else { return String::new() };
        match key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text) {
            Ok(()) => URL_SAFE_NO_PAD.encode([nonce.as_slice(), &text].concat()),
            Err(_) => String::new(),
        }
    }

    /// Opens a hidden field's text, if it was sealed for this purpose, mount and browser.
    pub fn open(call: &Call<'_>, purpose: Purpose, browser: Option<&Hashed>, text: &str) -> Result<Self, Broken> {
        Self::open_if(call, (purpose, text), |form| browser.is_some_and(|browser| form.belongs_to(browser)))
    }

    /// What the field says, whoever has it and however old it is: enough to tell its language, and good for nothing else.
    pub fn peek(call: &Call<'_>, text: &str) -> Option<Self> {
        call.realm.keys.turning().forms.verifying(call.now.secs()).find_map(|key| Self::unseal(key, text))
    }

    /// Opens the text of a form of somebody in this browser, whether or not its session lives: whether it [belongs to](Self::belongs_to) the one
    /// that does is another question.
    pub fn open_here(call: &Call<'_>, purpose: Purpose, text: &str) -> Result<Self, Broken> {
        let hash = |jar: Jar| jar.read(call).map(|cookie| cookie.hashed());
        Self::open_if(call, (purpose, text), |form| {
            let decider = form.decider.as_ref();
            hash(Jar::Session).is_some_and(|session| form.belongs_to(&session))
                || hash(Jar::Browser).zip(decider).is_some_and(|(browser, decider)| hex(&browser) == decider.browser)
        })
    }

    /// Whether it was made for that browser or session.
    pub fn belongs_to(&self, browser: &Hashed) -> bool {
        self.browser == hex(browser)
    }

    fn open_if(
        call: &Call<'_>,
        (purpose, text): (Purpose, &str),
        is_theirs: impl FnOnce(&Self) -> bool,
    ) -> Result<Self, Broken> {
        let form = Self::peek(call, text).ok_or(Broken::Foreign)?;
        let ours = form.purpose == purpose
            && form.mount == call.mount.name
            && (purpose != Purpose::Act || form.path == call.path);
        if !ours || !is_theirs(&form) {
            return Err(Broken::Foreign);
        }
        match (-CLOCKS..purpose.open_for()).contains(&(call.now.secs() - form.at)) {
            true => Ok(form),
            false => Err(Broken::Expired((purpose != Purpose::Act).then(|| form.back(call)))),
        }
    }

    fn unseal(forms: &Key, text: &str) -> Option<Self> {
        let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let sealed = bytes.split_off(12.min(bytes.len()));
        let nonce = Nonce::try_assume_unique_for_key(&bytes).ok()?;
        let mut sealed = sealed;
        let opened = key(forms)?.open_in_place(nonce, Aad::empty(), &mut sealed).ok()?;
        serde_json::from_slice(opened).ok()
    }
}

fn key(forms: &Key) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, &forms.0).ok().map(LessSafeKey::new)
}

fn hex(hash: &Hashed) -> String {
    hash.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
