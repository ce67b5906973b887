//! Who did what, when, from where: to read, and as a file.

use super::room::Room;
use super::{Page, Visit};
use crate::desk::search::AuditWish;
use crate::desk::{Declined, Slice, Sort};
use crate::flow::Answer;
use crate::pages::{Actor, AdminAudit, AdminItem, AuditAsked, AuditRow};
use crate::realm::Realm;
use crate::{trail, views};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};
use std::collections::BTreeMap;
use store::ops::{self, Audited};

/// A file has so many rows at most.
const MOST: usize = 50_000;
/// They are asked for in parts of so many.
const PART: u32 = 999;
const DAY: i64 = 86_400;

/// The list.
pub(super) async fn list(room: Room<'_>) -> Page {
    let asked = asked(|name| room.asked(name));
    let found = found(room, &asked, room.rows()).await?;
    let mut names = Names::default();
    let mut rows = Vec::new();
    for Audited { audit, .. } in found.rows {
        let who = names.actor((room.visit, room.realm), &audit.actor).await?;
        let (at, action, object, detail, address) = (audit.at, audit.action, audit.object, audit.detail, audit.address);
        rows.push(AuditRow { at, who, action, object, detail, address });
    }
    let way = room.way("/audit", &asked.pairs(), found.next);
    let page = AdminAudit { place: room.place(), asked, rows, way, export: room.form("/audit/export") };
    Ok(room.page(AdminItem::Audit, |frame| page.render(frame)))
}

/// The file.
pub(super) async fn export(room: Room<'_>) -> Page {
    let fields = room.visit.act()?;
    let asked = asked(|name| fields.one(name).trim().to_owned());
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let part = found(room, &asked, ops::Page { after, limit: PART }).await?;
        rows.extend(part.rows.iter().map(views::Event::from));
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

/// The rows that fit; none where an account or an app is not there.
async fn found(room: Room<'_>, asked: &AuditAsked, page: ops::Page) -> Result<Slice<Audited>, Declined> {
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let actor = match said(&asked.actor) {
        Some(name) => Some(known(room, name).await?),
        None => None,
    };
    let wish = AuditWish {
        actor,
        action: said(&asked.action),
        account: said(&asked.account),
        app: said(&asked.app),
        since: day(&asked.since),
        until: day(&asked.until).map(|day| day + DAY),
    };
    match room.desk().find_audit(wish, page).await {
        Err(declined) if declined.sort() == Sort::Absent => Ok(Slice { rows: Vec::new(), next: None }),
        found => found,
    }
}

/// Whoever did something, as the audit calls them: people know a user name and no id. Administrators come first.
async fn known(room: Room<'_>, name: String) -> Result<String, Declined> {
    for realm in [room.visit.call.server.realms.admin.as_ref(), room.realm] {
        match room.visit.desk_of(realm).account(&name).await {
            Err(Declined::NoAccount(..)) => {}
            found => return Ok(format!("account:{}", found?.id)),
        }
    }
    Ok(name)
}

/// The first second of a day in UTC; `None` for what is none.
fn day(text: &str) -> Option<i64> {
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}

/// Names of those who did something, each looked up once.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, Actor>);

impl Names {
    /// Who that is, as people know them: an administrator, or somebody of the realm.
    pub(super) async fn actor(&mut self, (visit, realm): (&Visit<'_>, &Realm), actor: &str) -> Result<Actor, Declined> {
        if let Some(known) = self.0.get(actor) {
            return Ok(known.clone());
        }
        let found = match actor.split_once(':') {
            Some(("account", id)) => account((visit, realm), id).await?,
            Some(("key", id)) => Actor::Key(id.to_owned()),
            Some(("app", id)) => Actor::App(id.to_owned()),
            _ => Actor::Word(actor.to_owned()),
        };
        self.0.insert(actor.to_owned(), found.clone());
        Ok(found)
    }
}

async fn account((visit, realm): (&Visit<'_>, &Realm), id: &str) -> Result<Actor, Declined> {
    let admin = &visit.call.server.realms.admin;
    for (realm, actor) in [(admin.as_ref(), Actor::Administrator as fn(String) -> Actor), (realm, Actor::Person)] {
        match visit.desk_of(realm).account_of_id(id).await {
            Err(Declined::NoAccount(..)) => {}
            found => return Ok(actor(found?.username)),
        }
    }
    Ok(Actor::Gone(id.to_owned()))
}
