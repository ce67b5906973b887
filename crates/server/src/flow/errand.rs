//! What somebody signs in for: an app's authorize request, or a page of ours.

use super::asked::{Asked, asked_again, redirected};
use super::done::was_done;
use super::pages::site_language;
use super::seal::{Busy, Form, Purpose};
use super::{Answer, Call, Failure, parameter};
use crate::pages::{Frame, SentBefore, ShownApp};
use engine::refusal::Refused;
use engine::request::Wish;
use engine::secret::Hashed;

/// The parameter with what was typed into a form whose session had ended.
pub const KEPT: &str = "kept";

/// What the person is busy with.
pub enum Errand {
    /// An app asks for something.
    App(Box<Asked>),
    /// A page of ours, at this path and query below the mount.
    Site {
        /// The path.
        path: String,
        /// The query, without its question mark.
        query: String,
        /// Whether it takes a fresh sign-in.
        sign_in: SignIn,
    },
}

/// Which sign-in a page of ours takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Any that has not ended.
    Any,
    /// One of just now, though they are signed in.
    Afresh,
}

impl Errand {
    /// This call's page. What a link says was done goes no further unless it is vouched for.
    pub fn of_site(call: &Call<'_>, sign_in: SignIn) -> Self {
        let query = match (call.parameter("done"), was_done(call)) {
            (Some(_), None) => without_done(call.query()),
            _ => call.query().to_owned(),
        };
        Self::Site { path: call.path.to_owned(), query, sign_in }
    }

    /// What the form carries, read again: the server's state rules, not the form's.
    pub async fn again(call: &Call<'_>, form: &Form) -> Result<Self, Failure> {
        let site = |sign_in| Self::Site { path: form.path.clone(), query: form.query.clone(), sign_in };
        Ok(match form.busy {
            Busy::Authorize => Self::App(Box::new(asked_again(call, form).await?)),
            Busy::Site => site(SignIn::Any),
            Busy::SiteAfresh => site(SignIn::Afresh),
        })
    }

    /// The form of that purpose that leads back to it.
    pub fn form(&self, call: &Call<'_>, purpose: Purpose, browser: &Hashed) -> Form {
        match self {
            Self::App(asked) => Form::new(call, purpose, browser, asked.place()),
            Self::Site { path, query, sign_in } => {
                let busy = if *sign_in == SignIn::Afresh { Busy::SiteAfresh } else { Busy::Site };
                Form { busy, ..Form::of_site(call, purpose, browser, (path, query)) }
            }
        }
    }

    /// What became of a form that led here.
    pub fn sent(&self) -> SentBefore {
        let Self::Site { query, .. } = self else { return SentBefore::Nothing };
        let ended = parameter(query, "done").as_deref() == Some(Frame::SESSION_ENDED);
        match (ended, parameter(query, KEPT)) {
            (false, _) => SentBefore::Nothing,
            (true, None) => SentBefore::Ended,
            (true, Some(_)) => SentBefore::Kept,
        }
    }

    /// The language to speak.
    pub fn language(&self, call: &Call<'_>) -> String {
        match self {
            Self::App(asked) => asked.language.clone(),
            Self::Site { query, .. } => site_language(call, query, None),
        }
    }

    /// The app that asks.
    pub fn app(&self) -> Option<ShownApp> {
        let Self::App(asked) = self else { return None };
        asked.app.as_ref().map(|app| ShownApp {
            name: app.name.clone(),
            client_id: app.client_id.clone(),
            color: app.color,
        })
    }

    /// Whether they have to prove who they are, though they are signed in.
    pub fn demands_sign_in(&self) -> bool {
        match self {
            Self::App(asked) => asked.request.wishes.sign_in_again == Wish::Yes,
            Self::Site { sign_in, .. } => *sign_in == SignIn::Afresh,
        }
    }

    /// The refusal as the dialect tells it to the app; `None` where our own page says it.
    pub fn told(&self, call: &Call<'_>, refused: &Refused) -> Option<Answer> {
        let Self::App(asked) = self else { return None };
        redirected(call, asked, refused)
    }
}

fn without_done(query: &str) -> String {
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "done"));
    kept.finish()
}
