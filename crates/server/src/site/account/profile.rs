//! What somebody says about themselves.

use super::{Halt, Page, Visit, form_page, frame, is_overtaken, prove};
use crate::desk::account::Profile;
use crate::desk::accounts::check_address;
use crate::desk::{Declined, Desk};
use crate::flow::Answer;
use crate::flow::session::{self, Jar};
use crate::pages::{AccountItem, AccountProfile, Confirmed, Unaddressed, Unproven};
use crate::throttle::Budget;
use engine::secret::Hashed;
use store::ops::{Shown, canonical};

const PATH: &str = "/account/profile";
const EMAIL: &str = "/account/email";

/// The forms as the account is now.
pub(super) async fn show(visit: &Visit<'_>) -> Page {
    Ok(render(visit, &now(visit).await?))
}

async fn now(visit: &Visit<'_>) -> Result<AccountProfile, Declined> {
    let account = visit.account();
    let form = |path: &str| (visit.to(path), visit.csrf(path));
    let confirmed = match (account.email_verified, &visit.call.server.mail) {
        (true, _) => Confirmed::Yes,
        (false, Some(_)) => Confirmed::NotYet,
        (false, None) => Confirmed::No,
    };
    let asked = if visit.has_password() { visit.desk().asked_address(account).await? } else { None };
    Ok(AccountProfile {
        asked,
        names: form(PATH),
        mail: visit.has_password().then(|| form(EMAIL)),
        username: account.username.clone(),
        first_name: account.first_name.clone(),
        last_name: account.last_name.clone(),
        language: account.language.clone().unwrap_or_default(),
        address: (account.email.clone(), confirmed),
        email: String::new(),
        misnamed: None,
        unaddressed: None,
        current: None,
    })
}

fn render(visit: &Visit<'_>, profile: &AccountProfile) -> Answer {
    let AccountProfile { misnamed, unaddressed, current, .. } = profile;
    let faults = [misnamed.map(drop), unaddressed.as_ref().map(|_| ()), current.as_ref().map(|_| ())];
    let fault = faults.into_iter().find_map(|fault| fault);
    form_page(visit, fault, profile.render(&frame(visit, AccountItem::Profile)))
}

/// Name and language. What this browser had chosen by a link gives way to what the account says.
pub(super) async fn change(visit: &Visit<'_>) -> Page {
    let fields = visit.act()?;
    let [first_name, last_name, language] =
        ["first_name", "last_name", "language"].map(|name| fields.one(name).trim().to_owned());
    let own = Some(language.clone()).filter(|language| !language.is_empty());
    let profile = Profile { first_name: first_name.clone(), last_name: last_name.clone(), language: own };
    match visit.desk().change_profile(visit.account(), profile).await {
        Err(Declined::Misnamed(wrong)) => {
            let typed = AccountProfile { first_name, last_name, language, misnamed: Some(wrong), ..now(visit).await? };
            return Ok(render(visit, &typed));
        }
        changed => changed?,
    }
    let mut answer = visit.done(PATH, "profile");
    session::set(answer.headers_mut(), Jar::Language.write(visit.call, "", Some(0)));
    Ok(answer)
}

/// The address: needs the current password (SES-05).
pub(super) async fn change_email(visit: &Visit<'_>) -> Page {
    let fields = visit.act()?;
    // What takes a request back takes no proof: it leaves everything as it is.
    if !fields.one("withdraw").is_empty() {
        visit.desk().withdraw_address(visit.account()).await?;
        return Ok(visit.done(PATH, "withdrawn"));
    }
    let email = fields.one("email").trim().to_owned();
    let shown = match prove(visit, fields.one("current")).await? {
        Ok(shown) => shown,
        Err(wrong) => return unproven(visit, email, wrong).await,
    };
    match moved(visit, &shown, &email).await? {
        Moved::Done(word) => Ok(visit.done(PATH, word)),
        Moved::Not(why) => Ok(render(visit, &AccountProfile { email, unaddressed: Some(why), ..now(visit).await? })),
        Moved::Overtaken => unproven(visit, email, Unproven::Wrong).await,
    }
}

async fn unproven(visit: &Visit<'_>, email: String, wrong: Unproven) -> Page {
    let unaddressed = check_address(&email).err().map(Unaddressed::Wrong);
    Ok(render(visit, &AccountProfile { email, unaddressed, current: Some(wrong), ..now(visit).await? }))
}

/// What came of a new address.
enum Moved {
    /// The word of what was done.
    Done(&'static str),
    /// Nothing.
    Not(Unaddressed),
    /// Nothing: see [`is_overtaken`].
    Overtaken,
}

/// Where letters can be sent, the new address has to answer one first.
async fn moved(visit: &Visit<'_>, shown: &Shown, email: &str) -> Result<Moved, Halt> {
    let (account, desk) = (visit.account(), Desk { shown: Some(shown), ..visit.desk() });
    if account.email == email && account.email_verified {
        return Ok(Moved::Not(Unaddressed::Confirmed));
    }
    if visit.call.server.mail.is_none() {
        return match desk.change_email(account, email).await {
            Err(Declined::Misnamed(wrong)) => Ok(Moved::Not(Unaddressed::Wrong(wrong))),
            Err(late) if is_overtaken(&late) => Ok(Moved::Overtaken),
            changed => Ok(changed.map(|()| Moved::Done("email"))?),
        };
    }
    if let Err(wrong) = check_address(email) {
        return Ok(Moved::Not(Unaddressed::Wrong(wrong)));
    }
    if let Err(seconds) = visit.call.server.throttle.admit(budgets(visit, email), visit.call.now).await.map(drop) {
        return Ok(Moved::Not(Unaddressed::Throttled(seconds.unsigned_abs())));
    }
    let link = match desk.ask_for_address(account, email).await {
        Err(late) if is_overtaken(&late) => return Ok(Moved::Overtaken),
        link => link?,
    };
    visit.call.postroom().send_link(account, email, &link, Some(&visit.language));
    Ok(Moved::Done("letter"))
}

/// Nobody can have many letters written: not to one mailbox, which may be a stranger's, nor from one account, nor from one address. That mailbox's own budget
/// for a forgotten password is another one: nobody uses it up here.
fn budgets(visit: &Visit<'_>, email: &str) -> [Budget; 3] {
    let of = |what: &str, whose: &str| {
        Budget::Letters(Hashed::of(format!("{}\n{what}\n{whose}", visit.call.realm.name).as_bytes()))
    };
    let (to, by) = (of("new address to", &canonical(email)), of("new address", &visit.account().id));
    [to, by, Budget::letters_from(visit.call.address)]
}
