//! An authorize request with what is known about it, and how its refusals and redirects are told.

use super::pages::{About, language, refused};
use super::seal::Form;
use super::{Answer, Call, Failure};
use crate::memory::cache::KnownApp;
use dialect::incoming::Incoming;
use dialect::model::{Need, Place};
use engine::authorize::{Checked, Facts, No, check};
use engine::redirect::ReturnTo;
use engine::refusal::Refused;
use engine::request::{AuthorizeRequest, Param, ResponseType};
use http::header::{HeaderValue, LOCATION};
use http::{Method, StatusCode};
use std::sync::Arc;

/// A request with what is known about it.
pub struct Asked {
    /// What was asked, dialect taken off.
    pub request: AuthorizeRequest,
    /// The path below the mount at which it was asked.
    pub path: String,
    /// The parameters as they came, for the form that carries them.
    pub query: String,
    /// The app, where there is one.
    pub app: Option<Arc<KnownApp>>,
    /// What the rules say.
    pub checked: Result<Checked, No>,
    /// The page's language.
    pub language: String,
}

impl Asked {
    /// Path and query, for the forms that carry it.
    pub fn place(&self) -> (&str, &str) {
        (&self.path, &self.query)
    }

    /// What an error page may say about it and that refusal.
    pub fn about(&self, why: &Refused) -> About {
        let request = &self.request;
        let sent = match why.refusal.parameter() {
            Some("redirect_uri") => request.redirect_uri.given().cloned(),
            Some("client_id") => request.client_id.given().cloned(),
            _ => None,
        };
        About { language: self.language.clone(), app: self.app.as_ref().map(|app| app.name.clone()), sent }
    }
}

/// Decodes, loads and checks. Also how a form's request is read again: the server's state rules, not the form's.
pub async fn ask(call: &Call<'_>, incoming: &Incoming<'_>, (path, query): (&str, String)) -> Result<Asked, Failure> {
    let dialect = &call.mount.dialect;
    let request = dialect.decode_authorize(incoming)?;
    let store = call.server.store.as_ref();
    let revision = store.revision(call.realm.key).await?;
    let app = match &request.client_id {
        Param::Given(id) => call.realm.cache.app_by_client_id(call.at(revision), id).await?,
        _ => None,
    };
    call.witness.names(app.as_ref());
    call.witness.asks(&query);
    let live_tokens = match app.as_ref().and_then(|app| app.token_limit.map(|limit| (app.key, limit))) {
        Some((key, limit)) => store.live_tokens(call.realm.key, key, limit, call.now.secs()).await?,
        None => 0,
    };
    let default_response = match dialect.authorize.response_type {
        Need::Required => None,
        Need::Optional | Need::Ignored => Some(dialect.authorize.default_response),
    };
    let facts =
        Facts { app: app.as_deref().map(KnownApp::app), mount: &call.mount.name, live_tokens, default_response };
    let checked = check(&request, &facts, &dialect.policy);
    let language = language(call, &request.language);
    Ok(Asked { request, path: path.to_owned(), query, app, checked, language })
}

/// The request that the form carries, read again as if it came now.
pub async fn asked_again(call: &Call<'_>, form: &Form) -> Result<Asked, Failure> {
    let incoming = Incoming {
        method: &Method::GET,
        captures: &[],
        query: Some(&form.query),
        headers: call.incoming.headers,
        body: b"",
    };
    ask(call, &incoming, (&form.path, form.query.clone())).await
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
    pub fn to(call: &Call<'_>) -> Self {
        if *call.incoming.method == http::Method::POST { Self::Post } else { Self::Get }
    }
}

/// A no to a request that was in order.
pub fn no_for(checked: &Checked, refused: Refused) -> No {
    No::Returned { to: checked.return_to.clone(), response: checked.response, refused }
}

/// Tells a no as far as it may travel.
pub fn told(call: &Call<'_>, asked: &Asked, no: &No, answers: Answers) -> Answer {
    let (to, response, why) = match no {
        No::OnPage(why) => return refused(call, why, asked.about(why)),
        No::Returned { to, response, refused } => (to, *response, refused),
    };
    match (to, call.mount.dialect.refusal_place(why)) {
        (ReturnTo::Redirect(to), Place::Redirect) => {
            call.refuses(why);
            returned(call, &no_location(call, asked, (to.uri(), response), why), answers)
        }
        _ => refused(call, why, asked.about(why)),
    }
}

/// Tells a no about the person, in answer to a form, to the app; `None` where the dialect leaves that to our own page.
pub fn redirected(call: &Call<'_>, asked: &Asked, refused: &Refused) -> Option<Answer> {
    let checked = asked.checked.as_ref().ok()?;
    match call.mount.dialect.refusal_place(refused) {
        Place::Redirect => Some(told(call, asked, &no_for(checked, refused.clone()), Answers::Post)),
        _ => None,
    }
}

fn no_location(call: &Call<'_>, asked: &Asked, (to, response): (&str, ResponseType), why: &Refused) -> String {
    let facts = dialect::encode::Facts {
        app: asked.app.as_deref().map(KnownApp::app),
        state: asked.request.state.as_deref(),
        ..call.facts()
    };
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
