//! Sign-in: the form, its check, and the end of a session.

use super::errand::Errand;
use super::guess::{Guess, guess};
use super::headers::{Part, html};
use super::pages::{About, broken_form, chrome, failed, see_other, site_language, trouble};
use super::seal::{Form, Purpose};
use super::session::{self, Cookies, Jar, Proof};
use super::{Answer, Call, Failure, hand_off};
use crate::config::SignUp;
use crate::metrics::words::SignIn as Try;
use crate::pages::{SignIn, SignInError, SignedOut};
use crate::passwords::LONGEST;
use crate::wire::fields::Fields;
use engine::refusal::{Refusal, Refused};
use engine::secret::Plain;
use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
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
        sign_up: (call.realm.sign_up == SignUp::Open).then(|| format!("{}/-/sign-up", call.mount.prefix)),
        username: username.to_owned(),
        forgotten: call.server.mail.as_ref().map(|_| format!("{}/-/forgotten", call.mount.prefix)),
        error,
        sent: errand.sent(),
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

/// The form that was sent, sealed in that field for whoever has that cookie, with what was typed; else the page that says why it does not count.
pub fn sent(call: &Call<'_>, purpose: Purpose, (jar, field): (Jar, &str)) -> Result<(Form, Fields), Box<Answer>> {
    let foreign = || Box::new(trouble(call, "form_foreign", StatusCode::BAD_REQUEST));
    let fields = Fields::read(call.incoming, &call.mount.issuer).ok_or_else(foreign)?;
    let holder = jar.read(call).map(|text| text.hashed());
    let form = Form::open(call, purpose, holder.as_ref(), fields.one(field));
    Ok((form.map_err(|broken| Box::new(broken_form(call, broken)))?, fields))
}

/// Answers the form.
pub async fn submitted(call: &Call<'_>) -> Answer {
    let (form, fields) = match sent(call, Purpose::SignIn, (Jar::Browser, "request")) {
        Ok(sent) => sent,
        Err(page) => return *page,
    };
    check(call, &form, &fields).await.unwrap_or_else(|failure| failed(call, failure, About::default()))
}

async fn check(call: &Call<'_>, form: &Form, fields: &Fields) -> Result<Answer, Failure> {
    let errand = Errand::again(call, form).await?;
    let name = canonical(fields.one("username"));
    let password = Plain::new(fields.one("password"));
    let sealed = fields.one("request");
    let again = |error| form_page(call, &errand, sealed, (fields.one("username"), error));
    if password.expose().len() > LONGEST {
        // It is no account's, so nothing has to be computed to say so (AUT-05).
        call.server.metrics.sign_ins.add(Try::Wrong);
        let mut answer = again(SignInError::WrongPair);
        *answer.status_mut() = StatusCode::BAD_REQUEST;
        return Ok(answer);
    }
    let facts = call.server.store.sign_in(call.realm.key, &name).await?;
    let whose = facts.as_ref().map_or(name, |facts| canonical(&facts.account.username));
    let stored = facts.as_ref().map(|facts| facts.password.clone());
    match (guess(call, &whose, password, stored).await, facts) {
        (Guess::Right, Some(facts)) => match accepted(call, (form, sealed), &errand, facts).await? {
            Some(answer) => Ok(answer),
            None => Ok(wrong(call, again)),
        },
        (Guess::Right, None) | (Guess::Wrong, _) => Ok(wrong(call, again)),
        (Guess::Throttled(seconds), _) => {
            call.server.metrics.sign_ins.add(Try::Throttled);
            Ok(again(SignInError::Throttled(seconds)))
        }
        (Guess::Unavailable, _) => Ok(again(SignInError::Unavailable)),
    }
}

fn wrong(call: &Call<'_>, again: impl FnOnce(SignInError) -> Answer) -> Answer {
    call.server.metrics.sign_ins.add(Try::Wrong);
    tracing::info!(request_id = call.request_id.text(), realm = %call.realm.name, "a sign-in failed");
    again(SignInError::WrongPair)
}

/// `None`: while the password was checked it became another one, or the account was disabled.
async fn accepted(
    call: &Call<'_>,
    (form, sealed): (&Form, &str),
    errand: &Errand,
    SignInFacts { account, password }: SignInFacts,
) -> Result<Option<Answer>, Failure> {
    if account.disabled_at.is_some() {
        call.server.metrics.sign_ins.add(Try::Disabled);
        return Ok(Some(disabled(call, errand, sealed)));
    }
    let strange = !session::is_known(call, &canonical(&account.username));
    let Some(cookies) = session::begin(call, &account, Proof::here(call, password)).await? else { return Ok(None) };
    call.server.metrics.sign_ins.add(Try::Accepted);
    if strange {
        call.postroom().tell_of_device(&account, call.origin(), &errand.language(call));
    }
    Ok(Some(led_back(call, form, cookies)))
}

/// The way back to what somebody came for, with what they have by then.
pub fn led_back(call: &Call<'_>, form: &Form, cookies: Cookies) -> Answer {
    let mut answer = see_other(&form.back(call));
    for cookie in cookies {
        session::set(answer.headers_mut(), cookie);
    }
    answer
}

/// The password was right, so it may be said; whether the app learns of it is the dialect's choice.
fn disabled(call: &Call<'_>, errand: &Errand, sealed: &str) -> Answer {
    let refused = Refused::from(Refusal::AccountDisabled);
    errand.told(call, &refused).unwrap_or_else(|| {
        call.log(&refused);
        form_page(call, errand, sealed, ("", SignInError::Disabled))
    })
}

/// How long whoever signs in after somebody has signed out proves who they are at the owner's own login, in seconds.
const LEFT: i64 = 10 * 60;

/// Ends the session of this browser and leads back to where it began.
pub async fn sign_out(call: &Call<'_>) -> Answer {
    let form = match sent(call, Purpose::SignOut, (Jar::Session, "csrf")) {
        Ok((form, _)) => form,
        Err(page) => return *page,
    };
    if let Some(session) = Jar::Session.read(call)
        && let Err(failure) = session::end(call, session.hashed()).await
    {
        return failed(call, failure, About::default());
    }
    let language = match Errand::again(call, &form).await {
        Ok(errand) => errand.language(call),
        Err(_) => site_language(call, &form.query, None),
    };
    let there = call.realm.hand_off.as_ref().map(|page| page.host().to_owned());
    let left = there.as_ref().and_then(|_| Jar::Left.write(call, "1", Some(LEFT)));
    let page = SignedOut { again: Some(form.back(call)), there };
    let mut answer = html(StatusCode::OK, page.render(&chrome(call, &language, None)), Part::End);
    session::set(answer.headers_mut(), left);
    session::set(answer.headers_mut(), Jar::Session.write(call, "", Some(0)));
    answer
}
