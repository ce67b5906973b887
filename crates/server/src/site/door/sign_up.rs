//! Making an account, where the realm lets everybody do so. It leads on to whatever the person came for.

use super::super::judged;
use crate::config::{SignUp, Switch};
use crate::desk::Declined;
use crate::desk::accounts::Person;
use crate::desk::links;
use crate::flow::errand::{Errand, SignIn};
use crate::flow::headers::{Part, html};
use crate::flow::pages::{About, chrome, failed, site_trouble};
use crate::flow::seal::{Form, Purpose};
use crate::flow::session::{self, Jar, Proof};
use crate::flow::{Answer, Call, Failure, sign_in};
use crate::pages::{self, AccountFault};
use crate::throttle::Budget;
use crate::wire::fields::Fields;
use crate::wire::plain;
use engine::secret::Plain;
use http::{Method, StatusCode};
use store::ops::NewAccount;

/// What was typed, and what was wrong with it.
#[derive(Default)]
struct Tried {
    username: String,
    email: String,
    faults: Vec<AccountFault>,
    wait: Option<u64>,
}

/// Answers `/-/sign-up`: GET for whoever comes for the account itself, POST from the sign-in form and from the form itself.
pub async fn answer(call: &Call<'_>) -> Answer {
    if call.realm.sign_up == SignUp::Off {
        return site_trouble(call, "not_found", StatusCode::NOT_FOUND);
    }
    match *call.incoming.method {
        Method::GET | Method::HEAD => fresh(call),
        Method::POST => submitted(call).await,
        _ => plain::method_not_allowed("GET, HEAD, POST"),
    }
}

fn fresh(call: &Call<'_>) -> Answer {
    let errand = Errand::Site { path: "/account".to_owned(), query: String::new(), sign_in: SignIn::Any };
    let (browser, cookie) = session::browser(call);
    let form = errand.form(call, Purpose::SignIn, &browser);
    let mut answer = page(call, &errand, (&form, &form.seal(call)), Tried::default());
    session::set(answer.headers_mut(), cookie);
    answer
}

fn page(call: &Call<'_>, errand: &Errand, (form, sealed): (&Form, &str), tried: Tried) -> Answer {
    let status = if tried.wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { judged(tried.faults.first()) };
    let page = pages::SignUp {
        app: errand.app(),
        action: format!("{}/-/sign-up", call.mount.prefix),
        request: sealed.to_owned(),
        sign_in: form.back(call),
        username: tried.username,
        email: tried.email,
        letters: if call.server.mail.is_some() { Switch::On } else { Switch::Off },
        faults: tried.faults,
        wait: tried.wait,
    };
    html(status, page.render(&chrome(call, &errand.language(call), None)), Part::Flow)
}

async fn submitted(call: &Call<'_>) -> Answer {
    let (form, fields) = match sign_in::sent(call, Purpose::SignIn, (Jar::Browser, "request")) {
        Ok(sent) => sent,
        Err(page) => return *page,
    };
    create(call, &form, &fields).await.unwrap_or_else(|failure| failed(call, failure, About::default()))
}

async fn create(call: &Call<'_>, form: &Form, fields: &Fields) -> Result<Answer, Failure> {
    let errand = Errand::again(call, form).await?;
    let sealed = (form, fields.one("request"));
    // The sign-in form leads here without saying who comes.
    if !fields.has("username") {
        return Ok(page(call, &errand, sealed, Tried::default()));
    }
    let [username, email] = ["username", "email"].map(|name| fields.one(name).trim().to_owned());
    let tried = Tried { username: username.clone(), email: email.clone(), ..Tried::default() };
    // Whatever is wrong, the answer tells whether the names are taken: each try counts.
    if let Err(wait) = call.server.throttle.admit([Budget::sign_ups_from(call.address)], call.now).await.map(drop) {
        return Ok(page(call, &errand, sealed, Tried { wait: Some(wait.unsigned_abs()), ..tried }));
    }
    let address = call.address.to_string();
    let desk = call.server.desk(call.realm, "server", &address);
    let person = Person { username, email, ..Person::default() };
    match desk.sign_up(person, &Plain::new(fields.one("password"))).await {
        Ok(NewAccount { account, password }) => {
            if call.server.mail.is_some() {
                let link = desk.make_link(links::Errand::Confirm, &account, &account.email).await;
                let link = link.map_err(|_| Failure::Busy)?;
                call.postroom().send_link(&account, &account.email, &link, Some(&errand.language(call)));
            }
            // Who is not let in any more by then is asked to sign in, like everybody.
            let cookies = session::begin(call, &account, Proof::here(call, password)).await?;
            Ok(sign_in::led_back(call, form, cookies.unwrap_or_default()))
        }
        Err(declined) => match AccountFault::all_of(declined) {
            Ok(faults) => Ok(page(call, &errand, sealed, Tried { faults, ..tried })),
            Err(Declined::Broken(broken)) => Err(broken.into()),
            Err(_) => Err(Failure::Busy),
        },
    }
}
