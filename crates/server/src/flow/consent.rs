//! Consent: the page, the decision, and what a yes makes.

use super::asked::{Answers, Asked, asked_again, no_for, redirected, returned, told};
use super::headers::{Part, html};
use super::issue::{Bearer, Origin, Row, access_token, bounds};
use super::pages::{About, broken_form, chrome, failed, trouble};
use super::seal::{Form, Purpose};
use super::session::{self, SignedIn, account_audit, signed_in};
use super::{Answer, Call, Failure, authorize, permissions};
use crate::desk::letters::Notice;
use crate::metrics::words;
use crate::pages::{CodeOnScreen, Consent, Denied, Reviewed, SignOut};
use crate::wire::fields::Fields;
use dialect::encode::Facts;
use dialect::mint::Minted;
use engine::authorize::{Checked, Next, Yes, code, next, widened};
use engine::grant::Issue;
use engine::model::{AccessToken, Account, AccountKey, App, Code, Grant, GrantKey, Review};
use engine::redirect::ReturnTo;
use engine::refusal::Refusal;
use engine::request::ResponseType;
use engine::scope::ScopeSet;
use engine::secret::Plain;
use engine::time::end_of;
use engine::token::TokenHash;
use http::StatusCode;
use store::ops::{self, IssueAccess, IssueCode, Issued, Won};

/// A decision with all that it is about.
pub struct Decision<'a> {
    /// The request.
    pub asked: &'a Asked,
    /// Its checked form.
    pub checked: &'a Checked,
    /// The app.
    pub app: &'a App,
    /// The account.
    pub account: &'a Account,
    /// What was granted before.
    pub grant: Option<&'a Grant>,
    /// Its id: the code is derived from it, so that a double click gets the same answer.
    pub id: [u8; 16],
}

/// The consent page as the answer to an authorize request.
pub fn page(
    call: &Call<'_>,
    asked: &Asked,
    (checked, app, people): (&Checked, &App, u32),
    (scope, signed_in): (&ScopeSet, &SignedIn),
) -> Answer {
    let (browser, cookie) = session::browser(call);
    let dialect = &call.mount.dialect;
    let page = Consent {
        app: app.name.clone(),
        client_id: app.client_id.clone(),
        color: app.color,
        action: format!("{}/-/consent", call.mount.prefix),
        request: Form::of_consent(call, signed_in, &browser, asked.place()).seal(call),
        account: signed_in.account.username.clone(),
        permissions: permissions::of(dialect, scope, &asked.language),
        choice: permissions::choice(dialect, scope, &asked.language),
        note: permissions::said(&dialect.pages.consent_note, &asked.language),
        site: app.site.clone(),
        since: Some(app.created_at),
        review: if app.review == Review::Live { Reviewed::Done } else { Reviewed::Not },
        people: (people > 0).then_some(u64::from(people)),
        landing: permissions::landing(&checked.return_to),
        lasts: permissions::lasts(&dialect.policy, checked),
        end_at: Some(format!("{}/account", call.mount.prefix)),
    };
    let sign_out = SignOut {
        action: format!("{}/-/sign-out", call.mount.prefix),
        csrf: Form::new(call, Purpose::SignOut, &signed_in.session.hash, asked.place()).seal(call),
        account: signed_in.account.username.clone(),
    };
    let mut answer = html(StatusCode::OK, page.render(&chrome(call, &asked.language, Some(sign_out))), Part::Flow);
    session::set(answer.headers_mut(), cookie);
    answer
}

/// Answers the form.
pub async fn submitted(call: &Call<'_>) -> Answer {
    match decide(call).await {
        Ok(answer) => answer,
        Err(failure) => failed(call, failure, About::default()),
    }
}

async fn decide(call: &Call<'_>) -> Result<Answer, Failure> {
    let foreign = || trouble(call, "form_foreign", StatusCode::BAD_REQUEST);
    let Some(fields) = Fields::read(call.incoming, &call.mount.issuer) else { return Ok(foreign()) };
    let form = match Form::open_here(call, Purpose::Consent, fields.one("request")) {
        Ok(form) => form,
        Err(broken) => return Ok(broken_form(call, broken)),
    };
    let asked = asked_again(call, &form).await?;
    let signed_in = match signed_in(call).await? {
        Some(signed_in) if form.belongs_to(&signed_in.session.hash) => signed_in,
        other => return undecided(call, &form, asked, other).await,
    };
    let (checked, app) = match (&asked.checked, &asked.app) {
        (Ok(checked), Some(app)) => (checked, app),
        (Err(no), _) => return Ok(told(call, &asked, no, Answers::Post)),
        _ => return Ok(foreign()),
    };
    let grant = call.server.store.grant(call.realm.key, signed_in.account.key, app.key).await?;
    let scope = match next(checked, app, &signed_in.account, grant.as_ref(), &call.mount.dialect.policy) {
        Ok(Next::Ask(scope) | Next::Skip(scope)) => scope,
        Err(refused) => return Ok(told(call, &asked, &no_for(checked, refused), Answers::Post)),
    };
    let decision =
        Decision { asked: &asked, checked, app, account: &signed_in.account, grant: grant.as_ref(), id: form.decision };
    match fields.all("decision").as_slice() {
        [word] if word == "allow" => self::grant(call, &decision, &chosen(call, &scope, &fields)?, Answers::Post).await,
        [word] if word == "deny" => denied(call, &decision, &scope).await,
        // Both words, or none: the person has not said which.
        _ => authorize::anew(call, asked, Some(signed_in)).await,
    }
}

/// The session that was asked has ended in the meantime, so nothing is decided: whoever was asked is asked anew.
async fn undecided(call: &Call<'_>, form: &Form, asked: Asked, now: Option<SignedIn>) -> Result<Answer, Failure> {
    let before = form.decider.as_ref().map(|decider| AccountKey(decider.account));
    match (&now, before) {
        (Some(now), _) if before != Some(now.account.key) => Ok(trouble(call, "form_foreign", StatusCode::BAD_REQUEST)),
        (None, Some(before)) if is_disabled(call, before).await? => {
            match redirected(call, &asked, &Refusal::AccountDisabled.into()) {
                Some(answer) => Ok(answer),
                None => authorize::anew(call, asked, None).await,
            }
        }
        _ => authorize::anew(call, asked, now).await,
    }
}

async fn is_disabled(call: &Call<'_>, account: AccountKey) -> Result<bool, Failure> {
    let revision = call.server.store.revision(call.realm.key).await?;
    let account = call.realm.cache.account(call.at(revision), account).await?;
    Ok(account.is_some_and(|account| account.disabled_at.is_some()))
}

/// What the user grants of what was asked, where the page offers a choice.
fn chosen(call: &Call<'_>, asked: &ScopeSet, fields: &Fields) -> Result<ScopeSet, Failure> {
    let dialect = &call.mount.dialect;
    if !permissions::offers_choice(dialect, asked) {
        return Ok(asked.clone());
    }
    let words = dialect.decode_narrowing(&fields.all("scope"));
    match words.is_empty() && !dialect.policy.scopes.axes.is_empty() {
        true => Ok(asked.clone()),
        false => Ok(dialect.policy.scopes.narrowed(asked, &words)?),
    }
}

/// A no; where the same page has said yes before, that stands, and the app hears nothing else.
async fn denied(call: &Call<'_>, decision: &Decision<'_>, scope: &ScopeSet) -> Result<Answer, Failure> {
    let (_, code) = code_of(call, decision, scope, GrantKey(call.server.dice.key()));
    if call.server.store.deny(call.realm.key, code).await? == Won::Lost {
        return Ok(trouble(call, "form_used", StatusCode::BAD_REQUEST));
    }
    let refused = engine::refusal::Refused::from(Refusal::AccessDenied);
    Ok(match &decision.checked.return_to {
        ReturnTo::OnScreen(_) => {
            call.refuses(&refused);
            let page = Denied { app: decision.app.name.clone() };
            html(StatusCode::OK, page.render(&chrome(call, &decision.asked.language, None)), Part::End)
        }
        ReturnTo::Redirect(_) => told(call, decision.asked, &no_for(decision.checked, refused), Answers::Post),
    })
}

async fn kept(call: &Call<'_>, token: TokenHash) -> Result<Option<AccessToken>, Failure> {
    Ok(call.server.store.access(call.realm.key, &[token], call.now.secs()).await?.token)
}

/// Makes what a yes stands for, and answers once it is durable.
pub async fn grant(
    call: &Call<'_>,
    decision: &Decision<'_>,
    scope: &ScopeSet,
    answers: Answers,
) -> Result<Answer, Failure> {
    let consent = ops::Consent {
        proposed: GrantKey(call.server.dice.key()),
        scope: widened(decision.grant, scope, &call.mount.dialect.policy).to_text(),
        at: call.now.secs(),
        origin: call.origin(),
        audit: ops::Audit {
            app: Some(decision.app.key),
            ..account_audit(call, decision.account, "grant.allow", format!("app {}", decision.app.client_id))
        },
    };
    let made = match decision.checked.response {
        ResponseType::Code => issue_code(call, decision, scope, consent).await?,
        ResponseType::Token => issue_token(call, decision, scope, consent).await?,
    };
    match made {
        Made::Text(text) => {
            if decision.grant.is_none() {
                let notice = Notice::NewApp(decision.app.name.clone());
                call.postroom().tell(decision.account, notice, Some(&decision.asked.language));
            }
            Ok(handed_over(call, decision, (scope, &text), answers))
        }
        Made::Gone => Ok(trouble(call, "form_used", StatusCode::BAD_REQUEST)),
        Made::OverLimit => {
            let no = no_for(decision.checked, Refusal::TokenLimit.into());
            Ok(told(call, decision.asked, &no, answers))
        }
    }
}

enum Made {
    Text(Handed),
    Gone,
    OverLimit,
}

enum Handed {
    Code(Plain),
    Token(Plain, Option<i64>),
}

/// The code that a yes makes. Its place is taken once, so every answer to the page takes it: a no, and a yes to a token, leave nothing there that works.
fn code_of(call: &Call<'_>, decision: &Decision<'_>, scope: &ScopeSet, grant: GrantKey) -> (Plain, Code) {
    let dialect = &call.mount.dialect;
    let text = dialect.mint(&dialect.shapes.code, &call.realm.keys.decisions.seed(&[&decision.id]));
    let yes =
        Yes { checked: decision.checked, app: decision.app, account: decision.account, scope, mount: call.mount.key };
    let code = code(&yes, text.hashed(), grant, &dialect.policy, call.now);
    (text, code)
}

async fn issue_code(
    call: &Call<'_>,
    decision: &Decision<'_>,
    scope: &ScopeSet,
    consent: ops::Consent,
) -> Result<Made, Failure> {
    let (text, code) = code_of(call, decision, scope, consent.proposed);
    let write = IssueCode { realm: call.realm.key, code, consent };
    Ok(match call.server.store.issue_code(write).await? {
        Issued::New | Issued::Same => Made::Text(Handed::Code(text)),
        Issued::Gone => Made::Gone,
        Issued::OverLimit => Made::OverLimit,
    })
}

/// An access token as the answer of the authorize endpoint (RFC 6749 section 4.2.2).
fn implicit(
    call: &Call<'_>,
    decision: &Decision<'_>,
    scope: &ScopeSet,
    grant: GrantKey,
) -> Result<(Issue, Minted), Failure> {
    let ends_at = end_of(call.now.secs(), call.mount.dialect.policy.lifetimes.access);
    let issue = Issue {
        mount: call.mount.key,
        app: decision.app.key,
        account: Some(decision.account.key),
        grant: Some(grant),
        family: call.server.ids.family(call.now),
        scope: scope.clone(),
        issued_at: decision.app.issued_at(call.now),
        ends_at,
        purge_at: ends_at,
        refresh: None,
    };
    let bearer = Bearer { app: decision.app, account: Some(decision.account) };
    // The same for the same decision, whenever it comes: it carries no id of its time.
    let origin = Origin::new(call.realm.keys.decisions.seed(&[&decision.id, b"token"]), Row::ByHash);
    let token = access_token(call, &issue, bearer, origin)?;
    Ok((issue, token))
}

async fn issue_token(
    call: &Call<'_>,
    decision: &Decision<'_>,
    scope: &ScopeSet,
    consent: ops::Consent,
) -> Result<Made, Failure> {
    let (issue, token) = implicit(call, decision, scope, consent.proposed)?;
    let (_, place) = code_of(call, decision, scope, consent.proposed);
    let write = IssueAccess {
        realm: call.realm.key,
        access: issue.access(token.hash),
        consent: Some(consent),
        bounds: bounds(call, decision.app, &issue),
        now: call.now.secs(),
    };
    let ends_at = match call.server.store.issue_implicit(write, place).await? {
        Issued::New => issue.ends_at,
        Issued::Same => kept(call, token.hash).await?.and_then(|kept| kept.ends_at),
        Issued::Gone => return Ok(Made::Gone),
        Issued::OverLimit => return Ok(Made::OverLimit),
    };
    call.server.metrics.issued.add(words::Issue::Implicit);
    Ok(Made::Text(Handed::Token(token.text, ends_at)))
}

fn handed_over(
    call: &Call<'_>,
    decision: &Decision<'_>,
    (scope, handed): (&ScopeSet, &Handed),
    answers: Answers,
) -> Answer {
    let facts = Facts {
        app: Some(decision.app),
        account: Some(decision.account),
        scope: Some(scope),
        state: decision.asked.request.state.as_deref(),
        issued_at: Some(call.now.secs()),
        ..call.facts()
    };
    let facts = match handed {
        Handed::Code(code) => Facts { code: Some(code.expose()), ..facts },
        Handed::Token(token, ends_at) => {
            Facts { access_token: Some(token.expose()), access_ends_at: *ends_at, ..facts }
        }
    };
    match (&decision.checked.return_to, handed) {
        (ReturnTo::Redirect(to), _) => {
            returned(call, &call.mount.dialect.redirect_yes(to.uri(), decision.checked.response, &facts), answers)
        }
        (ReturnTo::OnScreen(_), Handed::Code(code) | Handed::Token(code, _)) => {
            let life = call.mount.dialect.policy.lifetimes.code.unsigned_abs();
            let page = CodeOnScreen { app: decision.app.name.clone(), code: code.expose().to_owned(), seconds: life };
            html(StatusCode::OK, page.render(&chrome(call, &decision.asked.language, None)), Part::End)
        }
    }
}
