//! The authorization endpoint (RFC 6749 section 3.1): checks the request, then shows sign-in or consent as its own answer, or sends on.

use super::consent::{self, Decision};
use super::pages::{About, failed, language, refused};
use super::seal::{Form, Purpose};
use super::session::{SignedIn, signed_in};
use super::{Answer, Call, Failure, sign_in};
use dialect::incoming::Incoming;
use dialect::model::{EarlyRefusals, Need, Place};
use engine::authorize::{Checked, Facts, Next, No, check, next};
use engine::model::App;
use engine::redirect::ReturnTo;
use engine::refusal::Refused;
use engine::request::{AuthorizeRequest, Param, ResponseType, Wish};
use http::StatusCode;
use http::header::{HeaderValue, LOCATION};
use std::sync::Arc;

/// A sign-in that old counts as a fresh one where the request demands it, in seconds.
const FRESH_SIGN_IN: i64 = 60;

/// A request with what is known about it.
pub struct Asked {
    /// What was asked, dialect taken off.
    pub request: AuthorizeRequest,
    /// The parameters as they came, for the form that carries them.
    pub query: String,
    /// The app, where there is one.
    pub app: Option<Arc<App>>,
    /// What the rules say.
    pub checked: Result<Checked, No>,
    /// The page's language.
    pub language: String,
}

impl Asked {
    /// What an error page may say about it.
    pub fn about(&self) -> About {
        let sent = self.request.redirect_uri.given().cloned();
        About { language: self.language.clone(), app: self.app.as_ref().map(|app| app.name.clone()), sent }
    }
}

/// Answers GET (and, where a dialect has it, POST) at the authorization endpoint.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err(failure) => failed(call, failure, About::default()),
    }
}

async fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let query = match call.incoming.body {
        [] => call.incoming.query.unwrap_or_default().to_owned(),
        body => String::from_utf8_lossy(body).into_owned(),
    };
    let asked = ask(call, call.incoming, query).await?;
    let signed_in = signed_in(call).await?;
    let checked = match &asked.checked {
        Ok(checked) => checked,
        Err(no) if signed_in.is_none() && waits_for_sign_in(call, no) => return Ok(sign_in::page(call, &asked)),
        Err(no) => return Ok(told(call, &asked, no, Answers::to(call))),
    };
    match signed_in.filter(|signed_in| fresh_enough(call, &asked, signed_in)) {
        None => Ok(sign_in::page(call, &asked)),
        Some(signed_in) => go_on(call, &asked, checked, &signed_in).await,
    }
}

/// Decodes, loads and checks. Also how a form's request is read again: the server's state rules, not the form's.
pub async fn ask(call: &Call<'_>, incoming: &Incoming<'_>, query: String) -> Result<Asked, Failure> {
    let dialect = &call.mount.dialect;
    let request = dialect.decode_authorize(incoming)?;
    let store = call.server.store.as_ref();
    let revision = store.revision(call.realm.key).await?;
    let app = match &request.client_id {
        Param::Given(id) => call.realm.cache.app_by_client_id(call.at(revision), id).await?,
        _ => None,
    };
    let live_tokens = match app.as_ref().and_then(|app| app.token_limit.map(|limit| (app.key, limit))) {
        Some((key, limit)) => store.live_tokens(call.realm.key, key, limit, call.now.secs()).await?,
        None => 0,
    };
    let default_response = match dialect.authorize.response_type {
        Need::Required => None,
        Need::Optional | Need::Ignored => Some(dialect.authorize.default_response),
    };
    let facts = Facts { app: app.as_deref(), mount: &call.mount.name, live_tokens, default_response };
    let checked = check(&request, &facts, &dialect.policy);
    let language = language(call, &request.language);
    Ok(Asked { request, query, app, checked, language })
}

/// Whether this no is told only to somebody who has signed in: a server that bounces every visitor serves phishing (RFC 9700 section 4.11.2).
fn waits_for_sign_in(call: &Call<'_>, no: &No) -> bool {
    call.mount.dialect.authorize.early_refusals == EarlyRefusals::AfterSignIn && matches!(no, No::Returned { .. })
}

fn fresh_enough(call: &Call<'_>, asked: &Asked, signed_in: &SignedIn) -> bool {
    asked.request.wishes.sign_in_again != Wish::Yes || call.now.secs() - signed_in.session.signed_in_at <= FRESH_SIGN_IN
}

/// HEAD is GET without effects, and a prefetch is nobody's click: neither mints a code.
fn is_a_visit(call: &Call<'_>) -> bool {
    let purpose =
        |name: &str| call.incoming.headers.get(name).is_some_and(|value| value.as_bytes().starts_with(b"prefetch"));
    call.incoming.method != http::Method::HEAD && !purpose("sec-purpose") && !purpose("purpose")
}

async fn go_on(call: &Call<'_>, asked: &Asked, checked: &Checked, signed_in: &SignedIn) -> Result<Answer, Failure> {
    let Some(app) = &asked.app else { return Err(engine::refusal::Refusal::ClientUnknown.into()) };
    let grant = call.server.store.grant(call.realm.key, signed_in.account.key, app.key).await?;
    let policy = &call.mount.dialect.policy;
    let next = match next(checked, app, &signed_in.account, grant.as_ref(), policy) {
        Ok(next) => next,
        Err(refused) => return Ok(told(call, asked, &no_for(checked, refused), Answers::to(call))),
    };
    match next {
        Next::Skip(scope) if is_a_visit(call) && asked.request.wishes.ask_again != Wish::Yes => {
            let form = Form::new(call, Purpose::Consent, &signed_in.session.hash, &asked.query);
            let decision =
                Decision { asked, checked, app, account: &signed_in.account, grant: grant.as_ref(), id: form.decision };
            consent::grant(call, &decision, &scope, Answers::to(call)).await
        }
        Next::Skip(scope) | Next::Ask(scope) => Ok(consent::page(call, asked, (checked, app), (&scope, signed_in))),
    }
}

/// A no to a request that was in order.
pub fn no_for(checked: &Checked, refused: Refused) -> No {
    No::Returned { to: checked.return_to.clone(), response: checked.response, refused }
}

/// Which request a redirect answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// GET: the dialect's status.
    Get,
    /// POST: always 303, so that no browser posts the form on to the app.
    Post,
}

impl Answers {
    /// By the method of the request.
    fn to(call: &Call<'_>) -> Self {
        if *call.incoming.method == http::Method::POST { Self::Post } else { Self::Get }
    }
}

/// Tells a no as far as it may travel.
pub fn told(call: &Call<'_>, asked: &Asked, no: &No, answers: Answers) -> Answer {
    let (to, response, why) = match no {
        No::OnPage(why) => return refused(call, why, asked.about()),
        No::Returned { to, response, refused } => (to, *response, refused),
    };
    match (to, call.mount.dialect.refusal_place(why)) {
        (ReturnTo::Redirect(to), Place::Redirect) => {
            call.log(why);
            returned(call, &no_location(call, asked, (to.uri(), response), why), answers)
        }
        _ => refused(call, why, asked.about()),
    }
}

fn no_location(call: &Call<'_>, asked: &Asked, (to, response): (&str, ResponseType), why: &Refused) -> String {
    let facts =
        dialect::encode::Facts { app: asked.app.as_deref(), state: asked.request.state.as_deref(), ..call.facts() };
    call.mount.dialect.redirect_no(to, response, why, &facts)
}

/// A redirect to the app.
pub fn returned(call: &Call<'_>, location: &str, answers: Answers) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::new());
    *answer.status_mut() = match answers {
        Answers::Post => StatusCode::SEE_OTHER,
        Answers::Get => StatusCode::from_u16(call.mount.dialect.redirect_status).unwrap_or(StatusCode::FOUND),
    };
    let headers = answer.headers_mut();
    if let Ok(location) = HeaderValue::from_str(location) {
        headers.insert(LOCATION, location);
    }
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    answer
}
