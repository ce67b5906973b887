//! The way back: what came is believed, counted once, and becomes a session.

use super::claims::{self, Expected, Unfit};
use super::jwt::{Direction, signed_claims};
use super::{id, issuer, see_other};
use crate::desk::upstream::Claimed;
use crate::desk::{Declined, Desk};
use crate::flow::authorize::FRESH_SIGN_IN;
use crate::flow::errand::Errand;
use crate::flow::pages::{About, broken_form, failed, refused, trouble, trouble_again};
use crate::flow::seal::{Broken, Form, Purpose};
use crate::flow::session::{self, Jar, Proof};
use crate::flow::{Answer, Call, Failure};
use crate::metrics::words::SignIn as Try;
use crate::wire::plain;
use engine::model::Account;
use engine::refusal::{Refusal, Refused};
use engine::secret::Hashed;
use http::{Method, StatusCode};
use store::ops::{Names, Shown, Won, canonical};

/// The trouble of an answer whose request was answered before.
const ANSWERED: &str = "answer_used";

/// Why an answer does not count.
enum No {
    /// What came with it is no form of ours for this browser, or lay open for too long.
    Form(Broken),
    /// A trouble that has a page, by its name, and what the log says about it.
    Trouble(&'static str, String),
    /// Its request was answered before; where it all began.
    Used(String),
    /// As everywhere.
    Failure(Failure),
}

impl<F: Into<Failure>> From<F> for No {
    fn from(failure: F) -> Self {
        Self::Failure(failure.into())
    }
}

fn no<T>(word: &'static str, why: impl Into<String>) -> Result<T, No> {
    Err(No::Trouble(word, why.into()))
}

/// Takes what the login page sent the browser back with.
pub async fn answered(call: &Call<'_>) -> Answer {
    // HEAD has no effects, and this has.
    if *call.incoming.method != Method::GET {
        return plain::method_not_allowed("GET");
    }
    match take(call).await {
        Ok(answer) => answer,
        Err(No::Form(broken)) => broken_form(call, broken),
        Err(No::Trouble(word, why)) => {
            told(call, word, &why);
            trouble(call, word, StatusCode::BAD_REQUEST)
        }
        Err(No::Used(began)) => {
            told(call, ANSWERED, "its request was answered before");
            trouble_again(call, (ANSWERED, StatusCode::BAD_REQUEST), Some(began))
        }
        Err(No::Failure(failure)) => failed(call, failure, About::default()),
    }
}

/// Tells whoever runs the realm.
fn told(call: &Call<'_>, word: &'static str, why: &str) {
    call.server.metrics.sign_ins.add(Try::Wrong);
    tracing::info!(request_id = call.request_id.text(), realm = %call.realm.name, trouble = word, "an answer of the login page was refused: {why}");
}

async fn take(call: &Call<'_>) -> Result<Answer, No> {
    let (form, answer) = believed(call)?;
    // One answer for each request, not one use of each answer: what the owner signs again does not count either.
    let spent = Hashed::of(format!("hand-off\n{}", id(&form)).as_bytes());
    if call.server.store.spend(call.realm.key, spent, form.ends_at()).await? == Won::Lost {
        return Err(No::Used(form.back(call)));
    }
    let errand = Errand::again(call, &form).await?;
    if errand.demands_sign_in() && call.now.secs() - answer.auth_time > FRESH_SIGN_IN {
        return no("sign_in_old", format!("a fresh sign-in was demanded, and auth_time is {}", answer.auth_time));
    }
    let shown = Shown::Upstream(answer.sub.clone());
    let proof = Proof { at: answer.auth_time, ways: answer.amr.clone(), shown };
    let account = account(call, answer).await?;
    if account.disabled_at.is_some() {
        call.server.metrics.sign_ins.add(Try::Disabled);
        let why = Refused::from(Refusal::AccountDisabled);
        return Ok(errand.told(call, &why).unwrap_or_else(|| refused(call, &why, About::default())));
    }
    // Whoever has just got an account need not hear that they use it.
    let strange = account.created_at < call.now.secs() && !session::is_known(call, &canonical(&account.username));
    let Some(cookies) = session::begin(call, &account, proof).await? else {
        // Disabled or unlinked a moment ago: whoever begins again hears what holds by now.
        call.server.metrics.sign_ins.add(Try::Wrong);
        return Ok(see_other(&form.back(call)));
    };
    let asked = Jar::Left.read(call).and_then(|_| Jar::Left.write(call, "", Some(0)));
    call.server.metrics.sign_ins.add(Try::Accepted);
    if strange {
        call.postroom().tell_of_device(&account, call.origin(), &errand.language(call));
    }
    let mut answer = see_other(&form.back(call));
    for cookie in cookies.into_iter().chain([asked]) {
        session::set(answer.headers_mut(), cookie);
    }
    Ok(answer)
}

/// The errand's form and the answer, if they belong to each other, to this browser and to now. Nothing is written or asked yet.
fn believed(call: &Call<'_>) -> Result<(Form, claims::Answer), No> {
    let Some(hand_off) = &call.realm.hand_off else { return Err(Refusal::Unavailable.into()) };
    let parameter = |name: &str| call.parameter(name).unwrap_or_default();
    let browser = Jar::Browser.read(call).map(|text| text.hashed());
    let form = Form::open(call, Purpose::HandOff, browser.as_ref(), &parameter("request")).map_err(No::Form)?;
    let Some(signed) = signed_claims(Direction::Answer, &hand_off.keys()?.answers, &parameter("answer")) else {
        return no("answer_unbelieved", "it is no answer signed with the shared secret");
    };
    let Ok(answer) = serde_json::from_slice::<claims::Answer>(&signed) else {
        return no("answer_unfit", format!("it is signed with the shared secret, but {}", claims::flaw(&signed)));
    };
    let request = id(&form);
    let expected = Expected {
        page: &hand_off.page,
        issuer: issuer(call),
        realm: &call.realm.name,
        request: &request,
        asked_at: form.at,
    };
    let claims::Answer { iat, exp, auth_time, .. } = answer;
    let now = call.now.secs();
    match answer.fits(&expected, call.now) {
        Ok(()) => Ok((form, answer)),
        Err(Unfit::Elsewhere(claim)) => no("answer_unbelieved", format!("its {claim} is not that of the request")),
        Err(Unfit::Late) => no("answer_late", format!("it ended at {exp}, and it is {now}")),
        Err(Unfit::Clock) => {
            let between = format!("it answers a request of {}, and it is {now}", form.at);
            no("answer_clock", format!("the clocks differ: its iat is {iat}; {between}"))
        }
        Err(Unfit::Lives) => no("answer_unfit", format!("its exp {exp} is more than a minute after its iat {iat}")),
        Err(Unfit::Ahead) => no("answer_unfit", format!("its auth_time {auth_time} is later than its iat {iat}")),
    }
}

async fn account(call: &Call<'_>, answer: claims::Answer) -> Result<Account, No> {
    let (server, address) = (call.server, call.origin().address);
    // Of the request's time, like the session that follows: what happened stands in its order.
    let desk = Desk { now: call.now, ..server.desk(call.realm, "hand-off", &address) };
    let claimed = Claimed {
        upstream: answer.sub,
        names: Names {
            username: answer.preferred_username,
            email: answer.email,
            email_verified: answer.email_verified,
        },
        first_name: answer.given_name,
        last_name: answer.family_name,
        roles: answer.roles,
    };
    match desk.welcome(&claimed).await {
        Ok(account) => Ok(account),
        Err(Declined::Broken(broken)) => Err(broken.into()),
        Err(taken @ Declined::Taken { .. }) => no("names_taken", taken.to_string()),
        Err(declined) => no("answer_unfit", declined.to_string()),
    }
}
