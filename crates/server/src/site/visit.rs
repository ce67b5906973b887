//! Somebody who is signed in, at a page of ours.

use super::{Halt, form_page, kept, was_done};
use crate::config::ADMIN;
use crate::desk::{Desk, Hand};
use crate::dice::SeededDice;
use crate::flow::done::vouch;
use crate::flow::errand::{Errand, KEPT, SignIn};
use crate::flow::headers::{Part, html};
use crate::flow::pages::{chrome, see_other, site_language, too_much};
use crate::flow::seal::{Broken, Form, Purpose};
use crate::flow::session::{self, Jar, SignedIn};
use crate::flow::{Answer, Call, sign_in};
use crate::pages::{Area, Frame, SignOut};
use crate::realm::Realm;
use crate::throttle::Budget;
use crate::wire::fields::Fields;
use engine::model::Account;
use engine::secret::{Hashed, Key};
use http::{HeaderValue, Method, StatusCode};

/// How long a chosen language is remembered, in seconds.
const LANGUAGE: i64 = 365 * 86_400;
/// How long ago somebody has signed in "just now", in seconds.
const JUST_NOW: i64 = 5 * 60;

/// A call with whoever is signed in.
pub struct Visit<'a> {
    /// The call.
    pub call: &'a Call<'a>,
    /// The language of its pages.
    pub language: String,
    signed_in: SignedIn,
    actor: String,
    address: String,
}

impl<'a> Visit<'a> {
    /// The visit of whoever is signed in; everybody else gets the form for that, which leads back here, or to the page of the form that was posted. Who posts more than a person can
    /// waits: this is where every form of the site comes by.
    pub async fn begin(call: &'a Call<'a>) -> Result<Visit<'a>, Halt> {
        let Some(signed_in) = session::signed_in(call).await? else {
            return Err(Halt::SignIn(Box::new(way_in(call))));
        };
        let actor = format!("account:{}", signed_in.account.id);
        let language = site_language(call, call.query(), signed_in.account.language.as_deref());
        if call.incoming.method == Method::POST {
            let budget = Budget::Posts(call.realm.key, signed_in.account.key);
            if let Err(wait) = call.server.throttle.admit([budget], call.now).await.map(drop) {
                return Err(Halt::Page(Box::new(too_much(call, &language, wait.unsigned_abs()))));
            }
        }
        Ok(Self { call, language, signed_in, actor, address: call.address.to_string() })
    }

    /// Whose visit it is.
    pub fn account(&self) -> &Account {
        &self.signed_in.account
    }

    /// The session.
    pub fn session(&self) -> &Hashed {
        &self.signed_in.session.hash
    }

    /// Whether the account has a password here: none where people sign in at the owner's own page.
    pub fn has_password(&self) -> bool {
        self.call.realm.hand_off.is_none()
    }

    /// Whether apps are registered and let in here: none are in the administrators' realm.
    pub fn authorizes(&self) -> bool {
        self.call.realm.name != ADMIN
    }

    /// Where no password can be asked for, what cannot be undone takes a fresh sign-in at the owner's page, which leads back here.
    pub fn signed_in_afresh(&self) -> Result<(), Halt> {
        let ago = self.call.now.secs() - self.signed_in.session.signed_in_at;
        if self.has_password() || ago <= JUST_NOW {
            return Ok(());
        }
        Err(Halt::SignIn(Box::new(sign_in::page(self.call, &Errand::of_site(self.call, SignIn::Afresh)))))
    }

    /// The desk at which this person works.
    pub fn desk(&self) -> Desk<'_> {
        Desk { hand: Hand::Person, ..self.desk_of(self.call.realm) }
    }

    /// The desk of another realm: for administrators, who may do everything in all of them.
    pub(super) fn desk_of<'d>(&'d self, realm: &'d Realm) -> Desk<'d> {
        Desk { now: self.call.now, ..self.call.server.desk(realm, &self.actor, &self.address) }
    }

    /// The address of a path of ours.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.call.mount.prefix)
    }

    /// The address of this very page.
    pub fn here(&self) -> String {
        self.to(self.call.path)
    }

    /// The hidden field of a form that posts to that path.
    pub fn csrf(&self, path: &str) -> String {
        Form::of_act(self.call, &self.signed_in, path).seal(self.call)
    }

    /// The fields of a form of ours that was made for this person and this path.
    pub fn act(&self) -> Result<Fields, Halt> {
        let fields = Fields::read(self.call.incoming, &self.call.mount.issuer).ok_or(Halt::Form(Broken::Foreign))?;
        Form::open(self.call, Purpose::Act, Some(self.session()), fields.one("csrf")).map_err(Halt::Form)?;
        Ok(fields)
    }

    /// The fields of such a form, with dice that throw the same when the same is sent again: what they make is made once, and its secret can be shown to
    /// whoever has seen only the second answer.
    pub fn act_once(&self) -> Result<(Fields, SeededDice), Halt> {
        let fields = self.act()?;
        let sent = self.call.realm.keys.decisions.named("forms").seed(&[self.call.incoming.body]);
        Ok((fields, SeededDice::of(Key(sent.0))))
    }

    /// The desk, with those dice.
    pub fn desk_with<'d>(&'d self, dice: &'d SeededDice) -> Desk<'d> {
        Desk { dice, ..self.desk() }
    }

    /// The frame of a page.
    pub fn frame(&self, area: Area) -> Frame {
        let here = (self.call.path, self.call.query());
        let form = Form::of_site(self.call, Purpose::SignOut, self.session(), here);
        let sign_out = SignOut {
            action: self.to("/-/sign-out"),
            csrf: form.seal(self.call),
            account: self.account().username.clone(),
        };
        let frame = Frame {
            chrome: chrome(self.call, &self.language, Some(sign_out)),
            base: self.call.mount.prefix.clone(),
            area,
            console: self.console(),
            side: Vec::new(),
            notice: None,
            about: Vec::new(),
            now: self.call.now.secs(),
            kept: kept::open(self),
        };
        frame.after(was_done(self.call).as_deref())
    }

    /// What the app console is called, and its path; administrators have none.
    fn console(&self) -> Option<(String, String)> {
        let has_one = self.call.realm.name != ADMIN;
        has_one.then(|| super::console::place(self.call, &self.language))
    }

    /// A page.
    pub fn page(&self, status: StatusCode, text: String) -> Answer {
        spoken(self.call, &self.language, status, text)
    }

    /// Leads on to where there is more to do than here; what stands here about what was done stands there then.
    pub fn lead_on(&self, path: &str) -> Answer {
        let mut answer = match was_done(self.call) {
            Some(done) => self.done(path, &done),
            None => see_other(&self.to(path)),
        };
        session::set(answer.headers_mut(), chosen(self.call, &self.language));
        answer
    }

    /// Leads on to a path of ours after something was done; `done` names the sentence that stands there.
    pub fn done(&self, path: &str, done: &str) -> Answer {
        super::done(self.call, path, (done, ""))
    }
}

/// The sign-in that leads back. A post is not done afterwards: whoever it came from sees its form again as they have filled it in, and that nothing was done.
fn way_in(call: &Call<'_>) -> Answer {
    if call.incoming.method != Method::POST {
        return sign_in::page(call, &Errand::of_site(call, SignIn::Any));
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("done", Frame::SESSION_ENDED).extend_pairs(kept::seal(call).map(|kept| (KEPT, kept)));
    let path = form_page::of(call);
    let vouched = vouch(call, &path, Frame::SESSION_ENDED);
    let mut answer = sign_in::page(call, &Errand::Site { path, query: query.finish(), sign_in: SignIn::Any });
    session::set(answer.headers_mut(), vouched);
    answer
}

/// A page in that language.
pub(super) fn spoken(call: &Call<'_>, language: &str, status: StatusCode, text: String) -> Answer {
    let mut answer = html(status, text, Part::Site);
    session::set(answer.headers_mut(), chosen(call, language));
    answer
}

/// A language in the address was chosen by a link: it stays until another is.
fn chosen(call: &Call<'_>, language: &str) -> Option<HeaderValue> {
    call.parameter("lang").filter(|asked| asked == language)?;
    Jar::Language.write(call, language, Some(LANGUAGE))
}
