//! Pages as answers: language, chrome, and the pages of what went wrong.

use super::headers::{Part, html, of_site};
use super::refusals::wire_name;
use super::seal::{Broken, Busy, Form};
use super::session::Jar;
use super::{Answer, Call, Failure, parameter};
use crate::config::ADMIN;
use crate::desk::features::Feature;
use crate::pages::{BrandFile, Chrome, ConsoleItem, ErrorPage, ICON_NAME, STYLE_NAME, SignOut, languages, pick};
use crate::realm::Mount;
use dialect::model::{AcceptLanguage, Endpoint};
use engine::refusal::{Refusal, Refused};
use engine::request::LanguageClaim;
use http::header::{ACCEPT_LANGUAGE, ALLOW, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use http::{Method, StatusCode};

/// The page's language: the parameter's, else the browser's where the dialect reads that, else the dialect's own.
pub fn language(call: &Call<'_>, asked: &LanguageClaim) -> String {
    let pages = &call.mount.dialect.pages;
    if let LanguageClaim::Known(language) = asked {
        return language.clone();
    }
    let accepted = match pages.accept_language {
        AcceptLanguage::Read => accepted(call.incoming.headers),
        AcceptLanguage::Ignored => None,
    };
    accepted.unwrap_or(&pages.default_language).to_owned()
}

/// The language of a page beyond the way of an app: asked for in the address, else chosen before in this browser, else the account's own,
/// else the browser's.
pub fn site_language(call: &Call<'_>, query: &str, account: Option<&str>) -> String {
    let known =
        |wish: &str| languages().iter().find(|language| **language == wish).map(|language| (*language).to_owned());
    let asked = parameter(query, "lang").and_then(|wish| known(&wish));
    let chosen = || Jar::Language.read(call).and_then(|wish| known(wish.expose()));
    let own = || account.and_then(known);
    asked.or_else(chosen).or_else(own).unwrap_or_else(|| language(call, &LanguageClaim::Absent))
}

/// The language of a page that stands in the place of another: of the request that a form carries, else what is asked for beside it.
fn language_of_form(call: &Call<'_>) -> String {
    let sent = match *call.incoming.method {
        Method::POST => call.incoming.body,
        _ => call.query().as_bytes(),
    };
    let sealed = form_urlencoded::parse(sent).find(|(name, _)| matches!(name.as_ref(), "request" | "csrf"));
    let form = sealed.and_then(|(_, text)| Form::peek(call, &text));
    let known = |parameters: &[u8]| match call.mount.dialect.decode_language(parameters) {
        LanguageClaim::Known(language) => Some(language),
        _ => None,
    };
    match form {
        Some(form) if form.busy == Busy::Authorize => {
            known(form.query.as_bytes()).unwrap_or_else(|| language(call, &LanguageClaim::Absent))
        }
        Some(form) => site_language(call, &form.query, None),
        None => {
            let beside = known(sent).or_else(|| known(call.query().as_bytes()));
            beside.unwrap_or_else(|| site_language(call, call.query(), None))
        }
    }
}

/// The first of our languages that the browser wants.
pub fn accepted(headers: &HeaderMap) -> Option<&'static str> {
    let text = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    pick(text, languages())
}

/// The frame of a page in that language.
pub fn chrome(call: &Call<'_>, language: &str, sign_out: Option<SignOut>) -> Chrome {
    let file = |name: &str| format!("{}/-/{name}", call.mount.prefix);
    let brand = |own: &Option<BrandFile>| own.as_ref().map(|own| file(&own.name));
    Chrome {
        language: language.to_owned(),
        realm_title: call.realm.title.clone(),
        style_url: file(&STYLE_NAME),
        brand_url: brand(&call.realm.brand.style),
        icon_url: file(&ICON_NAME),
        logo_url: brand(&call.realm.brand.logo),
        sign_out,
        support: call.realm.support.clone(),
    }
}

/// Leads to an address of ours after a form: 303, so that no browser posts it on.
pub fn see_other(address: &str) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::from_str(address) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    answer
}

/// What an error page says beside the refusal.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The language; empty: that of what was sent.
    pub language: String,
    /// The app's name, once it is known.
    pub app: Option<String>,
    /// What was sent, if that is no secret.
    pub sent: Option<String>,
}

/// The error page of a refusal: 400, or what HTTP has for it.
pub fn refused(call: &Call<'_>, refused: &Refused, about: About) -> Answer {
    call.refuses(refused);
    let status = match refused.refusal {
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::MediaTypeUnsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Refusal::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    };
    let parameter = refused.parameter.clone().or_else(|| wire_name(call, Endpoint::Authorize, refused.refusal));
    let mend_at = match refused.refusal {
        Refusal::RedirectUriNone => page_of(call, ConsoleItem::Redirects),
        Refusal::AppNotReviewed => page_of(call, ConsoleItem::Review),
        Refusal::AppSuspended => page_of(call, ConsoleItem::Overview),
        _ => None,
    };
    let features = call.witness.app().map(|app| Feature::of(app, call.realm)).unwrap_or_default();
    let wait = (refused.refusal == Refusal::Unavailable).then_some(1);
    let About { language, app, sent } = about;
    let page = ErrorPage { parameter, app, features, sent, mend_at, wait, ..ErrorPage::default() };
    said(call, (refused.refusal.name(), status), page, &language)
}

/// The error page of something that only forms can do wrong.
pub fn trouble(call: &Call<'_>, word: &'static str, status: StatusCode) -> Answer {
    said(call, (word, status), ErrorPage::default(), "")
}

/// The same with the way back to where it all began, where that is a page.
pub fn trouble_again(call: &Call<'_>, what: (&'static str, StatusCode), again: Option<String>) -> Answer {
    said(call, what, ErrorPage { again, ..ErrorPage::default() }, "")
}

/// The error page of something that only pages beyond the way of an app can do wrong.
pub fn site_trouble(call: &Call<'_>, word: &'static str, status: StatusCode) -> Answer {
    let language = site_language(call, call.query(), None);
    let console = &call.mount.dialect.console.path;
    let below = call.path.strip_prefix(console.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let begin = match (call.realm.name.as_str(), below) {
        // What people do in the administrators' realm begins at its own root.
        (ADMIN, _) => "",
        (_, true) => console,
        (_, false) => "/account",
    };
    let mend_at = Some(format!("{}{begin}", call.mount.issuer));
    of_site(said(call, (word, status), ErrorPage { mend_at, ..ErrorPage::default() }, &language))
}

/// The same for an address that takes only these methods: 405.
pub fn method_trouble(call: &Call<'_>, allow: &'static str) -> Answer {
    let mut answer = site_trouble(call, "method_not_allowed", StatusCode::METHOD_NOT_ALLOWED);
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
    answer
}

fn said(call: &Call<'_>, (word, status): (&'static str, StatusCode), page: ErrorPage, language: &str) -> Answer {
    let language = if language.is_empty() { language_of_form(call) } else { language.to_owned() };
    let page = ErrorPage { refusal: word, request_id: call.request_id.text().to_owned(), ..page };
    html(status, page.render(&chrome(call, &language, None)), Part::End)
}

/// The page of somebody who did too much in a short time.
pub fn too_much(call: &Call<'_>, language: &str, seconds: u64) -> Answer {
    call.log(&Refusal::TooManyRequests.into());
    let page = ErrorPage { wait: Some(seconds), ..ErrorPage::default() };
    let refusal = (Refusal::TooManyRequests.name(), StatusCode::TOO_MANY_REQUESTS);
    let mut answer = said(call, refusal, page, language);
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

/// The page of a failure.
pub fn failed(call: &Call<'_>, failure: Failure, about: About) -> Answer {
    let (refused, wait) = match failure {
        Failure::Refused(refused) => return self::refused(call, &refused, about),
        Failure::Broken(broken) => {
            call.broke(&broken);
            (Refusal::Unavailable, 1)
        }
        Failure::Busy => (Refusal::Unavailable, 1),
        Failure::Throttled(seconds) => (Refusal::TooManyRequests, seconds),
    };
    let mut answer = self::refused(call, &refused.into(), about);
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
    answer
}

/// A page of the app in its developers' console.
fn page_of(call: &Call<'_>, item: ConsoleItem) -> Option<String> {
    let app = call.witness.app()?;
    let Mount { issuer, dialect, .. } = call.mount;
    Some(format!("{issuer}{}/{}{}", dialect.console.path, app.client_id, item.path()))
}

/// The page for a form that does not count.
pub fn broken_form(call: &Call<'_>, broken: Broken) -> Answer {
    match broken {
        Broken::Foreign => trouble(call, "form_foreign", StatusCode::BAD_REQUEST),
        Broken::Expired(again) => trouble_again(call, ("form_expired", StatusCode::BAD_REQUEST), again),
    }
}
