//! Who did what, when, from where: to read, and as a file.

use super::Page;
use super::room::Room;
use crate::desk::names::Named;
use crate::desk::search::AuditWish;
use crate::desk::{Declined, Slice};
use crate::flow::Answer;
use crate::flow::pages::see_other;
use crate::pages::{AdminAudit, AdminItem, AuditAsked, AuditFault, AuditLink, AuditRow, actor_word, shown_actor};
use crate::realm::Realm;
use crate::site::kept;
use crate::trail;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};
use store::ops::{self, Audit, Audited};

/// A file has so many rows at most.
const MOST: usize = 50_000;
/// They are asked for in parts of so many.
const PART: u32 = 999;
const DAY: i64 = 86_400;

/// The list.
pub(super) async fn list(room: Room<'_>) -> Page {
    // The file's form holds the filter, too: after a sign-in in between, both are about the same rows.
    let kept = kept::open(room.visit).filter(|kept| kept.action == room.to("/audit/export"));
    let asked = match &kept {
        Some(kept) => asked(|name| kept.one(name)),
        None => asked(|name| room.asked(name)),
    };
    let (rows, next) = match found(room, &asked, room.rows()).await? {
        Ok(Slice { rows, next }) => (Ok(told(room, rows).await?), next),
        Err(fault) => (Err(fault), None),
    };
    let odd = rows.as_ref().err().copied().filter(|fault| fault.is_of_a_field());
    let way = room.way("/audit", &asked.pairs(), next);
    if let Some(beginning) = rows.as_ref().ok().and_then(|rows| way.behind_the_end(rows)) {
        return Ok(see_other(beginning));
    }
    let page = AdminAudit { place: room.place(), asked, rows, way, export: room.form("/audit/export") };
    Ok(room.form_page(odd, AdminItem::Audit, |frame| page.render(frame)))
}

/// Rows as the page tells them.
async fn told(room: Room<'_>, found: Vec<Audited>) -> Result<Vec<AuditRow>, Declined> {
    let mut names = room.names();
    let mut rows = Vec::new();
    for row in found {
        let who = names.actor(&row.audit.actor).await?;
        let (account, app) = (names.account(&row).await?, names.app(&row).await?);
        let Audit { at, action, object, mut detail, address, .. } = row.audit;
        if other_side(&account, &app).contains(&detail) {
            detail.clear();
        }
        let account = account.map(|own| AuditLink { href: Some(room.account(&own.id)), name: own.name });
        let there = |own: &Named| own.deleted_at.is_none().then(|| room.app(&own.id));
        let app = app.map(|own| AuditLink { href: there(&own), name: own.name });
        rows.push(AuditRow { at, who, action, object, account, app, detail, address });
    }
    Ok(rows)
}

/// What stands in the detail of a row that is about an account and an app: the page has both by their names.
fn other_side(account: &Option<Named>, app: &Option<Named>) -> Vec<String> {
    let account = account.iter().map(|own| format!("account {}", own.id));
    account.chain(app.iter().map(|own| format!("app {}", own.id))).collect()
}

/// The file.
pub(super) async fn export(room: Room<'_>) -> Page {
    let fields = room.visit.act()?;
    let asked = asked(|name| fields.one(name).trim().to_owned());
    let (mut rows, mut after) = (Vec::new(), None);
    let mut names = room.names();
    loop {
        let found = found(room, &asked, ops::Page { after, limit: PART }).await?;
        let part = found.unwrap_or(Slice { rows: Vec::new(), next: None });
        rows.extend(trail::named(&mut names, &part.rows).await?);
        after = part.next;
        if after.is_none() || rows.len() >= MOST {
            break;
        }
    }
    rows.truncate(MOST);
    Ok(match fields.one("format") {
        "csv" => file(("text/csv; charset=utf-8", "csv"), trail::csv(&rows), room.realm),
        _ => file(("application/jsonl", "jsonl"), trail::json_lines(&rows), room.realm),
    })
}

fn file((kind, ending): (&'static str, &str), text: String, realm: &Realm) -> Answer {
    let mut answer = Answer::new(text.into());
    let name = format!("attachment; filename=\"audit-{}.{ending}\"", realm.name);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    answer
}

fn asked(text: impl Fn(&str) -> String) -> AuditAsked {
    let [actor, action, account] = ["actor", "action", "account"].map(&text);
    let [app, since, until] = ["app", "since", "until"].map(&text);
    AuditAsked { actor, action, account, app, since, until }
}

/// The rows that fit, or what was asked for and is none.
async fn found(
    room: Room<'_>,
    asked: &AuditAsked,
    page: ops::Page,
) -> Result<Result<Slice<Audited>, AuditFault>, Declined> {
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let actor = match said(&asked.actor) {
        Some(name) => known(room, name).await?.map(Some).ok_or(AuditFault::Actor),
        None => Ok(None),
    };
    let day_of = |text: &String, fault| said(text).map(|text| day(&text).ok_or(fault)).transpose();
    let days =
        day_of(&asked.since, AuditFault::Since).and_then(|since| Ok((since, day_of(&asked.until, AuditFault::Until)?)));
    let (actor, (since, until)) = match (actor, days) {
        (Ok(actor), Ok(days)) => (actor, days),
        (_, Err(fault)) | (Err(fault), _) => return Ok(Err(fault)),
    };
    if since.zip(until).is_some_and(|(since, until)| since > until) {
        return Ok(Err(AuditFault::Order));
    }
    let wish = AuditWish {
        actor,
        action: said(&asked.action),
        account: said(&asked.account),
        app: said(&asked.app),
        since,
        until: until.map(|day| day + DAY),
    };
    match room.desk().find_audit(wish, page).await {
        Err(Declined::NoAccount(..)) => Ok(Err(AuditFault::Account)),
        Err(Declined::NoApp(..)) => Ok(Err(AuditFault::App)),
        found => Ok(Ok(found?)),
    }
}

/// Whoever did something, as the audit calls them: people know a user name and no id. What stands on the page means that, whoever else is called so;
/// then administrators come first. `None`: there is nobody.
async fn known(room: Room<'_>, name: String) -> Result<Option<String>, Declined> {
    if let Some(own) = shown_actor(&name) {
        return Ok(Some(own.to_owned()));
    }
    for realm in [room.visit.call.server.realms.admin.as_ref(), room.realm] {
        match room.visit.desk_of(realm).account(&name).await {
            Err(Declined::NoAccount(..)) => {}
            found => return Ok(Some(format!("account:{}", found?.id))),
        }
    }
    Ok(match name.split_once(':') {
        Some(("account", id)) => Some(format!("account:{}", id_ever(room, id).await?)),
        Some(("key" | "app", _)) => Some(name),
        _ => actor_word(&name).map(str::to_owned),
    })
}

/// An id as the accounts have it, if one of them has it but for its letters' case.
async fn id_ever(room: Room<'_>, id: &str) -> Result<String, Declined> {
    for realm in [room.visit.call.server.realms.admin.as_ref(), room.realm] {
        if let Some(found) = room.visit.desk_of(realm).account_of_id_ever(id).await? {
            return Ok(found.id);
        }
    }
    Ok(id.to_owned())
}

/// The first second of a day in UTC; `None` for what is none.
fn day(text: &str) -> Option<i64> {
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}
