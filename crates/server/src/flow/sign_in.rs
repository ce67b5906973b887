//! Sign-in: the form, its check, and the end of a session.

use super::errand::Errand;
use super::headers::{Part, html};
use super::pages::{About, broken_form, chrome, failed, site_language, trouble};
use super::seal::{Form, Purpose};
use super::session::{self, Jar};
use super::{Answer, Call, Failure, hand_off};
use crate::desk::letters::Notice;
use crate::http::fields::Fields;
use crate::metrics::words::SignIn as Try;
use crate::pages::{SignIn, SignInError, SignedOut};
use crate::passwords::LONGEST;
use crate::throttle::Budget;
use engine::refusal::{Refusal, Refused};
use engine::secret::{Hashed, Plain};
use http::StatusCode;
use http::header::{HeaderValue, LOCATION, RETRY_AFTER};
use store::ops::{SignInFacts, canonical};

/// The answer to a request that only somebody who is signed in can make: the form for that, or the way to the owner's own.
pub fn page(call: &Call<'_>, errand: &Errand) -> Answer {
    if let Some(hand_off) = &call.realm.hand_off {
        return hand_off::begin(call, hand_off, errand);
    }
    let (browser, cookie) = session::browser(call);
    let form = errand.form(call, Purpose::SignIn, &browser);
    let mut answer = form_page(call, errand, &form.seal(call), ("", SignInError::None));
    session::set(answer.headers_mut(), cookie);
    answer
}

fn form_page(call: &Call<'_>, errand: &Errand, sealed: &str, (username, error): (&str, SignInError)) -> Answer {
    let page = SignIn {
        app: errand.app(),
        action: format!("{}/-/sign-in", call.mount.prefix),
        request: sealed.to_owned(),
        username: username.to_owned(),
        forgotten: call.server.mail.as_ref().map(|_| format!("{}/-/forgotten", call.mount.prefix)),
        error,
    };
    let status = match error {
        SignInError::None | SignInError::WrongPair | SignInError::Disabled => StatusCode::OK,
        SignInError::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
        SignInError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut answer = html(status, page.render(&chrome(call, &errand.language(call), None)), Part::Flow);
    match error {
        SignInError::Throttled(seconds) => answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds)),
        SignInError::Unavailable => answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1")),
        _ => None,
    };
    answer
}

/// Answers the form.
pub async fn submitted(call: &Call<'_>) -> Answer {
    let Some(fields) = Fields::read(call.incoming, &call.mount.issuer) else {
        return trouble(call, "form_foreign", StatusCode::BAD_REQUEST);
    };
    let browser = Jar::Browser.read(call).map(|text| text.hashed());
    let form = match Form::open(call, Purpose::SignIn, browser.as_ref(), fields.one("request")) {
        Ok(form) => form,
        Err(broken) => return broken_form(call, broken),
    };
    match check(call, &form, &fields).await {
        Ok(answer) => answer,
        Err(failure) => failed(call, failure, About::default()),
    }
}

async fn check(call: &Call<'_>, form: &Form, fields: &Fields) -> Result<Answer, Failure> {
    let errand = Errand::again(call, form).await?;
    let name = canonical(fields.one("username"));
    let password = Plain::new(fields.one("password"));
    let again = |error| form_page(call, &errand, fields.one("request"), (fields.one("username"), error));
    if password.expose().len() > LONGEST {
        return Err(Refusal::TooLarge.into());
    }
    let facts = call.server.store.sign_in(call.realm.key, &name).await?;
    // One account, one budget, whether it is called by its user name or its address (CVE-2025-24806).
    let whose = facts.as_ref().map_or(name, |facts| canonical(&facts.account.username));
    let attempt = match call.server.throttle.admit(budgets(call, &whose), call.now).await {
        Ok(attempt) => attempt,
        Err(wait) => {
            call.log(&Refusal::TooManyRequests.into());
            call.server.metrics.sign_ins.add(Try::Throttled);
            return Ok(again(SignInError::Throttled(wait.unsigned_abs())));
        }
    };
    let stored = facts.as_ref().map(|facts| facts.password.clone());
    match call.server.passwords.verify(password, stored).await {
        Err(_) => {
            attempt.forgive();
            Ok(again(SignInError::Unavailable))
        }
        Ok(false) => {
            call.server.metrics.sign_ins.add(Try::Wrong);
            tracing::info!(request_id = call.request_id, realm = %call.realm.name, "a sign-in failed");
            Ok(again(SignInError::WrongPair))
        }
        Ok(true) => match facts {
            Some(facts) => {
                attempt.forgive();
                accepted(call, form, &errand, &facts).await
            }
            None => Ok(again(SignInError::WrongPair)),
        },
    }
}

/// A browser that has signed in under this name before has a budget of its own, so that nobody else's failures lock its owner out.
fn budgets(call: &Call<'_>, name: &str) -> [Budget; 2] {
    let known = if session::is_known(call, name) { "known" } else { "unknown" };
    let key = Hashed::of(format!("{}\n{known}\n{name}", call.realm.name).as_bytes());
    [Budget::Name(key), Budget::of(call.address)]
}

async fn accepted(call: &Call<'_>, form: &Form, errand: &Errand, facts: &SignInFacts) -> Result<Answer, Failure> {
    if facts.account.disabled_at.is_some() {
        call.server.metrics.sign_ins.add(Try::Disabled);
        return Ok(disabled(call, errand));
    }
    let cookies = session::begin(call, &facts.account, call.now.secs()).await?;
    call.server.metrics.sign_ins.add(Try::Accepted);
    if !session::is_known(call, &canonical(&facts.account.username)) {
        let from = call.origin();
        call.postroom().tell(&facts.account, Notice::NewDevice(from.device, from.address));
    }
    let mut answer = Answer::new(bytes::Bytes::new());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::from_str(&form.back(call)) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    for cookie in cookies {
        session::set(answer.headers_mut(), cookie);
    }
    Ok(answer)
}

/// The password was right, so it may be said; whether the app learns of it is the dialect's choice.
fn disabled(call: &Call<'_>, errand: &Errand) -> Answer {
    let refused = Refused::from(Refusal::AccountDisabled);
    errand.told(call, &refused).unwrap_or_else(|| {
        call.log(&refused);
        form_page(call, errand, "", ("", SignInError::Disabled))
    })
}

/// Ends the session of this browser and leads back to where it began.
pub async fn sign_out(call: &Call<'_>) -> Answer {
    let Some(fields) = Fields::read(call.incoming, &call.mount.issuer) else {
        return trouble(call, "form_foreign", StatusCode::BAD_REQUEST);
    };
    let session = Jar::Session.read(call).map(|text| text.hashed());
    let form = match Form::open(call, Purpose::SignOut, session.as_ref(), fields.one("csrf")) {
        Ok(form) => form,
        Err(broken) => return broken_form(call, broken),
    };
    if let Some(hash) = session
        && let Err(broken) = call.server.store.end_session(call.realm.key, hash).await
    {
        return failed(call, broken.into(), About::default());
    }
    let language = match Errand::again(call, &form).await {
        Ok(errand) => errand.language(call),
        Err(_) => site_language(call, &form.query, None),
    };
    let there = call.realm.hand_off.as_ref().map(|page| page.host().to_owned());
    let page = SignedOut { again: Some(form.back(call)), there };
    let mut answer = html(StatusCode::OK, page.render(&chrome(call, &language, None)), Part::Flow);
    session::set(answer.headers_mut(), Jar::Session.write(call, "", Some(0)));
    answer
}
