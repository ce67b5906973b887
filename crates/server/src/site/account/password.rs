//! A new password.

use super::{Page, Visit, form_page, frame, is_overtaken, prove};
use crate::desk::letters::Notice;
use crate::desk::passwords::unfit;
use crate::desk::{Declined, Desk, Unfit};
use crate::flow::session::{self, Proof};
use crate::flow::{Answer, Failure};
use crate::pages::{AccountItem, AccountPassword, Unproven};
use engine::secret::Plain;

const PATH: &str = "/account/password";

/// The form, with what was wrong with the current password and with the new one.
pub(super) fn ask(visit: &Visit<'_>, (current, new): (Option<Unproven>, Option<Unfit>)) -> Answer {
    let form = AccountPassword {
        action: visit.to(PATH),
        csrf: visit.csrf(PATH),
        username: visit.account().username.clone(),
        current,
        new,
    };
    let fault = form.current.as_ref().map(|_| ()).or(form.new.as_ref().map(|_| ()));
    form_page(visit, fault, form.render(&frame(visit, AccountItem::Password)))
}

/// All sessions end with the old password; this browser goes on with a new one (SES-01, SES-04).
pub(super) async fn change(visit: &Visit<'_>) -> Page {
    let fields = visit.act()?;
    let [current, new] = ["current", "password"].map(|name| Plain::new(fields.one(name)));
    let shown = match prove(visit, fields.one("current")).await? {
        Ok(shown) => shown,
        Err(wrong) => return Ok(ask(visit, (Some(wrong), unfit(visit.account(), &new)))),
    };
    let desk = Desk { shown: Some(&shown), ..visit.desk() };
    let hash = match desk.change_password(visit.account(), &current, &new).await {
        Err(Declined::Password(unfit)) => return Ok(ask(visit, (None, Some(unfit)))),
        Err(Declined::Busy) => return Err(Failure::Busy.into()),
        Err(late) if is_overtaken(&late) => return Ok(ask(visit, (Some(Unproven::Wrong), None))),
        changed => changed?,
    };
    visit.call.postroom().tell(visit.account(), Notice::PasswordChanged, Some(&visit.language));
    let mut answer = visit.done(PATH, "password");
    // Where it is another one again by then, this browser is asked to sign in like all others.
    let cookies = session::begin(visit.call, visit.account(), Proof::here(visit.call, hash)).await?;
    for cookie in cookies.unwrap_or_default() {
        session::set(answer.headers_mut(), cookie);
    }
    Ok(answer)
}
