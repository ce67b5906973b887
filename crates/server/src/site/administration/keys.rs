//! Keys of the API.

use super::{Page, Visit};
use crate::api;
use crate::desk::Declined;
use crate::desk::keys::{Giver, KeyFault, KeyWish};
use crate::desk::names::Names;
use crate::desk::rights::Right;
use crate::flow::Answer;
use crate::pages::{
    AdminItem, AdminKey, AdminKeyMade, AdminKeys, AdminNewKey, AdminQuestion, Area, Ending, Frame, PostTo, Way,
};
use crate::site::{Does, Halt, judged};
use http::StatusCode;
use store::ops;

const LIST: &str = "/keys";
const NEW: &str = "/keys/new";
/// Days that are proposed.
const DAYS: &str = "90";
const ROWS: u32 = 25;

/// Answers at the list of keys and below it.
pub(super) async fn answer(visit: &Visit<'_>, path: &[&str], does: Does) -> Page {
    match (path, does) {
        ([], Does::Look) => list(visit).await,
        (["new"], Does::Look) => Ok(form(visit, (String::new(), DAYS.to_owned()), Vec::new(), Vec::new())),
        (["new"], Does::Act) => create(visit).await,
        ([id, "end"], Does::Look) => ask(visit, id).await,
        ([id, "end"], Does::Act) => end(visit, id).await,
        _ => Err(Halt::Absent),
    }
}

fn page(visit: &Visit<'_>, render: impl FnOnce(&Frame) -> String) -> Answer {
    answer_with(visit, StatusCode::OK, render)
}

fn answer_with(visit: &Visit<'_>, status: StatusCode, render: impl FnOnce(&Frame) -> String) -> Answer {
    let done = super::super::was_done(visit.call);
    let frame = AdminItem::Keys.frame(visit.frame(Area::Administration), None, done.as_deref());
    visit.page(status, render(&frame))
}

async fn list(visit: &Visit<'_>) -> Page {
    let after = visit.call.parameter("after");
    let first = after.as_ref().map(|_| visit.to(LIST));
    let found = visit.desk().newest_keys(ops::Page { after, limit: ROWS }).await?;
    let mut names = Names::new(visit.desk(), Some(visit.desk()));
    let mut keys = Vec::new();
    for key in found.rows {
        let by = names.actor(&key.created_by).await?;
        let over = key.ended_at.is_some() || key.ends_at.is_some_and(|ends| ends <= visit.call.now.secs());
        keys.push(AdminKey {
            end: (!over).then(|| visit.to(&format!("{LIST}/{}/end", key.id))),
            id: key.id,
            name: key.name,
            rights: key.rights,
            created_at: key.created_at,
            by,
            ends_at: key.ends_at,
            used_at: key.used_at,
        });
    }
    let next = found.next.map(|next| format!("{}?after={next}", visit.to(LIST)));
    let described = format!("{}/openapi.json", api::PREFIX);
    let list = AdminKeys { keys, way: Way { first, next }, new: visit.to(NEW), described, api: visit.to("/api") };
    Ok(page(visit, |frame| list.render(frame)))
}

fn form(visit: &Visit<'_>, typed: (String, String), rights: Vec<String>, faults: Vec<KeyFault>) -> Answer {
    let status = judged(faults.first());
    let to = PostTo { action: visit.to(NEW), csrf: visit.csrf(NEW) };
    let form = AdminNewKey { list: visit.to(LIST), to, typed, rights, faults };
    answer_with(visit, status, |frame| form.render(frame))
}

/// The key is shown on the answer itself, this once.
async fn create(visit: &Visit<'_>) -> Page {
    let (fields, dice) = visit.act_once()?;
    let (name, typed, words) = (fields.one("name"), fields.one("days").trim(), fields.all("rights"));
    let days: u32 = typed.parse().unwrap_or_default();
    let rights: Vec<Right> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let wish = KeyWish { name: name.to_owned(), rights, days };
    match visit.desk_with(&dice).create_key(wish, Giver::Administrator).await {
        Err(Declined::MadeBefore) => Ok(visit.done(LIST, "made-before")),
        Err(declined) => {
            let fault = |one| if let Declined::Key(fault) = one { Ok(fault) } else { Err(one) };
            let faults: Vec<KeyFault> = declined.each().into_iter().map(fault).collect::<Result<_, _>>()?;
            Ok(form(visit, (name.to_owned(), typed.to_owned()), words, faults))
        }
        Ok((key, text)) => {
            let made = AdminKeyMade { list: visit.to(LIST), name: key.name, text: text.expose().to_owned() };
            Ok(page(visit, |frame| made.render(frame)))
        }
    }
}

async fn ask(visit: &Visit<'_>, id: &str) -> Page {
    let path = format!("{LIST}/{id}/end");
    let key = visit.desk().key_of_id(id).await?;
    if key.ended_at.is_some() {
        // Who comes back to the question after it was answered sees what is left.
        return Ok(visit.lead_on(LIST));
    }
    let question = AdminQuestion {
        what: Ending::Key,
        name: key.name,
        app: String::new(),
        whose: String::new(),
        features: Vec::new(),
        session: None,
        typed: None,
        to: PostTo { action: visit.to(&path), csrf: visit.csrf(&path) },
        back: visit.to(LIST),
    };
    Ok(page(visit, |frame| question.render(frame)))
}

async fn end(visit: &Visit<'_>, id: &str) -> Page {
    visit.act()?;
    match visit.desk().end_key(id).await {
        // One that has ended already is as good.
        Err(Declined::NoKey(_)) => drop(visit.desk().key_of_id(id).await?),
        done => done?,
    }
    Ok(visit.done(LIST, "key"))
}
