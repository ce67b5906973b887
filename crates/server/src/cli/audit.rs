//! `grantor audit`.

use super::args::{AuditArgs, AuditCommand, AuditFilterArgs, ExportFormat, Form};
use super::office::Office;
use super::outcome::{Failure, Outcome, print, tell};
use super::table::{table, time};
use super::{pages, start};
use crate::desk::search::AuditWish;
use crate::trail;
use crate::views::Event;
use store::ops::{Audited, Page};

/// The longest list; more is an export.
const LONGEST: u32 = 10_000;

/// The most characters of a detail in a list.
const ROOM: usize = 100;

pub(super) fn run(args: AuditArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match (args.command, form) {
            (AuditCommand::List { filter, limit }, _) => list(filter, limit.clamp(1, LONGEST), form).await,
            (AuditCommand::Export { .. }, Form::Json) => Err(Failure::Usage(
                "an export has many values, a line each: leave out --json, or say --format".to_owned(),
            )),
            (AuditCommand::Export { filter, format }, Form::Words) => export(filter, format).await,
        }
    })
}

fn wish(office: &Office, filter: AuditFilterArgs) -> AuditWish {
    let now = office.desk().now.secs();
    AuditWish {
        actor: filter.actor,
        action: filter.action,
        account: filter.account,
        app: filter.app,
        since: filter.since.map(|when| when.secs(now)),
        until: filter.until.map(|when| when.secs(now)),
    }
}

async fn list(filter: AuditFilterArgs, limit: u32, form: Form) -> Outcome {
    let office = Office::open(&filter.target).await?;
    let wish = wish(&office, filter);
    let mut rows: Vec<Audited> = Vec::new();
    let mut after = None;
    loop {
        let left = limit.saturating_sub(rows.len().try_into().unwrap_or(u32::MAX));
        let slice = office.desk().find_audit(wish.clone(), Page { after, limit: left.min(500) }).await?;
        rows.extend(slice.rows);
        after = slice.next;
        if after.is_none() || rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
            break;
        }
    }
    tell(form, &trail::named(&mut office.names(), &rows).await?, |rows| {
        let row = |row: &Event| {
            let (object, detail) = about(row);
            let who = beside(&row.actor, row.actor_name.as_ref());
            vec![time(row.at), who, row.action.clone(), object, shortened(&detail), row.address.clone()]
        };
        table(&["WHEN", "WHO", "WHAT", "TO", "MORE", "FROM"], rows.iter().map(row).collect())
    })
}

/// An id with the name behind it, if it is known.
fn beside(id: &str, name: Option<&String>) -> String {
    name.map_or_else(|| id.to_owned(), |name| format!("{id} ({name})"))
}

/// Object and detail, with the names of app and account where their ids stand.
fn about(row: &Event) -> (String, String) {
    let (app, account) = (row.app_name.as_ref(), row.account_name.as_ref());
    let (of_object, of_detail) = if row.object.starts_with("app ") { (app, account) } else { (account, app) };
    (beside(&row.object, of_object), beside(&row.detail, of_detail).trim_start().to_owned())
}

/// What fits into a line beside the rest; all of it is in `--json` and in `export`.
fn shortened(detail: &str) -> String {
    match detail.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", detail.get(..end).unwrap_or_default()),
        None => detail.to_owned(),
    }
}

async fn export(filter: AuditFilterArgs, format: ExportFormat) -> Outcome {
    let office = Office::open(&filter.target).await?;
    let wish = wish(&office, filter);
    let desk = office.desk();
    let (mut begun, mut names) = (false, office.names());
    let read = |page| desk.find_audit(wish.clone(), page);
    pages::each(read, async |rows: Vec<Audited>| {
        let rows = trail::named(&mut names, &rows).await?;
        let text = match (format, begun) {
            (ExportFormat::Jsonl, _) => trail::json_lines(&rows),
            (ExportFormat::Csv, false) => trail::csv(&rows),
            (ExportFormat::Csv, true) => rows.iter().map(trail::csv_line).collect(),
        };
        begun = true;
        let text = text.trim_end();
        if text.is_empty() { Ok(()) } else { print(text) }
    })
    .await
}
