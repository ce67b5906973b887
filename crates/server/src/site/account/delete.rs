//! The end of an account.

use super::{Halt, Page, Visit, form_page, frame, is_overtaken, prove};
use crate::desk::names::reads_like;
use crate::desk::{Declined, Desk};
use crate::flow::Answer;
use crate::flow::headers::{Part, html};
use crate::flow::pages::chrome;
use crate::flow::session::{self, Jar};
use crate::pages::{AccountDeleted, AccountItem, Asked, ConfirmDelete, Unproven};
use engine::model::App;
use http::StatusCode;

const PATH: &str = "/account/delete";

/// Asks.
pub(super) async fn ask(visit: &Visit<'_>) -> Page {
    visit.signed_in_afresh()?;
    again(visit, (String::new(), asked(visit)), None).await
}

/// An app's name, with its id where another of them is called so.
fn named(app: &App, all: &[App]) -> String {
    match all.iter().filter(|other| other.name == app.name).count() {
        1 => app.name.clone(),
        _ => format!("{} ({})", app.name, app.client_id),
    }
}

/// Where somebody is signed in as before, and from where they would come back as somebody new.
fn there(visit: &Visit<'_>) -> Option<String> {
    visit.call.realm.hand_off.as_ref().map(|page| page.host().to_owned())
}

fn asked(visit: &Visit<'_>) -> Asked {
    if visit.has_password() { Asked::Yes } else { Asked::No }
}

async fn again(visit: &Visit<'_>, (typed, current): (String, Asked), last: Option<String>) -> Result<Answer, Halt> {
    let orphans = visit.desk().orphans(visit.account()).await?;
    let odd = !typed.is_empty() || last.is_some() || matches!(current, Asked::Again(_));
    let question = ConfirmDelete {
        username: visit.account().username.clone(),
        typed,
        current,
        last,
        there: there(visit),
        orphans: orphans.iter().map(|app| named(app, &orphans)).collect(),
        action: visit.to(PATH),
        csrf: visit.csrf(PATH),
        back: visit.to("/account/data"),
    };
    Ok(form_page(visit, odd.then_some(()), question.render(&frame(visit, AccountItem::Data))))
}

/// Does it, once the name and the password are right, or the sign-in fresh.
pub(super) async fn delete(visit: &Visit<'_>) -> Page {
    visit.signed_in_afresh()?;
    let fields = visit.act()?;
    let typed = fields.one("username").trim().to_owned();
    let shown = match visit.has_password() {
        true => match prove(visit, fields.one("current")).await? {
            Ok(shown) => Some(shown),
            Err(wrong) => return again(visit, (typed, Asked::Again(wrong)), None).await,
        },
        false => None,
    };
    if !reads_like(&typed, &visit.account().username) {
        return ask_for_name(visit, typed).await;
    }
    let desk = Desk { shown: shown.as_ref(), ..visit.desk() };
    match desk.delete(visit.account()).await {
        Err(late) if is_overtaken(&late) => {
            return again(visit, (typed, Asked::Again(Unproven::Wrong)), None).await;
        }
        Err(Declined::LastAdministrator) => {
            let another = visit.to("/realms/admin/accounts/new");
            return again(visit, (typed, asked(visit)), Some(another)).await;
        }
        done => done?,
    }
    let farewell = AccountDeleted { there: there(visit) };
    let mut answer = html(StatusCode::OK, farewell.render(&chrome(visit.call, &visit.language, None)), Part::Site);
    session::set(answer.headers_mut(), Jar::Session.write(visit.call, "", Some(0)));
    Ok(answer)
}

/// A name that was left empty is as wrong as another one.
async fn ask_for_name(visit: &Visit<'_>, typed: String) -> Page {
    let typed = if typed.is_empty() { "?".to_owned() } else { typed };
    again(visit, (typed, asked(visit)), None).await
}
