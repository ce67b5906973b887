//! The authorization endpoint (RFC 6749 section 3.1): checks the request, then shows sign-in or consent as its own answer, or sends on.

use super::asked::{Answers, Asked, ask, no_for, told};
use super::consent::{self, Decision};
use super::errand::Errand;
use super::pages::{About, failed};
use super::session::{SignedIn, signed_in};
use super::{Answer, Call, Failure, sign_in};
use crate::wire::LONGEST_URL;
use dialect::model::EarlyRefusals;
use engine::authorize::{Checked, Next, No, next};
use engine::refusal::Refusal;
use engine::request::Wish;

/// The people who use an app are counted up to so many.
pub const COUNTED: u32 = 1_000;
/// A sign-in that old counts as a fresh one where the request demands it, in seconds.
pub(super) const FRESH_SIGN_IN: i64 = 60;

/// Answers GET (and, where a dialect has it, POST) at the authorization endpoint.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err(failure) => failed(call, failure, About::default()),
    }
}

async fn run(call: &Call<'_>) -> Result<Answer, Failure> {
    let query = call.mount.dialect.authorize_query(call.incoming);
    // After sign-in the request goes on as a GET, so it has to fit into an address.
    if call.mount.prefix.len() + call.path.len() + 1 + query.len() > LONGEST_URL {
        return Err(Refusal::TooLarge.into());
    }
    let asked = ask(call, call.incoming, (call.path, query)).await?;
    settle(call, asked, signed_in(call).await?).await
}

/// Asks once more what a form asked that decides nothing. Whoever clicked there clicked for what they saw: consent is never skipped.
pub async fn anew(call: &Call<'_>, mut asked: Asked, signed_in: Option<SignedIn>) -> Result<Answer, Failure> {
    asked.request.wishes.ask_again = Wish::Yes;
    settle(call, asked, signed_in).await
}

async fn settle(call: &Call<'_>, asked: Asked, signed_in: Option<SignedIn>) -> Result<Answer, Failure> {
    let checked = match &asked.checked {
        Ok(checked) => checked,
        Err(no) if signed_in.is_none() && waits_for_sign_in(call, no) => {
            return Ok(sign_in::page(call, &Errand::App(Box::new(asked))));
        }
        Err(no) => return Ok(told(call, &asked, no, Answers::to(call))),
    };
    match signed_in.filter(|signed_in| fresh_enough(call, &asked, signed_in)) {
        None => Ok(sign_in::page(call, &Errand::App(Box::new(asked)))),
        Some(signed_in) => go_on(call, &asked, checked, &signed_in).await,
    }
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
    let Some(app) = &asked.app else { return Err(Refusal::ClientUnknown.into()) };
    let grant = call.server.store.grant(call.realm.key, signed_in.account.key, app.key).await?;
    let policy = &call.mount.dialect.policy;
    let next = match next(checked, app, &signed_in.account, grant.as_ref(), policy) {
        Ok(next) => next,
        Err(refused) => return Ok(told(call, asked, &no_for(checked, refused), Answers::to(call))),
    };
    match next {
        Next::Skip(scope) if is_a_visit(call) && asked.request.wishes.ask_again != Wish::Yes => {
            let id = call.server.dice.salt();
            let decision = Decision { asked, checked, app, account: &signed_in.account, grant: grant.as_ref(), id };
            consent::grant(call, &decision, &scope, Answers::to(call)).await
        }
        Next::Skip(scope) | Next::Ask(scope) => {
            let counts = call.server.store.counts(call.realm.key, app.key, COUNTED, call.now.secs()).await?;
            Ok(consent::page(call, asked, (checked, app, counts.grants), (&scope, signed_in)))
        }
    }
}
